//! Travel: octets of one side cut into segments, lost, sent again, and delivered in order (RFC 9293 §3.8).

use std::time::Duration;

use crate::proto::Side;
use crate::session::Journey;
use crate::session::Segment;
use crate::session::Time;
use crate::session::journey::Load;
use crate::session::sealed;
use crate::sim::Link;

/// So many segments behind a lost one tell the sender that it was lost (RFC 5681 §3.2).
const TELLTALES: usize = 3;

/// How far the traffic on a connection is.
#[derive(Clone, Debug)]
pub struct Course {
    /// The number of the connection: chance differs for each.
    connection: u32,
    /// How many segments there were, both sides together.
    segments: u32,
    /// How many octets each side sent, as they were on the wire.
    sent: [u64; 2],
    /// Until when each direction is busy.
    busy: [Time; 2],
}

/// Octets that come to be known together: how many of the load there are by then, and when.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Portion {
    /// Behind which octet of the load they end.
    pub end: u64,
    /// When they were sent first.
    pub sent: Time,
    /// When they and all before them had come.
    pub delivered: Time,
}

impl Course {
    /// A connection on which nothing was said.
    #[must_use]
    pub fn new(connection: u32, now: Time) -> Self {
        Self { connection, segments: 0, sent: [0; 2], busy: [now; 2] }
    }

    /// Sends a load at a time. Tells how it travelled, and when which part of it was there.
    pub fn carry(&mut self, link: &Link, side: Side, load: Load, now: Time) -> (Journey, Vec<Portion>) {
        let total = match load {
            Load::Clear(octets) => octets,
            Load::Sealed(octets) => sealed::sealed_length(octets),
            Load::Handshake(turn) => sealed::handshake(turn).len() as u64,
        };
        let firsts = self.first_sendings(link, side, total, now);
        let mut segments = Vec::new();
        let mut portions: Vec<Portion> = Vec::new();
        let mut carried = 0;
        for (place, first) in firsts.iter().enumerate() {
            let arrived = self.sendings(link, side, (&firsts, place), &mut segments);
            carried += first.length;
            let earlier = portions.last().map_or(arrived, |portion| portion.delivered);
            portions.push(Portion { end: spoken(load, carried), sent: first.sent, delivered: arrived.max(earlier) });
        }
        segments.sort_by_key(|segment: &Segment| (segment.sent, segment.number, segment.copy));
        (Journey { side, load, segments }, portions)
    }

    /// Each segment as it is sent first, one behind the other.
    fn first_sendings(&mut self, link: &Link, side: Side, total: u64, now: Time) -> Vec<Segment> {
        let direction = side as usize;
        let mut firsts = Vec::new();
        let mut left = total;
        while 0 < left {
            let length = left.min(link.segment.max(1));
            self.segments += 1;
            let sent = now.max(self.busy[direction]);
            self.busy[direction] = sent + link.sending_time(length);
            let mut arrived = Some(self.busy[direction] + link.latency);
            if link.loses(self.connection, self.segments, 0) {
                arrived = None;
            } else if link.late.contains(&self.segments) {
                // What is sent right behind it comes before it.
                arrived = arrived.map(|at| at + link.sending_time(2 * link.segment) + link.latency / 2 + SMALL);
            }
            let start = self.sent[direction];
            firsts.push(Segment { number: self.segments, start, length, sent, arrived, again: 0, copy: false });
            self.sent[direction] += length;
            left -= length;
        }
        firsts
    }

    /// All sendings of one segment until it arrives; tells when.
    fn sendings(
        &mut self,
        link: &Link,
        side: Side,
        (firsts, place): (&[Segment], usize),
        segments: &mut Vec<Segment>,
    ) -> Time {
        let mut segment = firsts[place];
        loop {
            segments.push(segment);
            if let Some(arrived) = segment.arrived {
                if link.double.contains(&segment.number) {
                    segments.push(Segment { copy: true, arrived: Some(arrived + SMALL), ..segment });
                }
                return arrived;
            }
            let timeout = segment.sent + link.patience(segment.length, segment.again);
            let third = if segment.again == 0 { telltale(link, &firsts[place + 1..]) } else { None };
            let told = third.map(|third| third + link.latency);
            segment.sent = told.map_or(timeout, |told| told.min(timeout));
            segment.again += 1;
            let through = segment.sent + link.sending_time(segment.length);
            let busy = &mut self.busy[side as usize];
            *busy = through.max(*busy);
            let lost = link.loses(self.connection, segment.number, segment.again);
            segment.arrived = (!lost).then_some(through + link.latency);
        }
    }
}

/// When the segment comes that tells of a loss: the third one of those that were sent behind the lost one.
fn telltale(link: &Link, later: &[Segment]) -> Option<Time> {
    let mut first: Vec<Time> = Vec::with_capacity(TELLTALES + 1);
    for segment in later {
        let earliest = segment.sent + link.sending_time(segment.length) + link.latency;
        if first.get(TELLTALES - 1).is_some_and(|third| *third <= earliest) {
            break; // They were sent in order: none of the rest comes before.
        }
        first.extend(segment.arrived);
        first.sort_unstable();
        first.truncate(TELLTALES);
    }
    first.get(TELLTALES - 1).copied()
}

