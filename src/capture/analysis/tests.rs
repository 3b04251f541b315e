//! What comes out of whole files.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::capture::table::MAX_FLOWS;
use crate::capture::testing::Talk;
use crate::capture::testing::analysed;
use crate::capture::testing::pcap;
use crate::capture::testing::pcap_frame;
use crate::capture::testing::pcap_header;
use crate::capture::testing::pcapng;
use crate::capture::testing::words;
use crate::proto::Side;

fn lesson(port: u16, client: u16) -> Talk {
    let mut talk = Talk::new(port);
    talk.client.set_port(client);
    talk.shake()
        .s("+OK ready\r\n")
        .c("USER amy\r\n")
        .s("+OK\r\n")
        .c("RETR 1\r\n")
        .s("+OK\r\nab\r\n")
        .s("..c\r\n.\r\n")
        .c("QUIT\r\n")
        .s("+OK bye\r\n")
        .fin(Side::Server)
}

#[test]
fn sessions_are_numbered_by_their_first_frame_and_handed_out_as_they_end() {
    let (first, second, third) = (lesson(110, 1), lesson(8110, 2), lesson(110, 3));
    let other = Talk::new(80).shake().c("GET / HTTP/1.0\r\n\r\n").s("HTTP/1.0 200 OK\r\n\r\n");
    let mut frames = other.frames();
    frames.extend(first.frames()[..8].to_vec());
    frames.extend(second.frames()[..5].to_vec());
    frames.extend(third.frames());
    frames.extend(second.frames()[5..].to_vec());
    frames.extend(first.frames()[8..].to_vec());
    let mut seen = Vec::new();
    let summary = analyse(
        pcap(&frames).as_slice(),
        &Options::default(),
        |_| ControlFlow::Continue(()),
        |session| seen.push((session.index, session.client.port(), session.first_frame)),
    );
    assert_eq!(seen, [(2, 3, 19), (1, 2, 14), (0, 1, 6)]);
    let summary = summary.expect("a capture");
    assert_eq!((summary.packets, summary.sessions, summary.connections), (47, 3, 4));
    assert_eq!(summary.octets, pcap(&frames).len() as u64);
}

#[test]
fn ipv6_sessions_are_found() {
    let mut talk = lesson(110, 1);
    talk.client = "[2001:db8::1]:1025".parse().expect("an address");
    talk.server = "[2001:db8::2]:110".parse().expect("an address");
    let (sessions, _) = talk.analysed();
    assert_eq!((sessions[0].client, sessions[0].server), (talk.client, talk.server));
    assert_eq!(sessions[0].timeline.len(), 9);
}

#[test]
fn what_is_no_tcp_is_counted() {
    let mut frames = lesson(110, 1).frames();
    let mut arp = vec![0; 60];
    arp[12..14].copy_from_slice(&[8, 6]);
    frames.insert(0, arp.clone());
    frames.insert(5, arp);
    let mut udp = frames[1].clone();
    udp[14 + 9] = 17;
    frames.insert(7, udp);
    frames.insert(9, Vec::new());
    let (sessions, summary) = analysed(&pcap(&frames));
    let left_out = [(LeftOut::EtherType(0x0806), 2), (LeftOut::Udp, 1), (LeftOut::Malformed, 1)];
    assert_eq!(summary.left_out, BTreeMap::from(left_out));
    assert_eq!(sessions.len(), 1);
}

#[test]
fn snapped_frames_leave_gaps_of_the_right_size() {
    let mut file = pcap_header(1);
    for (at, frame) in (0..).zip(lesson(110, 1).frames()) {
        file.extend(pcap_frame(at, &frame[..frame.len().min(14 + 20 + 20 + 7)], frame.len()));
    }
    let (sessions, summary) = analysed(&file);
    let words = words(&sessions[0].timeline);
    assert_eq!(words[1..4], ["S: +OK rea", "S: gap of 4", "C: USER am"]);
    assert_eq!(sessions[0].snapped_octets, 4 + 3 + 1 + 2 + 1 + 2);
    assert!(matches!(summary.problems[..], [Problem::Snapped { pieces: 6, octets: 13 }]), "{:?}", summary.problems);
}

