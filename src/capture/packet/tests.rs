//! What is found in frames of every kind of link.

mod wrapped;

use super::*;
use crate::capture::file::LinkType;
use crate::capture::testing::Packet;
use crate::capture::testing::ethernet;
use crate::proto::Side;
use crate::session::Time;

const HELLO: &[u8] = b"+OK ready\r\n";

fn addresses(v6: bool) -> (SocketAddr, SocketAddr) {
    if v6 {
        ("[fe80::1]:40000".parse().expect("an address"), "[fe80::2]:110".parse().expect("an address"))
    } else {
        (SocketAddr::from(([10, 0, 0, 1], 40_000)), SocketAddr::from(([10, 0, 0, 2], 110)))
    }
}

/// A frame that says HELLO, padded and with a check sequence.
fn hello(v6: bool) -> Vec<u8> {
    let (client, server) = addresses(v6);
    let octets = HELLO.to_vec();
    let packet = Packet { side: Side::Server, sequence: 7, acknowledgment: Some(9), flags: "A", octets };
    ethernet(client, server, &packet)
}

/// The IP packet of that frame, and what is behind it.
fn ip(v6: bool) -> Vec<u8> {
    hello(v6)[14..].to_vec()
}

fn frame(link: LinkType, octets: &[u8]) -> Frame<'_> {
    let original_length = u32::try_from(octets.len()).expect("short");
    Frame { number: 1, at: Time::default(), link, octets, original_length, secrets: &[] }
}

#[track_caller]
fn says_hello(link: LinkType, octets: &[u8], v6: bool) {
    let (client, server) = addresses(v6);
    let segment = Segment {
        from: server,
        to: client,
        sequence: 7,
        acknowledgment: Some(9),
        syn: false,
        fin: false,
        rst: false,
        octets: HELLO,
        snapped: 0,
    };
    assert_eq!(Unpacker::default().unpack(&frame(link, octets)), Unpacked::Segment(segment));
}

#[track_caller]
fn leaves_out(link: LinkType, octets: &[u8], left_out: LeftOut) {
    assert_eq!(Unpacker::default().unpack(&frame(link, octets)), Unpacked::LeftOut(left_out));
}

/// Ethernet addresses, then this instead of the type, then the packet.
fn tagged(tags: &[u8], v6: bool) -> Vec<u8> {
    [&[0; 12], tags, &ip(v6)].concat()
}

#[test]
fn padding_and_check_sequence_are_no_payload() {
    says_hello(LinkType::ETHERNET, &hello(false), false);
    says_hello(LinkType::ETHERNET, &hello(true), true);
}

#[test]
fn vlan_tags_are_passed() {
    says_hello(LinkType::ETHERNET, &tagged(&[0x81, 0, 0, 5, 8, 0], false), false);
    says_hello(LinkType::ETHERNET, &tagged(&[0x88, 0xA8, 0, 5, 0x81, 0, 0, 6, 0x86, 0xDD], true), true);
    says_hello(LinkType::ETHERNET, &tagged(&[0x91, 0, 0, 5, 0x81, 0, 0, 6, 8, 0], false), false);
    let endless = [0x81, 0, 0, 1].repeat(50);
    leaves_out(LinkType::ETHERNET, &tagged(&endless, false), LeftOut::TooDeep);
}

#[test]
fn pppoe_and_snap_are_passed() {
    says_hello(LinkType::ETHERNET, &tagged(&[0x88, 0x64, 0x11, 0, 0, 1, 0, 99, 0, 0x21], false), false);
    says_hello(LinkType::ETHERNET, &tagged(&[0, 99, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0], false), false);
    leaves_out(LinkType::ETHERNET, &tagged(&[0, 99, 0x42, 0x42, 3, 0, 0, 0, 8, 0], false), LeftOut::Llc(0x42));
}

#[test]
fn cooked_raw_and_loopback_links_are_read() {
    let sll = |kind: &[u8], v6| [&[0; 14], kind, &ip(v6)].concat();
    says_hello(LinkType::LINUX_SLL, &sll(&[8, 0], false), false);
    says_hello(LinkType::LINUX_SLL, &sll(&[0x81, 0, 0, 5, 0x86, 0xDD], true), true);
    let sll2 = |kind: &[u8], v6| [kind, &[0; 18], &ip(v6)].concat();
    says_hello(LinkType::LINUX_SLL2, &sll2(&[0x86, 0xDD], true), true);
    says_hello(LinkType::LINUX_SLL2, &sll2(&[8, 0], false), false);
    for family in [[2, 0, 0, 0], [0, 0, 0, 2]] {
        says_hello(LinkType::NULL, &[&family, ip(false).as_slice()].concat(), false);
        says_hello(LinkType::LOOP, &[&family, ip(false).as_slice()].concat(), false);
    }
    for family in [24, 28, 30] {
        says_hello(LinkType::NULL, &[&[family, 0, 0, 0], ip(true).as_slice()].concat(), true);
    }
    for link in [LinkType(12), LinkType(14), LinkType(101), LinkType::IPV4] {
        says_hello(link, &ip(false), false);
    }
    says_hello(LinkType::IPV6, &ip(true), true);
}

