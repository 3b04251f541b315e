//! The branches of the open script: a strip above the ladder, and the card in which one gets its name.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::Key;
use eframe::egui::Modal;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::source::branch::BranchId;
use crate::source::branch::Situation;
use crate::source::branch::Tree;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::by_hand::ByHand;
use crate::ui::by_hand::label;
use crate::ui::command::Compare;
use crate::ui::command::Hand;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::document::Document;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Place;
use crate::ui::theme;
use crate::ui::widgets::command_button::menu_item_ui;
use crate::ui::widgets::search_field::search_field_ui;

/// With less room the way back is called by its key alone.
const WORDY: f32 = 470.0;

/// What is typed as the name of a branch.
#[derive(Debug, Default)]
pub struct State {
    /// The name.
    pub name: String,
    /// Where situations were tried, the last one last.
    pub trials: Vec<Trial>,
    /// The branches as they were before the last one was tried.
    pub before: Option<Tree>,
}

/// Where a situation was tried.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trial {
    /// The document, counted from 0.
    pub document: usize,
    /// The branch; nothing for the script.
    pub branch: Option<BranchId>,
    /// How many steps were shown.
    pub shown: usize,
}

/// The script and its branches.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// The script first, then each branch behind the one that it leaves.
    pub entries: Vec<Entry>,
    /// The branch that was deleted last.
    pub deleted: Option<String>,
    /// Whether the open session is a branch.
    pub on_branch: bool,
}

/// A session of the script.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// What it is called.
    pub name: String,
    /// How deep it lies in the tree.
    pub depth: usize,
    /// Whether it is open.
    pub open: bool,
    /// Behind which step it leaves its script or branch; nothing for the script.
    pub leaves: Option<usize>,
}

impl Model {
    /// Reads a document; `None` if nothing was ever played by hand in it.
    #[must_use]
    pub fn new(document: &Document, opened: Place, words: &Words) -> Option<Self> {
        let hand = document.hand.as_deref()?;
        let deleted = hand.tree().last_deleted();
        if hand.tree().is_empty() && deleted.is_none() {
            return None;
        }
        let deleted = deleted.map(|branch| label(branch).get(words.language()).to_owned());
        let entries = entries(document, hand, opened.document, Some(opened), words);
        Some(Self { entries, deleted, on_branch: hand.branch_of(opened.session).is_some() })
    }
}

/// The sessions of a script, in the order of its tree.
#[must_use]
pub fn entries(document: &Document, hand: &ByHand, place: usize, opened: Option<Place>, words: &Words) -> Vec<Entry> {
    let name = |session: usize, label: &str| match hand.branch_of(session) {
        Some(_) => label.to_owned(),
        None => words.get("hand-script"),
    };
    let language: Language = words.language();
    let sessions = document.sessions.iter().enumerate();
    sessions
        .map(|(session, one)| {
            let place = Place { document: place, session };
            let name = name(session, one.label.get(language));
            let (depth, leaves) = (hand.depth_of(session), hand.leaves(session));
            Entry { place, name, depth, open: opened == Some(place), leaves }
        })
        .collect()
}

/// Paints the strip.
pub fn ui(ui: &mut egui::Ui, model: &Model, tried: bool, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(6.0);
            let menu = format!("{} {}", words.get("hand-branch"), icons::UNFOLDED);
            ui.menu_button(menu, |ui| menu_ui(ui, model, words, outbox));
            if tried {
                let back = UiCommand::Hand(Hand::Return);
                let (label, keys) = (back.label(words), back.keys_shown(words).join(", "));
                // Where there is little room it goes to the branches, and the words stand beside the pointer.
                let whole = WORDY < ui.available_width();
                let text = if whole { format!("{label} ({keys})") } else { keys };
                let response = ui.button(RichText::new(text).size(theme::SMALL));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                let response = if whole { response } else { response.on_hover_text(&label) };
                if response.clicked() {
                    outbox.send(back);
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ScrollArea::horizontal().id_salt("branches").auto_shrink([false, true]).show(ui, |ui| {
                    for entry in &model.entries {
                        entry_ui(ui, entry, words, outbox);
                    }
                    if let Some(name) = &model.deleted {
                        let text = words.format("hand-deleted", &[("name", name.into())]);
                        ui.label(RichText::new(text).size(theme::SMALL).italics().color(palette.weak));
                        let restore = UiCommand::Hand(Hand::Restore);
                        if ui.link(RichText::new(restore.label(words)).size(theme::SMALL)).clicked() {
                            outbox.send(restore);
                        }
                    }
                });
            });
        });
    });
    ui.add_space(2.0);
}

fn entry_ui(ui: &mut egui::Ui, entry: &Entry, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let text = format!("{}{}", icons::FOLDED.repeat(entry.depth), entry.name);
    let color = if entry.open { palette.strong } else { palette.text };
    let button = Button::selectable(entry.open, RichText::new(text).size(theme::SMALL).color(color));
    let response = ui.add(button.frame_when_inactive(true));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, entry.open, &entry.name));
    if entry.open {
        let line = egui::Stroke::new(2.0, palette.accent);
        ui.painter().hline(response.rect.x_range(), response.rect.bottom(), line);
    }
    let response = match entry.leaves {
        Some(step) => response.on_hover_text(words.format("hand-leaves", &[("step", step.into())])),
        None => response,
    };
    if response.clicked() {
        outbox.send(UiCommand::Library(Library::Show { document: entry.place.document, session: entry.place.session }));
    }
}

/// The situations that can be tried at the cursor.
pub fn situations_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    for situation in Situation::ALL {
        menu_item_ui(ui, UiCommand::Hand(Hand::Try(situation)), true, words, outbox);
    }
}

/// What can be done with the open branch.
pub fn menu_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    for wish in [Hand::Rename, Hand::Save, Hand::Delete] {
        menu_item_ui(ui, UiCommand::Hand(wish), model.on_branch, words, outbox);
    }
    menu_item_ui(ui, UiCommand::Hand(Hand::Restore), model.deleted.is_some(), words, outbox);
    let Some(here) = model.entries.iter().find(|entry| entry.open) else { return };
    if model.entries.len() < 2 {
        return;
    }
    ui.separator();
    ui.menu_button(words.get("hand-compare-with"), |ui| {
        for other in model.entries.iter().filter(|entry| !entry.open) {
            if ui.button(format!("{}{}", icons::FOLDED.repeat(other.depth), other.name)).clicked() {
                outbox.send(UiCommand::Compare(Compare::With { one: here.place, other: other.place }));
                ui.close();
            }
        }
    });
}

/// Paints the card in which a branch gets its name.
pub fn rename_ui(ui: &egui::Ui, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let close = UiCommand::View(View::Overlay(None));
    let enter = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(18));
    let response = Modal::new(egui::Id::unique("rename")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(320.0);
        let name = words.get("hand-name");
        ui.label(RichText::new(&name).size(theme::TITLE).color(theme::palette(ui).strong));
        let response = search_field_ui(ui, &mut state.name, &name, "");
        if !response.has_focus() {
            response.request_focus();
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let done = ui.add(Button::new(words.get("hand-name-ok")).min_size(vec2(90.0, 26.0))).clicked();
            (done, ui.button(close.label(words)).clicked())
        })
        .inner
    });
    let (done, cancelled) = response.inner;
    if done || enter {
        outbox.send(UiCommand::Hand(Hand::Name(state.name.clone())));
    }
    if done || enter || cancelled || response.backdrop_response.clicked() {
        outbox.send(close);
    }
}
