//! How each kind of octets looks: its colour, and its line below or its ground.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::TextFormat;

use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::bytes::pieces::Kind;
use crate::ui::views::bytes::pieces::Piece;

/// Each kind has its colour, and its line below or its ground: never colour alone.
pub(super) fn format(kind: Kind, palette: &Palette, size: f32) -> TextFormat {
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
pub(super) fn format_of(piece: &Piece, lit: Option<&Piece>, palette: &Palette, size: f32) -> TextFormat {
    let mut format = format(piece.kind, palette, size);
    if piece.secret {
        format.color = palette.inside;
    }
    if lit == Some(piece) {
        format.background = palette.tinted(palette.accent, 0.35);
    }
    format
}
