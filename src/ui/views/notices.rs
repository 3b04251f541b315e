//! Notices: what went wrong, above the ladder, until somebody takes it away.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::TextFormat;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::notice::Notice;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// The most room that notices take from what they stand above.
const MAX_HEIGHT: f32 = 150.0;
/// The width of sign and button.
const BESIDE: f32 = 40.0;

/// Paints the newest notices.
pub fn ui(ui: &mut egui::Ui, notices: &[Notice], words: &Words, outbox: &mut Outbox) {
    let scroll = egui::ScrollArea::vertical().id_salt("notices").max_height(MAX_HEIGHT).min_scrolled_height(MAX_HEIGHT);
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        for (place, notice) in notices.iter().enumerate().rev() {
            notice_ui(ui, place, notice, words, outbox);
        }
    });
}

fn notice_ui(ui: &mut egui::Ui, place: usize, notice: &Notice, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.tinted(palette.err, 0.10))
        .stroke(egui::Stroke::new(1.0, palette.err))
        .corner_radius(theme::ROUNDING)
        .inner_margin(egui::Margin::symmetric(10, 5));
    frame.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(icons::WARNING).color(palette.err));
            let room = vec2((ui.available_width() - BESIDE).max(100.0), 0.0);
            ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_min_width(room.x);
                let mut job = LayoutJob::default();
                let strong = TextFormat::simple(theme::sans(theme::BODY), palette.strong);
                let plain = TextFormat::simple(theme::sans(theme::BODY), palette.text);
                job.append(&notice.subject, 0.0, strong);
                job.append(notice.text.get(words.language()), 10.0, plain);
                ui.label(job);
            });
            let response = ui.button(icons::CLOSE);
            let label = words.format("dismiss", &[("subject", (&notice.subject).into())]);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if response.on_hover_text(&label).clicked() {
                outbox.send(UiCommand::View(View::Dismiss(place)));
            }
        });
    });
}
