//! The library: lessons, opened captures with their sessions, and what is being loaded.

use std::sync::Arc;

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::source::branch::script::EMPTY;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Hand;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::document::Origin;
use crate::ui::document::Title;
use crate::ui::icons;
use crate::ui::jobs::Job;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Chapter;
use crate::ui::shelf::Place;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::branches;
use crate::ui::widgets::search_field::search_field_ui;
use crate::ui::widgets::whole_text::whole_text_ui;

const ROW: f32 = 26.0;

/// What the library shows, one entry a line.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// The lines, from top to bottom.
    pub entries: Vec<Entry>,
}

/// A line of the library.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Entry {
    /// A title.
    Heading(String),
    /// A quiet remark.
    Remark(String),
    /// A lesson.
    Lesson {
        /// Its place in the course.
        lesson: usize,
        /// Its title.
        title: String,
        /// Whether it is open.
        open: bool,
        /// Whether it was stepped through.
        done: bool,
        /// How many branches wait for it.
        drafts: String,
    },
    /// A file that was opened.
    File {
        /// Its place on the shelf.
        document: usize,
        /// Its name.
        name: String,
        /// Where it lies, and what is wrong with it.
        hint: String,
        /// Whether something is wrong with it.
        remarked: bool,
        /// Whether it is a capture that is open.
        open: bool,
    },
    /// A session of a document.
    Session {
        /// Where it stands.
        place: Place,
        /// What it is called.
        label: Arc<str>,
        /// Whether it is open.
        open: bool,
    },
    /// The session in which nothing happens by itself.
    Empty {
        /// Whether it is open.
        open: bool,
        /// How many branches wait for it.
        drafts: String,
    },
    /// A script or one of its branches.
    Branch(branches::Entry),
    /// Something is being loaded.
    Job {
        /// Its number.
        number: u64,
        /// What is loaded.
        subject: String,
        /// How far it is.
        thousandths: Option<u64>,
    },
}

/// What the person looks for, and what was found.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The words of the filter.
    pub filter: String,
    key: Option<Key>,
    found: Arc<Model>,
}

/// The lines are right as long as this stays the same. Progress of jobs is no part of it: see [`Model::jobs`].
#[derive(Clone, Debug, Eq, PartialEq)]
struct Key {
    revision: u64,
    opened: Option<Place>,
    filter: String,
    language: Language,
    done: usize,
}

impl State {
    /// The shelf through the filter; read again when something changed. Jobs move all the time, and are read anew.
    pub fn read(&mut self, open: &Shelf, jobs: &[Job], words: &Words) -> (Vec<Entry>, Arc<Model>) {
        let (filter, language) = (self.filter.clone(), words.language());
        let key =
            Some(Key { revision: open.revision(), opened: open.opened(), filter, language, done: open.done.len() });
        if self.key != key {
            self.found = Arc::new(Model::new(open, &[], &self.filter, words));
            self.key = key;
        }
        (Model::jobs(jobs), self.found.clone())
    }
}

impl Model {
    /// Reads the shelf, through the filter.
    #[must_use]
    pub fn new(shelf: &Shelf, jobs: &[Job], filter: &str, words: &Words) -> Self {
        let filter = filter.trim().to_lowercase();
        let wanted = |text: &str| filter.is_empty() || text.to_lowercase().contains(&filter);
        let mut entries = Self::jobs(jobs);
        let files = files(shelf, words, &wanted);
        if !files.is_empty() {
            entries.push(Entry::Heading(words.get("library-files")));
            entries.extend(files);
        }
        let empty = Origin::Lesson(EMPTY.to_owned());
        if wanted(&words.get("do-hand-empty")) || wanted(EMPTY) {
            let document = shelf.document_of_lesson(EMPTY);
            let open = document.is_some() && document == shelf.opened().map(|place| place.document);
            entries.push(Entry::Heading(words.get("hand-empty-name")));
            entries.push(Entry::Empty { open, drafts: drafts(shelf, &empty, words) });
            entries.extend(branches_of(shelf, document, words));
        }
        let whole = [Chapter { title: Title::default(), lessons: 0..shelf.lessons.len() }];
        let chapters = if shelf.chapters.is_empty() { &whole[..] } else { &shelf.chapters[..] };
        let before = entries.len();
        for chapter in chapters {
            let lessons = chapter.lessons.clone().filter_map(|place| Some((place, shelf.lessons.get(place)?)));
            let mut found = Vec::new();
            for (lesson, one) in lessons {
                let title = one.title.get(words.language());
                if wanted(title) || wanted(&one.name) {
                    let document = shelf.document_of_lesson(&one.name);
                    let open = document.is_some() && document == shelf.opened().map(|place| place.document);
                    let drafts = drafts(shelf, &Origin::Lesson(one.name.clone()), words);
                    let (title, done) = (format!("{}. {title}", lesson + 1), shelf.done.contains(&one.name));
                    found.push(Entry::Lesson { lesson, title, open, drafts, done });
                    found.extend(branches_of(shelf, document, words));
                }
            }
            let title = chapter.title.get(words.language());
            if title.is_empty() {
                entries.push(Entry::Heading(words.get("library-lessons")));
            } else if !found.is_empty() {
                let lessons = found.iter().filter_map(|entry| match entry {
                    Entry::Lesson { done, .. } => Some(*done),
                    Entry::Heading(_)
                    | Entry::Remark(_)
                    | Entry::Empty { .. }
                    | Entry::Branch(_)
                    | Entry::File { .. }
                    | Entry::Session { .. }
                    | Entry::Job { .. } => None,
                });
                let (done, count) = (lessons.clone().filter(|done| *done).count(), lessons.count());
                let counted = [("title", title.into()), ("done", done.into()), ("count", count.into())];
                entries.push(Entry::Heading(words.format("library-chapter", &counted)));
            }
            entries.extend(found);
        }
        if !entries[before..].iter().any(|entry| matches!(entry, Entry::Lesson { .. })) {
            entries.push(Entry::Remark(words.get("library-nothing")));
        }
        Self { entries }
    }

