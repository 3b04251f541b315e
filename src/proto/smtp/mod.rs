//! SMTP, as a server that takes mail in speaks it: commands, states, replies (RFC 5321).

pub mod command;
pub mod law;
pub mod reply;

mod speech;

pub use command::Command;
pub use command::CommandError;
pub use law::State;
pub use law::Verb;
pub(in crate::proto) use speech::Speech;

use crate::proto::Clause;

/// The most octets of a command line, CR LF included (RFC 5321 §4.5.3.1.4).
pub const MAX_LINE: usize = 512;

/// Which command may follow which.
pub const ORDER: Clause = Clause::new(5321, "4.1.4");
/// Codes of three digits, and replies of several lines.
pub const REPLIES: Clause = Clause::new(5321, "4.2");
/// What the first digit of a code says.
pub const FIRST_DIGIT: Clause = Clause::new(5321, "4.2.1");
/// Which code answers which command.
pub const CODES: Clause = Clause::new(5321, "4.3.2");
/// The lines that a server adds on top of a mail.
pub const TRACE: Clause = Clause::new(5321, "4.4");
/// The dot that is put before a line that begins with one.
pub const TRANSPARENCY: Clause = Clause::new(5321, "4.5.2");
/// The greeting.
pub const GREETING: Clause = Clause::new(5321, "3.1");
