//! A recorded session as one row of a table: its figures, without a word of its messages.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::secret::MASK;
use crate::proto::secret::shown_mechanism;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Stage;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::finding::Code;
use crate::teach::finding::Finding;
use crate::teach::finding::Severity;

/// The most mechanisms of one session that are kept. A client tries two or three.
const MAX_MECHANISMS: usize = 16;

/// What a table shows of a session, and what a [`Filter`](crate::inspect::filter::Filter) asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// Its place among the sessions of the file.
    pub index: u64,
    /// The end that opened the connection.
    pub client: SocketAddr,
    /// The end that listened.
    pub server: SocketAddr,
    /// The earliest time of a frame of it.
    pub start: Time,
    /// The latest time of a frame of it.
    pub end: Time,
    /// Whom the client said it is, as it came over the wire.
    pub user: Option<Arc<str>>,
    /// The last of the three states that was reached.
    pub reached: Option<Phase>,
    /// Whether and how it is covered by TLS.
    pub tls: Tls,
    /// Whether its beginning, its end, and all between were recorded.
    pub complete: bool,
    /// What the client asked for.
    pub commands: Commands,
    /// Replies that were positive, the greeting included.
    pub replies_ok: u64,
    /// Replies that were negative, the greeting included.
    pub replies_err: u64,
    /// How many times RETR or TOP brought a message.
    pub messages: u64,
    /// Octets of those messages, as delivered.
    pub message_octets: u64,
    /// Messages that got a deletion mark.
    pub marked: u64,
    /// Messages that QUIT removed.
    pub removed: u64,
    /// Octets the client said, without those sent again.
    pub client_octets: u64,
    /// Octets the server said, without those sent again.
    pub server_octets: u64,
    /// Octets that were said and are not in the capture.
    pub lost_octets: u64,
    /// How many frames it has.
    pub frames: u64,
    /// What is to be remarked on it.
    pub findings: Findings,
    /// How the client tried to log in: `USER`, `APOP`, or the mechanism of an AUTH in capitals. At most 16.
    pub mechanisms: BTreeSet<Arc<str>>,
    /// What came of it.
    pub login: Login,
    /// The longest time from the end of a command to the start of its reply.
    pub largest_reply: Option<Duration>,
    /// The median of those times.
    pub median_reply: Option<Duration>,
}

/// Commands, counted by their keywords.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Commands {
    known: [u64; Keyword::ALL.len()],
    other: u64,
}

/// Findings, counted by their weight, and which they are.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
    /// Against the RFC.
    pub errors: u64,
    /// Unwise or incomplete.
    pub warnings: u64,
    /// Good to know.
    pub notes: u64,
    /// What was remarked at least once.
    pub codes: BTreeSet<Code>,
}

/// What came of the attempts to log in.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Login {
    /// None was seen to be answered.
    #[default]
    None,
    /// All that were answered were refused.
    Refused,
    /// One was accepted.
    Accepted,
}

impl Commands {
    /// How many commands have a keyword; `None` stands for lines that are no command.
    #[must_use]
    pub fn of(&self, keyword: Option<Keyword>) -> u64 {
        keyword.map_or(self.other, |keyword| self.known[keyword as usize])
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.known.iter().sum::<u64>() + self.other
    }

    fn count(&mut self, keyword: Option<Keyword>) {
        match keyword {
            Some(keyword) => self.known[keyword as usize] += 1,
            None => self.other += 1,
        }
    }
}

impl Findings {
    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.errors + self.warnings + self.notes
    }

    fn count(findings: &[Finding]) -> Self {
        let mut counted = Self::default();
        for finding in findings {
            counted.codes.insert(finding.code);
            match finding.code.severity() {
                Severity::Error => counted.errors += 1,
                Severity::Warning => counted.warnings += 1,
                Severity::Note => counted.notes += 1,
            }
        }
        counted
    }
}

impl Login {
    /// Its name in filters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Refused => "failed",
            Self::Accepted => "ok",
        }
    }
}

