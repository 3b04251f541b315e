//! The ladder from afar: too small for words, large enough to see what a session is like.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Painter;
use eframe::egui::Rangef;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::export::paper::Tone;
use crate::proto::Side;
use crate::session::Fact;
use crate::session::Step;
use crate::session::cursor::Move;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::outbox::Outbox;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::findings::severity_color;
use crate::ui::views::ladder::Model;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::places::Places;

/// The least distance of two times.
const TIMES: f32 = 16.0;
/// A row that is as high as this has room for the head of an arrow.
const HEAD: f32 = 5.0;
/// How far a refusal comes, as a part of its way: it is told by more than its colour.
const REFUSED: f32 = 0.6;

/// Paints some rows.
pub fn ui(
    ui: &egui::Ui,
    model: &Model,
    (columns, places): (&Columns, &Places<'_>),
    seen: Range<usize>,
    words: &Words,
    outbox: &mut Outbox,
) {
    if seen.is_empty() {
        return;
    }
    let (painter, palette) = (ui.painter(), theme::palette(ui));
    let timeline = &model.session.timeline;
    let start = timeline.start().unwrap_or_default();
    let mut told = f32::NEG_INFINITY;
    for place in seen.clone() {
        let step = &timeline.steps()[place];
        let (y, height) = (places.moment(place), places.content(place).height());
        step_ui(painter, model, step, (y, height), columns, palette);
        if !model.is_blind(place)
            && let Some((severity, _)) = model.session.remarks().gravest(place, place + 1)
        {
            let mark =
                Rect::from_center_size(pos2(places.row(place).right() - 14.0, y), vec2(8.0, height.clamp(1.0, 4.0)));
            painter.rect_filled(mark, 0.0, severity_color(severity, palette));
        }
        if told + TIMES <= y {
            told = y;
            let time = clock(step.at.since(start), model.session.precision);
            let font = theme::mono(paint::time_size(places.zoom));
            painter.text(pos2(columns.time_right, y), Align2::RIGHT_CENTER, time, font, palette.weak);
        }
    }
    let area = places.row(seen.start).union(places.row(seen.end - 1)).intersect(ui.clip_rect());
    let response = ui.interact(area, ui.scope_id().with("overview"), Sense::CLICK);
    let arguments = [("from", (seen.start + 1).into()), ("to", seen.end.into()), ("total", timeline.len().into())];
    let label = words.format("ladder-overview", &arguments);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let here = response.hover_pos().or(response.interact_pointer_pos()).and_then(|at| places.at(at.y));
    let Some(here) = here.filter(|here| seen.contains(here)) else { return };
    if response.clicked() {
        outbox.send(UiCommand::Cursor(Move::To(here)));
    }
    if response.hovered() {
        painter.hline(area.x_range(), places.moment(here), Stroke::new(1.0, palette.accent));
        if let Some(row) = model.row(here, false, words) {
            response.on_hover_text_at_pointer(format!("{}  {}", row.time, row.label));
        }
    }
}

fn step_ui(
    painter: &Painter,
    model: &Model,
    step: &Step,
    (y, height): (f32, f32),
    columns: &Columns,
    palette: &Palette,
) {
    let lanes = model.session.lanes();
    let client = columns.client(step.connection.and_then(|id| lanes.lane(id)));
    let server = columns.server(step.connection.and_then(|id| lanes.server(id)).unwrap_or(0));
    let across = Rangef::new(client.min(server), client.max(server));
    let thick = (height * 0.3).clamp(0.5, 1.6);
    match &step.what {
        What::Said(said) => {
            let tone = Tone::of(said);
            let color = paint::tone_color(tone, palette);
            let (from, to) = match said.side {
                Side::Client => (client, server),
                Side::Server => (server, client),
            };
            let part = if tone == Tone::Err { REFUSED } else { 1.0 };
            let end = from + (to - from) * part;
            painter.hline(Rangef::new(from.min(end), from.max(end)), y, Stroke::new(thick, color));
            let along = (to - from).signum();
            if tone == Tone::Err {
                painter.vline(end, Rangef::new(y - thick - 1.0, y + thick + 1.0), Stroke::new(1.4, color));
            } else if HEAD <= height {
                let back = end - 6.0 * along;
                let head = vec![pos2(end, y), pos2(back, y - 2.5), pos2(back, y + 2.5)];
                painter.add(Shape::convex_polygon(head, color, Stroke::NONE));
            }
        }
        What::Opened | What::Closed(_) => {
            painter.hline(across, y, Stroke::new(thick.max(1.0), palette.weak));
            for x in [client, server] {
                painter.circle_filled(pos2(x, y), 2.5, palette.weak);
            }
        }
        What::Gap { .. } | What::Conflict { .. } => {
            painter.hline(across, y, Stroke::new(thick.max(1.0) * 1.5, palette.err));
        }
        What::Fact(fact) => {
            let color = if matches!(fact, Fact::Note(_)) { palette.note_edge } else { palette.inside };
            let size = vec2((across.span() * 0.3).min(120.0), (height * 0.6).max(1.0));
            painter.rect_filled(Rect::from_center_size(pos2(across.center(), y), size), 1.0, color);
        }
    }
}
