//! The runner: a thread that plays the text after each change. Of several texts that wait only the last is played.

use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread;

use eframe::egui;

use crate::source::trial::Trial;
use crate::source::trial::trial;

/// The way to the thread, and the way back.
type Ways = (Sender<(u64, String)>, Receiver<(u64, Trial)>);

/// Plays texts aside.
#[derive(Debug, Default)]
pub struct Runner {
    thread: Option<Ways>,
}

impl Runner {
    /// Lets a text be played; `revision` comes back with what came of it.
    pub fn play(&mut self, ctx: &egui::Context, revision: u64, text: String) {
        let (texts, _) = self.thread.get_or_insert_with(|| start(ctx.clone()));
        let _ = texts.send((revision, text)); // Without a thread there are no replies, and the text is safe all the same.
    }

    /// What came of the last text that was played since it was asked for.
    pub fn news(&mut self) -> Option<(u64, Trial)> {
        self.thread.as_ref()?.1.try_iter().last()
    }
}

fn start(ctx: egui::Context) -> Ways {
    let (texts, work) = channel::<(u64, String)>();
    let (sender, trials) = channel();
    let play = move || {
        while let Ok(mut next) = work.recv() {
            while let Ok(later) = work.try_recv() {
                next = later;
            }
            let (revision, text) = next;
            // What a half-written text leads to must never end the thread.
            let played = std::panic::catch_unwind(|| trial(&text)).unwrap_or_default();
            if sender.send((revision, played)).is_err() {
                return;
            }
            ctx.request_repaint();
        }
    };
    let _ = thread::Builder::new().name("editor".to_owned()).spawn(play);
    (texts, trials)
}
