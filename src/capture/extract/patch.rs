//! Patches: octets of a packet that are overwritten, and the checksums that follow from them.
//!
//! A checksum is corrected by what changed under it (RFC 1624 §3): one that was right stays right, also
//! when the frame was cut, and one that was wrong stays wrong, for that is how it was captured. What lies
//! around the segment, such as UDP or GRE of a tunnel, sums up to the same: the octets and their checksum
//! change by opposite amounts.

use std::net::IpAddr;

use flate2::Crc;

use crate::capture::file::LinkType;

/// Octets that stand in the place of others.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Patch {
    /// Their place in the frame, or in the packet that was put together.
    pub(super) at: usize,
    pub(super) octets: Vec<u8>,
}

/// Where the checksum stands in a TCP header (RFC 9293 §3.1).
const CHECKSUM: usize = 16;

/// What is to be changed when the octets of a segment, from `data` on, become others. `header` is where
/// its header begins in the packet.
///
/// A checksum that is the partial one is left as it is. It says nothing of the octets; corrected by what
/// changed, it would.
pub(super) fn patches(packet: &[u8], header: usize, data: usize, new: Vec<u8>, partial: u16) -> Vec<Patch> {
    let old = packet.get(data..data + new.len()).unwrap_or_default();
    let Some(&[high, low]) = packet.get(header + CHECKSUM..).and_then(|rest| rest.first_chunk::<2>()) else {
        return Vec::new();
    };
    if old == new || old.len() != new.len() {
        return Vec::new();
    }
    let first_is_low = !(data - header).is_multiple_of(2);
    let old_checksum = u16::from_be_bytes([high, low]);
    if old_checksum == partial {
        return vec![Patch { at: data, octets: new }];
    }
    let checksum = corrected(old_checksum, old, &new, first_is_low);
    vec![Patch { at: header + CHECKSUM, octets: checksum.to_be_bytes().to_vec() }, Patch { at: data, octets: new }]
}

/// What two addresses and the number of TCP add to a checksum (RFC 9293 §3.1).
pub(super) fn sum_of_addresses(from: IpAddr, to: IpAddr) -> u16 {
    let sum = [from, to].into_iter().map(|address| match address {
        IpAddr::V4(address) => address.octets().chunks(2).map(word).sum::<u64>(),
        IpAddr::V6(address) => address.octets().chunks(2).map(word).sum(),
    });
    folded(sum.sum::<u64>() + 6)
}

/// What stands in the place of the checksum when a network card is to compute it: the sum over the addresses
/// and the length of the segment.
pub(super) fn partial_checksum(addresses: u16, length: usize) -> u16 {
    folded(u64::from(addresses) + length as u64)
}

fn word(pair: &[u8]) -> u64 {
    pair.iter().fold(0, |word, octet| word << 8 | u64::from(*octet))
}

