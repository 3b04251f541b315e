//! Toasts: what a key has just done or not done, told for some seconds where nobody has to take it away.

use std::time::Duration;

/// How long it is told, in seconds.
const LASTS: f64 = 6.0;

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// In words.
    pub text: String,
    until: f64,
}

impl Toast {
    /// Tells something from a time on, in seconds of the window's clock.
    #[must_use]
    pub fn new(text: String, now: f64) -> Self {
        Self { text, until: now + LASTS }
    }

    /// How long it is still to be told; `None` when its time is over.
    #[must_use]
    pub fn rest(&self, now: f64) -> Option<Duration> {
        (now < self.until).then(|| Duration::from_secs_f64(self.until - now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_for_some_seconds_and_then_no_more() {
        let toast = Toast::new("S".to_owned(), 3.0);
        assert_eq!(toast.rest(3.0), Some(Duration::from_secs(6)));
        assert_eq!((toast.rest(9.0), toast.rest(20.0)), (None, None));
    }
}
