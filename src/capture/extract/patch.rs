//! Patches: octets of a packet that are overwritten, and the checksums that follow from them.
//!
//! A checksum is corrected by what changed under it (RFC 1624 §3): one that was right stays right, also
//! when the frame was cut, and one that was wrong stays wrong, for that is how it was captured. What lies
//! around the segment, such as UDP or GRE of a tunnel, sums up to the same: the octets and their checksum
//! change by opposite amounts.

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
pub(super) fn patches(packet: &[u8], header: usize, data: usize, new: Vec<u8>) -> Vec<Patch> {
    let old = packet.get(data..data + new.len()).unwrap_or_default();
    let Some(&[high, low]) = packet.get(header + CHECKSUM..).and_then(|rest| rest.first_chunk::<2>()) else {
        return Vec::new();
    };
    if old == new || old.len() != new.len() {
        return Vec::new();
    }
    let first_is_low = !(data - header).is_multiple_of(2);
    let checksum = corrected(u16::from_be_bytes([high, low]), old, &new, first_is_low);
    vec![Patch { at: header + CHECKSUM, octets: checksum.to_be_bytes().to_vec() }, Patch { at: data, octets: new }]
}

/// A checksum after octets under it became others.
fn corrected(checksum: u16, old: &[u8], new: &[u8], first_is_low: bool) -> u16 {
    let mut sum = u64::from(!checksum);
    for (place, (&old, &new)) in old.iter().zip(new).enumerate() {
        let shift = if place.is_multiple_of(2) == first_is_low { 0 } else { 8 };
        sum += u64::from(!(u16::from(old) << shift)) + u64::from(u16::from(new) << shift);
    }
    while 0xFFFF < sum {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or(0)
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

/// Renews the check sequence at the end of an Ethernet frame, if there was one and it was right.
pub(super) fn renew_check_sequence(link: LinkType, old: &[u8], new: &mut [u8], whole: bool) {
    let sequence = |octets: &[u8]| {
        let mut crc = Crc::new();
        crc.update(octets);
        crc.sum().to_le_bytes()
    };
    let Some(content) = old.len().checked_sub(4).filter(|_| whole && link == LinkType::ETHERNET) else { return };
    if old[content..] == sequence(&old[..content]) {
        let renewed = sequence(&new[..content]);
        new[content..].copy_from_slice(&renewed);
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
            let patches = patches(&packet, 0, at, vec![b'*'; length]);
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
