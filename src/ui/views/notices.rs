//! Notices: what went wrong, above the ladder, until somebody takes it away.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;

use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::notice::Notice;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// Paints the newest notices.
pub fn ui(ui: &mut egui::Ui, notices: &[Notice], words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let first = notices.len().saturating_sub(3);
    for (place, notice) in notices.iter().enumerate().skip(first) {
        let frame = egui::Frame::new()
            .fill(palette.tinted(palette.err, 0.10))
            .stroke(egui::Stroke::new(1.0, palette.err))
            .corner_radius(theme::ROUNDING)
            .inner_margin(egui::Margin::symmetric(10, 6));
        frame.show(ui, |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let response = ui.button(icons::CLOSE);
                let label = words.format("dismiss", &[("subject", (&notice.subject).into())]);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if response.on_hover_text(&label).clicked() {
                    outbox.send(UiCommand::View(View::Dismiss(place)));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true), |ui| {
                    ui.label(RichText::new(icons::WARNING).color(palette.err));
                    ui.label(RichText::new(&notice.subject).color(palette.strong).strong());
                    ui.label(RichText::new(notice.text.get(words.language())).color(palette.text));
                });
            });
        });
    }
}
