//! A timeline as it goes on paper: every step of the ladder in words, before anybody draws or prints it.

use std::collections::BTreeMap;

use crate::proto::Indicator;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::proto::other;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::Timeline;
use crate::session::clock::Precision;
use crate::session::clock::clock;
use crate::session::event::Closing;
use crate::session::lanes::Band;
use crate::session::lanes::Lanes;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain::explain;
use crate::teach::explain_fact::narration;
use crate::teach::finding::findings;

/// Lines of a block that stand on paper; the rest is counted.
const DATA_LINES: usize = 8;

/// Characters of a line that stand on paper; the rest is counted. A line of POP3 has 512 octets at most (RFC 2449 §4).
const LINE_CHARACTERS: usize = 500;

/// What goes on paper, and what does not.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Passwords as they were sent.
    pub reveal_secrets: bool,
    /// Whether the replies are told.
    pub answers: Answers,
    /// How many steps; all of them if it is `None`.
    pub until: Option<Cursor>,
}

/// Whether the replies of the server stand on a sheet.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Answers {
    /// Where they were said.
    #[default]
    Shown,
    /// Nowhere: a reader finds them.
    Hidden,
    /// On a page of their own behind all else.
    AtTheEnd,
}

/// A sheet in one language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// What it is about, if somebody said so.
    pub about: String,
    /// In which language it is.
    pub language: Language,
    /// What stands above the lifelines of the clients.
    pub clients: Vec<String>,
    /// What stands above the lifeline of the server.
    pub server: String,
    /// Whether the replies are told.
    pub answers: Answers,
    /// The steps.
    pub rungs: Vec<Rung>,
}

/// A step on paper.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rung {
    /// Its number, counted from 1.
    pub number: usize,
    /// The time since the beginning.
    pub time: String,
    /// The client's lifeline; `None` for what concerns all.
    pub lane: Option<usize>,
    /// What is drawn.
    pub shape: Shape,
    /// The state behind it.
    pub band: Option<Band>,
    /// What happens, in a few words.
    pub what: String,
    /// Why.
    pub why: Vec<String>,
    /// Where that is written.
    pub clauses: Vec<String>,
    /// What is wrong with it.
    pub findings: Vec<String>,
}

/// How a step looks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Shape {
    /// A connection begins.
    Opened,
    /// A connection ends.
    Closed(Closing),
    /// Something is said.
    Arrow(Arrow),
    /// Octets are missing, or came twice.
    Gap(Side),
    /// The author says something.
    Note,
    /// Something that the wire does not show.
    Inside,
}

/// Something that is said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Arrow {
    /// By whom.
    pub side: Side,
    /// What kind of thing.
    pub tone: Tone,
    /// The first line.
    pub text: String,
    /// Whether it went inside TLS.
    pub covered: bool,
    /// The first lines behind it.
    pub data: Vec<String>,
    /// How many more lines there are.
    pub more: usize,
}

/// What kind of thing is said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// A command, or an answer of the client within AUTH.
    Command,
    /// A positive reply.
    Ok,
    /// A negative reply.
    Err,
    /// A challenge, or something without a meaning.
    Other,
}

