//! The signs of a tape recorder, drawn: fonts have no good ones.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::Pos2;
use eframe::egui::Rect;
use eframe::egui::Shape;
use eframe::egui::pos2;
use eframe::egui::vec2;

/// A sign.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Icon {
    /// To the beginning.
    First,
    /// One step back.
    Back,
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// One step on.
    Forward,
    /// To the end.
    Last,
}

/// Draws a sign into a square.
pub fn icon_ui(painter: &egui::Painter, rect: Rect, icon: Icon, color: Color32) {
    let square = Rect::from_center_size(rect.center(), vec2(12.0, 12.0));
    match icon {
        Icon::First => {
            bar(painter, square.left() + 1.0, square, color);
            triangle(painter, square.translate(vec2(1.5, 0.0)), -1.0, color);
        }
        Icon::Back => triangle(painter, square, -1.0, color),
        Icon::Play => triangle(painter, square.expand(1.5), 1.0, color),
        Icon::Pause => {
            bar(painter, square.center().x - 3.0, square.expand(1.0), color);
            bar(painter, square.center().x + 3.0, square.expand(1.0), color);
        }
        Icon::Forward => triangle(painter, square, 1.0, color),
        Icon::Last => {
            triangle(painter, square.translate(vec2(-1.5, 0.0)), 1.0, color);
            bar(painter, square.right() - 1.0, square, color);
        }
    }
}

fn bar(painter: &egui::Painter, x: f32, square: Rect, color: Color32) {
    let bar = Rect::from_center_size(pos2(x, square.center().y), vec2(2.5, square.height()));
    painter.rect_filled(bar, 1.0, color);
}

/// A triangle that points to the right, or to the left for a `direction` of -1.
fn triangle(painter: &egui::Painter, square: Rect, direction: f32, color: Color32) {
    let Pos2 { x, y } = square.center();
    let half = square.width() * 0.42;
    let height = square.height() * 0.5;
    let points = vec![
        pos2(x - half * direction, y - height),
        pos2(x + half * direction, y),
        pos2(x - half * direction, y + height),
    ];
    painter.add(Shape::convex_polygon(points, color, egui::Stroke::NONE));
}
