//! Chance without dice: the same seed gives the same numbers, on every machine.

use std::fmt;

use crate::proto::scram::nonce_of;

/// Octets from outside the simulation that nobody can foresee: a server on a real socket makes its timestamps,
/// challenges and nonces of them. A simulated one has none, and says the same each time.
#[derive(Clone, Copy)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A seed of a session of its own.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// A word that nobody can foresee; another one for each use.
    #[must_use]
    pub fn word(&self, used_for: &str) -> String {
        nonce_of(&[&self.0, used_for.as_bytes()].concat())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// A number that looks like chance, made of a seed and of the places that it is for.
///
/// This is the finishing step of the `SplitMix64` generator, laid over each place.
#[must_use]
pub fn draw(seed: u64, places: &[u64]) -> u64 {
    places.iter().fold(mix(seed), |state, &place| mix(state ^ mix(place)))
}

fn mix(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_seed_are_its_own() {
        let (one, other) = (Seed::new([1; 32]), Seed::new([2; 32]));
        assert_eq!(one.word("a"), one.word("a"));
        assert!(one.word("a") != one.word("b") && one.word("a") != other.word("a"));
        assert_eq!(format!("{one:?}"), "Seed(…)");
    }

    #[test]
    fn chance_is_the_same_every_time_and_spreads() {
        assert_eq!(draw(7, &[1, 2]), draw(7, &[1, 2]));
        assert_ne!(draw(7, &[1, 2]), draw(7, &[2, 1]));
        let tenths = (0..10_000).filter(|&place| draw(1, &[place]) % 100 < 10).count();
        assert!((900..1100).contains(&tenths), "{tenths}");
    }
}
