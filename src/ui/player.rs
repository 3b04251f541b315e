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
use crate::session::eve;
use crate::session::event::Mark;
use crate::session::timeline::What;
use crate::ui::document::Session;
use crate::ui::motion::Shift;
use crate::ui::prefs::Speed;

/// How long a step is shown at normal speed.
const STEP_MILLIS: u64 = 1100;
/// How long a note of the author is shown at least, and what each character adds to it.
const NOTE_MILLIS: u64 = 2000;
const NOTE_CHARACTER_MILLIS: u64 = 35;
const LONGEST_NOTE_MILLIS: u64 = 9000;

/// Nobody looks at an unmoving picture for longer.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Whether secrets are shown. A choice for one session, never saved.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Secrets {
    /// Bullets stand for them.
    #[default]
    Masked,
    /// The person asked to see them.
    Shown,
}

/// With whose eyes a session is seen. A choice that stays from session to session, never saved.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Eyes {
    /// Those of its two ends, and of the server's inside.
    #[default]
    Ends,
    /// Those of somebody on the wire.
    Wire,
}

/// The open session and the cursor in it.
#[derive(Clone, Debug)]
pub struct Player {
    /// The session as it is seen.
    session: Arc<Session>,
    /// The session as its ends see it.
    ends: Arc<Session>,
    /// The session as the wire shows it, once somebody has looked.
    wire: Option<Arc<Session>>,
    eyes: Eyes,
    cursor: Cursor,
    /// Invariant: the state of the timeline at the cursor.
    snapshot: Snapshot,
    /// Invariant: the state before the last step.
    before: Snapshot,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// When the next step comes, in seconds of the window's clock; `None` while it rests.
    next_at: Option<f64>,
    /// The step that was taken or taken back last, if it was one.
    shift: Option<Shift>,
    /// Counts the sessions that were opened: what a view keeps of one is worth nothing for the next.
    generation: u64,
}

impl Player {
    /// Opens a session at its beginning.
    #[must_use]
    pub fn new(session: Arc<Session>, generation: u64) -> Self {
        Self {
            ends: session.clone(),
            session,
            wire: None,
            eyes: Eyes::Ends,
            cursor: Cursor(0),
            snapshot: Snapshot::default(),
            before: Snapshot::default(),
            secrets: Secrets::Masked,
            next_at: None,
            shift: None,
            generation,
        }
    }

    /// Moves the cursor.
    pub fn go(&mut self, wish: Move) {
        let moved = self.cursor.moved(wish, self.total());
        if moved != self.cursor {
            self.shift = None;
            self.cursor = moved;
            self.snapshot = self.session.timeline.snapshot(moved);
            self.before = self.session.timeline.snapshot(Cursor(moved.0.saturating_sub(1)));
        }
    }

    /// Moves the cursor at a time; if it is by one step, its message travels for so many seconds.
    pub fn go_at(&mut self, wish: Move, now: f64, lasts: f64) {
        let before = self.cursor.0;
        self.go(wish);
        let after = self.cursor.0;
        if before.abs_diff(after) == 1 {
            let (step, forward) = (before.min(after), before < after);
            self.shift = Some(Shift { step, forward, at: now, lasts });
        }
    }

    /// The step that was taken or taken back last, if it was one, and not a jump.
    #[must_use]
    pub fn shift(&self) -> Option<Shift> {
        self.shift
    }

    /// Looks with other eyes, at the same moment.
    pub fn look(&mut self, eyes: Eyes) {
        if eyes == self.eyes {
            return;
        }
        let glimpses = self.wire().glimpses.clone().unwrap_or_default();
        let (session, shown) = match eyes {
            Eyes::Ends => (self.ends.clone(), eve::shown_to_ends(&glimpses, self.cursor.0)),
            Eyes::Wire => (self.wire(), eve::shown_on_wire(&glimpses, self.cursor.0)),
        };
        self.eyes = eyes;
        self.change(session, Cursor(shown));
    }

    /// Plays the same story anew: the cursor stays as near as it can to where it was.
    pub fn replace(&mut self, session: Arc<Session>) {
        let eyes = self.eyes;
        self.look(Eyes::Ends);
        let cursor = near(&self.session, self.cursor, &session);
        (self.ends, self.wire) = (session.clone(), None);
        self.change(session, cursor);
        self.look(eyes);
    }

