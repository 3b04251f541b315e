//! What was asked and answered on a connection, to be told again and to be compared.

use std::fmt;

use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::capability::Capability;
use crate::proto::capability::REGISTERED;
use crate::proto::command::CommandLine;
use crate::proto::reply::read_stat;
use crate::proto::secret::shown_mechanism;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::session::timeline::Said;

/// Something that the client said, with what it got for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    /// What was said.
    pub said: &'a Said,
    /// What it is.
    pub kind: Kind<'a>,
    /// The answer, if it was recorded.
    pub answer: Option<&'a Said>,
    /// Counts how often the server had spoken: what has the same number was sent ahead.
    pub group: usize,
    /// The state before it, if it is known.
    pub before: Option<Phase>,
    /// The state behind its answer, if it is known.
    pub after: Option<Phase>,
}

/// What a client says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// A command, well-formed or not.
    Command(&'a CommandLine),
    /// The answer to a challenge of an AUTH, counted from 0.
    Response {
        /// The mechanism, in upper case.
        mechanism: Option<&'a str>,
        /// Counts the responses of this AUTH, an initial one included.
        nth: usize,
        /// How the AUTH ended.
        end: Option<bool>,
    },
}

/// What a reply says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sign {
    /// `+OK`
    Yes,
    /// `-ERR`
    No,
    /// `+`
    More,
}

/// An exchange as it is compared with another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exchange {
    /// What was said, without names and secrets.
    pub said: String,
    sign: Option<Sign>,
    /// The octets of a listing or a message, the numbers of STAT, or the capabilities.
    told: Vec<String>,
    after: Option<Phase>,
}

/// The greeting, if it was recorded.
pub(super) fn greeting(timeline: &Timeline, connection: ConnectionId) -> Option<&Said> {
    let said =
        timeline.steps().iter().filter(|step| step.connection == Some(connection)).filter_map(|step| step.said());
    let mut said = said;
    said.find(|said| matches!(said.meaning, Meaning::Greeting(_)))
}

/// Everything that the client said and that can be read, in order.
pub(super) fn heard(timeline: &Timeline, connection: ConnectionId) -> Vec<Heard<'_>> {
    let mine: Vec<(usize, &Said)> = timeline
        .steps()
        .iter()
        .enumerate()
        .filter(|(_, step)| step.connection == Some(connection))
        .filter_map(|(place, step)| Some((place, step.said()?)))
        .collect();
    let phase = |shown: usize| timeline.snapshot(Cursor(shown)).session(connection)?.stage.phase();
    let mut group = 0;
    let mut all = Vec::new();
    for (index, &(place, said)) in mine.iter().enumerate() {
        if said.side == Side::Server {
            group += 1;
            continue;
        }
        let next = || mine[index + 1..].iter().find(|(_, said)| said.side == Side::Server).copied();
        let partner = |said: &Said| {
            let place = said.partner?;
            Some((place, timeline.steps().get(place)?.said()?))
        };
        let (kind, answer) = match &said.meaning {
            Meaning::Command { line, .. } => {
                let is_auth = line.keyword == Some(Keyword::Auth) && line.command.is_ok();
                (Kind::Command(line), if is_auth { next() } else { partner(said) })
            }
            Meaning::SaslResponse { nth, .. } => {
                let asked = partner(said).map(|(_, asked)| asked);
                let mechanism = asked.and_then(Said::command).and_then(mechanism_of);
                let end = asked.and_then(partner).and_then(|(_, reply)| sign(reply));
                (Kind::Response { mechanism, nth: *nth, end: end.map(|sign| sign == Sign::Yes) }, next())
            }
            Meaning::Greeting(_)
            | Meaning::Challenge { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => continue,
        };
        let after = answer.and_then(|(place, _)| phase(place + 1));
        let answer = answer.map(|(_, said)| said);
        all.push(Heard { said, kind, answer, group, before: phase(place), after });
    }
    all
}

pub(super) fn mechanism_of(line: &CommandLine) -> Option<&str> {
    let Ok(Command::Auth { mechanism, .. }) = &line.command else { return None };
    mechanism.as_deref()
}

