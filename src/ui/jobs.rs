//! Jobs: whatever takes long, each in a thread with a name. Painting never waits for one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread;

use eframe::egui;

use crate::ui::document::Document;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::editor::state::Opening;
use crate::ui::notice::Notice;
use crate::ui::save::Saving;
use crate::ui::save::What;
use crate::ui::save::save_mails;
use crate::ui::views::message::Letter;
use crate::ui::views::message::state::Key;

/// What a job brings back.
#[derive(Debug)]
pub enum Report {
    /// Files that the person chose.
    Chosen(Vec<PathBuf>),
    /// The key log that the person chose.
    ChosenKeyLog(PathBuf),
    /// Files that are to be opened, and those of them that are key logs.
    Sorted {
        /// All others.
        files: Vec<PathBuf>,
        /// The key logs.
        key_logs: Vec<PathBuf>,
    },
    /// Part of a document; the job goes on.
    Arrived {
        /// The job.
        job: u64,
        /// The sessions that it found since the last time.
        part: Document,
        /// Whether it was asked for before all others that came with it.
        first: bool,
    },
    /// A document, ready to be shown; or the last part of one.
    Loaded {
        /// The job.
        job: u64,
        /// The document.
        document: Document,
        /// Whether it was asked for before all others that came with it.
        first: bool,
    },
    /// A letter, taken apart.
    Letter(Key, Box<Letter>),
    /// Something was saved: what, and where.
    Saved(Title),
    /// Where what is edited is to be saved: the dialog has asked whether a file may be replaced.
    EditPath(PathBuf),
    /// The file of what is edited was changed by somebody else.
    EditChanged(PathBuf),
    /// What is edited was saved: where, and its text.
    EditSaved(PathBuf, String),
    /// Something to edit.
    Edit(Box<Opening>),
    /// Why there is none.
    Failed(Notice),
    /// It was cancelled, or nothing was chosen.
    Nothing,
}

/// How far a job is, and whether it should stop. Both sides hold it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

/// What a job that loads a document knows of the window.
#[derive(Debug)]
pub struct Loading {
    /// Counts the jobs of this run of the program.
    pub job: u64,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// Whether it was asked for before all others that came with it.
    pub first: bool,
    window: Option<(Sender<(u64, Report)>, egui::Context)>,
}

/// A job that runs.
#[derive(Debug)]
pub struct Job {
    /// Counts the jobs of this run of the program.
    pub number: u64,
    /// What it works on.
    pub subject: String,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// Whether people see it.
    pub visible: bool,
    /// Whether it is a dialog of the system.
    pub is_dialog: bool,
}

/// What a job is to people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// They see it and can cancel it.
    Seen,
    /// They are asked something.
    Dialog,
    /// They wait for it without a word.
    Aside,
}

/// All jobs that run.
#[derive(Debug)]
pub struct Jobs {
    running: Vec<Job>,
    started: u64,
    sender: Sender<(u64, Report)>,
    reports: Receiver<(u64, Report)>,
}

impl Progress {
    /// Says how far the work is.
    pub fn set(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the work should stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// How much is done, in thousandths; `None` while nobody knows how much there is.
    #[must_use]
    pub fn thousandths(&self) -> Option<u64> {
        let total = self.total.load(Ordering::Relaxed);
        (0 < total).then(|| self.done.load(Ordering::Relaxed).min(total).saturating_mul(1000) / total)
    }
}

impl Loading {
    /// A job that no window waits for.
    #[must_use]
    pub fn alone() -> Self {
        Self { job: 0, progress: Arc::default(), first: true, window: None }
    }

    /// Gives the window a part of the document, without an end of the job.
    pub fn deliver(&self, part: Document) {
        if let Some((sender, ctx)) = &self.window {
            let report = Report::Arrived { job: self.job, part, first: self.first };
            let _ = sender.send((self.job, report)); // The window may be gone.
            ctx.request_repaint();
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, reports) = channel();
        Self { running: Vec::new(), started: 0, sender, reports }
    }
}

impl Jobs {
    /// Starts work that people see and can cancel.
    pub fn start(
        &mut self,
        ctx: &egui::Context,
        subject: String,
        on_panic: Title,
        work: impl FnOnce(&Progress) -> Report + Send + 'static,
    ) {
        self.spawn(ctx, subject, on_panic, Kind::Seen, |progress| work(progress));
    }

