//! How the octets are painted: the pieces of a line and what one of them is above, hex on the left, text on the right.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Color32;
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
use crate::ui::measure::count;
use crate::ui::measure::points;
use crate::ui::player::Secrets;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::State;
use crate::ui::views::bytes::peel::Digest;
use crate::ui::views::bytes::peel::Method;
use crate::ui::views::bytes::peel::Peel;
use crate::ui::views::bytes::pieces::Kind;
use crate::ui::views::bytes::pieces::Piece;
use crate::ui::views::bytes::sums::Against;
use crate::ui::views::bytes::sums::Counted;
use crate::ui::widgets::section::empty_ui;

const HEX_WIDTH: f32 = 482.0;
/// Octets of one piece that are shown as text; the hex shows all.
const PIECE_OCTETS: usize = 400;
/// Pieces of a line that are named one by one.
const MAX_CHIPS: usize = 40;
/// Characters of a piece that stand on its chip.
const CHIP_LENGTH: usize = 18;
/// Characters before the first octet of a row of hex.
const OFFSET_CHARACTERS: usize = 8;

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

/// Each kind has its colour, and its line below or its ground: never colour alone.
fn format(kind: Kind, palette: &Palette, size: f32) -> TextFormat {
    let mut format = TextFormat::simple(theme::mono(size), palette.text);
    let ground = |color: Color32| palette.tinted(color, 0.22);
    let line = |color: Color32| egui::Stroke::new(1.0, color);
    match kind {
        Kind::Text | Kind::Argument => (),
        Kind::Keyword | Kind::Status => {
            format.color = palette.command;
            format.underline = line(palette.command);
        }
        Kind::Unknown => {
            format.color = palette.err;
            format.underline = line(palette.err);
        }
        Kind::Code => {
            format.color = palette.warn;
            format.underline = line(palette.warn);
        }
        Kind::Number | Kind::UniqueId => format.color = palette.ok,
        Kind::Timestamp | Kind::Digest | Kind::Base64 => {
            format.color = palette.inside;
            format.underline = line(palette.inside);
        }
        Kind::Space => format.background = palette.tinted(palette.line, 0.45),
        Kind::Cr | Kind::Lf | Kind::Opaque => format.color = palette.weak,
        Kind::Stuffing => {
            format.color = palette.err;
            format.background = ground(palette.err);
        }
        Kind::Terminator => {
            format.color = palette.strong;
            format.background = ground(palette.update);
        }
    }
    format
}

/// The same, lit if it is the piece under the pointer.
fn format_of(piece: &Piece, lit: Option<&Piece>, palette: &Palette, size: f32) -> TextFormat {
    let mut format = format(piece.kind, palette, size);
    if piece.secret {
        format.color = palette.inside;
    }
    if lit == Some(piece) {
        format.background = palette.tinted(palette.accent, 0.35);
    }
    format
}

fn hex_ui(ui: &mut egui::Ui, model: &Model, across: usize, lit: Option<&Piece>, pointed: &mut Option<usize>) {
    let palette = theme::palette(ui);
    let rows = model.shown.div_ceil(across);
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    ScrollArea::both().id_salt(("hex", model.step)).auto_shrink(false).show_rows(ui, height, rows, |ui, seen| {
        for row in seen {
            let octets = row * across..model.shown.min(row * across + across);
            let job = hex_row(model, octets.clone(), across, lit, palette);
            let characters = job.text.chars().count();
            let response = ui.add(egui::Label::new(job).extend().selectable(true));
            if let Some(pointer) = response.hover_pos()
                && response.contains_pointer()
            {
                let width = response.rect.width() / points(characters.max(1));
                let character = count(f64::from((pointer.x - response.rect.left()) / width));
                if let Some(column) = column_of(character, across).filter(|column| octets.start + column < octets.end) {
                    *pointed = Some(octets.start + column);
                }
            }
        }
    });
}

