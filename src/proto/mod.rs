//! POP3 as a language: what the octets of both sides mean. No input or output, no clock, no chance.
//!
//! Read in this order: the small words first, then lines and replies, then the law of the states,
//! and then the dialogue, which turns the octets of two sides into exchanges. Last come the protocols
//! beside POP3 on the road of a mail, as far as the lessons need them.

pub mod message_number;
pub mod octets;
pub mod protocol;
pub mod unique_id;

pub mod line;
pub mod multiline;

pub mod ancestry;
pub mod auth;
pub mod capability;
pub mod command;
pub mod keyboard;
pub mod keyword;
pub mod look_alike;
pub mod reply;
pub mod scram;
pub mod secret;
pub mod url;

pub mod rules;
pub mod spec;

pub mod dialogue;
pub mod utterance;

pub mod imap;
pub mod other;
pub mod pop1;
pub mod pop2;
pub mod smtp;

pub use command::Command;
pub use command::CommandError;
pub use dialogue::Dialogue;
pub use keyword::Keyword;
pub use message_number::MessageNumber;
pub use octets::Octets;
pub use protocol::Protocol;
pub use reply::Indicator;
pub use reply::StatusLine;
pub use rules::Phase;
pub use spec::Clause;
pub use unique_id::UniqueId;

/// One of the two ends of a conversation.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Side {
    /// Opens the connection and sends commands.
    Client,
    /// Greets first and answers each command.
    Server,
}

impl Side {
    /// The one who hears what this side says.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Server => "server",
        })
    }
}
