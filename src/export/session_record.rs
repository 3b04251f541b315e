//! A recorded session as one JSON object: what `popscope analyse --format ndjson` prints.
//!
//! The object borrows from the session and is written as it is made: its exchanges are never all in memory.

use std::borrow::Cow;

use serde::Serialize;
use serde::Serializer;
use serde_json::Value;

use crate::export::login_record::LoginRecord;
use crate::export::timing_record::ExchangeTimes;
use crate::export::timing_record::TimingRecord;
use crate::export::tls_record::tls_record;
use crate::inspect::content::Content;
use crate::inspect::content::contents;
use crate::inspect::login::Login;
use crate::inspect::login::logins;
use crate::inspect::row;
use crate::inspect::timing::ExchangeTiming;
use crate::inspect::timing::Timing;
use crate::inspect::timing::timing;
use crate::proto::Command;
use crate::proto::Protocol;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::shown;
use crate::proto::secret::MASK;
use crate::proto::secret::is_masked;
use crate::proto::secret::masked;
use crate::proto::secret::shown_mechanism;
use crate::proto::utterance::Certainty;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::teach::finding::Finding;
use crate::teach::finding::findings;

/// The object of one session of a file, as a tree that can be changed.
#[must_use]
pub fn session_record(recorded: &RecordedSession, file: &str, reveal_secrets: bool) -> Value {
    let known = Known::of(recorded);
    serde_json::to_value(known.record(file, reveal_secrets)).expect("its keys are strings")
}

/// The same as text on one line, much faster.
#[must_use]
pub fn session_line(recorded: &RecordedSession, file: &str, reveal_secrets: bool) -> String {
    let known = Known::of(recorded);
    let mut line = Vec::with_capacity(LINE + LINE_OF_STEP * recorded.timeline.len());
    serde_json::to_writer(&mut line, &known.record(file, reveal_secrets)).expect("its keys are strings");
    String::from_utf8(line).expect("JSON is UTF-8")
}

/// About the length of a line, and how much longer each step makes it.
const LINE: usize = 1536;
const LINE_OF_STEP: usize = 192;

/// What is found out about a session before anything of it is written.
struct Known<'a> {
    recorded: &'a RecordedSession,
    /// Found out first: this takes the longest, and what is read next of its octets is at hand then.
    contents: Vec<Content>,
    /// The state at its end.
    last: Snapshot,
    logins: Vec<Login>,
    timing: Timing,
    findings: Vec<Finding>,
}

impl<'a> Known<'a> {
    fn of(recorded: &'a RecordedSession) -> Self {
        let timeline = &recorded.timeline;
        Self {
            recorded,
            contents: contents(timeline).collect(),
            last: timeline.snapshot(Cursor(timeline.len())),
            logins: logins(timeline),
            timing: timing(timeline, ConnectionId(0)),
            findings: findings(timeline),
        }
    }

    fn record(&'a self, file: &'a str, reveal_secrets: bool) -> SessionRecord<'a> {
        let (recorded, timeline) = (self.recorded, &self.recorded.timeline);
        let session = self.last.sessions.first();
        SessionRecord {
            kind: "session",
            index: recorded.index,
            file,
            client: recorded.client.to_string(),
            server: recorded.server.to_string(),
            protocol: timeline.connections().first().map_or(Protocol::Pop3, |ends| ends.protocol).as_str(),
            start: timeline.steps().first().map(|step| Moment(step.at)),
            end: timeline.steps().last().map(|step| Moment(step.until)),
            user: session.and_then(|session| session.user.as_deref()).map(|user| shown(user.as_bytes())),
            state: session.and_then(|session| session.reached).map(|phase| phase.to_string()),
            certainty: session.map_or(Certainty::Unknown, |session| session.certainty).as_str(),
            tls: session.map_or(Tls::None, |session| session.tls).as_str(),
            complete: row::is_complete(timeline, session),
            first_frame: recorded.first_frame,
            frames: recorded.frames,
            client_octets: recorded.client_octets,
            server_octets: recorded.server_octets,
            gap_octets: recorded.gap_octets,
            snapped_octets: recorded.snapped_octets,
            let_go_octets: recorded.let_go_octets,
            logins: self.logins.iter().map(|login| LoginRecord::new(login, reveal_secrets)).collect(),
            exchanges: Exchanges { timeline, times: &self.timing.exchanges, reveal_secrets },
            messages: Messages { contents: &self.contents, session },
            timing: TimingRecord::from(&self.timing),
            findings: self.findings.iter().map(FindingRecord::from).collect(),
            handshake: tls_record(recorded.tls.as_ref()),
        }
    }
}

#[derive(Serialize)]
struct SessionRecord<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    index: u64,
    file: &'a str,
    client: String,
    server: String,
    protocol: &'static str,
    start: Option<Moment>,
    end: Option<Moment>,
    user: Option<Cow<'a, str>>,
    state: Option<String>,
    certainty: &'static str,
    tls: &'static str,
    complete: bool,
    first_frame: u64,
    frames: u64,
    client_octets: u64,
    server_octets: u64,
    gap_octets: u64,
    snapped_octets: u64,
    let_go_octets: u64,
    logins: Vec<LoginRecord<'a>>,
    exchanges: Exchanges<'a>,
    messages: Messages<'a>,
    timing: TimingRecord,
    findings: Vec<FindingRecord>,
    handshake: Value,
}

