//! The ledger of a server: the terms of its users, their last logins, and since when each message lies there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::UniqueId;
use crate::session::Time;
use crate::sim::Profile;
use crate::sim::Store;
use crate::sim::terms::Expire;
use crate::sim::terms::Terms;

/// What a server remembers of its users between their sessions, beside the mail itself.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    terms: BTreeMap<Arc<str>, Terms>,
    logins: BTreeMap<Arc<str>, Time>,
    /// Since when messages lie in the maildrops, as far as anybody counts.
    since: BTreeMap<(Arc<str>, UniqueId), Time>,
}

/// How long the mail of those may stay for whom nothing is said.
pub const FOR_EVER: Expire = Expire::Never;

/// Those for whom nothing special holds.
static PLAIN: Terms = Terms {
    token: None,
    salt: None,
    iterations: None,
    delegates: Vec::new(),
    login_delay: None,
    expire: None,
    trouble: None,
};

impl Ledger {
    /// Says what holds for a user.
    pub fn set_terms(&mut self, user: &str, terms: Terms) {
        self.terms.insert(user.into(), terms);
    }

    /// What holds for a user.
    #[must_use]
    pub fn terms(&self, user: &str) -> &Terms {
        self.terms.get(user).unwrap_or(&PLAIN)
    }

    /// Notes a login that was answered with +OK.
    pub fn note_login(&mut self, user: &str, now: Time) {
        self.logins.insert(user.into(), now);
    }

    /// Whether the last login of a user was too short a time ago (RFC 2449 §6.5).
    #[must_use]
    pub fn is_too_early(&self, user: &str, delay: Option<Duration>, now: Time) -> bool {
        let last = self.logins.get(user).zip(delay);
        last.is_some_and(|(last, delay)| now < *last + delay)
    }

    /// Whether one user may open the maildrop of another.
    #[must_use]
    pub fn may_act(&self, user: &str, mailbox: &str) -> bool {
        user == mailbox || self.terms(mailbox).delegates.iter().any(|delegate| &**delegate == user)
    }
}

/// The time between logins that holds for a user.
#[must_use]
pub fn login_delay(profile: &Profile, store: &Store, user: &str) -> Option<Duration> {
    store.ledger().terms(user).login_delay.or(profile.login_delay)
}

/// How long mail may stay that a user has.
#[must_use]
pub fn expire(profile: &Profile, store: &Store, user: &str) -> Option<Expire> {
    store.ledger().terms(user).expire.or(profile.expire)
}

/// When the next message will have lain long enough for a rule of the site. Messages that nobody has noted so far
/// are counted from now on.
pub fn next_expiry(profile: &Profile, store: &mut Store, now: Time) -> Option<Time> {
    let lying: Vec<_> = lying(profile, store);
    let since = &mut store.ledger_mut().since;
    lying.into_iter().map(|(user, id, retention)| *since.entry((user, id)).or_insert(now) + retention).min()
}

/// The messages that have lain long enough, by their users (RFC 1939 §8).
#[must_use]
pub fn expired(profile: &Profile, store: &Store, now: Time) -> BTreeMap<Arc<str>, Vec<UniqueId>> {
    let mut expired: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (user, id, retention) in lying(profile, store) {
        let since = store.ledger().since.get(&(user.clone(), id.clone()));
        if since.is_some_and(|since| *since + retention <= now) {
            expired.entry(user).or_default().push(id);
        }
    }
    expired
}

/// The messages that a rule of the site may remove one day, and after which time.
fn lying(profile: &Profile, store: &Store) -> Vec<(Arc<str>, UniqueId, Duration)> {
    let mut lying = Vec::new();
    for user in store.users() {
        if let Some(retention) = expire(profile, store, user).and_then(Expire::retention) {
            lying.extend(store.mails(user).map(|mail| (user.clone(), mail.unique_id().clone(), retention)));
        }
    }
    lying
}
