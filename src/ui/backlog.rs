//! What live connections told and the window has not looked at yet: the thread that hears it waits for the window only
//! when too much is there, and the window copies a long session only now and then.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::TryLockError;

use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::RecordedSession;
use crate::source::serve::Sessions;
use crate::source::serve::Told;

/// What may wait unrecorded: events, and their octets. Beyond that they are recorded where they are heard.
const MAX_UNRECORDED: (usize, usize) = (4096, 1 << 20);
/// What may wait unrecorded at all. Beyond that whoever hears waits until the window has copied, and so the sockets are
/// not read meanwhile: what is said waits where it is, and nothing of it is lost.
const BOUND: (usize, usize) = (4 * MAX_UNRECORDED.0, 4 * MAX_UNRECORDED.1);
/// What may wait for the next frame: sessions that are over, and their octets. A hidden window has no frames.
const MAX_WAITING: (usize, u64) = (1000, 128 << 20);
/// Sessions of fewer steps are handed out whenever they grow.
const SHORT: usize = 250;
/// Steps that are copied in a second when a long session grows all the time.
const STEPS_PER_SECOND: u32 = 20_000;

/// What was told by one server, or on one connection.
#[derive(Debug, Default)]
pub struct Backlog {
    /// It is locked for no longer than it takes to put something there.
    unrecorded: Mutex<Unrecorded>,
    /// It is locked while sessions are copied. Whoever hears only tries to lock it, unless too much waits.
    recorded: Mutex<Recorded>,
}

#[derive(Debug, Default)]
struct Unrecorded {
    told: Vec<Told>,
    octets: usize,
}

impl Unrecorded {
    fn is_beyond(&self, (events, octets): (usize, usize)) -> bool {
        events < self.told.len() || octets < self.octets
    }
}

#[derive(Debug, Default)]
struct Recorded {
    sessions: Sessions,
    grown: BTreeSet<ConnectionId>,
    /// When each session was handed out last, in seconds of the window's clock.
    handed: BTreeMap<ConnectionId, f64>,
    over: Vec<(ConnectionId, RecordedSession)>,
    over_octets: u64,
    left_out: u64,
}

/// What the window takes.
#[derive(Debug, Default)]
pub struct Taken {
    /// Sessions that are over.
    pub over: Vec<(ConnectionId, RecordedSession)>,
    /// Sessions that grew, as far as they are recorded.
    pub grown: Vec<(ConnectionId, RecordedSession)>,
    /// Sessions for which there was no room.
    pub left_out: u64,
    /// In how many seconds a session is due that grew and was not handed out.
    pub wait: Option<f64>,
}

impl Backlog {
    /// Hears what a connection tells.
    pub fn hear(&self, told: Told) {
        let octets = match &told {
            Told::Event(Event { kind: EventKind::Octets { octets, .. }, .. }) => octets.len(),
            Told::Event(_) | Told::Tls { .. } | Told::Over(_) => 0,
            Told::Untrusted { .. } | Told::Sealed { .. } | Told::Secret(_) | Told::Trouble(_) | Told::Mishap(_) => {
                return; // Nothing of it stands in a session.
            }
        };
        let (many, too_many) = {
            let mut unrecorded = lock(&self.unrecorded);
            unrecorded.told.push(told);
            unrecorded.octets += octets;
            (unrecorded.is_beyond(MAX_UNRECORDED), unrecorded.is_beyond(BOUND))
        };
        if too_many {
            self.record(&mut lock(&self.recorded));
        } else if many {
            match self.recorded.try_lock() {
                Ok(mut recorded) => self.record(&mut recorded),
                Err(TryLockError::Poisoned(poisoned)) => self.record(&mut poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => (), // The window is just copying: it lasts less than a second.
            }
        }
    }

    /// Takes what is due at a time of the window's clock; at the end of all times that is everything.
    pub fn take(&self, now: f64) -> Taken {
        let mut recorded = lock(&self.recorded);
        self.record(&mut recorded);
        recorded.take(now)
    }

    /// Records what waits. In which order that happens is settled by the lock of what is recorded.
    fn record(&self, recorded: &mut Recorded) {
        let Unrecorded { told, .. } = std::mem::take(&mut *lock(&self.unrecorded));
        for told in told {
            recorded.hear(&told);
        }
    }
}

impl Recorded {
    fn hear(&mut self, told: &Told) {
        let over = self.sessions.hear(told);
        match told {
            Told::Event(event) => self.grown.extend(event.connection),
            Told::Tls { connection, .. } => {
                self.grown.insert(*connection);
            }
            Told::Over(id) => {
                self.grown.remove(id);
                self.handed.remove(id);
                let Some(session) = over else { return };
                let octets = session.client_octets + session.server_octets;
                if self.over.len() < MAX_WAITING.0 && self.over_octets + octets <= MAX_WAITING.1 {
                    self.over_octets += octets;
                    self.over.push((*id, session));
                } else {
                    self.left_out += 1;
                }
            }
            Told::Untrusted { .. } | Told::Sealed { .. } | Told::Secret(_) | Told::Trouble(_) | Told::Mishap(_) => (),
        }
    }

