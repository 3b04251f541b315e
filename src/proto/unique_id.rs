//! The unique-id of a message: its name over all sessions (RFC 1939 §7, UIDL).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// One to 70 characters from `!` to `~`, chosen by the server, never used again for another message.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UniqueId(Arc<str>);

/// The most characters a unique-id may have (RFC 1939 §7).
pub const MAX_UNIQUE_ID: usize = 70;

impl UniqueId {
    /// The unique-id as it stands in the listing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a word is not a unique-id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UniqueIdError {
    /// It has no character at all.
    #[error("a unique-id has at least one character")]
    Empty,
    /// It has more than 70 characters.
    #[error("a unique-id has at most 70 characters")]
    TooLong,
    /// It has a space, a control character or something beyond ASCII.
    #[error("a unique-id consists of the characters from '!' to '~'")]
    BadCharacter,
}

impl FromStr for UniqueId {
    type Err = UniqueIdError;

    fn from_str(word: &str) -> Result<Self, UniqueIdError> {
        if word.is_empty() {
            return Err(UniqueIdError::Empty);
        }
        if !word.bytes().all(|octet| octet.is_ascii_graphic()) {
            return Err(UniqueIdError::BadCharacter);
        }
        if MAX_UNIQUE_ID < word.len() {
            return Err(UniqueIdError::TooLong);
        }
        Ok(Self(word.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_the_rfc_are_ids() {
        for word in ["whqtswO00WBw418f9t5JxYwZ", "QhdPYR:00WBw1Ph7x7", "!", "~"] {
            assert_eq!(word.parse::<UniqueId>().map(|id| id.to_string()), Ok(word.to_owned()));
        }
    }

    #[test]
    fn seventy_characters_fit_and_one_more_does_not() {
        assert!("x".repeat(70).parse::<UniqueId>().is_ok());
        assert_eq!("x".repeat(71).parse::<UniqueId>(), Err(UniqueIdError::TooLong));
    }

    #[test]
    fn spaces_controls_and_letters_beyond_ascii_are_refused() {
        assert_eq!("".parse::<UniqueId>(), Err(UniqueIdError::Empty));
        for word in ["a b", "a\t", "\u{7f}", "письмо"] {
            assert_eq!(word.parse::<UniqueId>(), Err(UniqueIdError::BadCharacter), "{word:?}");
        }
    }
}
