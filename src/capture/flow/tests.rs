//! What is delivered of connections whose segments are lost, swapped, doubled or forged.

mod oddities;

use proptest::prelude::*;

use crate::capture::problem::Problem;
use crate::capture::testing::Packet;
use crate::capture::testing::Talk;
use crate::capture::testing::words;
use crate::proto::Side;
use crate::session::RecordedSession;

/// Frames 1 to 3 open the connection, and then each line is a frame.
fn lesson() -> Talk {
    Talk::open()
        .s("+OK ready\r\n")
        .c("USER amy\r\n")
        .s("+OK\r\n")
        .c("PASS x\r\n")
        .s("+OK\r\n")
        .c("RETR 1\r\n")
        .s("+OK 9\r\nab")
        .s("cdefg\r\n")
        .s(".\r\n")
        .c("QUIT\r\n")
        .s("+OK bye\r\n")
        .fin(Side::Server)
}

const LESSON: [&str; 11] = [
    "opened",
    r"S: +OK ready\r\n",
    r"C: USER amy\r\n",
    r"S: +OK\r\n",
    r"C: PASS x\r\n",
    r"S: +OK\r\n",
    r"C: RETR 1\r\n",
    r"S: +OK 9\r\nabcdefg\r\n.\r\n",
    r"C: QUIT\r\n",
    r"S: +OK bye\r\n",
    "Finished(Server)",
];

/// The lesson with some steps replaced by others.
fn lesson_but(from: usize, to: usize, other: &[&str]) -> Vec<String> {
    let steps = [&LESSON[..from], other, &LESSON[to..]].concat();
    steps.into_iter().map(str::to_owned).collect()
}

fn only(talk: &Talk) -> RecordedSession {
    let (mut sessions, _) = talk.analysed();
    assert_eq!(sessions.len(), 1);
    sessions.remove(0)
}

#[test]
fn a_whole_conversation_is_told_in_order() {
    assert_eq!(lesson().words(), LESSON);
    let session = only(&lesson());
    assert!(session.is_whole());
    assert_eq!((session.first_frame, session.frames, session.client_octets, session.server_octets), (1, 16, 32, 49));
    let frames: Vec<u64> = session.timeline.steps().iter().flat_map(|step| step.frames().collect::<Vec<_>>()).collect();
    assert_eq!(frames, [1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16]);
}

#[test]
fn a_lost_reply_is_missed_before_the_next_command() {
    // Frames count from 0 here: the reply to USER.
    let words = lesson().without(&[5]).words();
    assert_eq!(words, lesson_but(3, 4, &["S: gap of 5"]));
}

#[test]
fn a_lost_command_is_missed_before_its_reply() {
    let words = lesson().without(&[4]).words();
    assert_eq!(words, lesson_but(2, 3, &["C: gap of 10"]));
}

#[test]
fn a_lost_command_and_its_lost_reply_are_missed_in_that_order() {
    let words = lesson().without(&[4, 5]).words();
    assert_eq!(words, lesson_but(2, 4, &["C: gap of 10", "S: gap of 5"]));
}

#[test]
fn a_lost_part_of_a_message_is_a_hole_in_it() {
    let session = only(&lesson().without(&[10]));
    assert_eq!(session.gap_octets, 7);
    let words = words(&session.timeline);
    assert_eq!(words, lesson_but(7, 8, &["S: gap of 7", r"S: +OK 9\r\nab.\r\n"]));
}

#[test]
fn a_lost_end_is_missed_where_the_other_side_acknowledges_it() {
    let talk = Talk::open().s("+OK ready\r\n").c("QUIT\r\n").s("+OK bye\r\n").add(Side::Client, "A", b"");
    let words = talk.without(&[5]).words();
    assert_eq!(words[2..], [r"C: QUIT\r\n", "S: gap of 9", "RecordingEnds"]);
}

#[test]
fn a_fin_that_was_not_captured_is_no_gap() {
    let words = lesson().without(&[14]).words();
    assert_eq!(words, lesson_but(10, 11, &["RecordingEnds"]));
}

#[test]
fn a_late_reply_is_delivered_before_the_command_that_follows_it() {
    let mut talk = lesson();
    talk.packets.swap(5, 6);
    talk.packets.swap(9, 11);
    assert_eq!(talk.words(), LESSON);
}

#[test]
fn segments_that_come_again_are_heard_once() {
    let mut talk = lesson();
    talk.packets = talk.packets.iter().flat_map(|packet| [packet.clone(), packet.clone()]).collect();
    assert_eq!(talk.words(), LESSON);
    let (_, summary) = talk.analysed();
    assert_eq!(summary.problems, []);
}

