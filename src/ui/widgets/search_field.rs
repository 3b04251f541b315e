//! A field to type what is looked for.

use eframe::egui;
use eframe::egui::Response;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::ui::widgets::edged::edged;

/// Paints a field as wide as there is room. The hint is its name too.
pub fn search_field_ui(ui: &mut egui::Ui, text: &mut String, name: &str, hint: &str) -> Response {
    let field = egui::TextEdit::singleline(text).id_salt(name).hint_text(hint.to_owned());
    let response = edged(ui, |ui| ui.add(field.desired_width(f32::INFINITY).margin(vec2(8.0, 5.0))));
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", text.as_str(), hint);
        info.label = Some(name.to_owned());
        info
    });
    response
}
