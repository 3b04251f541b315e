//! The four states of a session as types: what is not in a state cannot be done in it.

use std::mem;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::other;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Deviation;
use crate::sim::Maildrop;
use crate::sim::Profile;
use crate::sim::Store;
use crate::sim::chance::Seed;
use crate::sim::profile::TlsOffer;
use crate::sim::server::Answer;
use crate::sim::server::answer::Then;
use crate::sim::server::authorization::Authorization;
use crate::sim::server::deviate;
use crate::sim::server::deviate::Misheard;
use crate::sim::server::gate::Heard;
use crate::sim::server::transaction::Transaction;
use crate::sim::server::update::Update;
use crate::sim::store::StoreError;

/// The messages of a session, where a server shows no more.
const NEWEST: usize = 100;

/// What all sessions of a server share.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// How the server presents itself.
    pub profile: Profile,
    /// The maildrops.
    pub store: Store,
}

impl Site {
    /// Opens a maildrop for a session, with its lock.
    pub(super) fn open(&mut self, user: &str, holder: ConnectionId) -> Result<Maildrop, StoreError> {
        let mut maildrop = if self.profile.deviates(Deviation::NoLock) {
            self.store.open_shared(user, holder)?
        } else {
            self.store.open(user, holder)?
        };
        if self.profile.deviates(Deviation::NewestHundredOnly) {
            maildrop.keep_newest(NEWEST);
        }
        Ok(maildrop)
    }
}

/// One session, in one of its states.
#[derive(Debug)]
pub enum Server {
    /// The client says who it is. There is no maildrop.
    Authorization(Authorization),
    /// The client works on its maildrop.
    Transaction(Transaction),
    /// The marked messages are removed, the lock is given back.
    Update(Update),
    /// Nothing can be said any more.
    Closed,
}

/// What a session is and has, as far as clients could ever notice.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// The state, or `None` when the session is over.
    pub phase: Option<Phase>,
    /// The state in a protocol beside POP3.
    pub other: Option<other::State>,
    /// Whom the client named last without being turned down.
    pub user: Option<Arc<str>>,
    /// Whether a USER was accepted and PASS is due.
    pub user_accepted: bool,
    /// The numbers that carry a mark.
    pub marked: Vec<MessageNumber>,
    /// The numbers that were removed.
    pub removed: Vec<MessageNumber>,
    /// Whether QUIT was obeyed.
    pub quit: bool,
}

impl Server {
    /// Greets a client that has connected. The session is in the AUTHORIZATION state afterwards.
    #[must_use]
    pub fn greet(id: ConnectionId, now: Time, site: &Site) -> (Self, Answer) {
        Self::greet_as(id, site.profile.tls == TlsOffer::Implicit, now, site, None)
    }

    /// The same, on a connection that TLS covers or not, and with what nobody can foresee if it is a real one.
    #[must_use]
    pub fn greet_as(id: ConnectionId, covered: bool, now: Time, site: &Site, seed: Option<Seed>) -> (Self, Answer) {
        let (state, mut answer) = Authorization::greet(id, covered, now, site, seed);
        answer.octets = deviate::tone(answer.octets, &site.profile);
        (Self::Authorization(state), answer)
    }

    /// Tells from which port the client speaks, which RPOP asks for (RFC 1225).
    pub fn comes_from(&mut self, port: u16) {
        if let Self::Authorization(state) = self {
            state.comes_from(port);
        }
    }

    /// Answers one line. Consumes the state, so a past state cannot be used again.
    #[must_use]
    pub fn handle(self, heard: Heard<'_>, site: &mut Site) -> (Self, Answer) {
        let phase = self.phase();
        let (server, answer) = match deviate::mishear(&self, heard, site) {
            Misheard::Answered(answer) => (self, answer),
            Misheard::Line(line) => self.obey(Heard { line: &line, ..heard }, site),
        };
        let answer = deviate::misspeak(answer, heard.line, phase, site);
        (server, answer)
    }

    /// What the law makes of a line.
    fn obey(self, heard: Heard<'_>, site: &mut Site) -> Outcome {
        match self {
            Self::Authorization(state) => state.handle(heard, site),
            Self::Transaction(state) => state.handle(heard, site),
            Self::Update(_) | Self::Closed => (self, Answer::silence()),
        }
    }

    /// The connection is gone, whatever the reason. Without QUIT nothing is removed (RFC 1939 §6).
    pub fn hang_up(&mut self, site: &mut Site) -> Vec<Fact> {
        match mem::replace(self, Self::Closed) {
            Self::Transaction(state) => state.abandon(site),
            Self::Authorization(_) | Self::Update(_) | Self::Closed => Vec::new(),
        }
    }

    /// What the session is and has.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self {
            Self::Authorization(state) => state.standing(),
            Self::Transaction(state) => state.standing(),
            Self::Update(state) => state.standing(),
            Self::Closed => Standing::default(),
        }
    }

    /// Whether the next line is a command, and no response of an AUTH.
    pub(super) fn hears_commands(&self) -> bool {
        match self {
            Self::Authorization(state) => state.hears_commands(),
            Self::Transaction(_) => true,
            Self::Update(_) | Self::Closed => false,
        }
    }

    /// What the greeting offered to APOP.
    pub(super) fn timestamp(&self) -> Option<&str> {
        match self {
            Self::Authorization(state) => Some(state.timestamp()),
            Self::Transaction(_) | Self::Update(_) | Self::Closed => None,
        }
    }

    /// The state, or `None` when the session is over.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        match self {
            Self::Authorization(_) => Some(Phase::Authorization),
            Self::Transaction(_) => Some(Phase::Transaction),
            Self::Update(_) => Some(Phase::Update),
            Self::Closed => None,
        }
    }
}

/// What a state makes of a line: the next state and the answer.
pub(super) type Outcome = (Server, Answer);

/// An answer after which the session is over.
pub(super) fn closing(answer: Answer) -> Answer {
    answer.then(Then::Close)
}
