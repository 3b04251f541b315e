//! How the octets are painted: the pieces of a line and what one of them is above, hex on the left, text on the right.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::TextFormat;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;

use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::State;
use crate::ui::views::bytes::hex::hex_ui;
use crate::ui::views::bytes::lines::MAX_CHIPS;
use crate::ui::views::bytes::lines::line_ui;
use crate::ui::views::bytes::lines::lines_ui;
use crate::ui::views::bytes::look::format;
use crate::ui::views::bytes::opened::peels_ui;
use crate::ui::views::bytes::pieces::Kind;
use crate::ui::views::bytes::pieces::Piece;
use crate::ui::views::bytes::sums::Against;
use crate::ui::views::bytes::sums::Counted;
use crate::ui::widgets::section::empty_ui;

const HEX_WIDTH: f32 = 482.0;
/// Characters of a piece that stand on its chip.
const CHIP_LENGTH: usize = 18;

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, state: &mut State, words: &Words) {
    let (model, pointed, typed) = state.split();
    if model.raw.is_empty() {
        empty_ui(ui, &words.get("bytes-empty"));
        return;
    }
    ui.spacing_mut().item_spacing.y = 3.0;
    let before = *pointed;
    sums_ui(ui, model, words);
    let lit = pointed.and_then(|octet| model.piece(octet));
    let line = pointed.map_or(0, |octet| model.line_of(octet));
    chips_ui(ui, model, line, lit.as_ref(), pointed, words);
    told_ui(ui, lit.as_ref(), words);
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let wide = HEX_WIDTH + 280.0 < ui.available_width();
        let (across, hex_width) = if wide { (16, HEX_WIDTH) } else { (8, HEX_WIDTH * 0.58) };
        ui.allocate_ui_with_layout(egui::vec2(hex_width, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            hex_ui(ui, model, across, lit.as_ref(), pointed);
        });
        let rest = egui::vec2(ui.available_width(), height);
        ui.allocate_ui_with_layout(rest, egui::Layout::top_down(egui::Align::Min), |ui| {
            if model.peels.is_empty() {
                lines_ui(ui, model, lit.as_ref(), pointed);
            } else {
                ScrollArea::vertical().id_salt(("inside", model.step)).auto_shrink(false).show(ui, |ui| {
                    // A line is as long as it is; what is told of it is not.
                    ScrollArea::horizontal().id_salt("line").auto_shrink([false, true]).show(ui, |ui| {
                        for line in 0..model.lines().min(4) {
                            line_ui(ui, model, line, lit.as_ref(), pointed);
                        }
                    });
                    ui.add_space(4.0);
                    peels_ui(ui, model, typed, words);
                });
            }
        });
    });
    if *pointed != before {
        ui.ctx().request_repaint(); // What was painted above is out of date.
    }
}

/// How many octets there are, and how they are counted.
fn sums_ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let mut octets = words.format("octets", &[("count", model.raw.len().into())]);
        if model.shown < model.raw.len() {
            octets.push_str(&words.format("octets-shown", &[("count", model.shown.into())]));
        }
        let sums = model.sums.as_ref();
        match sums.and_then(|sums| sums.block) {
            Some(block) => {
                let text = RichText::new(told_sum(block, words)).size(theme::SMALL).color(palette.strong);
                ui.label(text).on_hover_text(words.get("bytes-sum-why"));
            }
            None => {
                ui.label(RichText::new(octets).size(theme::SMALL).color(palette.strong));
            }
        }
        if let Some(against) = sums.and_then(|sums| sums.against) {
            let color = if against.agrees() { palette.ok } else { palette.err };
            ui.label(RichText::new(told_against(against, words)).size(theme::SMALL).color(color));
        }
    });
}

fn told_sum(block: Counted, words: &Words) -> String {
    let [wire, status, terminator, stuffed, delivered] =
        [block.wire, block.status, block.terminator, block.stuffed, block.delivered].map(grouped);
    let arguments = [
        ("wire", (&wire).into()),
        ("status", (&status).into()),
        ("terminator", (&terminator).into()),
        ("stuffed", (&stuffed).into()),
        ("delivered", (&delivered).into()),
    ];
    let told = words.format("bytes-sum", &arguments);
    if block.whole { told } else { format!("{told} {}", words.get("bytes-sum-not-whole")) }
}

