//! All keys, and what program this is: two cards over the window.

use eframe::egui;
use eframe::egui::Modal;
use eframe::egui::RichText;

use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// The width of all columns, where there is room.
const WIDTH: f32 = 1040.0;

/// The keys stand in so many columns.
const COLUMNS: usize = 3;

/// Paints the list of keys.
pub fn keys_ui(ui: &egui::Ui, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, "keys", words, outbox, |ui| {
        let palette = theme::palette(ui);
        ui.label(RichText::new(words.get("do-keys")).size(theme::TITLE).color(palette.strong));
        ui.add_space(6.0);
        let with_keys: Vec<_> = UiCommand::LISTED.iter().filter(|command| !command.keys().is_empty()).collect();
        let third = with_keys.len().div_ceil(COLUMNS);
        let most = ui.ctx().content_rect().size() - egui::vec2(80.0, 170.0);
        let area = egui::ScrollArea::both().max_height(most.y).max_width(most.x);
        let area = area.min_scrolled_height(most.y).min_scrolled_width(most.x.min(WIDTH));
        area.show(ui, |ui| {
            ui.horizontal_top(|ui| {
                for (column, commands) in with_keys.chunks(third).enumerate() {
                    let grid = egui::Grid::new(("keys", column)).num_columns(2).spacing(egui::vec2(16.0, 6.0));
                    grid.show(ui, |ui| {
                        for command in commands {
                            let keys = command.keys_shown(words).join("  ");
                            ui.label(RichText::new(keys).monospace().color(palette.command));
                            ui.label(command.label(words));
                            ui.end_row();
                        }
                    });
                    ui.add_space(16.0);
                }
            })
        });
    });
}

/// Paints the card of the program.
pub fn about_ui(ui: &egui::Ui, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, "about", words, outbox, |ui| {
        let palette = theme::palette(ui);
        ui.set_width(420.0);
        let name = format!("popscope {}", env!("CARGO_PKG_VERSION"));
        ui.label(RichText::new(name).size(theme::TITLE).color(palette.strong));
        ui.label(words.get("about-text"));
        ui.label(RichText::new(env!("CARGO_PKG_LICENSE")).size(theme::SMALL).color(palette.weak));
    });
}

fn card_ui(ui: &egui::Ui, id: &str, words: &Words, outbox: &mut Outbox, content: impl FnOnce(&mut egui::Ui)) {
    let close = UiCommand::View(View::Overlay(None));
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(18));
    let response = Modal::new(egui::Id::unique(id)).frame(frame).show(ui.ctx(), |ui| {
        content(ui);
        ui.add_space(8.0);
        ui.button(close.label(words)).clicked()
    });
    if response.inner || response.backdrop_response.clicked() {
        outbox.send(close);
    }
}
