//! Chance without dice: the same seed gives the same numbers, on every machine.

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
    fn chance_is_the_same_every_time_and_spreads() {
        assert_eq!(draw(7, &[1, 2]), draw(7, &[1, 2]));
        assert_ne!(draw(7, &[1, 2]), draw(7, &[2, 1]));
        let tenths = (0..10_000).filter(|&place| draw(1, &[place]) % 100 < 10).count();
        assert!((900..1100).contains(&tenths), "{tenths}");
    }
}
