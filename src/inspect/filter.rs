//! Filters: which rows are wanted, in a line such as `user:amy octets>10k -login:failed`.
//!
//! Terms side by side must all hold; `or` joins alternatives, parentheses group, `-` or `not` turns a term
//! around. `docs/filter.md` is the reference.

mod error;
mod key;
mod lex;
mod parse;
mod pattern;
mod value;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

pub use error::FilterError;
pub use error::Wrong;
pub use key::Key;
pub use key::Kind;
pub use pattern::Pattern;
pub use value::Period;
pub use value::Place;

use crate::inspect::row::Login;
use crate::inspect::row::Row;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::line::printable;
use crate::session::Time;
use crate::session::snapshot::Tls;
use crate::teach::finding::Severity;

/// Which rows are wanted. Without a term, all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    condition: Option<Condition>,
}

/// A condition on a row.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Condition {
    Term(Term),
    Not(Box<Condition>),
    /// Invariant: two or more, and no `All` among them.
    All(Vec<Condition>),
    /// Invariant: two or more, and no `Any` among them.
    Any(Vec<Condition>),
}

/// A term: a key and what is asked of it, or a word alone.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Term {
    Word(Pattern),
    Text(Key, Pattern),
    Place(Key, Place),
    Number(Key, Comparison, u64),
    Duration(Key, Comparison, Duration),
    Time(Key, Comparison, Period),
    State(Comparison, Option<Phase>),
    Severity(Comparison, Severity),
    Tls(Tls),
    Command(Option<Keyword>),
    /// Whether a positive reply is meant.
    Status(bool),
    Complete(bool),
    Login(Login),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Equal => order.is_eq(),
            Self::AtLeast => order.is_ge(),
            Self::Greater => order.is_gt(),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::Greater => ">",
        })
    }
}

impl Filter {
    /// Reads a filter. The time is that of its length.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::parse(text).map(|condition| Self { condition })
    }

    /// Every key, in the order in which they are explained; each knows its [words](Key::words_id) and
    /// its [values](Kind::values).
    #[must_use]
    pub fn keys() -> &'static [Key] {
        &Key::ALL
    }

    /// Whether all rows are wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.condition.is_none()
    }

    /// Whether a row is wanted.
    #[must_use]
    pub fn matches(&self, row: &Row) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.holds(row))
    }
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Condition {
    fn holds(&self, row: &Row) -> bool {
        match self {
            Self::Term(term) => term.holds(row),
            Self::Not(condition) => !condition.holds(row),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(row)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(row)),
        }
    }
}

impl Term {
    fn holds(&self, row: &Row) -> bool {
        match self {
            Self::Word(pattern) => {
                let ends = [row.client, row.server];
                row.user.as_deref().is_some_and(|user| pattern.matches(&printable(user.as_bytes())))
                    || ends.iter().any(|end| pattern.matches(&end.to_string()))
                    || has_code(row, pattern)
            }
            Self::Text(key, pattern) => has_text(row, *key, pattern),
            Self::Place(key, place) => place.holds(if *key == Key::Client { row.client } else { row.server }),
            Self::Number(key, comparison, number) => {
                matches!(measure_of(row, *key), Measure::Number(known) if comparison.holds(known.cmp(number)))
            }
            Self::Duration(key, comparison, duration) => {
                matches!(measure_of(row, *key), Measure::Duration(known) if comparison.holds(known.cmp(duration)))
            }
            Self::Time(key, comparison, period) => {
                let time = if *key == Key::Start { row.start } else { row.end };
                time_holds(time, *comparison, *period)
            }
            Self::State(comparison, phase) => comparison.holds(row.reached.cmp(phase)),
            Self::Severity(comparison, severity) => {
                let findings = &row.findings;
                let counts = [
                    (Severity::Note, findings.notes),
                    (Severity::Warning, findings.warnings),
                    (Severity::Error, findings.errors),
                ];
                counts.into_iter().any(|(known, count)| 0 < count && comparison.holds(known.cmp(severity)))
            }
            Self::Tls(tls) => row.tls == *tls,
            Self::Command(keyword) => 0 < row.commands.of(*keyword),
            Self::Status(true) => 0 < row.replies_ok,
            Self::Status(false) => 0 < row.replies_err,
            Self::Complete(complete) => row.complete == *complete,
            Self::Login(login) => row.login == *login,
        }
    }
}

/// A moment lies in a period, or on one side of its beginning.
fn time_holds(time: Time, comparison: Comparison, period: Period) -> bool {
    match comparison {
        Comparison::Equal => period.holds(time),
        Comparison::Less | Comparison::AtMost | Comparison::AtLeast | Comparison::Greater => {
            comparison.holds(time.cmp(&period.from))
        }
    }
}

fn has_code(row: &Row, pattern: &Pattern) -> bool {
    row.findings.codes.iter().any(|code| pattern.matches(code.as_str()))
}

