//! The program behind the window: one frame collects wishes, paints, and obeys.

mod call;
mod comparing;
mod editing;
mod hand;
mod keys;
pub(crate) mod learning;
mod live;
mod obey;
mod opening;
mod view;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use crate::learn::Progress;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::source::Options;
use crate::teach::Words;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::drafts::Drafts;
use crate::ui::editor::Editor;
use crate::ui::jobs::Jobs;
use crate::ui::jobs::Loading;
use crate::ui::jobs::Report;
use crate::ui::learning::Learning;
use crate::ui::letters::Letters;
use crate::ui::live::Live;
use crate::ui::motion::FRAME;
use crate::ui::motion::Moment;
use crate::ui::notice::Notice;
use crate::ui::notice::Notices;
use crate::ui::open::in_each_language;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::prefs::Prefs;
use crate::ui::recent::Recent;
use crate::ui::shelf::Shelf;
use crate::ui::text;
use crate::ui::toast::Toast;
use crate::ui::views::Views;

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

/// The session to show when a document was read: the one of a link, or the one that was open before.
#[derive(Clone, Copy, Debug)]
struct Return {
    /// The job that reads it.
    job: u64,
    /// The number of the session.
    number: u64,
    /// The page that was open.
    page: Central,
    /// How many steps were shown, if somebody said so.
    cursor: Option<Cursor>,
}

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
    /// What was learnt, which is saved too.
    pub progress: Progress,
    /// The open exercise, and riddles.
    pub learning: Learning,
    /// The files that were opened last.
    pub recent: Recent,
    /// The words of the language.
    pub words: Words,
    /// Wishes of this frame.
    pub outbox: Outbox,
    /// What runs aside.
    pub jobs: Jobs,
    /// What went wrong.
    pub notices: Notices,
    /// The server of the window, if it runs.
    pub live: Live,
    /// What was played by hand, kept for the next run.
    pub drafts: Drafts,
    /// The scenario that is written.
    pub editor: Editor,
    /// What a key has just done, or not done.
    pub toast: Option<Toast>,
    letters: Letters,
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
            progress: Progress::default(),
            learning: Learning::default(),
            recent: Recent::default(),
            words: text::words(prefs.language),
            outbox: Outbox::default(),
            jobs: Jobs::default(),
            notices: Notices::default(),
            live: Live::default(),
            drafts: Drafts::default(),
            editor: Editor::default(),
            toast: None,
            letters: Letters::default(),
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

    /// Takes what the system asks for: it counts until somebody chooses in the menu.
    pub fn hear_of_motion(&mut self, ctx: &egui::Context, calm: bool) {
        self.prefs.motion.system = calm;
        self.prefs.motion.install(ctx);
    }

    /// What moves in this frame.
    pub(super) fn moment(&self, ctx: &egui::Context) -> Moment {
        self.prefs.motion.moment(self.player.shift(), ctx.input(|input| input.time))
    }

    /// One frame of the window.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.play_on(&ctx);
        self.take_reports(&ctx);
        self.take_live(&ctx);
        self.restore_edit(&ctx);
        self.take_dropped(&ctx);
        self.learn_on();
        self.take_answer_keys(&ctx);
        self.take_editor_keys(&ctx);
        self.take_keys(&ctx);
        self.keep_toast(&ctx);
        self.paint(ui);
        let wishes = self.outbox.drain();
        if !wishes.is_empty() {
            ctx.request_repaint(); // What was painted is out of date.
        }
        for wish in wishes {
            self.obey(&ctx, wish);
        }
        // Only the ladder moves, and only as long as something is on its way.
        if self.views.central == Central::Ladder && self.moment(&ctx).moves() {
            ctx.request_repaint_after(FRAME);
        }
    }

    fn play_on(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let before = self.player.cursor();
        let wait = self.player.tick(now, self.prefs.speed, self.prefs.true_times);
        if self.player.cursor() != before {
            self.views.subject = None;
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
                Report::Edit(opening) => self.edit(ctx, *opening),
                Report::EditPath(path) => self.outbox.send(UiCommand::Edit(command::Edit::SaveTo(path))),
                Report::EditChanged(path) => self.edit_changed(path),
                Report::EditSaved(path, text) => self.edit_saved(ctx, path, text),
                Report::Nothing => (),
            }
        }
        for notice in self.drafts.problems() {
            self.notices.add(notice);
        }
        let jobs = &self.jobs;
        self.shelf.stop(|job| jobs.runs(job), || in_each_language(|words| words.get("stopped")));
    }

    /// What a key has done is told for some seconds.
    fn keep_toast(&mut self, ctx: &egui::Context) {
        let rest = self.toast.as_ref().map(|toast| toast.rest(ctx.input(|input| input.time)));
        match rest {
            Some(Some(rest)) => ctx.request_repaint_after(rest),
            Some(None) => self.toast = None,
            None => (),
        }
    }

    fn take_dropped(&mut self, ctx: &egui::Context) {
        let files: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !files.is_empty() {
            self.outbox.send(UiCommand::Library(command::Library::Open(files)));
        }
    }
}

/// What is open before anything was opened.
fn nothing() -> Arc<Session> {
    Arc::new(Session::new(Title::default(), Timeline::default()))
}
