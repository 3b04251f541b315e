//! Pieces: a line taken apart, so that every octet of it belongs to one piece.

use std::ops::Range;

use crate::proto::Keyword;
use crate::proto::auth::apop_timestamp;
use crate::proto::line::LineEnd;
use crate::proto::line::first_line;

/// What a piece is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A keyword, or the tag of a capability.
    Keyword,
    /// Where a keyword should stand, and none stands.
    Unknown,
    /// A space that separates two words.
    Space,
    /// What stands behind a keyword.
    Argument,
    /// `+OK`, `-ERR` or `+`.
    Status,
    /// A response code in brackets.
    Code,
    /// A number that clients read.
    Number,
    /// A unique-id.
    UniqueId,
    /// The timestamp of a greeting.
    Timestamp,
    /// A digest.
    Digest,
    /// Base64.
    Base64,
    /// Text for people, or of a message.
    Text,
    /// A dot that was put before a line that begins with one.
    Stuffing,
    /// The dot that ends a reply of several lines, with its line end.
    Terminator,
    /// CR.
    Cr,
    /// LF.
    Lf,
    /// What cannot be read.
    Opaque,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Keyword,
        Self::Unknown,
        Self::Space,
        Self::Argument,
        Self::Status,
        Self::Code,
        Self::Number,
        Self::UniqueId,
        Self::Timestamp,
        Self::Digest,
        Self::Base64,
        Self::Text,
        Self::Stuffing,
        Self::Terminator,
        Self::Cr,
        Self::Lf,
        Self::Opaque,
    ];

    /// Its name in the Fluent files; with `-why` behind it, what it is for.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyword => "octet-keyword",
            Self::Unknown => "octet-unknown",
            Self::Space => "octet-space",
            Self::Argument => "octet-argument",
            Self::Status => "octet-status",
            Self::Code => "octet-code",
            Self::Number => "octet-number",
            Self::UniqueId => "octet-unique-id",
            Self::Timestamp => "octet-timestamp",
            Self::Digest => "octet-digest",
            Self::Base64 => "octet-base64",
            Self::Text => "octet-text",
            Self::Stuffing => "octet-stuffing",
            Self::Terminator => "octet-terminator",
            Self::Cr => "octet-cr",
            Self::Lf => "octet-lf",
            Self::Opaque => "octet-opaque",
        }
    }
}

/// Octets that belong together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Piece {
    /// Where they lie in the step.
    pub range: Range<usize>,
    /// What they are.
    pub kind: Kind,
    /// Whether they are part of a secret that is not shown.
    pub secret: bool,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Grammar {
    /// A command.
    Command,
    /// A response within AUTH.
    Response,
    /// A challenge within AUTH.
    Challenge,
    /// The greeting.
    Greeting,
    /// A status line behind which so many words are read: none, or numbers, or a number and a unique-id.
    Status(Words),
    /// A line of a list.
    List(Words),
    /// A capability or a mechanism.
    Capability,
    /// A line of a message, or one that means nothing.
    Text,
}

/// What clients read of a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Words {
    /// Nothing.
    Nothing,
    /// Two numbers.
    Numbers,
    /// A number and a unique-id.
    UniqueId,
}

/// Takes a line apart that begins at `start`, its line end included.
pub(super) fn of_line(line: &[u8], start: usize, grammar: Grammar) -> Vec<Piece> {
    let (text, end) = first_line(line);
    let mut cutter = Cutter { text, at: 0, start, pieces: Vec::new() };
    match grammar {
        Grammar::Command => cutter.command(),
        Grammar::Response if text == b"*" => cutter.rest(Kind::Argument),
        Grammar::Response => cutter.rest(Kind::Base64),
        Grammar::Challenge => {
            cutter.status();
            cutter.rest(Kind::Base64);
        }
        Grammar::Greeting => cutter.greeting(),
        Grammar::Status(words) => {
            cutter.status();
            cutter.words(words);
            cutter.rest(Kind::Text);
        }
        Grammar::List(words) => {
            cutter.words(words);
            cutter.rest(Kind::Text);
        }
        Grammar::Capability => {
            cutter.word(Kind::Keyword);
            cutter.arguments();
        }
        Grammar::Text => cutter.rest(Kind::Text),
    }
    let mut pieces = cutter.pieces;
    let behind = start + text.len();
    let ends: &[Kind] = match end {
        LineEnd::CrLf => &[Kind::Cr, Kind::Lf],
        LineEnd::Lf => &[Kind::Lf],
        LineEnd::Missing => &[],
    };
    let ends = ends.iter().zip(behind..).map(|(kind, at)| Piece { range: at..at + 1, kind: *kind, secret: false });
    pieces.extend(ends);
    pieces
}

