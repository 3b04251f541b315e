//! How a row of the ladder is painted.

use std::sync::Arc;

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Color32;
use eframe::egui::Galley;
use eframe::egui::Painter;
use eframe::egui::Rect;
use eframe::egui::Shape as Painted;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::pos2;
use eframe::egui::text::LayoutJob;
use eframe::egui::text::TextFormat;
use eframe::egui::text::TextWrapping;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::session::Fact;
use crate::session::event::Closing;
use crate::session::fact::Narration;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain_fact::narration;
use crate::teach::finding::Severity;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::findings::severity_color;
use crate::ui::views::ladder::Row;
use crate::ui::views::ladder::arrow::arrow;
use crate::ui::views::ladder::arrow::cross;
use crate::ui::views::ladder::arrow::ends;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::row::Data;
use crate::ui::views::ladder::row::Shape;
use crate::ui::views::ladder::row::Tone;
use crate::ui::views::ladder::scale::Zoom;

/// The height of an arrow with its text.
const ARROW_HEIGHT: f32 = 40.0;
/// The height of a fact from inside.
const INSIDE_HEIGHT: f32 = 32.0;
/// The height of a beginning, an end or a gap.
const CAP_HEIGHT: f32 = 38.0;
/// The height of a line of unfolded data.
const LINE_HEIGHT: f32 = 17.0;
/// Space beside a note of the author.
pub const NOTE_INSET: f32 = 14.0;
/// Where the arrow lies in its row.
pub(super) const ARROW_Y: f32 = 30.0;
/// Where the line of a beginning, an end or a gap lies in its row.
const CAP_Y: f32 = CAP_HEIGHT - 12.0;

/// Where the time of a note stands.
const NOTE_Y: f32 = 22.0;

const FOLD_HEIGHT: f32 = 20.0;
const FOLD_WIDTH: f32 = 420.0;
/// Space between a lifeline and the text beside it.
pub(super) const GAP: f32 = 14.0;

/// What a step is, as far as its height goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Something is said in a line.
    Arrow,
    /// Something is said, with lines behind it.
    Data,
    /// A beginning, an end, or a gap.
    Cap,
    /// A fact from inside.
    Inside,
    /// A note of the author.
    Note,
}

impl Kind {
    /// What a step is.
    #[must_use]
    pub fn of(what: &What) -> Self {
        match what {
            What::Fact(Fact::Note(_)) => Self::Note,
            What::Fact(_) => Self::Inside,
            What::Opened | What::Closed(_) | What::Gap { .. } | What::Conflict { .. } => Self::Cap,
            What::Said(said) if said.data().is_some() => Self::Data,
            What::Said(_) => Self::Arrow,
        }
    }

    /// Its height while its data is folded. A note is as high as its words: [`note_height`].
    #[must_use]
    pub fn height(self, zoom: Zoom) -> f32 {
        match self {
            Self::Arrow => zoom.length(ARROW_HEIGHT),
            Self::Data => zoom.length(ARROW_HEIGHT) + zoom.line(FOLD_HEIGHT),
            Self::Cap => zoom.length(CAP_HEIGHT),
            Self::Inside | Self::Note => zoom.length(INSIDE_HEIGHT),
        }
    }

    /// Where in its row its moment is.
    #[must_use]
    pub fn moment_y(self, zoom: Zoom) -> f32 {
        match self {
            Self::Arrow | Self::Data => zoom.length(ARROW_Y),
            Self::Cap => zoom.length(CAP_Y),
            Self::Note if zoom.has_words() => NOTE_Y,
            Self::Note | Self::Inside => zoom.length(INSIDE_HEIGHT / 2.0),
        }
    }
}

/// The height of a note of the author in a width.
#[must_use]
pub fn note_height(ui: &egui::Ui, note: &Narration, zoom: Zoom, width: f32, words: &Words) -> f32 {
    if !zoom.has_words() {
        return Kind::Note.height(zoom);
    }
    let text = narration(note, words.language());
    note_galley(ui.painter(), text, width, Color32::PLACEHOLDER, zoom).size().y + 26.0
}

/// What so many unfolded lines add to the height of a row.
#[must_use]
pub fn unfolded_height(lines: usize, zoom: Zoom) -> f32 {
    if lines == 0 || !zoom.has_words() { 0.0 } else { points(lines) * zoom.line(LINE_HEIGHT) + 12.0 }
}

fn note_galley(painter: &Painter, text: &str, width: f32, color: Color32, zoom: Zoom) -> Arc<Galley> {
    painter.layout(text.to_owned(), theme::sans(zoom.size(theme::BODY)), color, (width - 28.0).max(60.0))
}

