//! What a connection has still to say: replies as they were made, and messages that are stuffed only as they leave.

use std::collections::VecDeque;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::proto::multiline::TERMINATOR;
use crate::session::Fact;
use crate::sim::server::Answer;
use crate::sim::server::answer::Message;
use crate::sim::server::answer::Then;

/// What needs another dot.
static DOT_BEHIND_CR_LF: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\r\n."));

/// Replies on their way out, in order.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    pieces: VecDeque<Piece>,
    /// Octets of the pieces, before stuffing.
    pending: usize,
}

#[derive(Debug)]
enum Piece {
    Octets { octets: Vec<u8>, from: usize },
    Message(Stuffing),
    Fact(Fact),
    StartTls,
    Close,
}

/// What stands between octets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Between {
    /// Something happened inside.
    Fact(Fact),
    /// TLS begins here.
    StartTls,
    /// Nothing follows.
    Close,
}

/// A message that is being stuffed (RFC 1939 §3).
#[derive(Debug)]
struct Stuffing {
    message: Message,
    from: usize,
}

impl Outgoing {
    /// Takes an answer. Its facts come before its octets, what follows it behind.
    pub(super) fn push(&mut self, answer: Answer) {
        let Answer { octets, message, facts, then, refusal: _ } = answer;
        self.pieces.extend(facts.into_iter().map(Piece::Fact));
        self.push_octets(octets);
        if let Some(message) = message {
            self.pending += message.octets().len() + TERMINATOR.len();
            self.pieces.push_back(Piece::Message(Stuffing { message, from: 0 }));
        }
        match then {
            Then::GoOn => (),
            Then::StartTls => self.pieces.push_back(Piece::StartTls),
            Then::Close => self.pieces.push_back(Piece::Close),
        }
    }

    /// Takes octets as they are.
    pub(super) fn push_octets(&mut self, octets: Vec<u8>) {
        if !octets.is_empty() {
            self.pending += octets.len();
            self.pieces.push_back(Piece::Octets { octets, from: 0 });
        }
    }

    /// About how many octets wait.
    pub(super) fn pending(&self) -> usize {
        self.pending
    }

    /// Nothing waits, neither octets nor what stands between them.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Moves about `room` octets into an empty `chunk`, up to what stands between octets. That comes alone.
    pub(super) fn fill(&mut self, chunk: &mut Vec<u8>, room: usize) -> Option<Between> {
        while chunk.len() < room {
            match self.pieces.front_mut() {
                None => break,
                Some(Piece::Octets { octets, from }) => {
                    let rest = &octets[*from..];
                    let moved = rest.len().min(room - chunk.len());
                    chunk.extend_from_slice(&rest[..moved]);
                    *from += moved;
                    self.pending -= moved;
                    if *from < octets.len() {
                        break;
                    }
                }
                Some(Piece::Message(stuffing)) => {
                    let before = stuffing.from;
                    let ended = stuffing.fill(chunk, room);
                    self.pending -= stuffing.from - before;
                    if !ended {
                        break;
                    }
                    self.pending -= TERMINATOR.len();
                }
                Some(Piece::Fact(_) | Piece::StartTls | Piece::Close) if !chunk.is_empty() => break,
                Some(Piece::Fact(_) | Piece::StartTls | Piece::Close) => {
                    return self.pieces.pop_front().and_then(Piece::between);
                }
            }
            self.pieces.pop_front();
        }
        None
    }
}

impl Piece {
    fn between(self) -> Option<Between> {
        match self {
            Self::Fact(fact) => Some(Between::Fact(fact)),
            Self::StartTls => Some(Between::StartTls),
            Self::Close => Some(Between::Close),
            Self::Octets { .. } | Self::Message(_) => None,
        }
    }
}

impl Stuffing {
    /// Adds octets until there are about `room`; whether the terminator was among them.
    fn fill(&mut self, chunk: &mut Vec<u8>, room: usize) -> bool {
        let octets = self.message.octets();
        while chunk.len() < room {
            let rest = &octets[self.from..];
            if rest.is_empty() {
                if !(octets.is_empty() || octets.ends_with(b"\r\n")) {
                    chunk.extend_from_slice(b"\r\n");
                }
                chunk.extend_from_slice(TERMINATOR);
                return true;
            }
            let line_start = self.from == 0 || octets[..self.from].ends_with(b"\r\n");
            if line_start && rest[0] == b'.' {
                chunk.push(b'.');
            }
            // The next octet that may need another dot begins a piece of its own.
            let window = &rest[..rest.len().min(room - chunk.len().min(room)).max(1)];
            // Its CR LF may have gone out with the piece before.
            let before = self.from.min(2);
            let around = &octets[self.from - before..self.from + window.len()];
            let dots = DOT_BEHIND_CR_LF.find_iter(around).map(|place| place + 2);
            let end = dots.into_iter().find(|dot| before < *dot).map_or(window.len(), |dot| dot - before);
            chunk.extend_from_slice(&window[..end]);
            self.from += end;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::multiline::stuff;
    use crate::sim::Mail;

    fn answer(octets: &[u8]) -> (Answer, Vec<u8>) {
        let mail = Mail::new("a".parse().expect("a unique-id"), octets);
        let expected = [b"+OK\r\n".to_vec(), stuff(mail.octets())].concat();
        (Answer::line("+OK").with_message(&mail, mail.octets().len()), expected)
    }

    #[test]
    fn a_message_is_stuffed_the_same_in_pieces_of_any_size() {
        for mail in ["", ".", "..\r\n.\r\n", "a\r\n.\r\n..b\r\n\r\n.c", "x\ry\r\n.\r.\n.\r\n", "Subject: a\n\nend"] {
            for room in 1..40 {
                let (answer, expected) = answer(mail.as_bytes());
                let mut outgoing = Outgoing::default();
                outgoing.push(answer);
                let (mut whole, mut chunk) = (Vec::new(), Vec::new());
                while !outgoing.is_empty() {
                    assert_eq!(outgoing.fill(&mut chunk, room), None);
                    assert!(chunk.len() <= room + 6, "{} of {room}", chunk.len());
                    whole.append(&mut chunk);
                }
                assert_eq!(whole.escape_ascii().to_string(), expected.escape_ascii().to_string(), "{mail:?} {room}");
                assert_eq!(outgoing.pending(), 0);
            }
        }
    }

    #[test]
    fn what_stands_between_octets_comes_alone_and_in_its_place() {
        let mut outgoing = Outgoing::default();
        outgoing.push(Answer::line("+OK one"));
        let fact = Fact::MaildropLocked { user: "amy".into() };
        outgoing.push(Answer::line("+OK two").with_facts([fact.clone()]).then(Then::StartTls));
        outgoing.push(Answer::line("+OK three").then(Then::Close));
        let mut told = Vec::new();
        while !outgoing.is_empty() {
            let mut chunk = Vec::new();
            let between = outgoing.fill(&mut chunk, 1000);
            told.push((String::from_utf8(chunk).expect("text"), between));
        }
        let text = |text: &str| (text.to_owned(), None);
        let alone = |between| (String::new(), Some(between));
        assert_eq!(
            told,
            [
                text("+OK one\r\n"),
                alone(Between::Fact(fact)),
                text("+OK two\r\n"),
                alone(Between::StartTls),
                text("+OK three\r\n"),
                alone(Between::Close),
            ]
        );
    }
}
