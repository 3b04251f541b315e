//! Transcript: what was said so far, as text to read and to copy.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::TextFormat;
use eframe::egui::text::LayoutJob;

use crate::proto::Side;
use crate::proto::utterance::Meaning;
use crate::session::timeline::What;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::theme;
use crate::ui::views::ladder;
use crate::ui::views::ladder::row::Context;
use crate::ui::views::ladder::row::Shape;
use crate::ui::views::shown;

/// Lines of one reply that stand in the panel; what is copied has all.
const MAX_LINES: usize = 200;

/// One line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The step, counted from 0.
    pub step: usize,
    /// Who says it; `None` for what only happens.
    pub side: Option<Side>,
    /// What.
    pub text: String,
}

/// The lines of a session, read once.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, Secrets, Language)>,
    /// Invariant: sorted by step.
    lines: Vec<Line>,
    /// The cursor that the panel scrolled to last.
    followed: Option<(u64, usize)>,
}

/// What the panel shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Model<'a> {
    /// What was said so far.
    pub lines: &'a [Line],
    /// Whether the cursor moved since the panel was painted.
    pub moved: bool,
    /// Counts the sessions that were opened: each has a place of its own to scroll to.
    pub generation: u64,
}

impl State {
    /// The lines that were said up to the cursor.
    pub fn model(&mut self, player: &Player, words: &Words) -> Model<'_> {
        let key = (player.generation(), player.secrets, words.language());
        if self.key != Some(key) {
            self.lines = (0..player.total()).flat_map(|step| lines_of(player, step, MAX_LINES, words)).collect();
            self.key = Some(key);
        }
        let shown = self.lines.partition_point(|line| line.step < player.cursor().0);
        let cursor = Some((player.generation(), player.cursor().0));
        let moved = self.followed != cursor;
        self.followed = cursor;
        Model { lines: &self.lines[..shown], moved, generation: player.generation() }
    }
}

/// The transcript up to the cursor as one text.
#[must_use]
pub fn text(player: &Player, words: &Words) -> String {
    let mut text = String::new();
    for step in 0..player.cursor().0 {
        for line in lines_of(player, step, usize::MAX, words) {
            text.push_str(&spoken(&line));
            text.push('\n');
        }
    }
    text
}

fn spoken(line: &Line) -> String {
    match line.side {
        Some(Side::Client) => format!("C: {}", line.text),
        Some(Side::Server) => format!("S: {}", line.text),
        None => format!("-- {}", line.text),
    }
}

fn lines_of(player: &Player, step: usize, most: usize, words: &Words) -> Vec<Line> {
    let session = player.session();
    let Some(what) = session.timeline.steps().get(step).map(|step| &step.what) else { return Vec::new() };
    if let What::Said(said) = what {
        let first = shown::first_line(said, player.secrets, words);
        let line = |text| Line { step, side: Some(said.side), text };
        let mut lines = match &said.meaning {
            Meaning::Reply { status: None, .. } => Vec::new(),
            _ => vec![line(first)],
        };
        lines.extend(shown::block_lines(said).take(most).map(line));
        if let Some((total, _)) = shown::block_size(said) {
            if most < total {
                let more = words.format("more-lines", &[("count", (total - most).into())]);
                lines.push(Line { step, side: None, text: more });
            }
            if said.block().is_some_and(|block| block.terminated) {
                lines.push(line(".".to_owned()));
            }
        }
        return lines;
    }
    let context = Context { session, words, secrets: player.secrets, segments: false };
    let row = ladder::Row::new(context, step, false);
    let text = match row.map(|row| row.shape) {
        Some(Shape::Opened(text) | Shape::Closed { text, .. } | Shape::Gap { text, .. } | Shape::Inside(text)) => text,
        Some(Shape::Note(_) | Shape::Arrow { .. }) | None => return Vec::new(),
    };
    vec![Line { step, side: None, text }]
}

/// Paints the transcript.
pub fn ui(ui: &mut egui::Ui, model: Model<'_>, words: &Words, outbox: &mut Outbox) {
    let lines = model.lines;
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        let copy = UiCommand::Session(Session::CopyTranscript);
        if ui.add_enabled(!lines.is_empty(), egui::Button::new(words.get("copy"))).clicked() {
            outbox.send(copy);
        }
        let hint = RichText::new(words.get("transcript-hint")).size(theme::SMALL).color(palette.weak);
        ui.add(egui::Label::new(hint).truncate());
    });
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    let mut scroll = egui::ScrollArea::both().id_salt(("transcript", model.generation)).auto_shrink(false);
    if model.moved {
        let all = points(lines.len()) * (height + 1.0);
        scroll = scroll.vertical_scroll_offset((all - ui.available_height()).max(0.0));
    }
    scroll.show_rows(ui, height, lines.len(), |ui, seen| {
        for line in &lines[seen] {
            let color = match line.side {
                Some(Side::Client) => palette.command,
                Some(Side::Server) => palette.text,
                None => palette.weak,
            };
            let mut format = TextFormat::simple(theme::mono(theme::MONO), color);
            format.italics = line.side.is_none();
            let mut job = LayoutJob::single_section(spoken(line), format);
            job.break_on_newline = false;
            ui.add(egui::Label::new(job).extend().selectable(true));
        }
    });
}
