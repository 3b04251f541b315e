//! Segments of TCP below the arrow that they carry: thin slanted lines, crossed where one was lost.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::session::Segment;
use crate::session::Time;
use crate::session::Timeline;
use crate::teach::Words;
use crate::ui::document::Session;
use crate::ui::measure::points;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::views::ladder::Row;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::scale::Zoom;

/// Sendings or frames of a step that are shown at most.
pub const MOST: usize = 48;
/// The height of one.
const HEIGHT: f32 = 17.0;
/// Space below them.
const SPACE: f32 = 6.0;
/// Space between a lifeline and the text.
const GAP: f32 = 14.0;

/// One sending of a segment, or one frame of a capture, as the ladder shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Travelled {
    /// Its numbers, its time, and what befell it.
    pub text: String,
    /// What befell it.
    pub fate: Fate,
    /// Who sent it; `None` for a line about the rest of them.
    pub side: Option<Side>,
}

/// What befell a segment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It came.
    Came,
    /// It came, having been sent before.
    CameAgain,
    /// It was lost.
    Lost,
}

/// How the octets of a step travelled, in words: segments if they are known, frames of a capture if not.
#[must_use]
pub fn travelled(session: &Session, place: usize, words: &Words) -> Vec<Travelled> {
    let timeline = &session.timeline;
    let start = timeline.start().unwrap_or_default();
    let time = |at: Time| clock(at.since(start), session.precision);
    let mut lines = Vec::new();
    for journey in timeline.journeys_of(place) {
        for segment in journey.segments.iter().take(MOST - lines.len().min(MOST)) {
            lines.push(of_segment(journey.side, segment, &time(segment.sent), words));
        }
    }
    if lines.is_empty() {
        lines = of_frames(session, place, words, time);
    }
    let more = count(timeline, place).saturating_sub(lines.len());
    if 0 < more {
        let text = words.format("segments-more", &[("count", more.into())]);
        lines.push(Travelled { text, fate: Fate::Came, side: None });
    }
    lines
}

fn of_segment(side: Side, segment: &Segment, sent: &str, words: &Words) -> Travelled {
    let (number, length) = (segment.number, segment.length);
    // As other programs do: the first octet behind the handshake of TCP is number 1.
    let sequence = (segment.start + 1).to_string();
    let arguments = [
        ("number", u64::from(number).into()),
        ("sequence", (&sequence).into()),
        ("length", length.into()),
        ("time", sent.into()),
    ];
    let mut text = words.format("segment-row", &arguments);
    let again = || words.format("segment-again", &[("count", u64::from(segment.again + 1).into())]);
    let mut remark = |remark: String| {
        text.push_str(", ");
        text.push_str(&remark);
    };
    if segment.copy {
        remark(words.get("segment-copy"));
    }
    if 0 < segment.again {
        remark(again());
    }
    if segment.is_lost() {
        remark(words.get("segment-lost"));
    }
    let fate = match (segment.is_lost(), segment.again) {
        (true, _) => Fate::Lost,
        (false, 0) if !segment.copy => Fate::Came,
        (false, _) => Fate::CameAgain,
    };
    Travelled { text, fate, side: Some(side) }
}

/// The frames of a step. Of those in the middle the time is not kept.
fn of_frames(session: &Session, place: usize, words: &Words, time: impl Fn(Time) -> String) -> Vec<Travelled> {
    let Some(step) = session.timeline.steps().get(place) else { return Vec::new() };
    let Some(said) = step.said() else { return Vec::new() };
    let last = step.frames().count().saturating_sub(1);
    let line = |(nth, frame): (usize, u64)| {
        let number = frame.to_string();
        let at = match nth {
            0 => Some(step.at),
            nth if nth == last => Some(step.until),
            _ => None,
        };
        let text = match at {
            Some(at) => words.format("frame-row", &[("number", (&number).into()), ("time", (&time(at)).into())]),
            None => words.format("frame-row-only", &[("number", (&number).into())]),
        };
        Travelled { text, fate: Fate::Came, side: Some(said.side) }
    };
    step.frames().enumerate().take(MOST).map(line).collect()
}

