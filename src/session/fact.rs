//! Facts from inside: what the simulator knows and the wire does not show.

use std::sync::Arc;
use std::time::Duration;

use crate::proto::UniqueId;
use crate::proto::ancestry::Ancestor;
use crate::proto::ancestry::Rule;
use crate::session::sentence::Sentence;

/// Something that happened inside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fact {
    /// The author of the lesson says something.
    Note(Narration),
    /// What is in a maildrop when the story begins.
    MaildropHolds {
        /// Whose it is.
        user: Arc<str>,
        /// Its messages, in order.
        messages: Vec<StoredMessage>,
    },
    /// A message was delivered.
    MailArrived {
        /// To whom.
        user: Arc<str>,
        /// The message.
        message: StoredMessage,
    },
    /// A session took the lock of a maildrop (RFC 1939 §4).
    MaildropLocked {
        /// Whose it is.
        user: Arc<str>,
    },
    /// A session gave the lock back.
    MaildropReleased {
        /// Whose it is.
        user: Arc<str>,
    },
    /// Messages are gone for good (RFC 1939 §6).
    MailRemoved {
        /// From whose maildrop.
        user: Arc<str>,
        /// Which.
        unique_ids: Vec<UniqueId>,
    },
    /// The client was silent for so long that the server gave up (RFC 1939 §3).
    AutologoutExpired {
        /// The time that had passed.
        idle: Duration,
    },
    /// Time passed in which nothing was said.
    TimePassed(Duration),
    /// Both sides agreed on keys: what follows is covered by TLS.
    TlsEstablished,
    /// Octets of the session were not kept, to bound the memory.
    LetGo {
        /// How many.
        octets: u64,
    },
    /// The server dies, and its maildrops with all their marks are as they were at this moment.
    ServerDied(Death),
    /// UPDATE could not remove all that was marked (RFC 1939 §6).
    UpdateFailed {
        /// How many messages it removed.
        removed: usize,
        /// How many marked ones it left.
        left: usize,
    },
    /// Somebody in the middle changed what was said.
    Meddled(Meddling),
    /// The client says no more, as the connection would not become a covered one.
    GaveUp,
    /// The script is one of POP3, and is played in a protocol before it: what comes next stands in the place of
    /// this command, or nothing does.
    StandsFor {
        /// The command, as people may see it.
        command: Arc<str>,
        /// The protocol that is spoken.
        ancestor: Ancestor,
        /// Why this is said, or nothing.
        rule: Rule,
    },
    /// A reply was not the one that the scenario expects.
    ExpectationFailed {
        /// What was expected, and what came.
        what: Arc<Sentence>,
    },
}

/// When a server dies.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Death {
    /// Before its first greeting.
    BeforeGreeting,
    /// When the reply to the first DELE is out.
    AfterDele,
    /// When the first QUIT of a session with a maildrop has come, before UPDATE.
    AtQuit,
    /// In the middle of the first UPDATE, when so many messages are removed.
    AmidUpdate(usize),
}

/// What somebody in the middle did. What the two ends heard is not the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Meddling {
    /// Took a line out of a reply: the server said it, and the client did not hear it.
    Removed {
        /// The line.
        line: Arc<str>,
    },
    /// Answered in the place of the server, which did not hear the command.
    Answered {
        /// The command.
        command: Arc<str>,
    },
}

/// Words of an author in the languages of the program.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Narration {
    /// English.
    pub en: Arc<str>,
    /// Russian.
    pub ru: Arc<str>,
}

/// A message as the server keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredMessage {
    /// Its name over all sessions.
    pub unique_id: UniqueId,
    /// Its size, each line end counted as two octets (RFC 1939 §11).
    pub octets: u64,
    /// Its subject, if it has one.
    pub subject: Option<Arc<str>>,
}
