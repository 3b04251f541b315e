//! Which conversations are POP3.

mod dialogues;

use std::net::SocketAddr;

use std::collections::BTreeSet;

use super::*;
use crate::proto::Side::Client as C;
use crate::proto::Side::Server as S;
use crate::proto::utterance::Cover;
use crate::session::event::Party;

/// Judges words of both sides, cut into single octets and whole; all ways must agree.
#[track_caller]
fn judges(port: u16, opening: Opening, script: &[(Side, &[u8])], expected: Verdict) {
    for cut in [usize::MAX, 1] {
        let party = |port: u16| Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        let mut detector = Detector::new(
            &Connection { client: party(40_000), server: party(port), opening, protocol: crate::proto::Protocol::Pop3 },
            &BTreeSet::new(),
        );
        let mut verdict = Verdict::Open;
        for (side, octets) in script {
            for piece in octets.chunks(cut.min(octets.len())) {
                if verdict == Verdict::Open {
                    let octets = piece.to_vec();
                    verdict = detector
                        .hear(&EventKind::Octets { side: *side, octets, cover: Cover::Clear }, &KeyLog::default());
                }
            }
        }
        assert_eq!(verdict, expected, "in pieces of {cut}");
    }
}

#[track_caller]
fn whole(port: u16, script: &[(Side, &str)], expected: Verdict) {
    let script: Vec<(Side, &[u8])> = script.iter().map(|(side, text)| (*side, text.as_bytes())).collect();
    judges(port, Opening::Connection, &script, expected);
}

#[track_caller]
fn middle(port: u16, script: &[(Side, &str)], expected: Verdict) {
    let script: Vec<(Side, &[u8])> = script.iter().map(|(side, text)| (*side, text.as_bytes())).collect();
    judges(port, Opening::MidStream, &script, expected);
}

#[test]
fn on_its_ports_a_greeting_is_enough() {
    for port in [110, 1110, 109, 995] {
        whole(port, &[(S, "+OK ready\r\n")], Verdict::Pop3);
        whole(port, &[(S, "-ERR busy\r\n")], Verdict::Pop3);
        whole(port, &[(S, "+")], Verdict::Open);
        whole(port, &[(C, "CAPA\r\n")], Verdict::Pop3);
        whole(port, &[(S, "Welcome!\r\n"), (C, "USER amy\r\n")], Verdict::Pop3);
    }
}

#[test]
fn a_server_that_calls_itself_pop1_speaks_no_pop3() {
    whole(109, &[(S, "+OK POP1 mail.example.org server ready\r\n"), (C, "USER amy\r\n")], Verdict::Other);
    whole(110, &[(S, "+OK POP1 mail.example.org server ready\r\n")], Verdict::Other);
    whole(110, &[(S, "+OK POP1x\r\n")], Verdict::Pop3);
    whole(110, &[(S, "+OK PO")], Verdict::Open);
    whole(110, &[(S, "+OK PO"), (C, "USER amy\r\n")], Verdict::Pop3);
    middle(110, &[(S, "+OK POP1 and so on\r\n")], Verdict::Pop3);
}

#[test]
fn another_language_on_port_110_is_no_pop3() {
    judges(110, Opening::Connection, &[(C, &[0xFF; 19])], Verdict::Open);
    judges(110, Opening::Connection, &[(C, &[0xFF, 0xFF, 0, 19, 4]), (S, &[0xFF, 0xFF, 0, 19, 4])], Verdict::Other);
    whole(110, &[(S, "220 ftp\r\n"), (C, "HELO x\r\n")], Verdict::Other);
    whole(110, &[(C, "GET / HTTP/1.1\r\n"), (S, "HTTP/1.1 200 OK\r\n")], Verdict::Other);
    whole(110, &[(S, "SSH-2.0-x\r\n"), (C, "SSH-2.0-y\r\n")], Verdict::Other);
}

#[test]
fn on_any_port_greeting_and_command_must_be_pop3() {
    whole(8110, &[(S, "+OK ready\r\n")], Verdict::Open);
    whole(8110, &[(S, "+OK ready\r\n"), (C, "user amy\r\n")], Verdict::Pop3);
    whole(8110, &[(S, "+OK ready\r\n"), (C, "CAPA\r\n")], Verdict::Pop3);
    whole(8110, &[(S, "+OK ready\r\n"), (C, "PING\r\n")], Verdict::Other);
    whole(21, &[(S, "220 ready\r\n"), (C, "USER amy\r\n")], Verdict::Other);
    whole(143, &[(S, "* OK ready\r\n")], Verdict::Other);
    whole(80, &[(C, "GET / HTTP/1.1\r\n")], Verdict::Other);
    whole(25, &[(S, "+OKAY\r\n")], Verdict::Other);
}