    /// What is being loaded.
    fn jobs(jobs: &[Job]) -> Vec<Entry> {
        let visible = jobs.iter().filter(|job| job.visible);
        let entry = |job: &Job| {
            let thousandths = job.progress.thousandths();
            Entry::Job { number: job.number, subject: job.subject.clone(), thousandths }
        };
        visible.map(entry).collect()
    }
}

/// How many branches of an earlier run wait for a script that was not opened yet.
fn drafts(shelf: &Shelf, origin: &Origin, words: &Words) -> String {
    let count = shelf.drafted.get(origin);
    count.map(|count| words.format("hand-drafts", &[("count", (*count).into())])).unwrap_or_default()
}

/// The script of a document and its branches, if it has any.
fn branches_of(shelf: &Shelf, document: Option<usize>, words: &Words) -> Vec<Entry> {
    let opened = document.and_then(|place| Some((place, shelf.documents().get(place)?)));
    let Some((place, document)) = opened else { return Vec::new() };
    let Some(hand) = document.hand.as_deref().filter(|hand| !hand.tree().is_empty()) else { return Vec::new() };
    branches::entries(document, hand, place, shelf.opened(), words).into_iter().map(Entry::Branch).collect()
}

/// The files that were opened, and their sessions.
fn files(shelf: &Shelf, words: &Words, wanted: &impl Fn(&str) -> bool) -> Vec<Entry> {
    let language = words.language();
    let mut entries = Vec::new();
    for (document, opened) in shelf.documents().iter().enumerate() {
        let (name, where_it_lies) = match &opened.origin {
            Origin::Lesson(_) => continue,
            Origin::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
                (name, path.display().to_string())
            }
            Origin::Variations { .. } | Origin::Live | Origin::Editor => {
                (opened.title.get(language).to_owned(), opened.title.get(language).to_owned())
            }
        };
        let all = wanted(&name);
        let sessions =
            opened.sessions.iter().enumerate().filter(|(_, session)| all || wanted(session.label.get(language)));
        let branches = branches_of(shelf, Some(document), words);
        let sessions: Vec<Entry> = sessions
            .map(|(session, one)| {
                let place = Place { document, session };
                Entry::Session { place, label: one.label.shared(language), open: shelf.opened() == Some(place) }
            })
            .collect();
        if all || !sessions.is_empty() {
            let mut hint = vec![where_it_lies];
            hint.extend(opened.remarks.iter().map(|remark| remark.get(language).to_owned()));
            let remarked = !opened.remarks.is_empty();
            let open = shelf.opened().is_some_and(|place| place.document == document) && opened.capture.is_some();
            entries.push(Entry::File { document, name, hint: hint.join("\n"), remarked, open });
            entries.extend(if branches.is_empty() { sessions } else { branches });
        }
    }
    entries
}

/// Paints the library: the jobs, and below them what was found.
pub fn ui(ui: &mut egui::Ui, (jobs, model): (&[Entry], &Model), state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.add_space(2.0);
    let open = UiCommand::Library(Library::Ask);
    let button = egui::Button::new(open.label(words)).min_size(vec2(ui.available_width(), 28.0));
    let keys = open.keys_shown(words).join(", ");
    if ui.add(button).on_hover_text(format!("{} ({keys})", words.get("open-hint"))).clicked() {
        outbox.send(open);
    }
    let filter = words.get("filter");
    search_field_ui(ui, &mut state.filter, &filter, &filter);
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = ROW;
    let scroll = ScrollArea::vertical().id_salt("library").auto_shrink(false);
    scroll.show_rows(ui, ROW, jobs.len() + model.entries.len(), |ui, seen| {
        for entry in jobs.iter().chain(&model.entries).skip(seen.start).take(seen.len()) {
            let row = vec2(ui.available_width(), ROW);
            ui.allocate_ui_with_layout(row, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_min_size(row);
                entry_ui(ui, entry, palette, words, outbox);
            });
        }
    });
}

