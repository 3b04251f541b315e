//! Extracts of small captures.

mod wrapped;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::capture::testing::Packet;
use crate::capture::testing::Talk;
use crate::capture::testing::analysed;
use crate::capture::testing::ethernet;
use crate::capture::testing::pcap;
use crate::capture::testing::pcap_frame;
use crate::capture::testing::pcap_header;
use crate::capture::testing::words;
use crate::proto::Side;

/// An extract of the sessions with these indexes.
#[track_caller]
fn extract(file: &[u8], wanted: &[u64], scrub: bool) -> (Vec<u8>, Copied) {
    let mut selection = Selection::new(scrub);
    for session in analysed(file).0 {
        if wanted.contains(&session.index) {
            let comment = (session.first_frame, Arc::from("a finding"));
            selection.choose(&session, [comment]).expect("secrets that can be found");
        } else {
            selection.leave_out(&session);
        }
    }
    let mut out = Vec::new();
    let copied = copy(&selection, || Ok(file), || ControlFlow::Continue(()), &mut out).expect("a copy");
    (out, copied)
}

/// The frames of a file.
fn frames(file: &[u8]) -> Vec<Vec<u8>> {
    let mut frames = Frames::open(file).expect("a capture");
    let mut found = Vec::new();
    while let Some(frame) = frames.next_frame() {
        found.push(frame.expect("a frame").octets.to_vec());
    }
    found
}

fn holds(file: &[u8], part: &str) -> bool {
    file.windows(part.len()).any(|window| window == part.as_bytes())
}

fn login(talk: Talk) -> Talk {
    talk.s("+OK ready\r\n").c("USER amy\r\n").s("+OK\r\n").c("PASS sesame\r\n").s("+OK\r\n").c("QUIT\r\n").s("+OK\r\n")
}

/// The Ethernet frames of a login without padding.
fn bare_login() -> Vec<Vec<u8>> {
    let mut frames = login(Talk::open()).fin(Side::Client).frames();
    for frame in &mut frames {
        frame.truncate(14 + usize::from(u16::from_be_bytes([frame[16], frame[17]])));
    }
    frames
}

/// An Ethernet frame over IPv4 as two fragments or more, each with so many octets of the payload.
fn fragments(frame: &[u8], size: usize) -> Vec<Vec<u8>> {
    let length = usize::from(u16::from_be_bytes([frame[16], frame[17]]));
    let payload = &frame[34..14 + length];
    let count = payload.len().div_ceil(size);
    let cut = |(place, piece): (usize, &[u8])| {
        let mut part = frame[..34].to_vec();
        part[16..18].copy_from_slice(&u16::try_from(20 + piece.len()).expect("short").to_be_bytes());
        let more = if place + 1 < count { 0x2000 } else { 0 };
        let offset = u16::try_from(place * size / 8).expect("short") | more;
        part[20..22].copy_from_slice(&offset.to_be_bytes());
        part.extend_from_slice(piece);
        part
    };
    payload.chunks(size).enumerate().map(cut).collect()
}

#[test]
fn all_frames_of_a_session_are_copied_and_no_others() {
    let (one, mut other) = (login(Talk::open()).fin(Side::Client), Talk::new(110));
    other.client.set_port(40_001);
    let other = login(other.shake()).fin(Side::Server);
    let mut mixed: Vec<Vec<u8>> =
        one.frames().into_iter().zip(other.frames()).flat_map(|pair| [pair.0, pair.1]).collect();
    // What came again after the end belongs to the session.
    mixed.push(one.frames()[6].clone());
    let file = pcap(&mixed);
    let (out, copied) = extract(&file, &[0], false);
    let mut expected = one.frames();
    expected.push(expected[6].clone());
    assert_eq!(frames(&out), expected);
    assert_eq!((copied.seen, copied.frames, copied.scrubbed), (mixed.len() as u64, expected.len() as u64, 0));
    assert!(holds(&out, "a finding"));
    assert_eq!(frames(&extract(&file, &[], false).0), Vec::<Vec<u8>>::new());
}

#[test]
fn another_connection_on_the_same_ports_is_another() {
    let first = login(Talk::open()).fin(Side::Client);
    let mut second = Talk::open();
    for packet in &mut second.packets {
        packet.sequence = packet.sequence.wrapping_add(5_000);
        packet.acknowledgment = packet.acknowledgment.map(|number| number.wrapping_add(5_000));
    }
    let strange: Vec<_> = second.packets.iter().map(|packet| ethernet(second.client, second.server, packet)).collect();
    let file = pcap(&[first.frames(), strange, login(Talk::open()).fin(Side::Client).frames()].concat());
    let sessions = analysed(&file).0;
    assert_eq!(sessions.len(), 2);
    for session in sessions {
        assert_eq!(frames(&extract(&file, &[session.index], false).0), first.frames(), "{}", session.index);
    }
}

