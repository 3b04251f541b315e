//! What each octet of a step is. Only what is looked at is taken apart.

use std::ops::Range;

use crate::proto::Command;
use crate::proto::Octets;
use crate::proto::Protocol;
use crate::proto::command::CommandLine;
use crate::proto::multiline::LineRule;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::utterance::Meaning;
use crate::session::timeline::Said;
use crate::source::branch::script::Account;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::views::bytes::peel::Peel;
use crate::ui::views::bytes::peel::peels;
use crate::ui::views::bytes::pieces::Grammar;
use crate::ui::views::bytes::pieces::Kind;
use crate::ui::views::bytes::pieces::Piece;
use crate::ui::views::bytes::pieces::Words;
use crate::ui::views::bytes::pieces::of_line;
use crate::ui::views::bytes::sums::Sums;
use crate::ui::views::shown::Secret;
use crate::ui::views::shown::secret;

/// Octets of a step that are shown at most: a ladder of more lines is longer than a screen can measure.
pub const MAX_OCTETS: usize = 1 << 24;
/// Octets of a line of what cannot be read.
const OPAQUE_LINE: usize = 64;

/// What the panel shows of a step.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The octets, as they were on the wire.
    pub raw: Octets,
    /// How many of them are shown.
    pub shown: usize,
    /// The step, counted from 1 as people do.
    pub step: usize,
    /// What is inside of them.
    pub peels: Vec<Peel>,
    /// How they are counted, if the step is a reply of several lines or one that gives sums.
    pub sums: Option<Sums>,
    /// Where each line begins. Invariant: sorted.
    starts: Vec<usize>,
    grammar: Option<Grammars>,
    /// The secret that is not shown.
    secret: Range<usize>,
}

/// What the lines of a step are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Grammars {
    first: Grammar,
    block: Option<Block>,
    opaque: bool,
}

/// Where the block of a reply lies, and what its lines are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Block {
    start: usize,
    end: usize,
    terminated: bool,
    rule: LineRule,
    grammar: Grammar,
}

impl Model {
    /// Reads the player. A step in which nothing was said has no octets. Digests are made anew with the secrets of
    /// the accounts, and with one that was typed.
    #[must_use]
    pub fn new(player: &Player, accounts: &[Account], typed: &str) -> Self {
        let Some(said) = player.step().and_then(crate::session::Step::said) else {
            return Self { step: player.cursor().0, ..Self::default() };
        };
        let timeline = &player.session().timeline;
        let mut model = Self::of(said, timeline.asked(said), player.secrets);
        model.step = player.cursor().0;
        model.peels = peels(player, said, accounts, typed);
        model.sums = Sums::of(player, said);
        model
    }

    /// Looks at what was said, whatever step it is.
    #[must_use]
    pub fn of(said: &Said, asked: Option<&CommandLine>, secrets: Secrets) -> Self {
        let raw = said.raw.clone();
        let shown = raw.len().min(MAX_OCTETS);
        let opaque = said.meaning == Meaning::Opaque;
        let starts = if opaque { (0..shown).step_by(OPAQUE_LINE).collect() } else { starts(&raw[..shown]) };
        let first = said.first_line().len();
        let secret = match secret(said, secrets) {
            Secret::None => 0..0,
            Secret::Whole => 0..first,
            Secret::From(start) => start.min(first)..first,
        };
        let command = asked.and_then(|line| line.command.as_ref().ok());
        let block = said.block().map(|block| Block {
            start: block.start,
            end: block.end,
            terminated: block.terminated,
            rule: block.rule,
            grammar: grammar_of_block(command),
        });
        // The mail of an SMTP client is stuffed and ended as a block of POP3 is.
        let mail = said.turn().filter(|turn| turn.protocol == Protocol::Smtp && said.is_content());
        let block = block.or_else(|| {
            let end = mail?.content_end(&said.raw);
            let terminated = end < raw.len();
            Some(Block { start: 0, end, terminated, rule: LineRule::Strict, grammar: Grammar::Text })
        });
        let grammar = Some(Grammars { first: grammar_of_first(said, command), block, opaque });
        Self { raw, shown, starts, grammar, secret, ..Self::default() }
    }