/// How a row is painted, beside what is in it.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// The lifelines.
    pub columns: &'a Columns,
    /// How large.
    pub zoom: Zoom,
    /// Whether it is the last step.
    pub current: bool,
    /// Whether the pointer is over it.
    pub hovered: bool,
    /// How far its message has come; `None` once it has arrived.
    pub travel: Option<f32>,
}

/// Where the button that folds data is; `None` for a row without data.
#[must_use]
pub fn fold_rect(row: &Row, rect: Rect, columns: &Columns, zoom: Zoom) -> Option<Rect> {
    let Shape::Arrow { side, data: Some(_), .. } = &row.shape else { return None };
    let (from, to) = ends(row, *side, columns);
    let width = zoom.length(FOLD_WIDTH).max(FOLD_WIDTH).min((to - from).abs() - 2.0 * GAP);
    let left = if to < from { from - GAP - width } else { from + GAP };
    let top = rect.top() + zoom.length(ARROW_HEIGHT - 2.0);
    Some(Rect::from_min_size(pos2(left, top), vec2(width, zoom.line(FOLD_HEIGHT))))
}

/// Where the sign of a finding is; `None` for a row without one.
#[must_use]
pub fn finding_rect(row: &Row, rect: Rect, zoom: Zoom) -> Option<Rect> {
    let center = pos2(rect.right() - 14.0, rect.top() + time_y(&row.shape, zoom));
    (!row.findings.is_empty()).then(|| Rect::from_center_size(center, vec2(22.0, 22.0)))
}

/// Whether the data of a row is unfolded.
#[must_use]
pub fn is_unfolded(row: &Row) -> bool {
    matches!(&row.shape, Shape::Arrow { data: Some(Data { lines: Some(_), .. }), .. })
}

/// Paints one row.
pub fn row(ui: &egui::Ui, row: &Row, rect: Rect, manner: Manner<'_>) {
    let (painter, palette, zoom) = (ui.painter(), theme::palette(ui), manner.zoom);
    if manner.hovered && !manner.current {
        painter.rect_filled(rect.shrink2(vec2(4.0, 1.0)), theme::ROUNDING, palette.line.gamma_multiply(0.25));
    }
    let time = pos2(manner.columns.time_right, rect.top() + time_y(&row.shape, zoom));
    let time_color = if manner.current { palette.strong } else { palette.weak };
    painter.text(time, Align2::RIGHT_CENTER, &row.time, theme::mono(time_size(zoom)), time_color);
    if let Some(mark) = finding_rect(row, rect, zoom) {
        let severity = row.severity.unwrap_or(Severity::Note);
        let (sign, color) = (icons::severity(severity), severity_color(severity, palette));
        painter.text(mark.center(), Align2::CENTER_CENTER, sign, theme::sans(theme::SMALL), color);
    }
    match &row.shape {
        Shape::Arrow { side, tone, text, covered, data } => {
            arrow(painter, row, rect, (*side, *tone, *covered), text, manner, palette);
            if let Some(data) = data {
                data_ui(painter, row, rect, data, manner, palette);
            }
        }
        Shape::Opened(text) => cap(painter, row, rect, text, None, manner, palette),
        Shape::Closed { closing, text } => cap(painter, row, rect, text, Some(*closing), manner, palette),
        Shape::Gap { side, text } => gap(painter, row, rect, *side, text, manner, palette),
        Shape::Note(text) => note(painter, rect, text, manner, palette),
        Shape::Inside(text) => inside(painter, rect, text, manner, palette),
    }
}

/// The size of times: they stand in a column that is not much wider in a larger ladder.
#[must_use]
pub fn time_size(zoom: Zoom) -> f32 {
    zoom.size(theme::SMALL - 1.0).min(theme::SMALL + 4.0)
}

fn time_y(shape: &Shape, zoom: Zoom) -> f32 {
    match shape {
        Shape::Arrow { .. } => zoom.length(ARROW_Y),
        Shape::Opened(_) | Shape::Closed { .. } | Shape::Gap { .. } => zoom.length(CAP_Y),
        Shape::Note(_) => NOTE_Y,
        Shape::Inside(_) => zoom.length(INSIDE_HEIGHT / 2.0),
    }
}

/// How much smaller a line may be, and the least size that it then has, if it is whole so.
const CLOSER: f32 = 0.86;
const LEAST: f32 = 10.0;

