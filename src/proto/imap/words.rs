//! Small words of IMAP: status conditions, flags, sets of numbers (RFC 3501 §7.1, §2.3.2, §9).

use std::fmt;

use crate::proto::other::Tone;

/// How a response begins that says yes or no.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    /// Done.
    Ok,
    /// Not done.
    No,
    /// Not understood.
    Bad,
    /// As a greeting: no login is needed.
    Preauth,
    /// The server is about to close.
    Bye,
}

impl Status {
    /// The condition that a word spells, in any case.
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        let all =
            [("OK", Self::Ok), ("NO", Self::No), ("BAD", Self::Bad), ("PREAUTH", Self::Preauth), ("BYE", Self::Bye)];
        all.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes())).map(|(_, status)| status)
    }

    /// Whether it says yes.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Ok | Self::Preauth => Tone::Positive,
            Self::No | Self::Bad | Self::Bye => Tone::Negative,
        }
    }
}

/// A flag of a message that stays with it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Flag {
    /// It was answered.
    Answered,
    /// It is important.
    Flagged,
    /// EXPUNGE will remove it.
    Deleted,
    /// It was read.
    Seen,
    /// It is not finished.
    Draft,
}

impl Flag {
    /// Every flag, in the order in which servers list them.
    pub const ALL: [Self; 5] = [Self::Answered, Self::Flagged, Self::Deleted, Self::Seen, Self::Draft];

    /// The flag that a word spells, in any case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| word.eq_ignore_ascii_case(&flag.to_string()))
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answered => "\\Answered",
            Self::Flagged => "\\Flagged",
            Self::Deleted => "\\Deleted",
            Self::Seen => "\\Seen",
            Self::Draft => "\\Draft",
        })
    }
}

/// The most parts of a set: each costs a look at all messages.
const MAX_PARTS: usize = 64;

/// A set of message sequence numbers, such as `1,3:5` or `2:*`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Set {
    /// From, to; `None` stands for the last message.
    parts: Vec<(Option<u32>, Option<u32>)>,
}

impl Set {
    /// Reads a set.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |word: &str| match word {
            "*" => Some(None),
            digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                digits.parse().ok().filter(|number| 0 < *number).map(Some)
            }
            _ => None,
        };
        let part = |part: &str| match part.split_once(':') {
            Some((from, to)) => Some((number(from)?, number(to)?)),
            None => number(part).map(|number| (number, number)),
        };
        let parts: Option<Vec<_>> = text.split(',').take(MAX_PARTS + 1).map(part).collect();
        parts.filter(|parts| parts.len() <= MAX_PARTS).map(|parts| Self { parts })
    }

    /// The numbers of the set, in order, in a mailbox of so many messages; `None` if it names one beyond.
    #[must_use]
    pub fn numbers(&self, messages: u32) -> Option<Vec<u32>> {
        let mut wanted = std::collections::BTreeSet::new();
        for &(from, to) in &self.parts {
            let (from, to) = (from.unwrap_or(messages), to.unwrap_or(messages));
            let (from, to) = (from.min(to), from.max(to));
            if from == 0 || messages < to {
                return None;
            }
            wanted.extend(from..=to);
        }
        Some(wanted.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_name_numbers_ranges_and_the_last_message() {
        let numbers = |text: &str| Set::parse(text).map(|set| set.numbers(5));
        assert_eq!(numbers("2"), Some(Some(vec![2])));
        assert_eq!(numbers("4:2,1,2"), Some(Some(vec![1, 2, 3, 4])));
        assert_eq!(numbers("4:*"), Some(Some(vec![4, 5])));
        assert_eq!(numbers("6"), Some(None));
        assert_eq!(numbers("1:4294967295"), Some(None), "a range beyond the mailbox costs nothing");
        for wrong in ["", "0", "a", "1:", "1,,2", "+1", "4294967296"] {
            assert_eq!(numbers(wrong), None, "{wrong}");
        }
        assert_eq!(Set::parse(&vec!["1"; 65].join(",")), None);
        assert_eq!(Set::parse("*").expect("a set").numbers(0), None);
    }
}
