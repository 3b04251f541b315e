//! The ruler beside a ladder in which the way down is time: marks at round times, and breaks where a silence was cut.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Painter;
use eframe::egui::Rangef;
use eframe::egui::Rect;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::text;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::ladder::Model;
use crate::ui::views::ladder::axis::Stretch;
use crate::ui::views::ladder::axis::TimeScale;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::paint::Kind;
use crate::ui::views::ladder::places::Places;

/// Between the times and the ruler.
const GAP: f32 = 6.0;
/// A time that stands nearer than this to the time of a step is not told.
const CLEAR: f32 = 15.0;

/// Paints the ruler along some rows.
pub fn ui(
    ui: &egui::Ui,
    model: &Model,
    scale: TimeScale,
    (columns, places): (&Columns, &Places<'_>),
    seen: &Range<usize>,
    words: &Words,
) {
    let (painter, palette) = (ui.painter(), theme::palette(ui));
    let timeline = &model.session.timeline;
    let (Some(start), steps) = (timeline.start(), timeline.steps()) else { return };
    let (x, factor) = (columns.time_right + GAP, places.zoom.factor());
    for place in seen.start.max(1)..seen.end {
        let (from, to) = (steps[place - 1].at, steps[place].at);
        let (top, bottom) = (places.moment(place - 1), places.moment(place));
        let clip = painter.clip_rect();
        if bottom < clip.top() || clip.bottom() < top {
            continue;
        }
        // What the layout has given is what is told: the way without words is the room they need.
        let room = bottom - top - places.layout.silence(place);
        let silence = to.since(from);
        let (_, stretch) = scale.way(silence, room, factor);
        let line = Stroke::new(1.0, palette.weak);
        match stretch {
            Stretch::Tight => {
                painter.extend(Shape::dotted_line(&[pos2(x, top), pos2(x, bottom)], palette.line, 4.0, 0.8));
            }
            Stretch::True => {
                painter.vline(x, Rangef::new(top, bottom), line);
                for (y, told) in scale.marks((start, from, to), (top, bottom), factor) {
                    let long = if told.is_some() { 6.0 } else { 3.0 };
                    painter.hline(Rangef::new(x - long, x), y, line);
                    let clear = top + CLEAR < y && y < bottom - CLEAR;
                    if let Some(at) = told.filter(|_| clear) {
                        let time = clock(at, model.session.precision);
                        let font = theme::mono(paint::time_size(places.zoom) - 1.0);
                        painter.text(pos2(x - 8.0, y), Align2::RIGHT_CENTER, time, font, palette.line);
                    }
                }
            }
            Stretch::Cut => {
                let time = text::duration(silence, words);
                let told = words.format("axis-cut", &[("time", (&time).into())]);
                let free = Rangef::new(top, bottom - room + Kind::of(&steps[place].what).moment_y(places.zoom));
                cut(painter, (x, columns), (top, bottom), free.center().clamp(top, bottom), &told, palette);
            }
        }
        painter.hline(Rangef::new(x - 4.0, x + 2.0), bottom, Stroke::new(1.6, palette.text));
    }
}

/// A break: the axis and the lifelines are torn, and it is said how long the silence was.
fn cut(
    painter: &Painter,
    (x, columns): (f32, &Columns),
    (top, bottom): (f32, f32),
    middle: f32,
    told: &str,
    palette: &Palette,
) {
    painter.vline(x, Rangef::new(top, bottom), Stroke::new(1.0, palette.weak));
    let lines = columns.clients.iter().chain(&columns.servers).copied();
    for line in std::iter::once(x).chain(lines) {
        let gap = Rect::from_center_size(pos2(line, middle), vec2(16.0, 5.0));
        painter.rect_filled(gap, 0.0, palette.paper);
        for y in [gap.top(), gap.bottom()] {
            let torn = [(-7.0, 2.5), (-3.0, -2.5), (1.0, 2.5), (5.0, -2.5)].map(|(dx, dy)| pos2(line + dx, y + dy));
            painter.add(Shape::line(torn.to_vec(), Stroke::new(1.2, palette.weak)));
        }
    }
    if bottom - top < CLEAR {
        return;
    }
    let galley = painter.layout_no_wrap(told.to_owned(), theme::sans(theme::SMALL - 1.0), palette.weak);
    let size = galley.size();
    let ground = Rect::from_center_size(pos2(columns.all.center(), middle), size + vec2(14.0, 2.0));
    painter.rect_filled(ground, 7.0, palette.paper);
    painter.galley(ground.center() - size / 2.0, galley, palette.weak);
}
