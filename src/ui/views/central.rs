//! The head of the page in the middle: what is open, and the switch between the pages of a capture.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Central;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// How wide the button of a page is.
const PAGE: f32 = 76.0;
/// The room at the edge of the page.
const EDGE: f32 = 8.0;
/// The room that a title needs beside the buttons.
const TITLE: f32 = 180.0;
/// The room that the way into the editor needs.
const INTO_EDITOR: f32 = 130.0;

/// Paints the title of the document, of the session if one is replayed, and the switch.
pub fn head_ui(
    ui: &mut egui::Ui,
    document: &Document,
    session: &str,
    page: Central,
    words: &Words,
    outbox: &mut Outbox,
) {
    let title = |ui: &mut egui::Ui| title_ui(ui, document.title.get(words.language()), session);
    let pages = pages(document).count();
    let narrow = ui.available_width() < points(pages) * (PAGE + 2.0) + TITLE + INTO_EDITOR;
    if narrow {
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(6.0);
                edit_ui(ui, document, page, words, outbox);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), title);
            });
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(6.0);
            switch_ui(ui, document, page, words, outbox);
            if !narrow {
                edit_ui(ui, document, page, words, outbox);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), title);
            }
        });
    });
    ui.add_space(2.0);
}

/// A lesson has one session, and no more to tell of.
fn pages(document: &Document) -> impl DoubleEndedIterator<Item = Central> {
    Central::ALL.into_iter().filter(|page| page.is_of_session() || document.capture.is_some())
}

/// The way into the editor: for a script itself, or for a session that was recorded.
fn edit_ui(ui: &mut egui::Ui, document: &Document, page: Central, words: &Words, outbox: &mut Outbox) {
    let recorded = document.capture.is_some() || document.origin == Origin::Live;
    let (wish, word) = match (&document.origin, document.hand.is_some()) {
        (Origin::File(_) | Origin::Editor, true) => (Edit::Copy, "do-edit-file"),
        (_, true) => (Edit::Copy, "do-edit-copy"),
        (_, false) if recorded && page.is_of_session() => (Edit::Retell, "do-edit-retell"),
        (_, false) => return,
    };
    ui.add_space(4.0);
    let button = Button::new(RichText::new(words.get(word)).size(theme::SMALL)).min_size(vec2(0.0, 24.0));
    if ui.add(button).on_hover_text(words.get("ed-edit-hint")).clicked() {
        outbox.send(UiCommand::Edit(wish));
    }
}

fn title_ui(ui: &mut egui::Ui, title: &str, session: &str) {
    let palette = theme::palette(ui);
    let room = ui.available_width();
    ui.spacing_mut().item_spacing.x = 8.0;
    let most = if session.is_empty() { room } else { room * 0.6 };
    let text = RichText::new(title).size(theme::TITLE).color(palette.strong);
    ui.scope(|ui| {
        ui.set_max_width(most);
        ui.add(egui::Label::new(text).truncate());
    });
    session_ui(ui, title, session);
}

fn session_ui(ui: &mut egui::Ui, title: &str, session: &str) {
    if !session.is_empty() && session != title {
        let label = RichText::new(session).size(theme::SMALL).color(theme::palette(ui).weak);
        ui.add(egui::Label::new(label).truncate());
    }
}

fn switch_ui(ui: &mut egui::Ui, document: &Document, page: Central, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.x = 2.0;
    // Beside panels on both sides there is little room: the buttons share it.
    let share = (ui.available_width() - EDGE) / points(pages(document).count()) - 2.0;
    let (width, size) = if share < PAGE { (share, theme::SMALL) } else { (PAGE, theme::BODY) };
    if share < PAGE {
        ui.spacing_mut().button_padding.x = 2.0;
    }
    for other in pages(document).rev() {
        let chosen = other == page;
        let name = words.get(other.word());
        let color = if chosen { palette.strong } else { palette.text };
        let button = Button::selectable(chosen, RichText::new(&name).size(size).color(color)).frame_when_inactive(true);
        let response = ui.add(button.min_size(vec2(width, 24.0)));
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
        if chosen {
            let line = egui::Stroke::new(2.0, palette.accent);
            ui.painter().hline(response.rect.x_range(), response.rect.bottom(), line);
        }
        let command = UiCommand::View(View::Central(other));
        let keys = command.keys_shown(words).join(", ");
        if response.on_hover_text(format!("{} ({keys})", command.label(words))).clicked() {
            outbox.send(command);
        }
    }
}
