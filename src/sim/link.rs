//! The line between a client and the server: how long octets travel, in which pieces, and what befalls them.

use std::time::Duration;

use crate::proto::Side;
use crate::sim::chance::draw;

/// The most octets of a segment unless a line says otherwise: an Ethernet frame less the headers of IPv6 and TCP.
pub const SEGMENT: u64 = 1440;
/// A segment that chance lost so often gets through.
const MOST_LOSSES: u32 = 5;

/// A line, the same in both directions.
///
/// Whoever watches sits at the client's end: its octets are seen when it sends them, those of the
/// server when they arrive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// How long octets travel from one end to the other.
    pub latency: Duration,
    /// How many octets pass in a second, in each direction; `None` for any number.
    pub octets_per_second: Option<u32>,
    /// The most octets of a segment. Invariant: not zero.
    pub segment: u64,
    /// The numbers of segments that are lost: once for each time that a number stands here.
    pub lose: Vec<u32>,
    /// The numbers of segments that come twice.
    pub double: Vec<u32>,
    /// The numbers of segments that are overtaken by what was sent behind them.
    pub late: Vec<u32>,
    /// How many segments are lost by chance.
    pub chance: Option<Chance>,
    /// Where the line is cut.
    pub cut: Option<Cut>,
    /// Who sits in the middle and changes what passes.
    pub meddler: Option<Meddler>,
}

/// Losses by chance, the same every time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Chance {
    /// Of a hundred segments about so many are lost.
    pub percent: u32,
    /// What the chance is made of.
    pub seed: u64,
}

/// The last octet that comes through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cut {
    /// Who says it.
    pub side: Side,
    /// How many octets of this side come through.
    pub octets: u64,
}

/// An attacker in the middle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meddler {
    /// Takes STLS out of the replies to CAPA, and answers STLS with -ERR itself.
    StripStls,
}

impl Link {
    /// A line of a latency on which nothing happens.
    #[must_use]
    pub fn of_latency(latency: Duration) -> Self {
        Self { latency, ..Self::default() }
    }

    /// There and back again.
    #[must_use]
    pub fn round_trip(&self) -> Duration {
        self.latency * 2
    }

    /// How long it takes until so many octets are on the line.
    #[must_use]
    pub fn sending_time(&self, octets: u64) -> Duration {
        match self.octets_per_second {
            None | Some(0) => Duration::ZERO,
            Some(rate) => Duration::from_nanos(octets.saturating_mul(1_000_000_000) / u64::from(rate)),
        }
    }

    /// After which time a sender gives a segment up that nobody acknowledged: at least a second, and twice as
    /// long each further time (RFC 6298 §2.4, §5.5).
    #[must_use]
    pub fn patience(&self, octets: u64, again: u32) -> Duration {
        let first = (self.round_trip() * 2 + self.sending_time(octets)).max(Duration::from_secs(1));
        first * 2_u32.saturating_pow(again.min(6))
    }

    /// Whether a sending of a segment is lost.
    #[must_use]
    pub fn loses(&self, connection: u32, number: u32, again: u32) -> bool {
        let listed = self.lose.iter().filter(|lost| **lost == number).count();
        if u32::try_from(listed).is_ok_and(|listed| again < listed) {
            return true;
        }
        self.chance.is_some_and(|Chance { percent, seed }| {
            let places = [u64::from(connection), u64::from(number), u64::from(again)];
            again < MOST_LOSSES && draw(seed, &places) % 100 < u64::from(percent)
        })
    }
}

impl Default for Link {
    fn default() -> Self {
        Self {
            latency: Duration::from_millis(20),
            octets_per_second: None,
            segment: SEGMENT,
            lose: Vec::new(),
            double: Vec::new(),
            late: Vec::new(),
            chance: None,
            cut: None,
            meddler: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_needs_both_ways() {
        assert_eq!(Link::of_latency(Duration::from_millis(30)).round_trip(), Duration::from_millis(60));
    }

    #[test]
    fn a_segment_is_lost_as_often_as_its_number_is_listed() {
        let link = Link { lose: vec![3, 5, 3], ..Link::default() };
        let lost = |number, again| link.loses(0, number, again);
        assert_eq!(
            [lost(3, 0), lost(3, 1), lost(3, 2), lost(5, 0), lost(5, 1), lost(4, 0)],
            [true, true, false, true, false, false]
        );
    }

    #[test]
    fn a_sender_waits_a_second_at_least_and_then_longer() {
        let link = Link::of_latency(Duration::from_millis(30));
        assert_eq!([0, 1, 2].map(|again| link.patience(100, again).as_secs()), [1, 2, 4]);
        let modem = Link { octets_per_second: Some(300), ..Link::default() };
        assert_eq!(modem.patience(600, 0), Duration::from_millis(2080));
    }
}
