//! The few words of a mail that a list of messages shows.

use std::sync::Arc;

use mail_parser::HeaderName;
use mail_parser::MessageParser;
use memchr::memmem;

use crate::proto::line::printable;
use crate::proto::utterance::Block;

/// Octets of the head that are looked at: a head of a hostile mail may be as long as it likes.
const MAX_HEAD: usize = 64 * 1024;

/// The subject of the mail that a block brings.
#[must_use]
pub(super) fn subject_of(block: &Block, raw: &[u8]) -> Option<Arc<str>> {
    let most = block.wire(raw).len().min(MAX_HEAD);
    // A line of the head that begins with a dot, and would be stuffed, is no header.
    let end = memmem::find(&block.wire(raw)[..most], b"\r\n\r\n").map_or(most, |end| end + 4);
    subject(&block.delivered_head(raw, end))
}

/// The subject of a mail, decoded, on one line.
#[must_use]
pub fn subject(mail: &[u8]) -> Option<Arc<str>> {
    let head = &mail[..mail.len().min(MAX_HEAD)];
    let parsed = MessageParser::new().header_text(HeaderName::Subject).parse_headers(head)?;
    let subject = parsed.subject()?;
    Some(printable(subject.trim().as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_decoded() {
        let mail = b"From: a@example.org\r\nSubject: =?Windows-1251?B?z/Du9/Lo8uUg/fLuIQ==?=\r\n\r\nx";
        assert_eq!(subject(mail).as_deref(), Some("Прочтите это!"));
        assert_eq!(subject(b"Subject: a\r\n b\r\n\r\n").as_deref(), Some("a b"));
        assert_eq!(subject(b"no head at all"), None);
    }
}
