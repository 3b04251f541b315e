//! The truth: what the actors know at each event, to be compared with what an observer makes of the
//! octets alone.

use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::event::Closing;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Stage;
use crate::session::snapshot::Tls;
use crate::sim::Store;
use crate::sim::server::state::Standing;

/// The true state of everything behind an event.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Truth {
    /// The state of each connection, by its id.
    pub sessions: Vec<SessionTruth>,
    /// What lies in the maildrops, by the names of their users.
    pub maildrops: Vec<MaildropTruth>,
}

/// The true state of a session. What a command changes is told with its reply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionTruth {
    /// How far it is.
    pub stage: Stage,
    /// Whom the client named last without being turned down.
    pub user: Option<Arc<str>>,
    /// Whether a USER was accepted and its PASS is due.
    pub user_accepted: bool,
    /// Whether the words are covered.
    pub tls: Tls,
    /// The numbers that carry a mark.
    pub marked: Vec<MessageNumber>,
    /// The numbers that UPDATE removed.
    pub removed: Vec<MessageNumber>,
    /// The numbers that UPDATE removed in a session whose client will not hear of it.
    pub unheard: Vec<MessageNumber>,
    /// The numbers that lost their mark because the session ended without UPDATE.
    pub spared: Vec<MessageNumber>,
    /// Whether QUIT was obeyed.
    pub quit: bool,
}

/// What lies in a maildrop on the server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MaildropTruth {
    /// Whose it is.
    pub user: Arc<str>,
    /// The unique-ids of its messages, in order.
    pub unique_ids: Vec<UniqueId>,
    /// The session that has the lock.
    pub locked_by: Option<ConnectionId>,
}

impl Truth {
    /// In what an observer errs who has heard everything up to this event; `None` if in nothing.
    #[must_use]
    pub fn disagreement(&self, event: &Event, observed: &Snapshot) -> Option<String> {
        if self.sessions.len() != observed.sessions.len() {
            return Some(format!("{} sessions, not {}", self.sessions.len(), observed.sessions.len()));
        }
        for (place, (truth, state)) in self.sessions.iter().zip(observed.sessions.iter()).enumerate() {
            if let Some(text) = truth.disagreement(state) {
                return Some(format!("connection {place}: {text}"));
            }
        }
        match event.kind {
            // Facts of one answer come one after the other, while the store has them all.
            EventKind::Fact(_) => None,
            EventKind::Opened(_)
            | EventKind::Octets { .. }
            | EventKind::Gap { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Closed(_) => self.maildrops.iter().find_map(|truth| truth.disagreement(observed)),
        }
    }
}

impl SessionTruth {
    /// A connection that was just opened.
    #[must_use]
    pub(super) fn opened() -> Self {
        Self {
            stage: Stage::Greeting,
            user: None,
            user_accepted: false,
            tls: Tls::None,
            marked: Vec::new(),
            removed: Vec::new(),
            unheard: Vec::new(),
            spared: Vec::new(),
            quit: false,
        }
    }

    /// Takes over what the server knows when a reply is out.
    pub(super) fn learn(&mut self, standing: Standing) {
        let Standing { phase, other, user, user_accepted, marked, removed, quit } = standing;
        if let Some(phase) = phase {
            self.stage = Stage::In(phase);
        }
        if let Some(state) = other {
            self.stage = Stage::Other(state);
        }
        self.user = user;
        self.user_accepted = user_accepted;
        self.marked = marked;
        self.removed = removed;
        self.quit = quit;
    }

    /// The connection is closed; marks that are left are void.
    pub(super) fn close(&mut self, closing: Closing) {
        self.stage = Stage::Closed(closing);
        self.user_accepted = false;
        let unheard = std::mem::take(&mut self.unheard);
        self.marked.retain(|number| !unheard.contains(number));
        self.removed.extend(unheard);
        self.spared = std::mem::take(&mut self.marked);
    }

    /// The server removed messages, and its reply is never heard.
    pub(super) fn remove_unheard(&mut self, removed: Vec<MessageNumber>) {
        self.unheard.extend(removed);
    }

    /// In what an observer errs about this session.
    fn disagreement(&self, state: &SessionState) -> Option<String> {
        let with = |fate| -> Vec<MessageNumber> {
            state.maildrop.messages().filter(|(_, message)| message.fate == fate).map(|(number, _)| number).collect()
        };
        let text = |what: &str, truth: &dyn std::fmt::Debug, seen: &dyn std::fmt::Debug| {
            Some(format!("{what}: {truth:?}, not {seen:?}"))
        };
        if self.stage != state.stage {
            return text("stage", &self.stage, &state.stage);
        }
        if self.user != state.user {
            return text("user", &self.user, &state.user);
        }
        if self.user_accepted != state.user_accepted {
            return text("user accepted", &self.user_accepted, &state.user_accepted);
        }
        if self.tls != state.tls {
            return text("TLS", &self.tls, &state.tls);
        }
        if self.quit != state.quit {
            return text("quit", &self.quit, &state.quit);
        }
        // After a failed UPDATE, or one whose end was not heard, nobody outside knows which messages are gone.
        let (removed, unknown) = (with(Fate::Removed), with(Fate::Unknown));
        let open = |truth: &[MessageNumber], seen: &[MessageNumber]| {
            if unknown.is_empty() {
                truth == seen
            } else {
                seen.is_empty() && truth.iter().all(|number| unknown.contains(number))
            }
        };
        let (marked, spared) = (with(Fate::Marked), with(Fate::Spared));
        if self.marked != marked {
            return text("marked", &self.marked, &marked);
        }
        if !open(&self.spared, &spared) {
            return text("spared", &self.spared, &spared);
        }
        if open(&self.removed, &removed) { None } else { text("removed", &self.removed, &removed) }
    }
}

impl MaildropTruth {
    /// What lies in all maildrops of a store.
    pub(super) fn of(store: &Store) -> Vec<Self> {
        let truth = |user: &Arc<str>| Self {
            user: user.clone(),
            unique_ids: store.mails(user).map(|mail| mail.unique_id().clone()).collect(),
            locked_by: store.locked_by(user),
        };
        store.users().map(truth).collect()
    }

    fn disagreement(&self, observed: &Snapshot) -> Option<String> {
        let inside = observed.inside.get(&self.user)?;
        let seen: Vec<_> = inside.messages.iter().map(|message| message.unique_id.clone()).collect();
        let same = seen == self.unique_ids && inside.locked_by == self.locked_by;
        (!same).then(|| format!("maildrop of {}: {self:?}, not {inside:?}", self.user))
    }
}
