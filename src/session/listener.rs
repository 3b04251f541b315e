//! The listener of a connection: the dialogue of POP3, or the reader of what else is spoken.

use crate::proto::Dialogue;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::other;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::proto::utterance::Utterance;

/// Takes the octets of both sides and gives out what they say, in the protocol of the connection.
#[derive(Clone, Debug)]
pub(super) enum Listener {
    Pop3(Dialogue),
    Other(Box<other::Reader>),
}

impl Listener {
    pub(super) fn new(protocol: Protocol, opening: Opening) -> Self {
        match other::Reader::new(protocol, opening) {
            Some(reader) => Self::Other(Box::new(reader)),
            None => Self::Pop3(Dialogue::new(opening)),
        }
    }

    pub(super) fn push(&mut self, side: Side, octets: &[u8], cover: Cover, said: &mut Vec<Utterance>) {
        match self {
            Self::Pop3(dialogue) => dialogue.push(side, octets, cover, said),
            // Inside TLS or not: these protocols are simulated in the clear.
            Self::Other(reader) => reader.push(side, octets, said),
        }
    }

    pub(super) fn gap(&mut self, side: Side, octets: u64, said: &mut Vec<Utterance>) {
        match self {
            Self::Pop3(dialogue) => dialogue.gap(side, octets, said),
            Self::Other(reader) => reader.gap(side, octets, said),
        }
    }

    pub(super) fn finish(&mut self, said: &mut Vec<Utterance>) {
        match self {
            Self::Pop3(dialogue) => dialogue.finish(said),
            Self::Other(reader) => reader.finish(said),
        }
    }

    pub(super) fn held(&self) -> usize {
        match self {
            Self::Pop3(dialogue) => dialogue.held(),
            Self::Other(reader) => reader.held(),
        }
    }

    pub(super) fn nothing_said(&self) -> bool {
        match self {
            Self::Pop3(dialogue) => dialogue.nothing_said(),
            Self::Other(reader) => reader.nothing_said(),
        }
    }

    pub(super) fn tls_may_start(&self) -> bool {
        match self {
            Self::Pop3(dialogue) => dialogue.tls_may_start(),
            Self::Other(_) => false,
        }
    }

    pub(super) fn is_covered(&self) -> bool {
        match self {
            Self::Pop3(dialogue) => dialogue.is_covered(),
            Self::Other(_) => false,
        }
    }

    pub(super) fn is_amid(&self, side: Side) -> bool {
        match self {
            Self::Pop3(dialogue) => dialogue.is_amid(side),
            Self::Other(reader) => reader.is_amid(side),
        }
    }

    pub(super) fn resume_inside(&mut self) {
        match self {
            Self::Pop3(dialogue) => dialogue.resume_inside(),
            Self::Other(_) => (),
        }
    }
}
