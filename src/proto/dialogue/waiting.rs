//! What a dialogue waits for: the replies to commands, and the end of a block.

use memchr::memchr;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::LineEnd;
use crate::proto::multiline::LineRule;
use crate::proto::multiline::TERMINATOR;
use crate::proto::multiline::Unstuffer;
use crate::proto::utterance::ExchangeNumber;
use crate::proto::utterance::Hole;

/// A command that has no reply yet.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) exchange: ExchangeNumber,
    pub(super) keyword: Option<Keyword>,
    pub(super) multiline: bool,
    /// SASL responses so far.
    pub(super) responses: usize,
}

/// A block whose terminator has not come.
#[derive(Clone, Debug)]
pub(super) struct OpenBlock {
    pub(super) status: Option<StatusLine>,
    /// Length of the status line.
    pub(super) start: usize,
    /// How much of the buffer was read. Invariant: `start <= scanned`.
    pub(super) scanned: usize,
    pub(super) unstuffer: Unstuffer,
    pub(super) rule: LineRule,
    pub(super) holes: Vec<Hole>,
}

impl Waiting {
    pub(super) fn for_line(exchange: ExchangeNumber, line: &CommandLine) -> Self {
        let multiline = match (&line.command, line.keyword) {
            (Ok(command), _) => command.reply_is_multiline(),
            // A server that accepts a malformed RETR or TOP sends a message all the same.
            (Err(_), Some(keyword)) => matches!(keyword, Keyword::Retr | Keyword::Top | Keyword::Capa),
            (Err(_), None) => false,
        };
        let initial = matches!(line.command, Ok(Command::Auth { initial_response: Some(_), .. }));
        Self { exchange, keyword: line.keyword, multiline, responses: usize::from(initial) }
    }

    /// Whether no line of its block can begin with `+OK` or `-ERR`.
    pub(super) fn is_listing(&self) -> bool {
        matches!(self.keyword, Some(Keyword::List | Keyword::Uidl | Keyword::Capa | Keyword::Auth | Keyword::Lang))
    }
}

impl OpenBlock {
    pub(super) fn new(status: Option<StatusLine>, start: usize, rule: LineRule) -> Self {
        Self { status, start, scanned: start, unstuffer: Unstuffer::new(rule), rule, holes: Vec::new() }
    }

    /// Whether all that came behind the last hole is a terminator, of which the line start was lost.
    pub(super) fn ends_behind_a_hole(&self, rest: &[u8]) -> bool {
        self.holes.last().is_some_and(|hole| matches!(&rest[hole.at..self.scanned], b".\r\n" | b"\n.\r\n"))
    }
}

/// Whether octets begin with `+OK` or `-ERR`; `None` if they are too few to say.
pub(super) fn starts_with_status(octets: &[u8]) -> Option<bool> {
    for word in [b"+OK".as_slice(), b"-ERR"] {
        if octets.starts_with(word) {
            return Some(true);
        }
        if word.starts_with(octets) {
            return None;
        }
    }
    Some(false)
}

/// Where the line that goes on at `from` stops.
pub(super) fn line_stop(octets: &[u8], from: usize) -> usize {
    memchr(b'\n', &octets[from..]).map_or(octets.len(), |feed| from + feed + 1)
}

pub(super) fn terminator_length(octets: &[u8]) -> usize {
    if octets.ends_with(TERMINATOR) { TERMINATOR.len() } else { LineEnd::Lf.octets() + 1 }
}
