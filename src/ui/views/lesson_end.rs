//! The end of a lesson: that it is done, and the way to the next one.

use eframe::egui;
use eframe::egui::RichText;

use crate::teach::Words;
use crate::ui::command::Central;
use crate::ui::command::Learn;
use crate::ui::command::Page;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::task::card_ui;

/// Paints the card; behind the last lesson there are the exercises.
pub fn ui(ui: &mut egui::Ui, next: Option<&str>, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, |ui| {
        let palette = theme::palette(ui);
        ui.horizontal_wrapped(|ui| {
            let text = format!("{} {}", icons::DONE, words.get("lesson-done"));
            ui.label(RichText::new(text).color(palette.ok));
            let (text, command) = match next {
                Some(title) => {
                    let next = UiCommand::Learn(Learn::NextLesson);
                    let keys = next.keys_shown(words).join(", ");
                    let text = words.format("lesson-next", &[("title", title.into()), ("key", (&keys).into())]);
                    (text, next)
                }
                None => (words.get("do-exercises"), UiCommand::View(View::Central(Central::Learn(Page::Exercises)))),
            };
            if ui.add(egui::Button::new(text).truncate()).clicked() {
                outbox.send(command);
            }
        });
    });
}
