//! The octets of one side, until they are given out.

use memchr::memchr;

use crate::proto::Octets;
use crate::proto::Side;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;

/// The octets of one side that were not given out yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Stream {
    pub(super) buffer: Vec<u8>,
    /// Octets of the buffer that were given out. Invariant: `head <= buffer.len()`.
    pub(super) head: usize,
    /// The place of `buffer[head]` among all octets of the side.
    pub(super) start: u64,
    /// Octets behind `head` known to hold no line end.
    pub(super) searched: usize,
    /// The next line lost its beginning.
    pub(super) torn: bool,
    /// The next line may have lost its beginning: it has if it begins with no command.
    pub(super) perhaps_torn: bool,
}

impl Stream {
    pub(super) fn push(&mut self, octets: &[u8]) {
        self.buffer.drain(..self.head);
        self.head = 0;
        self.buffer.extend_from_slice(octets);
    }

    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.head..]
    }

    /// The length of the first line, line end included.
    pub(super) fn line_length(&mut self) -> Option<usize> {
        let rest = &self.buffer[self.head..];
        let found = memchr(b'\n', &rest[self.searched..]);
        let length = found.map(|feed| self.searched + feed + 1);
        if length.is_none() {
            self.searched = rest.len();
        }
        length
    }

    /// Gives out the first octets.
    pub(super) fn take(&mut self, side: Side, length: usize, meaning: Meaning) -> Utterance {
        let start = self.start;
        let raw = if self.head == 0 && self.buffer.len() - length < length / 4 {
            let rest = self.buffer.split_off(length);
            Octets::from(std::mem::replace(&mut self.buffer, rest)) // Much is not copied, but given away.
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
