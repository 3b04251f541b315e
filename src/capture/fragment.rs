//! IP fragments: the pieces of a packet, put together in whatever order they came (RFC 791 §3.2,
//! RFC 8200 §4.5).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::ops::Range;
use std::time::Duration;

use etherparse::IpFragOffset;
use etherparse::IpNumber;
use etherparse::defrag::IpDefragBuf;

use crate::session::Time;

/// The most packets that are put together at the same time. Each has at most 64 KiB.
const MAX_PACKETS: usize = 256;
/// How long the pieces of a packet may be apart (RFC 8200 §4.5). Then its number is used anew.
const LIFETIME: Duration = Duration::from_mins(1);
/// The most places where octets of one packet stand, those that came again included: 64 KiB have 8192 fragments.
const MAX_EXTENTS: usize = 16_384;
/// The most such places of all packets that are put together.
const MAX_ALL_EXTENTS: usize = 262_144;

/// Which packet a fragment belongs to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct PacketId {
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) identification: u32,
    pub(super) protocol: u8,
}

/// Where in a frame some octets of a packet stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Extent {
    /// The number of the frame.
    pub(super) frame: u64,
    /// Where in the frame they begin.
    at: u32,
    /// Where in the payload of the packet they belong.
    offset: u32,
    length: u32,
}

impl Extent {
    /// Octets at the start of a payload. `None` if a frame cannot be so long.
    pub(super) fn new(frame: u64, at: usize, length: usize) -> Option<Self> {
        Some(Self { frame, at: u32::try_from(at).ok()?, offset: 0, length: u32::try_from(length).ok()? })
    }

    /// What of so many octets of the payload it holds, as the place in the frame, and the part of them.
    pub(super) fn part_of(&self, offset: usize, length: usize) -> Option<(usize, Range<usize>)> {
        let (own, end) = (self.offset as usize, self.offset as usize + self.length as usize);
        let (from, to) = (own.max(offset), end.min(offset + length));
        (from < to).then(|| (self.at as usize + (from - own), from - offset..to - offset))
    }
}

/// A packet that was put together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Whole {
    /// Its payload.
    pub(super) octets: Vec<u8>,
    /// Where its octets stand, in the order in which they came. What came twice stands in two places.
    pub(super) extents: Vec<Extent>,
}

impl Whole {
    /// Where so many octets of the payload stand, as the payload of another packet. Frames that hold none
    /// of them are needed all the same.
    pub(super) fn extents_of(&self, offset: usize, length: usize) -> Vec<Extent> {
        let part = |extent: &Extent| {
            let (at, part) = extent.part_of(offset, length)?;
            let moved = Extent::new(extent.frame, at, part.len())?;
            Some(Extent { offset: u32::try_from(part.start).ok()?, ..moved })
        };
        let none = |extent: &Extent| Extent { offset: 0, length: 0, ..*extent };
        self.extents.iter().map(|extent| part(extent).unwrap_or_else(|| none(extent))).collect()
    }
}

/// A piece of a packet.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'a> {
    /// Where its octets stand, from its own first octet on.
    pub(super) extents: Vec<Extent>,
    pub(super) offset: IpFragOffset,
    pub(super) more: bool,
    pub(super) octets: &'a [u8],
}

/// The packets of which not all fragments came yet.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Invariant: at most `MAX_PACKETS`.
    open: BTreeMap<PacketId, Open>,
    /// Fragments that came.
    count: u64,
    /// Places of octets in `open`. Invariant: at most `MAX_ALL_EXTENTS` before the last fragment.
    extents: usize,
    lost: u64,
}

/// A packet of which something is missing.
#[derive(Debug)]
struct Open {
    packet: IpDefragBuf,
    since: Time,
    /// Its place among all fragments.
    order: u64,
    fragments: u64,
    extents: Vec<Extent>,
}

