//! The tally: what is counted over all sessions of a capture, by the thread that reads it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::inspect::login::Outcome;
use crate::inspect::login::logins;
use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::Snapshot;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::session::tls_facts::Closed;
use crate::teach::finding::Code;
use crate::ui::document::Session;

/// What is counted over sessions.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// When each session began, in the order in which they came.
    pub starts: Vec<Time>,
    /// Commands by their keywords; `None` is what is no command.
    pub commands: BTreeMap<Option<Keyword>, u64>,
    /// How long replies took, from the end of the command to the first octet of the reply.
    pub replies: Spread,
    /// How often each finding was made, and in how many sessions.
    pub findings: BTreeMap<Code, Found>,
    /// Sessions that stayed in the clear, began TLS with STLS, and began with TLS.
    pub covers: [u64; 3],
    /// TLS sessions of which not all could be read, by the reason.
    pub sealed: BTreeMap<Closed, u64>,
    /// TLS sessions that were read to their end.
    pub unsealed: u64,
    /// Logins that the server accepted, and those that it refused.
    pub logins: [u64; 2],
    /// Messages that were fetched whole.
    pub messages: u64,
}

/// How often something was found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// How often.
    pub times: u64,
    /// In how many sessions.
    pub sessions: u64,
}

/// Durations, counted in classes that grow by about 3 %.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Spread {
    classes: BTreeMap<u32, u64>,
    total: u64,
}

/// Classes of a power of two.
const CLASSES: u64 = 32;

impl Spread {
    /// Counts one duration.
    pub fn add(&mut self, duration: Duration) {
        *self.classes.entry(class_of(micros(duration))).or_default() += 1;
        self.total += 1;
    }

