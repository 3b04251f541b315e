//! Lines: where one ends, and how long it may be (RFC 1939 §3, RFC 2449 §4).

use std::borrow::Cow;
use std::fmt::Write as _;

/// The most octets of a command line, CR LF included, where CAPA is supported (RFC 2449 §4).
pub const MAX_COMMAND_LINE: usize = 255;

/// The most characters of one argument (RFC 1939 §3).
pub const MAX_ARGUMENT: usize = 40;

/// The most octets of a status line, CR LF included (RFC 1939 §3).
pub const MAX_STATUS_LINE: usize = 512;

/// What stood at the end of a line.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LineEnd {
    /// CR LF, as POP3 wants it.
    CrLf,
    /// A bare LF, as some clients and toy servers send it.
    Lf,
    /// The bytes stopped before the line did.
    Missing,
}

impl LineEnd {
    /// How many octets the line end has on the wire.
    #[must_use]
    pub fn octets(self) -> usize {
        match self {
            Self::CrLf => 2,
            Self::Lf => 1,
            Self::Missing => 0,
        }
    }
}

/// The first line of some bytes: its text without the line end, and how it ended.
///
/// A CR that is not followed by LF belongs to the text.
#[must_use]
pub fn first_line(bytes: &[u8]) -> (&[u8], LineEnd) {
    match memchr::memchr(b'\n', bytes) {
        Some(feed) if 0 < feed && bytes[feed - 1] == b'\r' => (&bytes[..feed - 1], LineEnd::CrLf),
        Some(feed) => (&bytes[..feed], LineEnd::Lf),
        None => (bytes, LineEnd::Missing),
    }
}

/// All lines of some bytes, the last one possibly without a line end.
pub fn lines(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], LineEnd)> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let (text, end) = first_line(bytes);
        bytes = &bytes[text.len() + end.octets()..];
        Some((text, end))
    })
}

/// Bytes as one printable line: what is not UTF-8 or not printable is escaped.
///
/// Nothing that comes from the network reaches a terminal or a label in any other way.
#[must_use]
pub fn printable(bytes: &[u8]) -> String {
    shown(bytes).into_owned()
}

/// The same as [`printable`], without a copy of what is printable as it is.
#[must_use]
pub fn shown(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.iter().all(|octet| (b' '..=b'~').contains(octet)) => Cow::Borrowed(text),
        Ok(text) if !text.chars().any(is_hidden) => Cow::Borrowed(text),
        Ok(_) | Err(_) => Cow::Owned(escaped(bytes)),
    }
}

fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\r' => text.push_str("\\r"),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                hidden if is_hidden(hidden) => text.extend(hidden.escape_unicode()),
                shown => text.push(shown),
            }
        }
        for octet in chunk.invalid() {
            let _ = write!(text, "\\x{octet:02x}"); // Writing to a String cannot fail.
        }
    }
    text
}

/// Control characters, and those that turn or hide the text around them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_cr_lf_or_at_a_bare_lf() {
        assert_eq!(first_line(b"STAT\r\nLIST"), (&b"STAT"[..], LineEnd::CrLf));
        assert_eq!(first_line(b"STAT\nLIST"), (&b"STAT"[..], LineEnd::Lf));
        assert_eq!(first_line(b"STAT\r"), (&b"STAT\r"[..], LineEnd::Missing));
    }

    #[test]
    fn lines_lose_no_octet() {
        let bytes = b"a\r\n\r\n\nb\rc\r\r\nd";
        let lengths: usize = lines(bytes).map(|(text, end)| text.len() + end.octets()).sum();
        assert_eq!(lengths, bytes.len());
        assert_eq!(lines(bytes).count(), 5);
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(printable(b"+OK \x1b[2J\x07"), "+OK \\u{1b}[2J\\u{7}");
        assert_eq!(printable("\u{202e}да\u{9b}".as_bytes()), "\\u{202e}да\\u{9b}");
        assert_eq!(printable(b"\xcf\xf0"), "\\xcf\\xf0");
        assert_eq!(printable(b"a\tb\r\n"), "a\\tb\\r\\n");
    }

    #[test]
    fn what_is_printable_is_not_copied() {
        for text in ["", " +OK ready~", "Прочтите это!"] {
            assert!(matches!(shown(text.as_bytes()), Cow::Borrowed(shown) if shown == text), "{text}");
        }
        assert!(matches!(shown(b"a\x7f"), Cow::Owned(_)));
    }
}
