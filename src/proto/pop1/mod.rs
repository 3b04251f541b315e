//! POP1, the first Post Office Protocol: its commands, its states, its replies (RFC 918).
//!
//! RFC 918 has nine commands on five pages, no port, no rule for line ends, and no word on where one mail of the
//! mailbox ends and the next begins. Lines end with CR LF here, as they do in its successors.

pub mod command;
pub mod law;

mod speech;

pub use command::Command;
pub use command::CommandError;
pub use law::State;
pub use law::Verb;
pub(in crate::proto) use speech::Speech;

use crate::proto::Clause;

/// The most octets of a command or reply, CR LF included. RFC 918 says none; this is that of RFC 937.
pub const MAX_LINE: usize = 512;

/// What the protocol is, from the first greeting to QUIT.
pub const PROTOCOL: Clause = Clause::new(918, "The Protocol");
/// The session that it prints.
pub const SCENARIO: Clause = Clause::new(918, "The Normal Scenario");
/// The three kinds of replies.
pub const REPLIES: Clause = Clause::new(918, "Summary of Commands and Replies");
/// What each command does, and what may be answered.
pub const COMMANDS: Clause = Clause::new(918, "Commands");
/// Which command may follow which reply.
pub const DIAGRAM: Clause = Clause::new(918, "Diagram");
