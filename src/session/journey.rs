//! Journeys: in which segments of TCP octets travelled, which of them were lost, and when they came.

use std::collections::BTreeMap;

use crate::proto::Side;
use crate::session::Time;

/// How something that one side said at once travelled to the other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Journey {
    /// Who said it.
    pub side: Side,
    /// What the segments carry.
    pub load: Load,
    /// Every sending of every segment, by the times of sending. Invariant: those that arrived carry the load.
    pub segments: Vec<Segment>,
}

/// What segments carry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Load {
    /// So many octets as they were said.
    Clear(u64),
    /// Records of TLS with so many octets inside.
    Sealed(u64),
    /// A message of the TLS handshake, by its place in
    /// [`HANDSHAKE_TURNS`](crate::session::sealed::HANDSHAKE_TURNS).
    Handshake(usize),
}

/// One sending of a segment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Segment {
    /// Its number among the segments with octets of the connection, both sides together, counted from 1.
    pub number: u32,
    /// The place of its first octet among all octets that the side sent, those of TLS as they were on the wire.
    pub start: u64,
    /// How many octets it carries.
    pub length: u64,
    /// When it left.
    pub sent: Time,
    /// When it came; `None` if it was lost.
    pub arrived: Option<Time>,
    /// How often it had been sent before.
    pub again: u32,
    /// Whether it is a copy that the network made.
    pub copy: bool,
}

impl Segment {
    /// Whether it never came.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.arrived.is_none()
    }
}

impl Journey {
    /// When all of it had come, or `None` if not all of it did.
    #[must_use]
    pub fn delivered(&self) -> Option<Time> {
        let mut came: BTreeMap<u32, Option<Time>> = BTreeMap::new();
        for segment in &self.segments {
            let first = came.entry(segment.number).or_default();
            *first = first.iter().copied().chain(segment.arrived).min();
        }
        came.into_values().collect::<Option<Vec<Time>>>()?.into_iter().max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_delivered_when_the_last_segment_has_come_for_the_first_time() {
        let segment = |number, arrived: Option<i64>| Segment {
            number,
            start: 0,
            length: 1,
            sent: Time::from_nanos(0),
            arrived: arrived.map(Time::from_nanos),
            again: 0,
            copy: false,
        };
        let delivered = |segments: &[Segment]| {
            let journey = Journey { side: Side::Client, load: Load::Clear(1), segments: segments.to_vec() };
            journey.delivered().map(Time::nanos)
        };
        let (early, late, twice) = (segment(1, Some(3)), segment(2, Some(5)), segment(2, Some(9)));
        assert_eq!(delivered(&[early, segment(2, None), twice, late]), Some(5));
        assert_eq!(delivered(&[early, segment(2, None)]), None);
        assert_eq!(delivered(&[]), None);
        let many: Vec<Segment> = (1..=300_000).map(|number| segment(number, Some(i64::from(number)))).collect();
        assert_eq!(delivered(&many), Some(300_000));
    }
}
