//! The session in words: what ladder, diagram and maildrop show, line by line, for those who read with their ears.

use std::fmt::Write as _;

use eframe::egui;
use eframe::egui::ScrollArea;
use eframe::egui::TextEdit;
use eframe::egui::WidgetInfo;

use crate::proto::MessageNumber;
use crate::proto::Side;
use crate::proto::rules::RULES;
use crate::session::snapshot::Stage;
use crate::session::timeline::What;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain;
use crate::ui::document::Session;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::text;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::views::exercises::page_title_ui;
use crate::ui::views::maildrop;
use crate::ui::views::maildrop::fate_word;
use crate::ui::views::shown;
use crate::ui::views::state_diagram;

/// Steps that are told; of a longer session the last ones.
const MAX_STEPS: usize = 400;
/// Messages of the maildrop that are told.
const MAX_MESSAGES: usize = 100;

/// The words, made once for each step.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Secrets, Language)>,
    told: String,
}

impl State {
    /// Paints the page: a field that can be read and selected, and not changed.
    pub fn ui(&mut self, ui: &mut egui::Ui, player: &Player, words: &Words, outbox: &mut Outbox) {
        let key = Some((player.generation(), player.cursor().0, player.secrets, words.language()));
        if self.key != key {
            self.told = told(player, words);
            self.key = key;
        }
        page_title_ui(ui, &words.get("learn-words"), &words.get("words-text"), words, outbox);
        ScrollArea::vertical().id_salt("in words").auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            let mut shown = self.told.as_str();
            let field = TextEdit::multiline(&mut shown).desired_width(f32::INFINITY).font(theme::sans(theme::BODY));
            let response = ui.add(field);
            let name = words.get("words-field");
            response.widget_info(|| {
                let mut info = WidgetInfo::text_edit(true, "", self.told.as_str(), "");
                info.label = Some(name.clone());
                info
            });
        });
    }
}

/// Every step up to the cursor, then how things stand.
#[must_use]
pub fn told(player: &Player, words: &Words) -> String {
    let mut told = String::new();
    let shown = player.cursor().0;
    let first = shown.saturating_sub(MAX_STEPS);
    let mut line = |text: &str| {
        let _ = writeln!(told, "{text}"); // Writing to a String cannot fail.
    };
    if 0 < first {
        line(&words.format("words-left-out", &[("count", first.into())]));
    }
    if shown == 0 {
        line(&words.get("start-title"));
    }
    for step in first..shown {
        line(&told_step(player, step, words));
    }
    line("");
    for text in standing(player, words) {
        line(&text);
    }
    told
}

fn told_step(player: &Player, place: usize, words: &Words) -> String {
    let session = player.session();
    let timeline = &session.timeline;
    let Some(step) = timeline.steps().get(place) else { return String::new() };
    let number = (place + 1).to_string();
    let time = clock(step.at.since(timeline.start().unwrap_or_default()), session.precision);
    let time = words.format("seconds", &[("time", (&time).into())]);
    let why = explain(timeline, place, words).unwrap_or_default();
    let mut told = match &step.what {
        What::Said(said) => {
            let (who, what) = (who(session, place, words), shown::first_line(said, player.secrets, words));
            words.format(
                "words-step",
                &[
                    ("step", (&number).into()),
                    ("time", (&time).into()),
                    ("who", (&who).into()),
                    ("said", (&what).into()),
                ],
            ) + ". "
                + &why.title
        }
        What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => words.format(
            "words-happens",
            &[("step", (&number).into()), ("time", (&time).into()), ("what", (&why.title).into())],
        ),
    };
    told.push('.');
    for sentence in &why.sentences {
        told.push(' ');
        told.push_str(sentence);
    }
    for finding in session.findings_of(place) {
        told.push(' ');
        told.push_str(&words.get(&format!("finding-{}", finding.code.as_str())));
        told.push('.');
    }
    told
}

/// Who says a step; by name where several do.
fn who(session: &Session, place: usize, words: &Words) -> String {
    let timeline = &session.timeline;
    let Some(step) = timeline.steps().get(place) else { return String::new() };
    let side = step.said().map_or(Side::Server, |said| said.side);
    let connection = step.connection.and_then(|id| timeline.connection(id));
    let word = match side {
        Side::Client => "client",
        Side::Server => "server",
    };
    match connection.filter(|_| side == Side::Client && 1 < timeline.connections().len()) {
        Some(connection) => {
            let name = connection.client.to_string();
            words.format("words-who-named", &[("side", word.into()), ("name", (&name).into())])
        }
        None => words.format("words-who", &[("side", word.into())]),
    }
}

/// What diagram and maildrop show.
fn standing(player: &Player, words: &Words) -> Vec<String> {
    let diagram = state_diagram::Model::new(player, None);
    let mut told = Vec::new();
    if let Some(stage) = diagram.stage {
        let state = stage_in_words(stage, words);
        told.push(words.format("words-state", &[("state", (&state).into())]));
    }
    let mut possible: Vec<&str> =
        diagram.possible.iter().filter_map(|place| RULES.get(*place)).map(|rule| rule.keyword.as_str()).collect();
    possible.dedup();
    if !possible.is_empty() {
        let commands = possible.join(", ");
        told.push(words.format("words-next", &[("commands", (&commands).into())]));
    }
    let model = maildrop::Model::new(player);
    let rows = model.maildrop.rows();
    if 0 < rows {
        told.push(words.format("words-maildrop", &[("count", rows.into())]));
    }
    for row in (0..rows.min(MAX_MESSAGES)).map(|line| model.row(line)) {
        let message = MessageNumber::new(row.number).and_then(|number| model.maildrop.message(number));
        let octets = message.and_then(|message| message.octets);
        let octets = match octets {
            Some(octets) => words.format("octets", &[("count", octets.into())]),
            None => words.get("words-octets-unknown"),
        };
        let fate = words.get(fate_word(row.fate));
        let arguments = [("number", row.number.into()), ("octets", (&octets).into()), ("fate", (&fate).into())];
        told.push(words.format("words-message", &arguments));
    }
    told.extend(
        (rows == 0)
            .then(|| model.totals(words))
            .filter(|text| !text.is_empty())
            .map(|text| format!("{}: {text}", words.get("maildrop"))),
    );
    let certainty = player.followed_state().and_then(|state| text::certainty(state.certainty, words));
    told.extend(certainty.map(|how| format!("{}: {how}", words.get("certainty-of-state"))));
    told
}

fn stage_in_words(stage: Stage, words: &Words) -> String {
    match stage {
        Stage::Greeting => words.get("words-before-greeting"),
        Stage::Unknown => words.get("state-unknown"),
        Stage::In(phase) => phase.to_string(),
        Stage::Other(state) => state.as_str().to_owned(),
        Stage::Closed(_) => words.get("closed"),
    }
}
