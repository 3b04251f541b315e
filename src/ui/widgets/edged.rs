//! Fields to type in, boxes to tick, circles to choose: on paper an empty one is seen by its edge.

use eframe::egui;
use eframe::egui::Stroke;
use eframe::egui::Ui;

use crate::ui::theme;

/// What is added has such edges.
pub fn edged<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let scope = ui.scope(|ui| {
        set_edges(ui);
        add(ui)
    });
    scope.inner
}

/// All that is added from now on has such edges.
pub fn set_edges(ui: &mut Ui) {
    let edge = Stroke::new(1.0, theme::palette(ui).no_state);
    ui.visuals_mut().widgets.inactive.bg_stroke = edge;
}

/// A box to tick, with what it means.
pub fn tick_ui(ui: &mut Ui, ticked: &mut bool, text: impl Into<egui::WidgetText>) -> egui::Response {
    edged(ui, |ui| ui.checkbox(ticked, text.into()))
}
