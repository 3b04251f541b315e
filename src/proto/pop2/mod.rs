//! POP2, the older brother of POP3: its commands, its states, its signs (RFC 937).

pub mod command;
pub mod law;

mod speech;

pub use command::Command;
pub use command::CommandError;
pub use law::State;
pub use law::Verb;
pub(in crate::proto) use speech::Speech;

use crate::proto::Clause;

/// The most octets of a command or reply, CR LF included (RFC 937, Implementation Discussion).
pub const MAX_LINE: usize = 512;

/// What each command does.
pub const COMMANDS: Clause = Clause::new(937, "Commands");
/// What the first character of a reply says.
pub const REPLIES: Clause = Clause::new(937, "Replies");
/// How octets of a message are counted, and what a length of zero means.
pub const MESSAGE_LENGTH: Clause = Clause::new(937, "Message Length");
/// Which command is heard in which state, and what follows.
pub const SERVER_STATES: Clause = Clause::new(937, "Server Decision Table");
/// The rule that all else follows: close when anything goes wrong.
pub const PHILOSOPHY: Clause = Clause::new(937, "System Model and Philosophy");
