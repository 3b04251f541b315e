//! What is said as people may see it: printable, on one line, with secrets masked.

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::line::LineEnd;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::proto::other::Role;
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
    if is_content(said) {
        return words.format("content", &[("count", delivered(said).into())]);
    }
    said.shown_line(secrets == Secrets::Shown)
}

/// Whether it is a mail without a status line of its own, as SMTP and POP2 send them.
#[must_use]
pub fn is_content(said: &Said) -> bool {
    said.turn().is_some_and(|turn| matches!(turn.role, Role::Content { .. }))
}

/// The octets that a row can unfold: the block of a reply, a mail, or the further lines of a reply.
#[must_use]
pub fn data(said: &Said) -> Option<&[u8]> {
    match (said.block(), said.turn()) {
        (Some(block), _) => Some(block.wire(&said.raw)),
        (None, Some(turn)) if is_content(said) => Some(&said.raw[..turn.content_end(&said.raw)]),
        (None, Some(_)) => {
            let (text, end) = crate::proto::line::first_line(&said.raw);
            Some(&said.raw[text.len() + end.octets()..]).filter(|rest| !rest.is_empty())
        }
        (None, None) => None,
    }
}

/// How many octets of its data are delivered: stuffing dots do not count (RFC 1939 §11, RFC 5321 §4.5.2).
fn delivered(said: &Said) -> usize {
    let data = data(said).unwrap_or_default();
    let stuffed = match (said.block(), said.turn()) {
        (Some(block), _) => block.stuffed,
        (None, Some(turn)) if turn.protocol == Protocol::Smtp && is_content(said) => {
            let mut at_start = true;
            let dots = lines(data).filter(|(line, end)| {
                let stuffed = at_start && line.starts_with(b".");
                at_start = *end == LineEnd::CrLf;
                stuffed
            });
            dots.count()
        }
        (None, Some(_) | None) => 0,
    };
    data.len() - stuffed
}

/// Whether the end of its data was marked by a dot.
#[must_use]
pub fn ends_with_dot(said: &Said) -> bool {
    said.block().is_some_and(|block| block.terminated)
        || said.turn().is_some_and(|turn| turn.content_end(&said.raw) < said.raw.len())
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
    lines(data(said).unwrap_or_default()).map(|(line, _)| printable(line))
}

/// How many lines the block of a reply has, and how many octets of it are delivered: the number that
/// STAT, LIST and RETR give, for stuffing dots do not count (RFC 1939 §11).
#[must_use]
pub fn block_size(said: &Said) -> Option<(usize, usize)> {
    Some((lines(data(said)?).count(), delivered(said)))
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
