//! Message: the mail that RETR or TOP delivered, decoded.

use eframe::egui;
use eframe::egui::RichText;
use mail_parser::MessageParser;
use mail_parser::MimeHeaders;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::MessageNumber;
use crate::proto::utterance::Meaning;
use crate::session::Timeline;
use crate::teach::Words;
use crate::ui::player::Player;
use crate::ui::theme;
use crate::ui::widgets::section::empty_ui;

/// Steps that are searched backwards for a mail.
const LOOK_BACK: usize = 5000;
/// Characters of a body that are shown.
const MAX_BODY: usize = 200_000;

/// A mail.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Which message it is.
    pub number: u32,
    /// The step that delivered it, counted from 1 as people do.
    pub step: usize,
    /// Whether all of it was asked for, and came.
    pub extent: Extent,
    /// Octets as delivered.
    pub octets: usize,
    /// Name and decoded value of each header field.
    pub headers: Vec<(String, String)>,
    /// The text, decoded.
    pub body: String,
    /// Names and sizes of what is attached.
    pub attachments: Vec<(String, usize)>,
}

/// How much of a mail there is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Extent {
    /// All of it, by RETR.
    #[default]
    Whole,
    /// Its head and some lines, by TOP.
    Top,
    /// What was recorded of it.
    Cut,
}

/// The mail at the cursor, read once.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize)>,
    model: Option<Model>,
}

impl State {
    /// The mail that was delivered last.
    pub fn model(&mut self, player: &Player) -> Option<&Model> {
        let key = (player.generation(), player.cursor().0);
        if self.key != Some(key) {
            self.model = Model::new(player);
            self.key = Some(key);
        }
        self.model.as_ref()
    }
}

impl Model {
    /// The mail that was delivered last, at the cursor or before it.
    #[must_use]
    pub fn new(player: &Player) -> Option<Self> {
        let timeline = &player.session().timeline;
        let shown = player.cursor().0;
        (shown.saturating_sub(LOOK_BACK)..shown).rev().find_map(|place| Self::of(timeline, place))
    }

    fn of(timeline: &Timeline, place: usize) -> Option<Self> {
        let step = timeline.steps().get(place)?;
        let said = step.said()?;
        let Meaning::Reply { .. } = said.meaning else { return None };
        let line = timeline.asked(step.said()?)?;
        let command = line.command.as_ref().ok()?;
        let number = command.message().map(MessageNumber::get)?;
        let whole = match command.keyword() {
            Keyword::Retr => Extent::Whole,
            Keyword::Top => Extent::Top,
            _ => return None,
        };
        debug_assert!(matches!(command, Command::Retr { .. } | Command::Top { .. }));
        let complete = said.block()?.is_complete();
        let delivered = said.delivered()?;
        let mut model = Self {
            number,
            step: place + 1,
            extent: if complete { whole } else { Extent::Cut },
            octets: delivered.len(),
            ..Self::default()
        };
        model.read(&delivered);
        Some(model)
    }

    fn read(&mut self, mail: &[u8]) {
        let Some(parsed) = MessageParser::new().parse(mail) else {
            self.body = clean(&String::from_utf8_lossy(mail));
            return;
        };
        let decoded = |name: &str| match name.to_ascii_lowercase().as_str() {
            "subject" => parsed.subject().map(str::to_owned),
            "from" => parsed.from().map(addresses),
            "to" => parsed.to().map(addresses),
            "cc" => parsed.cc().map(addresses),
            "date" => parsed.date().map(mail_parser::DateTime::to_rfc3339),
            _ => None,
        };
        self.headers = parsed
            .headers_raw()
            .map(|(name, value)| (clean(name), clean(&decoded(name).unwrap_or_else(|| unfold(value)))))
            .collect();
        self.body = parsed.body_text(0).map(|body| clean(&body)).unwrap_or_default();
        if let Some((cut, _)) = self.body.char_indices().nth(MAX_BODY) {
            self.body.truncate(cut);
        }
        self.attachments = parsed
            .attachments()
            .map(|part| (clean(part.attachment_name().unwrap_or("…")), part.contents().len()))
            .collect();
    }

    /// What stands above it.
    #[must_use]
    pub fn caption(&self, words: &Words) -> String {
        let word = match self.extent {
            Extent::Whole => "message-whole",
            Extent::Top => "message-top",
            Extent::Cut => "message-cut",
        };
        let arguments = [("number", self.number.into()), ("step", self.step.into()), ("octets", self.octets.into())];
        words.format(word, &arguments)
    }
}

fn addresses(address: &mail_parser::Address<'_>) -> String {
    let one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    };
    address.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn unfold(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of a mail without what would turn or hide the text around it.
fn clean(text: &str) -> String {
    let lines = text.lines().map(|line| crate::proto::line::printable(line.replace('\t', "    ").as_bytes()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Paints the mail.
pub fn ui(ui: &mut egui::Ui, model: Option<&Model>, words: &Words) {
    let palette = theme::palette(ui);
    let Some(model) = model else {
        empty_ui(ui, &words.get("message-empty"));
        return;
    };
    ui.label(RichText::new(model.caption(words)).size(theme::SMALL).color(palette.weak));
    egui::ScrollArea::vertical().id_salt(("message", model.step)).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = egui::Grid::new("headers").num_columns(2).min_row_height(0.0).spacing(egui::vec2(14.0, 2.0));
        grid.show(ui, |ui| {
            for (name, value) in &model.headers {
                ui.add(egui::Label::new(RichText::new(name).size(theme::SMALL + 0.5).color(palette.weak)).extend());
                let width = (ui.available_width() - 20.0).max(200.0);
                ui.scope(|ui| {
                    ui.set_max_width(width);
                    ui.add(egui::Label::new(RichText::new(value).color(palette.strong)).wrap());
                });
                ui.end_row();
            }
        });
        ui.separator();
        ui.add(egui::Label::new(RichText::new(&model.body).monospace()).wrap());
        for (name, octets) in &model.attachments {
            let arguments = [("name", name.into()), ("octets", (*octets).into())];
            ui.label(RichText::new(words.format("attachment", &arguments)).color(palette.weak));
        }
    });
}
