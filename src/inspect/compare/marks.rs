//! Marks: the messages that carry one at a moment of a session, shared between the moments.

use rpds::RedBlackTreeSetSync;
use sha2::Digest as _;
use sha2::Sha256;

use crate::proto::MessageNumber;

/// The numbers that carry a mark.
///
/// A copy costs nothing and another number little, so that each moment of a long session can have its own; and two
/// are compared without a walk over their numbers.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    numbers: RedBlackTreeSetSync<MessageNumber>,
    /// Invariant: the sum of what each number is worth. Different numbers have the same sum in one case of 2^128.
    sum: u128,
}

impl Marks {
    /// Marks messages. A number that is marked already stays so.
    pub fn mark(&mut self, numbers: &[MessageNumber]) {
        for number in numbers {
            if !self.numbers.contains(number) {
                self.numbers.insert_mut(*number);
                self.sum = self.sum.wrapping_add(worth(*number));
            }
        }
    }

    /// The numbers, the least first.
    pub fn numbers(&self) -> impl Iterator<Item = MessageNumber> {
        self.numbers.iter().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.size()
    }

    /// Whether no message carries a mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        (self.len(), self.sum) == (other.len(), other.sum)
    }
}

impl Eq for Marks {}

/// What a number adds to the sum: it looks like chance, and is the same each time.
fn worth(number: MessageNumber) -> u128 {
    let digest: [u8; 32] = Sha256::digest(number.get().to_be_bytes()).into();
    digest.iter().take(16).fold(0, |sum, octet| sum << 8 | u128::from(*octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(numbers: &[u32]) -> Marks {
        let mut marks = Marks::default();
        for number in numbers {
            marks.mark(&[MessageNumber::new(*number).expect("a number")]);
        }
        marks
    }

    #[test]
    fn the_same_numbers_are_equal_however_they_came() {
        assert_eq!(marks(&[3, 1, 2, 1]), marks(&[1, 2, 3]));
        assert_eq!(marks(&[3, 1, 2, 1]).numbers().map(MessageNumber::get).collect::<Vec<_>>(), [1, 2, 3]);
        for other in [&[1, 2][..], &[1, 2, 4], &[], &[1, 2, 3, 4]] {
            assert_ne!(marks(&[1, 2, 3]), marks(other));
        }
    }
}
