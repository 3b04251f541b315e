//! Octets that were said: they never change, and all who keep them share them.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// So many octets need no room of their own: most command lines and replies are no longer.
const SHORT: usize = 14;

/// Octets that do not change. A clone shares them.
#[derive(Clone)]
pub struct Octets(Kept);

#[derive(Clone)]
enum Kept {
    /// Invariant: `length <= SHORT`.
    Short {
        length: u8,
        octets: [u8; SHORT],
    },
    Long(Arc<Vec<u8>>),
}

impl Octets {
    /// The same octets if there are few of them.
    fn short(octets: &[u8]) -> Option<Self> {
        let length = u8::try_from(octets.len()).ok()?;
        let mut short = [0; SHORT];
        short.get_mut(..octets.len())?.copy_from_slice(octets);
        Some(Self(Kept::Short { length, octets: short }))
    }
}

impl Default for Octets {
    fn default() -> Self {
        Self(Kept::Short { length: 0, octets: [0; SHORT] })
    }
}

impl Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Kept::Short { length, octets } => &octets[..usize::from(*length)],
            Kept::Long(octets) => octets,
        }
    }
}

impl From<&[u8]> for Octets {
    fn from(octets: &[u8]) -> Self {
        Self::short(octets).unwrap_or_else(|| Self(Kept::Long(Arc::new(octets.to_vec()))))
    }
}

impl From<Vec<u8>> for Octets {
    /// Takes the octets over: many are not copied.
    fn from(mut octets: Vec<u8>) -> Self {
        Self::short(&octets).unwrap_or_else(|| {
            octets.shrink_to_fit();
            Self(Kept::Long(Arc::new(octets)))
        })
    }
}

impl Eq for Octets {}

impl PartialEq for Octets {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl PartialEq<[u8]> for Octets {
    fn eq(&self, other: &[u8]) -> bool {
        **self == *other
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_the_same_however_many_there_are() {
        for length in 0..=3 * SHORT {
            let octets: Vec<u8> = (1..).take(length).collect();
            let (copied, taken) = (Octets::from(octets.as_slice()), Octets::from(octets.clone()));
            assert_eq!((&*copied, &*taken), (octets.as_slice(), octets.as_slice()));
            assert_eq!(copied, taken);
            assert_eq!(format!("{copied:?}"), format!("{octets:?}"));
        }
        assert_eq!(Octets::default(), Octets::from(&[][..]));
        assert_ne!(Octets::from(&b"a"[..]), Octets::from(&b"a\0"[..]));
    }

    #[test]
    fn many_octets_are_taken_over_without_a_copy() {
        let octets = vec![7; 1000];
        let place = octets.as_ptr();
        let kept = Octets::from(octets);
        assert_eq!((kept.as_ptr(), kept.clone().as_ptr()), (place, place));
    }

    #[test]
    fn a_few_octets_take_two_words() {
        assert_eq!(size_of::<Octets>(), 16);
    }
}