fn folded(mut sum: u64) -> u16 {
    while 0xFFFF < sum {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    u16::try_from(sum).unwrap_or(0)
}

/// A checksum after octets under it became others.
fn corrected(checksum: u16, old: &[u8], new: &[u8], first_is_low: bool) -> u16 {
    let mut sum = u64::from(!checksum);
    for (place, (&old, &new)) in old.iter().zip(new).enumerate() {
        let shift = if place.is_multiple_of(2) == first_is_low { 0 } else { 8 };
        sum += u64::from(!(u16::from(old) << shift)) + u64::from(u16::from(new) << shift);
    }
    !folded(sum)
}

/// Overwrites octets of a frame. `false` if they were the same before.
pub(super) fn apply(frame: &mut [u8], patches: &[Patch]) -> bool {
    let mut changed = false;
    for (at, &octet) in patches.iter().flat_map(|patch| (patch.at..).zip(&patch.octets)) {
        if let Some(old) = frame.get_mut(at) {
            changed |= *old != octet;
            *old = octet;
        }
    }
    changed
}

/// Renews the check sequence at the end of a frame of Ethernet or 802.11, if there was one and it was right.
pub(super) fn renew_check_sequence(link: LinkType, old: &[u8], new: &mut [u8], whole: bool) {
    let sequence = |octets: &[u8]| {
        let mut crc = Crc::new();
        crc.update(octets);
        crc.sum().to_le_bytes()
    };
    let Some(content) = old.len().checked_sub(4).filter(|_| whole) else { return };
    for from in starts(link, old) {
        if from < content && old[content..] == sequence(&old[from..content]) {
            let renewed = sequence(&new[from..content]);
            new[content..].copy_from_slice(&renewed);
            return;
        }
    }
}

/// Where the part of a frame may begin that its check sequence is over: behind what the capture program put before it.
fn starts(link: LinkType, frame: &[u8]) -> Vec<usize> {
    match link {
        LinkType::ETHERNET | LinkType::WIFI => vec![0],
        LinkType::WIFI_RADIOTAP | LinkType::PPI => {
            frame.get(2..4).map(|length| usize::from(u16::from_le_bytes([length[0], length[1]]))).into_iter().collect()
        }
        // With a Prism header, one of AVS, or none.
        LinkType::WIFI_PRISM | LinkType::WIFI_AVS => vec![144, 64, 0],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum that a checksum completes (RFC 1071 §1), of octets of an even number.
    fn sum(octets: &[u8]) -> u16 {
        let words = octets.chunks(2).map(|pair| u64::from(u16::from_be_bytes([pair[0], pair[1]])));
        let mut sum: u64 = words.sum();
        while 0xFFFF < sum {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        u16::try_from(sum).expect("folded")
    }

    #[test]
    fn a_right_checksum_stays_right() {
        for (at, length) in [(20, 6), (21, 5), (23, 1), (20, 1), (21, 8)] {
            let mut packet: Vec<u8> = (0..40_u8).map(|octet| octet.wrapping_mul(37)).collect();
            packet[16..18].fill(0);
            let checksum = !sum(&packet);
            packet[16..18].copy_from_slice(&checksum.to_be_bytes());
            assert_eq!(sum(&packet), 0xFFFF);
            let new = vec![b'*'; length];
            assert_eq!(patches(&packet, 0, at, new.clone(), checksum).len(), 1, "a partial one stays");
            let patches = patches(&packet, 0, at, new, !checksum);
            assert!(apply(&mut packet, &patches));
            assert_eq!(&packet[at..at + length], vec![b'*'; length]);
            assert_eq!(sum(&packet), 0xFFFF, "{at} {length}");
        }
    }

    #[test]
    fn what_is_overwritten_with_the_same_is_not_changed() {
        let patches = [Patch { at: 6, octets: b"abcd".to_vec() }];
        let mut frame = [0; 8];
        assert!(apply(&mut frame, &patches));
        assert_eq!(&frame, b"\0\0\0\0\0\0ab");
        assert!(!apply(&mut frame, &patches));
    }

    #[test]
    fn what_stands_before_a_frame_is_not_under_its_check_sequence() {
        for (link, before) in [(LinkType::WIFI_RADIOTAP, 8), (LinkType::PPI, 12), (LinkType::WIFI_PRISM, 144)] {
            let head = [&[0, 0, before, 0], vec![7; usize::from(before) - 4].as_slice()].concat();
            let old = [head.as_slice(), b"123456789", &0xCBF4_3926_u32.to_le_bytes()].concat();
            let mut new = old.clone();
            new[usize::from(before)] = b'*';
            renew_check_sequence(link, &old, &mut new, true);
            assert_ne!(old[old.len() - 4..], new[old.len() - 4..]);
            assert_eq!(new[..head.len()], head);
        }
    }

    #[test]
    fn a_check_sequence_is_renewed_where_it_was_right() {
        // The check value of this CRC: that of the digits 1 to 9.
        let old = [b"123456789".as_slice(), &0xCBF4_3926_u32.to_le_bytes()].concat();
        let mut new = old.clone();
        new[0] = b'*';
        renew_check_sequence(LinkType::ETHERNET, &old, &mut new, true);
        assert_ne!(old[9..], new[9..]);
        let again = new.clone();
        renew_check_sequence(LinkType::ETHERNET, &again, &mut new, true);
        assert_eq!(new, again, "it is right");
        new[9] ^= 1;
        let wrong = new.clone();
        renew_check_sequence(LinkType::ETHERNET, &wrong, &mut new, true);
        assert_eq!(new, wrong);
    }
}
