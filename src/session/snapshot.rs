//! The state of everything at one moment of a timeline.

use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use rpds::VectorSync;

use crate::proto::Phase;
use crate::proto::other;
use crate::proto::utterance::Certainty;
use crate::session::ConnectionId;
use crate::session::event::Closing;
use crate::session::fact::StoredMessage;
use crate::session::maildrop::Maildrop;

/// All sessions and all that is known from inside. Copies share what is equal.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Snapshot {
    /// The state of each connection opened so far, by its id.
    pub sessions: VectorSync<SessionState>,
    /// The maildrops on the server, by user: facts from inside.
    pub inside: RedBlackTreeMapSync<Arc<str>, InsideMaildrop>,
}

impl Snapshot {
    /// The state of a session, or `None` if it was not opened yet.
    #[must_use]
    pub fn session(&self, connection: ConnectionId) -> Option<&SessionState> {
        self.sessions.get(connection.index())
    }
}

/// The state of one session, as the wire shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionState {
    /// How far it is.
    pub stage: Stage,
    /// How sure that is.
    pub certainty: Certainty,
    /// The last of the three states that was reached.
    pub reached: Option<Phase>,
    /// Who the client says it is.
    pub user: Option<Arc<str>>,
    /// Whether a USER was accepted and its PASS is due.
    pub user_accepted: bool,
    /// Whether the words are covered.
    pub tls: Tls,
    /// What was told of the maildrop.
    pub maildrop: Maildrop,
    /// Whether QUIT was answered: the server will close.
    pub quit: bool,
    /// Whether a QUIT was said that no reply has come to.
    pub quitting: bool,
    /// How many commands were said.
    pub asked: u64,
    /// Up to which of them all replies came, or were lost.
    pub answered: u64,
}

/// How far a session is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Stage {
    /// Connected; the greeting has not come, and before it there is no state (RFC 1939 §4).
    Greeting,
    /// Somewhere in a session whose beginning was not seen.
    Unknown,
    /// In one of the three states.
    In(Phase),
    /// In a state of a protocol beside POP3.
    Other(other::State),
    /// The connection is closed.
    Closed(Closing),
}

impl Stage {
    /// The state, if the session is in one.
    #[must_use]
    pub fn phase(self) -> Option<Phase> {
        match self {
            Self::In(phase) => Some(phase),
            Self::Greeting | Self::Unknown | Self::Other(_) | Self::Closed(_) => None,
        }
    }
}

/// Whether and how a session is covered by TLS.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Tls {
    /// In the clear.
    #[default]
    None,
    /// Since the reply to STLS (RFC 2595 §4).
    Stls,
    /// From the first octet (RFC 8314 §3.1).
    Implicit,
}

impl Tls {
    /// Its name in files and filters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Stls => "stls",
            Self::Implicit => "implicit",
        }
    }
}

impl SessionState {
    /// The state of a session that was just opened.
    #[must_use]
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            certainty: Certainty::Certain,
            reached: None,
            user: None,
            user_accepted: false,
            tls: Tls::None,
            maildrop: Maildrop::default(),
            quit: false,
            quitting: false,
            asked: 0,
            answered: 0,
        }
    }

    /// Whether a command waits for its reply.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.answered < self.asked
    }

    /// Goes on to another of the three states.
    pub fn enter(&mut self, phase: Phase) {
        self.stage = Stage::In(phase);
        self.reached = Some(phase);
        self.user_accepted = false;
    }
}

/// A maildrop on the server, as only the server knows it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct InsideMaildrop {
    /// Whether it was told what it holds. A server that is heard from a login on says only who has the lock.
    pub known: bool,
    /// Its messages in order; those that came during a session stand at the end.
    pub messages: VectorSync<StoredMessage>,
    /// The session that has the lock.
    pub locked_by: Option<ConnectionId>,
}
