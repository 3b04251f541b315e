//! Findings: what an attentive reader would remark on a session, each with its clause.
//!
//! One walk over the steps. Each connection has its watchers, one a subject, which keep what they need
//! of what was said; each looks at every step once. What was lost leaves room for doubt: from a gap on,
//! and in a session whose beginning was not seen, rules that need what was said before hold back.

mod capabilities;
mod code;
mod commands;
mod ends;
mod listings;
mod login_delay;
mod logins;
mod look;
mod maildrop;
mod marks;
mod messages;
mod order;
mod replies;
mod response_codes;
mod sessions;
mod sizes;
mod tls;
mod unique_ids;

use std::collections::BTreeMap;
use std::fmt;

use crate::proto::Protocol;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::timeline::What;

pub use code::Code;
use look::Look;
use look::Standing;

/// A remark on one step.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Finding {
    /// The step, counted from 0.
    pub step: usize,
    /// What is remarked.
    pub code: Code,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Not forbidden, but unwise, incomplete or against a recommendation; or the fault of a mail.
    Warning,
    /// Against the RFC.
    Error,
}

impl Severity {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// All findings of a timeline, in the order of their steps.
#[must_use]
pub fn findings(timeline: &Timeline) -> Vec<Finding> {
    let mut report = Report::default();
    let mut shared = Shared::default();
    let mut sessions: BTreeMap<ConnectionId, Watchers> = BTreeMap::new();
    for (place, step) in timeline.steps().iter().enumerate() {
        match &step.what {
            What::Gap { .. } | What::Fact(Fact::LetGo { .. }) => report.add(place, Code::OctetsMissing),
            What::Conflict { .. } => report.add(place, Code::ConflictingOctets),
            What::Opened | What::Said(_) | What::Closed(_) | What::Fact(_) => (),
        }
        let Some(id) = step.connection else { continue };
        // The rules are those of POP3.
        if timeline.connection(id).is_some_and(|connection| connection.protocol != Protocol::Pop3) {
            continue;
        }
        let watchers = sessions.entry(id).or_insert_with(|| Watchers::new(timeline, id));
        watchers.look(timeline, (place, step), &mut shared, &mut report);
    }
    for watchers in sessions.into_values() {
        watchers.replies.finish(&mut report);
    }
    report.sorted()
}

/// What is remarked, step by step.
#[derive(Debug, Default)]
struct Report {
    found: Vec<Finding>,
}

impl Report {
    /// Remarks something on a step, once.
    fn add(&mut self, step: usize, code: Code) {
        let finding = Finding { step, code };
        let mut same_step = self.found.iter().rev().take_while(|found| found.step == step);
        if !same_step.any(|found| *found == finding) {
            self.found.push(finding);
        }
    }

    fn sorted(mut self) -> Vec<Finding> {
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }
}

/// What is kept over all connections of a timeline.
#[derive(Debug, Default)]
struct Shared {
    timestamps: logins::Timestamps,
    last_logins: login_delay::Users,
    unique_ids: unique_ids::Owners,
    users: sessions::Users,
}

/// The watchers of one connection.
#[derive(Debug, Default)]
struct Watchers {
    standing: Standing,
    commands: commands::Commands,
    order: order::Order,
    replies: replies::Replies,
    ends: ends::Ends,
    capabilities: capabilities::Capabilities,
    logins: logins::Logins,
    tls: tls::Tls,
    maildrop: maildrop::Known,
    sessions: sessions::Sessions,
}

impl Watchers {
    fn new(timeline: &Timeline, id: ConnectionId) -> Self {
        Self { standing: Standing::new(timeline.connection(id)), ..Self::default() }
    }

    /// Shows a step to all watchers, and takes what it changes.
    fn look(&mut self, timeline: &Timeline, (place, step): (usize, &Step), shared: &mut Shared, report: &mut Report) {
        let look = Look { timeline, step, place, standing: &self.standing };
        self.commands.look(&look, &self.capabilities, report);
        self.order.look(&look, report);
        self.replies.look(&look, report);
        self.ends.look(&look, report);
        response_codes::look(&look, &self.capabilities, report);
        self.tls.look(&look, &self.capabilities, report);
        self.logins.look(&look, &mut shared.timestamps, report);
        login_delay::look(&look, &self.capabilities, &mut shared.last_logins, report);
        self.capabilities.look(&look, report);
        marks::look(&look, &self.maildrop, report);
        messages::look(&look, &self.capabilities, report);
        unique_ids::look(&look, &mut self.maildrop, &mut shared.unique_ids, report);
        sizes::look(&look, &mut self.maildrop, report);
        listings::look(&look, &mut self.maildrop, report);
        self.sessions.look(&look, &self.maildrop, &mut shared.users, report);
        self.maildrop.take(step);
        self.standing.take(timeline, step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;
    use crate::teach::Words;

    #[test]
    fn every_code_has_its_name_and_its_words() {
        for words in Language::ALL.map(Words::new) {
            for code in Code::ALL {
                assert!(words.has(&format!("finding-{code}")), "{}: {code}", words.language());
            }
        }
        let mut names: Vec<_> = Code::ALL.map(Code::as_str).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn no_words_are_left_of_codes_that_are_gone() {
        let named = |source: &str| -> Vec<String> {
            let ids = source.lines().filter_map(|line| line.strip_prefix("finding-")?.split_once(" ="));
            ids.map(|(name, _)| name.to_owned()).collect()
        };
        let codes = Code::ALL.map(Code::as_str).to_vec();
        assert_eq!(named(include_str!("words/en.ftl")), codes);
        assert_eq!(named(include_str!("words/ru.ftl")), codes);
    }
}
