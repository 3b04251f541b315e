//! The whole of a text that was cut: told only where it was, for what can be read is not told twice.

use eframe::egui::Response;

/// Tells the text of a widget that had no room for it while the pointer is over it.
#[must_use]
pub fn whole_text_ui(response: Response, text: &str) -> Response {
    let cut = response.intrinsic_size().is_none_or(|whole| response.rect.width() + 0.5 < whole.x);
    if cut { response.on_hover_text(text) } else { response }
}
