//! Mailboxes: what became of each message over all sessions of a file, and which of it contradicts itself.

mod sightings;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::proto::utterance::Certainty;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::session::SessionState;
use crate::session::Time;
use crate::session::maildrop::Fate;

/// So many sightings are kept, over all mailboxes; one is a message in a session. They take about 100 MB.
pub const MAX_SIGHTINGS: usize = 500_000;

/// Of a message so many contents are told apart.
const MAX_CONTENTS: usize = 8;

/// A mailbox: a user of a server. Its ports, for POP3 and for POP3 within TLS, open the same one.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Mailbox {
    /// The address of the server.
    pub server: IpAddr,
    /// Whose it is.
    pub owner: Owner,
}

/// Whose a mailbox is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Owner {
    /// The client said it.
    Named(String),
    /// Nobody said it in this session: its mailbox is nobody else's.
    OfSession(u64),
}

/// By what a message is known again.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Identity {
    /// By its unique-id, which lasts over sessions (RFC 1939 §7).
    UniqueId(UniqueId),
    /// By the SHA-256 of what RETR brought, because UIDL did not name it.
    Content([u8; 32]),
    /// By its number, which means nothing in other sessions.
    Place {
        /// The session.
        session: u64,
        /// The number in it.
        number: MessageNumber,
    },
}

/// A message in one session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sighting {
    /// The index of the session.
    pub session: u64,
    /// The number of the message in it.
    pub number: MessageNumber,
    /// When the session entered the TRANSACTION state, and the server took stock; else its start.
    pub entered: Time,
    /// When the message was first spoken of.
    pub first: Time,
    /// When the message was last spoken of.
    pub last: Time,
    /// Its subject, if RETR or TOP brought it.
    pub subject: Option<Arc<str>>,
    /// Its size, as LIST or RETR told it.
    pub octets: Option<u64>,
    /// What happened, in the order of [`Event`], each once.
    pub events: Vec<Event>,
    /// What it was at the end of the session.
    pub fate: Fate,
    /// How sure the session is of its state.
    pub certainty: Certainty,
}

/// What can happen to a message in a session.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Event {
    /// LIST or UIDL named it.
    Listed,
    /// TOP brought its head.
    Topped,
    /// RETR brought some of it, and octets are missing.
    FetchedInPart,
    /// RETR brought it.
    Fetched,
    /// DELE marked it.
    Marked,
    /// RSET took the mark away.
    Unmarked,
    /// It was marked, and stayed because no QUIT came.
    Spared,
    /// It was marked, and QUIT was refused: it may be gone.
    PerhapsRemoved,
    /// QUIT removed it.
    Removed,
}

/// What cannot be, if server and unique-ids keep to RFC 1939.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Contradiction {
    /// It was removed, and a session that began later saw it again.
    CameBack,
    /// Two messages of one session have this unique-id. Identical ones may.
    SharedUniqueId,
    /// RETR brought different contents under one unique-id.
    ContentChanged,
}

/// What became of a message, as far as the file tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is still there.
    Kept,
    /// It was marked when the recording of its last session ended.
    Marked,
    /// It was removed.
    Removed,
    /// The server said that it could not remove everything.
    Unknown,
}

/// The story of one message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Story<'a> {
    /// Where it is.
    pub mailbox: &'a Mailbox,
    /// By what it is known.
    pub identity: &'a Identity,
    /// Where it was seen, by the times at which the sessions took stock.
    pub sightings: &'a [Sighting],
    /// The digest of its content, if it was fetched whole and always the same.
    pub sha256: Option<[u8; 32]>,
    /// Its subject, as it was last told.
    pub subject: Option<Arc<str>>,
    /// Its size, as it was last told.
    pub octets: Option<u64>,
    /// When it was first spoken of.
    pub first_seen: Time,
    /// When it was last spoken of.
    pub last_seen: Time,
    /// What became of it.
    pub outcome: Outcome,
    /// What cannot be.
    pub contradictions: Vec<Contradiction>,
    /// How sure that is: as sure as the least sure of its sessions.
    pub certainty: Certainty,
}

/// All mailboxes of a file. Sessions come in any order.
#[derive(Clone, Debug)]
pub struct Mailboxes {
    messages: BTreeMap<Mailbox, BTreeMap<Identity, Message>>,
    /// Invariant: not more than `limit`.
    sightings: usize,
    limit: usize,
    left_out: u64,
}

/// What is known of a message.
#[derive(Clone, Debug, Default)]
struct Message {
    sightings: Vec<Sighting>,
    contents: Vec<[u8; 32]>,
}

impl Default for Mailboxes {
    fn default() -> Self {
        Self::with_limit(MAX_SIGHTINGS)
    }
}

