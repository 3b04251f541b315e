//! The glossary: the terms on the left, what the chosen one means and who teaches it on the right.

use eframe::egui;
use eframe::egui::Panel;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::learn::taught;
use crate::teach::Words;
use crate::teach::glossary::TERMS;
use crate::teach::glossary::Term;
use crate::teach::glossary::in_text;
use crate::ui::command::Learn;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::exercises::page_frame;
use crate::ui::views::exercises::page_title_ui;

const ROW: f32 = 28.0;

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, chosen: usize, shelf: &Shelf, words: &Words, outbox: &mut Outbox) {
    page_title_ui(ui, &words.get("learn-glossary"), &words.get("glossary-text"), words, outbox);
    let list = (ui.available_width() * 0.36).clamp(150.0, 320.0);
    let panel = Panel::left("glossary").resizable(false).default_size(list).size_range(list..=list);
    panel.frame(page_frame()).show(ui, |ui| {
        ScrollArea::vertical().id_salt("terms").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (place, term) in TERMS.iter().enumerate() {
                let name = term.name(words);
                let button = egui::Button::selectable(place == chosen, &name).wrap().right_text("");
                let response = ui.add(button.min_size(vec2(ui.available_width(), ROW)));
                response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, place == chosen, &name));
                if place == chosen && ui.memory(|memory| memory.focused().is_none()) {
                    response.scroll_to_me(None); // Somebody came here from a step.
                }
                if response.clicked() {
                    outbox.send(UiCommand::Learn(Learn::Term(place)));
                }
            }
        });
    });
    if let Some(term) = TERMS.get(chosen) {
        egui::Frame::new().inner_margin(egui::Margin { left: 18, right: 14, top: 6, bottom: 8 }).show(ui, |ui| {
            ScrollArea::vertical().id_salt(("term", chosen)).auto_shrink(false).show(ui, |ui| {
                term_ui(ui, *term, shelf, words, outbox);
            });
        });
    }
}

fn term_ui(ui: &mut egui::Ui, term: Term, shelf: &Shelf, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.label(RichText::new(term.name(words)).size(18.0).strong().color(palette.strong));
    let text = term.text(words);
    ui.label(RichText::new(&text).size(theme::TITLE).color(palette.text));
    let lesson = taught::lesson_of_term(term);
    let place = lesson.and_then(|name| shelf.lessons.iter().position(|lesson| lesson.name == name));
    if let Some((place, lesson)) = place.and_then(|place| Some((place, shelf.lessons.get(place)?))) {
        let title = lesson.title.get(words.language());
        if ui.link(words.format("glossary-lesson", &[("title", title.into())])).clicked() {
            outbox.send(UiCommand::Library(Library::Lesson(place)));
        }
    }
    let near: Vec<Term> = in_text(&text, words).into_iter().filter(|other| *other != term).collect();
    if !near.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(words.get("glossary-near")).color(palette.weak));
            for other in near {
                let place = TERMS.iter().position(|one| *one == other);
                if ui.link(other.name(words)).clicked()
                    && let Some(place) = place
                {
                    outbox.send(UiCommand::Learn(Learn::Term(place)));
                }
            }
        });
    }
}
