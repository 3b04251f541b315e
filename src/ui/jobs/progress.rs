//! What a job and the window know of each other while it runs.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;

use eframe::egui;

use crate::ui::document::Document;
use crate::ui::jobs::Report;

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
    pub(super) window: Option<(Sender<(u64, Report)>, egui::Context)>,
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