impl Row {
    /// Counts a session. `findings` are those of its timeline.
    #[must_use]
    pub fn new(session: &RecordedSession, findings: &[Finding]) -> Self {
        let timeline = &session.timeline;
        let last = timeline.snapshot(Cursor(timeline.len()));
        let state = last.sessions.first();
        let mut row = Self {
            index: session.index,
            client: session.client,
            server: session.server,
            start: session.start,
            end: session.end,
            user: state.and_then(|state| state.user.clone()),
            reached: state.and_then(|state| state.reached),
            tls: state.map_or(Tls::None, |state| state.tls),
            complete: is_complete(timeline, state),
            commands: Commands::default(),
            replies_ok: 0,
            replies_err: 0,
            messages: 0,
            message_octets: 0,
            marked: 0,
            removed: 0,
            client_octets: session.client_octets,
            server_octets: session.server_octets,
            lost_octets: session.gap_octets + session.snapped_octets,
            frames: session.frames,
            findings: Findings::count(findings),
            mechanisms: BTreeSet::new(),
            login: Login::None,
            largest_reply: None,
            median_reply: None,
        };
        for (_, message) in state.into_iter().flat_map(|state| state.maildrop.messages()) {
            row.marked += u64::from(message.fate != Fate::Kept);
            row.removed += u64::from(message.fate == Fate::Removed);
        }
        let mut waits = Vec::new();
        for step in timeline.steps() {
            if let Some(said) = step.said() {
                row.hear(timeline, step, said, &mut waits);
            }
        }
        row.largest_reply = waits.iter().max().copied();
        row.median_reply = median(&mut waits);
        row
    }

    /// How long it took.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.end.since(self.start)
    }

    fn hear(&mut self, timeline: &Timeline, step: &Step, said: &Said, waits: &mut Vec<Duration>) {
        match &said.meaning {
            Meaning::Command { line, .. } => {
                self.commands.count(line.keyword);
                if let Some(mechanism) = mechanism(line).filter(|_| self.mechanisms.len() < MAX_MECHANISMS) {
                    self.mechanisms.insert(mechanism.into());
                }
            }
            Meaning::Greeting(status) => self.count_reply(status),
            Meaning::Reply { status, block, .. } => {
                let Some(status) = status else { return };
                self.count_reply(status);
                let Some(asked) = said.partner.and_then(|place| timeline.steps().get(place)) else { return };
                waits.push(step.at.since(asked.until));
                let Some(line) = asked.said().and_then(Said::command) else { return };
                self.login = self.login.max(outcome(line, status));
                if let (Ok(Command::Retr { .. } | Command::Top { .. }), Some(block)) = (&line.command, block) {
                    self.messages += 1;
                    self.message_octets += block.delivered_octets();
                }
            }
            Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Opaque
            | Meaning::Other(_)
            | Meaning::Stray
            | Meaning::Fragment => (),
        }
    }

    fn count_reply(&mut self, status: &StatusLine) {
        if status.indicator.is_positive() {
            self.replies_ok += 1;
        } else {
            self.replies_err += 1;
        }
    }
}

/// Whether the beginning and the end of a session were recorded, and all between.
#[must_use]
pub fn is_complete(timeline: &Timeline, session: Option<&SessionState>) -> bool {
    let begun = timeline.connections().first().is_some_and(|connection| connection.opening == Opening::Connection);
    let ended = session.is_some_and(|session| match session.stage {
        Stage::Closed(Closing::Finished(_) | Closing::Reset(_) | Closing::LineLost) => true,
        Stage::Closed(Closing::RecordingEnds) | Stage::Greeting | Stage::Unknown | Stage::In(_) | Stage::Other(_) => {
            false
        }
    });
    begun && ended && !timeline.steps().iter().any(|step| matches!(step.what, What::Gap { .. }))
}

/// How a command tries to log in, if it does.
fn mechanism(line: &CommandLine) -> Option<String> {
    match (&line.command, line.keyword?) {
        (Ok(Command::Auth { mechanism: Some(mechanism), .. }), _) => {
            let shown = shown_mechanism(mechanism);
            (shown != MASK).then(|| shown.to_ascii_uppercase())
        }
        (_, Keyword::User | Keyword::Pass) => Some("USER".to_owned()),
        (_, Keyword::Apop) => Some("APOP".to_owned()),
        (_, _) => None,
    }
}

