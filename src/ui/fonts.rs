//! The fonts: which ones stand behind which, so that every character we use has its glyph.

use eframe::egui::FontDefinitions;
use eframe::egui::FontFamily;

/// The fonts of the window.
///
/// The proportional font of egui has Latin, Greek and Cyrillic letters and no arrows; the
/// monospaced one has arrows and shapes, so it stands behind it.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let proportional = fonts.families.entry(FontFamily::Proportional).or_default();
    if !proportional.iter().any(|name| name == MONOSPACE) {
        let behind = proportional.iter().position(|name| name == PROPORTIONAL).map_or(0, |place| place + 1);
        proportional.insert(behind, MONOSPACE.to_owned());
    }
    fonts
}

const PROPORTIONAL: &str = "Ubuntu-Light";
const MONOSPACE: &str = "Hack";
