//! What each octet of a step is.

use std::ops::Range;
use std::sync::Arc;

use crate::proto::Protocol;
use crate::proto::multiline::LineRule;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::utterance::Meaning;
use crate::session::timeline::Said;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::views::shown::Secret;
use crate::ui::views::shown::secret;

/// What an octet is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// Part of a word or a line.
    Text,
    /// `+OK`, `-ERR`, or the keyword of a command.
    Head,
    /// CR or LF at the end of a line.
    LineEnd,
    /// A dot that was put before a line that begins with one.
    Stuffing,
    /// The dot and line end that end a multi-line reply.
    Terminator,
    /// Part of a secret that is not shown.
    Secret,
}

impl Kind {
    /// All kinds that are named below the octets.
    pub const NAMED: [Self; 5] = [Self::Head, Self::LineEnd, Self::Stuffing, Self::Terminator, Self::Secret];
}

/// Octets of a step that are shown at most.
pub const MAX_OCTETS: usize = 1 << 20;

/// What the panel shows of a step.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// The octets, as they were on the wire: the first ones, if there are very many.
    pub raw: Arc<[u8]>,
    /// How many octets there are.
    pub total: usize,
    /// The step, counted from 1 as people do.
    pub step: usize,
    /// What each octet is.
    pub kinds: Vec<Kind>,
    /// Where each line lies, its end included.
    pub lines: Vec<Range<usize>>,
}

impl Model {
    /// Reads the player. A step in which nothing was said has no octets.
    #[must_use]
    pub fn new(player: &Player) -> Self {
        let said = player.step().and_then(crate::session::Step::said);
        let model = said.map(|said| Self::of(said, player.secrets)).unwrap_or_default();
        Self { step: player.cursor().0, ..model }
    }

    /// Looks at what was said, whatever step it is.
    #[must_use]
    pub fn of(said: &Said, secrets: Secrets) -> Self {
        let total = said.raw.len();
        let raw: Arc<[u8]> = if total <= MAX_OCTETS { said.raw.clone() } else { said.raw[..MAX_OCTETS].into() };
        let mut kinds = vec![Kind::Text; raw.len()];
        if said.meaning == Meaning::Opaque {
            let lines = (0..raw.len().div_ceil(64)).map(|line| line * 64..raw.len().min(line * 64 + 64)).collect();
            return Self { raw, total, step: 0, kinds, lines };
        }
        let head = raw.iter().position(u8::is_ascii_whitespace).unwrap_or(raw.len());
        match &said.meaning {
            Meaning::Command { line, .. } if line.keyword.is_some() => kinds[..head].fill(Kind::Head),
            Meaning::Greeting(_) | Meaning::Challenge { .. } | Meaning::Reply { status: Some(_), .. } => {
                kinds[..head].fill(Kind::Head);
            }
            Meaning::Other(turn) => kinds[..head_of(turn, &raw, head)].fill(Kind::Head),
            Meaning::Command { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { status: None, .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => (),
        }
        let lines = lines(&raw);
        for line in &lines {
            mark_end(&raw, line, &mut kinds);
        }
        if let Some(block) = said.block() {
            for line in lines.iter().filter(|line| block.start <= line.start && line.start < block.end) {
                let begins = line.start == block.start || ends_line(&raw, line.start, block.rule);
                if begins && raw[line.start] == b'.' {
                    kinds[line.start] = Kind::Stuffing;
                }
            }
            if block.terminated && block.end < raw.len() {
                kinds[block.end..].fill(Kind::Terminator);
            }
        }
        if let Some(end) = said.turn().map(|turn| turn.content_end(&said.raw)).filter(|end| *end < raw.len()) {
            for line in lines.iter().filter(|line| line.start < end) {
                let begins = line.start == 0 || ends_line(&raw, line.start, LineRule::Strict);
                if begins && raw[line.start] == b'.' {
                    kinds[line.start] = Kind::Stuffing;
                }
            }
            kinds[end..].fill(Kind::Terminator);
        }
        let first = said.first_line().len().min(raw.len());
        match secret(said, secrets) {
            Secret::None => (),
            Secret::Whole => kinds[..first].fill(Kind::Secret),
            Secret::From(start) => kinds[start.min(first)..first].fill(Kind::Secret),
        }
        Self { raw, total, step: 0, kinds, lines }
    }

    /// The kinds that occur, for the legend.
    #[must_use]
    pub fn legend(&self) -> Vec<Kind> {
        Kind::NAMED.into_iter().filter(|kind| self.kinds.contains(kind)).collect()
    }
}

/// How many octets of a turn say what it is: the keyword of a command, the sign, code or tag of a reply.
fn head_of(turn: &Turn, raw: &[u8], word: usize) -> usize {
    match (turn.role, turn.protocol) {
        (Role::Content { .. }, _) | (Role::Command(None), Protocol::Pop3 | Protocol::Pop2 | Protocol::Smtp) => 0,
        (Role::Command(_), _) => word,
        (Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. }, Protocol::Pop2) => raw.len().min(1),
        (Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. }, Protocol::Smtp) => raw.len().min(3),
        (Role::Greeting(_) | Role::Reply { .. } | Role::Telling { .. }, Protocol::Pop3 | Protocol::Imap) => word,
    }
}

/// Whether a line of the block can begin here: a bare LF before it is no line end for strict peers.
fn ends_line(raw: &[u8], start: usize, rule: LineRule) -> bool {
    match rule {
        LineRule::Strict => raw[..start].ends_with(b"\r\n"),
        LineRule::BareLf => raw[..start].ends_with(b"\n"),
    }
}

fn lines(raw: &[u8]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (place, &octet) in raw.iter().enumerate() {
        if octet == b'\n' {
            lines.push(start..place + 1);
            start = place + 1;
        }
    }
    if start < raw.len() {
        lines.push(start..raw.len());
    }
    lines
}

fn mark_end(raw: &[u8], line: &Range<usize>, kinds: &mut [Kind]) {
    let text = &raw[line.clone()];
    let octets = if text.ends_with(b"\r\n") { 2 } else { usize::from(text.ends_with(b"\n")) };
    kinds[line.end - octets..line.end].fill(Kind::LineEnd);
}
