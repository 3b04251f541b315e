//! The command palette: everything that can be done, to search in.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modal;
use eframe::egui::Modifiers;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Library;
use crate::ui::command::Overlay;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Shelf;
use crate::ui::widgets::search_field::search_field_ui;

/// The height of a line with the gap below it, and of as many lines as are seen at once.
const ROW: f32 = 27.0;
const MOST: f32 = 340.0;

/// What was typed, and which line is chosen.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The words to look for.
    pub query: String,
    chosen: usize,
}

/// What the palette offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Words, keys and the command of each line.
    pub entries: Vec<(String, String, UiCommand)>,
}

impl Model {
    /// Every command and lesson in which each of the words occurs.
    #[must_use]
    pub fn new(query: &str, shelf: &Shelf, words: &Words) -> Self {
        let query = query.to_lowercase();
        let wanted = |text: &str| query.split_whitespace().all(|word| text.to_lowercase().contains(word));
        let hidden =
            |command: &UiCommand| matches!(command, UiCommand::View(View::Overlay(None | Some(Overlay::Palette))));
        let found =
            |command: &&UiCommand| wanted(&format!("{} {}", command.label(words), named_in_window(command, words)));
        let commands = UiCommand::LISTED.iter().filter(|command| !hidden(command)).filter(found).map(|command| {
            let keys = command.keys_shown(words).first().cloned().unwrap_or_default();
            (command.label(words), keys, command.clone())
        });
        let lessons = shelf.lessons.iter().enumerate().map(|(place, lesson)| {
            let title = lesson.title.get(words.language());
            let text = words.format("palette-lesson", &[("title", title.into())]);
            (text, String::new(), UiCommand::Library(Library::Lesson(place)))
        });
        let added = Language::all().into_iter().filter(|language| matches!(language, Language::More(_)));
        let languages = added.map(|language| {
            let command = UiCommand::View(View::Language(language));
            (command.label(words), String::new(), command)
        });
        let more = languages.chain(lessons).filter(|(text, _, _)| wanted(text));
        let mut entries: Vec<_> = commands.chain(more).collect();
        // What begins as typed comes before what only holds it: "live" is no part of "delivered" to whoever types it.
        entries.sort_by_key(|(text, _, _)| !begins(text, &query));
        Self { entries }
    }
}

/// Whether a word of a text begins with each of the words that are looked for.
fn begins(text: &str, query: &str) -> bool {
    let text = text.to_lowercase();
    let words = || text.split(|character: char| !character.is_alphanumeric());
    query.split_whitespace().all(|wanted| words().any(|word| word.starts_with(wanted)))
}

/// What a page or a tab is called where it stands: people look for it by that name, too.
fn named_in_window(command: &UiCommand, words: &Words) -> String {
    if let UiCommand::View(View::Central(page)) = command {
        words.get(page.word())
    } else if let UiCommand::View(View::Tab(tab)) = command {
        words.get(tab.word())
    } else {
        String::new()
    }
}

/// Paints the palette over the window.
pub fn ui(ui: &egui::Ui, state: &mut State, shelf: &Shelf, words: &Words, outbox: &mut Outbox) {
    let close = UiCommand::View(View::Overlay(None));
    let moved = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (up, down, enter) = (moved(Key::ArrowUp), moved(Key::ArrowDown), moved(Key::Enter));
    let before = state.query.clone();
    let response = Modal::new(egui::Id::unique("palette")).show(ui.ctx(), |ui| {
        ui.set_width(480.0);
        let label = words.get("do-palette");
        let response = search_field_ui(ui, &mut state.query, &label, &words.get("palette-hint"));
        if !response.has_focus() {
            response.request_focus();
        }
        ui.add_space(4.0);
        let model = Model::new(&state.query, shelf, words);
        if state.query != before {
            state.chosen = 0;
        }
        let last = model.entries.len().saturating_sub(1);
        state.chosen = (state.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
        list_ui(ui, &model, state.chosen, up || down, words, outbox);
        if enter && let Some((_, _, command)) = model.entries.get(state.chosen) {
            outbox.send(close.clone());
            outbox.send(command.clone());
        }
    });
    if response.backdrop_response.clicked() {
        outbox.send(close);
    }
}

fn list_ui(ui: &mut egui::Ui, model: &Model, chosen: usize, moved: bool, words: &Words, outbox: &mut Outbox) {
    if model.entries.is_empty() {
        ui.weak(words.get("palette-nothing"));
    }
    // The window was only as high as what was found before: more needs its room at once.
    let rows = points(model.entries.len().min(12));
    let height = (rows * ROW).min(MOST);
    ScrollArea::vertical().max_height(MOST).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (place, (text, keys, command)) in model.entries.iter().enumerate() {
            let button = egui::Button::selectable(place == chosen, text)
                .shortcut_text(keys)
                .truncate()
                .min_size(vec2(ui.available_width(), ROW - 1.0));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, place == chosen, text));
            if place == chosen && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                outbox.send(UiCommand::View(View::Overlay(None)));
                outbox.send(command.clone());
            }
        }
    });
}