    fn change(&mut self, session: Arc<Session>, cursor: Cursor) {
        self.session = session;
        self.generation += 1;
        self.shift = None;
        self.cursor = Cursor(cursor.0.min(self.total()));
        self.snapshot = self.session.timeline.snapshot(self.cursor);
        self.before = self.session.timeline.snapshot(Cursor(self.cursor.0.saturating_sub(1)));
    }

    /// The session as the wire shows it.
    pub fn wire(&mut self) -> Arc<Session> {
        self.wire.get_or_insert_with(|| Arc::new(self.ends.on_the_wire())).clone()
    }

    /// With whose eyes the session is seen.
    #[must_use]
    pub fn eyes(&self) -> Eyes {
        self.eyes
    }

    /// Goes right behind a step as the ends count them.
    pub fn go_to_ends(&mut self, step: usize) {
        let eyes = self.eyes;
        self.look(Eyes::Ends);
        self.go(Move::To(step));
        self.look(eyes);
    }

    /// The session as its ends see it.
    #[must_use]
    pub fn ends(&self) -> &Arc<Session> {
        &self.ends
    }

    /// How many steps are shown, as the ends count them.
    #[must_use]
    pub fn ends_cursor(&self) -> Cursor {
        match &self.session.glimpses {
            Some(glimpses) => Cursor(eve::shown_to_ends(glimpses, self.cursor.0)),
            None => self.cursor,
        }
    }

    /// How many steps the wire shows at the cursor.
    pub fn shown_on_wire(&mut self) -> usize {
        match self.eyes {
            Eyes::Wire => self.cursor.0,
            Eyes::Ends => {
                let cursor = self.cursor.0;
                self.wire().glimpses.as_deref().map_or(0, |glimpses| eve::shown_on_wire(glimpses, cursor))
            }
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
    ///
    /// A step lasts as long as one needs to read it, or with `true_times` as long as it really took.
    pub fn tick(&mut self, now: f64, speed: Speed, true_times: bool) -> Option<Duration> {
        let due = self.next_at?;
        if now < due {
            return Some(Duration::from_secs_f64(due - now));
        }
        if self.at_end() {
            self.pause();
            return None;
        }
        let travel = speed.scaled(Duration::from_millis(STEP_MILLIS));
        self.go_at(Move::Forward, now, travel.as_secs_f64());
        if self.at_end() {
            self.pause();
            return None;
        }
        let wait = speed.scaled(if true_times { self.true_time() } else { self.reading_time() });
        // What is said next is said when this has arrived, and not before.
        self.shift = self.shift.map(|shift| Shift { lasts: shift.lasts.min(wait.as_secs_f64()), ..shift });
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

    /// How long the next step really came after this one; what is endless is made bearable.
    fn true_time(&self) -> Duration {
        let steps = self.session.timeline.steps();
        match (self.step(), steps.get(self.cursor.0)) {
            (Some(step), Some(next)) => next.until.since(step.until).min(LONGEST_WAIT),
            (_, _) => Duration::ZERO,
        }
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

/// The place in another play of the same script: behind as many steps of the same line as before.
fn near(old: &Session, cursor: Cursor, new: &Session) -> Cursor {
    let Some(last) = cursor.step() else { return Cursor(0) };
    if cursor.0 == old.timeline.len() {
        return Cursor(new.timeline.len());
    }
    let line = |step: &Step| step.marks.iter().rev().find(|mark| matches!(mark, Mark::ScriptLine(_))).copied();
    let steps = old.timeline.steps();
    let Some(mark) = steps.get(..=last).and_then(|steps| steps.iter().rev().find_map(line)) else { return cursor };
    let nth = steps[..=last].iter().filter(|step| line(step) == Some(mark)).count();
    let places = new.timeline.steps().iter().enumerate().filter(|(_, step)| line(step) == Some(mark));
    let place = places.map(|(place, _)| place).take(nth).last();
    Cursor(place.map_or(last, |place| place) + 1)
}
