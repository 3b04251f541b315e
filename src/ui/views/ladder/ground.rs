//! What lies behind the rows of the ladder: the states, the current row, the lifelines.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Rangef;
use eframe::egui::Rect;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use eframe::egui::epaint::TextShape;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::session::lanes::Band;
use crate::ui::theme;
use crate::ui::views::ladder::Model;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::places::Places;

/// A stretch of a lane with one state.
struct Stretch {
    lane: usize,
    band: Option<Band>,
    y: Rangef,
}

/// Paints what lies behind some rows.
pub fn ground_ui(ui: &egui::Ui, model: &Model, columns: &Columns, seen: &Range<usize>, places: &Places<'_>) {
    if seen.is_empty() {
        return;
    }
    let (painter, palette) = (ui.painter(), theme::palette(ui));
    let stretches = stretches(model, seen, places);
    for stretch in &stretches {
        let tint = columns.tint(stretch.lane);
        if let (Some(band), Some(x)) = (stretch.band, tint) {
            let strength = if band.state().is_some() { palette.tint } else { palette.tint * 0.5 };
            let color = palette.tinted(palette.band(band), strength);
            painter.rect_filled(Rect::from_x_y_ranges(x, stretch.y), 0.0, color);
        }
    }
    if seen.end == model.shown {
        let row = places.content(seen.end - 1);
        let row = row.shrink2(vec2(4.0, if row.height() < 8.0 { 0.0 } else { 1.0 }));
        painter.rect(row, theme::ROUNDING, palette.current, Stroke::NONE, egui::StrokeKind::Inside);
        let mark = Rect::from_min_size(row.min, vec2(4.0, row.height()));
        painter.rect_filled(mark, egui::CornerRadius { nw: 6, sw: 6, ne: 0, se: 0 }, palette.accent);
    }
    for stretch in &stretches {
        strip(ui, columns, stretch);
        let x = columns.client(Some(stretch.lane));
        match stretch.band {
            Some(Band::Greeting | Band::Unknown | Band::In(_) | Band::Other(_)) => {
                painter.vline(x, stretch.y, Stroke::new(1.6, palette.weak));
            }
            Some(Band::Closed) | None => {
                let ends = [pos2(x, stretch.y.min), pos2(x, stretch.y.max)];
                painter.extend(Shape::dashed_line(&ends, Stroke::new(1.0, palette.line), 2.0, 4.0));
            }
        }
    }
    let server = Rangef::new(places.row(seen.start).top(), places.row(seen.end - 1).bottom());
    for &x in &columns.servers {
        painter.vline(x, server, Stroke::new(1.6, palette.weak));
    }
}

/// The strip beside a lifeline, with the name of the state where it has room.
fn strip(ui: &egui::Ui, columns: &Columns, stretch: &Stretch) {
    let Some((band, name)) = stretch.band.and_then(|band| Some((band, band.state()?))) else { return };
    let (painter, palette) = (ui.painter(), theme::palette(ui));
    let rect = Rect::from_x_y_ranges(columns.strip(stretch.lane), stretch.y);
    painter.rect_filled(rect, 0.0, palette.tinted(palette.band(band), 0.45));
    let galley = painter.layout_no_wrap(name, theme::sans(theme::SMALL - 1.5), palette.strong);
    let visible = rect.intersect(ui.clip_rect());
    if galley.size().x + 6.0 <= visible.height() {
        let turned = -std::f32::consts::FRAC_PI_2;
        let place = visible.center() - galley.size() / 2.0;
        let text = TextShape::new(place, galley, palette.strong);
        painter.add(text.with_angle_and_anchor(turned, Align2::CENTER_CENTER));
    }
}

fn stretches(model: &Model, seen: &Range<usize>, places: &Places<'_>) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for (lane, states) in model.session.lanes().clients.iter().enumerate() {
        let mut band = seen.start.checked_sub(1).and_then(|before| states.band(before));
        let mut top = places.row(seen.start).top();
        let mut change = states.next_change(seen.start);
        while let Some(step) = change.filter(|step| seen.contains(step)) {
            let turn = places.moment(step);
            stretches.push(Stretch { lane, band, y: Rangef::new(top, turn) });
            (top, band, change) = (turn, states.band(step), states.next_change(step + 1));
        }
        stretches.push(Stretch { lane, band, y: Rangef::new(top, places.row(seen.end - 1).bottom()) });
    }
    stretches
}
