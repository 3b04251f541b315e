//! The UPDATE state: what is marked is removed, the lock is given back, goodbye (RFC 1939 §6).

use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::session::Fact;
use crate::sim::Maildrop;
use crate::sim::Phrase;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::state::Standing;
use crate::sim::server::state::closing;
use crate::sim::template::Values;

/// A session that QUIT has ended. It has no maildrop any more, only the memory of it.
#[derive(Debug)]
pub struct Update {
    user: Arc<str>,
    removed: Vec<MessageNumber>,
}

impl Update {
    /// Removes what is marked and takes the lock away from the session.
    pub(super) fn enter(maildrop: Maildrop, site: &mut Site) -> (Self, Answer) {
        let user = maildrop.user().clone();
        let removal = site.store.update(maildrop, site.profile.removes_at_most);
        let values =
            Values { host: site.profile.host.clone(), user: user.to_string(), left: removal.left, ..Values::default() };
        let told = removal.complete || !site.profile.generation.may_fail_at_update();
        let phrase = if told { Phrase::Update } else { Phrase::NotRemoved };
        let (removed, unique_ids): (Vec<_>, Vec<_>) = removal.removed.into_iter().unzip();
        let gone = (!unique_ids.is_empty()).then(|| Fact::MailRemoved { user: user.clone(), unique_ids });
        let released = Fact::MaildropReleased { user: user.clone() };
        let answer = closing(Answer::say(site, phrase, &values)).with_facts(gone.into_iter().chain([released]));
        (Self { user, removed }, answer)
    }

    /// The same as the client can know it: of what was removed without its DELE it is told nothing.
    pub(super) fn seen_by_client(mut self, marked: &[MessageNumber]) -> Self {
        self.removed.retain(|number| marked.contains(number));
        self
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            phase: Some(Phase::Update),
            user: Some(self.user.clone()),
            removed: self.removed.clone(),
            quit: true,
            ..Standing::default()
        }
    }
}
