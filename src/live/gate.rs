//! The gate: a reply may be looked at before it is sent, held back, or replaced by another.

use std::fmt;

use crate::proto::Phase;
use crate::session::ConnectionId;

/// A reply that is about to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// On which connection.
    pub connection: ConnectionId,
    /// The state of the session behind the command, `None` when it is over.
    pub phase: Option<Phase>,
    /// The status line, and the lines of a list. The message of RETR and TOP is not among them.
    pub octets: &'a [u8],
    /// The octets of the message that follows, before they are stuffed.
    pub message_octets: Option<usize>,
}

/// What becomes of a reply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It is sent.
    Pass,
    /// It waits for [`Running::release`](crate::live::Running::release). Meanwhile the client is heard, but not
    /// answered, and not logged out either. One that leaves is gone at once, and its reply is not sent any more.
    Hold,
    /// These octets are sent in its place. What the command did is done all the same.
    Replace(Vec<u8>),
}

/// Who looks at each reply.
pub trait Gate: fmt::Debug + Send {
    /// Decides about one reply.
    fn judge(&mut self, reply: Reply<'_>) -> Verdict;
}
