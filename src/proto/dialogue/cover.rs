//! TLS in a dialogue: where it can begin, and what of it cannot be read.

use super::Dialogue;
use super::Secrecy;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;

impl Dialogue {
    /// Whether a TLS handshake of the client can begin here.
    #[must_use]
    pub fn tls_may_start(&self) -> bool {
        let asked = self.waiting.back().is_some_and(|last| last.keyword == Some(Keyword::Stls));
        let expected = self.secrecy == Secrecy::Opaque || self.nothing_said() || asked;
        expected && self.client.rest().is_empty()
    }

    /// Whether the client has said nothing.
    #[must_use]
    pub fn nothing_said(&self) -> bool {
        self.next_exchange == 0 && self.client.start == 0 && self.client.rest().is_empty()
    }

    /// Whether TLS covers what is said now.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.secrecy == Secrecy::Opaque
    }

    /// Whether a side is in the middle of something that it says inside TLS.
    #[must_use]
    pub fn is_amid(&self, side: Side) -> bool {
        let (stream, open) = match side {
            Side::Client => (&self.client, false),
            Side::Server => (&self.server, self.open.is_some()),
        };
        self.inside && (open || !stream.rest().is_empty())
    }

    /// What comes next from inside TLS is not the first that was said there.
    pub fn resume_inside(&mut self) {
        self.greeting_due = false;
        self.lines_may_follow = true;
        self.doubtful = true;
        self.client.perhaps_torn = true;
    }

    /// Whether these octets begin a TLS handshake that can begin here. The first octet may come alone: no word
    /// of POP3 begins with it.
    pub(super) fn starts_tls(&self, side: Side, octets: &[u8]) -> bool {
        begins_handshake(octets) && side == Side::Client && self.tls_may_start()
    }

    pub(super) fn push_opaque(&mut self, side: Side, octets: &[u8], said: &mut Vec<Utterance>) {
        let pending = self.waiting.back().is_some_and(|last| last.keyword == Some(Keyword::Stls));
        if !pending {
            // Implicit TLS, or TLS after the reply to STLS.
            self.secrecy = Secrecy::Opaque;
        }
        // What is covered is no part of it; but inside TLS the two sides are read each for itself.
        if self.open.is_some() && (side == Side::Server || !(pending || self.inside)) {
            self.close_block(said);
        }
        if self.inside {
            self.flush_line(side, said);
        }
        if side == Side::Client && pending && self.secrecy == Secrecy::Clear {
            // Until there is a reply, words may follow the record.
            let (hello, length) = Hello::begun_by(octets);
            self.hello = hello;
            self.give_opaque(side, &octets[..length], said);
            self.hear(side, &octets[length..], Cover::Clear, said);
        } else {
            self.give_opaque(side, octets, said);
        }
    }

    pub(super) fn give_opaque(&mut self, side: Side, octets: &[u8], said: &mut Vec<Utterance>) {
        if octets.is_empty() {
            return;
        }
        let stream = self.stream(side);
        stream.push(octets);
        let length = stream.rest().len();
        let utterance = stream.take(side, length, Meaning::Opaque);
        said.push(utterance);
    }
}

/// Whether octets are the first of a handshake of TLS, as far as they go.
#[must_use]
pub fn begins_handshake(octets: &[u8]) -> bool {
    octets.starts_with(&[0x16, 0x03]) || octets == [0x16]
}

/// What is known of the record of TLS that a client is in the middle of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hello {
    /// The header, as far as it came, while it is not whole.
    header: [u8; 5],
    header_length: usize,
    /// Octets of the record still to come behind its header.
    left: usize,
}

impl Hello {
    /// What is open behind octets that begin with a record, and how many of them belong to records.
    fn begun_by(octets: &[u8]) -> (Self, usize) {
        let mut hello = Self::default();
        let mut length = 0;
        while length < octets.len() {
            match hello.take(&octets[length..]) {
                0 => break,
                taken => length += taken,
            }
        }
        (hello, length)
    }

    /// Whether more of the record is to come.
    pub(super) fn is_open(&self) -> bool {
        0 < self.left || 0 < self.header_length
    }

    /// How many of the octets belong to this record, or to the one that they begin.
    pub(super) fn take(&mut self, octets: &[u8]) -> usize {
        let mut taken = 0;
        if self.left == 0 {
            let missing = &mut self.header[self.header_length..];
            taken = missing.len().min(octets.len());
            missing[..taken].copy_from_slice(&octets[..taken]);
            self.header_length += taken;
            let known = &self.header[..self.header_length];
            match *known {
                [20..=23, 3, _, high, low] => self.left = usize::from(u16::from_be_bytes([high, low])),
                [20..=23] | [20..=23, 3] | [20..=23, 3, _] | [20..=23, 3, _, _] => return taken,
                // No record: what was taken for one is given out with it, and no more than that.
                _ => {
                    let before = self.header_length - taken;
                    *self = Self::default();
                    return if before == 0 { 0 } else { taken };
                }
            }
            self.header_length = 0;
        }
        let of_record = self.left.min(octets.len() - taken);
        self.left -= of_record;
        taken + of_record
    }
}
