//! The secrets of a session, as places among the octets of its client.
//!
//! What the timeline holds is known, and all of it but the secrets may stay. Whatever else the client sent,
//! such as octets that came after their place was given up, is overwritten: nobody has looked at it.

use super::selection::Refusal;
use crate::proto::Side;
use crate::proto::line::lines;
use crate::proto::secret::Hidden;
use crate::proto::secret::SecretKind;
use crate::proto::secret::hidden;
use crate::proto::secret::hidden_in;
use crate::proto::secret::hidden_piece;
use crate::proto::secret::hidden_response;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::RecordedSession;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What stands for an octet of a password.
const MASK: u8 = b'*';

/// How TLS begins (RFC 8446 §5.1).
const HANDSHAKE: &[u8] = &[0x16, 0x03];

/// Which octets of a client may stay, and which of them are secrets.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Secrets {
    /// The sequence number of the first octet.
    first: Option<u32>,
    /// Places that were heard, as first and first behind. Invariant: disjoint and in order.
    heard: Vec<(u64, u64)>,
    /// Places of secrets. Invariant: disjoint and in order.
    hidden: Vec<(u64, u64, SecretKind)>,
    /// From here on all is inside TLS, which keeps its secrets itself.
    covered_from: Option<u64>,
}

impl Secrets {
    /// Finds the secrets of a session.
    pub(super) fn of(session: &RecordedSession) -> Result<Self, Refusal> {
        let mut secrets = Self { first: session.client_sequence, ..Self::default() };
        if 0 < session.let_go_octets {
            return Err(Refusal::LetGo);
        }
        let mut end = 0;
        let begun = session.timeline.connections().iter().all(|connection| connection.opening == Opening::Connection);
        for step in session.timeline.steps() {
            match &step.what {
                What::Said(said) if said.side == Side::Client => match said.cover {
                    Cover::Clear => {
                        end = said.start + said.raw.len() as u64;
                        // Where the beginning was not seen, the first line may be the rest of one.
                        let torn = !begun && secrets.heard.is_empty();
                        secrets.hear(said, end, torn);
                        if said.meaning == Meaning::Opaque && said.raw.starts_with(HANDSHAKE) {
                            secrets.covered_from = Some(secrets.covered_from.unwrap_or(said.start));
                        }
                    }
                    // Its places are those inside TLS.
                    Cover::Tls => secrets.covered_from = Some(secrets.covered_from.unwrap_or(end)),
                },
                What::Conflict { side: Side::Client, .. } => return Err(Refusal::Conflicts),
                What::Said(_)
                | What::Conflict { .. }
                | What::Opened
                | What::Gap { .. }
                | What::Closed(_)
                | What::Fact(_) => (),
            }
        }
        if u64::from(u32::MAX / 2) <= end + session.gap_octets {
            return Err(Refusal::TooLong);
        }
        Ok(secrets)
    }

    fn hear(&mut self, said: &Said, end: u64, torn: bool) {
        match self.heard.last_mut() {
            Some((_, last)) if *last == said.start => *last = end,
            Some(_) | None => self.heard.push((said.start, end)),
        }
        let mut start = said.start;
        for (text, line_end) in lines(&said.raw) {
            if let Some(Hidden { range, kind }) = secret_of(said, text, torn) {
                self.hidden.push((start + range.start as u64, start + range.end as u64, kind));
            }
            start += (text.len() + line_end.octets()) as u64;
        }
    }

    /// Overwrites the secrets in octets of the client, from a sequence number on; all octets if they came
    /// after the end of the session.
    pub(super) fn cover(&self, sequence: u32, octets: &mut [u8], late: bool) {
        let first = self.first.map(|first| i64::from(sequence.wrapping_sub(first).cast_signed()));
        for (place, octet) in (0_i64..).zip(octets) {
            let place = first.and_then(|first| u64::try_from(first + place).ok());
            *octet = match place {
                Some(place) if self.covered_from.is_some_and(|from| from <= place) => *octet,
                Some(place) if !late && self.was_heard(place) => match self.kind_at(place) {
                    Some(kind) => filler(kind, *octet),
                    None => *octet,
                },
                // Nobody knows what it is; lines may keep their ends.
                Some(_) | None if matches!(octet, b'\r' | b'\n') => *octet,
                Some(_) | None => MASK,
            };
        }
    }

