//! The program behind the window: one frame collects wishes, paints, and obeys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use eframe::egui::ViewportCommand;

use crate::session::Timeline;
use crate::session::cursor::Move;
use crate::source::Options;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::command::Playback;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::jobs::Jobs;
use crate::ui::jobs::Loading;
use crate::ui::jobs::Report;
use crate::ui::notice::Notice;
use crate::ui::notice::Notices;
use crate::ui::open::in_each_language;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::prefs::Prefs;
use crate::ui::prefs::Theme;
use crate::ui::save::Saving;
use crate::ui::save::What;
use crate::ui::shelf::Place;
use crate::ui::shelf::Shelf;
use crate::ui::text;
use crate::ui::views::Views;
use crate::ui::views::stream;
use crate::ui::views::transcript;

/// Reads a lesson or a file. It runs in a thread of its own.
pub type Opener = Arc<dyn Fn(&Request, &Loading) -> Result<Document, Notice> + Send + Sync>;

/// What is to be opened, and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// What.
    pub origin: Origin,
    /// What the analysis of a capture is told.
    pub options: Options,
    /// A key log to read first; its secrets take the place of those in the options.
    pub key_log: Option<PathBuf>,
}

impl Request {
    /// What is to be opened as it is.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, options: Options::default(), key_log: None }
    }
}

/// The session to come back to when a capture was read again.
#[derive(Clone, Copy, Debug)]
struct Return {
    /// The job that reads it.
    job: u64,
    /// The number of the session.
    number: u64,
    /// The page that was open.
    page: Central,
}

/// Octets of a session that go onto the clipboard at most; more of them are saved as a file.
const MAX_COPIED: usize = 16 * 1024 * 1024;
const ZOOM_STEP: f32 = 0.1;
const ZOOM: std::ops::RangeInclusive<f32> = 0.5..=3.0;

/// All that the window knows.
pub struct App {
    /// Lessons and documents.
    pub shelf: Shelf,
    /// The open session and the cursor in it.
    pub player: Player,
    /// What the views remember by themselves.
    pub views: Views,
    /// What is saved.
    pub prefs: Prefs,
    /// The words of the language.
    pub words: Words,
    /// Wishes of this frame.
    pub outbox: Outbox,
    /// What runs aside.
    pub jobs: Jobs,
    /// What went wrong.
    pub notices: Notices,
    opener: Opener,
    last_request: Option<Request>,
    /// What each job reads that was started and may still run.
    loading: Vec<(u64, Origin)>,
    comes_back: Option<Return>,
}

impl App {
    /// A window with lessons to choose from, and nothing open.
    #[must_use]
    pub fn new(prefs: Prefs, shelf: Shelf, opener: Opener) -> Self {
        Self {
            shelf,
            player: Player::new(nothing(), 0),
            views: Views::default(),
            prefs,
            words: text::words(prefs.language),
            outbox: Outbox::default(),
            jobs: Jobs::default(),
            notices: Notices::default(),
            opener,
            last_request: None,
            loading: Vec::new(),
            comes_back: None,
        }
    }

    /// What was to be opened last.
    #[must_use]
    pub fn last_request(&self) -> Option<&Request> {
        self.last_request.as_ref()
    }

