//! TLS in a dialogue: where it can begin, and what of it cannot be read.

use super::Dialogue;
use super::Secrecy;
use crate::proto::Keyword;
use crate::proto::Side;
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

    /// Whether these octets begin a TLS handshake that can begin here.
    pub(super) fn starts_tls(&self, side: Side, octets: &[u8]) -> bool {
        octets.starts_with(&[0x16, 0x03]) && side == Side::Client && self.tls_may_start()
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
        if side == Side::Client {
            self.hello_left = missing_of_record(octets);
        }
        self.give_opaque(side, octets, said);
    }

    pub(super) fn give_opaque(&mut self, side: Side, octets: &[u8], said: &mut Vec<Utterance>) {
        let stream = self.stream(side);
        stream.push(octets);
        let length = stream.rest().len();
        let utterance = stream.take(side, length, Meaning::Opaque);
        said.push(utterance);
    }
}

/// How many octets are still to come of the last record of TLS.
fn missing_of_record(octets: &[u8]) -> usize {
    let mut rest = octets;
    while let [20..=23, 3, _, high, low, behind @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(next) = behind.get(length..) else { return length - behind.len() };
        rest = next;
    }
    0
}
