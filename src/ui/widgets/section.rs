//! The title of a panel or of a part of one.

use eframe::egui;
use eframe::egui::RichText;

use crate::ui::theme;

/// A title, with a remark behind it in small type.
pub fn section_ui(ui: &mut egui::Ui, title: &str, remark: &str) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).size(theme::BODY).strong().color(palette.strong));
        if !remark.is_empty() {
            let remark = RichText::new(remark).size(theme::SMALL).color(palette.weak);
            ui.add(egui::Label::new(remark).truncate());
        }
    });
}

/// A quiet sentence where there is nothing to show.
pub fn empty_ui(ui: &mut egui::Ui, text: &str) {
    let palette = theme::palette(ui);
    ui.add_space(6.0);
    ui.label(RichText::new(text).color(palette.weak));
}
