//! Packets: where a step came from, and when.

use eframe::egui;
use eframe::egui::RichText;

use crate::session::event::Mark;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::player::Player;
use crate::ui::text::Precision;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::widgets::section::empty_ui;

/// Frames that are listed; a long mail has thousands.
const MAX_FRAMES: usize = 60;

/// Names and values, from top to bottom.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Each name with its value.
    pub rows: Vec<(String, String)>,
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player, words: &Words) -> Self {
        let timeline = &player.session().timeline;
        let (Some(step), Some(start)) = (player.step(), timeline.start()) else { return Self::default() };
        let mut rows = Vec::new();
        let mut row = |word: &str, value: String| rows.push((words.get(word), value));
        if let Some(connection) = step.connection.and_then(|id| timeline.connection(id)) {
            row("packets-client", party(&connection.client));
            row("packets-server", party(&connection.server));
        }
        row("packets-time", step.at.to_string());
        row(
            "packets-since",
            words.format("seconds", &[("time", (&clock(step.at.since(start), Precision::Micros)).into())]),
        );
        if step.at < step.until {
            row(
                "packets-took",
                words.format("seconds", &[("time", (&clock(step.until.since(step.at), Precision::Micros)).into())]),
            );
        }
        if let Some(said) = step.said() {
            row("packets-octets", words.format("octets", &[("count", said.raw.len().into())]));
        }
        let frames: Vec<u64> = step.frames().collect();
        if !frames.is_empty() {
            row("packets-frames", list(&frames));
        }
        let lines = step.marks.iter().filter_map(|mark| match mark {
            Mark::ScriptLine(line) => Some(u64::from(*line)),
            Mark::Nowhere | Mark::Frame(_) => None,
        });
        let lines: Vec<u64> = lines.collect();
        if !lines.is_empty() {
            row("packets-script", list(&lines));
        }
        Self { rows }
    }
}

fn party(party: &crate::session::event::Party) -> String {
    match &party.name {
        Some(name) => format!("{name} ({})", party.address),
        None => party.address.to_string(),
    }
}

/// Numbers with runs put together: `4, 6–9`.
fn list(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            Some(_) | None => runs.push((number, number)),
        }
    }
    let shown = runs.iter().take(MAX_FRAMES).map(|(from, to)| match to - from {
        0 => from.to_string(),
        _ => format!("{from}{}{to}", icons::NONE),
    });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if MAX_FRAMES < runs.len() {
        text.push_str(icons::ELLIPSIS);
    }
    text
}

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    let palette = theme::palette(ui);
    if model.rows.is_empty() {
        empty_ui(ui, &words.get("packets-empty"));
        return;
    }
    egui::ScrollArea::vertical().id_salt("packets").auto_shrink(false).show(ui, |ui| {
        egui::Grid::new("packets").num_columns(2).min_row_height(0.0).spacing(egui::vec2(18.0, 4.0)).show(ui, |ui| {
            for (name, value) in &model.rows {
                ui.label(RichText::new(name).color(palette.weak));
                ui.label(RichText::new(value).monospace().color(palette.strong));
                ui.end_row();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_frames_are_put_together() {
        assert_eq!(list(&[4, 6, 7, 8, 11]), "4, 6–8, 11");
        assert_eq!(list(&[1, 2]), "1–2");
    }
}
