//! Utterances: what a dialogue gives out, one thing said after the other, with its meaning.

use super::Octets;
use super::Side;
use super::StatusLine;
use super::command::CommandLine;
use super::multiline::LineRule;
use super::multiline::Unstuffer;
use super::other::Turn;

/// One thing said on the wire, whole: a command, a reply with its block, a challenge.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Utterance {
    /// Who said it.
    pub side: Side,
    /// The place of its first octet among all octets of that side.
    pub start: u64,
    /// Its octets, as they were on the wire.
    pub raw: Octets,
    /// What it means.
    pub meaning: Meaning,
    /// How sure that meaning is.
    pub certainty: Certainty,
}

/// How sure it is that octets mean what they are said to mean.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Certainty {
    /// Nothing before it is missing: there is no other way to read them.
    Certain,
    /// Octets before it are missing; by all that was seen it is so.
    Likely,
    /// What they belong to was not seen.
    Unknown,
}

impl Certainty {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Unknown => "unknown",
        }
    }
}

/// Counts the commands of a dialogue from 0; a reply has the number of its command.
pub type ExchangeNumber = u64;

/// What an utterance means, or why it has no meaning.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// The first line of the server.
    Greeting(StatusLine),
    /// A command line, well-formed or not.
    Command {
        /// Its number.
        exchange: ExchangeNumber,
        /// The line taken apart.
        line: CommandLine,
    },
    /// A line of the server within AUTH (RFC 5034 §4).
    Challenge {
        /// The AUTH it belongs to.
        exchange: ExchangeNumber,
        /// The line taken apart.
        status: StatusLine,
    },
    /// The client's answer to a challenge.
    SaslResponse {
        /// The AUTH it belongs to.
        exchange: ExchangeNumber,
        /// Counts the responses of this AUTH from 0, an initial response included.
        nth: usize,
    },
    /// A reply, with its block of lines if it has one.
    Reply {
        /// The command it answers; `None` if that command was not seen, or nothing was asked.
        exchange: Option<ExchangeNumber>,
        /// `None` if the status line was lost.
        status: Option<StatusLine>,
        /// The lines behind the status line.
        block: Option<Box<Block>>,
    },
    /// Something said in a protocol beside POP3.
    Other(Turn),
    /// Octets of TLS, or of anything else that cannot be read.
    Opaque,
    /// A line that is neither a reply nor part of one.
    Stray,
    /// A line that began or ended in octets that were lost.
    Fragment,
}

/// The lines behind a status line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Block {
    /// Where it begins in the octets of the reply.
    pub start: usize,
    /// Where its content ends: there the terminator stands, if it came.
    pub end: usize,
    /// What ends a line in it.
    pub rule: LineRule,
    /// How many stuffing dots it has.
    pub stuffed: usize,
    /// Whether a line of it begins with a dot before which none was put.
    pub forgets_stuffing: bool,
    /// Whether the terminator came.
    pub terminated: bool,
    /// Octets that were lost, in the order of their places.
    pub holes: Vec<Hole>,
    /// What is known of its content, if it was not kept. Then the whole content is a hole.
    pub unkept: Option<Box<Unkept>>,
}

/// What is known of the content of a block that was read and, to bound the memory, not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unkept {
    /// Its octets as delivered.
    pub octets: u64,
    /// SHA-256 of these.
    pub sha256: [u8; 32],
    /// Whether nothing of it was missing.
    pub complete: bool,
}

/// Octets of a block that were lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hole {
    /// Its place in the octets of the reply.
    pub at: usize,
    /// How many octets are missing.
    pub octets: u64,
}

impl Block {
    /// Whether nothing of it is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.terminated && self.holes.is_empty()
    }

    /// Whether its end was deduced, though octets at the end are missing.
    #[must_use]
    pub fn ends_in_doubt(&self) -> bool {
        self.terminated && self.holes.last().is_some_and(|hole| self.end <= hole.at)
    }

    /// Its octets on the wire, without the terminator.
    #[must_use]
    pub fn wire<'a>(&self, raw: &'a [u8]) -> &'a [u8] {
        &raw[self.start..self.end]
    }

    /// Whether nothing of it was missing when it was read, kept or not.
    #[must_use]
    pub fn came_whole(&self) -> bool {
        self.unkept.as_ref().map_or(self.is_complete(), |unkept| unkept.complete)
    }

    /// How many octets are delivered of it.
    #[must_use]
    pub fn delivered_octets(&self) -> u64 {
        self.unkept.as_ref().map_or((self.end - self.start - self.stuffed) as u64, |unkept| unkept.octets)
    }

    /// The message or list as delivered: without stuffing dots and without the terminator.
    #[must_use]
    pub fn delivered(&self, raw: &[u8]) -> Vec<u8> {
        let mut delivered = Vec::with_capacity(self.end - self.start);
        self.deliver(raw, |piece| delivered.extend_from_slice(piece));
        delivered
    }

    /// Hands out what [`delivered`](Self::delivered) puts together, piece by piece and without a copy.
    pub fn deliver(&self, raw: &[u8], mut piece: impl FnMut(&[u8])) {
        if self.is_complete() && self.stuffed == 0 {
            return piece(self.wire(raw)); // No line of it begins with a dot.
        }
        let mut unstuffer = Unstuffer::new(self.rule);
        let mut from = self.start;
        for hole in &self.holes {
            unstuffer.push(&raw[from..hole.at], &mut piece);
            unstuffer.skip_gap();
            from = hole.at;
        }
        unstuffer.push(&raw[from..self.end], &mut piece);
    }
}

/// How the octets at hand begin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Opening {
    /// With the connection: the server greets first.
    Connection,
    /// Somewhere in the middle.
    MidStream,
}

/// Whether octets came in the clear or out of a TLS layer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Cover {
    /// As they stand on the wire.
    Clear,
    /// Read inside TLS, by one of its ends or with its keys.
    Tls,
}
