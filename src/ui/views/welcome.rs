//! The welcome: three ways in. It comes by itself once, and later when it is asked for.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::learn::Progress;
use crate::learn::library;
use crate::learn::myth::myths;
use crate::teach::Words;
use crate::ui::command::Central;
use crate::ui::command::Hand;
use crate::ui::command::Learn;
use crate::ui::command::Library;
use crate::ui::command::Page;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::measure::part;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Shelf;
use crate::ui::theme;

/// A page of fewer points has its cards one below the other.
const NARROW: f32 = 720.0;
/// How wide a card is at most.
const WIDEST: f32 = 340.0;
/// How high a card is at least.
const CARD: f32 = 232.0;

/// What the welcome shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Model {
    /// How many lessons were done, and how many there are.
    pub lessons: (usize, usize),
    /// The lesson to go on with: its place and its title.
    pub next: Option<(usize, String)>,
    /// How many myths were looked at, and how many there are.
    pub myths: (usize, usize),
    /// How many exercises were done, and how many there are.
    pub exercises: (usize, usize),
    /// The first exercise that was not done.
    pub exercise: usize,
    /// The place of the lesson about captures.
    pub tour: Option<usize>,
}

impl Model {
    /// Reads what was done.
    #[must_use]
    pub fn new(progress: &Progress, shelf: &Shelf, words: &Words) -> Self {
        let done = |name: &str| progress.lessons.contains(name);
        let next = shelf.lessons.iter().position(|lesson| !done(&lesson.name));
        let next = next.and_then(|place| Some((place, shelf.lessons.get(place)?)));
        let exercises = library::exercises();
        let is_done = |name: &String| progress.exercises.contains_key(name);
        Self {
            lessons: (shelf.lessons.iter().filter(|lesson| done(&lesson.name)).count(), shelf.lessons.len()),
            next: next.map(|(place, lesson)| (place, lesson.title.get(words.language()).to_owned())),
            myths: (progress.myths.len(), myths().len()),
            exercises: (exercises.iter().filter(|exercise| is_done(&exercise.name)).count(), exercises.len()),
            exercise: exercises.iter().position(|exercise| !is_done(&exercise.name)).unwrap_or_default(),
            tour: shelf.lessons.iter().position(|lesson| lesson.name.starts_with("tours/")),
        }
    }
}

/// Paints it as a card over whatever is open.
pub fn over_ui(ui: &egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let room = ui.ctx().content_rect().size();
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(16));
    let response = egui::Modal::new(egui::Id::unique("welcome")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width((room.x * 0.88).min(1060.0));
        ui.set_height((room.y * 0.75).min(540.0));
        self::ui(ui, model, words, outbox);
    });
    if response.backdrop_response.clicked() {
        outbox.send(UiCommand::View(View::Overlay(None)));
    }
}

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("welcome").auto_shrink(false).show(ui, |ui| {
        let palette = theme::palette(ui);
        ui.add_space((ui.available_height() * 0.08).min(56.0));
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(words.get("welcome-title")).size(26.0).color(palette.strong));
            ui.label(RichText::new(words.get("welcome-text")).size(theme::TITLE).color(palette.text));
        });
        ui.add_space(24.0);
        let narrow = ui.available_width() < NARROW;
        let width = if narrow {
            (WIDEST * 1.4).min(ui.available_width() - 16.0)
        } else {
            ((ui.available_width() - 64.0) / 3.0).min(WIDEST)
        };
        let gap = 16.0;
        if narrow {
            ui.vertical_centered(|ui| {
                for way in 0..3 {
                    card_ui(ui, way, width, 0.0, model, words, outbox);
                    ui.add_space(gap);
                }
            });
        } else {
            let left = (ui.available_width() - 3.0 * width - 2.0 * gap) / 2.0;
            // All cards are as high as the highest, which is known when all were painted.
            let id = egui::Id::unique(("highest card", words.language(), width.round().to_string()));
            let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(CARD);
            let mut highest = CARD;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(left.max(0.0));
                for way in 0..3 {
                    highest = highest.max(card_ui(ui, way, width, known, model, words, outbox));
                    ui.add_space(gap);
                }
            });
            if 0.5 < (highest - known).abs() {
                ui.data_mut(|data| data.insert_temp(id, highest));
                ui.ctx().request_repaint();
            }
        }
        ui.add_space(20.0);
        ui.vertical_centered(|ui| {
            let close = UiCommand::View(View::Central(Central::Ladder));
            if ui.button(words.get("welcome-close")).clicked() {
                outbox.send(close);
            }
            ui.label(RichText::new(words.get("welcome-again")).size(theme::SMALL).color(palette.weak));
        });
    });
}

