//! The player: the open session, how much of it is shown, and whether it runs.

use std::sync::Arc;
use std::time::Duration;

use crate::proto::Protocol;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::cursor::Move;
use crate::session::timeline::What;
use crate::ui::document::Session;
use crate::ui::prefs::Speed;

/// How long a step is shown at normal speed.
const STEP_MILLIS: u64 = 1100;
/// How long a note of the author is shown at least, and what each character adds to it.
const NOTE_MILLIS: u64 = 2000;
const NOTE_CHARACTER_MILLIS: u64 = 35;
const LONGEST_NOTE_MILLIS: u64 = 9000;

/// Whether secrets are shown. A choice for one session, never saved.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Secrets {
    /// Bullets stand for them.
    #[default]
    Masked,
    /// The person asked to see them.
    Shown,
}

/// The open session and the cursor in it.
#[derive(Clone, Debug)]
pub struct Player {
    session: Arc<Session>,
    cursor: Cursor,
    /// Invariant: the state of the timeline at the cursor.
    snapshot: Snapshot,
    /// Invariant: the state before the last step.
    before: Snapshot,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// When the next step comes, in seconds of the window's clock; `None` while it rests.
    next_at: Option<f64>,
    /// Counts the sessions that were opened: what a view keeps of one is worth nothing for the next.
    generation: u64,
}

impl Player {
    /// Opens a session at its beginning.
    #[must_use]
    pub fn new(session: Arc<Session>, generation: u64) -> Self {
        Self {
            session,
            cursor: Cursor(0),
            snapshot: Snapshot::default(),
            before: Snapshot::default(),
            secrets: Secrets::Masked,
            next_at: None,
            generation,
        }
    }

    /// Moves the cursor.
    pub fn go(&mut self, wish: Move) {
        let moved = self.cursor.moved(wish, self.total());
        if moved != self.cursor {
            self.cursor = moved;
            self.snapshot = self.session.timeline.snapshot(moved);
            self.before = self.session.timeline.snapshot(Cursor(moved.0.saturating_sub(1)));
        }
    }

    /// Begins to play, from the start if the end was reached.
    pub fn play(&mut self, now: f64) {
        if self.at_end() {
            self.go(Move::First);
        }
        self.next_at = Some(now);
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.next_at = None;
    }

    /// Takes the steps that are due, and tells how long the next one can wait.
    pub fn tick(&mut self, now: f64, speed: Speed) -> Option<Duration> {
        let due = self.next_at?;
        if now < due {
            return Some(Duration::from_secs_f64(due - now));
        }
        if self.at_end() {
            self.pause();
            return None;
        }
        self.go(Move::Forward);
        if self.at_end() {
            self.pause();
            return None;
        }
        let wait = speed.scaled(self.reading_time());
        self.next_at = Some(now + wait.as_secs_f64());
        Some(wait)
    }

    /// The open session.
    #[must_use]
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// How many steps are shown.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The state at the cursor.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The state before the last step.
    #[must_use]
    pub fn before(&self) -> &Snapshot {
        &self.before
    }

    /// How many steps there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.session.timeline.len()
    }

    /// Whether every step is shown.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.cursor.0 == self.total()
    }

    /// Whether it plays.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.next_at.is_some()
    }

    /// Counts the sessions that were opened.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The step that was taken last.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.session.timeline.steps().get(self.cursor.step()?)
    }

    /// The time of the last step since the beginning.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match (self.step(), self.session.timeline.start()) {
            (Some(step), Some(start)) => step.at.since(start),
            (_, _) => Duration::ZERO,
        }
    }

    /// The connection that the diagram and the maildrop follow: the one that did something last.
    #[must_use]
    pub fn followed(&self) -> Option<ConnectionId> {
        let shown = self.session.timeline.steps().get(..self.cursor.0)?;
        shown.iter().rev().find_map(|step| step.connection)
    }

    /// What is spoken on the followed connection.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        let connection = self.followed().and_then(|id| self.session.timeline.connection(id));
        connection.map(|connection| connection.protocol).unwrap_or_default()
    }

    /// The state of the followed connection.
    #[must_use]
    pub fn followed_state(&self) -> Option<&SessionState> {
        self.snapshot.session(self.followed()?)
    }

    fn reading_time(&self) -> Duration {
        match self.step().map(|step| &step.what) {
            Some(What::Fact(Fact::Note(note))) => {
                let characters = note.en.chars().count().max(note.ru.chars().count()) as u64;
                let millis = (NOTE_MILLIS + NOTE_CHARACTER_MILLIS * characters).min(LONGEST_NOTE_MILLIS);
                Duration::from_millis(millis)
            }
            Some(_) | None => Duration::from_millis(STEP_MILLIS),
        }
    }
}
