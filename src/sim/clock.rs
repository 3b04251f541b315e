//! The virtual clock: time passes only when somebody says so.

use std::time::Duration;

use crate::session::Time;

/// The time of a simulated world.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Clock {
    now: Time,
}

impl Clock {
    /// A clock that shows this time.
    #[must_use]
    pub fn new(start: Time) -> Self {
        Self { now: start }
    }

    /// Lets time pass.
    pub fn advance(&mut self, duration: Duration) {
        self.now = self.now + duration;
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }
}

/// The whole seconds since 1970 of a point in time, as timestamps of greetings show them.
#[must_use]
pub fn unix_seconds(time: Time) -> i64 {
    time.nanos().div_euclid(1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_only_when_somebody_says_so() {
        let mut clock = Clock::new(Time::from_nanos(5_000_000_000));
        assert_eq!(unix_seconds(clock.now()), 5);
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now(), Time::from_nanos(6_500_000_000));
        assert_eq!(unix_seconds(clock.now()), 6);
    }
}