    fn take(&mut self, now: f64) -> Taken {
        self.over_octets = 0;
        let (over, left_out) = (std::mem::take(&mut self.over), std::mem::take(&mut self.left_out));
        let mut taken = Taken { over, left_out, ..Taken::default() };
        for id in std::mem::take(&mut self.grown) {
            let wait = self.handed.get(&id).map_or(0.0, |last| last + pause(self.sessions.steps(id)) - now);
            if 0.0 < wait {
                self.grown.insert(id);
                taken.wait = Some(taken.wait.map_or(wait, |other| other.min(wait)));
            } else if let Some(session) = self.sessions.so_far(id) {
                taken.grown.push((id, session));
                self.handed.insert(id, now);
            }
        }
        taken
    }
}

/// How long a session of so many steps is not copied again, in seconds.
fn pause(steps: usize) -> f64 {
    if steps < SHORT {
        return 0.0;
    }
    f64::from(u32::try_from(steps).unwrap_or(u32::MAX)) / f64::from(STEPS_PER_SECOND)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Protocol;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    const ID: ConnectionId = ConnectionId(3);

    fn event(kind: EventKind) -> Told {
        Told::Event(Event { at: Time::from_nanos(1), connection: Some(ID), mark: Mark::ScriptLine(1), kind })
    }

    fn opened() -> Backlog {
        let backlog = Backlog::default();
        let party = || Party { name: None, address: ([127, 0, 0, 1], 110).into() };
        let (opening, protocol) = (Opening::Connection, Protocol::Pop3);
        backlog.hear(event(EventKind::Opened(Connection { client: party(), server: party(), opening, protocol })));
        backlog
    }

    fn say(backlog: &Backlog, times: usize) {
        for place in 0..times {
            let (side, text) = if place % 2 == 0 { (Side::Server, "+OK\r\n") } else { (Side::Client, "NOOP\r\n") };
            let octets = text.as_bytes().to_vec();
            backlog.hear(event(EventKind::Octets { side, octets, cover: Cover::Clear }));
        }
    }

    fn steps(taken: &Taken) -> Vec<usize> {
        taken.grown.iter().map(|(_, session)| session.timeline.len()).collect()
    }

    #[test]
    fn whoever_hears_does_not_wait_for_the_window() {
        let backlog = opened();
        let copying = backlog.recorded.lock().expect("nobody else is here");
        say(&backlog, MAX_UNRECORDED.0 + 100);
        drop(copying);
        say(&backlog, 1);
        assert!(lock(&backlog.unrecorded).told.is_empty(), "it is recorded as soon as that can be done");
        assert_eq!(steps(&backlog.take(0.0)), [MAX_UNRECORDED.0 + 102]);
    }

    #[test]
    fn whoever_hears_too_much_waits_for_the_window_and_loses_nothing() {
        let backlog = opened();
        let all = 3 * BOUND.0;
        std::thread::scope(|scope| {
            let copying = backlog.recorded.lock().expect("nobody else is here");
            let network = scope.spawn(|| say(&backlog, all));
            let waiting = || lock(&backlog.unrecorded).told.len();
            for _ in 0..2000 {
                if BOUND.0 < waiting() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            assert_eq!(waiting(), BOUND.0 + 1, "no more is heard");
            assert!(!network.is_finished());
            drop(copying);
        });
        assert_eq!(steps(&backlog.take(0.0)), [all + 1]);
    }

    #[test]
    fn octets_are_bounded_too() {
        let backlog = opened();
        let large = || {
            let octets = vec![b'x'; 16 * 1024];
            event(EventKind::Octets { side: Side::Server, octets, cover: Cover::Clear })
        };
        std::thread::scope(|scope| {
            let copying = backlog.recorded.lock().expect("nobody else is here");
            let network = scope.spawn(|| (0..1000).for_each(|_| backlog.hear(large())));
            let waiting = || lock(&backlog.unrecorded).octets;
            for _ in 0..2000 {
                if BOUND.1 < waiting() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            assert!(waiting() <= BOUND.1 + 16 * 1024 && !network.is_finished(), "{} octets wait", waiting());
            drop(copying);
        });
        let taken = backlog.take(0.0);
        let octets: u64 = taken.grown.iter().map(|(_, session)| session.server_octets).sum();
        assert_eq!(octets, 1000 * 16 * 1024);
    }

    #[test]
    fn a_long_session_is_copied_now_and_then_and_at_its_end() {
        let backlog = opened();
        say(&backlog, 9999);
        assert_eq!(steps(&backlog.take(1.0)), [10_000]);
        let rest = backlog.take(1.01);
        assert_eq!((steps(&rest), rest.wait), (vec![], None), "without news nothing is copied");
        say(&backlog, 10);
        let early = backlog.take(1.1);
        assert!(early.grown.is_empty() && early.wait.is_some_and(|wait| 0.3 < wait && wait < 0.5), "{early:?}");
        assert_eq!(steps(&backlog.take(1.6)), [10_010]);
        say(&backlog, 1);
        backlog.hear(Told::Over(ID));
        let last = backlog.take(1.61);
        assert_eq!((last.grown.len(), last.over.len(), last.wait), (0, 1, None));
    }

    #[test]
    fn a_short_session_is_there_at_once() {
        let backlog = opened();
        for frame in 0..20 {
            say(&backlog, 2);
            assert_eq!(steps(&backlog.take(1.0 + f64::from(frame) / 60.0)).len(), 1);
        }
    }
}
