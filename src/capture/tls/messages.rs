//! Handshake messages: they may share a record, or span several (RFC 8446 §4, §5.1).

use crate::capture::tls::octets::Octets;

/// The longest message that is kept: chains of certificates are shorter by far.
pub(super) const MAX_MESSAGE: usize = 256 * 1024;

/// The kinds that are of interest.
pub(super) const CLIENT_HELLO: u8 = 1;
pub(super) const SERVER_HELLO: u8 = 2;
pub(super) const ENCRYPTED_EXTENSIONS: u8 = 8;
pub(super) const CERTIFICATE: u8 = 11;
pub(super) const FINISHED: u8 = 20;
pub(super) const KEY_UPDATE: u8 = 24;

/// Joins the pieces of messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Joiner {
    /// The message that is not whole.
    held: Vec<u8>,
    /// Octets still to come of a message that is too long to be kept.
    skip: usize,
}

/// A whole message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Message {
    pub(super) kind: u8,
    pub(super) body: Vec<u8>,
}

impl Joiner {
    /// Takes the next octets; returns the messages that are whole by now.
    pub(super) fn push(&mut self, octets: &[u8]) -> Vec<Message> {
        let skipped = self.skip.min(octets.len());
        self.skip -= skipped;
        self.held.extend_from_slice(&octets[skipped..]);
        let mut messages = Vec::new();
        let mut rest = Octets(&self.held);
        loop {
            let mut ahead = rest;
            let (Some(kind), Some(length)) = (ahead.u8(), ahead.u24()) else { break };
            if MAX_MESSAGE < length {
                self.skip = length - length.min(ahead.0.len());
                rest = Octets(&ahead.0[ahead.0.len().min(length)..]);
                continue;
            }
            let Some(body) = ahead.take(length) else { break };
            messages.push(Message { kind, body: body.to_vec() });
            rest = ahead;
        }
        let left = rest.0.len();
        self.held.drain(..self.held.len() - left);
        messages
    }

    /// Whether no message is under way.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.skip == 0
    }
}

/// A message as it stands in records.
#[cfg(test)]
pub(super) fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let [.., a, b, c] = body.len().to_be_bytes();
    [&[kind, a, b, c], body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_out_the_same_however_they_are_cut() {
        let octets = [message(1, b"hello"), message(14, b""), message(11, &[7; 1000])].concat();
        let whole = Joiner::default().push(&octets);
        assert_eq!(
            whole.iter().map(|one| (one.kind, one.body.len())).collect::<Vec<_>>(),
            [(1, 5), (14, 0), (11, 1000)]
        );
        for size in 1..20 {
            let mut joiner = Joiner::default();
            let found: Vec<Message> = octets.chunks(size).flat_map(|piece| joiner.push(piece)).collect();
            assert_eq!(found, whole, "pieces of {size}");
            assert!(joiner.is_empty());
        }
    }

    #[test]
    fn a_message_without_measure_is_passed_over_and_not_kept() {
        let mut joiner = Joiner::default();
        let long = message(11, &vec![7; MAX_MESSAGE + 10]);
        for piece in long.chunks(1 << 14) {
            assert!(joiner.push(piece).is_empty());
            assert!(joiner.held.len() < 1 << 15, "{}", joiner.held.len());
        }
        assert!(joiner.is_empty());
        assert_eq!(joiner.push(&message(20, b"x")), [Message { kind: 20, body: b"x".to_vec() }]);
    }
}
