//! The sessions that are to be copied, as numbers: what is left of a session when its words are forgotten.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use super::secrets::Secrets;
use crate::session::RecordedSession;

/// The most comments of one frame.
const MAX_COMMENTS: usize = 16;

/// Two ends, the lesser address first.
pub(super) type Ends = (SocketAddr, SocketAddr);

/// Which sessions of a capture are to be copied, and how.
///
/// It is told of every session of the capture: those that are not chosen end others on the same ports.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    scrub: bool,
    chosen: u64,
    /// Invariant: the sessions of two ends by their first frames.
    sessions: BTreeMap<Ends, Vec<Recorded>>,
    comments: BTreeMap<u64, Comments>,
}

/// A session of the capture.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) first_frame: u64,
    pub(super) last_frame: u64,
    /// `None` if it is not chosen.
    pub(super) wanted: Option<Wanted>,
}

/// A session that is to be copied.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) client: SocketAddr,
    /// What is to be overwritten, if something is.
    pub(super) secrets: Option<Secrets>,
}

/// What is to stand beside a frame.
#[derive(Clone, Debug, Default)]
struct Comments {
    /// Invariant: at most `MAX_COMMENTS`.
    texts: Vec<Arc<str>>,
    more: u64,
}

/// Why a session cannot be copied without its secrets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Octets of the client came again with different content, and nobody knows what they were.
    Conflicts,
    /// Octets of the client or the server were not kept, to bound the memory.
    LetGo,
    /// The client said more than 2 GiB: places in it cannot be told apart.
    TooLong,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Conflicts => "octets of its client came again with different content",
            Self::LetGo => "not all of it was kept in memory",
            Self::TooLong => "its client said more than 2 GiB",
        })
    }
}

impl Selection {
    /// Nothing is chosen. With `scrub` the secrets of what will be chosen are overwritten.
    #[must_use]
    pub fn new(scrub: bool) -> Self {
        Self { scrub, ..Self::default() }
    }

    /// Chooses a session, with comments beside frames of it. One whose secrets cannot be found is left out.
    pub fn choose(
        &mut self,
        session: &RecordedSession,
        comments: impl IntoIterator<Item = (u64, Arc<str>)>,
    ) -> Result<(), Refusal> {
        let secrets = if self.scrub { Secrets::of(session).map(Some) } else { Ok(None) };
        match secrets {
            Ok(secrets) => {
                self.add(session, Some(Wanted { client: session.client, secrets }));
                self.chosen += 1;
                for (frame, text) in comments {
                    let beside = self.comments.entry(frame).or_default();
                    if beside.texts.len() < MAX_COMMENTS {
                        beside.texts.push(text);
                    } else {
                        beside.more += 1;
                    }
                }
                Ok(())
            }
            Err(refusal) => {
                self.leave_out(session);
                Err(refusal)
            }
        }
    }

    /// Does not choose a session.
    pub fn leave_out(&mut self, session: &RecordedSession) {
        self.add(session, None);
    }

    /// How many sessions are chosen.
    #[must_use]
    pub fn chosen(&self) -> u64 {
        self.chosen
    }

    fn add(&mut self, session: &RecordedSession, wanted: Option<Wanted>) {
        let (first_frame, last_frame) = (session.first_frame, session.last_frame);
        let sessions = self.sessions.entry(ends_of(session.client, session.server)).or_default();
        // They come nearly in order.
        let place = sessions.iter().rposition(|other| other.first_frame <= first_frame).map_or(0, |place| place + 1);
        sessions.insert(place, Recorded { first_frame, last_frame, wanted });
    }

    /// The sessions of two ends, by their first frames.
    pub(super) fn sessions_of(&self, ends: &Ends) -> Option<&[Recorded]> {
        self.sessions.get(ends).map(Vec::as_slice)
    }

    /// What is to stand beside a frame.
    pub(super) fn comments(&self, frame: u64) -> Vec<String> {
        let Some(comments) = self.comments.get(&frame) else { return Vec::new() };
        let more = (0 < comments.more).then(|| format!("{} more findings in this frame", comments.more));
        comments.texts.iter().map(ToString::to_string).chain(more).collect()
    }
}

/// Two ends in order.
pub(super) fn ends_of(one: SocketAddr, other: SocketAddr) -> Ends {
    if one <= other { (one, other) } else { (other, one) }
}
