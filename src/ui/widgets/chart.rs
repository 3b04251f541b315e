//! Pictures of numbers: bars beside their names, and histograms. Each has its words for those who cannot see it.

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Color32;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::ui::measure::count;
use crate::ui::measure::part;
use crate::ui::measure::points;
use crate::ui::theme;

/// A number with its name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bar {
    /// What is counted.
    pub name: String,
    /// A sign before the name; its tone is that of the bar.
    pub sign: &'static str,
    /// The colour of bar and sign.
    pub tone: Tone,
    /// How long the bar is.
    pub count: u64,
    /// What stands behind it.
    pub value: String,
    /// What more there is to know.
    pub hint: String,
}

/// A colour by what it means.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tone {
    /// Just a number.
    #[default]
    Plain,
    /// Good.
    Good,
    /// Wrong.
    Bad,
    /// Unwise.
    Doubtful,
    /// Good to know.
    Quiet,
}

/// Counts side by side.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Histogram {
    /// The count of each column, and what it says under the pointer.
    pub columns: Vec<(u64, String)>,
    /// Words under the columns, each at the left edge of one.
    pub ticks: Vec<(usize, String)>,
    /// Upright lines, each at the middle of a column, with their words.
    pub marks: Vec<(usize, String)>,
    /// The whole picture in words.
    pub words: String,
}

impl Tone {
    /// The colour in a theme.
    #[must_use]
    pub fn color(self, palette: &theme::Palette) -> Color32 {
        match self {
            Self::Plain => palette.accent,
            Self::Good => palette.ok,
            Self::Bad => palette.err,
            Self::Doubtful => palette.warn,
            Self::Quiet => palette.weak,
        }
    }
}

const ROW: f32 = 22.0;

/// Paints bars one below the other; tells which one was clicked. `names` is the part of the width that names have.
pub fn bars_ui(ui: &mut egui::Ui, bars: &[Bar], names: f32, can_be_clicked: bool) -> Option<usize> {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    let palette = theme::palette(ui);
    let values = bars.iter().map(|bar| {
        let galley = ui.painter().layout_no_wrap(bar.value.clone(), theme::sans(theme::SMALL), palette.text);
        galley.size().x
    });
    let value_width = values.fold(0.0, f32::max);
    for (place, bar) in bars.iter().enumerate() {
        let sense = if can_be_clicked { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
        let role = if can_be_clicked { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, true, format!("{}: {}", bar.name, bar.value)));
        if ui.is_rect_visible(rect) {
            bar_ui(ui, rect, bar, (names, value_width), part(bar.count, most), &response);
        }
        let response = if bar.hint.is_empty() { response } else { response.on_hover_text(&bar.hint) };
        if response.clicked() {
            clicked = Some(place);
        }
    }
    clicked
}

fn bar_ui(ui: &egui::Ui, rect: Rect, bar: &Bar, widths: (f32, f32), length: f32, response: &egui::Response) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let color = bar.tone.color(palette);
    if response.hovered() && response.sense.senses_click() {
        painter.rect_filled(rect, 4.0, palette.current);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, ui.visuals().selection.stroke, egui::StrokeKind::Inside);
    }
    let mut left = rect.left() + 4.0;
    if !bar.sign.is_empty() {
        let middle = pos2(left, rect.center().y);
        painter.text(middle, Align2::LEFT_CENTER, bar.sign, theme::sans(theme::SMALL), color);
        left += 17.0;
    }
    let (names, value_width) = widths;
    let start = rect.left() + names * rect.width();
    let mut job = egui::text::LayoutJob::simple_singleline(bar.name.clone(), theme::sans(theme::SMALL), palette.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((start - left - 8.0).max(20.0));
    let galley = painter.layout_job(job);
    painter.galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    let room = (rect.right() - start - value_width - 12.0).max(8.0);
    let size = vec2((length * room).max(if bar.count == 0 { 0.0 } else { 2.0 }), 12.0);
    let filled = Rect::from_min_size(pos2(start, rect.center().y - 6.0), size);
    painter.rect_filled(filled, 2.0, color.gamma_multiply(0.75));
    let behind = pos2(filled.right() + 6.0, rect.center().y);
    painter.text(behind, Align2::LEFT_CENTER, &bar.value, theme::sans(theme::SMALL), palette.text);
}

/// Paints a histogram as wide as there is room.
pub fn histogram_ui(ui: &mut egui::Ui, histogram: &Histogram, height: f32) {
    let palette = theme::palette(ui);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &histogram.words));
    if !ui.is_rect_visible(whole) || histogram.columns.is_empty() {
        return;
    }
    let painter = ui.painter();
    let small = theme::sans(theme::SMALL);
    let head = if histogram.marks.is_empty() { 4.0 } else { 18.0 };
    let foot = if histogram.ticks.is_empty() { 2.0 } else { 18.0 };
    let field = Rect::from_min_max(whole.min + vec2(4.0, head), whole.max - vec2(4.0, foot));
    let width = field.width() / points(histogram.columns.len());
    let left = |column: usize| field.left() + points(column) * width;
    let most = histogram.columns.iter().map(|(count, _)| *count).max().unwrap_or(0);
    for (column, (count, _)) in histogram.columns.iter().enumerate().filter(|(_, (count, _))| 0 < *count) {
        let top = field.bottom() - (part(*count, most) * field.height()).max(2.0);
        let right = (left(column + 1) - 1.0).max(left(column) + 1.0);
        let bar = Rect::from_min_max(pos2(left(column), top), pos2(right, field.bottom()));
        painter.rect_filled(bar, 0.0, palette.accent.gamma_multiply(0.75));
    }
    painter.hline(field.x_range(), field.bottom(), Stroke::new(1.0, palette.line));
    let mut free_from = whole.left();
    for (column, text) in &histogram.ticks {
        let galley = painter.layout_no_wrap(text.clone(), small.clone(), palette.weak);
        let x = left(*column).min(whole.right() - galley.size().x);
        painter.vline(
            left(*column).min(field.right()),
            field.bottom()..=field.bottom() + 3.0,
            Stroke::new(1.0, palette.weak),
        );
        if free_from <= x {
            free_from = x + galley.size().x + 8.0;
            painter.galley(pos2(x, field.bottom() + 3.0), galley, palette.weak);
        }
    }
    let mut free_from = whole.left();
    for (column, text) in &histogram.marks {
        let x = left(*column) + width / 2.0;
        painter.vline(x, whole.top() + 16.0..=field.bottom(), Stroke::new(1.5, palette.strong));
        let galley = painter.layout_no_wrap(text.clone(), small.clone(), palette.strong);
        let x = (x - galley.size().x / 2.0).min(whole.right() - galley.size().x).max(free_from);
        free_from = x + galley.size().x + 8.0;
        painter.galley(pos2(x, whole.top()), galley, palette.strong);
    }
    if let Some(pointer) = response.hover_pos().filter(|pointer| field.x_range().contains(pointer.x)) {
        let column = count(f64::from((pointer.x - field.left()) / width)).min(histogram.columns.len() - 1);
        let (_, hint) = &histogram.columns[column];
        response.on_hover_text_at_pointer(hint);
    }
}