/// Paints a card that is at least so high, and tells how high it has to be.
fn card_ui(
    ui: &mut egui::Ui,
    way: usize,
    width: f32,
    height: f32,
    model: &Model,
    words: &Words,
    outbox: &mut Outbox,
) -> f32 {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.panel)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(theme::ROUNDING)
        .inner_margin(egui::Margin::same(18));
    let card = frame.show(ui, |ui| {
        ui.set_width(width - 38.0);
        ui.set_min_height(height);
        let content = ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            match way {
                0 => learn_ui(ui, model, words, outbox),
                1 => open_ui(ui, model, words, outbox),
                _ => try_ui(ui, model, words, outbox),
            }
        });
        content.response.rect.height()
    });
    card.inner
}

fn title_ui(ui: &mut egui::Ui, title: &str, text: &str) {
    let palette = theme::palette(ui);
    ui.label(RichText::new(title).size(20.0).color(palette.strong));
    ui.label(RichText::new(text).color(palette.text));
    ui.add_space(4.0);
}

/// The button that one would press first.
fn first_ui(ui: &mut egui::Ui, text: &str, command: UiCommand, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let fill = palette.tinted(palette.accent, 0.22);
    let button = egui::Button::new(RichText::new(text).color(palette.strong)).fill(fill).wrap();
    let response = ui.add(button.min_size(vec2(ui.available_width(), 34.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.clicked() {
        outbox.send(command);
    }
}

fn other_ui(ui: &mut egui::Ui, text: &str, command: UiCommand, outbox: &mut Outbox) {
    let response = ui.add(egui::Button::new(text).wrap().min_size(vec2(ui.available_width(), 28.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.clicked() {
        outbox.send(command);
    }
}

fn counted(words: &Words, id: &str, (done, count): (usize, usize)) -> String {
    words.format(id, &[("done", done.into()), ("count", count.into())])
}

fn learn_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    title_ui(ui, &words.get("welcome-learn"), &words.get("welcome-learn-text"));
    let (done, count) = model.lessons;
    let text = counted(words, "welcome-lessons", model.lessons);
    let bar = egui::ProgressBar::new(part(done as u64, count.max(1) as u64)).desired_height(8.0);
    ui.add(bar);
    ui.label(RichText::new(text).size(theme::SMALL).color(theme::palette(ui).weak));
    match &model.next {
        Some((place, title)) => {
            let id = if done == 0 { "welcome-start" } else { "welcome-go-on" };
            let text = words.format(id, &[("title", title.into())]);
            first_ui(ui, &text, UiCommand::Library(Library::Lesson(*place)), outbox);
        }
        None => first_ui(ui, &words.get("welcome-anew"), UiCommand::Library(Library::Lesson(0)), outbox),
    }
    let myths = UiCommand::View(View::Central(Central::Learn(Page::Myths)));
    other_ui(ui, &counted(words, "welcome-myths", model.myths), myths, outbox);
}

fn open_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    title_ui(ui, &words.get("welcome-open"), &words.get("welcome-open-text"));
    let ask = UiCommand::Library(Library::Ask);
    first_ui(ui, &ask.label(words), ask, outbox);
    if let Some(tour) = model.tour {
        other_ui(ui, &words.get("welcome-tour"), UiCommand::Library(Library::Lesson(tour)), outbox);
    }
    ui.label(RichText::new(words.get("welcome-drop")).size(theme::SMALL).color(theme::palette(ui).weak));
}

fn try_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    title_ui(ui, &words.get("welcome-try"), &words.get("welcome-try-text"));
    first_ui(ui, &words.get("welcome-type"), UiCommand::Learn(Learn::Begin(model.exercise)), outbox);
    let exercises = UiCommand::View(View::Central(Central::Learn(Page::Exercises)));
    other_ui(ui, &counted(words, "welcome-exercises", model.exercises), exercises, outbox);
    let empty = UiCommand::Hand(Hand::Empty);
    other_ui(ui, &words.get("welcome-empty"), empty, outbox);
    let live = UiCommand::View(View::Central(Central::Live));
    other_ui(ui, &words.get("welcome-live"), live, outbox);
}