    fn was_heard(&self, place: u64) -> bool {
        let behind = self.heard.partition_point(|&(from, _)| from <= place);
        behind.checked_sub(1).is_some_and(|range| place < self.heard[range].1)
    }

    fn kind_at(&self, place: u64) -> Option<SecretKind> {
        let behind = self.hidden.partition_point(|&(from, _, _)| from <= place);
        let (_, end, kind) = self.hidden[behind.checked_sub(1)?];
        (place < end).then_some(kind)
    }
}

/// The secret in a line of what a client said.
fn secret_of(said: &Said, line: &[u8], torn: bool) -> Option<Hidden> {
    match &said.meaning {
        Meaning::SaslResponse { .. } => hidden_response(line),
        Meaning::Command { .. } if torn => hidden_piece(line),
        Meaning::Command { .. } => hidden(line),
        // Where TLS was agreed on a client may go on in the clear all the same.
        Meaning::Opaque => {
            if is_text(&said.raw) {
                hidden_piece(line)
            } else {
                None
            }
        }
        Meaning::Other(turn) => hidden_in(turn.protocol, line),
        // The last three a client does not say.
        Meaning::Stray
        | Meaning::Fragment
        | Meaning::Greeting(_)
        | Meaning::Challenge { .. }
        | Meaning::Reply { .. } => hidden_piece(line),
    }
}

fn is_text(octets: &[u8]) -> bool {
    octets.iter().all(|octet| octet.is_ascii_graphic() || matches!(octet, b' ' | b'\t' | b'\r' | b'\n'))
}

/// What stands for an octet, so that it reads as the same kind of word.
fn filler(kind: SecretKind, octet: u8) -> u8 {
    match (kind, octet) {
        (SecretKind::Plain, _) => MASK,
        (SecretKind::Digest, b'0'..=b'9' | b'a'..=b'f') => b'0',
        (SecretKind::Base64, b'=') | (SecretKind::Digest | SecretKind::Base64, b' ') => octet,
        (SecretKind::Digest | SecretKind::Base64, _) => b'A',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_covered_wherever_a_segment_begins() {
        // USER amy, PASS sesame, and QUIT; the octets before the first number were never heard.
        let text = b"USER amy\r\nPASS sesame\r\nQUIT\r\n";
        let secrets = Secrets {
            first: Some(u32::MAX - 3),
            heard: vec![(0, 29)],
            hidden: vec![(15, 21, SecretKind::Plain)],
            covered_from: None,
        };
        for from in 0..text.len() {
            let mut octets = text[from..].to_vec();
            let sequence = (u32::MAX - 3).wrapping_add(u32::try_from(from).expect("short"));
            secrets.cover(sequence, &mut octets, false);
            assert_eq!(octets, b"USER amy\r\nPASS ******\r\nQUIT\r\n"[from..]);
        }
        let mut octets = b"xQUIT\r\n?".to_vec();
        secrets.cover((u32::MAX - 3).wrapping_add(22), &mut octets, false);
        assert_eq!(octets, b"xQUIT\r\n*", "behind what was heard");
        let mut late = text.to_vec();
        secrets.cover(u32::MAX - 3, &mut late, true);
        assert_eq!(late, b"********\r\n***********\r\n****\r\n");
        let mut before = b"ab".to_vec();
        secrets.cover(u32::MAX - 4, &mut before, false);
        assert_eq!(before, b"*b");
    }

    #[test]
    fn what_is_written_reads_as_the_same_kind_of_word() {
        let filled = |kind, text: &[u8]| text.iter().map(|&octet| char::from(filler(kind, octet))).collect::<String>();
        assert_eq!(filled(SecretKind::Base64, b"AGFteQBz ZQ=="), "AAAAAAAA AA==");
        assert_eq!(filled(SecretKind::Digest, b"c4c9334bac560ecc979e58001b3e22fb"), "0".repeat(32));
        assert_eq!(filled(SecretKind::Plain, b"two words"), "*********");
    }
}
