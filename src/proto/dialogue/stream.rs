//! The octets of one side, until they are given out.

use memchr::memchr;

use crate::proto::Side;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;

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
        let raw = self.rest()[..length].into();
        let start = self.start;
        self.head += length;
        self.start += length as u64;
        self.searched = 0;
        self.torn = false;
        self.perhaps_torn = false;
        Utterance { side, start, raw, meaning, certainty: Certainty::Certain }
    }
}