    /// Counts all of another one.
    pub fn absorb(&mut self, other: &Self) {
        for (class, count) in &other.classes {
            *self.classes.entry(*class).or_default() += count;
        }
        self.total += other.total;
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// A duration that so many of a hundred do not exceed, as exact as the classes are.
    #[must_use]
    pub fn percentile(&self, of_hundred: u64) -> Option<Duration> {
        let rank = self.total.checked_mul(of_hundred)?.div_ceil(100).max(1);
        let mut seen = 0;
        for (class, count) in &self.classes {
            seen += count;
            if rank <= seen {
                return Some(Duration::from_micros(middle_of(*class)));
            }
        }
        None
    }

    /// How many durations are at least so long and shorter than the other bound.
    #[must_use]
    pub fn between(&self, from: Duration, to: Duration) -> u64 {
        let (from, to) = (class_of(micros(from)), class_of(micros(to)));
        if to <= from {
            return 0;
        }
        self.classes.range(from..to).map(|(_, count)| count).sum()
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Small numbers have classes of their own; of larger ones the highest six digits of two count.
fn class_of(number: u64) -> u32 {
    let shift = number.max(1).ilog2().saturating_sub(CLASSES.ilog2());
    let start = (number >> shift) + u64::from(shift) * CLASSES;
    u32::try_from(start).expect("64 powers of two, 32 classes each")
}

/// The number in the middle of a class; the only one of a class of one.
fn middle_of(class: u32) -> u64 {
    let class = u64::from(class);
    let shift = (class / CLASSES).saturating_sub(1);
    let start = (class - shift * CLASSES) << shift;
    start + (1 << shift) / 2
}

impl Tally {
    /// Counts a session.
    pub fn add(&mut self, session: &Session) {
        let timeline = &session.timeline;
        self.starts.extend(timeline.start());
        for said in timeline.steps().iter().filter_map(|step| step.said()) {
            if let Some(line) = said.command() {
                *self.commands.entry(line.keyword).or_default() += 1;
            }
            self.add_reply(timeline, said);
        }
        for step in timeline.steps() {
            if let Some(asked) = timeline.partner(step)
                && let Some(Said { meaning: Meaning::Reply { .. }, .. }) = step.said()
            {
                self.replies.add(step.at.since(asked.until));
            }
        }
        for login in logins(timeline) {
            match login.outcome {
                Outcome::Accepted => self.logins[0] += 1,
                Outcome::Refused => self.logins[1] += 1,
                Outcome::Cancelled | Outcome::Unknown => (),
            }
        }
        let mut codes: BTreeMap<Code, u64> = BTreeMap::new();
        for finding in &session.findings {
            *codes.entry(finding.code).or_default() += 1;
        }
        for (code, times) in codes {
            let found = self.findings.entry(code).or_default();
            found.times += times;
            found.sessions += 1;
        }
        match session.tls.as_ref().map(|facts| facts.decrypted.why_not()) {
            Some(Some(why)) => *self.sealed.entry(why).or_default() += 1,
            Some(None) => self.unsealed += 1,
            None => (),
        }
        self.add_covers(&timeline.snapshot(Cursor(usize::MAX)));
    }

    /// Counts all of another one.
    pub fn absorb(&mut self, other: &Self) {
        self.starts.extend_from_slice(&other.starts);
        for (keyword, count) in &other.commands {
            *self.commands.entry(*keyword).or_default() += count;
        }
        self.replies.absorb(&other.replies);
        for (code, found) in &other.findings {
            let mine = self.findings.entry(*code).or_default();
            mine.times += found.times;
            mine.sessions += found.sessions;
        }
        for (mine, other) in self.covers.iter_mut().zip(other.covers) {
            *mine += other;
        }
        for (why, count) in &other.sealed {
            *self.sealed.entry(*why).or_default() += count;
        }
        self.unsealed += other.unsealed;
        for (mine, other) in self.logins.iter_mut().zip(other.logins) {
            *mine += other;
        }
        self.messages += other.messages;
    }

    /// Counts a reply that brings a whole message.
    fn add_reply(&mut self, timeline: &Timeline, said: &Said) {
        let Meaning::Reply { status: Some(_), block: Some(block), .. } = &said.meaning else { return };
        let Some(asked) = timeline.asked(said) else { return };
        if block.came_whole() && matches!(asked.command, Ok(Command::Retr { .. })) {
            self.messages += 1;
        }
    }

    fn add_covers(&mut self, end: &Snapshot) {
        for session in &end.sessions {
            let kind = match session.tls {
                Tls::None => 0,
                Tls::Stls => 1,
                Tls::Implicit => 2,
            };
            self.covers[kind] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::proto::Protocol;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::ConnectionId;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::event::Closing;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;
    use crate::ui::document::Title;

    #[test]
    fn classes_are_in_order_and_near_their_numbers() {
        let mut before = None;
        for number in (0..5000).chain([1 << 20, (1 << 40) + 7, u64::MAX / 3, u64::MAX]) {
            let class = class_of(number);
            assert!(before <= Some(class), "{number}");
            before = Some(class);
            let middle = middle_of(class);
            assert!(middle.abs_diff(number) <= number / 60, "{number} is in the class of {middle}");
        }
    }

    #[test]
    fn percentiles_are_near_the_truth() {
        let mut spread = Spread::default();
        assert_eq!(spread.percentile(50), None);
        for millis in 1..=100 {
            spread.add(Duration::from_millis(millis));
        }
        let near = |of_hundred: u64| spread.percentile(of_hundred).expect("some").as_millis();
        assert!((49..=51).contains(&near(50)) && (93..=97).contains(&near(95)), "{} {}", near(50), near(95));
        assert_eq!(spread.between(Duration::ZERO, Duration::from_secs(1)), 100);
    }

    #[test]
    fn only_messages_that_came_whole_are_counted() {
        let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
        let opened = Connection {
            client: party(40_000),
            server: party(110),
            opening: Opening::Connection,
            protocol: Protocol::Pop3,
        };
        let counted = |replies: &str| {
            let said = |side, octets: &str| EventKind::Octets {
                side,
                octets: octets.as_bytes().to_vec(),
                cover: Cover::Clear,
            };
            let kinds = [
                EventKind::Opened(opened.clone()),
                said(Side::Server, "+OK\r\n"),
                said(Side::Client, "USER amy\r\nPASS x\r\nRETR 1\r\nRETR 2\r\n"),
                said(Side::Server, replies),
                EventKind::Closed(Closing::LineLost),
            ];
            let connection = Some(ConnectionId(0));
            let event = |kind| Event { at: Time::default(), connection, mark: Mark::Nowhere, kind };
            let mut tally = Tally::default();
            tally.add(&Session::new(Title::default(), Recorder::record_all(kinds.into_iter().map(event))));
            tally.messages
        };
        let first = "+OK\r\n+OK\r\n+OK\r\nSubject: a\r\n\r\n.\r\n";
        assert_eq!(counted(&format!("{first}+OK\r\nSubject: b\r\n\r\n.\r\n")), 2);
        assert_eq!(counted(&format!("{first}+OK\r\nSubject: b\r\n\r\nhalf a li")), 1);
        assert_eq!(counted(&format!("{first}-ERR\r\n")), 1);
    }
}
