//! Turns: one thing said in a protocol beside POP3, and what it is in the conversation.

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::utterance::ExchangeNumber;

/// One thing said in a protocol beside POP3.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Turn {
    /// The protocol.
    pub protocol: Protocol,
    /// What it is in the conversation.
    pub role: Role,
    /// The command it is, or belongs to, if there is one.
    pub exchange: Option<ExchangeNumber>,
    /// The state it leads into, if that is another one.
    pub enters: Option<State>,
}

/// What a turn is in the conversation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// The first thing the server says.
    Greeting(Tone),
    /// A command; `None` if it is none that we know.
    Command(Option<Verb>),
    /// A reply: with it the command is answered, unless it asks for more.
    Reply {
        /// The command it answers, if that is known.
        to: Option<Verb>,
        /// What it says.
        tone: Tone,
    },
    /// Something the server tells before the reply, or unasked: the untagged responses of IMAP.
    Telling {
        /// The command that waits for its reply meanwhile, if that is known.
        during: Option<Verb>,
    },
    /// A mail, or what else follows a command in place of commands and replies.
    Content {
        /// The command that it follows, if that is known.
        of: Option<Verb>,
        /// Whether it came to its end.
        whole: bool,
    },
}

/// What a reply says.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Tone {
    /// Yes.
    Positive,
    /// Yes so far: the client has to go on.
    Intermediate,
    /// No.
    Negative,
}

impl Turn {
    /// Whether its command is answered with it.
    #[must_use]
    pub fn completes(&self) -> bool {
        match self.role {
            Role::Reply { tone, .. } => tone != Tone::Intermediate,
            // POP1 and POP2 have no word of their own behind RCEV and RETR: the mail is the reply.
            Role::Content { whole, .. } => matches!(self.protocol, Protocol::Pop1 | Protocol::Pop2) && whole,
            Role::Greeting(_) | Role::Command(_) | Role::Telling { .. } => false,
        }
    }

    /// The verb of the command, if it is one that we know.
    #[must_use]
    pub fn verb(&self) -> Option<Verb> {
        match self.role {
            Role::Command(verb) => verb,
            Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. } | Role::Content { .. } => None,
        }
    }

    /// Whether a reply or a greeting says yes, no or more; `None` for all else.
    #[must_use]
    pub fn tone(&self) -> Option<Tone> {
        match self.role {
            Role::Greeting(tone) | Role::Reply { tone, .. } => Some(tone),
            Role::Command(_) | Role::Telling { .. } | Role::Content { .. } => None,
        }
    }

    /// Where its content ends in its octets: SMTP ends a mail with a dot of its own (RFC 5321 §4.1.1.4).
    #[must_use]
    pub fn content_end(&self, raw: &[u8]) -> usize {
        match (self.protocol, self.role) {
            (Protocol::Smtp, Role::Content { whole: true, .. }) if raw.ends_with(b".\r\n") => raw.len() - 3,
            (Protocol::Pop3 | Protocol::Pop2 | Protocol::Pop1 | Protocol::Smtp | Protocol::Imap, _) => raw.len(),
        }
    }
}
