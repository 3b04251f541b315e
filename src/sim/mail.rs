//! A message as the server keeps it: its octets, its unique-id, its size.

use std::sync::Arc;

use crate::proto::UniqueId;
use crate::proto::line::LineEnd;
use crate::proto::line::lines;
use crate::session;
use crate::session::fact::StoredMessage;

/// A message in a maildrop. Copies share the octets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    unique_id: UniqueId,
    /// Invariant: every line ends with CR LF.
    octets: Arc<[u8]>,
    subject: Option<Arc<str>>,
}

impl Mail {
    /// A message with the line ends of the network: what it weighs is then what is counted
    /// (RFC 1939 §11), and its last line can be followed by the terminator (RFC 1939 §3).
    #[must_use]
    pub fn new(unique_id: UniqueId, octets: &[u8]) -> Self {
        let octets: Arc<[u8]> = with_network_line_ends(octets).into();
        let subject = session::mail::subject(&octets);
        Self { unique_id, octets, subject }
    }

    /// Its name over all sessions.
    #[must_use]
    pub fn unique_id(&self) -> &UniqueId {
        &self.unique_id
    }

    /// All of it.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Its size: each line end counts as two octets, stuffing and terminator do not (RFC 1939 §11).
    #[must_use]
    pub fn size(&self) -> u64 {
        self.octets.len() as u64
    }

    /// The head, the blank line behind it, and so many lines of the body (RFC 1939 §7, TOP).
    #[must_use]
    pub fn top(&self, body_lines: u32) -> &[u8] {
        let mut length = 0;
        let mut left = None; // Lines of the body still wanted; `None` within the head.
        for (text, end) in lines(&self.octets) {
            match &mut left {
                Some(0) => break,
                Some(left) => *left -= 1,
                None if text.is_empty() => left = Some(body_lines),
                None => (),
            }
            length += text.len() + end.octets();
        }
        &self.octets[..length]
    }

    /// Whether its head holds what only UTF-8 mode can carry (RFC 6532, RFC 6856 §2.1). A body beyond ASCII can
    /// declare itself by MIME, and is as old as POP3.
    #[must_use]
    pub fn needs_utf8(&self) -> bool {
        !self.top(0).is_ascii()
    }

    /// What the facts tell of it.
    #[must_use]
    pub fn stored(&self) -> StoredMessage {
        StoredMessage { unique_id: self.unique_id.clone(), octets: self.size(), subject: self.subject.clone() }
    }
}

/// The octets with CR LF at the end of each line, the last one included.
#[must_use]
pub fn with_network_line_ends(octets: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(octets.len());
    for (text, end) in lines(octets) {
        whole.extend_from_slice(text);
        match end {
            LineEnd::CrLf | LineEnd::Lf | LineEnd::Missing => whole.extend_from_slice(b"\r\n"),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(octets: &[u8]) -> Mail {
        Mail::new("a".parse().expect("a unique-id"), octets)
    }

    #[test]
    fn f15_each_line_end_counts_as_two_octets() {
        assert_eq!(mail(b"a\nb\n").size(), 6);
        assert_eq!(mail(b"a\r\nb\r\n").size(), 6);
        assert_eq!(mail(b".\r\n..\r\n").size(), 7, "stuffing is not counted");
    }

    #[test]
    fn f18_a_message_without_a_last_line_end_gets_one() {
        assert_eq!(mail(b"end").octets(), b"end\r\n");
        assert_eq!(mail(b"").octets(), b"");
    }

    #[test]
    fn f35_only_a_head_beyond_ascii_needs_utf8_mode() {
        assert!(mail("Subject: Обед\n\nx\n".as_bytes()).needs_utf8());
        assert!(!mail("Subject: Lunch\n\nОбед\n".as_bytes()).needs_utf8());
    }

    #[test]
    fn f20_top_gives_the_head_and_lines_of_the_body() {
        let mail = mail(b"A: b\n\nx\ny\n");
        assert_eq!(mail.top(0), b"A: b\r\n\r\n");
        assert_eq!(mail.top(1), b"A: b\r\n\r\nx\r\n");
        assert_eq!(mail.top(2), mail.octets());
        assert_eq!(mail.top(u32::MAX), mail.octets());
    }
}
