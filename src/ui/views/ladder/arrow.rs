//! How a message is painted: an arrow from lifeline to lifeline, with clear ends beyond colour, and on its way.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::Painter;
use eframe::egui::Rect;
use eframe::egui::Shape as Painted;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::pos2;
use eframe::egui::text::TextFormat;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::ladder::Row;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::paint::ARROW_Y;
use crate::ui::views::ladder::paint::GAP;
use crate::ui::views::ladder::paint::Manner;
use crate::ui::views::ladder::paint::ground;
use crate::ui::views::ladder::paint::line;
use crate::ui::views::ladder::paint::tone_color;
use crate::ui::views::ladder::row::Tone;

/// From which lifeline to which one a side speaks.
pub(super) fn ends(row: &Row, side: Side, columns: &Columns) -> (f32, f32) {
    let (client, server) = (columns.client(row.lane), columns.server(row.server));
    match side {
        Side::Client => (client, server),
        Side::Server => (server, client),
    }
}

/// Paints the arrow of a message with its text.
pub(super) fn arrow(
    painter: &Painter,
    row: &Row,
    rect: Rect,
    (side, tone, covered): (Side, Tone, bool),
    text: &str,
    manner: Manner<'_>,
    palette: &Palette,
) {
    let Manner { columns, zoom, travel, .. } = manner;
    let (from, to) = ends(row, side, columns);
    let (color, y) = (tone_color(tone, palette), rect.top() + zoom.length(ARROW_Y));
    let direction = (to - from).signum();
    let room = (to - from).abs() - 2.0 * GAP;
    // Among several servers the way is short: a long text goes on over their lifelines.
    let most = if 1 < columns.servers.len() { columns.all.span() - 2.0 * GAP } else { room };
    let format = TextFormat::simple(theme::mono(zoom.size(theme::MONO)), color);
    let galley = line(painter, text, format, most, false);
    let extent = galley.size();
    let client = columns.client(row.lane);
    let left = match (direction < 0.0, extent.x <= room, client <= columns.middle()) {
        (true, true, _) => from - GAP - extent.x,
        (false, true, _) => from + GAP,
        (_, false, true) => client + GAP,
        (_, false, false) => client - GAP - extent.x,
    };
    let base = y - zoom.length(4.0).min(6.0);
    let place = Rect::from_min_size(pos2(left, base - extent.y), extent);
    if room < extent.x {
        ground(painter, place, manner, palette);
    }
    painter.galley(place.min, galley, color);
    let (start, tip) = (pos2(from + 3.0 * direction, y), pos2(to - 2.0 * direction, y));
    let thick = zoom.length(1.0).clamp(0.8, 1.6);
    let stroke = Stroke::new(1.8 * thick, color);
    painter.circle_filled(pos2(from, y), 3.0 * thick, color);
    if let Some(part) = travel {
        travelling(painter, (start, tip), part, tone, text, stroke, manner, palette);
        return;
    }
    match tone {
        Tone::Command | Tone::Ok => {
            painter.line_segment([start, tip - vec2(8.0 * direction * thick, 0.0)], stroke);
            head(painter, tip, direction * thick, color);
        }
        Tone::Err => {
            painter.extend(Painted::dashed_line(&[start, tip], stroke, 7.0, 4.0));
            cross(painter, tip - vec2(7.0 * direction, 0.0), 5.0 * thick, Stroke::new(2.2 * thick, color));
        }
        Tone::Other => {
            painter.extend(Painted::dotted_line(&[start, tip], color, 5.0, 1.2));
            open_head(painter, tip, direction * thick, stroke);
        }
    }
    if covered {
        painter.hline(egui::Rangef::new(start.x.min(tip.x), start.x.max(tip.x)), y + 3.0, Stroke::new(0.8, color));
    }
}

/// A message on its way: the arrow as far as it has grown, and before it an envelope with its first word.
#[expect(clippy::too_many_arguments, reason = "what an arrow is painted with, and how far it is")]
fn travelling(
    painter: &Painter,
    (start, tip): (egui::Pos2, egui::Pos2),
    part: f32,
    tone: Tone,
    text: &str,
    stroke: Stroke,
    manner: Manner<'_>,
    palette: &Palette,
) {
    let here = start + (tip - start) * part;
    match tone {
        Tone::Command | Tone::Ok => {
            painter.line_segment([start, here], stroke);
        }
        Tone::Err => {
            painter.extend(Painted::dashed_line(&[start, here], stroke, 7.0, 4.0));
        }
        Tone::Other => {
            painter.extend(Painted::dotted_line(&[start, here], stroke.color, 5.0, 1.2));
        }
    }
    let word = text.split_whitespace().next().unwrap_or_default();
    let format = TextFormat::simple(theme::mono(manner.zoom.size(theme::SMALL)), palette.paper);
    let galley = line(painter, word, format, 120.0, false);
    let size = galley.size() + vec2(14.0, 4.0);
    // The envelope stays between the lifelines: where it touches the far one, the message is there.
    let (left, right) = (start.x.min(tip.x), start.x.max(tip.x));
    let direction = (tip.x - start.x).signum();
    let center = here.x - direction * size.x / 2.0;
    let center = if size.x < right - left { center.clamp(left + size.x / 2.0, right - size.x / 2.0) } else { center };
    let envelope = Rect::from_center_size(pos2(center, here.y), size);
    painter.rect(envelope, 3.0, stroke.color, Stroke::new(1.0, palette.paper), StrokeKind::Outside);
    // The flap of the envelope.
    let flap = vec![envelope.left_top(), pos2(center, envelope.top() + 4.0), envelope.right_top()];
    painter.add(Painted::line(flap, Stroke::new(1.0, palette.paper.gamma_multiply(0.7))));
    painter.galley(envelope.min + vec2(7.0, 2.0), galley, palette.paper);
}

fn head(painter: &Painter, tip: egui::Pos2, direction: f32, color: Color32) {
    let back = tip - vec2(10.0 * direction, 0.0);
    painter.add(Painted::convex_polygon(vec![tip, back + vec2(0.0, 5.0), back - vec2(0.0, 5.0)], color, Stroke::NONE));
}

fn open_head(painter: &Painter, tip: egui::Pos2, direction: f32, stroke: Stroke) {
    let back = tip - vec2(8.0 * direction, 0.0);
    painter.add(Painted::line(vec![back + vec2(0.0, 5.0), tip, back - vec2(0.0, 5.0)], stroke));
}

pub(super) fn cross(painter: &Painter, center: egui::Pos2, half: f32, stroke: Stroke) {
    painter.line_segment([center - vec2(half, half), center + vec2(half, half)], stroke);
    painter.line_segment([center - vec2(half, -half), center + vec2(half, -half)], stroke);
}