#[test]
fn times_and_lengths_are_those_of_the_file() {
    let talk = login(Talk::open());
    let mut file = pcap_header(1);
    for (at, frame) in (0..).zip(talk.frames()) {
        let kept = frame.len().min(56);
        file.extend(pcap_frame(at * 7, &frame[..kept], frame.len()));
    }
    let (out, _) = extract(&file, &[0], false);
    let told = |file: &[u8]| {
        let mut frames = Frames::open(file).expect("a capture");
        let mut told = Vec::new();
        while let Some(frame) = frames.next_frame() {
            let frame = frame.expect("a frame");
            told.push((frame.at, frame.link, frame.original_length, frame.octets.to_vec()));
        }
        told
    };
    assert_eq!(told(&out), told(&file));
}

/// Whether the checksum of the only TCP segment over IPv4 in an Ethernet frame is right.
fn is_right(frame: &[u8]) -> bool {
    let length = usize::from(u16::from_be_bytes([frame[16], frame[17]]));
    let (addresses, segment) = (&frame[26..34], &frame[34..14 + length]);
    let mut octets =
        [addresses, &[0, 6], &u16::try_from(segment.len()).expect("short").to_be_bytes(), segment].concat();
    octets.resize(octets.len().next_multiple_of(2), 0);
    let sum: u64 = octets.chunks(2).map(|pair| u64::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
    sum.is_multiple_of(0xFFFF)
}

#[test]
fn secrets_are_overwritten_wherever_they_are_cut() {
    let said = "PASS sesame\r\n";
    for cut in 1..said.len() {
        let talk = Talk::open().s("+OK ready\r\n").c("USER amy\r\n").s("+OK\r\n").c(&said[..cut]).c(&said[cut..]);
        let talk = talk.s("+OK\r\n").c("QUIT\r\n").s("+OK\r\n").fin(Side::Client);
        let mut all = talk.frames();
        // Both pieces come again, and then both in one.
        let mut joined = talk.packets[6].clone();
        joined.octets = said.as_bytes().to_vec();
        all.splice(8..8, [all[6].clone(), all[7].clone(), ethernet(talk.client, talk.server, &joined)]);
        all.push(all[7].clone());
        assert!(all.iter().all(|frame| is_right(frame)));
        let file = pcap(&all);
        let (out, copied) = extract(&file, &[0], true);
        let scrubbed = frames(&out);
        assert_eq!((scrubbed.len(), analysed(&out).0.len()), (all.len(), 1));
        assert!(scrubbed.iter().all(|frame| is_right(frame)), "{cut}");
        assert!(scrubbed.iter().zip(&all).all(|(one, other)| one.len() == other.len()));
        let text: Vec<u8> = scrubbed.concat();
        let letters = text.iter().filter(|octet| b"sesame".contains(octet)).count();
        let before = all.concat().iter().filter(|octet| b"sesame".contains(octet)).count();
        assert!(3 <= copied.scrubbed && letters < before);
        let told = words(&analysed(&out).0[0].timeline);
        let expected = words(&analysed(&file).0[0].timeline)
            .iter()
            .map(|line| line.replace("sesame", "******"))
            .collect::<Vec<_>>();
        assert_eq!(told, expected, "{cut}");
        assert!(!holds(&text, "sesame") && (cut < 6 || !holds(&text, "esame") && !holds(&text, "sesam")));
    }
}

#[test]
fn every_kind_of_secret_is_overwritten() {
    let talk = Talk::open()
        .s("+OK <1@x>\r\n")
        .c("APOP amy c4c9334bac560ecc979e58001b3e22fb\r\nAUTH PLAIN AGFteQBzZXNhbWU=\r\n")
        .s("-ERR\r\n-ERR\r\n")
        .c("AUTH CRAM-MD5\r\n")
        .s("+ PDFAeD4=\r\n")
        .c("YW15IGRpZ2VzdA==\r\n")
        .s("-ERR\r\n")
        .c("pass sesame")
        .fin(Side::Client);
    let file = talk.pcap();
    let (out, _) = extract(&file, &[0], true);
    let said: Vec<String> =
        words(&analysed(&out).0[0].timeline).into_iter().filter(|line| line.starts_with("C:")).collect();
    let expected = [
        format!("C: APOP amy {}\\r\\n", "0".repeat(32)),
        "C: AUTH PLAIN AAAAAAAAAAAAAAA=\\r\\n".to_owned(),
        "C: AUTH CRAM-MD5\\r\\n".to_owned(),
        "C: AAAAAAAAAAAAAA==\\r\\n".to_owned(),
        "C: pass ******".to_owned(),
    ];
    assert_eq!(said, expected);
    for secret in ["c4c9334bac560ecc", "AGFteQBz", "ZXNhbWU", "YW15IGRp", "sesame"] {
        assert!(holds(&file, secret) && !holds(&out, secret), "{secret}");
    }
    assert!(frames(&out).iter().all(|frame| is_right(frame)));
}

#[test]
fn what_nobody_looked_at_is_overwritten() {
    // The client's octets of one frame were never captured in their place, and come after the end.
    let noop = |talk: Talk, _| talk.c("NOOP\r\n").s("+OK\r\n");
    let talk = Talk::open().s("+OK ready\r\n").c("USER amy\r\n").s("+OK\r\n").c("PASS sesame\r\n").s("+OK\r\n");
    let talk = (0..70).fold(talk, noop).c("QUIT\r\n").s("+OK\r\n").fin(Side::Client);
    let mut all = talk.frames();
    let pass = all.remove(6);
    all.insert(all.len() / 2 + 40, pass.clone());
    all.push(pass);
    let file = pcap(&all);
    assert!(words(&analysed(&file).0[0].timeline).iter().any(|line| line.contains("gap")));
    let (out, _) = extract(&file, &[0], true);
    assert!(holds(&file, "sesame") && !holds(&out, "sesame"));
    assert_eq!(frames(&out).len(), all.len());
}

#[test]
fn a_session_with_conflicts_is_refused() {
    let talk = login(Talk::open());
    let mut liar = talk.packets[4].clone();
    liar.octets = b"PASS abc\r\n".to_vec();
    let mut all = talk.frames();
    all.insert(7, ethernet(talk.client, talk.server, &liar));
    let file = pcap(&all);
    let session = analysed(&file).0.remove(0);
    assert_eq!(Selection::new(true).choose(&session, []), Err(Refusal::Conflicts));
    assert_eq!(Selection::new(false).choose(&session, []), Ok(()));
}

#[test]
fn a_packed_capture_is_unpacked_in_every_pass() {
    use std::io::Write as _;
    let plain = bare_login();
    let pieces: Vec<_> = plain.iter().flat_map(|frame| fragments(frame, 24)).collect();
    for all in [plain, pieces] {
        let file = pcap(&all);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&file).expect("memory");
        let packed = gzip.finish().expect("memory");
        let expected = extract(&file, &[0], true);
        assert_eq!(frames(&expected.0).len(), all.len());
        assert_eq!(extract(&packed, &[0], true), expected);
    }
}

