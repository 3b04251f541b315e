//! One row of the ladder: a step as the ladder shows it.

use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::Fact;
use crate::session::Step;
use crate::session::event::Closing;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain;
use crate::teach::explain_fact::narration;
use crate::teach::finding::Severity;
use crate::ui::document::Session;
use crate::ui::player::Secrets;
use crate::ui::text::clock;
use crate::ui::views::ladder::segments::Travelled;
use crate::ui::views::ladder::segments::travelled;
use crate::ui::views::shown;

pub use crate::export::paper::Tone;

/// Lines of data that are shown at most when they are unfolded; the tab of the octets shows all.
pub const MAX_LINES: usize = 100;

/// Characters of folded data that are shown at most.
const MOST_PREVIEW: usize = 80;

/// A step as the ladder shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The step, counted from 0.
    pub place: usize,
    /// The time since the beginning.
    pub time: String,
    /// The client's lane; `None` for what concerns all.
    pub lane: Option<usize>,
    /// The place of the server that it concerns.
    pub server: usize,
    /// What is painted.
    pub shape: Shape,
    /// What is wrong with it, if something is.
    pub findings: Vec<String>,
    /// How much the gravest of it matters.
    pub severity: Option<Severity>,
    /// How its octets travelled, if that is to be seen.
    pub segments: Vec<Travelled>,
    /// The row as a screen reader says it.
    pub label: String,
}

/// How a row looks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Shape {
    /// A connection begins.
    Opened(String),
    /// A connection ends.
    Closed {
        /// How.
        closing: Closing,
        /// In words.
        text: String,
    },
    /// Something is said.
    Arrow {
        /// By whom.
        side: Side,
        /// What kind of thing.
        tone: Tone,
        /// The first line.
        text: String,
        /// Whether it went inside TLS.
        covered: bool,
        /// The lines behind it.
        data: Option<Data>,
    },
    /// Octets are missing.
    Gap {
        /// Whose.
        side: Side,
        /// In words.
        text: String,
    },
    /// The author says something.
    Note(String),
    /// Something that the wire does not show.
    Inside(String),
}

/// The lines behind a status line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Data {
    /// `5 lines, 320 octets`.
    pub summary: String,
    /// How it begins; `None` if nothing can be seen of that.
    pub preview: Option<String>,
    /// The lines, if they are unfolded.
    pub lines: Option<Vec<String>>,
}

/// What a row depends on beside its step.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The session.
    pub session: &'a Session,
    /// The language.
    pub words: &'a Words,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// Whether it is shown how octets travelled.
    pub segments: bool,
}

impl Row {
    /// Reads a step.
    #[must_use]
    pub fn new(context: Context<'_>, place: usize, unfolded: bool) -> Option<Self> {
        let Context { session, words, secrets, segments } = context;
        let step = session.timeline.steps().get(place)?;
        let start = session.timeline.start()?;
        let title = || explain(&session.timeline, place, words).map(|why| why.title).unwrap_or_default();
        let shape = match &step.what {
            What::Opened => Shape::Opened(title()),
            What::Closed(closing) => Shape::Closed { closing: *closing, text: title() },
            What::Gap { side, .. } | What::Conflict { side, .. } => Shape::Gap { side: *side, text: title() },
            What::Fact(Fact::Note(note)) => Shape::Note(narration(note, words.language()).to_owned()),
            What::Fact(_) => Shape::Inside(title()),
            What::Said(said) => arrow(said, secrets, words, unfolded),
        };
        let lane = step.connection.and_then(|id| session.lanes().lane(id));
        let findings =
            session.findings_of(place).map(|finding| words.get(&format!("finding-{}", finding.code.as_str())));
        let mut row = Self {
            place,
            time: clock(step.at.since(start), session.precision),
            lane,
            server: step.connection.and_then(|id| session.lanes().server(id)).unwrap_or(0),
            shape,
            findings: findings.collect(),
            severity: session.findings_of(place).map(|finding| finding.code.severity()).max(),
            segments: if segments { travelled(session, place, words) } else { Vec::new() },
            label: String::new(),
        };
        row.label = row.spoken(session, words);
        Some(row)
    }

    /// The same where nothing is to be remarked on it.
    #[must_use]
    pub fn without_findings(&self) -> Self {
        Self { findings: Vec::new(), severity: None, ..self.clone() }
    }

    /// The row in words: who says what, or what happens.
    fn spoken(&self, session: &Session, words: &Words) -> String {
        let client = self.lane.and_then(|lane| session.lanes().clients.get(lane)).map(|lane| lane.name.as_str());
        match &self.shape {
            Shape::Arrow { side, text, .. } => {
                let servers = &session.lanes().servers;
                let name = match side {
                    Side::Client => client.filter(|_| 1 < session.lanes().clients.len()),
                    Side::Server => {
                        servers.get(self.server).filter(|_| 1 < servers.len()).map(|it| it.protocol.as_str())
                    }
                };
                let side = words.get(match side {
                    Side::Client => "side-client",
                    Side::Server => "side-server",
                });
                format!("{}: {text}", name.unwrap_or(&side))
            }
            Shape::Opened(text)
            | Shape::Closed { text, .. }
            | Shape::Gap { text, .. }
            | Shape::Note(text)
            | Shape::Inside(text) => text.clone(),
        }
    }
}

fn arrow(said: &Said, secrets: Secrets, words: &Words, unfolded: bool) -> Shape {
    let data = shown::block_size(said).map(|(lines, octets)| {
        let lines_text = words.format("lines", &[("count", lines.into())]);
        let octets_text = words.format("octets", &[("count", octets.into())]);
        let summary = format!("{lines_text}, {octets_text}");
        let first = shown::block_lines(said).find(|line| !line.trim().is_empty());
        let preview = first.map(|line| line.chars().take(MOST_PREVIEW).collect());
        Data { summary, preview, lines: unfolded.then(|| data_lines(said, lines, words)) }
    });
    Shape::Arrow {
        side: said.side,
        tone: Tone::of(said),
        text: shown::first_line(said, secrets, words),
        covered: said.cover == Cover::Tls,
        data,
    }
}

fn data_lines(said: &Said, total: usize, words: &Words) -> Vec<String> {
    let mut lines: Vec<String> = shown::block_lines(said).take(MAX_LINES).collect();
    if lines.len() < total {
        lines.push(words.format("more-lines", &[("count", (total - lines.len()).into())]));
    }
    lines
}

/// How many lines a step shows when it is unfolded.
#[must_use]
pub fn unfolded_lines(step: &Step) -> usize {
    let lines = step.said().and_then(shown::block_size).map_or(0, |(lines, _)| lines);
    if MAX_LINES < lines { MAX_LINES + 1 } else { lines }
}
