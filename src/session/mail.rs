//! The few words of a mail that a list of messages shows.

use std::sync::Arc;

use mail_parser::HeaderName;
use mail_parser::MessageParser;

use crate::proto::line::printable;
use crate::proto::utterance::Block;

/// Octets of the head that are looked at: a head of a hostile mail may be as long as it likes.
const MAX_HEAD: usize = 64 * 1024;

/// The subject of the mail that a block brings.
#[must_use]
pub(super) fn subject_of(block: &Block, raw: &[u8]) -> Option<Arc<str>> {
    let wire = block.wire(raw);
    let whole = block.holes.first().map_or(wire.len(), |hole| hole.at.saturating_sub(block.start));
    // On the wire the field is as in the mail: no line of it begins with a dot.
    subject(&wire[..whole.min(wire.len())])
}

/// The subject of a mail, decoded, on one line.
#[must_use]
pub fn subject(mail: &[u8]) -> Option<Arc<str>> {
    let fields = subject_fields(&mail[..mail.len().min(MAX_HEAD)]);
    let parsed = MessageParser::new().header_text(HeaderName::Subject).parse_headers(&fields)?;
    let subject = parsed.subject()?;
    Some(printable(subject.trim().as_bytes()).into())
}

/// The fields of a head with this name: there should be one. Heads are long, and to read all their fields takes long.
fn subject_fields(head: &[u8]) -> Vec<u8> {
    let mut fields = Vec::new();
    let mut is_subject = false;
    for line in head.split_inclusive(|&octet| octet == b'\n') {
        match line {
            [b'\n'] | [b'\r', b'\n'] => break,
            [b' ' | b'\t', ..] => (),
            _ => is_subject = begins_subject(line),
        }
        if is_subject {
            fields.extend_from_slice(line);
        }
    }
    if !fields.ends_with(b"\n") {
        fields.push(b'\n'); // What is cut off there is shown as far as it came.
    }
    fields
}

fn begins_subject(line: &[u8]) -> bool {
    let Some((name, rest)) = line.split_at_checked(b"Subject".len()) else { return false };
    name.eq_ignore_ascii_case(b"Subject") && rest.trim_ascii_start().first() == Some(&b':')
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

    #[test]
    fn a_subject_is_found_among_other_fields() {
        let rows = [
            ("Subjects: no\r\nSUBJECT : a\r\n\t=?utf-8?q?=D0=B1?=\r\n c\r\nTo: x\r\n", Some("a б c")),
            ("X: Subject: no\r\n Subject: no\r\n\r\nSubject: no\r\n", None),
            ("To: x\nsubject: bare\n\nbody", Some("bare")),
            ("From amy Sat Nov  3\r\nSubject: a\r\n", Some("a")),
            ("Subject: cut off", Some("cut off")),
            ("Subject", None),
        ];
        for (mail, found) in rows {
            assert_eq!(subject(mail.as_bytes()).as_deref(), found, "{mail:?}");
        }
    }

    #[test]
    fn the_whole_head_has_the_same_subject() {
        let mails: [&[u8]; 4] = [
            b"To: a\r\nSubject: =?utf-8?b?0L/RgNC40LLQtdGC?=\r\n =?utf-8?b?LCDQvNC40YA=?=\r\nX-Y: z\r\n\r\nx",
            b"Subject: first\r\nSubject: second\r\n\r\n",
            b"Subject:\r\nTo: a\r\n\r\n",
            b"Subject: \xd0\xb1 raw\r\n\r\n",
        ];
        for mail in mails {
            let parsed = MessageParser::new().header_text(HeaderName::Subject).parse_headers(mail);
            let whole = parsed.as_ref().and_then(|parsed| parsed.subject()).map(str::trim);
            assert_eq!(subject(mail).as_deref(), whole, "{}", mail.escape_ascii());
        }
    }
}