impl Fragments {
    /// Takes a fragment; gives the payload of the packet if it was the last one missing.
    pub(super) fn add(&mut self, id: PacketId, at: Time, fragment: &Fragment<'_>) -> Option<Whole> {
        self.count += 1;
        if self.open.get(&id).is_some_and(|open| LIFETIME < at.since(open.since)) {
            self.give_up(id);
        }
        if MAX_ALL_EXTENTS < self.extents || !self.open.contains_key(&id) {
            self.make_room();
        }
        if !self.open.contains_key(&id) {
            let packet = IpDefragBuf::new(IpNumber(id.protocol), Vec::new(), Vec::new());
            self.open.insert(id, Open { packet, since: at, order: self.count, fragments: 0, extents: Vec::new() });
        }
        let open = self.open.get_mut(&id)?;
        open.fragments += 1;
        let offset = u32::from(fragment.offset.value()) * 8;
        self.extents += fragment.extents.len();
        open.extents.extend(fragment.extents.iter().map(|extent| Extent { offset: extent.offset + offset, ..*extent }));
        let too_many = MAX_EXTENTS < open.extents.len();
        if too_many || open.packet.add(fragment.offset, fragment.more, fragment.octets).is_err() {
            // Fragments that contradict each other make no packet.
            self.give_up(id);
            return None;
        }
        if !open.packet.is_complete() {
            return None;
        }
        let open = self.open.remove(&id)?;
        self.extents -= open.extents.len();
        Some(Whole { octets: open.packet.take_bufs().0, extents: open.extents })
    }

    /// How many frames held fragments of packets that are not whole.
    pub(super) fn incomplete(&self) -> u64 {
        self.lost + self.open.values().map(|open| open.fragments).sum::<u64>()
    }

    fn give_up(&mut self, id: PacketId) {
        if let Some(open) = self.open.remove(&id) {
            self.lost += open.fragments;
            self.extents -= open.extents.len();
        }
    }

    fn make_room(&mut self) {
        while MAX_PACKETS <= self.open.len() || MAX_ALL_EXTENTS < self.extents {
            let Some((&oldest, _)) = self.open.iter().min_by_key(|(_, open)| open.order) else { return };
            self.give_up(oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn id(identification: u32) -> PacketId {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        PacketId { from: address, to: address, identification, protocol: 6 }
    }

    fn add(fragments: &mut Fragments, packet: u32, seconds: i64, (offset, more): (u16, bool)) -> Option<Vec<u8>> {
        let octets: Vec<u8> = (offset * 8..).take(8).map(|octet| octet.to_le_bytes()[0]).collect();
        let offset = IpFragOffset::try_new(offset).expect("a small offset");
        let at = Time::from_nanos(seconds * 1_000_000_000);
        fragments
            .add(id(packet), at, &Fragment { extents: Vec::new(), offset, more, octets: &octets })
            .map(|whole| whole.octets)
    }

    #[test]
    fn fragments_may_come_in_any_order() {
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
            let mut fragments = Fragments::default();
            let whole: Vec<_> =
                order.into_iter().filter_map(|place| add(&mut fragments, 1, 0, (place, place < 2))).collect();
            assert_eq!(whole, [(0..24).collect::<Vec<u8>>()]);
            assert_eq!(fragments.incomplete(), 0);
        }
    }

    #[test]
    fn a_packet_number_is_used_anew_after_a_minute() {
        let mut fragments = Fragments::default();
        assert_eq!(add(&mut fragments, 1, 0, (0, true)), None);
        assert_eq!(add(&mut fragments, 1, 61, (1, false)), None);
        assert_eq!(fragments.incomplete(), 2);
    }

    #[test]
    fn the_oldest_packet_makes_room() {
        let mut fragments = Fragments::default();
        for packet in 0..=256 {
            assert_eq!(add(&mut fragments, packet, 0, (0, true)), None);
        }
        assert_eq!(add(&mut fragments, 0, 0, (1, false)), None);
        assert!(add(&mut fragments, 256, 0, (1, false)).is_some());
        assert_eq!(fragments.open.len(), 255);
        assert_eq!(fragments.incomplete(), 257);
    }
}