/// A point in time, as RFC 3339 writes it.
struct Moment(Time);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.text().as_str())
    }
}

/// The commands of a session, each with its reply.
struct Exchanges<'a> {
    timeline: &'a Timeline,
    /// Invariant: sorted by step.
    times: &'a [ExchangeTiming],
    reveal_secrets: bool,
}

impl Serialize for Exchanges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let steps = self.timeline.steps().iter().enumerate();
        serializer.collect_seq(steps.filter_map(|(place, step)| {
            let said = step.said()?;
            Some(self.exchange((place, step), said, said.command()?))
        }))
    }
}

impl<'a> Exchanges<'a> {
    fn exchange(&self, (place, step): (usize, &Step), said: &'a Said, line: &'a CommandLine) -> ExchangeRecord<'a> {
        let reply = said.partner.and_then(|place| self.timeline.steps().get(place));
        let status = reply.and_then(Step::said).and_then(Said::status);
        let mut frames: Vec<u64> = step.frames().chain(reply.into_iter().flat_map(Step::frames)).collect();
        frames.sort_unstable();
        frames.dedup();
        let (command, argument, secret) = words_of(said, line, self.reveal_secrets);
        let times = self.times.binary_search_by_key(&place, |exchange| exchange.step);
        ExchangeRecord {
            command,
            argument,
            status: status.map(|status| status.indicator.as_str()),
            text: status.map(|status: &StatusLine| match reply.and_then(Step::said) {
                Some(said) if said.echoes && !self.reveal_secrets => MASK.into(),
                Some(_) | None => shown(&status.text),
            }),
            at: Moment(step.at),
            reply_at: reply.map(|reply| Moment(reply.at)),
            frames,
            certainty: reply.and_then(Step::said).unwrap_or(said).certainty.as_str(),
            secret,
            times: times.map(|found| ExchangeTimes::from(&self.times[found])).unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
struct ExchangeRecord<'a> {
    command: Cow<'a, str>,
    argument: Option<Cow<'a, str>>,
    status: Option<&'static str>,
    text: Option<Cow<'a, str>>,
    at: Moment,
    reply_at: Option<Moment>,
    frames: Vec<u64>,
    certainty: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    secret: bool,
    #[serde(flatten)]
    times: ExchangeTimes,
}

/// Keyword, argument, and whether there is a secret among the arguments.
fn words_of<'a>(
    said: &'a Said,
    line: &'a CommandLine,
    reveal_secrets: bool,
) -> (Cow<'a, str>, Option<Cow<'a, str>>, bool) {
    let text = said.first_line();
    let (word, rest) = match text.iter().position(|&octet| octet == b' ') {
        Some(space) => (&text[..space], Some(&text[space + 1..])),
        None => (text, None),
    };
    let keyword = line.keyword.map_or_else(|| shown(word), |keyword| keyword.as_str().into());
    let secret = is_masked(&said.raw) || text.ends_with(MASK.as_bytes());
    match (&line.command, secret && !reveal_secrets) {
        (Ok(Command::Auth { mechanism: Some(mechanism), .. }), true) => {
            (keyword, Some(shown_mechanism(mechanism).into()), true)
        }
        (Ok(_) | Err(_), true) if line.keyword.is_some() => (keyword, None, true),
        // A line that was only meant as PASS may hide its secret anywhere.
        (Ok(_) | Err(_), true) => {
            let shown = masked(&said.raw);
            (shown.split(' ').next().unwrap_or_default().replace('•', "").into(), None, true)
        }
        (Ok(_) | Err(_), false) => (keyword, rest.map(shown), secret),
    }
}

/// The messages that a session brought.
struct Messages<'a> {
    contents: &'a [Content],
    session: Option<&'a SessionState>,
}

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.contents.iter().map(|content| MessageRecord::new(content, self.session)))
    }
}

#[derive(Serialize)]
struct MessageRecord {
    number: u32,
    octets: u64,
    sha256: String,
    via: &'static str,
    complete: bool,
    fate: &'static str,
}

impl MessageRecord {
    fn new(content: &Content, session: Option<&SessionState>) -> Self {
        let fate = session.and_then(|session| session.maildrop.message(content.number)).map(|known| known.fate);
        Self {
            number: content.number.get(),
            octets: content.octets,
            sha256: content.sha256_hex(),
            via: content.via,
            complete: content.complete,
            fate: fate.map_or("unknown", fate_word),
        }
    }
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept | Fate::Unmarked | Fate::Spared => "kept",
        Fate::Marked => "marked",
        Fate::Removed => "removed",
        Fate::Unknown => "unknown",
    }
}

#[derive(Serialize)]
struct FindingRecord {
    code: &'static str,
    severity: &'static str,
    clause: String,
    step: usize,
}

impl From<&Finding> for FindingRecord {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.code.severity().as_str(),
            clause: finding.code.clause().to_string(),
            step: finding.step,
        }
    }
}