fn entry_ui(ui: &mut egui::Ui, entry: &Entry, palette: &theme::Palette, words: &Words, outbox: &mut Outbox) {
    match entry {
        Entry::Heading(text) => {
            ui.label(RichText::new(text).size(theme::SMALL).color(palette.weak));
        }
        Entry::Remark(text) => {
            ui.add(egui::Label::new(RichText::new(text).size(theme::SMALL).italics().color(palette.weak)).truncate());
        }
        Entry::Lesson { lesson, title, open, drafts, done } => {
            ui.spacing_mut().item_spacing.x = 4.0;
            let sign = RichText::new(if *done { icons::DONE } else { "" }).size(theme::SMALL).color(palette.ok);
            let response = ui.add_sized(vec2(14.0, ROW), egui::Label::new(sign).selectable(false));
            if *done {
                response.on_hover_text(words.get("library-done"));
            }
            choice_ui(ui, (title, drafts), *open, 0.0, UiCommand::Library(Library::Lesson(*lesson)), outbox);
        }
        Entry::Empty { open, drafts } => {
            let command = UiCommand::Hand(Hand::Empty);
            let response = choice_ui(ui, (&command.label(words), drafts), *open, 4.0, command, outbox);
            response.on_hover_text(words.get("hand-empty-why"));
        }
        Entry::Branch(entry) => branch_ui(ui, entry, words, outbox),
        Entry::Session { place, label, open } => {
            let show = Library::Show { document: place.document, session: place.session };
            choice_ui(ui, (label, ""), *open, 14.0, UiCommand::Library(show), outbox);
        }
        Entry::File { document, name, hint, remarked, open } => {
            let close = UiCommand::Library(Library::Close(*document));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let response = ui.add(egui::Button::new(icons::CLOSE).frame_when_inactive(false));
                let label = words.format("close-file", &[("name", name.into())]);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if response.on_hover_text(label).clicked() {
                    outbox.send(close);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    if *remarked {
                        ui.label(RichText::new(icons::WARNING).color(palette.err)).on_hover_text(hint);
                    }
                    let text = RichText::new(name).color(palette.strong);
                    let button = egui::Button::selectable(*open, text).truncate().right_text("");
                    let response = ui.add(button.min_size(vec2(ui.available_width(), ROW)));
                    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, *open, name));
                    if response.on_hover_text(hint).clicked() {
                        outbox.send(UiCommand::Library(Library::Document(*document)));
                    }
                });
            });
        }
        Entry::Job { number, subject, thousandths } => {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let response = ui.button(icons::CLOSE);
                let label = words.format("cancel-job", &[("subject", subject.into())]);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if response.on_hover_text(label).clicked() {
                    outbox.send(UiCommand::Library(Library::Cancel(*number)));
                }
                job_ui(ui, subject, *thousandths);
            });
        }
    }
}

fn job_ui(ui: &mut egui::Ui, subject: &str, thousandths: Option<u64>) {
    let part = thousandths.map_or(0.0, |part| points(usize::try_from(part).unwrap_or(1000)) / 1000.0);
    let bar = egui::ProgressBar::new(part).text(subject).desired_width(ui.available_width());
    ui.add(if thousandths.is_none() { bar.animate(true) } else { bar });
}

fn choice_ui(
    ui: &mut egui::Ui,
    (text, behind): (&str, &str),
    open: bool,
    indent: f32,
    command: UiCommand,
    outbox: &mut Outbox,
) -> egui::Response {
    ui.add_space(indent);
    let palette = theme::palette(ui);
    let width = ui.available_width();
    let behind = RichText::new(behind).size(theme::SMALL).color(palette.weak);
    let button = egui::Button::selectable(open, text).truncate().min_size(vec2(width, ROW)).right_text(behind);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, open, text));
    let response = whole_text_ui(response, text);
    if response.clicked() {
        outbox.send(command);
    }
    response
}

/// A branch: a click shows it, the other button opens a menu of what can be done with it.
fn branch_ui(ui: &mut egui::Ui, entry: &branches::Entry, words: &Words, outbox: &mut Outbox) {
    let show = UiCommand::Library(Library::Show { document: entry.place.document, session: entry.place.session });
    // Deeper than the title of the lesson that it belongs to.
    let indent = 30.0 + 12.0 * points(entry.depth.min(8));
    let response = choice_ui(ui, (&entry.name, ""), entry.open, indent, show.clone(), outbox);
    if entry.place.session == 0 {
        return; // The script stays what it is.
    }
    response.context_menu(|ui| {
        for wish in [Hand::Rename, Hand::Save, Hand::Delete] {
            let command = UiCommand::Hand(wish);
            if ui.button(command.label(words)).clicked() {
                outbox.send(show.clone());
                outbox.send(command);
                ui.close();
            }
        }
    });
}
