//! The line between a client and the server: how long octets travel.

use std::time::Duration;

/// A line with a delay, the same in both directions.
///
/// Whoever watches sits at the client's end: its octets are seen when it sends them, those of the
/// server when they arrive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Link {
    /// How long octets travel from one end to the other.
    pub latency: Duration,
}

impl Link {
    /// There and back again.
    #[must_use]
    pub fn round_trip(self) -> Duration {
        self.latency * 2
    }
}

impl Default for Link {
    fn default() -> Self {
        Self { latency: Duration::from_millis(20) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_needs_both_ways() {
        assert_eq!(Link { latency: Duration::from_millis(30) }.round_trip(), Duration::from_millis(60));
    }
}
