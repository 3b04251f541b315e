//! Sessions in fragments, in tunnels and behind tags: their secrets are overwritten, and checksums stay right.

use super::*;

#[test]
fn fragments_are_copied_and_scrubbed() {
    let talk = login(Talk::open()).fin(Side::Client);
    let whole = talk.frames();
    for (size, turned) in [(8, false), (8, true), (16, false), (24, true)] {
        let mut all = whole.clone();
        let mut pieces = fragments(&whole[6], size);
        if turned {
            pieces.reverse();
        }
        all.splice(6..7, pieces);
        let file = pcap(&all);
        assert_eq!(frames(&extract(&file, &[0], false).0), all, "{size}");
        let (out, copied) = extract(&file, &[0], true);
        assert_eq!((frames(&out).len(), copied.frames), (all.len(), all.len() as u64));
        let told = words(&analysed(&out).0[0].timeline);
        assert!(told.contains(&"C: PASS ******\\r\\n".to_owned()), "{told:?}");
        // The whole packet has a right checksum: the same as if it had not been cut.
        let scrubbed = frames(&extract(&pcap(&whole), &[0], true).0);
        let mut expected = fragments(&scrubbed[6], size);
        if turned {
            expected.reverse();
        }
        assert!(is_right(&scrubbed[6]));
        assert_eq!(frames(&out)[6..6 + expected.len()], expected);
    }
}

#[test]
fn tags_and_cut_frames_are_scrubbed() {
    let talk = login(Talk::open()).fin(Side::Client);
    let tagged: Vec<Vec<u8>> =
        talk.frames().iter().map(|frame| [&frame[..12], &[0x81, 0, 0, 5], &frame[12..]].concat()).collect();
    let file = pcap(&tagged);
    let (out, _) = extract(&file, &[0], true);
    let untagged: Vec<Vec<u8>> = frames(&out).iter().map(|frame| [&frame[..12], &frame[16..]].concat()).collect();
    assert!(holds(&file, "sesame") && !holds(&out, "sesame"));
    assert!(untagged.iter().all(|frame| is_right(frame)));
    // A frame that ends within the password.
    let mut file = pcap_header(1);
    for (at, frame) in (0..).zip(talk.frames()) {
        file.extend(pcap_frame(at, &frame[..frame.len().min(62)], frame.len()));
    }
    let (out, copied) = extract(&file, &[0], true);
    assert!(holds(&file, "PASS ses") && !holds(&out, "PASS s") && holds(&out, "PASS ***"));
    assert_eq!(copied.scrubbed, 1);
}

/// An Ethernet frame of this type.
fn framed(kind: [u8; 2], inside: &[u8]) -> Vec<u8> {
    [&[2, 0, 0, 0, 0, 3, 2, 0, 0, 0, 0, 4], kind.as_slice(), inside].concat()
}

