//! How the octets are painted: hex on the left, lines on the right, names below.

use std::fmt::Write as _;
use std::ops::Range;

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::TextFormat;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;

use crate::proto::line::printable;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::model::Kind;
use crate::ui::widgets::section::empty_ui;

const HEX_WIDTH: f32 = 482.0;
/// Octets of one line that are shown; the hex shows all.
const LINE_OCTETS: usize = 400;

/// The octets of the last step, read once.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Secrets)>,
    model: Model,
}

impl State {
    /// The octets of the step at the cursor.
    pub fn model(&mut self, player: &Player) -> &Model {
        let key = (player.generation(), player.cursor().0, player.secrets);
        if self.key != Some(key) {
            self.model = Model::new(player);
            self.key = Some(key);
        }
        &self.model
    }
}

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    if model.raw.is_empty() {
        empty_ui(ui, &words.get("bytes-empty"));
        return;
    }
    legend_ui(ui, model, words);
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let wide = HEX_WIDTH + 280.0 < ui.available_width();
        let (across, hex_width) = if wide { (16, HEX_WIDTH) } else { (8, HEX_WIDTH * 0.58) };
        ui.allocate_ui_with_layout(egui::vec2(hex_width, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            hex_ui(ui, model, across);
        });
        let rest = egui::vec2(ui.available_width(), height);
        ui.allocate_ui_with_layout(rest, egui::Layout::top_down(egui::Align::Min), |ui| lines_ui(ui, model));
    });
}

fn legend_ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let mut octets = words.format("octets", &[("count", model.total.into())]);
        if model.raw.len() < model.total {
            octets.push_str(&words.format("octets-shown", &[("count", model.raw.len().into())]));
        }
        ui.label(RichText::new(octets).size(theme::SMALL).color(palette.strong));
        for kind in model.legend() {
            let mut job = LayoutJob::default();
            job.append(sample(kind), 0.0, format(kind, palette, theme::SMALL));
            let name = words.get(kind_word(kind));
            job.append(&name, 6.0, TextFormat::simple(theme::sans(theme::SMALL), palette.weak));
            ui.label(job);
        }
    });
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "octet-text",
        Kind::Head => "octet-head",
        Kind::LineEnd => "octet-line-end",
        Kind::Stuffing => "octet-stuffing",
        Kind::Terminator => "octet-terminator",
        Kind::Secret => "octet-secret",
    }
}

fn sample(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "41",
        Kind::Head => "2b",
        Kind::LineEnd => "0d 0a",
        Kind::Stuffing => "2e",
        Kind::Terminator => "2e 0d 0a",
        Kind::Secret => icons::HIDDEN,
    }
}

/// Each kind has its colour, and its line below or its ground: never colour alone.
fn format(kind: Kind, palette: &Palette, size: f32) -> TextFormat {
    let mut format = TextFormat::simple(theme::mono(size), palette.text);
    let ground = |color: Color32| palette.tinted(color, 0.22);
    match kind {
        Kind::Text => (),
        Kind::Head => {
            format.color = palette.command;
            format.underline = egui::Stroke::new(1.0, palette.command);
        }
        Kind::LineEnd => format.color = palette.weak,
        Kind::Stuffing => {
            format.color = palette.err;
            format.background = ground(palette.err);
        }
        Kind::Terminator => {
            format.color = palette.strong;
            format.background = ground(palette.update);
        }
        Kind::Secret => format.color = palette.inside,
    }
    format
}

fn hex_ui(ui: &mut egui::Ui, model: &Model, across: usize) {
    let palette = theme::palette(ui);
    let rows = model.raw.len().div_ceil(across);
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    ScrollArea::both().id_salt(("hex", model.step)).auto_shrink(false).show_rows(ui, height, rows, |ui, seen| {
        for row in seen {
            let octets = row * across..model.raw.len().min(row * across + across);
            let label = egui::Label::new(hex_row(model, octets, across, palette)).extend().selectable(true);
            ui.add(label);
        }
    });
}

fn hex_row(model: &Model, octets: Range<usize>, across: usize, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(theme::mono(theme::MONO), palette.weak);
    job.append(&format!("{:06x}  ", octets.start), 0.0, plain.clone());
    for column in 0..across {
        let place = octets.start + column;
        if column == 8 {
            job.append(" ", 0.0, plain.clone());
        }
        if place < octets.end {
            let kind = model.kinds[place];
            let text =
                if kind == Kind::Secret { icons::HIDDEN.to_owned() } else { format!("{:02x}", model.raw[place]) };
            job.append(&text, 0.0, format(kind, palette, theme::MONO));
            job.append(" ", 0.0, plain.clone());
        } else {
            job.append("   ", 0.0, plain.clone());
        }
    }
    job
}

fn lines_ui(ui: &mut egui::Ui, model: &Model) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    ScrollArea::both().id_salt(("lines", model.step)).auto_shrink(false).show_rows(
        ui,
        height,
        model.lines.len(),
        |ui, seen| {
            for line in seen {
                let job = line_job(model, model.lines[line].clone(), palette);
                let text = job.text.clone();
                let response = ui.add(egui::Label::new(job).extend().selectable(true));
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
            }
        },
    );
}

/// A line as text, with what is no text named.
fn line_job(model: &Model, line: Range<usize>, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let shown = line.start..line.end.min(line.start + LINE_OCTETS);
    let mut place = shown.start;
    while place < shown.end {
        let kind = model.kinds[place];
        let run = model.kinds[place..shown.end].iter().take_while(|&&other| other == kind).count();
        let octets = &model.raw[place..place + run];
        let text = match kind {
            Kind::Text | Kind::Head | Kind::Stuffing => printable(octets),
            Kind::LineEnd | Kind::Terminator => named(octets),
            Kind::Secret => crate::proto::secret::MASK.to_owned(),
        };
        let apart = if matches!(kind, Kind::LineEnd) { 6.0 } else { 0.0 };
        let size = if matches!(kind, Kind::LineEnd) { theme::MONO - 2.0 } else { theme::MONO };
        job.append(&text, apart, format(kind, palette, size));
        place += run;
    }
    if shown.end < line.end {
        job.append(icons::ELLIPSIS, 0.0, format(Kind::LineEnd, palette, theme::MONO));
    }
    job
}

fn named(octets: &[u8]) -> String {
    let (text, end) = crate::proto::line::first_line(octets);
    let mut named = printable(text);
    let end = match end {
        crate::proto::line::LineEnd::CrLf => icons::CR_LF,
        crate::proto::line::LineEnd::Lf => icons::LF,
        crate::proto::line::LineEnd::Missing => "",
    };
    if !named.is_empty() {
        named.push(' ');
    }
    let _ = write!(named, "{end}"); // Writing to a String cannot fail.
    named
}
