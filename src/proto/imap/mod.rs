//! IMAP4rev1, as much of it as one lesson needs: commands with tags, responses with literals (RFC 3501).

pub mod command;
pub mod law;
pub mod words;

mod speech;

pub use command::Command;
pub use command::CommandError;
pub use command::Tagged;
pub use law::State;
pub use law::Verb;
pub(in crate::proto) use speech::Speech;

use crate::proto::Clause;

/// The most octets of a command line. RFC 3501 has no limit; RFC 7162 §4 names this one.
pub const MAX_LINE: usize = 8192;

/// The four states.
pub const STATES: Clause = Clause::new(3501, "3");
/// Tags, and which response belongs to which command.
pub const TAGS: Clause = Clause::new(3501, "2.2");
/// Unique identifiers and message sequence numbers.
pub const NUMBERS: Clause = Clause::new(3501, "2.3.1");
/// Flags.
pub const FLAGS: Clause = Clause::new(3501, "2.3.2");
/// Strings, and literals with their length.
pub const LITERALS: Clause = Clause::new(3501, "4.3");
/// OK, NO, BAD, PREAUTH and BYE.
pub const STATUS: Clause = Clause::new(3501, "7.1");
/// What the server tells of a mailbox and its messages.
pub const SERVER_DATA: Clause = Clause::new(3501, "7.2");
/// The sizes of a mailbox: EXISTS and RECENT.
pub const SIZES: Clause = Clause::new(3501, "7.3");
/// What the server tells of messages: EXPUNGE and FETCH.
pub const MESSAGE_DATA: Clause = Clause::new(3501, "7.4");
/// The server asks for more.
pub const CONTINUATION: Clause = Clause::new(3501, "7.5");
