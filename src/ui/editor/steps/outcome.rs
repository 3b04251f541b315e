//! What came of a step: the replies, and the state behind them.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::Sense;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::proto::line;
use crate::session::lanes::Band;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::source::trial::Row;
use crate::source::trial::Standing;
use crate::teach::Words;
use crate::ui::editor::Editor;
use crate::ui::editor::steps::columns::in_cell;
use crate::ui::icons;
use crate::ui::theme;

/// What came of a row when the text was played last; `None` while it has other rows.
pub(super) fn result(editor: &Editor, row: usize) -> Option<&Row> {
    editor.trial.rows.get(row).filter(|_| editor.trial.rows.len() == editor.steps())
}

/// What came of a row: the replies, and the state behind them.
pub(super) fn outcome_ui(ui: &mut egui::Ui, reply: Rect, state: Rect, row: usize, editor: &Editor, words: &Words) {
    let palette = theme::palette(ui);
    let Some(result) = result(editor, row).filter(|_| editor.trial.played) else { return };
    let (told, whole, refused) = replies(editor, result.steps.clone(), words);
    let color = if refused { palette.err } else { palette.ok };
    in_cell(ui, reply, |ui| {
        if !told.is_empty() {
            let label = RichText::new(told).font(theme::mono(theme::SMALL)).color(color);
            ui.add(egui::Label::new(label).truncate())
                .on_hover_text(RichText::new(whole).font(theme::mono(theme::SMALL)));
        }
    });
    let Some(standing) = &result.standing else { return };
    in_cell(ui, state, |ui| state_ui(ui, standing, words));
}

/// The replies of some steps on one line, all of their lines, and whether the last one refuses.
fn replies(editor: &Editor, steps: Range<usize>, words: &Words) -> (String, String, bool) {
    let steps = editor.trial.timeline.steps().get(steps).unwrap_or_default();
    let replies: Vec<_> =
        steps.iter().filter_map(|step| step.said()).filter(|said| said.side == Side::Server).collect();
    let refused = replies.last().and_then(|said| said.status()).is_some_and(|status| !status.indicator.is_positive());
    let one = |said: &&Said| {
        let line = said.shown_line(true);
        match said.block() {
            Some(block) => {
                let octets = words.format("ed-reply-octets", &[("octets", block.delivered_octets().into())]);
                format!("{line} {octets}")
            }
            None => line,
        }
    };
    let told: Vec<String> = replies.iter().map(one).collect();
    let whole = replies.iter().flat_map(|said| line::lines(&said.raw)).take(30);
    let whole: Vec<String> = whole.map(|(octets, _)| line::printable(octets)).collect();
    (told.join(&format!(" {} ", icons::DOT)), whole.join("\n"), refused)
}

/// The state of a session in its colour, with the marks.
fn state_ui(ui: &mut egui::Ui, standing: &Standing, words: &Words) {
    let palette = theme::palette(ui);
    let (band, name) = match standing.stage {
        Stage::Greeting => (Band::Greeting, words.get("ed-state-greeting")),
        Stage::Unknown => (Band::Unknown, words.get("ed-state-unknown")),
        Stage::In(phase) => (Band::In(phase), phase.to_string()),
        Stage::Other(state) => (Band::Other(state), state.to_string()),
        Stage::Closed(_) => (Band::Closed, words.get("ed-state-closed")),
    };
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, palette.band(band));
    let marks: Vec<String> = standing.marked.iter().map(ToString::to_string).collect();
    let text = if marks.is_empty() { name } else { format!("{name} {} {}", icons::REFUSED, marks.join(", ")) };
    let label = egui::Label::new(RichText::new(&text).size(theme::SMALL).color(palette.text)).truncate();
    ui.add(label);
}
