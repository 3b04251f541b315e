//! The octets as hex, sixteen or eight in a row.

use std::ops::Range;

use eframe::egui;
use eframe::egui::ScrollArea;
use eframe::egui::TextFormat;
use eframe::egui::text::LayoutJob;

use crate::ui::icons;
use crate::ui::measure::count;
use crate::ui::measure::points;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::look::format_of;
use crate::ui::views::bytes::pieces::Piece;

/// Characters before the first octet of a row of hex.
const OFFSET_CHARACTERS: usize = 8;

/// Paints all octets as hex.
pub(super) fn hex_ui(
    ui: &mut egui::Ui,
    model: &Model,
    across: usize,
    lit: Option<&Piece>,
    pointed: &mut Option<usize>,
) {
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
