//! A maildrop in the hands of a session: a snapshot with numbers, marks and the exclusive lock.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::session::ConnectionId;
use crate::sim::Mail;

/// The maildrop that a session has opened (RFC 1939 §4).
///
/// Whoever holds it holds the lock: only [`Store`](super::Store) makes one, and it takes one back.
/// It shows the messages of the moment of the login, however many may arrive later.
#[derive(Debug)]
pub struct Maildrop {
    user: Arc<str>,
    holder: ConnectionId,
    entries: Vec<Entry>,
    /// Invariant: what the entries without a mark come to. Every reply may tell it, and a maildrop may be large.
    unmarked: Totals,
    /// The highest number touched in earlier sessions (RFC 1225 §5, LAST).
    last_at_start: u32,
    /// The highest number touched so far.
    last: u32,
}

/// Messages and their octets.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    count: usize,
    octets: u64,
}

#[derive(Debug)]
struct Entry {
    mail: Mail,
    marked: bool,
    accessed: bool,
    /// RETR has delivered it in this session.
    retrieved: bool,
}

/// Why a number stands for no message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoMessage {
    /// There never was one.
    Missing,
    /// It is marked as deleted: any reference to it is an error (RFC 1939 §5, DELE).
    Marked,
}

impl Maildrop {
    /// The messages of this moment, each with whether it was touched in an earlier session, and whether it
    /// carries a mark from there.
    pub(super) fn new(user: Arc<str>, holder: ConnectionId, mails: impl Iterator<Item = (Mail, bool, bool)>) -> Self {
        let entry = |(mail, accessed, marked)| Entry { mail, marked, accessed, retrieved: false };
        let entries: Vec<_> = mails.map(entry).collect();
        let highest = entries.iter().rposition(|entry| entry.accessed).and_then(MessageNumber::from_index);
        let last = highest.map_or(0, MessageNumber::get);
        let mut maildrop = Self { user, holder, entries, unmarked: Totals::default(), last_at_start: last, last };
        maildrop.add_up();
        maildrop
    }

    /// Marks a message as deleted. It stays where it is until UPDATE.
    pub fn mark(&mut self, number: MessageNumber) -> Result<(), NoMessage> {
        let octets = self.message(number)?.size();
        self.entries[number.index()].marked = true;
        self.unmarked.count -= 1;
        self.unmarked.octets -= octets;
        self.touch(number);
        Ok(())
    }

    /// Takes all marks away (RFC 1939 §5, RSET).
    pub fn unmark_all(&mut self) {
        for entry in &mut self.entries {
            entry.marked = false;
        }
        self.add_up();
    }

    /// Forgets all but the newest: what only a deviating server does.
    pub(super) fn keep_newest(&mut self, most: usize) {
        let older = self.entries.len().saturating_sub(most);
        self.entries.drain(..older);
        let highest = self.entries.iter().rposition(|entry| entry.accessed).and_then(MessageNumber::from_index);
        self.last_at_start = highest.map_or(0, MessageNumber::get);
        self.last = self.last_at_start;
        self.add_up();
    }

