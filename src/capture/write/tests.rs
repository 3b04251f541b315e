//! What is written can be read again, by us and by others.

use super::*;
use crate::capture::testing::Talk;
use crate::capture::testing::analysed;
use crate::capture::testing::words;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Recorder;
use crate::session::Time;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;

const SECOND: i64 = 1_000_000_000;

fn written(timeline: &Timeline) -> Vec<u8> {
    let mut file = Vec::new();
    pcapng(timeline, &mut file).expect("a Vec can be written");
    file
}

/// Writes a timeline, reads it again, and expects the same steps.
#[track_caller]
fn comes_back(timeline: &Timeline) {
    let file = written(timeline);
    assert_eq!(file, written(timeline), "the same octets each time");
    let (sessions, summary) = analysed(&file);
    assert_eq!(sessions.len(), 1, "{summary:?}");
    assert_eq!(words(&sessions[0].timeline), words(timeline));
    let times = |timeline: &Timeline| {
        let steps = timeline.steps().iter().filter(|step| !matches!(step.what, What::Gap { .. }));
        steps.map(|step| (step.at, step.until)).collect::<Vec<_>>()
    };
    assert_eq!(times(&sessions[0].timeline), times(timeline));
}

fn lesson() -> Talk {
    let long = format!("+OK\r\n{}.\r\n", "A line of a message that is not short.\r\n".repeat(200));
    Talk::open()
        .s("+OK ready\r\n")
        .c("USER amy\r\n")
        .s("+OK\r\n")
        .c("RETR 1\r\n")
        .s(long)
        .c("QUIT\r\n")
        .s("+OK bye\r\n")
        .fin(Side::Server)
}

fn timeline(talk: &Talk) -> Timeline {
    talk.analysed().0.remove(0).timeline
}

fn told(port: u16, kinds: Vec<EventKind>) -> Timeline {
    let party = |port: u16| Party { name: None, address: ([127, 0, 0, 1], port).into() };
    let opened = Connection {
        client: party(1025),
        server: party(port),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    let kinds = std::iter::once(EventKind::Opened(opened)).chain(kinds);
    Recorder::record_all((0..).zip(kinds).map(|(second, kind)| Event {
        at: Time::from_nanos(second * SECOND + 7),
        connection: Some(ConnectionId(0)),
        mark: Mark::Nowhere,
        kind,
    }))
}

fn said(side: Side, text: &str, cover: Cover) -> EventKind {
    EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover }
}

#[test]
fn a_session_comes_back_as_it_was() {
    comes_back(&timeline(&lesson()));
    let mut v6 = lesson();
    v6.client = "[2001:db8::1]:1025".parse().expect("an address");
    v6.server = "[2001:db8::2]:110".parse().expect("an address");
    comes_back(&timeline(&v6));
}

#[test]
fn gaps_come_back_where_they_were() {
    comes_back(&timeline(&lesson().without(&[4])));
    comes_back(&timeline(&lesson().without(&[5])));
    let mut talk = Talk::open().s("+OK ready\r\n").c("RETR 1\r\n").s("+OK\r\none\r\n");
    for line in ["lost\r\n", "two\r\n", "gone\r\n", "three\r\n.\r\n"] {
        talk = talk.s(line);
    }
    let talk = talk.c("QUIT\r\n").s("+OK bye\r\n").fin(Side::Client);
    // The gaps are within the message.
    comes_back(&timeline(&talk.without(&[6, 8])));
}

#[test]
fn every_way_to_end_comes_back() {
    let open = || Talk::open().s("+OK ready\r\n").c("QUIT\r\n").s("+OK bye\r\n");
    comes_back(&timeline(&open().fin(Side::Client)));
    comes_back(&timeline(&open().add(Side::Client, "RA", b"")));
    comes_back(&timeline(&open().add(Side::Server, "RA", b"")));
    comes_back(&timeline(&open()));
}

#[test]
fn a_session_found_in_its_middle_comes_back_without_a_handshake() {
    comes_back(&timeline(&lesson().without(&[0, 1, 2, 3, 4, 5])));
}

#[test]
fn words_inside_tls_stay_out_of_the_file() {
    let kinds = vec![
        said(Side::Server, "+OK ready\r\n", Cover::Clear),
        said(Side::Client, "STLS\r\n", Cover::Clear),
        said(Side::Server, "+OK\r\n", Cover::Clear),
        EventKind::Fact(Fact::TlsEstablished),
        said(Side::Client, "USER amy\r\n", Cover::Tls),
        said(Side::Server, "+OK\r\n", Cover::Tls),
        said(Side::Client, "PASS secret\r\n", Cover::Tls),
        EventKind::Closed(Closing::Finished(Side::Client)),
    ];
    let file = written(&told(110, kinds));
    assert!(!file.windows(6).any(|octets| octets == b"secret"));
    assert!(file.windows(19).any(|octets| octets == b"A simulation of TLS"));
    let (sessions, _) = analysed(&file);
    let words = words(&sessions[0].timeline);
    assert_eq!(words[..4], ["opened", r"S: +OK ready\r\n", r"C: STLS\r\n", r"S: +OK\r\n"]);
    assert_eq!(words.last().map(String::as_str), Some("Finished(Client)"));
}

#[test]
fn tls_from_the_first_octet_is_found_again() {
    let kinds = vec![
        said(Side::Server, "+OK ready\r\n", Cover::Tls),
        said(Side::Client, "QUIT\r\n", Cover::Tls),
        EventKind::Closed(Closing::Reset(Side::Server)),
    ];
    let (sessions, _) = analysed(&written(&told(995, kinds)));
    assert_eq!(sessions[0].server.port(), 995);
}

#[test]
fn several_connections_between_the_same_ports_come_back_each() {
    let one = |text: &str| {
        vec![
            said(Side::Server, text, Cover::Clear),
            said(Side::Client, "QUIT\r\n", Cover::Clear),
            EventKind::Closed(Closing::LineLost),
        ]
    };
    let party = |port: u16| Party { name: None, address: ([127, 0, 0, 1], port).into() };
    let opened = Connection {
        client: party(1025),
        server: party(110),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    let mut events = Vec::new();
    for (id, text) in ["+OK one\r\n", "+OK two\r\n"].into_iter().enumerate() {
        let kinds = std::iter::once(EventKind::Opened(opened.clone())).chain(one(text));
        let connection = Some(ConnectionId(u32::try_from(id).expect("small")));
        events.extend(kinds.map(|kind| Event { at: Time::default(), connection, mark: Mark::Nowhere, kind }));
    }
    let (sessions, _) = analysed(&written(&Recorder::record_all(events)));
    let greetings: Vec<String> = sessions.iter().map(|session| words(&session.timeline)[1].clone()).collect();
    assert_eq!(greetings, [r"S: +OK one\r\n", r"S: +OK two\r\n"]);
}