    /// How many lines there are.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Where a line lies, its end included.
    #[must_use]
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.shown);
        start..self.starts.get(line + 1).copied().unwrap_or(self.shown)
    }

    /// The line of an octet.
    #[must_use]
    pub fn line_of(&self, octet: usize) -> usize {
        self.starts.partition_point(|start| *start <= octet).saturating_sub(1)
    }

    /// The pieces of a line, in order. Each of its octets belongs to one.
    #[must_use]
    pub fn pieces(&self, line: usize) -> Vec<Piece> {
        let (Some(grammars), range) = (self.grammar, self.line(line)) else { return Vec::new() };
        if grammars.opaque {
            return vec![Piece { range, kind: Kind::Opaque, secret: false }];
        }
        let mut pieces = match grammars.block.filter(|block| block.start <= range.start) {
            Some(block) if block.terminated && block.end <= range.start => {
                vec![Piece { range, kind: Kind::Terminator, secret: false }]
            }
            Some(block) => self.block_pieces(range, block),
            None if range.start == 0 => of_line(&self.raw[range], 0, grammars.first),
            None => of_line(&self.raw[range.clone()], range.start, Grammar::Text),
        };
        if !self.secret.is_empty() {
            pieces = pieces.into_iter().flat_map(|piece| self.with_secret(piece)).collect();
        }
        pieces
    }

    /// The piece of an octet.
    #[must_use]
    pub fn piece(&self, octet: usize) -> Option<Piece> {
        let pieces = if octet < self.shown { self.pieces(self.line_of(octet)) } else { Vec::new() };
        pieces.into_iter().find(|piece| piece.range.contains(&octet))
    }

    fn block_pieces(&self, range: Range<usize>, block: Block) -> Vec<Piece> {
        let begins = range.start == block.start || ends_line(&self.raw, range.start, block.rule);
        if !begins || self.raw.get(range.start) != Some(&b'.') {
            return of_line(&self.raw[range.clone()], range.start, block.grammar);
        }
        let dot = Piece { range: range.start..range.start + 1, kind: Kind::Stuffing, secret: false };
        let rest = of_line(&self.raw[dot.range.end..range.end], dot.range.end, block.grammar);
        std::iter::once(dot).chain(rest).collect()
    }

    /// A piece, cut where the secret begins and ends.
    fn with_secret(&self, piece: Piece) -> impl Iterator<Item = Piece> {
        let Piece { range, kind, .. } = piece;
        let cut = |at: usize| at.clamp(range.start, range.end);
        let (from, to) = (cut(self.secret.start), cut(self.secret.end));
        let parts = [(range.start..from, false), (from..to, true), (to..range.end, false)];
        let whole = parts.into_iter().filter(|(range, _)| !range.is_empty());
        whole.map(move |(range, secret)| Piece { range, kind, secret })
    }
}

fn grammar_of_first(said: &Said, asked: Option<&Command>) -> Grammar {
    match &said.meaning {
        Meaning::Command { .. } => Grammar::Command,
        Meaning::SaslResponse { .. } => Grammar::Response,
        Meaning::Challenge { .. } => Grammar::Challenge,
        Meaning::Greeting(_) => Grammar::Greeting,
        Meaning::Reply { status: Some(status), .. } => Grammar::Status(match asked {
            Some(Command::Stat | Command::List { message: Some(_) }) if status.indicator.is_positive() => {
                Words::Numbers
            }
            Some(Command::Uidl { message: Some(_) }) if status.indicator.is_positive() => Words::UniqueId,
            Some(_) | None => Words::Nothing,
        }),
        Meaning::Other(turn) => grammar_of_turn(turn, &said.raw),
        Meaning::Reply { status: None, .. } | Meaning::Opaque | Meaning::Stray | Meaning::Fragment => Grammar::Text,
    }
}

fn grammar_of_block(asked: Option<&Command>) -> Grammar {
    match asked {
        Some(Command::List { .. }) => Grammar::List(Words::Numbers),
        Some(Command::Uidl { .. }) => Grammar::List(Words::UniqueId),
        Some(Command::Capa | Command::Auth { .. }) => Grammar::Capability,
        Some(_) | None => Grammar::Text,
    }
}

/// The first line in a protocol beside POP3.
fn grammar_of_turn(turn: &Turn, raw: &[u8]) -> Grammar {
    let word = raw.iter().position(u8::is_ascii_whitespace).unwrap_or(raw.len());
    match (turn.role, turn.protocol) {
        (Role::Content { .. } | Role::Command(None), _) => Grammar::Text,
        (Role::Command(Some(_)), protocol) => Grammar::OtherCommand { tagged: protocol == Protocol::Imap },
        (Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. }, Protocol::Pop2) => Grammar::OtherReply(1),
        (Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. }, Protocol::Smtp) => Grammar::OtherReply(3),
        (
            Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. },
            Protocol::Pop3 | Protocol::Pop1 | Protocol::Imap,
        ) => Grammar::OtherReply(word),
    }
}

/// Whether a line of the block can begin here: a bare LF before it is no line end for strict peers.
fn ends_line(raw: &[u8], start: usize, rule: LineRule) -> bool {
    match rule {
        LineRule::Strict => raw[..start].ends_with(b"\r\n"),
        LineRule::BareLf => raw[..start].ends_with(b"\n"),
    }
}