    /// Takes in the messages that came since the login: what only a deviating server does.
    pub(super) fn take_in<'a>(&mut self, mails: impl Iterator<Item = &'a Mail>) {
        let known: BTreeSet<_> = self.entries.iter().map(|entry| entry.mail.unique_id()).collect();
        let new: Vec<_> = mails.filter(|mail| !known.contains(mail.unique_id())).cloned().collect();
        let entry = |mail| Entry { mail, marked: false, accessed: false, retrieved: false };
        self.entries.extend(new.into_iter().map(entry));
        self.add_up();
    }

    /// Notes that RETR or DELE named this message, as LAST tells it.
    pub fn touch(&mut self, number: MessageNumber) {
        if let Some(entry) = self.entries.get_mut(number.index()) {
            entry.accessed = true;
            self.last = self.last.max(number.get());
        }
    }

    /// Notes that RETR has delivered this message.
    pub fn note_retrieved(&mut self, number: MessageNumber) {
        if let Some(entry) = self.entries.get_mut(number.index()) {
            entry.retrieved = true;
        }
    }

    /// Marks every message that RETR has delivered: the implicit DELE of EXPIRE 0 (RFC 2449 §6.7).
    pub fn mark_retrieved(&mut self) {
        for entry in &mut self.entries {
            entry.marked |= entry.retrieved;
        }
        self.add_up();
    }

    /// Sets the highest number touched back: to its value at the start of the session (RFC 1225 §5).
    pub fn reset_last_to_start(&mut self) {
        self.last = self.last_at_start;
    }

    /// Sets the highest number touched back to zero (RFC 1460 §5).
    pub fn reset_last_to_zero(&mut self) {
        self.last = 0;
    }

    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> &Arc<str> {
        &self.user
    }

    /// Who has the lock.
    #[must_use]
    pub fn holder(&self) -> ConnectionId {
        self.holder
    }

    /// A message that can be spoken of.
    pub fn message(&self, number: MessageNumber) -> Result<&Mail, NoMessage> {
        match self.entries.get(number.index()) {
            None => Err(NoMessage::Missing),
            Some(entry) if entry.marked => Err(NoMessage::Marked),
            Some(entry) => Ok(&entry.mail),
        }
    }

    /// A message, whether or not it carries a mark.
    #[must_use]
    pub fn any_message(&self, number: MessageNumber) -> Option<&Mail> {
        self.entries.get(number.index()).map(|entry| &entry.mail)
    }

    /// Whether RETR or DELE named a message, in this session or before.
    #[must_use]
    pub fn was_touched(&self, number: MessageNumber) -> bool {
        self.entries.get(number.index()).is_some_and(|entry| entry.accessed)
    }

    /// All messages with their numbers, marked ones included.
    pub fn all_messages(&self) -> impl Iterator<Item = (MessageNumber, &Mail)> {
        self.numbered().map(|(number, entry)| (number, &entry.mail))
    }

    /// The messages without a mark, with the numbers they keep all session long.
    pub fn messages(&self) -> impl Iterator<Item = (MessageNumber, &Mail)> {
        self.numbered().filter(|(_, entry)| !entry.marked).map(|(number, entry)| (number, &entry.mail))
    }

    /// The numbers that carry a mark.
    pub fn marked(&self) -> impl Iterator<Item = MessageNumber> {
        self.numbered().filter(|(_, entry)| entry.marked).map(|(number, _)| number)
    }

    /// How many messages there are without a mark.
    #[must_use]
    pub fn count(&self) -> usize {
        self.unmarked.count
    }

    /// The octets of the messages without a mark.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.unmarked.octets
    }

    /// The highest number touched (RFC 1460 §5, LAST).
    #[must_use]
    pub fn last(&self) -> u32 {
        self.last
    }

    /// The marked messages, with their numbers.
    pub(super) fn marked_mails(&self) -> impl Iterator<Item = (MessageNumber, &Mail)> {
        self.numbered().filter(|(_, entry)| entry.marked).map(|(number, entry)| (number, &entry.mail))
    }

    /// The messages that were touched in this session or before.
    pub(super) fn accessed(&self) -> impl Iterator<Item = &Mail> {
        self.entries.iter().filter(|entry| entry.accessed).map(|entry| &entry.mail)
    }

    fn add_up(&mut self) {
        self.unmarked = self.messages().fold(Totals::default(), |totals, (_, mail)| Totals {
            count: totals.count + 1,
            octets: totals.octets + mail.size(),
        });
    }

    fn numbered(&self) -> impl Iterator<Item = (MessageNumber, &Entry)> {
        let number = |index| MessageNumber::from_index(index).expect("a maildrop holds fewer than 2^32 messages");
        self.entries.iter().enumerate().map(move |(index, entry)| (number(index), entry))
    }
}
