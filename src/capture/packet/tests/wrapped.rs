//! Frames with a segment deep inside, on every kind of link and in every kind of tunnel, whole and cut off.

use proptest::prelude::*;

use super::*;

/// A frame of a link with the segment that says HELLO in it.
struct Wrapped {
    name: &'static str,
    link: LinkType,
    octets: Vec<u8>,
    v6: bool,
}

/// The IP packet without what is behind it.
fn bare(v6: bool) -> Vec<u8> {
    ip(v6)[..if v6 { 60 } else { 40 } + HELLO.len()].to_vec()
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// An Ethernet frame of this type.
fn framed(kind: u16, inside: &[u8]) -> Vec<u8> {
    joined(&[&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2], &kind.to_be_bytes(), inside])
}

/// An IPv4 packet from one router to another.
fn carried(protocol: u8, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(20 + inside.len()).expect("short").to_be_bytes();
    let header = [0x45, 0, length[0], length[1], 0, 0, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
    joined(&[&header, inside])
}

/// The same in IPv6.
fn carried_v6(protocol: u8, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(inside.len()).expect("short").to_be_bytes();
    let mut header = vec![0x60, 0, 0, 0, length[0], length[1], protocol, 64];
    header.extend([0xFD; 31]);
    header.push(1);
    joined(&[&header, inside])
}

fn udp(port: u16, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(8 + inside.len()).expect("short").to_be_bytes();
    carried(17, &joined(&[&[0xC0, 0], &port.to_be_bytes(), &length, &[0, 0], inside]))
}

fn gre(header: &[u8], inside: &[u8]) -> Vec<u8> {
    carried(47, &joined(&[header, inside]))
}

/// SNAP with an IPv4 packet behind it.
fn snap() -> Vec<u8> {
    joined(&[&[0xAA, 0xAA, 3, 0, 0, 0, 8, 0], &bare(false)])
}

/// 802.11 with this control field, this many octets of header, and SNAP behind it.
fn wifi(control: u8, flags: u8, header: usize) -> Vec<u8> {
    let mut octets = vec![0; header];
    octets[..2].copy_from_slice(&[control, flags]);
    joined(&[&octets, &snap()])
}

fn all() -> Vec<Wrapped> {
    let (v4, v6) = (bare(false), bare(true));
    let raw = LinkType(101);
    let eth4 = framed(0x0800, &v4);
    let eth6 = framed(0x86DD, &v6);
    let vxlan = |inside: &[u8]| joined(&[&[8, 0, 0, 0, 0, 0, 7, 0], inside]);
    let mut all = Vec::new();
    let mut add = |name, link, octets, v6| all.push(Wrapped { name, link, octets, v6 });

    let ethernet = LinkType::ETHERNET;
    add("VLAN", ethernet, framed(0x8100, &joined(&[&[0, 5, 8, 0], &v4])), false);
    add("QinQ", ethernet, framed(0x88A8, &joined(&[&[0, 5, 0x81, 0, 0, 6, 0x86, 0xDD], &v6])), true);
    add("PPPoE", ethernet, framed(0x8864, &joined(&[&[0x11, 0, 0, 1, 0, 53, 0, 0x21], &v4])), false);
    add("802.3 and SNAP", ethernet, framed(60, &snap()), false);
    add("MPLS", ethernet, framed(0x8847, &joined(&[&[0, 1, 1, 64], &v4])), false);
    add("two labels", ethernet, framed(0x8847, &joined(&[&[0, 1, 0, 64, 0, 2, 1, 64], &v6])), true);
    let three = [0, 1, 0, 64, 0, 2, 0, 64, 0, 3, 1, 64];
    add("pseudo-wire", ethernet, framed(0x8848, &joined(&[&three, &eth4])), false);
    add("control word", ethernet, framed(0x8847, &joined(&[&three, &[0, 0, 0, 9], &eth6])), true);
    let tagged = framed(0x8100, &joined(&[&[0, 5, 8, 0], &v4]));
    add("VLAN in a pseudo-wire", ethernet, framed(0x8847, &joined(&[&three, &tagged])), false);

    add("PPP", LinkType::PPP, joined(&[&[0, 0x21], &v4]), false);
    add("PPP with HDLC", LinkType::PPP, joined(&[&[0xFF, 3, 0, 0x57], &v6]), true);
    add("PPP with a short number", LinkType::PPP, joined(&[&[0xFF, 3, 0x21], &v4]), false);
    add("PPP and MPLS", LinkType::PPP, joined(&[&[0xFF, 3, 2, 0x81, 0, 1, 1, 64], &v4]), false);
    add("PPP on a serial line", LinkType::PPP_SERIAL, joined(&[&[0xFF, 3, 0, 0x21], &v4]), false);
    add("Cisco on a serial line", LinkType::PPP_SERIAL, joined(&[&[0x0F, 0, 8, 0], &v4]), false);
    add("Cisco HDLC", LinkType::CISCO_HDLC, joined(&[&[0x8F, 0, 0x86, 0xDD], &v6]), true);
    add("PPPoE alone", LinkType::PPP_ETHERNET, joined(&[&[0x11, 0, 0, 1, 0, 53, 0, 0x21], &v4]), false);
    add("PPP with a direction", LinkType::PPP_WITH_DIRECTION, joined(&[&[1, 0xFF, 3, 0, 0x21], &v4]), false);
    add("PPI", LinkType::PPI, joined(&[&[0, 0, 12, 0, 1, 0, 0, 0, 1, 2, 3, 4], &eth4]), false);

    add("IPv4 in IPv4", raw, carried(4, &v4), false);
    add("IPv6 in IPv4", raw, carried(41, &v6), true);
    add("IPv4 in IPv6", raw, carried_v6(4, &v4), false);
    add("IPv6 in IPv6", raw, carried_v6(41, &v6), true);
    let options = joined(&[&[4, 0, 1, 4, 0, 0, 0, 0], &v4]);
    add("behind destination options", raw, carried_v6(60, &options), false);
    add("Ethernet in IP", raw, carried(97, &joined(&[&[0x30, 0], &eth4])), false);
    add("MPLS in IP", raw, carried(137, &joined(&[&[0, 1, 1, 64], &v4])), false);

    add("GRE", raw, gre(&[0, 0, 8, 0], &v4), false);
    add("GRE with a key", raw, gre(&[0x20, 0, 0x86, 0xDD, 0, 0, 0, 1], &v6), true);
    let full = [0xB0, 0, 8, 0, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2];
    add("GRE with checksum, key, sequence", raw, gre(&full, &v4), false);
    add("GRE with Ethernet", raw, gre(&[0, 0, 0x65, 0x58], &eth4), false);
    add("GRE with MPLS", raw, gre(&[0, 0, 0x88, 0x47, 0, 1, 1, 64], &v4), false);
    add("PPTP", raw, gre(&[0x30, 0x81, 0x88, 0x0B, 0, 55, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0x21], &v4), false);
    add("ERSPAN I", raw, gre(&[0, 0, 0x88, 0xBE], &eth4), false);
    add("ERSPAN II", raw, gre(&[0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x10, 0, 0, 1, 0, 0, 0, 0], &eth6), true);
    let erspan = |last: u8| joined(&[&[0x10, 0, 0x22, 0xEB, 0, 0, 0, 1, 0x20, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, last]]);
    add("ERSPAN III", raw, gre(&erspan(0), &eth4), false);
    add("ERSPAN III with more", raw, gre(&joined(&[&erspan(1), &[0; 8]]), &eth4), false);

    add("VXLAN", raw, udp(4789, &vxlan(&eth4)), false);
    add("VXLAN of old", raw, udp(8472, &vxlan(&eth6)), true);
    add("VXLAN with VLAN", raw, udp(4789, &vxlan(&framed(0x8100, &joined(&[&[0, 5, 8, 0], &v4])))), false);
    add("Geneve", raw, udp(6081, &joined(&[&[2, 0, 0x65, 0x58, 0, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8], &eth4])), false);
    add("Geneve with IP", raw, udp(6081, &joined(&[&[0, 0, 0x86, 0xDD, 0, 0, 1, 0], &v6])), true);
    add("GTP", raw, udp(2152, &joined(&[&[0x30, 255, 0, 51, 0, 0, 0, 1], &v4])), false);
    let extended = [0x36, 255, 0, 59, 0, 0, 0, 1, 0, 1, 0, 0x85, 1, 0, 9, 0];
    add("GTP with an extension", raw, udp(2152, &joined(&[&extended, &v4])), false);

    add("802.11 to an access point", LinkType::WIFI, wifi(0x08, 1, 24), false);
    add("802.11 with four addresses", LinkType::WIFI, wifi(0x08, 3, 30), false);
    add("802.11 with QoS", LinkType::WIFI, wifi(0x88, 2, 26), false);
    add("802.11 with QoS and HT", LinkType::WIFI, wifi(0x88, 0x82, 30), false);
    add("802.11 with all", LinkType::WIFI, wifi(0x88, 3, 32), false);
    let mut one = wifi(0x88, 1, 26 + 14);
    one[24] = 0x80;
    one[39] = u8::try_from(snap().len()).expect("short");
    add("an aggregate of one", LinkType::WIFI, one, false);
    let plain = wifi(0x08, 1, 24);
    add("radiotap", LinkType::WIFI_RADIOTAP, joined(&[&[0, 0, 8, 0, 0, 0, 0, 0], &plain]), false);
    let timed = [0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x20];
    add("radiotap with padding", LinkType::WIFI_RADIOTAP, joined(&[&timed, &wifi(0x88, 1, 28)]), false);
    for (link, name) in [(LinkType::WIFI_PRISM, "Prism"), (LinkType::PPI, "PPI and 802.11")] {
        let head = match link {
            LinkType::PPI => vec![0, 0, 8, 0, 105, 0, 0, 0],
            _ => joined(&[&[0x44, 0, 0, 0, 144, 0, 0, 0], &[0; 136]]),
        };
        add(name, link, joined(&[&head, &plain]), false);
    }
    let avs = joined(&[&[0x80, 0x21, 0x10, 1, 0, 0, 0, 64], &[0; 56]]);
    add("AVS", LinkType::WIFI_AVS, joined(&[&avs, &plain]), false);
    add("AVS in place of Prism", LinkType::WIFI_PRISM, joined(&[&avs, &plain]), false);
    add("802.11 in place of Prism", LinkType::WIFI_PRISM, plain, false);

    let mut nested = v4;
    for _ in 0..4 {
        nested = gre(&[0, 0, 8, 0], &carried(4, &nested));
    }
    add("eight tunnels", raw, nested, false);
    all
}

#[test]
fn the_segment_is_found_in_every_wrapping() {
    for wrapped in all() {
        let mut unpacker = Unpacker::default();
        let found = unpacker.unpack(&frame(wrapped.link, &wrapped.octets));
        let (client, server) = addresses(wrapped.v6);
        let Unpacked::Segment(segment) = found else { panic!("{}: {found:?}", wrapped.name) };
        assert_eq!((segment.from, segment.to), (server, client), "{}", wrapped.name);
        assert_eq!((segment.octets, segment.snapped, segment.sequence), (HELLO, 0, 7), "{}", wrapped.name);
        // Padding and check sequences are no payload.
        let padded = joined(&[&wrapped.octets, b"fcs!"]);
        let Unpacked::Segment(segment) = unpacker.unpack(&frame(wrapped.link, &padded)) else {
            panic!("{} with a check sequence", wrapped.name)
        };
        assert_eq!(segment.octets, HELLO, "{}", wrapped.name);
    }
}

#[test]
fn a_wrapped_frame_that_was_cut_off_says_what_is_missing() {
    for wrapped in all() {
        let whole = wrapped.octets.len();
        for kept in 0..whole {
            let mut cut = frame(wrapped.link, &wrapped.octets[..kept]);
            cut.original_length = u32::try_from(whole).expect("short");
            match Unpacker::default().unpack(&cut) {
                Unpacked::Segment(segment) => {
                    let missing = whole - kept;
                    let said = HELLO.len() - missing.min(HELLO.len());
                    assert_eq!(segment.octets, &HELLO[..said], "{} cut at {kept}", wrapped.name);
                    assert_eq!(segment.snapped as usize, HELLO.len() - said, "{} cut at {kept}", wrapped.name);
                }
                // A tunnel that is not seen is UDP.
                Unpacked::LeftOut(LeftOut::CutOff | LeftOut::Udp) => {
                    assert!(kept < whole - HELLO.len(), "{} cut at {kept}", wrapped.name);
                }
                other => panic!("{} cut at {kept}: {other:?}", wrapped.name),
            }
        }
    }
}

#[test]
fn fragments_inside_tunnels_become_whole() {
    let packet = bare(false);
    let fragment = |from: usize, to: usize, more: u8| {
        let mut fragment = packet[..20].to_vec();
        fragment[3] = u8::try_from(20 + to - from).expect("short");
        fragment[6..8].copy_from_slice(&[more << 5, u8::try_from(from / 8).expect("short")]);
        fragment.extend(&packet[20 + from..20 + to]);
        fragment
    };
    let inner = [fragment(0, 16, 1), fragment(16, packet.len() - 20, 0)];
    let in_gre: Vec<Vec<u8>> = inner.iter().map(|piece| gre(&[0, 0, 8, 0], piece)).collect();
    // Each of these packets is sent in fragments again.
    let twice: Vec<Vec<u8>> = in_gre
        .iter()
        .zip(1..)
        .flat_map(|(packet, number)| {
            [(20, 36, 0x20_u8), (36, packet.len(), 0)].map(|(from, to, more)| {
                let mut fragment = packet[..20].to_vec();
                fragment[3] = u8::try_from(20 + to - from).expect("short");
                fragment[5] = number;
                fragment[6..8].copy_from_slice(&[more, u8::try_from((from - 20) / 8).expect("short")]);
                fragment.extend(&packet[from..to]);
                fragment
            })
        })
        .collect();
    for frames in [in_gre, twice] {
        let mut unpacker = Unpacker::default();
        let (last, before) = frames.split_last().expect("some");
        for octets in before {
            assert_eq!(unpacker.unpack(&frame(LinkType::IPV4, octets)), Unpacked::Held);
        }
        let Unpacked::Segment(segment) = unpacker.unpack(&frame(LinkType::IPV4, last)) else { panic!("a segment") };
        assert_eq!((segment.octets, segment.to.port()), (HELLO, 40_000));
        assert_eq!(unpacker.incomplete_fragments(), 0);
    }
}

#[test]
fn what_cannot_be_read_is_counted_by_its_own_kind() {
    let ethernet = LinkType::ETHERNET;
    let more = |octets: &[u8]| joined(&[octets, &[0; 60]]);
    leaves_out(ethernet, &framed(0x88E5, &[0; 40]), LeftOut::EtherType(0x88E5));
    leaves_out(ethernet, &framed(60, &more(&[0xAA, 0xAA, 3, 0, 0, 0x0C, 0x20, 0])), LeftOut::Snap([0, 0, 0x0C]));
    leaves_out(ethernet, &framed(0x8847, &more(&[0, 1, 1, 64, 0x30])), LeftOut::Mpls);
    leaves_out(ethernet, &framed(0x8864, &more(&[0x11, 0, 0, 1, 0, 9, 0xC0, 0x21])), LeftOut::Ppp(0xC021));
    leaves_out(LinkType::NULL, &more(&[23, 0, 0, 0]), LeftOut::Family(23));
    leaves_out(LinkType::LOOP, &more(&[0, 0, 0, 23]), LeftOut::Family(23));
    leaves_out(LinkType::LINUX_SLL, &[0; 60], LeftOut::Llc(0));
    leaves_out(LinkType::WIFI, &wifi(0x80, 0, 24), LeftOut::WifiManagement);
    leaves_out(LinkType::WIFI, &wifi(0xD4, 0, 24), LeftOut::WifiControl);
    leaves_out(LinkType::WIFI, &wifi(0x48, 1, 24), LeftOut::WifiEmpty);
    leaves_out(LinkType::WIFI, &wifi(0x08, 0x41, 24), LeftOut::WifiProtected);
    leaves_out(LinkType::WIFI, &wifi(0x08, 0x05, 24), LeftOut::WifiFragment);
    let mut several = wifi(0x88, 1, 26 + 14);
    several[24] = 0x80;
    several[39] = 20;
    leaves_out(LinkType::WIFI, &several, LeftOut::WifiAggregate);
    let damaged = [0, 0, 9, 0, 2, 0, 0, 0, 0x40];
    leaves_out(LinkType::WIFI_RADIOTAP, &joined(&[&damaged, &wifi(0x08, 1, 24)]), LeftOut::WifiDamaged);
    leaves_out(LinkType(101), &gre(&[0x40, 0, 8, 0, 0, 0, 0, 0], &bare(false)), LeftOut::Gre);
    leaves_out(LinkType(101), &gre(&[0, 0, 0x88, 0xCC], &[0; 40]), LeftOut::EtherType(0x88CC));
    leaves_out(LinkType(101), &carried(50, &[0; 40]), LeftOut::OtherProtocol(50));
    // Not everything on these ports is a tunnel.
    for port in [4789, 8472, 6081, 2152] {
        leaves_out(LinkType(101), &udp(port, &[0xC0; 60]), LeftOut::Udp);
    }
    let mut nested = bare(false);
    for _ in 0..40 {
        nested = carried(4, &nested);
    }
    leaves_out(LinkType(101), &nested, LeftOut::TooDeep);
}

#[test]
fn the_kinds_have_names_for_people() {
    let names = [
        (LeftOut::EtherType(0x0806), "ARP"),
        (LeftOut::EtherType(0x88E5), "MACsec"),
        (LeftOut::EtherType(0x0842), "EtherType 0x0842"),
        (LeftOut::UnknownLink(LinkType(220)), "link type 220"),
        (LeftOut::Llc(0x42), "LLC 0x42"),
        (LeftOut::Snap([0, 0, 0x0C]), "SNAP 00:00:0c"),
        (LeftOut::Ppp(0xC021), "PPP protocol 0xc021"),
        (LeftOut::OtherProtocol(50), "IP protocol 50"),
        (LeftOut::WifiProtected, "802.11 protected"),
    ];
    for (kind, name) in names {
        assert_eq!(kind.to_string(), name);
    }
}

proptest! {
    #[test]
    fn damaged_wrappings_never_panic(
        which in any::<proptest::sample::Index>(),
        damages in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        kept in any::<proptest::sample::Index>(),
    ) {
        let all = all();
        let wrapped = which.get(&all);
        let mut octets = wrapped.octets.clone();
        for (place, octet) in damages {
            *place.get_mut(&mut octets) = octet;
        }
        let mut unpacker = Unpacker::default();
        unpacker.unpack(&frame(wrapped.link, &octets));
        let mut cut = frame(wrapped.link, &octets[..kept.index(octets.len())]);
        cut.original_length = u32::try_from(octets.len()).expect("short");
        unpacker.unpack(&cut);
    }
}