#[test]
fn overlapping_segments_give_each_octet_once() {
    let mut talk = lesson();
    let (first, second) = (talk.packets[9].clone(), talk.packets[10].clone());
    // "+OK 9\r\nab" and "cdefg\r\n" again as one segment that begins within the first.
    let octets = [&first.octets[4..], &second.octets].concat();
    let sequence = first.sequence.wrapping_add(4);
    talk.packets.insert(10, Packet { sequence, octets, ..first });
    assert_eq!(talk.words(), LESSON);
}

#[test]
fn the_first_copy_counts_and_a_different_one_is_reported() {
    let mut talk = lesson();
    let mut forged = talk.packets[10].clone();
    forged.octets = b"CDEFG\r\n".to_vec();
    talk.packets.insert(11, forged);
    let mut words = talk.words();
    let told = words.iter().position(|word| word == "S: 5 octets differ").expect("it is a step of its own");
    words.remove(told);
    assert_eq!(words, LESSON);
    assert_eq!(talk.analysed().1.problems, [Problem::Conflicts { octets: 5 }]);
}

#[test]
fn keep_alive_probes_say_nothing() {
    let mut talk = lesson();
    for (place, octets) in [(12, b"".as_slice()), (12, b"\0")] {
        let mut probe = talk.packets[11].clone();
        probe.sequence = probe.sequence.wrapping_add(2);
        probe.octets = octets.to_vec();
        talk.packets.insert(place, probe);
    }
    assert_eq!(talk.words(), LESSON);
    assert_eq!(talk.analysed().1.problems, []);
}

#[test]
fn a_reset_ends_the_conversation() {
    let talk = Talk::open().s("+OK ready\r\n").c("QUIT\r\n").add(Side::Client, "RA", b"").s("+OK bye\r\n");
    assert_eq!(talk.words()[2..], [r"C: QUIT\r\n", "Reset(Client)"]);
    // What was on its way then is not told, but counted.
    assert_eq!(talk.analysed().1.problems, [Problem::OutOfPlace { octets: 9 }]);
}

#[test]
fn a_reset_with_a_wild_number_is_no_gap() {
    let mut talk = Talk::open().s("+OK ready\r\n").c("QUIT\r\n").add(Side::Server, "R", b"");
    talk.packets[5].sequence = talk.packets[5].sequence.wrapping_add(40_000);
    assert_eq!(talk.words()[2..], [r"C: QUIT\r\n", "Reset(Server)"]);
}

#[test]
fn a_wrong_acknowledgment_makes_no_gap_while_its_octets_still_come() {
    let mut talk = Talk::open().s("+OK ready\r\n").c("USER amy\r\n");
    talk.packets[4].acknowledgment = talk.packets[4].acknowledgment.map(|number| number.wrapping_add(100_000));
    for _ in 0..100 {
        talk = talk.s("+OK\r\n").c("NOOP\r\n");
    }
    let (sessions, summary) = talk.analysed();
    assert_eq!(summary.problems, []);
    assert_eq!((sessions[0].client_octets, sessions[0].server_octets), (610, 511));
}

#[test]
fn a_new_syn_begins_another_session_between_the_same_ports() {
    let mut talk = Talk::open().s("+OK one\r\n").c("QUIT\r\n").s("+OK bye\r\n");
    let mut second = Talk::open().s("+OK two\r\n").c("QUIT\r\n").s("+OK bye\r\n").fin(Side::Client);
    for packet in &mut second.packets {
        packet.sequence = packet.sequence.wrapping_add(5_000_000);
        packet.acknowledgment = packet.acknowledgment.map(|number| number.wrapping_add(5_000_000));
    }
    talk.packets.extend(second.packets);
    let (sessions, summary) = talk.analysed();
    let all: Vec<Vec<String>> = sessions.iter().map(|session| words(&session.timeline)).collect();
    assert_eq!(all[0][1], r"S: +OK one\r\n");
    assert_eq!(all[0].last().map(String::as_str), Some("LineLost"));
    assert_eq!(all[1][1], r"S: +OK two\r\n");
    assert_eq!(all[1].last().map(String::as_str), Some("Finished(Client)"));
    assert_eq!((summary.connections, summary.sessions), (2, 2));
}

#[test]
fn a_capture_may_begin_in_the_middle() {
    let lost: Vec<usize> = (0..8).collect();
    assert_eq!(lesson().without(&lost).words(), lesson_but(1, 6, &[]));
    // The first packet is of the server: its port tells who it is.
    let lost: Vec<usize> = (0..9).collect();
    let end = [r"S: +OK 9\r\n", r"S: abcdefg\r\n.\r\n"];
    assert_eq!(lesson().without(&lost).words(), lesson_but(1, 8, &end));
}

