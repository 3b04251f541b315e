//! What most frames are: Ethernet, IPv4 without options, TCP, and nothing missing. All of it is read at one glance.

use std::net::Ipv4Addr;

use crate::capture::file::Frame;
use crate::capture::file::LinkType;
use crate::capture::packet::Segment;
use crate::capture::packet::layer::Data;
use crate::capture::packet::tcp;

/// Octets of the headers of Ethernet and IPv4.
const ETHERNET: usize = 14;
const IPV4: usize = 20;

/// The segment of such a frame, and where its header begins. `None` for all other frames.
pub(super) fn segment<'a>(frame: &Frame<'a>) -> Option<(usize, Segment<'a>)> {
    if frame.link != LinkType::ETHERNET {
        return None;
    }
    let packet = frame.octets.get(ETHERNET..)?;
    let header = packet.first_chunk::<IPV4>()?;
    let [0x45, _, high, low, _, _, piece, offset, _, 6, _, _, from @ .., _, _, _, _] = *header else { return None };
    let [.., t0, t1, t2, t3] = *header;
    let is_ipv4 = frame.octets[12..ETHERNET] == [0x08, 0x00];
    let is_fragment = piece & 0x3F != 0 || offset != 0;
    if !is_ipv4 || is_fragment {
        return None;
    }
    let length = usize::from(u16::from_be_bytes([high, low]));
    let octets = packet.get(IPV4..length)?;
    let ends = (Ipv4Addr::from(from).into(), Ipv4Addr::new(t0, t1, t2, t3).into());
    let segment = tcp(ends, Data { octets, missing: 0 }).ok()?;
    Some((ETHERNET + IPV4, segment))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capture::packet::Bottom;
    use crate::capture::packet::Layer;
    use crate::capture::packet::descend;
    use crate::capture::packet::place_in;
    use crate::session::Time;

    const FRAME: [u8; 58] = [
        2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, // Ethernet
        0x45, 0, 0, 43, 0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 9, // IPv4
        0, 110, 0x9C, 0x40, 0, 0, 0, 7, 0, 0, 0, 8, 0x50, 0x18, 0, 0, 0, 0, 0, 0, // TCP
        b'+', b'O', b'K', 0,
    ];

    fn frame(octets: &[u8], original_length: u32) -> Frame<'_> {
        let link = LinkType::ETHERNET;
        Frame { number: 1, at: Time::default(), link, octets, original_length, secrets: &[] }
    }

    #[test]
    fn a_plain_frame_is_read_without_its_padding() {
        let (place, segment) = segment(&frame(&FRAME, 58)).expect("it is plain");
        assert_eq!((place, segment.octets, segment.sequence, segment.snapped), (34, &b"+OK"[..], 7, 0));
    }

    proptest! {
        /// Whatever is changed in a plain frame: what is still read here is what all layers together read.
        #[test]
        fn what_is_read_at_a_glance_is_what_the_layers_read(
            changes in proptest::collection::vec((0..FRAME.len(), any::<u8>()), 0..4),
            length in 0..=FRAME.len(),
            whole: bool,
        ) {
            let mut octets = FRAME;
            for (place, octet) in changes {
                octets[place] = octet;
            }
            let octets = &octets[..if whole { FRAME.len() } else { length }];
            let frame = frame(octets, 58);
            if let Some(plain) = segment(&frame) {
                let data = Data { octets, missing: 58 - octets.len() };
                match descend(Layer::Link(frame.link), data) {
                    Ok(Bottom::Segment(segment, behind)) => {
                        prop_assert_eq!(plain, (place_in(octets, behind), segment));
                    }
                    other => prop_assert!(false, "{:?}", other),
                }
            }
        }
    }
}