fn told_against(against: Against, words: &Words) -> String {
    let (word, number, said, other) = match against {
        Against::List { number, said, delivered } => ("bytes-list-said", number, said, delivered),
        Against::Stat { said, sum } => ("bytes-stat-said", 0, said, sum),
    };
    let [said, other] = [said, other].map(grouped);
    let arguments = [("number", number.into()), ("said", (&said).into()), ("other", (&other).into())];
    let verdict = words.get(if against.agrees() { "bytes-agrees" } else { "bytes-differs" });
    format!("{} {verdict}", words.format(word, &arguments))
}

/// The pieces of a line, each on its chip.
fn chips_ui(
    ui: &mut egui::Ui,
    model: &Model,
    line: usize,
    lit: Option<&Piece>,
    pointed: &mut Option<usize>,
    words: &Words,
) {
    let palette = theme::palette(ui);
    ScrollArea::horizontal().id_salt("pieces").auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            ui.spacing_mut().interact_size.y = 20.0;
            for piece in model.pieces(line).into_iter().take(MAX_CHIPS) {
                let name = words.get(piece.kind.word());
                let mut job = LayoutJob::default();
                job.append(&name, 0.0, TextFormat::simple(theme::sans(theme::SMALL), palette.weak));
                let text = chip_text(model, &piece);
                if !text.is_empty() {
                    job.append(&text, 5.0, format(piece.kind, palette, theme::SMALL));
                }
                let is_lit = lit == Some(&piece);
                let ground = if is_lit { palette.current } else { palette.tinted(palette.line, 0.35) };
                let edge = if is_lit { palette.accent } else { ground };
                let frame = egui::Frame::new().fill(ground).stroke(egui::Stroke::new(1.0, edge)).corner_radius(8.0);
                let label = egui::Label::new(job).selectable(false).sense(Sense::hover());
                let response = frame.inner_margin(egui::Margin::symmetric(6, 1)).show(ui, |ui| ui.add(label)).response;
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {text}")));
                if response.contains_pointer() {
                    *pointed = Some(piece.range.start);
                }
            }
        });
    });
}

fn chip_text(model: &Model, piece: &Piece) -> String {
    match piece.kind {
        _ if piece.secret => MASK.to_owned(),
        Kind::Cr | Kind::Lf | Kind::Space | Kind::Opaque => String::new(),
        Kind::Terminator | Kind::Stuffing => ".".to_owned(),
        Kind::Keyword
        | Kind::Unknown
        | Kind::Argument
        | Kind::Status
        | Kind::Code
        | Kind::Number
        | Kind::UniqueId
        | Kind::Timestamp
        | Kind::Digest
        | Kind::Base64
        | Kind::Text => {
            let octets = &model.raw[piece.range.start..piece.range.end.min(piece.range.start + 4 * CHIP_LENGTH)];
            let text = printable(octets);
            let cut = CHIP_LENGTH < text.chars().count();
            let shown: String = text.chars().take(CHIP_LENGTH).collect();
            if cut { shown + icons::ELLIPSIS } else { shown }
        }
    }
}

/// What the piece under the pointer is.
fn told_ui(ui: &mut egui::Ui, lit: Option<&Piece>, words: &Words) {
    let palette = theme::palette(ui);
    let told = match lit {
        None => words.get("bytes-hint"),
        Some(piece) => {
            let name = words.get(piece.kind.word());
            let why = words.get(&format!("{}-why", piece.kind.word()));
            let (from, to) = (grouped(piece.range.start as u64 + 1), grouped(piece.range.end as u64));
            let arguments = [
                ("name", (&name).into()),
                ("from", (&from).into()),
                ("to", (&to).into()),
                ("count", piece.range.len().into()),
            ];
            let place = words.format("bytes-piece", &arguments);
            let secret = if piece.secret { format!(" {}", words.get("octet-secret")) } else { String::new() };
            format!("{place} {why}{secret}")
        }
    };
    let color = if lit.is_some() { palette.text } else { palette.weak };
    let label = egui::Label::new(RichText::new(&told).size(theme::SMALL).color(color)).truncate();
    ui.add(label);
}