/// Which octet of a row of hex a character belongs to.
fn column_of(character: usize, across: usize) -> Option<usize> {
    let behind = character.checked_sub(OFFSET_CHARACTERS)?;
    // One more space stands in the middle of a row.
    let column = if behind < 24 { behind / 3 } else { (behind - 1) / 3 };
    (column < across).then_some(column)
}

fn hex_row(model: &Model, octets: Range<usize>, across: usize, lit: Option<&Piece>, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(theme::mono(theme::MONO), palette.weak);
    job.append(&format!("{:06x}  ", octets.start), 0.0, plain.clone());
    let mut pieces: Vec<Piece> = Vec::new();
    for column in 0..across {
        let place = octets.start + column;
        if column == 8 {
            job.append(" ", 0.0, plain.clone());
        }
        if place < octets.end {
            if pieces.last().is_none_or(|last| last.range.end <= place) {
                pieces = model.pieces(model.line_of(place));
            }
            let piece = pieces.iter().find(|piece| piece.range.contains(&place));
            let hidden = piece.is_some_and(|piece| piece.secret);
            let text = if hidden { icons::HIDDEN.to_owned() } else { format!("{:02x}", model.raw[place]) };
            let format = piece.map_or(plain.clone(), |piece| format_of(piece, lit, palette, theme::MONO));
            job.append(&text, 0.0, format);
            job.append(" ", 0.0, plain.clone());
        } else {
            job.append("   ", 0.0, plain.clone());
        }
    }
    job
}

fn lines_ui(ui: &mut egui::Ui, model: &Model, lit: Option<&Piece>, pointed: &mut Option<usize>) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    let scroll = ScrollArea::both().id_salt(("lines", model.step)).auto_shrink(false);
    scroll.show_rows(ui, height, model.lines(), |ui, seen| {
        for line in seen {
            line_ui(ui, model, line, lit, pointed);
        }
    });
}

/// A line as text, with what is no text named.
fn line_ui(ui: &mut egui::Ui, model: &Model, line: usize, lit: Option<&Piece>, pointed: &mut Option<usize>) {
    let palette = theme::palette(ui);
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    let mut whole = String::new();
    ui.spacing_mut().interact_size.y = height;
    let response = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for piece in model.pieces(line).into_iter().take(MAX_CHIPS) {
            let text = piece_text(model, &piece);
            whole.push_str(&text);
            let end = matches!(piece.kind, Kind::Cr | Kind::Lf);
            let size = if end { theme::MONO - 2.0 } else { theme::MONO };
            if end {
                ui.add_space(4.0);
                whole.push(' ');
            }
            let mut job = LayoutJob::default();
            job.append(&text, 0.0, format_of(&piece, lit, palette, size));
            let response = ui.add(egui::Label::new(job).extend().selectable(true));
            if response.contains_pointer() && response.hover_pos().is_some() {
                *pointed = Some(piece.range.start);
            }
        }
    });
    let told = whole.trim_end().to_owned();
    response.response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
}

fn piece_text(model: &Model, piece: &Piece) -> String {
    let shown = piece.range.start..piece.range.end.min(piece.range.start + PIECE_OCTETS);
    let octets = &model.raw[shown.clone()];
    match piece.kind {
        _ if piece.secret => MASK.to_owned(),
        Kind::Cr => "CR".to_owned(),
        Kind::Lf => icons::LF.to_owned(),
        Kind::Terminator => named(octets),
        Kind::Keyword
        | Kind::Unknown
        | Kind::Space
        | Kind::Argument
        | Kind::Status
        | Kind::Code
        | Kind::Number
        | Kind::UniqueId
        | Kind::Timestamp
        | Kind::Digest
        | Kind::Base64
        | Kind::Text
        | Kind::Stuffing
        | Kind::Opaque => {
            let text = printable(octets);
            if shown.end < piece.range.end { text + icons::ELLIPSIS } else { text }
        }
    }
}

fn named(octets: &[u8]) -> String {
    let (text, end) = crate::proto::line::first_line(octets);
    let end = match end {
        crate::proto::line::LineEnd::CrLf => icons::CR_LF,
        crate::proto::line::LineEnd::Lf => icons::LF,
        crate::proto::line::LineEnd::Missing => "",
    };
    format!("{} {end}", printable(text)).trim().to_owned()
}