    /// One frame of the window.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.play_on(&ctx);
        self.take_reports(&ctx);
        self.take_dropped(&ctx);
        self.take_keys(&ctx);
        self.paint(ui);
        let wishes = self.outbox.drain();
        if !wishes.is_empty() {
            ctx.request_repaint(); // What was painted is out of date.
        }
        for wish in wishes {
            self.obey(&ctx, wish);
        }
    }

    /// Puts a document on the shelf and shows its first session.
    pub fn show(&mut self, document: Document) {
        if document.sessions.is_empty() {
            self.warn_of_empty(&document.title);
        }
        let document = self.shelf.put(document);
        self.show_document(document);
    }

    /// Shows a document: the table of its sessions if it is a capture of several, or else its first session.
    fn show_document(&mut self, document: usize) {
        self.show_session(Place { document, session: 0 });
        let Some(opened) = self.shelf.documents().get(document) else { return };
        self.views.central = match (&opened.capture, opened.sessions.len()) {
            (None, _) => Central::Ladder,
            (Some(_), 0) => Central::Summary,
            (Some(capture), 1) if capture.job.is_none() => Central::Ladder,
            (Some(_), _) => Central::Sessions,
        };
    }

    /// Of several files that were opened together the first one is shown.
    fn take_part(&mut self, job: u64, part: Document, first: bool, is_last: bool) {
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
            self.come_back(job, document);
        }
    }

    /// Shows the session again that was open before its capture was read anew.
    fn come_back(&mut self, job: u64, document: usize) {
        let Some(back) = self.comes_back.take_if(|back| back.job == job) else { return };
        let here = self.shelf.opened().is_some_and(|place| place.document == document);
        let Some(opened) = self.shelf.documents().get(document).filter(|_| here) else { return };
        if let Ok(session) = opened.sessions.binary_search_by_key(&back.number, |session| session.number) {
            self.show_session(Place { document, session });
            self.views.central = back.page;
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
            self.start_loading(ctx, Request::new(Origin::File(file)), place == 0);
        }
    }

    /// Opens files of which some are key logs: they open the captures that come with them, or the open one.
    fn open_sorted(&mut self, ctx: &egui::Context, files: Vec<PathBuf>, key_logs: Vec<PathBuf>) {
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
                    let request = Request { key_log: key_log.clone(), ..Request::new(Origin::File(file)) };
                    self.start_loading(ctx, request, place == 0);
                }
            }
        }
    }

    /// Reads the open capture again, with the secrets of a key log.
    fn open_key_log(&mut self, ctx: &egui::Context, key_log: PathBuf) {
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
        self.comes_back = back.map(|(number, page)| Return { job, number, page });
    }

    fn start_loading(&mut self, ctx: &egui::Context, request: Request, first: bool) -> u64 {
        let origin = request.origin.clone();
        let subject = match &origin {
            Origin::Lesson(name) => name.clone(),
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

    fn show_session(&mut self, place: Place) {
        let session = self.shelf.open(place);
        if session.is_some() || self.shelf.opened() == Some(place) {
            self.player = Player::new(session.unwrap_or_else(nothing), self.player.generation() + 1);
            self.views.rule = None;
            self.views.ladder.reset();
            self.views.central = Central::Ladder;
            self.views.sessions.select(self.player.session().number);
        }
    }

    fn play_on(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let before = self.player.cursor();
        let wait = self.player.tick(now, self.prefs.speed);
        if self.player.cursor() != before {
            self.views.rule = None;
        }
        if let Some(wait) = wait {
            ctx.request_repaint_after(wait);
        }
        if self.jobs.running().iter().any(|job| job.visible) {
            ctx.request_repaint_after(Duration::from_millis(100)); // The progress moves.
        }
    }

    fn take_reports(&mut self, ctx: &egui::Context) {
        for report in self.jobs.collect() {
            match report {
                Report::Chosen(files) => self.outbox.send(UiCommand::Library(command::Library::Open(files))),
                Report::ChosenKeyLog(path) => self.open_key_log(ctx, path),
                Report::Sorted { files, key_logs } => self.open_sorted(ctx, files, key_logs),
                Report::Letter(key, letter) => self.views.message.take(key, *letter),
                Report::Saved(title) => self.views.message.saved = Some(title),
                Report::Arrived { job, part, first } => self.take_part(job, part, first, false),
                Report::Loaded { job, document, first } => self.take_part(job, document, first, true),
                Report::Failed(notice) => self.notices.add(notice),
                Report::Nothing => (),
            }
        }
        let jobs = &self.jobs;
        self.shelf.stop(|job| jobs.runs(job), &in_each_language(|words| words.get("stopped")));
    }

    fn take_dropped(&mut self, ctx: &egui::Context) {
        let files: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !files.is_empty() {
            self.outbox.send(UiCommand::Library(command::Library::Open(files)));
        }
    }

    fn take_keys(&mut self, ctx: &egui::Context) {
        keep_arrows(ctx);
        let covered = self.views.overlay.is_some();
        let typing = ctx.text_edit_focused();
        for wish in UiCommand::pressed(ctx, covered, self.views.central == Central::Ladder) {
            match wish {
                UiCommand::View(command::View::Overlay(overlay)) if covered && overlay == self.views.overlay => {
                    self.outbox.send(UiCommand::View(command::View::Overlay(None)));
                }
                // Escape leaves a field first.
                UiCommand::View(command::View::Overlay(None)) if typing && !covered => (),
                wish => self.outbox.send(wish),
            }
        }
    }

    fn obey(&mut self, ctx: &egui::Context, wish: UiCommand) {
        match wish {
            UiCommand::Cursor(wish) => {
                self.views.central = Central::Ladder;
                self.player.pause();
                self.player.go(wish);
                self.views.rule = None;
            }
            UiCommand::Playback(wish) => self.obey_playback(ctx, wish),
            UiCommand::Library(wish) => self.obey_library(ctx, wish),
            UiCommand::Session(wish) => self.obey_session(ctx, wish),
            UiCommand::Mail(wish) => self.obey_mail(ctx, wish),
            UiCommand::View(wish) => self.obey_view(ctx, wish),
            UiCommand::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn obey_playback(&mut self, ctx: &egui::Context, wish: Playback) {
        match wish {
            Playback::Toggle if self.player.is_playing() => self.player.pause(),
            Playback::Toggle => {
                self.views.central = Central::Ladder;
                self.player.play(ctx.input(|input| input.time));
            }
            Playback::Slower => self.prefs.speed = self.prefs.speed.slower(),
            Playback::Faster => self.prefs.speed = self.prefs.speed.faster(),
        }
    }

    fn obey_library(&mut self, ctx: &egui::Context, wish: command::Library) {
        use command::Library;
        match wish {
            Library::Ask => {
                let [title, filter, all] = ["choose-title", "choose-filter", "choose-all"].map(|id| self.words.get(id));
                self.jobs.ask_for_files(ctx, title, filter, all);
            }
            Library::Open(files) => {
                let on_panic = in_each_language(|words| words.get("internal-error"));
                self.jobs.sort_files(ctx, on_panic, files);
            }
            Library::AskKeyLog => {
                let [title, filter, all] =
                    ["key-log-title", "key-log-filter", "choose-all"].map(|id| self.words.get(id));
                self.jobs.ask_for_key_log(ctx, title, filter, all);
            }
            Library::KeyLog(path) => self.open_key_log(ctx, path),
            Library::Lesson(lesson) => self.open_lesson(ctx, lesson),
            Library::Show { document, session } => self.show_session(Place { document, session }),
            Library::Document(document) => self.show_document(document),
            Library::Filter(filter) => {
                self.views.sessions.set_filter(filter);
                self.obey_view(ctx, command::View::Central(Central::Sessions));
            }
            Library::TreatAsPop3 { document, port } => self.treat_as_pop3(ctx, document, port),
            Library::Close(document) => {
                self.shelf.close(document);
                if self.shelf.opened().is_none() {
                    self.player = Player::new(nothing(), self.player.generation() + 1);
                    self.open_lesson(ctx, 0);
                }
            }
            Library::Cancel(job) => self.jobs.cancel(job),
            Library::PreviousSession | Library::NextSession => {
                if let Some(place) = self.neighbour(wish == Library::NextSession) {
                    self.show_session(place);
                }
            }
        }
    }

    /// The session before or behind the open one: in the order of the table, if the table shows it.
    fn neighbour(&self, forward: bool) -> Option<Place> {
        let here = self.shelf.opened()?;
        let in_table = self.shelf.open_document().and_then(|document| {
            let session = self.views.sessions.neighbour(document, here.session, forward)?;
            Some(Place { session, ..here })
        });
        in_table.or_else(|| self.shelf.neighbour(forward))
    }

    /// Reads a capture again, with one more port of servers that speak POP3.
    fn treat_as_pop3(&mut self, ctx: &egui::Context, document: usize, port: u16) {
        let Some(opened) = self.shelf.documents().get(document) else { return };
        let Some(capture) = &opened.capture else { return };
        let (origin, mut options) = (opened.origin.clone(), (*capture.options).clone());
        options.pop3_ports.insert(port);
        self.start_loading(ctx, Request { origin, options, key_log: None }, true);
    }

    fn obey_session(&mut self, ctx: &egui::Context, wish: command::Session) {
        use command::Session;
        match wish {
            Session::ToggleSecrets => {
                self.player.secrets = match self.player.secrets {
                    Secrets::Masked => Secrets::Shown,
                    Secrets::Shown => Secrets::Masked,
                };
            }
            Session::NextFinding | Session::PreviousFinding => {
                let (here, remarks) = (self.player.cursor().step(), self.player.session().remarks());
                let target = if wish == Session::NextFinding { remarks.next(here) } else { remarks.previous(here) };
                if let Some(step) = target {
                    self.obey(ctx, UiCommand::Cursor(Move::To(step)));
                }
            }
            Session::ToggleFold(step) => self.views.ladder.toggle(step),
            Session::UnfoldAll => self.views.ladder.unfold_all(self.player.session()),
            Session::FoldAll => self.views.ladder.fold_all(),
            Session::CopyStream => {
                let (form, secrets) = (self.views.stream.form, self.player.secrets);
                if self.said_octets() <= MAX_COPIED {
                    ctx.copy_text(stream::lines::text(self.player.session(), form, secrets, &self.words));
                } else {
                    let subject = self.words.get("do-copy-stream");
                    self.notices.add(Notice { subject, text: in_each_language(|words| words.get("stream-too-long")) });
                }
            }
            Session::SaveStream => {
                let (session, secrets) = (self.player.session().clone(), self.player.secrets);
                let (form, language) = (self.views.stream.form, self.prefs.language);
                let name = format!("session-{}.txt", session.number + 1);
                let title = self.words.get("do-save-stream");
                self.jobs.save_text(ctx, title, name, move || {
                    stream::lines::text(&session, form, secrets, &text::words(language))
                });
            }
            Session::CopyTranscript => ctx.copy_text(transcript::text(&self.player, &self.words)),
        }
    }

    fn obey_mail(&mut self, ctx: &egui::Context, wish: command::Mail) {
        use command::Mail;
        match wish {
            Mail::View(view) => {
                self.views.message.view = view;
                self.obey_view(ctx, command::View::Tab(command::Tab::Message));
            }
            Mail::RawFields => self.views.message.raw_fields ^= true,
            Mail::More => self.views.message.show_more(),
            Mail::SaveMessage => self.save(ctx, What::Message),
            Mail::SavePart(part) => self.save(ctx, What::Part(part)),
            Mail::SaveAll => self.save(ctx, What::All),
        }
    }

    fn save(&mut self, ctx: &egui::Context, what: What) {
        let session = self.shelf.opened().map_or(0, |place| place.session);
        if let Some(letter) = self.views.message.letter().cloned() {
            let title = self.words.get(if what == What::All { "save-folder-title" } else { "save-title" });
            self.jobs.ask_where_to_save(ctx, title, Saving { letter, what, session });
        }
    }

    /// How many octets were said in the open session.
    fn said_octets(&self) -> usize {
        self.player.session().timeline.steps().iter().filter_map(|step| step.said()).map(|said| said.raw.len()).sum()
    }

    fn obey_view(&mut self, ctx: &egui::Context, wish: command::View) {
        use command::View;
        match wish {
            View::Central(central) => {
                if central.is_of_session()
                    || self.shelf.open_document().is_some_and(|document| document.capture.is_some())
                {
                    self.views.central = central;
                }
            }
            View::Find if self.views.central.is_of_session() => {
                self.views.central = Central::Stream;
                self.views.stream.find();
            }
            View::Find => {
                self.obey_view(ctx, View::Central(Central::Sessions));
                self.views.sessions.find();
            }
            View::Tab(tab) => {
                self.views.central = Central::Ladder;
                self.views.tab = tab;
                self.prefs.shown.lower = true;
            }
            View::Rule(rule) => {
                self.views.central = Central::Ladder;
                self.views.rule = rule;
                self.views.tab = command::Tab::Why;
                self.prefs.shown.lower = true;
            }
            View::Language(language) => self.set_language(language),
            View::NextLanguage => {
                let all = Language::ALL;
                let here = all.iter().position(|&language| language == self.prefs.language).unwrap_or(0);
                self.set_language(all[(here + 1) % all.len()]);
            }
            View::Theme(theme) => self.set_theme(ctx, theme),
            View::OtherTheme => {
                let dark = ctx.theme() == egui::Theme::Dark;
                self.set_theme(ctx, if dark { Theme::Light } else { Theme::Dark });
            }
            View::ZoomIn => self.set_zoom(ctx, self.prefs.zoom + ZOOM_STEP),
            View::ZoomOut => self.set_zoom(ctx, self.prefs.zoom - ZOOM_STEP),
            View::ZoomReset => self.set_zoom(ctx, 1.0),
            View::FullScreen => {
                self.views.full_screen = !self.views.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.views.full_screen));
            }
            View::TogglePanel(panel) => {
                self.prefs.shown.toggle(panel, ctx.content_rect().width());
            }
            // Escape with nothing to close leads from the replay back to the table.
            View::Overlay(None) if self.views.overlay.is_none() => {
                if self.views.central.is_of_session() {
                    self.obey_view(ctx, View::Central(Central::Sessions));
                }
            }
            View::Overlay(overlay) => {
                if overlay == Some(Overlay::Palette) {
                    self.views.palette = crate::ui::views::palette::State::default();
                }
                self.views.overlay = overlay;
            }
            View::Dismiss(notice) => self.notices.dismiss(notice),
        }
    }

    fn set_language(&mut self, language: Language) {
        self.prefs.language = language;
        self.words = text::words(language);
    }

    fn set_theme(&mut self, ctx: &egui::Context, theme: Theme) {
        self.prefs.theme = theme;
        ctx.set_theme(theme.preference());
    }

    fn set_zoom(&mut self, ctx: &egui::Context, zoom: f32) {
        let zoom = (zoom / ZOOM_STEP).round() * ZOOM_STEP;
        self.prefs.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        ctx.set_zoom_factor(self.prefs.zoom);
    }
}

/// What is open before anything was opened.
fn nothing() -> Arc<Session> {
    Arc::new(Session::new(Title::default(), Timeline::default()))
}

/// The arrows belong to the timeline: a button that has the focus does not give it away for one.
fn keep_arrows(ctx: &egui::Context) {
    if ctx.text_edit_focused() {
        return;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
    ctx.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.set_focus_lock_filter(focused, filter);
        }
    });
}