    /// Starts to load a document, and tells the number of the job. Parts of the document may come before its end.
    pub fn load(
        &mut self,
        ctx: &egui::Context,
        subject: String,
        on_panic: Title,
        first: bool,
        work: impl FnOnce(&Loading) -> Result<Document, Notice> + Send + 'static,
    ) -> u64 {
        let (job, window) = (self.started + 1, Some((self.sender.clone(), ctx.clone())));
        self.spawn(ctx, subject, on_panic, Kind::Seen, move |progress| {
            let loading = Loading { job, progress: progress.clone(), first, window };
            match work(&loading) {
                _ if progress.is_cancelled() => Report::Nothing,
                Ok(document) => Report::Loaded { job, document, first },
                Err(notice) => Report::Failed(notice),
            }
        });
        job
    }

    /// Starts work of the window itself, and tells its number.
    pub fn start_aside(
        &mut self,
        ctx: &egui::Context,
        subject: String,
        on_panic: Title,
        work: impl FnOnce(&Progress) -> Report + Send + 'static,
    ) -> u64 {
        self.spawn(ctx, subject, on_panic, Kind::Aside, |progress| work(progress))
    }

    /// Asks where to save with the dialog of the system, and saves. The dialog asks before a file is replaced.
    pub fn ask_where_to_save(&mut self, ctx: &egui::Context, title: String, saving: Saving) {
        if self.running.iter().any(|job| job.is_dialog) {
            return;
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let dialog = rfd::FileDialog::new().set_title(title);
            let path = match saving.what {
                What::Message | What::Part(_) => dialog.set_file_name(saving.name()).save_file(),
                What::All => dialog.pick_folder(),
            };
            path.map_or(Report::Nothing, |path| saving.save(&path))
        });
    }