/// What is inside of the octets.
fn peels_ui(ui: &mut egui::Ui, model: &Model, typed: &mut String, words: &Words) {
    let palette = theme::palette(ui);
    for peel in &model.peels {
        match peel {
            Peel::NotBase64 => {
                ui.label(RichText::new(words.get("peel-no-base64")).size(theme::SMALL).color(palette.err));
            }
            Peel::Base64 { octets, fields } => {
                let title = words.format("peel-base64", &[("count", (*octets).into())]);
                ui.label(RichText::new(title).size(theme::SMALL).color(palette.weak));
                for field in fields {
                    let value = if field.value.is_empty() { icons::NONE } else { &field.value };
                    fact_ui(ui, &words.get(field.word), value, palette.strong);
                }
            }
            Peel::Digest(digest) => digest_ui(ui, digest, typed, words),
        }
    }
}

/// A name and a value in the type of the wire.
fn fact_ui(ui: &mut egui::Ui, name: &str, value: &str, color: Color32) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(RichText::new(name).size(theme::SMALL).color(palette.weak));
        ui.label(RichText::new(value).font(theme::mono(theme::MONO)).color(color));
    });
}

/// How a digest is made, part by part.
fn digest_ui(ui: &mut egui::Ui, digest: &Digest, typed: &mut String, words: &Words) {
    let palette = theme::palette(ui);
    let (title, seed, made) = match digest.method {
        Method::Apop => ("peel-apop", "octet-timestamp", "peel-md5"),
        Method::CramMd5 => ("peel-cram-md5", "peel-challenge", "peel-hmac-md5"),
    };
    ui.label(RichText::new(words.get(title)).size(theme::SMALL).color(palette.weak));
    fact_ui(ui, &words.get(seed), &digest.seed, palette.inside);
    match (digest.asks, &digest.secret) {
        (Some(secrets), _) => secret_ui(ui, typed, secrets, words),
        (None, Some(secret)) => fact_ui(ui, &words.get("peel-secret"), secret, palette.inside),
        (None, None) => (),
    }
    if let Some(digest) = &digest.made {
        fact_ui(ui, &words.get(made), digest, palette.strong);
    }
    let (verdict, color) = match digest.agrees() {
        Some(true) => ("peel-same", palette.ok),
        Some(false) => ("peel-other", palette.err),
        None => ("peel-unknown", palette.weak),
    };
    fact_ui(ui, &words.get("peel-sent"), &digest.sent, palette.strong);
    ui.horizontal(|ui| {
        ui.label(RichText::new(words.get(verdict)).size(theme::SMALL).color(color));
        if !typed.is_empty() && ui.link(RichText::new(words.get("peel-forget")).size(theme::SMALL)).clicked() {
            typed.clear();
        }
    });
}

/// A field to type the secret of a digest.
fn secret_ui(ui: &mut egui::Ui, typed: &mut String, secrets: Secrets, words: &Words) {
    let name = words.get("peel-type-secret");
    let hidden = secrets == Secrets::Masked;
    let field = egui::TextEdit::singleline(typed).id_salt("secret").password(hidden).hint_text(name.clone());
    let response = ui.add(field.desired_width(240.0).margin(egui::vec2(8.0, 5.0)));
    response.widget_info(|| {
        let shown = if hidden { "" } else { typed.as_str() };
        let mut info = WidgetInfo::text_edit(true, "", shown, "");
        info.label = Some(name.clone());
        info
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_of_hex_belongs_to_its_octet() {
        assert_eq!(column_of(3, 16), None);
        assert_eq!([8, 9, 10, 11].map(|character| column_of(character, 16)), [Some(0), Some(0), Some(0), Some(1)]);
        assert_eq!([33, 34, 35].map(|character| column_of(character, 16)), [Some(8), Some(8), Some(8)]);
        assert_eq!(column_of(8 + 27, 8), None);
        assert_eq!(column_of(500, 16), None);
    }
}
