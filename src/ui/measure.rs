//! Counts as lengths and back: the only place where numbers change their kind for the screen.

/// A count as a number of points or a factor.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a screen has far fewer than 2^24 points")]
pub fn points(count: usize) -> f32 {
    count as f32
}

/// A count as a long length: a ladder of a million steps is longer than `f32` can measure.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub fn long_points(count: usize) -> f64 {
    count as f64
}

/// A length as a count, rounded down; what is negative or no number is 0.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast to usize saturates")]
pub fn count(length: f64) -> usize {
    length.floor() as usize
}

/// A long length that is known to be short.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the difference of two places on a screen")]
pub fn short(length: f64) -> f32 {
    length as f32
}

/// What part of a whole a count is; nothing of nothing is nothing.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a picture shows three digits of it")]
pub fn part(count: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { short(count as f64 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_count_is_nothing() {
        assert_eq!([count(2.9), count(-1.0), count(f64::NAN)], [2, 0, 0]);
    }
}
