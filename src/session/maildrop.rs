//! The maildrop as the wire shows it: what was said of each message, and its fate.

use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use rpds::RedBlackTreeSetSync;

use crate::proto::MessageNumber;
use crate::proto::UniqueId;

/// What one session has told of its maildrop so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Maildrop {
    /// How many messages there are, marked ones included; `None` until the server said it.
    pub count: Option<u32>,
    /// The octets of all messages without a mark, by STAT or by their sizes; `None` while unknown.
    pub octets: Option<u64>,
    messages: RedBlackTreeMapSync<MessageNumber, Message>,
    // Figures of `messages`, so that a command costs the same in a maildrop of any size.
    /// Invariant: the numbers of the messages that are marked.
    marked: RedBlackTreeSetSync<MessageNumber>,
    /// Invariant: the known sizes of the messages that count. A server may say any number: the sum has room.
    counted_octets: u128,
    /// Invariant: how many messages count and have no known size.
    sizes_missing: usize,
}

/// What was told of one message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Message {
    /// Its size, by LIST or by what RETR delivered.
    pub octets: Option<u64>,
    /// Its unique-id, by UIDL.
    pub unique_id: Option<UniqueId>,
    /// Its subject, by RETR or TOP.
    pub subject: Option<Arc<str>>,
    /// Whether it was fetched whole.
    pub retrieved: bool,
    /// What has become of it.
    pub fate: Fate,
}

/// What has become of a message.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Fate {
    /// It is in the maildrop and stays there.
    #[default]
    Kept,
    /// Marked as deleted (RFC 1939 §5, DELE).
    Marked,
    /// It was marked, and RSET took the mark away.
    Unmarked,
    /// It was marked, and QUIT removed it (RFC 1939 §6).
    Removed,
    /// It was marked, and the session ended without UPDATE: nothing was removed (RFC 1939 §6).
    Spared,
    /// It was marked, and the server said that it could not remove everything.
    Unknown,
}

impl Fate {
    /// Whether the message counts in this session: it is neither marked nor gone.
    #[must_use]
    pub fn counts(self) -> bool {
        match self {
            Self::Kept | Self::Unmarked | Self::Spared => true,
            Self::Marked | Self::Removed | Self::Unknown => false,
        }
    }
}

impl Maildrop {
    /// Messages of which something was told, in order.
    pub fn messages(&self) -> impl Iterator<Item = (MessageNumber, &Message)> {
        self.messages.iter().map(|(number, message)| (*number, message))
    }

    /// What was told of one message.
    #[must_use]
    pub fn message(&self, number: MessageNumber) -> Option<&Message> {
        self.messages.get(&number)
    }

    /// The numbers that carry a deletion mark.
    pub fn marked(&self) -> impl Iterator<Item = MessageNumber> {
        self.marked.iter().copied()
    }

    /// How many messages carry a deletion mark.
    #[must_use]
    pub fn marked_count(&self) -> usize {
        self.marked.size()
    }

    /// How many rows a table of it has: all that were counted, or the highest number that was named.
    #[must_use]
    pub fn rows(&self) -> usize {
        let highest = self.messages.last().map_or(0, |(number, _)| number.get());
        self.count.unwrap_or(0).max(highest) as usize
    }

    /// Changes what is known of one message.
    pub fn learn(&mut self, number: MessageNumber, change: impl FnOnce(&mut Message)) {
        let mut new = None;
        let known = self.messages.get_mut(&number);
        let is_known = known.is_some();
        let message = known.unwrap_or_else(|| new.insert(Message::default()));
        let was = message.fate;
        if is_known && was.counts() {
            self.counted_octets -= u128::from(message.octets.unwrap_or(0));
            self.sizes_missing -= usize::from(message.octets.is_none());
        }
        change(message);
        if message.fate.counts() {
            self.counted_octets += u128::from(message.octets.unwrap_or(0));
            self.sizes_missing += usize::from(message.octets.is_none());
        }
        match (was == Fate::Marked, message.fate == Fate::Marked) {
            (false, true) => self.marked.insert_mut(number),
            (true, false) => {
                self.marked.remove_mut(&number);
            }
            (true, true) | (false, false) => (),
        }
        if let Some(message) = new {
            self.messages.insert_mut(number, message);
        }
    }

    /// Counts the octets of all messages without a mark anew: the figure of STAT is old once a mark changed.
    ///
    /// It stays unknown until the size of every message was told.
    pub fn count_octets(&mut self) {
        let all_known =
            self.sizes_missing == 0 && self.count.is_some_and(|count| self.messages.size() == count as usize);
        self.octets = u64::try_from(self.counted_octets).ok().filter(|_| all_known);
    }

    /// Gives every marked message another fate, and tells which these were.
    pub fn turn_marked(&mut self, to: Fate) -> Vec<MessageNumber> {
        let turned: Vec<_> = self.marked().collect();
        for &number in &turned {
            self.learn(number, |message| message.fate = to);
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_turn_together() {
        let mut maildrop = Maildrop::default();
        for number in [1, 3] {
            let number = MessageNumber::new(number).expect("not 0");
            maildrop.learn(number, |message| message.fate = Fate::Marked);
        }
        let before = maildrop.clone();
        assert_eq!(maildrop.turn_marked(Fate::Unmarked).len(), 2);
        assert_eq!(maildrop.marked().count(), 0);
        assert_eq!(before.marked().count(), 2, "an older copy stays as it was");
        assert_eq!(maildrop.rows(), 3);
    }

    #[test]
    fn octets_are_counted_when_every_size_is_known() {
        let mut maildrop = Maildrop { count: Some(2), octets: Some(320), ..Maildrop::default() };
        let [first, second] = [1, 2].map(|number| MessageNumber::new(number).expect("not 0"));
        maildrop.learn(first, |message| (message.octets, message.fate) = (Some(120), Fate::Marked));
        maildrop.count_octets();
        assert_eq!(maildrop.octets, None);
        maildrop.learn(second, |message| message.octets = Some(200));
        maildrop.count_octets();
        assert_eq!(maildrop.octets, Some(200));
        maildrop.turn_marked(Fate::Unmarked);
        maildrop.count_octets();
        assert_eq!(maildrop.octets, Some(320));
    }

    #[test]
    fn sizes_beyond_all_bounds_have_no_sum() {
        let mut maildrop = Maildrop { count: Some(3), ..Maildrop::default() };
        let numbers = [1, 2, 3].map(|number| MessageNumber::new(number).expect("not 0"));
        for number in numbers {
            maildrop.learn(number, |message| message.octets = Some(u64::MAX));
        }
        maildrop.count_octets();
        assert_eq!(maildrop.octets, None);
        for number in [numbers[0], numbers[2]] {
            maildrop.learn(number, |message| message.fate = Fate::Marked);
        }
        maildrop.count_octets();
        assert_eq!((maildrop.octets, maildrop.marked_count()), (Some(u64::MAX), 2));
    }
}