/// What a reply says, if that can be told.
pub(super) fn sign(reply: &Said) -> Option<Sign> {
    let of = |indicator| match indicator {
        Indicator::Ok => Sign::Yes,
        Indicator::Err => Sign::No,
        Indicator::Plus => Sign::More,
    };
    match &reply.meaning {
        Meaning::Greeting(status) => Some(of(status.indicator)),
        Meaning::Challenge { .. } => Some(Sign::More),
        Meaning::Reply { status, .. } => status.as_ref().map(|status| of(status.indicator)),
        Meaning::Command { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => None,
    }
}

/// All exchanges of a connection, the greeting first.
#[must_use]
pub fn exchanges(timeline: &Timeline, connection: ConnectionId) -> Vec<Exchange> {
    let first = greeting(timeline, connection).map(|greeting| Exchange {
        said: "greeting".to_owned(),
        sign: sign(greeting),
        told: Vec::new(),
        after: None,
    });
    first.into_iter().chain(heard(timeline, connection).iter().map(exchange)).collect()
}

fn exchange(heard: &Heard<'_>) -> Exchange {
    let (said, told) = match heard.kind {
        Kind::Command(line) => (label(line), heard.answer.map(|answer| told(line, answer)).unwrap_or_default()),
        Kind::Response { .. } => ("response".to_owned(), Vec::new()),
    };
    Exchange { said, sign: heard.answer.and_then(sign), told, after: heard.after }
}

/// A command without what must not be told.
pub(super) fn label(line: &CommandLine) -> String {
    match &line.command {
        Ok(
            command @ (Command::Retr { .. }
            | Command::Dele { .. }
            | Command::Top { .. }
            | Command::List { .. }
            | Command::Uidl { .. }
            | Command::Lang { .. }),
        ) => String::from_utf8_lossy(&command.to_line()).into_owned(),
        Ok(Command::Auth { mechanism: Some(mechanism), .. }) => format!("AUTH {}", shown_mechanism(mechanism)),
        Ok(command) => command.keyword().to_string(),
        Err(_) => line.keyword.map_or_else(|| "?".to_owned(), |keyword| format!("{keyword} …")),
    }
}

/// What a reply tells that can be compared: sizes and numbers, no words.
fn told(line: &CommandLine, answer: &Said) -> Vec<String> {
    let positive = answer.status().filter(|status| status.indicator == Indicator::Ok);
    match (&line.command, positive) {
        (Ok(Command::Stat), Some(status)) => {
            read_stat(&status.text).map(|numbers| format!("{numbers:?}")).into_iter().collect()
        }
        (Ok(Command::Capa), Some(_)) => {
            let tags = Capability::read_all(&answer.delivered().unwrap_or_default()).into_iter().map(|one| one.tag);
            // What is of no consequence is not compared.
            let mut tags: Vec<_> = tags
                .filter(|tag| tag != "IMPLEMENTATION" && REGISTERED.iter().any(|(known, _)| known == tag))
                .collect();
            tags.sort();
            tags.dedup();
            tags
        }
        (_, Some(_)) => answer
            .block()
            .filter(|block| block.came_whole())
            .map(|block| format!("{} octets", block.delivered_octets()))
            .into_iter()
            .collect(),
        (_, None) => Vec::new(),
    }
}

impl Exchange {
    /// Whether it went as another one did. What was not recorded agrees with everything.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        let same = |one: Option<Phase>, other: Option<Phase>| one.is_none() || other.is_none() || one == other;
        self.said == other.said
            && (self.sign.is_none() || self.sign == other.sign)
            && (self.told.is_empty() || self.told == other.told)
            && same(self.after, other.after)
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.sign {
            Some(Sign::Yes) => "+OK",
            Some(Sign::No) => "-ERR",
            Some(Sign::More) => "+",
            None => "no reply",
        })?;
        if !self.told.is_empty() {
            write!(f, " {}", self.told.join(" "))?;
        }
        self.after.map_or(Ok(()), |after| write!(f, ", {after}"))
    }
}