#[test]
fn everything_else_is_counted_by_its_kind() {
    leaves_out(LinkType(220), &hello(false), LeftOut::UnknownLink(LinkType(220)));
    leaves_out(LinkType::ETHERNET, &tagged(&[8, 6], false), LeftOut::EtherType(0x0806));
    for (protocol, left_out) in
        [(17, LeftOut::Udp), (1, LeftOut::Icmp), (58, LeftOut::Icmp), (50, LeftOut::OtherProtocol(50))]
    {
        let mut packet = ip(false);
        packet[9] = protocol;
        leaves_out(LinkType::IPV4, &packet, left_out);
    }
    leaves_out(LinkType::ETHERNET, &[], LeftOut::Malformed);
    leaves_out(LinkType::IPV4, &ip(false)[..30], LeftOut::CutOff);
    leaves_out(LinkType::IPV4, &[0x50; 30], LeftOut::Malformed);
}

#[test]
fn a_snapped_payload_says_what_is_missing() {
    let whole = ip(false);
    for (kept, octets, snapped) in [(45, &HELLO[..5], 6), (40, &HELLO[..0], 11), (51, HELLO, 0)] {
        let mut unpacker = Unpacker::default();
        let Unpacked::Segment(segment) = unpacker.unpack(&frame(LinkType::IPV4, &whole[..kept])) else {
            panic!("a segment");
        };
        assert_eq!((segment.octets, segment.snapped), (octets, snapped));
    }
}

#[test]
fn a_header_cut_within_its_options_still_tells_the_length() {
    let mut packet = ip(false);
    packet[20 + 12] = 6 << 4; // The first four octets of the payload are options.
    let mut unpacker = Unpacker::default();
    let Unpacked::Segment(segment) = unpacker.unpack(&frame(LinkType::IPV4, &packet[..42])) else {
        panic!("a segment");
    };
    assert_eq!((segment.octets, segment.snapped), (&b""[..], 7));
}

#[test]
fn a_packet_without_a_length_is_as_long_as_its_frame() {
    let mut packet = ip(false)[..51].to_vec();
    packet[2..4].copy_from_slice(&[0, 0]);
    says_hello(LinkType::IPV4, &packet, false);
    let mut unpacker = Unpacker::default();
    let mut frame = frame(LinkType::IPV4, &packet);
    frame.original_length += 1000;
    let Unpacked::Segment(segment) = unpacker.unpack(&frame) else { panic!("a segment") };
    assert_eq!(segment.snapped, 1000);
}

#[test]
fn ipv4_options_and_ipv6_extensions_are_passed() {
    let mut packet = ip(false);
    packet.splice(20..20, [1, 1, 1, 0]);
    packet[0] = 0x46;
    packet[3] += 4;
    says_hello(LinkType::IPV4, &packet, false);

    let mut packet = ip(true);
    packet.splice(40..40, [60, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0]);
    packet[5] += 16;
    packet[6] = 0; // Hop-by-hop options, then destination options, then TCP.
    says_hello(LinkType::IPV6, &packet, true);
}

#[test]
fn fragments_become_whole_in_any_order() {
    let fragments = |v6: bool| -> Vec<Vec<u8>> {
        let packet = ip(v6);
        let header = if v6 { 40 } else { 20 };
        let payload = &packet[header..header + 20 + HELLO.len()];
        [(0, 8, true), (8, 24, true), (24, payload.len(), false)]
            .into_iter()
            .map(|(from, to, more): (usize, usize, bool)| {
                let mut fragment = packet[..header].to_vec();
                let place = u16::try_from(from).expect("short");
                if v6 {
                    fragment[5] = u8::try_from(to - from + 8).expect("short");
                    fragment[6] = 44;
                    fragment.extend([6, 0]);
                    fragment.extend((place | u16::from(more)).to_be_bytes());
                    fragment.extend([0, 0, 0, 77]);
                } else {
                    fragment[3] = u8::try_from(to - from + 20).expect("short");
                    fragment[6..8].copy_from_slice(&((place / 8) | (u16::from(more) << 13)).to_be_bytes());
                }
                fragment.extend(&payload[from..to]);
                fragment.extend(b"padding");
                fragment
            })
            .collect()
    };
    for (v6, link) in [(false, LinkType::IPV4), (true, LinkType::IPV6)] {
        let parts = fragments(v6);
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut unpacker = Unpacker::default();
            let mut found = Vec::new();
            for place in order {
                match unpacker.unpack(&frame(link, &parts[place])) {
                    Unpacked::Segment(segment) => found.push(segment.octets.to_vec()),
                    Unpacked::Held => (),
                    Unpacked::LeftOut(left_out) => panic!("{left_out}"),
                }
            }
            assert_eq!(found, [HELLO]);
            assert_eq!(unpacker.incomplete_fragments(), 0);
        }
        let mut unpacker = Unpacker::default();
        assert_eq!(unpacker.unpack(&frame(link, &parts[1])), Unpacked::Held);
        assert_eq!(unpacker.incomplete_fragments(), 1);
    }
}