    /// Asks for a folder with the dialog of the system, and saves all mails of a session in it.
    pub fn ask_where_to_save_mails(&mut self, ctx: &egui::Context, title: String, session: Arc<Session>) {
        if self.running.iter().any(|job| job.is_dialog) {
            return; // One dialog is enough.
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let folder = rfd::FileDialog::new().set_title(title).pick_folder();
            folder.map_or(Report::Nothing, |folder| save_mails(&session, &folder))
        });
    }

    /// Asks for files with the dialog of the system.
    pub fn ask_for_files(&mut self, ctx: &egui::Context, title: String, filter: String, all: String) {
        if self.running.iter().any(|job| job.is_dialog) {
            return; // One dialog is enough.
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let dialog = rfd::FileDialog::new()
                .set_title(title)
                .add_filter(filter, &["pcap", "pcapng", "cap", "gz", "zst", "ron"])
                .add_filter(all, &["*"]);
            dialog.pick_files().map_or(Report::Nothing, Report::Chosen)
        });
    }

    /// Asks for a key log with the dialog of the system.
    pub fn ask_for_key_log(&mut self, ctx: &egui::Context, title: String, filter: String, all: String) {
        if self.running.iter().any(|job| job.is_dialog) {
            return; // One dialog is enough.
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let dialog = rfd::FileDialog::new()
                .set_title(title)
                .add_filter(filter, &["keys", "log", "txt", "keylog"])
                .add_filter(all, &["*"]);
            dialog.pick_file().map_or(Report::Nothing, Report::ChosenKeyLog)
        });
    }

    /// Looks which of the files are key logs.
    pub fn sort_files(&mut self, ctx: &egui::Context, on_panic: Title, files: Vec<PathBuf>) {
        self.spawn(ctx, String::new(), on_panic, Kind::Aside, move |_| {
            let (key_logs, files) = files.into_iter().partition(|path| crate::source::is_key_log(path));
            Report::Sorted { files, key_logs }
        });
    }

    /// Asks a job to stop, and forgets it.
    pub fn cancel(&mut self, number: u64) {
        self.running.retain(|job| {
            if job.number == number {
                job.progress.cancel();
            }
            job.number != number
        });
    }

    /// All reports that came since the last frame. What a cancelled job brings is dropped.
    pub fn collect(&mut self) -> Vec<Report> {
        let mut reports = Vec::new();
        while let Ok((number, report)) = self.reports.try_recv() {
            if let Some(place) = self.running.iter().position(|job| job.number == number) {
                if !matches!(report, Report::Arrived { .. }) {
                    self.running.remove(place);
                }
                reports.push(report);
            }
        }
        reports
    }

    /// The jobs that run.
    #[must_use]
    pub fn running(&self) -> &[Job] {
        &self.running
    }

    /// Asks where to save something with the dialog of the system, and saves it. It is made aside.
    pub fn save_made(
        &mut self,
        ctx: &egui::Context,
        title: String,
        name: String,
        make: impl FnOnce() -> Result<Vec<u8>, Title> + Send + 'static,
    ) {
        if self.running.iter().any(|job| job.is_dialog) {
            return; // One dialog is enough.
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let Some(path) = rfd::FileDialog::new().set_title(title).set_file_name(name).save_file() else {
                return Report::Nothing;
            };
            let saved = make().and_then(|octets| {
                crate::export::whole_file::replace(&path, &octets).map_err(|error| Title::same(&error.to_string()))
            });
            match saved {
                Ok(()) => Report::Nothing,
                Err(text) => Report::Failed(Notice { subject: path.display().to_string(), text }),
            }
        });
    }

    /// Asks where a scenario is to be saved with the dialog of the system, which asks before a file is replaced.
    pub fn ask_for_path(&mut self, ctx: &egui::Context, title: String, name: String) {
        if self.running.iter().any(|job| job.is_dialog) {
            return; // One dialog is enough.
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            let dialog = rfd::FileDialog::new().set_title(title).set_file_name(name).add_filter("RON", &["ron"]);
            dialog.save_file().map_or(Report::Nothing, Report::EditPath)
        });
    }

    /// Whether a job still runs.
    #[must_use]
    pub fn runs(&self, number: u64) -> bool {
        self.running.iter().any(|job| job.number == number)
    }

    fn spawn(
        &mut self,
        ctx: &egui::Context,
        subject: String,
        on_panic: Title,
        kind: Kind,
        work: impl FnOnce(&Arc<Progress>) -> Report + Send + 'static,
    ) -> u64 {
        self.started += 1;
        let number = self.started;
        let progress = Arc::new(Progress::default());
        let (visible, is_dialog) = (kind == Kind::Seen, kind == Kind::Dialog);
        self.running.push(Job { number, subject: subject.clone(), progress: progress.clone(), visible, is_dialog });
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let thread = thread::Builder::new().name(format!("job {number}"));
        let spawned = thread.spawn(move || {
            let work = std::panic::AssertUnwindSafe(|| work(&progress));
            // A file must never take the window down, not even one that finds a mistake of ours.
            let report =
                std::panic::catch_unwind(work).unwrap_or_else(|_| Report::Failed(Notice { subject, text: on_panic }));
            let _ = sender.send((number, report)); // The window may be gone.
            ctx.request_repaint();
        });
        if let Err(error) = spawned {
            let report =
                Report::Failed(Notice { subject: format!("job {number}"), text: Title::same(&error.to_string()) });
            let _ = self.sender.send((number, report)); // We hold the receiver ourselves.
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::document::Origin;
    use std::time::Duration;

    fn wait_for(jobs: &mut Jobs) -> Vec<Report> {
        for _ in 0..500 {
            let reports = jobs.collect();
            if !reports.is_empty() {
                return reports;
            }
            thread::sleep(Duration::from_millis(2));
        }
        Vec::new()
    }

    #[test]
    fn a_job_reports_once_and_is_gone() {
        let mut jobs = Jobs::default();
        jobs.start(&egui::Context::default(), "x".to_owned(), Title::default(), |progress| {
            progress.set(1, 2);
            Report::Chosen(Vec::new())
        });
        assert_eq!(jobs.running().len(), 1);
        assert!(matches!(wait_for(&mut jobs)[..], [Report::Chosen(_)]));
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn what_a_cancelled_job_brings_is_dropped() {
        let mut jobs = Jobs::default();
        let (go, wait) = channel::<()>();
        jobs.start(&egui::Context::default(), "slow".to_owned(), Title::default(), move |progress| {
            let _ = wait.recv();
            assert!(progress.is_cancelled());
            Report::Nothing
        });
        jobs.cancel(1);
        go.send(()).expect("the job waits");
        thread::sleep(Duration::from_millis(20));
        assert!(jobs.collect().is_empty() && jobs.running().is_empty());
    }

    #[test]
    fn parts_come_before_the_end() {
        let mut jobs = Jobs::default();
        let (go, wait) = channel::<()>();
        let part = || Document::new(Title::same("part"), Origin::File("part".into()), Vec::new());
        jobs.load(&egui::Context::default(), "big".to_owned(), Title::default(), true, move |loading| {
            loading.deliver(part());
            let _ = wait.recv();
            Ok(part())
        });
        assert!(matches!(wait_for(&mut jobs)[..], [Report::Arrived { job: 1, first: true, .. }]));
        assert!(jobs.runs(1));
        go.send(()).expect("the job waits");
        assert!(matches!(wait_for(&mut jobs)[..], [Report::Loaded { job: 1, .. }]));
        assert!(!jobs.runs(1));
    }

    #[test]
    fn a_panic_is_a_report() {
        let mut jobs = Jobs::default();
        jobs.start(&egui::Context::default(), "bad".to_owned(), Title::default(), |_| panic!("a mistake of ours"));
        assert!(matches!(&wait_for(&mut jobs)[..], [Report::Failed(notice)] if notice.subject == "bad"));
    }
}