/// What a reply says about the login.
fn outcome(line: &CommandLine, status: &StatusLine) -> Login {
    let lists_mechanisms = matches!(line.command, Ok(Command::Auth { mechanism: None, .. }));
    match (line.keyword, status.indicator.is_positive()) {
        (Some(Keyword::Pass | Keyword::Apop | Keyword::Auth), true) if !lists_mechanisms => Login::Accepted,
        (Some(Keyword::User | Keyword::Pass | Keyword::Apop | Keyword::Auth), false) if !lists_mechanisms => {
            Login::Refused
        }
        (_, _) => Login::None,
    }
}

fn median(waits: &mut [Duration]) -> Option<Duration> {
    waits.sort_unstable();
    let upper = *waits.get(waits.len() / 2)?;
    let lower = waits[(waits.len() - 1) / 2];
    Some(lower + upper.saturating_sub(lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Protocol;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::session::ConnectionId;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        let of = |seconds: &[u64]| median(&mut seconds.iter().map(|&s| Duration::from_secs(s)).collect::<Vec<_>>());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[5]), Some(Duration::from_secs(5)));
        assert_eq!(of(&[9, 1, 5]), Some(Duration::from_secs(5)));
        assert_eq!(of(&[9, 1, 5, 6]), Some(Duration::from_millis(5500)));
    }

    #[test]
    fn every_keyword_is_counted_apart() {
        let mut commands = Commands::default();
        for keyword in Keyword::ALL {
            commands.count(Some(keyword));
        }
        commands.count(None);
        assert!(Keyword::ALL.into_iter().map(Some).chain([None]).all(|keyword| commands.of(keyword) == 1));
        assert_eq!(commands.total(), Keyword::ALL.len() as u64 + 1);
    }

    #[test]
    fn a_login_is_what_its_best_reply_says() {
        let said = |line: &[u8], reply: &[u8]| {
            outcome(&CommandLine::read(line), &StatusLine::read(reply).expect("a status line"))
        };
        assert_eq!(said(b"PASS x\r\n", b"+OK\r\n"), Login::Accepted);
        assert_eq!(said(b"USER x\r\n", b"+OK\r\n"), Login::None);
        assert_eq!(said(b"USER x\r\n", b"-ERR\r\n"), Login::Refused);
        assert_eq!(said(b"AUTH\r\n", b"+OK\r\n"), Login::None);
        assert_eq!(said(b"AUTH PLAIN\r\n", b"-ERR\r\n"), Login::Refused);
        assert!(Login::Refused < Login::Accepted);
    }

    #[test]
    fn a_message_that_is_not_kept_has_its_octets() {
        let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
        let opened = Connection {
            client: party(40_000),
            server: party(110),
            opening: Opening::Connection,
            protocol: Protocol::Pop3,
        };
        let mail = format!("Subject: a\r\n\r\n{}", "..x\r\n".repeat(2000));
        let mut recorder = Recorder::new();
        let mut record = |connection, kind| {
            recorder.record(Event { at: Time::default(), connection, mark: Mark::Nowhere, kind });
        };
        record(None, EventKind::Opened(opened));
        for (side, octets) in [
            (Side::Server, "+OK\r\n".to_owned()),
            (Side::Client, "USER amy\r\nPASS x\r\nRETR 1\r\n".to_owned()),
            (Side::Server, format!("+OK\r\n+OK\r\n+OK\r\n{mail}.\r\n")),
        ] {
            let kind = EventKind::Octets { side, octets: octets.into_bytes(), cover: Cover::Clear };
            record(Some(ConnectionId(0)), kind);
        }
        let messages = |recorder: &Recorder| {
            let session = RecordedSession::of_timeline(recorder.timeline().clone()).expect("a connection");
            let row = Row::new(&session, &[]);
            (row.messages, row.message_octets)
        };
        let delivered = mail.len() as u64 - 2000;
        assert_eq!(messages(&recorder), (1, delivered));
        assert!(0 < recorder.lighten());
        assert_eq!(messages(&recorder), (1, delivered));
    }
}