/// One line. If there is too little room for it, it is a little smaller; if that is no help, it ends with dots.
pub(super) fn line(painter: &Painter, text: &str, mut format: TextFormat, width: f32, italics: bool) -> Arc<Galley> {
    format.italics = italics;
    let mut closer = format.clone();
    closer.font_id.size *= CLOSER;
    let galley = cut(painter, text, format, width);
    if !galley.elided || closer.font_id.size < LEAST {
        return galley;
    }
    let whole = cut(painter, text, closer, width);
    if whole.elided { galley } else { whole }
}

fn cut(painter: &Painter, text: &str, format: TextFormat, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping::truncate_at_width(width.max(20.0));
    job.break_on_newline = false;
    painter.layout_job(job)
}

/// The colour of a kind of message.
#[must_use]
pub fn tone_color(tone: Tone, palette: &Palette) -> Color32 {
    match tone {
        Tone::Command => palette.command,
        Tone::Ok => palette.ok,
        Tone::Err => palette.err,
        Tone::Other => palette.weak,
    }
}

fn data_ui(painter: &Painter, row: &Row, rect: Rect, data: &Data, manner: Manner<'_>, palette: &Palette) {
    let Manner { columns, zoom, .. } = manner;
    let Some(fold) = fold_rect(row, rect, columns, zoom) else { return };
    let leftward = matches!(&row.shape, Shape::Arrow { side, .. } if {
        let (from, to) = ends(row, *side, columns);
        to < from
    });
    let sign = if data.lines.is_some() { icons::UNFOLDED } else { icons::FOLDED };
    let format = TextFormat::simple(theme::sans(zoom.size(theme::SMALL)), palette.weak);
    let text = match &data.preview {
        Some(preview) if data.lines.is_none() => format!("{sign} {} {} {preview}", data.summary, icons::DOT),
        Some(_) | None => format!("{sign} {}", data.summary),
    };
    let galley = line(painter, &text, format, fold.width() - 14.0, false);
    let width = galley.size().x + 14.0;
    let left = if leftward { fold.right() - width } else { fold.left() };
    let pill = Rect::from_min_size(pos2(left, fold.top() + 1.0), vec2(width, fold.height() - 2.0));
    painter.rect(pill, 9.0, palette.paper, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    painter.galley(pill.min + vec2(7.0, (pill.height() - galley.size().y) / 2.0), galley, palette.weak);
    let Some(lines) = &data.lines else { return };
    let Shape::Arrow { side, .. } = &row.shape else { return };
    let (from, to) = ends(row, *side, columns);
    let height = zoom.line(LINE_HEIGHT);
    let sheet = Rect::from_min_max(
        pos2(from.min(to) + GAP, fold.bottom() + 2.0),
        pos2(from.max(to) - GAP, fold.bottom() + 2.0 + points(lines.len()) * height + 6.0),
    );
    painter.rect(sheet, 4.0, palette.paper, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    let clip = painter.clip_rect();
    for (place, text) in lines.iter().enumerate() {
        let top = sheet.top() + 3.0 + points(place) * height;
        if top + height < clip.top() || clip.bottom() < top {
            continue;
        }
        let format = TextFormat::simple(theme::mono(zoom.size(theme::SMALL)), palette.text);
        let galley = line(painter, text, format, sheet.width() - 16.0, false);
        painter.galley(pos2(sheet.left() + 8.0, top + 1.0), galley, palette.text);
    }
}

fn cap(
    painter: &Painter,
    row: &Row,
    rect: Rect,
    text: &str,
    closing: Option<Closing>,
    manner: Manner<'_>,
    palette: &Palette,
) {
    let Manner { columns, zoom, .. } = manner;
    let (client, server) = (columns.client(row.lane), columns.server(row.server));
    let (left, right) = (client.min(server), client.max(server));
    let broken = matches!(closing, Some(Closing::LineLost | Closing::Reset(_)));
    let color = if broken { palette.err } else { palette.weak };
    let y = rect.top() + zoom.length(CAP_Y);
    let stroke = Stroke::new(1.2, color);
    if broken {
        painter.add(Painted::line(torn(left + 8.0, right - 8.0, y), stroke));
    } else {
        painter.extend(Painted::dashed_line(&[pos2(left + 6.0, y), pos2(right - 6.0, y)], stroke, 2.0, 3.0));
    }
    for x in [client, server] {
        match closing {
            None => {
                painter.circle(pos2(x, y), 5.0, palette.paper, Stroke::new(2.0, color));
            }
            Some(_) => cross(painter, pos2(x, y), 5.0, Stroke::new(2.0, color)),
        }
    }
    let format = TextFormat::simple(theme::sans(zoom.size(theme::SMALL)), color);
    let room = right - left - 40.0;
    let most = if 1 < columns.servers.len() { columns.all.span() - 40.0 } else { room };
    let galley = line(painter, text, format, most, false);
    let extent = galley.size();
    let x = match (extent.x <= room, client <= columns.middle()) {
        (true, _) => f32::midpoint(left, right) - extent.x / 2.0,
        (false, true) => client + 20.0,
        (false, false) => client - 20.0 - extent.x,
    };
    let place = Rect::from_min_size(pos2(x, y - 4.0 - extent.y), extent);
    if room < extent.x {
        ground(painter, place, manner, palette);
    }
    painter.galley(place.min, galley, color);
}

/// What lies under a text that goes over lifelines.
pub(super) fn ground(painter: &Painter, text: Rect, manner: Manner<'_>, palette: &Palette) {
    let color = if manner.current { palette.current } else { palette.paper };
    painter.rect_filled(text.expand2(vec2(3.0, 0.0)), 2.0, color);
}

/// A line as paper tears.
fn torn(left: f32, right: f32, y: f32) -> Vec<egui::Pos2> {
    let step = 7.0;
    let mut line = vec![pos2(left, y)];
    let mut x = left + step / 2.0;
    let mut up = true;
    while x < right {
        line.push(pos2(x, if up { y - 3.5 } else { y + 3.5 }));
        up = !up;
        x += step;
    }
    line.push(pos2(right, y));
    line
}

fn gap(painter: &Painter, row: &Row, rect: Rect, side: Side, text: &str, manner: Manner<'_>, palette: &Palette) {
    let Manner { columns, zoom, .. } = manner;
    let (from, to) = ends(row, side, columns);
    let (left, right) = (from.min(to), from.max(to));
    let y = rect.top() + zoom.length(CAP_Y);
    for offset in [-2.5, 2.5] {
        painter.add(Painted::line(torn(left + 8.0, right - 8.0, y + offset), Stroke::new(1.0, palette.err)));
    }
    let format = TextFormat::simple(theme::sans(zoom.size(theme::SMALL)), palette.err);
    let galley = line(painter, text, format, right - left - 2.0 * GAP, true);
    let extent = galley.size();
    let x = if to < from { from - GAP - extent.x } else { from + GAP };
    painter.galley(pos2(x, y - 8.0 - extent.y), galley, palette.err);
}

fn note(painter: &Painter, rect: Rect, text: &str, manner: Manner<'_>, palette: &Palette) {
    let Manner { columns, zoom, .. } = manner;
    let width = columns.all.span() - 2.0 * NOTE_INSET;
    let galley = note_galley(painter, text, width, palette.text, zoom);
    let left = columns.all.min + NOTE_INSET;
    let card = Rect::from_min_max(pos2(left, rect.top() + 5.0), pos2(left + width, rect.bottom() - 5.0));
    painter.rect(
        card,
        theme::ROUNDING,
        palette.note,
        Stroke::new(1.0, palette.note_edge.gamma_multiply(0.6)),
        StrokeKind::Inside,
    );
    let edge = Rect::from_min_size(card.min, vec2(4.0, card.height()));
    painter.rect_filled(edge, egui::CornerRadius { nw: 6, sw: 6, ne: 0, se: 0 }, palette.note_edge);
    painter.galley(card.min + vec2(16.0, 8.0), galley, palette.text);
}

fn inside(painter: &Painter, rect: Rect, text: &str, manner: Manner<'_>, palette: &Palette) {
    let Manner { columns, zoom, .. } = manner;
    let format = TextFormat::simple(theme::sans(zoom.size(theme::SMALL)), palette.inside);
    let room = columns.all.span() - 60.0;
    let galley = line(painter, text, format, room, true);
    let size = vec2(galley.size().x + 24.0, (zoom.length(INSIDE_HEIGHT - 8.0)).max(galley.size().y));
    let left = if columns.between() { columns.middle() - size.x / 2.0 } else { columns.all.max + 10.0 - size.x };
    let card = Rect::from_min_size(pos2(left, rect.center().y - size.y / 2.0), size);
    painter.rect_filled(card, 4.0, palette.paper);
    let corners = [card.left_top(), card.right_top(), card.right_bottom(), card.left_bottom(), card.left_top()];
    painter.extend(Painted::dashed_line(&corners, Stroke::new(1.0, palette.inside), 4.0, 3.0));
    let text_place = pos2(card.left() + 12.0, card.center().y - galley.size().y / 2.0);
    painter.galley(text_place, galley, palette.inside);
}
