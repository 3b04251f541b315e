//! The octets of one side, until they are given out.

use memchr::memchr;

use crate::proto::Octets;
use crate::proto::Side;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;

/// So many octets are not copied when they are given out, but given away.
const MUCH: usize = 1024;
/// Room is made for no more octets than these, whatever is announced.
const MOST_EXPECTED: usize = 64 * 1024;
/// Octets that come with those that are announced: the terminator, and some stuffing dots.
const BESIDES: usize = 64;

/// The octets of one side that were not given out yet.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Stream {
    pub(in crate::proto) buffer: Vec<u8>,
    /// Octets of the buffer that were given out. Invariant: `head <= buffer.len()`.
    pub(in crate::proto) head: usize,
    /// The place of `buffer[head]` among all octets of the side.
    pub(in crate::proto) start: u64,
    /// Octets behind `head` known to hold no line end.
    pub(in crate::proto) searched: usize,
    /// The next line lost its beginning.
    pub(in crate::proto) torn: bool,
    /// The next line may have lost its beginning: it has if it begins with no command.
    pub(in crate::proto) perhaps_torn: bool,
}

impl Stream {
    pub(in crate::proto) fn push(&mut self, octets: &[u8]) {
        self.buffer.drain(..self.head);
        self.head = 0;
        self.buffer.extend_from_slice(octets);
    }

    /// So many octets will probably come.
    pub(in crate::proto) fn expect(&mut self, octets: u64) {
        let expected = usize::try_from(octets).unwrap_or(usize::MAX).min(MOST_EXPECTED) + BESIDES;
        self.buffer.reserve_exact(expected.saturating_sub(self.rest().len()));
    }

    pub(in crate::proto) fn rest(&self) -> &[u8] {
        &self.buffer[self.head..]
    }

    /// The length of the first line, line end included.
    pub(in crate::proto) fn line_length(&mut self) -> Option<usize> {
        let rest = &self.buffer[self.head..];
        let found = memchr(b'\n', &rest[self.searched..]);
        let length = found.map(|feed| self.searched + feed + 1);
        if length.is_none() {
            self.searched = rest.len();
        }
        length
    }

    /// Gives out the first octets.
    pub(in crate::proto) fn take(&mut self, side: Side, length: usize, meaning: Meaning) -> Utterance {
        let start = self.start;
        let raw = if self.head == 0 && MUCH <= length && self.buffer.len() - length < length / 4 {
            let rest = self.buffer.split_off(length);
            Octets::from(std::mem::replace(&mut self.buffer, rest))
        } else {
            self.head += length;
            self.buffer[self.head - length..self.head].into()
        };
        self.start += length as u64;
        self.searched = 0;
        self.torn = false;
        self.perhaps_torn = false;
        Utterance { side, start, raw, meaning, certainty: Certainty::Certain }
    }
}
