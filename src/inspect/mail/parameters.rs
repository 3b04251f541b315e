//! A value with parameters: `text/plain; charset=koi8-r; name*0*=…` (RFC 2045 §5.1, RFC 2231).

use std::collections::BTreeMap;

use crate::inspect::mail::charset;
use crate::inspect::mail::encoded_word;
use crate::inspect::mail::field::unfolded;
use crate::inspect::mail::transfer::hex;
use crate::proto::line::printable;

/// Parameters that are read, and characters of one that are kept.
const MAX_PARAMETERS: usize = 64;
const MAX_TEXT: usize = 250;

/// A value with its parameters.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Parameters {
    /// What stands before the first semicolon, in small letters.
    pub value: String,
    pieces: BTreeMap<String, Vec<Piece>>,
}

/// A piece of a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Piece {
    number: u32,
    /// Whether it is percent-encoded, and the first one begins with a character set.
    extended: bool,
    octets: Vec<u8>,
}

impl Parameters {
    /// Takes a value apart.
    #[must_use]
    pub fn parse(field: &[u8]) -> Self {
        let line = unfolded(field);
        let (value, mut rest) = split(&line, b';');
        let mut parameters = Self { value: shown(&String::from_utf8_lossy(value)), ..Self::default() };
        parameters.value.make_ascii_lowercase();
        for _ in 0..MAX_PARAMETERS {
            if rest.is_empty() {
                break;
            }
            rest = parameters.take(rest);
        }
        for pieces in parameters.pieces.values_mut() {
            pieces.sort_by_key(|piece| piece.number);
        }
        parameters
    }

    /// Reads one parameter, and gives back what stands behind it.
    fn take<'a>(&mut self, line: &'a [u8]) -> &'a [u8] {
        let end = line.iter().position(|&octet| octet == b'=' || octet == b';').unwrap_or(line.len());
        let name = String::from_utf8_lossy(line[..end].trim_ascii()).to_ascii_lowercase();
        let Some(behind) = line[end..].strip_prefix(b"=") else { return line.get(end + 1..).unwrap_or_default() };
        let behind = behind.trim_ascii_start();
        let (octets, rest) = if let Some(quoted) = behind.strip_prefix(b"\"") {
            unquoted(quoted)
        } else {
            let (token, rest) = split(behind, b';');
            (token.trim_ascii().to_vec(), rest)
        };
        let (name, extended) = match name.strip_suffix('*') {
            Some(name) => (name, true),
            None => (name.as_str(), false),
        };
        let (name, number) = match name.split_once('*') {
            Some((name, number)) => (name, number.parse().unwrap_or(u32::MAX)),
            None => (name, 0),
        };
        self.pieces.entry(name.to_owned()).or_default().push(Piece { number, extended, octets });
        rest
    }

    /// The octets of a parameter that needs no decoding.
    #[must_use]
    pub fn octets(&self, name: &str) -> Option<Vec<u8>> {
        let pieces = self.pieces.get(name)?;
        Some(pieces.iter().flat_map(|piece| piece.octets.iter().copied()).collect())
    }

    /// A parameter, decoded, printable, not too long.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let pieces = self.pieces.get(name)?;
        // Beside `name*=` there is often a `name=` for older programs.
        let extended = pieces.iter().any(|piece| piece.extended);
        let mut octets = Vec::new();
        let mut declared = None;
        for piece in pieces.iter().filter(|piece| piece.extended || !extended || 0 < piece.number) {
            if !piece.extended {
                octets.extend_from_slice(&piece.octets);
                continue;
            }
            let mut text = piece.octets.as_slice();
            if declared.is_none() && octets.is_empty() {
                let mut parts = piece.octets.splitn(3, |&octet| octet == b'\'');
                if let (Some(name), Some(_), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
                    declared = Some(String::from_utf8_lossy(name).into_owned());
                    text = rest;
                }
            }
            percent_decode(text, &mut octets);
        }
        let text = match declared {
            Some(name) => charset::decode(&octets, Some(&name)).text,
            None => encoded_word::decode(&octets, None).text,
        };
        Some(shown(&text))
    }
}

/// A text as people see it, and not too much of it.
fn shown(text: &str) -> String {
    let mut text = printable(text.trim().as_bytes());
    if let Some((cut, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

fn split(line: &[u8], at: u8) -> (&[u8], &[u8]) {
    match memchr::memchr(at, line) {
        Some(place) => (&line[..place], &line[place + 1..]),
        None => (line, &[]),
    }
}

/// The inside of a quoted string, and what stands behind the next semicolon.
fn unquoted(quoted: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut octets = Vec::new();
    let mut at = 0;
    while let Some(&octet) = quoted.get(at) {
        at += 1;
        match octet {
            b'"' => break,
            // A path of Windows has backslashes that escape nothing.
            b'\\' if quoted.get(at).is_some_and(|&next| next == b'"' || next == b'\\') => {
                octets.push(quoted[at]);
                at += 1;
            }
            _ => octets.push(octet),
        }
    }
    (octets, split(&quoted[at..], b';').1)
}

fn percent_decode(text: &[u8], octets: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        match (first, hex(behind.first()), hex(behind.get(1))) {
            (b'%', Some(high), Some(low)) => {
                octets.push(high << 4 | low);
                rest = &behind[2..];
            }
            (_, _, _) => octets.push(first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(field: &str, name: &str) {
        assert_eq!(Parameters::parse(field.as_bytes()).text("name").as_deref(), Some(name));
    }

    #[test]
    fn a_type_is_in_small_letters() {
        let type_of = |field: &[u8]| Parameters::parse(field).value;
        assert_eq!(type_of(b" Text/PLAIN ; charset=x"), "text/plain");
        assert_eq!(type_of(b""), "");
    }

    #[test]
    fn names_are_decoded_however_they_are_written() {
        names("a/b; name=\"two words; \\\"x\\\".txt\"", "two words; \"x\".txt");
        names("a/b;name=plain.txt ;x=y", "plain.txt");
        names("a/b; name=\"=?koi8-r?B?8NLJ18XU?=.txt\"", "Привет.txt");
        names("a/b; name*=utf-8'ru'%D0%9F%D1%80.txt", "Пр.txt");
        names("a/b; name*1=\"b.txt\"; name*0*=koi8-r''%D0%D2", "прb.txt");
        names("a/b; name*0=one; name*1=two", "onetwo");
        names("a/b; name=old.txt; name*=utf-8''%D0%9F.txt", "П.txt");
        names("a/b; name=\"C:\\dir\\file.txt\"", "C:\\dir\\file.txt");
        names("a/b; name=\"never ends", "never ends");
        names("a/b; name=../../etc/passwd\x1b", "../../etc/passwd\\u{1b}");
    }

    #[test]
    fn a_name_is_not_too_long() {
        let field = format!("a/b; name={}", "x".repeat(10_000));
        assert_eq!(Parameters::parse(field.as_bytes()).text("name").map(|name| name.chars().count()), Some(251));
    }
}
