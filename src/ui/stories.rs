//! Stories of messages: what became of each message of each mailbox over all sessions of a capture.

use std::sync::Arc;

use crate::inspect::mailbox::Contradiction;
use crate::inspect::mailbox::Event;
use crate::inspect::mailbox::Identity;
use crate::inspect::mailbox::Mailboxes;
use crate::inspect::mailbox::Outcome;
use crate::inspect::mailbox::Owner;
use crate::inspect::mailbox::Story;
use crate::proto::line::printable;
use crate::proto::utterance::Certainty;
use crate::session::Time;

/// What became of one message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MessageStory {
    /// The server and the user: `amy@192.0.2.1`; or the session alone, where nobody said the user.
    pub mailbox: Arc<str>,
    /// By what the message is known.
    pub identity: Known,
    /// Its subject, if RETR or TOP brought it.
    pub subject: Option<Arc<str>>,
    /// Its size, as it was last told.
    pub octets: Option<u64>,
    /// When it was first spoken of.
    pub first_seen: Time,
    /// When it was last spoken of.
    pub last_seen: Time,
    /// The numbers of the sessions that spoke of it, with what happened there.
    pub sessions: Vec<(u64, Vec<Event>)>,
    /// What became of it.
    pub outcome: Outcome,
    /// What cannot be.
    pub contradictions: Vec<Contradiction>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// By what a message is known.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Known {
    /// By its unique-id.
    UniqueId(String),
    /// By the start of the digest of its content.
    Content(String),
    /// By its number in a session.
    Place(u32),
}

/// All stories, and how many times a message was seen for which there was no room.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Stories {
    /// By mailbox, and within one by the time at which the message was first seen.
    pub messages: Vec<MessageStory>,
    /// What there was no room for.
    pub left_out: u64,
}

impl Stories {
    /// Tells all that was gathered.
    #[must_use]
    pub fn new(mut mailboxes: Mailboxes) -> Self {
        let left_out = mailboxes.left_out();
        let mut name: Arc<str> = "".into();
        let messages = mailboxes.stories().into_iter().map(|story| {
            let mailbox = match &story.mailbox.owner {
                Owner::Named(user) => format!("{}@{}", printable(user.as_bytes()), story.mailbox.server),
                Owner::OfSession(session) => format!("{} #{}", story.mailbox.server, session + 1),
            };
            if *name != *mailbox {
                name = mailbox.into();
            }
            MessageStory::new(name.clone(), &story)
        });
        Self { messages: messages.collect(), left_out }
    }
}

impl MessageStory {
    fn new(mailbox: Arc<str>, story: &Story<'_>) -> Self {
        let identity = match story.identity {
            Identity::UniqueId(unique_id) => Known::UniqueId(printable(unique_id.as_str().as_bytes())),
            Identity::Content(digest) => {
                let start = digest.iter().take(6).fold(0_u64, |start, octet| start << 8 | u64::from(*octet));
                Known::Content(format!("{start:012x}"))
            }
            Identity::Place { number, .. } => Known::Place(number.get()),
        };
        Self {
            mailbox,
            identity,
            subject: story.subject.clone(),
            octets: story.octets,
            first_seen: story.first_seen,
            last_seen: story.last_seen,
            sessions: story.sightings.iter().map(|sighting| (sighting.session, sighting.events.clone())).collect(),
            outcome: story.outcome,
            contradictions: story.contradictions.clone(),
            certainty: story.certainty,
        }
    }
}
