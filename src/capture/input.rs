//! A window on a stream of octets: it grows as far as it is asked to, and never holds the whole.

use std::io;
use std::io::Read;

/// How many octets are asked of the reader at once.
const WINDOW: usize = 256 * 1024;

/// Octets of a reader, looked at before they are taken.
#[derive(Debug)]
pub(super) struct Input<R> {
    pub(super) reader: R,
    buffer: Vec<u8>,
    /// Invariant: `from <= to <= buffer.len()`; what lies between was read and not taken.
    from: usize,
    to: usize,
    position: u64,
}

impl<R: Read> Input<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: vec![0; WINDOW], from: 0, to: 0, position: 0 }
    }

    /// Reads until so many octets are at hand. `false` if the stream ends before.
    pub(super) fn fill(&mut self, length: usize) -> io::Result<bool> {
        if length <= self.to - self.from {
            return Ok(true);
        }
        if self.buffer.len() < self.from + length {
            self.buffer.copy_within(self.from..self.to, 0);
            self.to -= self.from;
            self.from = 0;
            if self.buffer.len() < length {
                self.buffer.resize(length, 0);
            }
        }
        while self.to - self.from < length {
            match self.reader.read(&mut self.buffer[self.to..]) {
                Ok(0) => return Ok(false),
                Ok(read) => self.to = (self.to + read).min(self.buffer.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// What is at hand.
    pub(super) fn octets(&self) -> &[u8] {
        &self.buffer[self.from..self.to]
    }

    /// How many octets were taken.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// The place behind all that is at hand.
    pub(super) fn end(&self) -> u64 {
        self.position + self.octets().len() as u64
    }

    /// Takes octets that are at hand.
    pub(super) fn take(&mut self, length: usize) -> &[u8] {
        let taken = &self.buffer[self.from..self.to][..length];
        self.from += length;
        self.position += length as u64;
        taken
    }

    /// Passes over octets without keeping them. `false` if the stream ends before.
    pub(super) fn skip(&mut self, mut length: usize) -> io::Result<bool> {
        while WINDOW < length {
            if !self.fill(WINDOW)? {
                return Ok(false);
            }
            self.take(WINDOW);
            length -= WINDOW;
        }
        let whole = self.fill(length)?;
        if whole {
            self.take(length);
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_taken_in_order_and_counted() {
        let source: Vec<u8> = (0..=255_u8).cycle().take(3 * WINDOW).collect();
        let mut input = Input::new(source.as_slice());
        let mut seen = Vec::new();
        while input.fill(1000).expect("a slice can be read") {
            seen.extend_from_slice(input.take(1000));
        }
        assert_eq!(input.position(), (3 * WINDOW / 1000 * 1000) as u64);
        assert_eq!(input.end(), source.len() as u64);
        assert_eq!(seen, source[..seen.len()]);
    }

    #[test]
    fn the_window_grows_only_for_a_larger_piece() {
        let source = vec![7; 2 * WINDOW];
        let mut input = Input::new(source.as_slice());
        assert!(input.fill(WINDOW + 1).expect("a slice can be read"));
        assert_eq!(input.buffer.len(), WINDOW + 1);
        assert!(input.skip(2 * WINDOW).expect("a slice can be read"));
        assert!(!input.skip(1).expect("a slice can be read"));
    }
}
