//! The program behind the window: one frame collects wishes, paints, and obeys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use eframe::egui::ViewportCommand;

use crate::session::Timeline;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command;
use crate::ui::command::Overlay;
use crate::ui::command::Playback;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::jobs::Jobs;
use crate::ui::jobs::Progress;
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
use crate::ui::views::transcript;

/// Reads a lesson or a file. It runs in a thread of its own.
pub type Opener = Arc<dyn Fn(&Origin, &Progress) -> Result<Document, Notice> + Send + Sync>;

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
        }
    }

    /// One frame of the window.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.play_on(&ctx);
        self.take_reports();
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
            self.say_empty(&document);
        }
        let place = Place { document: self.shelf.put(document), session: 0 };
        self.show_session(place);
    }

    /// Of several files that were opened together the first one is shown.
    fn take_document(&mut self, document: Document, first: bool) {
        if first || self.shelf.opened().is_none() {
            self.show(document);
        } else if document.sessions.is_empty() {
            self.say_empty(&document);
            self.shelf.put(document);
        } else {
            self.shelf.put(document);
        }
    }

    fn say_empty(&mut self, document: &Document) {
        let subject = document.title.get(self.prefs.language).to_owned();
        self.notices.add(Notice { subject, text: in_each_language(|words| words.get("no-sessions")) });
    }

    /// Opens a lesson, counted from 0.
    pub fn open_lesson(&mut self, ctx: &egui::Context, lesson: usize) {
        let Some(lesson) = self.shelf.lessons.get(lesson) else { return };
        match self.shelf.document_of_lesson(&lesson.name) {
            Some(document) => self.show_session(Place { document, session: 0 }),
            None => self.start_loading(ctx, Origin::Lesson(lesson.name.clone()), true),
        }
    }

    /// Opens files.
    pub fn open_files(&mut self, ctx: &egui::Context, files: Vec<PathBuf>) {
        for (place, file) in files.into_iter().enumerate() {
            self.start_loading(ctx, Origin::File(file), place == 0);
        }
    }

    fn start_loading(&mut self, ctx: &egui::Context, origin: Origin, first: bool) {
        let subject = match &origin {
            Origin::Lesson(name) => name.clone(),
            Origin::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
            }
        };
        let opener = self.opener.clone();
        let on_panic = in_each_language(|words| words.get("internal-error"));
        self.jobs.start(ctx, subject, on_panic, move |progress| {
            let result = opener(&origin, progress);
            match result {
                _ if progress.is_cancelled() => Report::Nothing,
                Ok(document) => Report::Loaded { document, first },
                Err(notice) => Report::Failed(notice),
            }
        });
    }

    fn show_session(&mut self, place: Place) {
        if let Some(session) = self.shelf.open(place) {
            self.player = Player::new(session, self.player.generation() + 1);
            self.views.rule = None;
            self.views.ladder.reset();
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

    fn take_reports(&mut self) {
        for report in self.jobs.collect() {
            match report {
                Report::Chosen(files) => self.outbox.send(UiCommand::Library(command::Library::Open(files))),
                Report::Loaded { document, first } => self.take_document(document, first),
                Report::Letter(key, letter) => self.views.message.take(key, *letter),
                Report::Saved(title) => self.views.message.saved = Some(title),
                Report::Failed(notice) => self.notices.add(notice),
                Report::Nothing => (),
            }
        }
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
        for wish in UiCommand::pressed(ctx, covered) {
            match wish {
                UiCommand::View(command::View::Overlay(overlay)) if covered && overlay == self.views.overlay => {
                    self.outbox.send(UiCommand::View(command::View::Overlay(None)));
                }
                wish => self.outbox.send(wish),
            }
        }
    }

    fn obey(&mut self, ctx: &egui::Context, wish: UiCommand) {
        match wish {
            UiCommand::Cursor(wish) => {
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
            Playback::Toggle => self.player.play(ctx.input(|input| input.time)),
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
            Library::Open(files) => self.open_files(ctx, files),
            Library::Lesson(lesson) => self.open_lesson(ctx, lesson),
            Library::Show { document, session } => self.show_session(Place { document, session }),
            Library::Close(document) => {
                self.shelf.close(document);
                if self.shelf.opened().is_none() {
                    self.player = Player::new(nothing(), self.player.generation() + 1);
                    self.open_lesson(ctx, 0);
                }
            }
            Library::Cancel(job) => self.jobs.cancel(job),
            Library::PreviousSession | Library::NextSession => {
                if let Some(place) = self.shelf.neighbour(wish == Library::NextSession) {
                    self.show_session(place);
                }
            }
        }
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
            Session::ToggleFold(step) => self.views.ladder.toggle(step),
            Session::UnfoldAll => self.views.ladder.unfold_all(self.player.session()),
            Session::FoldAll => self.views.ladder.fold_all(),
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

    fn obey_view(&mut self, ctx: &egui::Context, wish: command::View) {
        use command::View;
        match wish {
            View::Tab(tab) => {
                self.views.tab = tab;
                self.prefs.shown.lower = true;
            }
            View::Rule(rule) => {
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
