//! How documents come into the window: what is asked for, what arrives, and what is shown of it.

use std::path::PathBuf;

use eframe::egui;

use super::App;
use super::Request;
use super::Return;
use super::nothing;
use crate::session::Cursor;
use crate::source::branch::script::EMPTY;
use crate::ui::command::Central;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Title;
use crate::ui::link::Link;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::player::Player;
use crate::ui::shelf::Place;

impl App {
    /// Puts a document on the shelf and shows its first session.
    pub fn show(&mut self, mut document: Document) {
        self.take_drafts(&mut document);
        self.show_as_it_is(document);
    }

    /// The same, without what was played by hand of it before.
    pub(super) fn show_as_it_is(&mut self, document: Document) {
        if document.sessions.is_empty() {
            self.warn_of_empty(&document.title);
        }
        let document = self.shelf.put(document);
        self.show_document(document);
    }

    /// Shows a document: the table of its sessions if it is a capture of several, or else its first session.
    pub(super) fn show_document(&mut self, document: usize) {
        self.show_session(Place { document, session: 0 });
        let Some(opened) = self.shelf.documents().get(document) else { return };
        if opened.origin == Origin::Lesson(EMPTY.to_owned()) {
            self.wait_at_the_end();
            return;
        }
        if opened.is_variations() {
            self.views.central = Central::Compare;
            return;
        }
        self.views.central = match (&opened.capture, opened.sessions.len()) {
            (None, _) => Central::Ladder,
            (Some(_), 0) => Central::Summary,
            (Some(capture), 1) if capture.job.is_none() => Central::Ladder,
            (Some(_), _) => Central::Sessions,
        };
    }

    /// Of several files that were opened together the first one is shown.
    pub(super) fn take_part(&mut self, job: u64, mut part: Document, first: bool, is_last: bool) {
        self.take_drafts(&mut part);
        if let Some(exercise) = part.exercise.clone() {
            self.take_exercise(exercise, part.origin);
            return;
        }
        let title = part.title.clone();
        let (document, new) = self.shelf.add(job, part, is_last);
        if is_last && self.shelf.documents().get(document).is_some_and(|document| document.sessions.is_empty()) {
            self.warn_of_empty(&title);
        }
        let here = self.shelf.opened().map(|place| place.document);
        if new && (first || here.is_none() || here == Some(document)) {
            self.show_document(document);
        } else if is_last && !new && here == Some(document) && self.views.central == Central::Sessions {
            let alone = self.shelf.open_document().is_some_and(|document| document.sessions.len() == 1);
            if alone {
                self.views.central = Central::Ladder;
            }
        }
        if is_last {
            if let Some(Origin::File(path)) = self.shelf.documents().get(document).map(|opened| &opened.origin) {
                self.recent.add(path);
            }
            self.come_back(job, document);
        }
        self.greet();
    }

    /// Shows the session again that was open before its capture was read anew.
    fn come_back(&mut self, job: u64, document: usize) {
        let Some(back) = self.comes_back.take_if(|back| back.job == job) else { return };
        let here = self.shelf.opened().is_some_and(|place| place.document == document);
        let Some(opened) = self.shelf.documents().get(document).filter(|_| here) else { return };
        if let Ok(session) = opened.sessions.binary_search_by_key(&back.number, |session| session.number) {
            self.show_session(Place { document, session });
            self.views.central = back.page;
            if let Some(step) = back.cursor.and_then(Cursor::step) {
                self.player.go_to_ends(step);
            }
        }
    }

    fn warn_of_empty(&mut self, title: &Title) {
        let subject = title.get(self.prefs.language).to_owned();
        self.notices.add(Notice { subject, text: in_each_language(|words| words.get("no-sessions")) });
    }

    /// Opens a lesson, counted from 0.
    pub fn open_lesson(&mut self, ctx: &egui::Context, lesson: usize) {
        let Some(lesson) = self.shelf.lessons.get(lesson) else { return };
        match self.shelf.document_of_lesson(&lesson.name) {
            Some(document) => self.show_session(Place { document, session: 0 }),
            None => {
                self.start_loading(ctx, Request::new(Origin::Lesson(lesson.name.clone())), true);
            }
        }
    }