#[test]
fn a_session_that_was_not_kept_whole_is_refused() {
    let mut session = analysed(&login(Talk::open()).pcap()).0.remove(0);
    session.let_go_octets = 1;
    assert_eq!(Selection::new(true).choose(&session, []), Err(Refusal::LetGo));
    assert_eq!(Selection::new(false).choose(&session, []), Ok(()));
}

#[test]
fn a_copy_can_be_stopped() {
    let noop = |talk: Talk, _| talk.c("NOOP\r\n").s("+OK\r\n");
    let file = (0..600).fold(login(Talk::open()), noop).pcap();
    let copied = copy(&Selection::new(false), || Ok(file.as_slice()), || ControlFlow::Break(()), Vec::new());
    assert!(matches!(copied, Err(CopyError::Stopped)));
}

#[test]
fn ipv6_is_scrubbed() {
    let mut talk = Talk::new(110);
    (talk.client, talk.server) = ("[fd00::1]:40000".parse().expect("an end"), "[fd00::2]:110".parse().expect("an end"));
    let talk = login(talk.shake());
    let (out, _) = extract(&talk.pcap(), &[0], true);
    assert!(!holds(&out, "sesame"));
    // The same password, said from the beginning.
    let packet = |packet: &Packet| Packet {
        octets: String::from_utf8_lossy(&packet.octets).replace("sesame", "******").into_bytes(),
        ..packet.clone()
    };
    let expected: Vec<_> =
        talk.packets.iter().map(|known| ethernet(talk.client, talk.server, &packet(known))).collect();
    assert_eq!(frames(&out), expected);
}