#[test]
fn one_side_alone_is_told_with_the_gaps_of_the_other() {
    let mut talk = lesson();
    talk.packets.retain(|packet| packet.side == Side::Server);
    let words = talk.words();
    assert_eq!(words[..4], ["opened", r"S: +OK ready\r\n", "C: gap of 10", r"S: +OK\r\n"]);
    talk = lesson();
    talk.packets.retain(|packet| packet.side == Side::Client);
    let words = talk.words();
    assert_eq!(words[..4], ["opened", "S: gap of 11", r"C: USER amy\r\n", "S: gap of 5"]);
}

#[test]
fn far_more_than_a_window_ahead_is_left_out_and_said() {
    let mut talk = lesson();
    let mut far = talk.packets[6].clone();
    far.sequence = far.sequence.wrapping_add(0x5000_0000);
    talk.packets.insert(6, far);
    assert_eq!(talk.words(), LESSON);
    assert_eq!(talk.analysed().1.problems, [Problem::OutOfPlace { octets: 8 }]);
}

#[test]
fn a_hole_that_nobody_acknowledges_is_given_up_when_too_much_waits() {
    let mut talk = Talk::open().s("+OK ready\r\n").c("RETR 1\r\n").s("+OK\r\n").s("lost");
    let lost = talk.packets.len() - 1;
    for _ in 0..5000 {
        talk = talk.s([b'x'; 1000]);
    }
    let talk = talk.without(&[lost]).s("\r\n.\r\n");
    let (sessions, summary) = talk.analysed();
    assert_eq!(summary.problems, [Problem::Gaps { pieces: 1, octets: 4 }]);
    assert_eq!(sessions[0].server_octets, 11 + 5 + 5_000_000 + 5);
}

/// Moves each packet behind the handshake back by at most so many places, and doubles some.
fn shuffle(talk: &mut Talk, moves: &[(usize, usize, bool)]) {
    for &(from, back, double) in moves {
        let last = talk.packets.len() - 1;
        let from = 3 + from % (last - 2);
        let to = from.saturating_sub(back).max(3);
        let packet = if double { talk.packets[from].clone() } else { talk.packets.remove(from) };
        talk.packets.insert(to, packet);
    }
}

/// Cuts the segments of the lesson anew, so that each has so many octets.
fn recut(sizes: &[usize]) -> Talk {
    let mut talk = lesson();
    let mut sizes = sizes.iter().copied().cycle();
    let whole = std::mem::take(&mut talk.packets);
    for packet in whole {
        let mut rest = packet.octets.as_slice();
        let mut sequence = packet.sequence;
        while 1 < rest.len() {
            let size = sizes.next().unwrap_or(1).clamp(1, rest.len() - 1);
            talk.packets.push(Packet { sequence, octets: rest[..size].to_vec(), flags: "A", ..packet });
            sequence = sequence.wrapping_add(u32::try_from(size).expect("short"));
            rest = &rest[size..];
        }
        talk.packets.push(Packet { sequence, octets: rest.to_vec(), ..packet });
    }
    talk
}

proptest! {
    #[test]
    fn any_order_cut_and_doubling_tells_the_same(
        sizes in proptest::collection::vec(1_usize..12, 1..8),
        moves in proptest::collection::vec((0_usize..200, 0_usize..12, any::<bool>()), 0..40),
    ) {
        let mut talk = recut(&sizes);
        shuffle(&mut talk, &moves);
        prop_assert_eq!(talk.words(), LESSON);
        prop_assert_eq!(talk.analysed().1.problems, []);
    }

    #[test]
    fn what_is_lost_is_counted_to_the_octet(
        sizes in proptest::collection::vec(1_usize..12, 1..8),
        lost in proptest::collection::vec(any::<bool>(), 100),
    ) {
        let whole = recut(&sizes);
        let lost: Vec<usize> =
            (5..whole.packets.len() - 3).filter(|&place| lost.get(place) == Some(&true)).collect();
        let session = only(&whole.without(&lost));
        prop_assert_eq!(session.client_octets + session.server_octets + session.gap_octets, 81);
    }

    #[test]
    fn forged_numbers_harm_nobody(
        forgeries in proptest::collection::vec((0_usize..16, any::<u32>(), any::<u32>(), any::<bool>()), 1..8),
    ) {
        let mut talk = lesson();
        for (place, sequence, acknowledgment, reset) in forgeries {
            let place = place % talk.packets.len();
            let mut forged = talk.packets[place].clone();
            forged.sequence = sequence;
            forged.acknowledgment = Some(acknowledgment);
            forged.flags = if reset { "RA" } else { "A" };
            talk.packets.insert(place, forged);
        }
        talk.analysed();
    }
}