    /// Opens files.
    pub fn open_files(&mut self, ctx: &egui::Context, files: Vec<PathBuf>) {
        for (place, file) in files.into_iter().enumerate() {
            self.start_loading(ctx, Request::new(Origin::of_file(&file)), place == 0);
        }
    }

    /// Opens what a link leads to, and goes there.
    pub fn open_link(&mut self, ctx: &egui::Context, link: Link) {
        let job = self.start_loading(ctx, Request::new(link.origin), true);
        self.comes_back = Some(Return { job, number: link.session, page: Central::Ladder, cursor: Some(link.cursor) });
    }

    /// Opens files of which some are key logs: they open the captures that come with them, or the open one.
    pub(super) fn open_sorted(&mut self, ctx: &egui::Context, files: Vec<PathBuf>, key_logs: Vec<PathBuf>) {
        let mut key_logs = key_logs.into_iter();
        let key_log = key_logs.next();
        for other in key_logs {
            let text = in_each_language(|words| words.get("one-key-log"));
            self.notices.add(Notice { subject: other.display().to_string(), text });
        }
        match key_log {
            Some(key_log) if files.is_empty() => self.open_key_log(ctx, key_log),
            key_log => {
                for (place, file) in files.into_iter().enumerate() {
                    let request = Request { key_log: key_log.clone(), ..Request::new(Origin::of_file(&file)) };
                    self.start_loading(ctx, request, place == 0);
                }
            }
        }
    }

    /// Reads the open capture again, with the secrets of a key log.
    pub(super) fn open_key_log(&mut self, ctx: &egui::Context, key_log: PathBuf) {
        let opened = self.shelf.opened().zip(self.shelf.open_document());
        let Some((place, capture, origin)) =
            opened.and_then(|(place, document)| Some((place, document.capture.as_ref()?, document.origin.clone())))
        else {
            let text = in_each_language(|words| words.get("no-capture-for-key-log"));
            self.notices.add(Notice { subject: key_log.display().to_string(), text });
            return;
        };
        let open = self.shelf.documents().get(place.document).and_then(|document| document.sessions.get(place.session));
        let back = open.map(|session| (session.number, self.views.central));
        let request = Request { origin, options: (*capture.options).clone(), key_log: Some(key_log) };
        let job = self.start_loading(ctx, request, true);
        self.comes_back = back.map(|(number, page)| Return { job, number, page, cursor: None });
    }

    pub(super) fn start_loading(&mut self, ctx: &egui::Context, request: Request, first: bool) -> u64 {
        let origin = request.origin.clone();
        let subject = match &origin {
            Origin::Lesson(name) => name.clone(),
            Origin::Variations { .. } | Origin::Live | Origin::Editor => origin.stem(),
            Origin::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
            }
        };
        let opener = self.opener.clone();
        let on_panic = in_each_language(|words| words.get("internal-error"));
        // What is read anew is not read to its end as well.
        self.loading.retain(|(job, _)| self.jobs.runs(*job));
        for (job, _) in self.loading.iter().filter(|(_, other)| *other == origin) {
            self.jobs.cancel(*job);
        }
        self.last_request = Some(request.clone());
        let job = self.jobs.load(ctx, subject, on_panic, first, move |loading| opener(&request, loading));
        self.loading.push((job, origin));
        job
    }

    pub(super) fn show_session(&mut self, place: Place) {
        let session = self.shelf.open(place);
        if session.is_some() || self.shelf.opened() == Some(place) {
            let eyes = self.player.eyes();
            self.player = Player::new(session.unwrap_or_else(nothing), self.player.generation() + 1);
            self.player.look(eyes);
            self.views.subject = None;
            self.views.ladder.forget();
            self.views.line.faults = None;
            self.views.line.open &= self.script().is_some();
            self.views.command_line.leave();
            self.views.central = Central::Ladder;
            self.views.sessions.select(self.player.session().number);
            self.follow_live();
        }
    }
}
