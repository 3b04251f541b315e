//! IP fragments: the pieces of a packet, put together in whatever order they came (RFC 791 §3.2,
//! RFC 8200 §4.5).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use etherparse::IpFragOffset;
use etherparse::IpNumber;
use etherparse::defrag::IpDefragBuf;

use crate::session::Time;

/// The most packets that are put together at the same time. Each has at most 64 KiB.
const MAX_PACKETS: usize = 256;
/// How long the pieces of a packet may be apart (RFC 8200 §4.5). Then its number is used anew.
const LIFETIME: Duration = Duration::from_mins(1);
/// The most fragments of one packet, those that came again included: 64 KiB have 8192.
const MAX_PIECES: usize = 16_384;

/// Which packet a fragment belongs to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct PacketId {
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) identification: u32,
    pub(super) protocol: u8,
}

/// A piece of a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    /// The number of its frame.
    pub(super) frame: u64,
    pub(super) offset: IpFragOffset,
    pub(super) more: bool,
    pub(super) octets: &'a [u8],
}

/// The packets of which not all fragments came yet.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Invariant: at most `MAX_PACKETS`.
    open: BTreeMap<PacketId, Open>,
    /// The frames of the packet that became whole last.
    whole: Vec<u64>,
    count: u64,
    lost: u64,
}

/// A packet of which something is missing.
#[derive(Debug)]
struct Open {
    packet: IpDefragBuf,
    since: Time,
    /// Its place among all fragments.
    order: u64,
    frames: Vec<u64>,
}

impl Fragments {
    /// Takes a fragment; gives the payload of the packet if it was the last one missing.
    pub(super) fn add(&mut self, id: PacketId, at: Time, fragment: Fragment<'_>) -> Option<Vec<u8>> {
        self.count += 1;
        if self.open.get(&id).is_some_and(|open| LIFETIME < at.since(open.since)) {
            self.give_up(id);
        }
        if !self.open.contains_key(&id) {
            self.make_room();
            let packet = IpDefragBuf::new(IpNumber(id.protocol), Vec::new(), Vec::new());
            self.open.insert(id, Open { packet, since: at, order: self.count, frames: Vec::new() });
        }
        let open = self.open.get_mut(&id)?;
        open.frames.push(fragment.frame);
        if MAX_PIECES < open.frames.len() || open.packet.add(fragment.offset, fragment.more, fragment.octets).is_err() {
            // Fragments that contradict each other make no packet.
            self.give_up(id);
            return None;
        }
        if !open.packet.is_complete() {
            return None;
        }
        let open = self.open.remove(&id)?;
        self.whole = open.frames;
        Some(open.packet.take_bufs().0)
    }

    /// The frames of the packet that became whole last, in the order in which they came.
    pub(super) fn frames_of_whole(&self) -> &[u64] {
        &self.whole
    }

    /// How many frames held fragments of packets that are not whole.
    pub(super) fn incomplete(&self) -> u64 {
        self.lost + self.open.values().map(|open| open.frames.len() as u64).sum::<u64>()
    }

    fn give_up(&mut self, id: PacketId) {
        if let Some(open) = self.open.remove(&id) {
            self.lost += open.frames.len() as u64;
        }
    }

    fn make_room(&mut self) {
        if MAX_PACKETS <= self.open.len()
            && let Some((&oldest, _)) = self.open.iter().min_by_key(|(_, open)| open.order)
        {
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
        fragments.add(id(packet), at, Fragment { frame: 1, offset, more, octets: &octets })
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