/// Where each line begins.
fn starts(raw: &[u8]) -> Vec<usize> {
    let behind = memchr::memchr_iter(b'\n', raw).map(|feed| feed + 1).filter(|start| *start < raw.len());
    let first = if raw.is_empty() { None } else { Some(0) };
    first.into_iter().chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::ConnectionId;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    /// The last reply of a session in which the client says a line behind its login.
    fn reply_to(line: &str, reply: &[u8]) -> Model {
        let party = || Party { name: None, address: ([127, 0, 0, 1], 1).into() };
        let opened = Connection {
            client: party(),
            server: party(),
            opening: Opening::Connection,
            protocol: crate::proto::Protocol::Pop3,
        };
        let said = |side: Side, octets: &[u8]| EventKind::Octets { side, octets: octets.to_vec(), cover: Cover::Clear };
        let kinds = [
            EventKind::Opened(opened),
            said(Side::Server, b"+OK\r\n"),
            said(Side::Client, b"USER a\r\nPASS b\r\n"),
            said(Side::Server, b"+OK\r\n+OK\r\n"),
            said(Side::Client, format!("{line}\r\n").as_bytes()),
            said(Side::Server, reply),
        ];
        let events = kinds.map(|kind| Event {
            at: Time::from_nanos(0),
            connection: Some(ConnectionId(0)),
            mark: Mark::Nowhere,
            kind,
        });
        let timeline = Recorder::record_all(events);
        let said = timeline.steps().last().and_then(crate::session::Step::said).expect("a reply");
        Model::of(said, timeline.asked(said), Secrets::Masked)
    }

    fn kinds(model: &Model, line: usize) -> Vec<Kind> {
        model.pieces(line).iter().map(|piece| piece.kind).collect()
    }

    #[test]
    fn a_message_has_its_stuffing_and_its_terminator() {
        let model = reply_to("RETR 1", b"+OK 9 octets\r\na\r\n..b\r\n.\r\n");
        assert_eq!(model.lines(), 4);
        assert_eq!(kinds(&model, 0), [Kind::Status, Kind::Space, Kind::Text, Kind::Cr, Kind::Lf]);
        assert_eq!(kinds(&model, 1), [Kind::Text, Kind::Cr, Kind::Lf]);
        assert_eq!(kinds(&model, 2), [Kind::Stuffing, Kind::Text, Kind::Cr, Kind::Lf]);
        assert_eq!(kinds(&model, 3), [Kind::Terminator]);
        assert_eq!(model.piece(17).map(|piece| piece.kind), Some(Kind::Stuffing));
    }

    #[test]
    fn lists_are_numbers_and_unique_ids() {
        let model = reply_to("LIST", b"+OK 2 messages\r\n1 120\r\n2 200\r\n.\r\n");
        assert_eq!(kinds(&model, 1), [Kind::Number, Kind::Space, Kind::Number, Kind::Cr, Kind::Lf]);
        let model = reply_to("UIDL", b"+OK\r\n1 abc\r\n.\r\n");
        assert_eq!(kinds(&model, 1)[2], Kind::UniqueId);
        let model = reply_to("CAPA", b"+OK\r\nSASL PLAIN\r\n.\r\n");
        assert_eq!(kinds(&model, 1)[..3], [Kind::Keyword, Kind::Space, Kind::Argument]);
        assert_eq!(kinds(&reply_to("STAT", b"+OK 2 320\r\n"), 0)[2], Kind::Number);
    }

    #[test]
    fn every_octet_has_its_piece_and_lines_lose_none() {
        for reply in [&b"+OK\r\n.\r\n"[..], b"+OK\r\nx\n.y\n.\r\n", b"+OK\r\n..\r\nhalf", b"+OK\n..a\n.\n"] {
            let model = reply_to("RETR 1", reply);
            let lines: usize = (0..model.lines()).map(|line| model.line(line).len()).sum();
            assert_eq!(lines, model.raw.len());
            for octet in 0..model.raw.len() {
                assert!(model.piece(octet).is_some_and(|piece| piece.range.contains(&octet)), "{octet}");
            }
            assert_eq!(model.piece(model.raw.len()), None);
        }
    }

    #[test]
    fn of_a_hundred_megabytes_only_a_line_is_taken_apart() {
        let mut reply = b"+OK\r\n".to_vec();
        while reply.len() < 100 << 20 {
            reply.extend_from_slice(&[b'x'; 70]);
            reply.extend_from_slice(b"\r\n");
        }
        reply.extend_from_slice(b".\r\n");
        let model = reply_to("RETR 1", &reply);
        assert_eq!((model.shown, model.raw.len()), (MAX_OCTETS, reply.len()));
        assert_eq!(model.pieces(model.lines() / 2).len(), 3);
    }
}