#[test]
fn interfaces_are_described_as_they_were() {
    use crate::capture::testing::block;
    use crate::capture::testing::section;
    let talk = login(Talk::open());
    let mut file = section();
    // Three interfaces: Ethernet in microseconds, never used; raw IP in nanoseconds; Ethernet in 2^-10 s, with an offset.
    file.extend(block(1, &[1, 0, 0, 0, 0, 0, 0, 0]));
    let options = [b"\x02\0\x04\0raw0".as_slice(), &[9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]].concat();
    file.extend(block(1, &[[101, 0, 0, 0, 0, 0, 1, 0].as_slice(), &options].concat()));
    let options = [9, 0, 1, 0, 0x8A, 0, 0, 0, 14, 0, 8, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    file.extend(block(1, &[[1, 0, 0, 0, 0, 0, 0, 0].as_slice(), &options].concat()));
    for (at, frame) in (0_u32..).zip(talk.frames()) {
        let (interface, octets) = if at % 2 == 0 { (1_u32, &frame[14..]) } else { (2, &frame[..]) };
        let length = u32::try_from(octets.len()).expect("short").to_le_bytes();
        let head =
            [interface.to_le_bytes(), 3_u32.to_le_bytes(), (at * 1001 + 1).to_le_bytes(), length, length].concat();
        file.extend(block(6, &[&head, octets].concat()));
        // Keys of TLS, which are not copied.
        file.extend(block(10, b"KSLTsesame-key"));
    }
    let (out, _) = extract(&file, &[0], false);
    let told = |file: &[u8]| {
        let mut frames = Frames::open(file).expect("a capture");
        let mut told = Vec::new();
        while let Some(next) = frames.next_with_origin() {
            let (frame, origin) = next.expect("a frame");
            let frame = (frame.at, origin.ticks, frame.octets.to_vec());
            told.push((frame, frames.interface(origin)));
        }
        told
    };
    assert_eq!(told(&out), told(&file));
    let used: BTreeSet<_> = told(&out).iter().filter_map(|(_, known)| known.as_ref().map(|known| known.link)).collect();
    assert_eq!(used.len(), 2);
    assert!(holds(&out, "raw0") && !holds(&out, "sesame-key"));
}

/// A secret whose letters stand nowhere else.
const WORD: &str = "Zq7xBw9CvJ3G";

/// What a client may say, its secret among it.
fn line() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        format!("PASS {WORD}\r\n"),
        format!("pass  {WORD} {WORD}\n"),
        format!("APOP amy {WORD}\r\n"),
        format!("AUTH PLAIN {WORD}\r\n"),
        format!("AUTH {WORD}\r\n"),
        format!("{WORD}\r\n"),
        "NOOP\r\n".to_owned(),
        "USER amy\r\nLIST 1\r\n".to_owned(),
        "QUIT\r\n".to_owned(),
    ])
}

proptest! {
    #[test]
    fn no_frame_holds_a_piece_of_a_secret(
        lines in prop::collection::vec(line(), 1..12),
        sizes in prop::collection::vec(1_usize..9, 1..40),
        turns in prop::collection::vec((0_usize..60, 0_usize..60), 0..8),
        again in prop::collection::vec(0_usize..60, 0..6),
        lost in prop::collection::vec(3_usize..60, 0..3),
        cut in 50_usize..90,
    ) {
        let mut talk = Talk::open().s("+OK ready\r\n");
        let said = lines.concat();
        let mut rest = said.as_bytes();
        for size in sizes.iter().cycle() {
            let (piece, behind) = rest.split_at((*size).min(rest.len()));
            talk = talk.c(piece);
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        talk = lines.iter().fold(talk, |talk, _| talk.s("+OK\r\n")).fin(Side::Client);
        let mut all = talk.frames();
        let count = all.len();
        for (one, other) in turns {
            all.swap(one % count, other % count);
        }
        for place in again {
            all.push(all[place % count].clone());
        }
        let kept = (0..).zip(&all).filter(|(place, _)| !lost.contains(place)).map(|(_, frame)| frame);
        let mut file = pcap_header(1);
        for (at, frame) in (0..).zip(kept) {
            file.extend(pcap_frame(at, &frame[..frame.len().min(cut)], frame.len()));
        }
        let mut selection = Selection::new(true);
        for session in analysed(&file).0 {
            prop_assert_eq!(selection.choose(&session, []), Ok(()));
        }
        let mut out = Vec::new();
        copy(&selection, || Ok(file.as_slice()), || ControlFlow::Continue(()), &mut out).expect("a copy");
        for frame in frames(&out) {
            let octets = frame.get(54..).unwrap_or_default();
            prop_assert!(!octets.iter().any(|octet| WORD.as_bytes().contains(octet)), "{:?}", octets);
        }
    }
}
