//! All keys, and what program this is: two cards over the window.

use eframe::egui;
use eframe::egui::Modal;
use eframe::egui::RichText;

use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// The keys stand in so many columns at most.
const COLUMNS: usize = 3;
/// The room between a key and its words, and behind the words.
const GAP: f32 = 16.0;

/// Paints the list of keys.
pub fn keys_ui(ui: &egui::Ui, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, "keys", words, outbox, |ui| {
        let palette = theme::palette(ui);
        let with_keys: Vec<_> = UiCommand::LISTED.iter().filter(|command| !command.keys().is_empty()).collect();
        let most = ui.ctx().content_rect().size() - egui::vec2(60.0, 150.0);
        let (rows, width) = columns(ui, &with_keys, most.x, words);
        ui.set_width(width.min(most.x)); // The card is as wide from the first, so that it stands in the middle.
        ui.label(RichText::new(words.get("do-keys")).size(theme::TITLE).color(palette.strong));
        ui.add_space(6.0);
        let area = egui::ScrollArea::both().max_height(most.y).max_width(most.x);
        let area = area.min_scrolled_height(most.y).min_scrolled_width(most.x.min(width));
        area.show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 19.0;
            ui.horizontal_top(|ui| {
                for (column, commands) in with_keys.chunks(rows).enumerate() {
                    let grid = egui::Grid::new(("keys", column)).num_columns(2).spacing(egui::vec2(GAP, 5.0));
                    grid.show(ui, |ui| {
                        for command in commands {
                            let keys = command.keys_shown(words).join("  ");
                            ui.label(RichText::new(keys).monospace().color(palette.command));
                            ui.label(command.label(words));
                            ui.end_row();
                        }
                    });
                    ui.add_space(GAP);
                }
            })
        });
    });
}

/// How many lines a column has, so that the columns are as many as there is room for, and how wide all are together.
fn columns(ui: &egui::Ui, commands: &[&UiCommand], most: f32, words: &Words) -> (usize, f32) {
    let width_of = |text: String, style: egui::TextStyle| {
        let font = style.resolve(ui.style());
        ui.painter().layout_no_wrap(text, font, egui::Color32::WHITE).size().x
    };
    let widths: Vec<(f32, f32)> = commands
        .iter()
        .map(|command| {
            let keys = width_of(command.keys_shown(words).join("  "), egui::TextStyle::Monospace);
            (keys, width_of(command.label(words), egui::TextStyle::Body))
        })
        .collect();
    let widest = |widths: &[(f32, f32)]| {
        let (keys, labels) =
            widths.iter().fold((0.0_f32, 0.0_f32), |(one, two), (keys, label)| (one.max(*keys), two.max(*label)));
        keys + GAP + labels + GAP + 2.0 * ui.spacing().item_spacing.x
    };
    let fits = |columns: usize| {
        let rows = commands.len().div_ceil(columns).max(1);
        (rows, widths.chunks(rows).map(widest).sum::<f32>())
    };
    (2..=COLUMNS).rev().map(fits).find(|(_, width)| *width <= most).unwrap_or_else(|| fits(1))
}

/// Paints the card of the program.
pub fn about_ui(ui: &egui::Ui, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, "about", words, outbox, |ui| {
        let palette = theme::palette(ui);
        ui.set_width((ui.ctx().content_rect().width() - 80.0).min(420.0));
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
