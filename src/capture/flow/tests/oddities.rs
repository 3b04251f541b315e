//! What TCP does besides carrying octets: probes, resets, doubled ends, early data, ports used again.

use super::*;
use crate::proto::Side::Client as C;
use crate::proto::Side::Server as S;

/// A copy of a packet of the lesson, put somewhere else in other words.
fn with(place: usize, like: usize, change: impl FnOnce(&mut Packet)) -> Talk {
    let mut talk = lesson();
    let mut packet = talk.packets[like].clone();
    change(&mut packet);
    talk.packets.insert(place, packet);
    talk
}

#[track_caller]
fn tells_the_lesson(talk: &Talk) {
    assert_eq!(talk.words(), LESSON);
    assert_eq!(talk.analysed().1.problems, []);
}

#[test]
fn a_keep_alive_and_its_answer_say_nothing() {
    // The last octet of PASS again, or none, and the acknowledgment that answers.
    for octets in [b"\n".as_slice(), b"\0", b""] {
        let mut talk = with(9, 7, |probe| {
            let before = u32::try_from(probe.octets.len()).expect("short") - 1;
            probe.sequence = probe.sequence.wrapping_add(before);
            probe.octets = octets.to_vec();
        });
        let mut answer = talk.packets[8].clone();
        answer.sequence = talk.packets[10].acknowledgment.expect("all acknowledge");
        answer.octets.clear();
        talk.packets.insert(10, answer);
        tells_the_lesson(&talk);
    }
}

#[test]
fn a_probe_of_a_closed_window_says_its_octet_once() {
    // The server may not send "cdefg", but tries its first octet, again and again.
    for probes in [1, 2, 5] {
        let mut talk = lesson();
        let mut probe = talk.packets[10].clone();
        probe.octets.truncate(1);
        for _ in 0..probes {
            talk.packets.insert(10, probe.clone());
        }
        tells_the_lesson(&talk);
    }
    // Or it probes with an octet that was acknowledged long ago, as Linux does.
    let talk = with(10, 10, |probe| {
        probe.sequence = probe.sequence.wrapping_sub(1);
        probe.octets.clear();
    });
    tells_the_lesson(&talk);
}

#[test]
fn a_reset_within_a_reply_leaves_what_came() {
    for flags in ["R", "RA"] {
        let talk = Talk::open().s("+OK ready\r\n").c("RETR 1\r\n").s("+OK 9\r\nab").add(C, flags, b"");
        let words = talk.words();
        assert_eq!(words[3..], [r"S: +OK 9\r\nab", "Reset(Client)"], "{flags}");
        let talk = Talk::open().s("+OK ready\r\n").c("RETR 1\r\n").s("+OK 9\r\nab").add(S, flags, b"");
        assert_eq!(talk.words().last().map(String::as_str), Some("Reset(Server)"), "{flags}");
    }
}

#[test]
fn a_segment_that_comes_again_may_be_cut_otherwise() {
    let all = |talk: &Talk| talk.packets[9..12].iter().flat_map(|packet| packet.octets.clone()).collect::<Vec<_>>();
    let talk = lesson();
    let whole = all(&talk);
    for from in 0..whole.len() {
        for to in from + 1..=whole.len() {
            // A part of the reply again, at each place where a part of it can come.
            for place in 10..=13 {
                let again = with(place, 9, |packet| {
                    packet.sequence = packet.sequence.wrapping_add(u32::try_from(from).expect("short"));
                    packet.octets = whole[from..to].to_vec();
                });
                assert_eq!(again.words(), LESSON, "{from} to {to} at {place}");
            }
        }
    }
    // The first copy was lost, and its octets come back as one segment with those behind them.
    let mut lost = lesson();
    let mut joined = lost.packets[9].clone();
    joined.octets = whole;
    lost.packets.splice(9..12, [joined]);
    tells_the_lesson(&lost);
}

#[test]
fn an_end_may_be_said_again() {
    for place in 14..=17 {
        tells_the_lesson(&with(place, 14, |_| ()));
    }
    // With the last octets before it, and then alone.
    let mut talk = lesson();
    let octets = talk.packets[13].octets.clone();
    talk.packets[13].flags = "FA";
    tells_the_lesson(&talk);
    let mut again = talk.packets[13].clone();
    again.sequence = again.sequence.wrapping_add(u32::try_from(octets.len()).expect("short"));
    again.octets.clear();
    talk.packets[14] = again;
    tells_the_lesson(&talk);
}

