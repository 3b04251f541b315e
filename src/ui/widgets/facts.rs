//! Names and values, one pair a line.

use eframe::egui;
use eframe::egui::RichText;

use crate::ui::theme;

/// Between a name and its value.
const GAP: f32 = 18.0;
/// The part of the width that names may take: a long name goes on below itself too.
const MOST: f32 = 0.45;

/// Paints names on the left and values behind them. Long values go on below themselves.
pub fn facts_ui(ui: &mut egui::Ui, facts: &[(String, String)], font: &egui::FontId) {
    let palette = theme::palette(ui);
    let name_width = |name: &String| {
        let galley = ui.painter().layout_no_wrap(name.clone(), theme::sans(font.size), palette.weak);
        galley.size().x
    };
    let widest = facts.iter().map(|(name, _)| name_width(name)).fold(0.0, f32::max) + GAP;
    let names = widest.min(ui.available_width() * MOST);
    for (name, value) in facts {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let left = ui.cursor().left();
            ui.scope(|ui| {
                ui.set_max_width((names - GAP).ceil() + 1.0);
                ui.add(egui::Label::new(RichText::new(name).font(theme::sans(font.size)).color(palette.weak)).wrap());
            });
            ui.add_space((left + names - ui.cursor().left()).max(0.0));
            ui.add(egui::Label::new(RichText::new(value).font(font.clone()).color(palette.strong)).wrap());
        });
    }
}
