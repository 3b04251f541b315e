//! The focus is always seen: a ring around what has it, whatever it is and wherever it stands.

use eframe::egui;
use eframe::egui::LayerId;
use eframe::egui::Order;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;

use crate::ui::theme;

/// How thick the ring is.
const WIDTH: f32 = 2.0;

/// Paints the ring in the last layer of all. What is scrolled out of sight has none.
pub fn ring_ui(ctx: &egui::Context) {
    let Some(focused) = ctx.memory(egui::Memory::focused) else { return };
    let Some(response) = ctx.read_response(focused) else { return };
    let rect = response.interact_rect;
    if rect.is_positive() {
        let palette = theme::palette_of(&ctx.global_style().visuals);
        let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, egui::Id::unique("focus")));
        painter.rect_stroke(rect.expand(1.0), 5.0, Stroke::new(WIDTH, palette.accent), StrokeKind::Middle);
    }
}
