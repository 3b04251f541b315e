//! What several sessions of one user tell together: the lock, the proofs of a login, and messages that
//! should still be there (RFC 1939 §4, §6 and §7).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use super::maildrop::Known;
use super::maildrop::listed;
use crate::proto::Command;
use crate::proto::Phase;
use crate::proto::UniqueId;
use crate::proto::auth::apop_timestamp;
use crate::proto::reply::read_unique_id_listing;
use crate::session::ConnectionId;
use crate::session::timeline::Change;

/// What is known of each user of each server, over all sessions of a timeline.
#[derive(Debug, Default)]
pub(super) struct Users {
    known: BTreeMap<(SocketAddr, Arc<str>), User>,
}

/// What the sessions of a user told.
#[derive(Debug, Default)]
struct User {
    /// The session that has the maildrop open.
    open: Option<ConnectionId>,
    /// The step of the PASS that was accepted last.
    password: Option<usize>,
    /// The timestamp for which a digest was accepted.
    digests: BTreeMap<String, Vec<u8>>,
    /// What a session that ended without QUIT left behind.
    spared: Option<Spared>,
    /// The unique-ids that were listed last while no message was marked, and in which session.
    listed: Option<(ConnectionId, BTreeSet<UniqueId>)>,
}

/// Messages that lost their marks and have to stay.
#[derive(Debug)]
struct Spared {
    /// How many messages the maildrop had, if that was told.
    total: Option<u64>,
    /// The unique-ids of the messages that were marked, as far as they were told.
    unique_ids: BTreeSet<UniqueId>,
}

/// What is kept of one session.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    /// What the greeting offered to APOP.
    timestamp: Option<Vec<u8>>,
}

impl Sessions {
    pub(super) fn look(&mut self, look: &Look<'_>, known: &Known, users: &mut Users, report: &mut Report) {
        if let Some(greeting) = look.greeting() {
            self.timestamp = apop_timestamp(&greeting.text).map(<[u8]>::to_vec);
        }
        let (Some(name), Some(id)) = (look.user_after(), look.step.connection) else {
            return;
        };
        let Some(server) = look.timeline.connection(id).map(|connection| connection.server.address) else { return };
        if look.step.changes.is_empty() && look.said().is_none() {
            return;
        }
        let user = users.known.entry((server, name)).or_default();
        if let Some(answer) = look.sure_answer().filter(Answer::is_positive) {
            self.look_at_proof(look, &answer, user, report);
            look_at_count(look, &answer, known, user, report);
            look_at_listing(look, &answer, id, user, report);
        }
        for change in &look.step.changes {
            take(change, id, look, known, user, report);
        }
    }

    /// Whether what opens the maildrop here is what opened it before.
    fn look_at_proof(&self, look: &Look<'_>, answer: &Answer<'_>, user: &mut User, report: &mut Report) {
        if look.standing.phase != Some(Phase::Authorization) {
            return;
        }
        match answer.command() {
            Some(Command::Pass { secret }) => {
                let before = user.password.replace(answer.asked_at);
                let before = before.and_then(|place| look.timeline.steps().get(place)?.said()?.command());
                if let Some(Ok(Command::Pass { secret: other })) = before.map(|line| &line.command)
                    && other != secret
                {
                    report.add(look.place, Code::TwoPasswords);
                }
            }
            Some(Command::Apop { digest, .. }) => {
                let Some(timestamp) = &self.timestamp else { return };
                let before = user.digests.insert(digest.clone(), timestamp.clone());
                if before.is_some_and(|before| before != *timestamp) {
                    report.add(look.place, Code::DigestRepeated);
                }
            }
            Some(_) | None => (),
        }
    }
}

/// Whether a message is gone that a session without QUIT had marked.
fn look_at_count(look: &Look<'_>, answer: &Answer<'_>, known: &Known, user: &mut User, report: &mut Report) {
    let Some(spared) = &user.spared else { return };
    let counts = match answer.command() {
        Some(Command::Stat | Command::List { message: None }) => true,
        Some(Command::Uidl { message: None }) => answer.whole_block().is_some(),
        Some(_) | None => return,
    };
    let fewer = counts && spared.total.zip(known.most()).is_some_and(|(before, now)| now < before);
    let absent = matches!(answer.command(), Some(Command::Uidl { message: None })) && counts && {
        let there: BTreeSet<_> =
            listed(answer).into_iter().filter_map(read_unique_id_listing).map(|(_, unique_id)| unique_id).collect();
        // What this session marked is in no list.
        look.standing.marked.is_empty() && !spared.unique_ids.is_subset(&there)
    };
    if fewer || absent {
        user.spared = None;
        report.add(look.place, Code::SparedMessageGone);
    }
}

/// Whether a message stands in front of those of an earlier session that was not there: new mail comes behind.
fn look_at_listing(look: &Look<'_>, answer: &Answer<'_>, id: ConnectionId, user: &mut User, report: &mut Report) {
    let whole = matches!(answer.command(), Some(Command::Uidl { message: None })) && answer.whole_block().is_some();
    // What is marked is in no list.
    if !whole || !look.standing.marked.is_empty() {
        return;
    }
    let there: Vec<UniqueId> =
        listed(answer).into_iter().filter_map(read_unique_id_listing).map(|(_, unique_id)| unique_id).collect();
    let before = user.listed.as_ref().filter(|(other, _)| *other != id);
    let first = before.and_then(|(_, before)| there.iter().position(|unique_id| before.contains(unique_id)));
    if first.is_some_and(|first| 0 < first) {
        report.add(look.place, Code::OlderMessageAppears);
    }
    user.listed = Some((id, there.into_iter().collect()));
}

fn take(change: &Change, id: ConnectionId, look: &Look<'_>, known: &Known, user: &mut User, report: &mut Report) {
    match change {
        Change::Entered(Phase::Transaction) => {
            let other = user.open.replace(id).filter(|other| *other != id);
            if other.is_some() && look.sure_answer().is_some() {
                report.add(look.place, Code::MaildropShared);
            }
        }
        Change::Entered(Phase::Update) | Change::Ended(_) => {
            if user.open == Some(id) {
                user.open = None;
            }
        }
        // Whoever removes messages of right makes the count another.
        Change::Removed(_) | Change::PerhapsRemoved(_) => user.spared = None,
        Change::Spared(numbers) if look.standing.is_sure() && !look.standing.quit => {
            let unique_ids = numbers.iter().filter_map(|number| known.unique_ids.get(number)).cloned().collect();
            user.spared = Some(Spared { total: known.most(), unique_ids });
        }
        Change::Entered(Phase::Authorization)
        | Change::Reached(_)
        | Change::Named(_)
        | Change::Marked(_)
        | Change::Unmarked(_)
        | Change::Spared(_)
        | Change::Covered => (),
    }
}