/// How much later something comes that the network held up for no time worth speaking of.
const SMALL: Duration = Duration::from_millis(1);

/// How many octets of a load are known when so many of those on the wire are there.
fn spoken(load: Load, carried: u64) -> u64 {
    match load {
        Load::Clear(_) => carried,
        Load::Sealed(octets) => sealed::opened_length(carried, octets),
        Load::Handshake(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carry(link: &Link, octets: u64) -> (Journey, Vec<Portion>) {
        let start = Time::from_nanos(0);
        Course::new(0, start).carry(link, Side::Server, Load::Clear(octets), start)
    }

    fn millis(time: Time) -> i64 {
        time.nanos() / 1_000_000
    }

    #[test]
    fn a_slow_line_takes_its_time_for_every_segment() {
        let link = Link { octets_per_second: Some(1000), segment: 100, ..Link::of_latency(Duration::from_millis(50)) };
        let (journey, portions) = carry(&link, 250);
        let came: Vec<_> = portions.iter().map(|portion| (portion.end, millis(portion.delivered))).collect();
        assert_eq!(came, [(100, 150), (200, 250), (250, 300)]);
        assert_eq!(journey.segments.len(), 3);
        assert_eq!(journey.delivered().map(millis), Some(300));
    }

    #[test]
    fn a_lost_segment_holds_up_all_that_is_behind_it() {
        let link = Link { segment: 100, lose: vec![2], ..Link::default() };
        let (journey, portions) = carry(&link, 300);
        let came: Vec<_> = portions.iter().map(|portion| millis(portion.delivered)).collect();
        assert_eq!(came, [20, 1020, 1020]);
        let sent: Vec<_> = journey.segments.iter().map(|segment| (segment.number, segment.again)).collect();
        assert_eq!(sent, [(1, 0), (2, 0), (3, 0), (2, 1)]);
        assert!(journey.segments[1].is_lost() && !journey.segments[3].is_lost());
    }

    #[test]
    fn three_later_segments_tell_of_a_loss_before_the_timer_does() {
        let link = Link { segment: 100, lose: vec![1], ..Link::default() };
        assert_eq!(carry(&link, 400).1[0].delivered.nanos() / 1_000_000, 60);
        assert_eq!(carry(&link, 300).1[0].delivered.nanos() / 1_000_000, 1020);
    }

    #[test]
    fn doubled_and_late_segments_change_nothing_but_time() {
        let link = Link { segment: 100, double: vec![1], late: vec![2], ..Link::default() };
        let (journey, portions) = carry(&link, 300);
        assert_eq!(portions.last().map(|portion| portion.end), Some(300));
        assert_eq!(journey.segments.iter().filter(|segment| segment.copy).count(), 1);
        assert_eq!(portions[1].delivered, portions[2].delivered);
        assert!(portions[0].delivered < portions[1].delivered);
    }

    #[test]
    fn the_telltale_is_the_third_of_all_that_come_later() {
        for seed in 0..50 {
            for octets_per_second in [None, Some(1000)] {
                let chance = Some(crate::sim::link::Chance { percent: 40, seed });
                let late = vec![2, 3, 5, 6, 7];
                let link = Link { segment: 10, chance, late, octets_per_second, ..Link::default() };
                let start = Time::from_nanos(0);
                let firsts = Course::new(0, start).first_sendings(&link, Side::Server, 200, start);
                for place in 0..firsts.len() {
                    let mut all: Vec<Time> = firsts[place..].iter().filter_map(|segment| segment.arrived).collect();
                    all.sort_unstable();
                    assert_eq!(telltale(&link, &firsts[place..]), all.get(TELLTALES - 1).copied());
                }
            }
        }
    }

    #[test]
    fn a_bad_line_carries_a_large_mail() {
        let chance = Some(crate::sim::link::Chance { percent: 50, seed: 1 });
        let link = Link { segment: 10, chance, ..Link::default() };
        let (journey, portions) = carry(&link, 1_000_000);
        assert_eq!((portions.len(), journey.delivered().is_some()), (100_000, true));
    }

    #[test]
    fn nothing_is_lost_for_good() {
        for seed in 0..50 {
            let chance = Some(crate::sim::link::Chance { percent: 50, seed });
            let link = Link { segment: 10, chance, ..Link::default() };
            let (journey, portions) = carry(&link, 95);
            assert!(journey.delivered().is_some() && portions.is_sorted_by_key(|portion| portion.delivered));
            let whole: u64 = journey.segments.iter().filter(|one| !one.is_lost()).map(|one| one.length).sum();
            assert_eq!(whole, 95);
        }
    }
}