fn has_text(row: &Row, key: Key, pattern: &Pattern) -> bool {
    match key {
        Key::Mech => row.mechanisms.iter().any(|mechanism| pattern.matches(mechanism)),
        Key::Finding => has_code(row, pattern),
        Key::User => row.user.as_deref().is_some_and(|user| pattern.matches(&printable(user.as_bytes()))),
        Key::Login
        | Key::Client
        | Key::Server
        | Key::State
        | Key::Tls
        | Key::Cmd
        | Key::Status
        | Key::Severity
        | Key::Start
        | Key::End
        | Key::Duration
        | Key::Reply
        | Key::Median
        | Key::Complete
        | Key::Port
        | Key::Commands
        | Key::Messages
        | Key::Octets
        | Key::Marked
        | Key::Deleted
        | Key::ClientOctets
        | Key::ServerOctets
        | Key::Lost
        | Key::Frames
        | Key::Index => false,
    }
}

/// What a row has at a key that can be counted or measured.
enum Measure {
    Number(u64),
    Duration(Duration),
    /// Nobody could measure it, or it is no measure.
    None,
}

fn measure_of(row: &Row, key: Key) -> Measure {
    let known = |duration: Option<Duration>| duration.map_or(Measure::None, Measure::Duration);
    match key {
        Key::Port => Measure::Number(u64::from(row.server.port())),
        Key::Commands => Measure::Number(row.commands.total()),
        Key::Messages => Measure::Number(row.messages),
        Key::Octets => Measure::Number(row.message_octets),
        Key::Marked => Measure::Number(row.marked),
        Key::Deleted => Measure::Number(row.removed),
        Key::ClientOctets => Measure::Number(row.client_octets),
        Key::ServerOctets => Measure::Number(row.server_octets),
        Key::Lost => Measure::Number(row.lost_octets),
        Key::Frames => Measure::Number(row.frames),
        Key::Index => Measure::Number(row.index),
        Key::Reply => known(row.largest_reply),
        Key::Median => known(row.median_reply),
        Key::Duration => Measure::Duration(row.duration()),
        Key::User
        | Key::Mech
        | Key::Login
        | Key::Client
        | Key::Server
        | Key::State
        | Key::Tls
        | Key::Cmd
        | Key::Status
        | Key::Finding
        | Key::Severity
        | Key::Start
        | Key::End
        | Key::Complete => Measure::None,
    }
}

impl fmt::Display for Filter {
    /// In the one form that reads as the same filter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.condition.as_ref().map_or(Ok(()), |condition| condition.fmt(f))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grouped = |condition: &Self, f: &mut fmt::Formatter<'_>, group: bool| {
            if group { write!(f, "({condition})") } else { condition.fmt(f) }
        };
        let (conditions, between) = match self {
            Self::Term(term) => return term.fmt(f),
            Self::Not(condition) => {
                f.write_str("-")?;
                return grouped(condition, f, matches!(**condition, Self::All(_) | Self::Any(_)));
            }
            Self::All(conditions) => (conditions, " "),
            Self::Any(conditions) => (conditions, " or "),
        };
        for (place, condition) in conditions.iter().enumerate() {
            f.write_str(if 0 < place { between } else { "" })?;
            grouped(condition, f, matches!((self, condition), (Self::All(_), Self::Any(_))))?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(pattern) => {
                let text = pattern.to_string();
                let means_more = ["or", "and", "not"].contains(&text.as_str());
                if means_more { write!(f, "\"{text}\"") } else { f.write_str(&text) }
            }
            Self::Text(key, pattern) => {
                write!(f, "{}{}{pattern}", key.name(), if pattern.is_whole() { "=" } else { ":" })
            }
            Self::Place(key, place) => write!(f, "{}{place}", key.name()),
            Self::Number(key, comparison, number) => write!(f, "{}{comparison}{number}", key.name()),
            Self::Duration(key, comparison, duration) => {
                write!(f, "{}{comparison}{}", key.name(), value::shown_duration(*duration))
            }
            Self::Time(key, comparison, period) => write!(f, "{}{comparison}{period}", key.name()),
            Self::State(comparison, phase) => {
                let name = phase.map_or("none".to_owned(), |phase| phase.to_string().to_ascii_lowercase());
                write!(f, "{}{comparison}{name}", Key::State.name())
            }
            Self::Severity(comparison, severity) => write!(f, "{}{comparison}{severity}", Key::Severity.name()),
            Self::Tls(tls) => write!(f, "{}:{}", Key::Tls.name(), tls.as_str()),
            Self::Command(keyword) => {
                write!(f, "{}:{}", Key::Cmd.name(), keyword.map_or("other", Keyword::as_str))
            }
            Self::Status(ok) => write!(f, "{}:{}", Key::Status.name(), if *ok { "+OK" } else { "-ERR" }),
            Self::Complete(complete) => write!(f, "{}:{}", Key::Complete.name(), if *complete { "yes" } else { "no" }),
            Self::Login(login) => write!(f, "{}:{}", Key::Login.name(), login.as_str()),
        }
    }
}

#[cfg(test)]
mod tests;
