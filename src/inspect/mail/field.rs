//! The fields of a head, in order, each as it came and as it is read (RFC 5322 §2.2).

use std::ops::Range;

use crate::inspect::mail::MAX_FIELDS;
use crate::inspect::mail::encoded_word;
use crate::proto::line::printable;

/// Octets of a field that are decoded.
pub const MAX_VALUE: usize = 16 * 1024;
/// Octets of a name that are kept.
const MAX_NAME: usize = 100;

/// A field of a head.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Field {
    /// Its name as it was written; empty for a line that is no field.
    pub name: String,
    /// What it says, decoded, printable, on one line.
    pub text: String,
    /// The character set of its text, if it was guessed.
    pub guess: Option<String>,
    /// Whether only its beginning was decoded, for it is too long.
    pub cut: bool,
    /// Where it stands, with its last line end.
    pub raw: Range<usize>,
}

/// A field before anything is decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RawField<'a> {
    /// Its name.
    pub name: &'a [u8],
    /// What stands behind the colon, on several lines perhaps.
    pub value: &'a [u8],
    /// Where it stands.
    pub range: Range<usize>,
}

/// Where a head ends and the content begins: behind the first empty line.
///
/// A mail whose first line is no field has no head.
#[must_use]
pub fn head_of(octets: &[u8], part: Range<usize>) -> Range<usize> {
    let mut at = part.start;
    while at < part.end {
        let line = line_at(octets, at, part.end);
        let text = without_end(&octets[line.clone()]);
        if text.is_empty() {
            return part.start..line.end;
        }
        if at == part.start && name_of(text).is_none() && !text.starts_with(b"From ") && !text.starts_with(b">From ") {
            return part.start..part.start;
        }
        at = line.end;
    }
    part
}

/// The fields of a head, none of them decoded.
pub fn fields(octets: &[u8], head: Range<usize>) -> impl Iterator<Item = RawField<'_>> {
    let mut at = head.start;
    std::iter::from_fn(move || {
        if head.end <= at {
            return None;
        }
        let first = line_at(octets, at, head.end);
        if without_end(&octets[first.clone()]).is_empty() {
            return None;
        }
        let mut end = first.end;
        while octets[end..head.end].first().is_some_and(|&octet| octet == b' ' || octet == b'\t') {
            end = line_at(octets, end, head.end).end;
        }
        let range = at..end;
        at = end;
        let all = &octets[range.clone()];
        let name = name_of(without_end(&octets[first])).unwrap_or_default();
        let value =
            if name.is_empty() { all } else { all.splitn(2, |&octet| octet == b':').nth(1).unwrap_or_default() };
        Some(RawField { name: name.trim_ascii_end(), value, range })
    })
}

/// The fields of a head, decoded, and how many are left out.
#[must_use]
pub fn decoded(octets: &[u8], head: Range<usize>, body_charset: Option<&str>) -> (Vec<Field>, usize) {
    let mut list = Vec::new();
    let mut left_out = 0;
    for field in fields(octets, head) {
        if list.len() < MAX_FIELDS {
            list.push(read(&field, body_charset));
        } else {
            left_out += 1;
        }
    }
    (list, left_out)
}

fn read(field: &RawField<'_>, body_charset: Option<&str>) -> Field {
    let cut = MAX_VALUE < field.value.len();
    let decoded = encoded_word::decode(&unfolded(field.value), body_charset);
    Field {
        name: printable(&field.name[..field.name.len().min(MAX_NAME)]),
        text: printable(decoded.text.trim().replace('\t', " ").as_bytes()),
        guess: decoded.guess,
        cut,
        raw: field.range.clone(),
    }
}

/// A value on one line: a fold and the blanks behind it are one blank.
#[must_use]
pub fn unfolded(value: &[u8]) -> Vec<u8> {
    let value = &value[..value.len().min(MAX_VALUE)];
    let mut text = Vec::with_capacity(value.len());
    for line in value.split(|&octet| octet == b'\n') {
        let line = line.trim_ascii();
        if !line.is_empty() {
            if !text.is_empty() {
                text.push(b' ');
            }
            text.extend_from_slice(line);
        }
    }
    text
}

/// The line that begins at a place, with its line end.
fn line_at(octets: &[u8], at: usize, end: usize) -> Range<usize> {
    let length = memchr::memchr(b'\n', &octets[at..end]).map_or(end - at, |feed| feed + 1);
    at..at + length
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// What stands before the colon, if it can be the name of a field.
fn name_of(line: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memchr(b':', line)?;
    let name = &line[..colon];
    let trimmed = name.trim_ascii_end();
    (!trimmed.is_empty() && trimmed.iter().all(u8::is_ascii_graphic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(head: &[u8]) -> Vec<(String, String)> {
        let range = head_of(head, 0..head.len());
        decoded(head, range, None).0.into_iter().map(|field| (field.name, field.text)).collect()
    }

    #[test]
    fn fields_are_unfolded_and_decoded_in_order() {
        let head =
            b"Subject: =?koi8-r?B?8NLJ18XU?=\r\n\t=?koi8-r?B?8NLJ18XU?=\r\nX-Two :  a\r\n  b\r\n\r\nbody: no\r\n";
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(all(head), [pair("Subject", "ПриветПривет"), pair("X-Two", "a b")]);
        assert_eq!(&head[head_of(head, 0..head.len()).end..], b"body: no\r\n");
    }

    #[test]
    fn every_octet_of_a_head_belongs_to_a_field() {
        let head = b"From a@b Mon\r\nSubject: x\nno field\r\n:empty\r\n a\r\n\r\n";
        let covered: Vec<_> = fields(head, head_of(head, 0..head.len())).map(|field| field.range).collect();
        assert_eq!(covered.first().map(|range| range.start), Some(0));
        assert!(covered.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(covered.last().map(|range| range.end), Some(head.len() - 2));
    }

    #[test]
    fn a_text_without_a_head_is_all_content() {
        let text = b"no head at all\r\n\r\nx";
        assert_eq!(head_of(text, 0..text.len()), 0..0);
    }

    #[test]
    fn fields_without_number_are_counted() {
        let head = b"X: y\r\n".repeat(MAX_FIELDS + 7);
        let (list, left_out) = decoded(&head, 0..head.len(), None);
        assert_eq!((list.len(), left_out), (MAX_FIELDS, 7));
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(all(b"Subject: a\x1b[2J=?utf-8?q?=0A=E2=80=AE?=\r\n\r\n")[0].1, "a\\u{1b}[2J\\n\\u{202e}");
    }
}
