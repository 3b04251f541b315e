//! LOGIN-DELAY: whether a server keeps to the time between logins that it announces (RFC 2449 §6.5).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Code;
use super::Report;
use super::capabilities::Capabilities;
use super::look::Look;
use crate::proto::Phase;
use crate::session::Time;
use crate::session::timeline::Change;

/// Replies may be seen so much closer together than they were given.
const TOLERANCE: Duration = Duration::from_secs(1);

/// What is kept of each user over all connections of a timeline.
pub(super) type Users = BTreeMap<Arc<str>, Last>;

/// The last login of a user.
#[derive(Debug)]
pub(super) struct Last {
    at: Time,
    /// The time that was announced to this user after it.
    delay: Option<Duration>,
}

pub(super) fn look(look: &Look<'_>, capabilities: &Capabilities, users: &mut Users, report: &mut Report) {
    let Some(user) = look.user_after() else { return };
    let exact = exact_delay(capabilities);
    if look.standing.phase == Some(Phase::Transaction)
        && let (Some(last), Some(delay)) = (users.get_mut(&user), exact)
    {
        last.delay = Some(delay);
    }
    if !look.step.changes.contains(&Change::Entered(Phase::Transaction)) {
        return;
    }
    if let Some(last) = users.get(&user)
        && let Some(delay) = last.delay.or(exact)
        && look.sure_answer().is_some()
        && look.step.at.since(last.at) + TOLERANCE < delay
    {
        report.add(look.place, Code::LoginDelayIgnored);
    }
    users.insert(user, Last { at: look.step.at, delay: exact });
}

/// The time that is announced, unless it may be another for the one who logs in.
fn exact_delay(capabilities: &Capabilities) -> Option<Duration> {
    match capabilities.arguments("LOGIN-DELAY")? {
        [seconds] => seconds.parse().ok().map(Duration::from_secs),
        [] | [_, _, ..] => None,
    }
}