#[test]
fn connections_without_words_are_no_sessions() {
    let refused = Talk::new(110).add(Side::Client, "S", b"").add(Side::Server, "RA", b"");
    let silent = Talk::open().fin(Side::Client);
    for talk in [refused, silent] {
        let (sessions, summary) = talk.analysed();
        assert_eq!((sessions.len(), summary.connections), (0, 1));
        assert_eq!(summary.problems, []);
    }
}

#[test]
fn the_watcher_sees_progress_and_can_stop() {
    let frames: Vec<Vec<u8>> = (0..400).flat_map(|client| lesson(110, client).frames()).collect();
    let file = pcap(&frames);
    let mut looks = Vec::new();
    let watch = |progress: Progress| {
        looks.push(progress);
        if looks.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let mut sessions = 0;
    let summary = analyse(file.as_slice(), &Options::default(), watch, |_| sessions += 1).expect("a capture");
    assert!(summary.cancelled);
    assert_eq!(summary.packets, 3 * WATCH_EVERY);
    assert_eq!(summary.sessions, sessions);
    assert!(looks.is_sorted_by_key(|look| (look.octets, look.frames, look.sessions)));
    assert!(looks[2].octets < file.len() as u64 && 0 < looks[0].sessions);
}

#[test]
fn a_flood_of_connections_is_bounded_and_said() {
    let mut frames = Talk::open().s("+OK first\r\n").frames();
    let syn = Talk::new(110).add(Side::Client, "S", b"").frames().remove(0);
    for number in 0..=u32::try_from(MAX_FLOWS).expect("not so many") {
        let mut frame = syn.clone();
        frame[26..30].copy_from_slice(&number.to_be_bytes()); // The address of the client.
        frames.push(frame);
    }
    let (sessions, summary) = analysed(&pcap(&frames));
    assert_eq!(sessions.len(), 1);
    assert_eq!(words(&sessions[0].timeline).last().map(String::as_str), Some("RecordingEnds"));
    assert_eq!(summary.problems, [Problem::FlowsLetGo { flows: 1 }]);
}

#[test]
fn every_beginning_of_a_file_gives_the_beginning_of_the_steps() {
    let frames = lesson(110, 1).frames();
    for file in [pcap(&frames), pcapng(&frames)] {
        let (sessions, _) = analysed(&file);
        let whole = words(&sessions[0].timeline);
        for cut in 60..file.len() {
            let (sessions, summary) = analysed(&file[..cut]);
            let steps = sessions.first().map(|session| words(&session.timeline)).unwrap_or_default();
            // At the end stand words that are not whole, and the end of the recording.
            let same = steps.iter().zip(&whole).take_while(|(step, whole)| step == whole).count();
            assert!(steps.len() <= same + 2, "cut at {cut}: {steps:?}");
            assert!(summary.problems.len() <= 1, "cut at {cut}");
        }
    }
}

proptest! {
    #[test]
    fn damaged_octets_never_panic(
        damages in proptest::collection::vec((0_usize..5000, any::<u8>()), 1..20),
        ng in any::<bool>(),
    ) {
        let frames = lesson(110, 1).frames();
        let mut file = if ng { pcapng(&frames) } else { pcap(&frames) };
        for (place, octet) in damages {
            let place = place % file.len();
            file[place] = octet;
        }
        let _ = analyse(file.as_slice(), &Options::default(), |_| ControlFlow::Continue(()), drop);
    }

    #[test]
    fn random_octets_never_panic(
        link in proptest::sample::select(vec![0, 1, 9, 50, 51, 101, 104, 105, 113, 119, 127, 163, 192, 204, 276]),
        frames in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..120), 0..20),
        rest in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut file = pcap_header(link);
        for frame in &frames {
            file.extend(pcap_frame(0, frame, frame.len()));
        }
        file.extend(&rest);
        let _ = analyse(file.as_slice(), &Options::default(), |_| ControlFlow::Continue(()), drop);
        let _ = analyse(rest.as_slice(), &Options::default(), |_| ControlFlow::Continue(()), drop);
    }
}