impl Mailboxes {
    /// Keeps no more sightings than this.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self { messages: BTreeMap::new(), sightings: 0, limit, left_out: 0 }
    }

    /// Takes what a session tells of its messages.
    pub fn add(&mut self, session: &RecordedSession) {
        let timeline = &session.timeline;
        let last = timeline.snapshot(Cursor(timeline.len()));
        let Some(state) = last.session(ConnectionId(0)) else { return };
        let mut seen = sightings::sightings(session, state);
        let room = self.limit - self.sightings;
        if room < seen.len() {
            self.left_out += (seen.len() - room) as u64;
            seen.truncate(room);
        }
        if seen.is_empty() {
            return;
        }
        self.sightings += seen.len();
        let messages = self.messages.entry(Mailbox::of(session, state)).or_default();
        for (sighting, content) in seen {
            let number = sighting.number;
            let unique_id = state.maildrop.message(number).and_then(|known| known.unique_id.clone());
            let identity = match (unique_id, content) {
                (Some(unique_id), _) => Identity::UniqueId(unique_id),
                (None, Some(content)) => Identity::Content(content),
                (None, None) => Identity::Place { session: session.index, number },
            };
            let message = messages.entry(identity).or_default();
            if let Some(content) = content.filter(|content| !message.contents.contains(content))
                && message.contents.len() < MAX_CONTENTS
            {
                message.contents.push(content);
            }
            message.sightings.push(sighting);
        }
    }

    /// How many sightings there was no room for.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The story of each message: by mailbox, and within one by the time it was first seen.
    pub fn stories(&mut self) -> Vec<Story<'_>> {
        let mut stories = Vec::new();
        for (mailbox, messages) in &mut self.messages {
            let first = stories.len();
            for (identity, message) in messages {
                message.sightings.sort_by_key(|sighting| (sighting.entered, sighting.session, sighting.number));
                stories.extend(message.story(mailbox, identity));
            }
            // The order of the identities decides where a listing named several at once and they have one number.
            stories[first..].sort_by_key(|story: &Story<'_>| {
                (story.first_seen, story.sightings.first().map(|sighting| sighting.number))
            });
        }
        stories
    }
}

impl Mailbox {
    fn of(session: &RecordedSession, state: &SessionState) -> Self {
        let owner = match &state.user {
            Some(user) => Owner::Named(user.to_string()),
            None => Owner::OfSession(session.index),
        };
        Self { server: session.server.ip(), owner }
    }
}

impl Message {
    fn story<'a>(&'a self, mailbox: &'a Mailbox, identity: &'a Identity) -> Option<Story<'a>> {
        let mut contradictions = Vec::new();
        if self.came_back() {
            contradictions.push(Contradiction::CameBack);
        }
        if matches!(identity, Identity::UniqueId(_)) {
            let mut sessions: Vec<u64> = self.sightings.iter().map(|sighting| sighting.session).collect();
            sessions.sort_unstable();
            if sessions.windows(2).any(|pair| pair[0] == pair[1]) {
                contradictions.push(Contradiction::SharedUniqueId);
            }
            if 1 < self.contents.len() {
                contradictions.push(Contradiction::ContentChanged);
            }
        }
        let sha256 = match self.contents.as_slice() {
            [only] => Some(*only),
            [] | [_, ..] => None,
        };
        Some(Story {
            mailbox,
            identity,
            sightings: &self.sightings,
            sha256,
            subject: self.sightings.iter().rev().find_map(|sighting| sighting.subject.clone()),
            octets: self.sightings.iter().rev().find_map(|sighting| sighting.octets),
            first_seen: self.sightings.iter().map(|sighting| sighting.first).min()?,
            last_seen: self.sightings.iter().map(|sighting| sighting.last).max()?,
            outcome: self.outcome(),
            contradictions,
            certainty: self.sightings.iter().map(|sighting| sighting.certainty).max()?,
        })
    }

    /// Whether a session that took stock later than a removal saw it.
    fn came_back(&self) -> bool {
        let removed = self.sightings.iter().filter(|sighting| sighting.fate == Fate::Removed);
        removed.map(|sighting| sighting.last).min().is_some_and(|removed| self.is_seen_after(removed))
    }

    /// Sessions that took stock before cannot know of the removal.
    fn is_seen_after(&self, moment: Time) -> bool {
        self.sightings.iter().any(|sighting| moment < sighting.entered)
    }

    fn outcome(&self) -> Outcome {
        let ended = |fate: Fate| {
            let ends = self.sightings.iter().filter(|sighting| sighting.fate == fate).map(|sighting| sighting.last);
            ends.max().is_some_and(|end| !self.is_seen_after(end))
        };
        if ended(Fate::Removed) {
            return Outcome::Removed;
        }
        if ended(Fate::Unknown) {
            return Outcome::Unknown;
        }
        match self.sightings.last().map(|sighting| sighting.fate) {
            Some(Fate::Marked) => Outcome::Marked,
            Some(Fate::Kept | Fate::Unmarked | Fate::Spared | Fate::Removed | Fate::Unknown) | None => Outcome::Kept,
        }
    }
}

impl Event {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Topped => "topped",
            Self::FetchedInPart => "fetched-in-part",
            Self::Fetched => "fetched",
            Self::Marked => "marked",
            Self::Unmarked => "unmarked",
            Self::Spared => "spared",
            Self::PerhapsRemoved => "perhaps-removed",
            Self::Removed => "removed",
        }
    }
}

impl Contradiction {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CameBack => "came-back",
            Self::SharedUniqueId => "shared-unique-id",
            Self::ContentChanged => "content-changed",
        }
    }
}

impl Outcome {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Marked => "marked",
            Self::Removed => "removed",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests;
