//! The octets as text, line by line, with what is no text named.

use eframe::egui;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;

use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::ui::icons;
use crate::ui::theme;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::look::format_of;
use crate::ui::views::bytes::pieces::Kind;
use crate::ui::views::bytes::pieces::Piece;

/// Octets of one piece that are shown as text; the hex shows all.
const PIECE_OCTETS: usize = 400;
/// Pieces of a line that are named one by one.
pub(super) const MAX_CHIPS: usize = 40;

/// Paints all lines.
pub(super) fn lines_ui(ui: &mut egui::Ui, model: &Model, lit: Option<&Piece>, pointed: &mut Option<usize>) {
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
pub(super) fn line_ui(ui: &mut egui::Ui, model: &Model, line: usize, lit: Option<&Piece>, pointed: &mut Option<usize>) {
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
        | Kind::Stuffing => cut_off(printable(octets), shown.end < piece.range.end),
        Kind::Opaque => cut_off(sealed(octets), shown.end < piece.range.end),
    }
}

fn cut_off(text: String, more: bool) -> String {
    if more { text + icons::ELLIPSIS } else { text }
}

/// Octets that are no text, though some of them look so: what is not ASCII is no letter.
fn sealed(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for octet in octets {
        match octet {
            b' '..=b'~' => text.push(char::from(*octet)),
            _ => text.push_str(icons::CONTROL),
        }
    }
    text
}

fn named(octets: &[u8]) -> String {
    let (text, end) = first_line(octets);
    let end = match end {
        LineEnd::CrLf => icons::CR_LF,
        LineEnd::Lf => icons::LF,
        LineEnd::Missing => "",
    };
    format!("{} {end}", printable(text)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_octets_are_no_letters_of_any_script() {
        assert_eq!(sealed(b"\x16\x03\x01 a~\xe6\xbc\xa2\x7f"), "··· a~····");
    }
}
