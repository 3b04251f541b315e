//! A toast, painted: one line over the window that takes no click.

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::ui::theme;
use crate::ui::toast::Toast;

/// How far it stands from the upper edge of the window: in the bar of the menus, where nothing else is told.
const ABOVE: f32 = 2.0;
/// What is left free of the window at its sides.
const BESIDE: f32 = 60.0;

/// Paints it over the window.
pub fn ui(ui: &egui::Ui, toast: &Toast) {
    let palette = theme::palette(ui);
    let width = (ui.ctx().content_rect().width() - BESIDE).max(100.0);
    let area = egui::Area::new(egui::Id::unique("toast")).order(egui::Order::Foreground).interactable(false);
    area.anchor(Align2::CENTER_TOP, vec2(0.0, ABOVE)).fade_in(false).show(ui.ctx(), |ui| {
        ui.set_max_width(width);
        let frame = egui::Frame::new()
            .fill(palette.strong)
            .corner_radius(theme::ROUNDING)
            .inner_margin(egui::Margin::symmetric(14, 4));
        frame.show(ui, |ui| {
            let text = RichText::new(&toast.text).color(palette.paper);
            let response = ui.add(egui::Label::new(text).wrap().selectable(false));
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &toast.text));
        });
    });
}
