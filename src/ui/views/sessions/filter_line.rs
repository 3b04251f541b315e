//! The line above the table of sessions: the filter, what is wrong with it, its keys, and how many it finds.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::TextFormat;
use eframe::egui::text::LayoutJob;

use crate::inspect::filter::Filter;
use crate::inspect::filter::FilterError;
use crate::proto::line::printable;
use crate::teach::Words;
use crate::ui::document::Document;
use crate::ui::icons;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::sessions::State;
use crate::ui::widgets::search_field::search_field_ui;

/// Filters that say at a glance what can be asked.
const EXAMPLES: [&str; 6] = [
    "finding:cleartext-password",
    "user:amy cmd:DELE",
    "status:-ERR",
    "login:failed or severity:error",
    "octets>10k duration>1m",
    "-tls:implicit server:192.0.2.0/24",
];

/// Paints the line, and under it what is wrong.
pub(super) fn filter_ui(ui: &mut egui::Ui, document: &Document, state: &mut State, words: &Words) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(8.0);
            let shown = grouped(state.order().len() as u64);
            let all = grouped(document.sessions.len() as u64);
            let counted = words.format("sessions-count", &[("shown", (&shown).into()), ("all", (&all).into())]);
            ui.label(RichText::new(counted).size(theme::SMALL).color(palette.text));
            if document.is_loading() {
                ui.label(RichText::new(words.get("summary-reading")).size(theme::SMALL).color(palette.weak));
            }
            let help = ui.button(words.get("filter-help"));
            egui::Popup::menu(&help).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
                help_ui(ui, state, words);
            });
            let name = words.get("sessions-filter");
            let response = search_field_ui(ui, &mut state.filter, &name, &words.get("sessions-filter-hint"));
            if std::mem::take(&mut state.to_filter) {
                response.request_focus();
            }
            // From the filter the arrow down leads into the table.
            let leave = |ui: &egui::Ui| {
                ui.input_mut(|input| {
                    input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowDown)
                        || input.consume_key(egui::Modifiers::NONE, egui::Key::Enter)
                })
            };
            if response.has_focus() && leave(ui) || response.lost_focus() && leave(ui) {
                response.surrender_focus();
            }
        });
    });
    if let Some(error) = state.error() {
        let job = underlined(&state.filter, error, &error.told(words), palette);
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            ui.add(egui::Label::new(job).truncate());
        });
    }
    ui.add_space(2.0);
}

/// The filter again, with the wrong place underlined, and what is wrong there.
fn underlined(text: &str, error: &FilterError, told: &str, palette: &theme::Palette) -> LayoutJob {
    let piece = |range: std::ops::Range<usize>| printable(text.get(range).unwrap_or_default().as_bytes());
    let plain = TextFormat::simple(theme::mono(theme::SMALL), palette.weak);
    let line = egui::Stroke::new(2.0, palette.err);
    let wrong = TextFormat { underline: line, ..TextFormat::simple(theme::mono(theme::SMALL), palette.err) };
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.append(&piece(0..error.at.start), 0.0, plain.clone());
    let at = piece(error.at.clone());
    // At the end there is nothing to underline but the room behind it.
    job.append(if at.is_empty() { "\u{a0}\u{a0}" } else { &at }, 0.0, wrong);
    job.append(&piece(error.at.end..text.len()), 0.0, plain);
    let sign = format!("{} {told}", icons::WARNING);
    job.append(&sign, 14.0, TextFormat::simple(theme::sans(theme::SMALL), palette.err));
    job
}

/// Examples to press, and all keys.
fn help_ui(ui: &mut egui::Ui, state: &mut State, words: &Words) {
    let palette = theme::palette(ui);
    ui.set_width(560.0);
    ui.label(RichText::new(words.get("filter-help-title")).strong().color(palette.strong));
    ui.label(RichText::new(words.get("filter-help-text")).size(theme::SMALL));
    ui.horizontal_wrapped(|ui| {
        for example in EXAMPLES {
            if ui.button(RichText::new(example).monospace().size(theme::SMALL)).clicked() {
                example.clone_into(&mut state.filter);
            }
        }
    });
    ui.separator();
    ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
        let grid = egui::Grid::new("filter-keys").num_columns(2).min_row_height(0.0).spacing(egui::vec2(14.0, 4.0));
        grid.show(ui, |ui| {
            for key in Filter::keys() {
                ui.label(RichText::new(key.name()).monospace().size(theme::SMALL).color(palette.command));
                let values = key.kind().values();
                let values = if values.len() < 8 { values.join(", ") } else { String::new() };
                let told = words.get(&key.words_id());
                let text = if values.is_empty() { told } else { format!("{told} {} {values}", icons::DOT) };
                ui.add(egui::Label::new(RichText::new(text).size(theme::SMALL).color(palette.text)).wrap());
                ui.end_row();
            }
        });
    });
}