/// How many there are, those that are not shown included.
fn count(timeline: &Timeline, place: usize) -> usize {
    let segments: usize = timeline.journeys_of(place).map(|journey| journey.segments.len()).sum();
    if 0 < segments {
        return segments;
    }
    let step = timeline.steps().get(place).filter(|step| step.said().is_some());
    step.map_or(0, |step| step.frames().count())
}

/// The height of what is shown of a step.
#[must_use]
pub fn height(timeline: &Timeline, place: usize, zoom: Zoom) -> f32 {
    match count(timeline, place) {
        0 => 0.0,
        _ if !zoom.has_words() => 0.0,
        lines => points(lines.min(MOST + 1)) * zoom.line(HEIGHT) + SPACE,
    }
}

/// Paints them at the bottom of their row.
pub fn ui(ui: &egui::Ui, row: &Row, rect: Rect, columns: &Columns, zoom: Zoom, session: &Session) {
    if row.segments.is_empty() {
        return;
    }
    let one = zoom.line(HEIGHT);
    let height = points(row.segments.len()) * one + SPACE;
    let mut top = rect.bottom() - height;
    let area = Rect::from_min_max(pos2(rect.left(), top), rect.max);
    let response = ui.interact(area, ui.scope_id().with(("segments", row.place)), Sense::hover());
    let label = row.segments.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("; ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let lane = session.lanes().clients.len();
    let client = columns.client(row.lane.filter(|place| *place < lane));
    let server = columns.server(row.server);
    for line in &row.segments {
        let area = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), one));
        if ui.is_rect_visible(area) {
            line_ui(ui, line, (top, zoom), (client, server));
        }
        top += one;
    }
}

fn line_ui(ui: &egui::Ui, line: &Travelled, (top, zoom): (f32, Zoom), (client, server): (f32, f32)) {
    let (painter, palette) = (ui.painter(), theme::palette(ui));
    let (from, to) = match line.side {
        Some(Side::Client) | None => (client, server),
        Some(Side::Server) => (server, client),
    };
    let direction = (to - from).signum();
    let color = match line.fate {
        Fate::Came => palette.weak,
        Fate::CameAgain => palette.warn,
        Fate::Lost => palette.err,
    };
    let room = ((to - from).abs() - 2.0 * GAP).max(20.0);
    let font = theme::mono(zoom.size(theme::SMALL - 1.0));
    let mut job = egui::text::LayoutJob::simple_singleline(line.text.clone(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = painter.layout_job(job);
    let width = galley.size().x;
    let left = if direction < 0.0 { from - GAP - width } else { from + GAP };
    painter.galley(pos2(left, top + 1.0), galley, color);
    if line.side.is_none() {
        return;
    }
    let start = pos2(from + direction * (GAP + width + 6.0), top + 4.0);
    let end = pos2(to - direction * 3.0, top + zoom.line(HEIGHT) - 3.0);
    if (end.x - start.x) * direction < 24.0 {
        return; // The text has taken all the room.
    }
    let stroke = Stroke::new(1.0, color);
    match line.fate {
        Fate::Came | Fate::CameAgain => {
            painter.line_segment([start, end], stroke);
            let back = end - vec2(5.0 * direction, 0.0);
            painter.line_segment([back - vec2(0.0, 4.0), end], stroke);
            painter.line_segment([back + vec2(0.0, 2.0), end], stroke);
        }
        Fate::Lost => {
            let middle = start + (end - start) * 0.55;
            painter.line_segment([start, middle], stroke);
            let half = 4.0;
            for sign in [1.0, -1.0] {
                let corner = vec2(half, half * sign);
                painter.line_segment([middle - corner, middle + corner], Stroke::new(1.6, color));
            }
        }
    }
}
