//! Jobs: whatever takes long, each in a thread with a name. Painting never waits for one.

mod dialogs;
mod progress;
mod report;

pub use progress::Loading;
pub use progress::Progress;
pub use report::Report;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread;

use eframe::egui;

use crate::source::is_key_log;
use crate::ui::document::Document;
use crate::ui::document::Title;
use crate::ui::notice::Notice;

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

    /// Looks which of the files are key logs.
    pub fn sort_files(&mut self, ctx: &egui::Context, on_panic: Title, files: Vec<PathBuf>) {
        self.spawn(ctx, String::new(), on_panic, Kind::Aside, move |_| {
            let (key_logs, files) = files.into_iter().partition(|path| is_key_log(path));
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
