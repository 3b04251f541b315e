//! How the tab is painted: a bar with the ways to look at a letter, and the letter in one of them.

use eframe::egui;
use eframe::egui::Align;
use eframe::egui::Layout;
use eframe::egui::RichText;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Mail;
use crate::ui::command::MailView;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::message::Extent;
use crate::ui::views::message::Letter;
use crate::ui::views::message::Model;
use crate::ui::views::message::fields;
use crate::ui::views::message::parts;
use crate::ui::views::message::raw;
use crate::ui::views::message::readable;
use crate::ui::widgets::section::empty_ui;

/// With less room the caption goes on below the buttons.
const CAPTION: f32 = 150.0;

/// Paints the tab.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let Some(letter) = &model.letter else {
        if model.is_awaited {
            empty_ui(ui, &words.get("message-awaited"));
        } else {
            empty_ui(ui, &words.get("message-empty"));
        }
        return;
    };
    bar_ui(ui, model, letter, words, outbox);
    match model.view {
        MailView::Readable => readable::ui(ui, letter, model.more, words, outbox),
        MailView::Parts => parts::ui(ui, letter, words, outbox),
        MailView::Fields => fields::ui(ui, letter, model.raw_fields, words),
        MailView::Raw => raw::ui(ui, letter, words),
    }
}

fn bar_ui(ui: &mut egui::Ui, model: &Model, letter: &Letter, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(3.0, 2.0);
        ui.spacing_mut().button_padding.y = 2.0;
        ui.spacing_mut().interact_size.y = 21.0;
        for view in MailView::ALL {
            let command = UiCommand::Mail(Mail::View(view));
            let text = RichText::new(words.get(view.word())).size(theme::SMALL + 0.5);
            let button = egui::Button::selectable(view == model.view, text);
            if ui.add(button).on_hover_text(command.label(words)).clicked() {
                outbox.send(command);
            }
        }
        ui.add_space(6.0);
        save_ui(ui, UiCommand::Mail(Mail::SaveMessage), words, outbox);
        match model.view {
            MailView::Readable => (),
            MailView::Parts => parts::tools_ui(ui, letter, words, outbox),
            MailView::Fields => fields::tools_ui(ui, letter, model.raw_fields, words, outbox),
            MailView::Raw => raw::tools_ui(ui, letter, words),
        }
        ui.add_space(6.0);
        if ui.available_size_before_wrap().x < CAPTION {
            ui.end_row();
        }
        let room = vec2(ui.available_size_before_wrap().x, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            let (mut caption, mut color) = (letter.caption(words), palette.weak);
            match letter.extent {
                Extent::Whole | Extent::Top => (),
                Extent::Cut => {
                    caption = format!("{} {caption}", icons::WARNING);
                    color = palette.err;
                }
            }
            if let Some(saved) = &model.saved {
                (caption, color) = (saved.get(words.language()).to_owned(), palette.ok);
            }
            ui.add(egui::Label::new(RichText::new(caption).size(theme::SMALL).color(color)).truncate());
        });
    });
    ui.add_space(1.0);
}

/// A small button that saves something.
pub(super) fn save_ui(ui: &mut egui::Ui, command: UiCommand, words: &Words, outbox: &mut Outbox) {
    let text = RichText::new(command.label(words)).size(theme::SMALL + 0.5);
    if ui.button(text).clicked() {
        outbox.send(command);
    }
}