impl Tone {
    /// What is said, by its meaning.
    #[must_use]
    pub fn of(said: &Said) -> Self {
        let by_status = |status: &StatusLine| match status.indicator {
            Indicator::Ok | Indicator::Plus => Self::Ok,
            Indicator::Err => Self::Err,
        };
        match &said.meaning {
            Meaning::Command { .. } | Meaning::SaslResponse { .. } => Self::Command,
            Meaning::Greeting(status) | Meaning::Reply { status: Some(status), .. } => by_status(status),
            Meaning::Other(turn) => match (turn.tone(), said.side) {
                // Also what is told on the way to a reply, and the mails of POP1 and POP2.
                (Some(other::Tone::Positive), _) | (None, Side::Server) => Self::Ok,
                (Some(other::Tone::Negative), _) => Self::Err,
                (Some(other::Tone::Intermediate), _) => Self::Other,
                (None, Side::Client) => Self::Command,
            },
            Meaning::Reply { status: None, .. }
            | Meaning::Challenge { .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => Self::Other,
        }
    }
}

impl Paper {
    /// Puts a timeline on paper.
    #[must_use]
    pub fn new(timeline: &Timeline, title: &str, about: &str, words: &Words, options: Options) -> Self {
        let lanes = Lanes::new(timeline);
        let start = timeline.start().unwrap_or_default();
        let precision = Precision::of(timeline);
        let until = options.until.map_or(timeline.len(), |cursor| cursor.0.min(timeline.len()));
        let mut remarks: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for finding in findings(timeline) {
            let text = words.get(&format!("finding-{}", finding.code.as_str()));
            remarks.entry(finding.step).or_default().push(text);
        }
        let rungs = timeline.steps()[..until].iter().enumerate().map(|(place, step)| {
            let why = explain(timeline, place, words).unwrap_or_default();
            let shape = match &step.what {
                What::Opened => Shape::Opened,
                What::Closed(closing) => Shape::Closed(*closing),
                What::Gap { side, .. } | What::Conflict { side, .. } => Shape::Gap(*side),
                What::Fact(Fact::Note(_)) => Shape::Note,
                What::Fact(_) => Shape::Inside,
                What::Said(said) => Shape::Arrow(arrow(said, words, options.reveal_secrets)),
            };
            let what = match &step.what {
                What::Fact(Fact::Note(note)) => narration(note, words.language()).to_owned(),
                What::Fact(_)
                | What::Opened
                | What::Closed(_)
                | What::Gap { .. }
                | What::Conflict { .. }
                | What::Said(_) => why.title,
            };
            Rung {
                number: place + 1,
                time: clock(step.at.since(start), precision),
                lane: step.connection.and_then(|id| lanes.lane(id)),
                why: if shape == Shape::Note { Vec::new() } else { why.sentences },
                shape,
                band: lanes.band(place),
                what,
                clauses: why.clauses.iter().map(ToString::to_string).collect(),
                findings: remarks.remove(&place).unwrap_or_default(),
            }
        });
        let rungs = rungs.collect();
        Self {
            title: title.to_owned(),
            about: about.to_owned(),
            language: words.language(),
            clients: lanes.clients.iter().map(|lane| lane.name.clone()).collect(),
            server: lanes.title(),
            answers: options.answers,
            rungs,
        }
    }
}

impl Rung {
    /// Whether it is something that a reader is to find.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        match &self.shape {
            Shape::Arrow(arrow) => arrow.side == Side::Server,
            Shape::Opened | Shape::Closed(_) | Shape::Gap(_) | Shape::Note | Shape::Inside => false,
        }
    }

    /// Whether it stands on a sheet that leaves the answers to its reader: what the author says, and what
    /// happens inside, would give them away.
    #[must_use]
    pub fn is_question(&self) -> bool {
        match &self.shape {
            Shape::Arrow(_) | Shape::Opened | Shape::Closed(_) | Shape::Gap(_) => true,
            Shape::Note | Shape::Inside => false,
        }
    }
}

fn arrow(said: &Said, words: &Words, reveal_secrets: bool) -> Arrow {
    let text = match said.meaning {
        Meaning::Other(_) if said.is_content() => words.format("content", &[("count", said.data_octets().into())]),
        Meaning::Opaque => words.format("paper-sealed", &[("count", said.raw.len().into())]),
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Reply { .. }
        | Meaning::Other(_)
        | Meaning::Stray
        | Meaning::Fragment => said.shown_line(reveal_secrets),
    };
    let wire = said.data().unwrap_or_default();
    let total = lines(wire).count();
    let shown = if total <= DATA_LINES + 1 { total } else { DATA_LINES };
    Arrow {
        side: said.side,
        tone: Tone::of(said),
        text: cut(text, words),
        covered: said.cover == Cover::Tls,
        data: lines(wire).take(shown).map(|(line, _)| cut(printable(line), words)).collect(),
        more: total - shown,
    }
}

/// A line as it has room on paper, and how much more of it there is.
fn cut(line: String, words: &Words) -> String {
    let Some((end, _)) = line.char_indices().nth(LINE_CHARACTERS) else { return line };
    let more = line[end..].chars().count();
    format!("{} {}", &line[..end], words.format("paper-cut", &[("count", more.into())]))
}
