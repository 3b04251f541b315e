//! How a value is typed, and how what was typed is written into the text.

use std::fmt::Write as _;

use crate::source::branch::act::unescaped;
use crate::source::without_indentation;
use crate::source::write;

/// How something is typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Text on one line.
    Text,
    /// Octets, with escapes.
    Octets,
    /// A number.
    Number,
    /// Lines, each of them a string.
    List,
    /// Text of several lines.
    Block,
    /// As it stands in the file.
    Raw,
}

impl Form {
    /// What was typed as it stands in the file; `None` if it cannot stand there.
    #[must_use]
    pub fn written(self, typed: &str) -> Option<String> {
        match self {
            Self::Text => Some(write::literal(typed.as_bytes())),
            Self::Octets => Some(write::literal(&unescaped(typed))),
            Self::Number => typed.trim().parse::<u64>().ok().map(|number| number.to_string()),
            Self::List => {
                let lines: Vec<String> = typed.lines().map(str::to_owned).collect();
                Some(write::list(&lines))
            }
            Self::Block => Some(write::block(typed, "            ")),
            Self::Raw => (!typed.trim().is_empty()).then(|| typed.to_owned()),
        }
    }
}

/// A text as its author thinks of it: without the indentation of the file.
#[must_use]
pub fn shown(text: &str) -> String {
    without_indentation(text)
}

/// Octets as they are typed.
#[must_use]
pub fn escaped(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    if text.contains('\u{fffd}') {
        return octets.escape_ascii().to_string();
    }
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\r' => escaped.push_str("\\r"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\\' => escaped.push_str("\\\\"),
            letter if letter.is_ascii_control() => {
                let _ = write!(escaped, "\\x{:02x}", u32::from(letter)); // Writing to a String cannot fail.
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_typed_as_they_are_shown() {
        for octets in [b"STAT\r\n".as_slice(), b"\xff\x00\\", "ё\t".as_bytes()] {
            assert_eq!(unescaped(&escaped(octets)), octets);
        }
    }
}
