//! The real clock: the time of day when it was started, and the time since, which never runs backwards.

use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use crate::session::Time;

/// A clock that goes by itself.
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    start: Time,
    since: Instant,
}

impl WallClock {
    /// A clock that shows the time of day.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "live is where the clock is read")]
    pub fn start() -> Self {
        let day = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start: Time::default() + day, since: Instant::now() }
    }

    /// What it shows, in whole microseconds as captures do.
    #[must_use]
    pub fn now(&self) -> Time {
        let now = (self.start + self.since.elapsed()).nanos();
        Time::from_nanos(now - now % 1000)
    }
}
