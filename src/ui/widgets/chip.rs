//! Chips: a word or two in a rounded frame.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::Response;
use eframe::egui::RichText;

use crate::ui::theme;

/// A clause or another thing that is cited.
pub fn chip_ui(ui: &mut egui::Ui, text: &str, color: Color32) -> Response {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.tinted(color, 0.12))
        .stroke(egui::Stroke::new(1.0, palette.tinted(color, 0.55)))
        .corner_radius(9.0)
        .inner_margin(egui::Margin::symmetric(8, 1))
        .show(ui, |ui| ui.label(RichText::new(text).size(theme::SMALL).color(palette.text)))
        .response
}