#[test]
fn a_connection_may_begin_with_octets() {
    // TCP fast open: the server greets with its SYN, and the client may even command with its own.
    let mut talk = Talk::new(110).add(C, "S", b"").add(S, "SA", b"+OK ready\r\n").add(C, "A", b"");
    talk = talk.c("QUIT\r\n").s("+OK bye\r\n").fin(C);
    assert_eq!(talk.words()[1..4], [r"S: +OK ready\r\n", r"C: QUIT\r\n", r"S: +OK bye\r\n"]);
    let mut talk = Talk::new(110).add(C, "S", b"CAPA\r\n").add(S, "SA", b"+OK\r\nTOP\r\n.\r\n").add(C, "A", b"");
    talk = talk.c("QUIT\r\n").s("+OK bye\r\n").fin(C);
    let expected = [r"C: CAPA\r\n", r"S: +OK\r\nTOP\r\n.\r\n", r"C: QUIT\r\n", r"S: +OK bye\r\n"];
    assert_eq!(talk.words()[1..5], expected);
    // The server takes no octets with a SYN: they come again.
    let mut refused = Talk::new(110).add(C, "S", b"CAPA\r\n").add(S, "SA", b"").add(C, "A", b"");
    refused.packets[1].acknowledgment = Some(refused.packets[0].sequence.wrapping_add(1));
    let again = Packet {
        sequence: refused.packets[0].sequence.wrapping_add(1),
        octets: b"CAPA\r\n".to_vec(),
        ..refused.packets[2].clone()
    };
    refused.packets.push(again);
    refused = refused.s("+OK ready\r\n+OK\r\nTOP\r\n.\r\n").fin(C);
    assert_eq!(refused.words()[1], r"C: CAPA\r\n");
    let (sessions, summary) = refused.analysed();
    assert_eq!((sessions[0].client_octets, summary.problems), (6, vec![]));
}

#[test]
fn an_urgent_octet_is_an_octet() {
    let mut talk = lesson();
    for packet in &mut talk.packets[3..14] {
        packet.flags = "AU";
    }
    tells_the_lesson(&talk);
}

#[test]
fn sequence_numbers_go_on_behind_the_last_one() {
    // The numbers of both sides wrap at every place of the conversation.
    for shift in 0..90 {
        let mut talk = lesson();
        for packet in &mut talk.packets {
            packet.sequence = packet.sequence.wrapping_sub(shift);
            packet.acknowledgment = packet.acknowledgment.map(|number| number.wrapping_sub(shift));
        }
        let doubled = talk.packets.iter().flat_map(|packet| [packet.clone(), packet.clone()]).collect();
        talk.packets = doubled;
        talk.packets.swap(20, 22);
        tells_the_lesson(&talk);
    }
}

#[test]
fn ports_are_used_again_after_every_kind_of_end() {
    let first = |end: &str| {
        let talk = Talk::open().s("+OK one\r\n").c("QUIT\r\n").s("+OK bye\r\n");
        match end {
            "FIN" => talk.fin(C),
            "half" => talk.add(S, "FA", b""),
            "RST" => talk.add(C, "RA", b""),
            _ => talk,
        }
    };
    for (end, last) in
        [("FIN", "Finished(Client)"), ("half", "LineLost"), ("RST", "Reset(Client)"), ("none", "LineLost")]
    {
        for answered_first in [false, true] {
            let mut talk = first(end);
            let mut second = Talk::open().s("+OK two\r\n").c("QUIT\r\n").s("+OK bye\r\n").fin(C);
            for packet in &mut second.packets {
                packet.sequence = packet.sequence.wrapping_add(7_000_000);
                packet.acknowledgment = packet.acknowledgment.map(|number| number.wrapping_add(7_000_000));
            }
            // A SYN that comes again opens nothing anew.
            let syn = second.packets[0].clone();
            second.packets.insert(if answered_first { 2 } else { 1 }, syn);
            talk.packets.extend(second.packets);
            let (sessions, summary) = talk.analysed();
            assert_eq!((sessions.len(), summary.connections), (2, 2), "{end}");
            let words = sessions.iter().map(|session| words(&session.timeline)).collect::<Vec<_>>();
            assert_eq!(words[0].last().map(String::as_str), Some(last), "{end}");
            assert_eq!(words[1][1..3], [r"S: +OK two\r\n", r"C: QUIT\r\n"], "{end}");
            assert_eq!(words[1].last().map(String::as_str), Some("Finished(Client)"), "{end}");
        }
    }
}

#[test]
fn one_side_alone_from_the_middle_is_told_with_the_gaps_of_the_other() {
    let mut talk = lesson().without(&[0, 1, 2, 3, 4, 5]);
    talk.packets.retain(|packet| packet.side == C);
    let words = talk.words();
    assert_eq!(words[1..4], [r"C: PASS x\r\n", "S: gap of 5", r"C: RETR 1\r\n"]);
    let mut talk = lesson().without(&[0, 1, 2, 3, 4]);
    talk.packets.retain(|packet| packet.side == S);
    let words = talk.words();
    assert_eq!(words[1..4], [r"S: +OK\r\n", "C: gap of 8", r"S: +OK\r\n"]);
    assert_eq!(words.last().map(String::as_str), Some("RecordingEnds"));
}

#[test]
fn all_segments_in_one_direction_first_are_told_in_their_order() {
    // Two files that were merged one behind the other, each with one side.
    let whole = lesson();
    for first in [C, S] {
        let mut talk = lesson();
        talk.packets = whole.packets[..3].to_vec();
        for side in [first, first.other()] {
            talk.packets.extend(whole.packets[3..].iter().filter(|packet| packet.side == side).cloned());
        }
        assert_eq!(talk.words(), LESSON);
    }
}
