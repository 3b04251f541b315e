//! What is said as people may see it: printable, on one line, with secrets masked.

use crate::proto::Side;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::proto::utterance::Meaning;
use crate::session::timeline::Said;
use crate::teach::Words;
use crate::ui::player::Secrets;

/// The first line of what is said.
#[must_use]
pub fn first_line(said: &Said, secrets: Secrets, words: &Words) -> String {
    if said.meaning == Meaning::Opaque {
        return words.format("opaque", &[("count", said.raw.len().into())]);
    }
    if said.is_content() {
        return words.format("content", &[("count", said.data_octets().into())]);
    }
    said.shown_line(secrets == Secrets::Shown)
}

/// Which octets of a line must not be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Secret {
    /// All may be seen.
    None,
    /// The whole line is one.
    Whole,
    /// It begins here and goes to the end of the line.
    From(usize),
}

/// Which octets of what is said must not be shown.
#[must_use]
pub fn secret(said: &Said, secrets: Secrets) -> Secret {
    if secrets == Secrets::Shown || said.side == Side::Server {
        return Secret::None;
    }
    let line = said.first_line();
    match &said.meaning {
        Meaning::SaslResponse { .. } if line != b"*" => Secret::Whole,
        Meaning::Command { .. } | Meaning::Other(_) | Meaning::Stray | Meaning::Fragment => {
            secret_of_line(line, &said.shown_line(false))
        }
        Meaning::SaslResponse { .. }
        | Meaning::Greeting(_)
        | Meaning::Challenge { .. }
        | Meaning::Reply { .. }
        | Meaning::Opaque => Secret::None,
    }
}

/// Where the secret of a line begins, given how people may see it.
fn secret_of_line(line: &[u8], shown: &str) -> Secret {
    match shown.strip_suffix(MASK) {
        Some(visible) if shown != printable(line) => {
            let start = (0..=line.len()).find(|&end| printable(&line[..end]) == visible);
            start.map_or(Secret::Whole, Secret::From)
        }
        Some(_) | None => Secret::None,
    }
}

/// The lines of the block of a reply, as they were on the wire, the terminator left out.
pub fn block_lines(said: &Said) -> impl Iterator<Item = String> {
    lines(said.data().unwrap_or_default()).map(|(line, _)| printable(line))
}

/// How many lines the block of a reply has, and how many octets of it are delivered: the number that
/// STAT, LIST and RETR give, for stuffing dots do not count (RFC 1939 §11).
#[must_use]
pub fn block_size(said: &Said) -> Option<(usize, usize)> {
    Some((lines(said.data()?).count(), said.data_octets()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::secret::masked;

    #[test]
    fn a_secret_begins_behind_its_keyword() {
        assert_eq!(secret_of_line(b"PASS open sesame", &masked(b"PASS open sesame")), Secret::From(5));
        assert_eq!(secret_of_line(b"AUTH PLAIN AHRpbQB4", &masked(b"AUTH PLAIN AHRpbQB4")), Secret::From(11));
        assert_eq!(secret_of_line(b"USER amy", &masked(b"USER amy")), Secret::None);
    }
}