/// An Ethernet frame with an IPv4 packet from one router to another.
fn routed(protocol: u8, identification: u8, inside: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(20 + inside.len()).expect("short").to_be_bytes();
    let header = [0x45, 0, high, low, 0, identification, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
    framed([8, 0], &[&header, inside].concat())
}

/// A checksum over octets with zeros in its place.
fn checksum(octets: &[u8]) -> [u8; 2] {
    let mut octets = octets.to_vec();
    octets.resize(octets.len().next_multiple_of(2), 0);
    let sum: u64 = octets.chunks(2).map(|pair| u64::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
    (!u16::try_from(sum % 0xFFFF).expect("a remainder")).to_be_bytes()
}

/// VXLAN from one router to another, with a right checksum of UDP or none.
fn vxlan(inside: &[u8], summed: bool) -> Vec<u8> {
    let length = u16::try_from(16 + inside.len()).expect("short").to_be_bytes();
    let head = [&[0xC0, 0, 0x12, 0xB5], length.as_slice(), &[0, 0, 8, 0, 0, 0, 0, 0, 7, 0]].concat();
    let mut datagram = [&head, inside].concat();
    if summed {
        let addresses = [192, 0, 2, 1, 192, 0, 2, 2, 0, 17];
        let sum = checksum(&[addresses.as_slice(), &length, &datagram].concat());
        datagram[6..8].copy_from_slice(&sum);
    }
    routed(17, 0, &datagram)
}

/// GRE with a checksum, and inside it a packet at an odd place, behind PPP.
fn summed_gre(packet: &[u8]) -> Vec<u8> {
    let mut octets = [&[0x80, 0, 0x88, 0x0B, 0, 0, 0, 0, 0x21], packet].concat();
    let sum = checksum(&octets);
    octets[4..6].copy_from_slice(&sum);
    routed(47, 0, &octets)
}

#[test]
fn whatever_is_wrapped_around_a_session_is_scrubbed_as_if_it_were_not() {
    type Wrap = fn(&[u8]) -> Vec<u8>;
    let wrappings: [(&str, Wrap); 10] = [
        ("VLAN", |frame| framed([0x81, 0], &[&[0, 5], &frame[12..]].concat())),
        ("QinQ", |frame| framed([0x88, 0xA8], &[&[0, 5, 0x81, 0, 0, 6], &frame[12..]].concat())),
        ("MPLS", |frame| framed([0x88, 0x47], &[&[0, 1, 0, 64, 0, 2, 1, 64], &frame[14..]].concat())),
        ("pseudo-wire", |frame| framed([0x88, 0x47], &[&[0, 1, 1, 64, 0, 0, 0, 9], frame].concat())),
        ("PPPoE", |frame| framed([0x88, 0x64], &[&[0x11, 0, 0, 1, 0, 53, 0, 0x21], &frame[14..]].concat())),
        ("GRE", |frame| routed(47, 0, &[&[0, 0, 8, 0], &frame[14..]].concat())),
        ("GRE with a checksum", |frame| summed_gre(&frame[14..])),
        ("VXLAN", |frame| vxlan(frame, true)),
        ("VXLAN without a checksum", |frame| vxlan(frame, false)),
        ("GRE in VXLAN", |frame| vxlan(&summed_gre(&frame[14..]), true)),
    ];
    let plain = bare_login();
    let scrubbed = frames(&extract(&pcap(&plain), &[0], true).0);
    assert!(scrubbed.iter().all(|frame| is_right(frame)) && !holds(&scrubbed.concat(), "sesame"));
    for (name, wrap) in wrappings {
        let wrapped = |frames: &[Vec<u8>]| frames.iter().map(|frame| wrap(frame)).collect::<Vec<_>>();
        let file = pcap(&wrapped(&plain));
        assert_eq!(frames(&extract(&file, &[0], false).0), wrapped(&plain), "{name}");
        let (out, copied) = extract(&file, &[0], true);
        assert_eq!(frames(&out), wrapped(&scrubbed), "{name}");
        assert!(holds(&file, "sesame") && !holds(&out, "sesame") && copied.scrubbed == 1, "{name}");
    }
}

#[test]
fn fragments_of_fragments_in_a_tunnel_are_scrubbed() {
    let wrap = |whole: &[Vec<u8>], size| -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        for (frame, number) in whole.iter().zip(1..) {
            let mut frame = frame.clone();
            frame[19] = number;
            for (piece, nth) in fragments(&frame, 16).iter().zip(0..) {
                let tunnelled = routed(47, number * 8 + nth, &[&[0, 0, 8, 0], &piece[14..]].concat());
                all.extend(fragments(&tunnelled, size));
            }
        }
        all
    };
    let plain = bare_login();
    let scrubbed = frames(&extract(&pcap(&plain), &[0], true).0);
    for size in [8, 16, 24, 80] {
        let file = pcap(&wrap(&plain, size));
        assert_eq!(frames(&extract(&file, &[0], false).0), wrap(&plain, size), "{size}");
        let (out, copied) = extract(&file, &[0], true);
        assert_eq!(frames(&out), wrap(&scrubbed, size), "{size}");
        assert!(0 < copied.scrubbed, "{size}");
    }
}

#[test]
fn a_checksum_that_the_network_card_was_to_compute_says_nothing_of_the_secret() {
    let mut all = bare_login();
    for frame in &mut all {
        let segment = u16::try_from(frame.len() - 34).expect("short").to_be_bytes();
        let [high, low] = checksum(&[&frame[26..34], &[0, 6], &segment].concat());
        frame[50..52].copy_from_slice(&[!high, !low]);
    }
    let (out, copied) = extract(&pcap(&all), &[0], true);
    let scrubbed = frames(&out);
    assert_eq!((scrubbed.len(), copied.scrubbed), (all.len(), 1));
    assert!(!holds(&out, "sesame") && scrubbed.iter().zip(&all).all(|(new, old)| new[..52] == old[..52]));
}
