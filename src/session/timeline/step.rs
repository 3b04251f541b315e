//! A step: what happened, and what it changed.

use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::other;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Marks;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Mark;
use crate::session::timeline::Said;

/// What a person steps through: one message on the wire, or one thing that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// When its first octet was said.
    pub at: Time,
    /// When its last octet was said.
    pub until: Time,
    /// The connection, if it belongs to one.
    pub connection: Option<ConnectionId>,
    /// What happened.
    pub what: What,
    /// What it changed, in order.
    pub changes: Box<[Change]>,
    /// The places in the source that it came from, in order.
    pub marks: Marks,
}

/// What happens in a step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum What {
    /// A connection was opened, or found open.
    Opened,
    /// A side said something.
    Said(Said),
    /// A side said something that was not recorded.
    Gap {
        /// Who.
        side: Side,
        /// How many octets.
        octets: u64,
    },
    /// Octets came again with different content. The first copy counts.
    Conflict {
        /// Who said them.
        side: Side,
        /// How many octets differ.
        octets: u64,
    },
    /// The connection ended.
    Closed(Closing),
    /// Something that the wire does not show.
    Fact(Fact),
}

/// What a step changed, as the wire shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// The session entered a state.
    Entered(Phase),
    /// The session entered a state of a protocol beside POP3.
    Reached(other::State),
    /// The client named its mailbox, and the server did not object.
    Named(Arc<str>),
    /// Messages got a deletion mark.
    Marked(Vec<MessageNumber>),
    /// RSET took the marks away.
    Unmarked(Vec<MessageNumber>),
    /// Marked messages were removed.
    Removed(Vec<MessageNumber>),
    /// Marked messages were kept, because the session ended without UPDATE.
    Spared(Vec<MessageNumber>),
    /// The server could not remove all of these.
    PerhapsRemoved(Vec<MessageNumber>),
    /// TLS covers what follows.
    Covered,
    /// The session is over.
    Ended(Closing),
}

impl Step {
    /// What was said, if something was said.
    #[must_use]
    pub fn said(&self) -> Option<&Said> {
        match &self.what {
            What::Said(said) => Some(said),
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => None,
        }
    }

    /// The numbers of the frames it came from.
    pub fn frames(&self) -> impl Iterator<Item = u64> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Frame(number) => Some(*number),
            Mark::Nowhere | Mark::ScriptLine(_) => None,
        })
    }
}
