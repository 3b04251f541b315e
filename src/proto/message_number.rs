//! The number of a message in this session (RFC 1939 §4).

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// A message number: 1, 2, 3, … in the order of the maildrop.
///
/// It lives as long as the session: it never shifts when a message is marked (RFC 1939 §5, DELE),
/// and it means nothing in the next session. A [`UniqueId`](super::UniqueId) does.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct MessageNumber(NonZeroU32);

impl MessageNumber {
    /// The first message of every maildrop that is not empty.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// `None` for 0: there is no such message in any maildrop.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// The number of the message at a place counted from 0, or `None` past the last possible one.
    #[must_use]
    pub fn from_index(index: usize) -> Option<Self> {
        u32::try_from(index).ok()?.checked_add(1).and_then(Self::new)
    }

    /// The number as it is written.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// The place of the message, counted from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl fmt::Display for MessageNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a word is not a message number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MessageNumberError {
    /// Something else than decimal digits, a sign included.
    #[error("a message number is written in decimal digits")]
    NotANumber,
    /// Messages are numbered from 1.
    #[error("message numbers start at 1")]
    Zero,
    /// More than 4 294 967 295.
    #[error("the number is too large")]
    TooLarge,
}

impl FromStr for MessageNumber {
    type Err = MessageNumberError;

    fn from_str(word: &str) -> Result<Self, MessageNumberError> {
        let number = decimal(word).map_err(|error| match error {
            DecimalError::NotANumber => MessageNumberError::NotANumber,
            DecimalError::TooLarge => MessageNumberError::TooLarge,
        })?;
        Self::new(number).ok_or(MessageNumberError::Zero)
    }
}

/// Why a word is not a decimal number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DecimalError {
    NotANumber,
    TooLarge,
}

/// Reads decimal digits only: `u32::from_str` would also take a plus sign.
pub(crate) fn decimal<N: FromStr>(word: &str) -> Result<N, DecimalError> {
    if word.is_empty() || !word.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    word.parse().map_err(|_| DecimalError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_start_at_one() {
        assert_eq!("1".parse(), Ok(MessageNumber::FIRST));
        assert_eq!("0".parse::<MessageNumber>(), Err(MessageNumberError::Zero));
    }

    #[test]
    fn only_digits_make_a_number() {
        for word in ["", "+1", "-1", "1.0", "0x1", "one", "1 "] {
            assert_eq!(word.parse::<MessageNumber>(), Err(MessageNumberError::NotANumber), "{word}");
        }
    }

    #[test]
    fn a_number_beyond_32_bits_is_too_large() {
        assert_eq!("4294967296".parse::<MessageNumber>(), Err(MessageNumberError::TooLarge));
        assert_eq!("4294967295".parse::<MessageNumber>().map(MessageNumber::get), Ok(u32::MAX));
    }

    #[test]
    fn places_count_from_zero_and_numbers_from_one() {
        let third = MessageNumber::from_index(2).expect("a small place");
        assert_eq!((third.get(), third.index()), (3, 2));
        assert_eq!(MessageNumber::from_index(usize::MAX), None);
    }
}