#[test]
fn redis_is_no_pop3() {
    whole(6379, &[(C, "*1\r\n$4\r\nping\r\n"), (S, "+PONG\r\n")], Verdict::Other);
    whole(6379, &[(C, "AUTH secret\r\n"), (S, "+OK\r\n")], Verdict::Other);
    middle(6379, &[(S, "+OK\r\n"), (C, "*1\r\n$4\r\nPING\r\n")], Verdict::Other);
    middle(6379, &[(C, "AUTH secret\r\n"), (S, "+OK\r\n")], Verdict::Other);
    middle(6379, &[(C, "QUIT\r\n"), (S, "+OK\r\n")], Verdict::Other);
}

#[test]
fn the_middle_of_a_session_shows_itself_by_a_command_or_a_status() {
    middle(110, &[(S, "body of a message\r\n")], Verdict::Open);
    middle(110, &[(C, "RETR 2\r\n")], Verdict::Pop3);
    middle(110, &[(S, "+OK 3\r\n")], Verdict::Pop3);
    middle(8110, &[(C, "RETR 2\r\n"), (S, "+OK 3\r\n")], Verdict::Pop3);
    middle(8110, &[(S, "body of a message\r\n")], Verdict::Other);
}

#[test]
fn tls_on_port_995_is_a_session_that_cannot_be_read() {
    judges(995, Opening::Connection, &[(C, &[0x16, 3, 1, 0, 200, 1])], Verdict::Pop3);
    judges(110, Opening::Connection, &[(C, &[0x16, 3, 1, 0]), (S, &[0x16, 3, 3, 0])], Verdict::Other);
    judges(443, Opening::Connection, &[(C, &[0x16, 3, 1, 0, 200, 1])], Verdict::Other);
}

/// What is thought of a server on port 110 that said no more than this.
fn conclusion(opening: Opening, octets: &[u8]) -> Verdict {
    let party = |port: u16| Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) };
    let mut detector = Detector::new(
        &Connection { client: party(40_000), server: party(110), opening, protocol: crate::proto::Protocol::Pop3 },
        &BTreeSet::new(),
    );
    detector.hear(&EventKind::Octets { side: S, octets: octets.to_vec(), cover: Cover::Clear }, &KeyLog::default());
    detector.conclude()
}

#[test]
fn the_middle_of_a_message_on_port_110_is_pop3_if_it_is_text() {
    assert_eq!(conclusion(Opening::MidStream, b"body of a message\r\n"), Verdict::Pop3);
    assert_eq!(conclusion(Opening::MidStream, &[0, 1, 2]), Verdict::Other);
}

#[test]
fn a_greeting_that_was_cut_off_is_one_of_pop3_as_soon_as_its_status_is_whole() {
    for octets in 4..=b"+OK POP".len() {
        assert_eq!(conclusion(Opening::Connection, &b"+OK POP"[..octets]), Verdict::Pop3, "{octets} octets");
    }
    for other in [&b"+OK"[..], b"+O", b"+OK POP1 mail"] {
        assert_eq!(conclusion(Opening::Connection, other), Verdict::Other, "{}", other.escape_ascii());
    }
}

#[test]
fn tls_on_any_port_is_looked_into_when_its_keys_are_known() {
    let hello = [&[0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3], [0xAB; 32].as_slice(), &[0; 20]].concat();
    let known = format!("CLIENT_RANDOM {} 00\n", "ab".repeat(32));
    let other = format!("CLIENT_RANDOM {} 00\n", "cd".repeat(32));
    let cases = [(known.as_str(), Verdict::Sealed), (other.as_str(), Verdict::Other), ("", Verdict::Other)];
    for (text, expected) in cases {
        let party = |port| Party { name: None, address: SocketAddr::from(([10, 0, 0, 1], port)) };
        let (client, server) = (party(40_000), party(443));
        let connection =
            Connection { client, server, opening: Opening::Connection, protocol: crate::proto::Protocol::Pop3 };
        let mut detector = Detector::new(&connection, &BTreeSet::new());
        let keys = KeyLog::read(text.as_bytes());
        let mut verdict = Verdict::Open;
        for octet in &hello {
            if verdict == Verdict::Open {
                let octets = vec![*octet];
                verdict = detector.hear(&EventKind::Octets { side: C, octets, cover: Cover::Clear }, &keys);
            }
        }
        assert_eq!(verdict, expected, "{text}");
    }
}