/// Cuts pieces off a line, from left to right.
struct Cutter<'a> {
    text: &'a [u8],
    at: usize,
    start: usize,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn left(&self) -> &[u8] {
        &self.text[self.at..]
    }

    fn cut(&mut self, octets: usize, kind: Kind) {
        let octets = octets.min(self.text.len() - self.at);
        if 0 < octets {
            let from = self.start + self.at;
            self.pieces.push(Piece { range: from..from + octets, kind, secret: false });
            self.at += octets;
        }
    }

    /// Spaces, one piece each if they stand alone.
    fn spaces(&mut self) {
        let spaces = self.left().iter().take_while(|octet| **octet == b' ').count();
        self.cut(spaces, Kind::Space);
    }

    fn word(&mut self, kind: Kind) {
        let length = self.left().iter().position(|octet| *octet == b' ').unwrap_or(self.left().len());
        self.cut(length, kind);
    }

    fn rest(&mut self, kind: Kind) {
        self.cut(usize::MAX, kind);
    }

    fn arguments(&mut self) {
        while !self.left().is_empty() {
            self.spaces();
            self.word(Kind::Argument);
        }
    }

    fn command(&mut self) {
        let length = self.text.iter().position(|octet| *octet == b' ').unwrap_or(self.text.len());
        let keyword = Keyword::from_word(&self.text[..length]);
        self.word(if keyword.is_some() { Kind::Keyword } else { Kind::Unknown });
        match keyword {
            // One space, and then the password with all its spaces (RFC 1939 §7).
            Some(Keyword::Pass) => {
                self.cut(1, Kind::Space);
                self.rest(Kind::Argument);
            }
            Some(Keyword::Apop) => {
                for kind in [Kind::Argument, Kind::Digest] {
                    self.spaces();
                    self.word(kind);
                }
                self.arguments();
            }
            Some(Keyword::Auth) => {
                for kind in [Kind::Argument, Kind::Base64] {
                    self.spaces();
                    self.word(kind);
                }
                self.arguments();
            }
            Some(Keyword::List | Keyword::Retr | Keyword::Dele | Keyword::Top | Keyword::Uidl) => {
                while !self.left().is_empty() {
                    self.spaces();
                    let length = self.left().iter().take_while(|octet| **octet != b' ').count();
                    let digits = self.left()[..length].iter().all(u8::is_ascii_digit);
                    self.word(if digits { Kind::Number } else { Kind::Argument });
                }
            }
            Some(
                Keyword::User
                | Keyword::Rpop
                | Keyword::Stls
                | Keyword::Capa
                | Keyword::Utf8
                | Keyword::Lang
                | Keyword::Stat
                | Keyword::Noop
                | Keyword::Rset
                | Keyword::Last
                | Keyword::Quit,
            )
            | None => self.arguments(),
        }
    }

    /// The indicator, the space behind it, and a response code.
    fn status(&mut self) {
        self.word(Kind::Status);
        self.cut(usize::from(self.left().starts_with(b" ")), Kind::Space);
        if self.left().starts_with(b"[")
            && let Some(end) = self.left().iter().position(|octet| *octet == b']')
            && self.left()[..end].iter().all(u8::is_ascii_graphic)
        {
            self.cut(end + 1, Kind::Code);
            self.cut(usize::from(self.left().starts_with(b" ")), Kind::Space);
        }
    }

    fn greeting(&mut self) {
        self.status();
        let Some(timestamp) = apop_timestamp(self.left()).map(<[u8]>::to_vec) else {
            self.rest(Kind::Text);
            return;
        };
        let before = self.left().windows(timestamp.len()).position(|window| window == timestamp).unwrap_or(0);
        self.cut(before, Kind::Text);
        self.cut(timestamp.len(), Kind::Timestamp);
        self.rest(Kind::Text);
    }

    fn words(&mut self, words: Words) {
        let kinds: &[Kind] = match words {
            Words::Nothing => &[],
            Words::Numbers => &[Kind::Number, Kind::Number],
            Words::UniqueId => &[Kind::Number, Kind::UniqueId],
        };
        for (place, kind) in kinds.iter().enumerate() {
            if 0 < place {
                self.cut(usize::from(self.left().starts_with(b" ")), Kind::Space);
            }
            let first = self.left().first().copied();
            if *kind == Kind::Number && !first.is_some_and(|first| first.is_ascii_digit()) {
                return;
            }
            self.word(*kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The pieces of a line as text, each with its kind.
    fn cut(line: &str, grammar: Grammar) -> Vec<(Kind, String)> {
        let pieces = of_line(line.as_bytes(), 0, grammar);
        pieces.into_iter().map(|piece| (piece.kind, line[piece.range].to_owned())).collect()
    }

    #[track_caller]
    fn cuts(line: &str, grammar: Grammar, expected: &[(Kind, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        assert_eq!(cut(line, grammar), expected);
    }

    #[test]
    fn commands_are_cut_at_their_spaces() {
        use Kind::{Argument, Base64, Cr, Digest, Keyword, Lf, Number, Space, Unknown};
        let end = [(Cr, "\r"), (Lf, "\n")];
        cuts(
            "TOP 1 20\r\n",
            Grammar::Command,
            &[(Keyword, "TOP"), (Space, " "), (Number, "1"), (Space, " "), (Number, "20"), end[0], end[1]],
        );
        cuts("PASS  a b\n", Grammar::Command, &[(Keyword, "PASS"), (Space, " "), (Argument, " a b"), (Lf, "\n")]);
        cuts(
            "APOP amy 0f",
            Grammar::Command,
            &[(Keyword, "APOP"), (Space, " "), (Argument, "amy"), (Space, " "), (Digest, "0f")],
        );
        cuts(
            "AUTH PLAIN dGVzdA==",
            Grammar::Command,
            &[(Keyword, "AUTH"), (Space, " "), (Argument, "PLAIN"), (Space, " "), (Base64, "dGVzdA==")],
        );
        cuts("RERT 1", Grammar::Command, &[(Unknown, "RERT"), (Space, " "), (Argument, "1")]);
        cuts("RETR one", Grammar::Command, &[(Keyword, "RETR"), (Space, " "), (Argument, "one")]);
    }

    #[test]
    fn replies_are_cut_at_what_clients_read() {
        use Kind::{Code, Number, Space, Status, Text, Timestamp, UniqueId};
        cuts(
            "-ERR [IN-USE] busy",
            Grammar::Status(Words::Nothing),
            &[(Status, "-ERR"), (Space, " "), (Code, "[IN-USE]"), (Space, " "), (Text, "busy")],
        );
        cuts(
            "+OK 2 320 octets",
            Grammar::Status(Words::Numbers),
            &[(Status, "+OK"), (Space, " "), (Number, "2"), (Space, " "), (Number, "320"), (Text, " octets")],
        );
        cuts("+OK none", Grammar::Status(Words::Numbers), &[(Status, "+OK"), (Space, " "), (Text, "none")]);
        cuts("1 abc", Grammar::List(Words::UniqueId), &[(Number, "1"), (Space, " "), (UniqueId, "abc")]);
        cuts(
            "+OK ready <1@a>",
            Grammar::Greeting,
            &[(Status, "+OK"), (Space, " "), (Text, "ready "), (Timestamp, "<1@a>")],
        );
    }

    proptest! {
        #[test]
        fn every_octet_belongs_to_one_piece(line in proptest::collection::vec(any::<u8>(), 0..60), start in 0usize..9) {
            let (text, end) = first_line(&line);
            let line = &line[..text.len() + end.octets()];
            let all = [Words::Nothing, Words::Numbers, Words::UniqueId];
            let mut grammars = vec![
                Grammar::Command, Grammar::Response, Grammar::Challenge, Grammar::Greeting, Grammar::Capability,
                Grammar::Text,
            ];
            grammars.extend(all.iter().flat_map(|words| [Grammar::Status(*words), Grammar::List(*words)]));
            for grammar in grammars {
                let mut at = start;
                for piece in of_line(line, start, grammar) {
                    prop_assert_eq!(piece.range.start, at);
                    prop_assert!(piece.range.start < piece.range.end);
                    at = piece.range.end;
                }
                prop_assert_eq!(at, start + line.len());
            }
        }
    }
}
