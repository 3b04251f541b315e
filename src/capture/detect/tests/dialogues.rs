//! Dialogues as they are held on networks: which of them come out as sessions, whole, from the middle,
//! and of one side alone.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::capture::Options;
use crate::capture::OtherPort;
use crate::capture::Summary;
use crate::capture::analyse;
use crate::capture::other_ports::MAX_PORTS;
use crate::capture::testing::Talk;
use crate::capture::testing::pcap;
use crate::capture::testing::words;
use crate::proto::Side;
use crate::proto::Side::Client as C;
use crate::proto::Side::Server as S;
use crate::session::RecordedSession;

type Script<'a> = &'a [(Side, &'a str)];

fn talk(port: u16, script: Script<'_>) -> Talk {
    let lines = script.iter();
    lines.fold(Talk::new(port).shake(), |talk, (side, octets)| talk.add(*side, "A", octets.as_bytes())).fin(C)
}

/// What is found of it when some of its packets were captured.
fn found(talk: &Talk, told: &[u16], captured: impl Fn(usize, Side) -> bool) -> Vec<RecordedSession> {
    let mut part = talk.clone();
    let packets = (0..).zip(std::mem::take(&mut part.packets));
    part.packets = packets.filter(|(place, packet)| captured(*place, packet.side)).map(|(_, packet)| packet).collect();
    let mut sessions = Vec::new();
    let options = Options { pop3_ports: told.iter().copied().collect::<BTreeSet<u16>>(), ..Options::default() };
    let go_on = |_| ControlFlow::Continue(());
    analyse(part.pcap().as_slice(), &options, go_on, |session| sessions.push(session)).expect("a capture");
    sessions
}

/// However much of it was captured, it is no session.
#[track_caller]
fn is_another_language(port: u16, script: Script<'_>) {
    let talk = talk(port, script);
    for begin in 0..=talk.packets.len() {
        for side in [None, Some(C), Some(S)] {
            let captured = |place, from| begin <= place && side.is_none_or(|side| side == from);
            let sessions = found(&talk, &[], captured);
            let steps: Vec<_> = sessions.iter().map(|session| words(&session.timeline)).collect();
            assert!(steps.is_empty(), "port {port} from packet {begin} of {side:?}: {steps:?}");
        }
    }
}

/// A session of POP3.
const POP3: [(Side, &str); 13] = [
    (S, "+OK ready <1.2@mail.example>\r\n"),
    (C, "CAPA\r\n"),
    (S, "+OK\r\nTOP\r\nUIDL\r\n.\r\n"),
    (C, "USER amy\r\n"),
    (S, "+OK\r\n"),
    (C, "PASS sesame\r\n"),
    (S, "+OK 1 message\r\n"),
    (C, "LIST\r\n"),
    (S, "+OK\r\n1 9\r\n.\r\n"),
    (C, "RETR 1\r\n"),
    (S, "+OK 9 octets\r\nHello\r\n..\r\n.\r\n"),
    (C, "QUIT\r\n"),
    (S, "+OK bye\r\n"),
];

#[test]
fn pop3_is_found_on_any_port_from_the_start_and_from_the_middle() {
    for port in [110, 2110, 8110, 60_000] {
        let talk = talk(port, &POP3);
        for begin in [0, 1, 3, 4, 6, 8, 10, 12] {
            let sessions = found(&talk, &[], |place, _| begin <= place);
            assert_eq!(sessions.len(), 1, "port {port} from packet {begin}");
            assert_eq!((sessions[0].client, sessions[0].server), (talk.client, talk.server), "port {port}");
        }
    }
}

#[test]
fn one_side_alone_is_found_on_the_ports_of_pop3_and_where_a_person_says_so() {
    for (port, told) in [(110, [].as_slice()), (1110, &[]), (8110, &[8110]), (60_000, &[60_000])] {
        let talk = talk(port, &POP3);
        for side in [C, S] {
            for begin in [0, 3, 6] {
                let sessions = found(&talk, told, |place, from| begin <= place && from == side);
                assert_eq!(sessions.len(), 1, "port {port}, {side:?} from packet {begin}");
                assert_eq!((sessions[0].client, sessions[0].server), (talk.client, talk.server), "port {port}");
            }
        }
    }
}

#[test]
fn lines_that_end_without_a_carriage_return_are_understood() {
    let script: Vec<(Side, String)> = POP3.iter().map(|(side, text)| (*side, text.replace('\r', ""))).collect();
    let script: Vec<(Side, &str)> = script.iter().map(|(side, text)| (*side, text.as_str())).collect();
    for port in [110, 8110] {
        assert_eq!(found(&talk(port, &script), &[], |_, _| true).len(), 1, "port {port}");
    }
}

#[test]
fn where_a_person_says_so_everything_is_pop3() {
    let odd = talk(8110, &[(S, "HELLO\r\n"), (C, "XYZZY\r\n"), (S, "NOTHING HAPPENS\r\n")]);
    assert!(found(&odd, &[], |_, _| true).is_empty());
    for begin in [0, 3, 4] {
        let sessions = found(&odd, &[8110], |place, _| begin <= place);
        assert_eq!((sessions.len(), sessions[0].server), (1, odd.server));
    }
    // Both ports are of servers: the one that was told counts.
    let mut ports = talk(8110, &POP3);
    ports.client.set_port(110);
    assert_eq!(found(&ports, &[8110], |place, _| 3 < place)[0].server, ports.server);
}

#[test]
fn redis_is_another_language() {
    let protocol = [
        (C, "*2\r\n$4\r\nAUTH\r\n$6\r\nsesame\r\n"),
        (S, "+OK\r\n"),
        (C, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"),
        (S, "+OK\r\n"),
        (C, "*1\r\n$4\r\nQUIT\r\n"),
        (S, "+OK\r\n"),
    ];
    is_another_language(6379, &protocol);
    let inline = [
        (C, "PING\r\n"),
        (S, "+PONG\r\n"),
        (C, "AUTH sesame\r\n"),
        (S, "-ERR invalid password\r\n"),
        (C, "AUTH amy sesame\r\n"),
        (S, "+OK\r\n"),
        (C, "SET a b\r\n"),
        (S, "+OK\r\n"),
        (C, "GET a\r\n"),
        (S, "$1\r\nb\r\n"),
        (C, "LPOP list\r\n"),
        (S, "-ERR wrong kind of value\r\n"),
        (C, "QUIT\r\n"),
        (S, "+OK\r\n"),
    ];
    is_another_language(6379, &inline);
}

#[test]
fn other_mail_protocols_are_other_languages() {
    let smtp = [
        (S, "220 mail.example ESMTP\r\n"),
        (C, "EHLO amy.example\r\n"),
        (S, "250-mail.example\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n"),
        (C, "AUTH PLAIN AGFteQB4\r\n"),
        (S, "235 welcome\r\n"),
        (C, "NOOP\r\n"),
        (S, "250 yes\r\n"),
        (C, "RSET\r\n"),
        (S, "250 yes\r\n"),
        (C, "QUIT\r\n"),
        (S, "221 bye\r\n"),
    ];
    is_another_language(25, &smtp);
    let imap = [
        (S, "* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        (C, "a1 LOGIN amy sesame\r\n"),
        (S, "a1 OK done\r\n"),
        (C, "a2 AUTHENTICATE PLAIN\r\n"),
        (S, "+ \r\n"),
        (C, "a3 LIST \"\" *\r\n"),
        (S, "* LIST () \"/\" INBOX\r\na3 OK done\r\n"),
        (C, "a4 LOGOUT\r\n"),
        (S, "* BYE\r\na4 OK done\r\n"),
    ];
    is_another_language(143, &imap);
    let sieve = [
        (S, "\"IMPLEMENTATION\" \"sieve\"\r\n\"SASL\" \"PLAIN\"\r\nOK \"ready\"\r\n"),
        (C, "AUTHENTICATE \"PLAIN\" \"AGFteQB4\"\r\n"),
        (S, "OK\r\n"),
        (C, "LISTSCRIPTS\r\n"),
        (S, "\"main\" ACTIVE\r\nOK\r\n"),
        (C, "NOOP\r\n"),
        (S, "OK \"done\"\r\n"),
        (C, "LOGOUT\r\n"),
        (S, "OK\r\n"),
    ];
    is_another_language(4190, &sieve);
}

#[test]
fn ftp_and_nntp_are_other_languages() {
    let ftp = [
        (S, "220 ready\r\n"),
        (C, "USER amy\r\n"),
        (S, "331 and the password?\r\n"),
        (C, "PASS sesame\r\n"),
        (S, "230 welcome\r\n"),
        (C, "STAT\r\n"),
        (S, "211 fine\r\n"),
        (C, "LIST\r\n"),
        (S, "150 here it comes\r\n"),
        (C, "QUIT\r\n"),
        (S, "221 bye\r\n"),
    ];
    is_another_language(21, &ftp);
    let nntp = [
        (S, "200 news.example ready\r\n"),
        (C, "LIST\r\n"),
        (S, "215 the groups\r\nmisc.test 3 1 y\r\n.\r\n"),
        (C, "STAT 1\r\n"),
        (S, "223 1 <a@b.example>\r\n"),
        (C, "LAST\r\n"),
        (S, "422 there is none\r\n"),
        (C, "QUIT\r\n"),
        (S, "205 bye\r\n"),
    ];
    is_another_language(119, &nntp);
}

#[test]
fn what_is_no_mail_is_another_language() {
    let http = [
        (C, "GET / HTTP/1.1\r\nHost: www.example\r\n\r\n"),
        (S, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n+OK\r\n"),
        (C, "POST / HTTP/1.1\r\nContent-Length: 8\r\n\r\nRETR 1\r\n"),
        (S, "HTTP/1.1 404 Not Found\r\n\r\n"),
    ];
    is_another_language(80, &http);
    let memcached = [
        (C, "set a 0 0 3\r\nabc\r\n"),
        (S, "STORED\r\n"),
        (C, "stats\r\n"),
        (S, "STAT pid 7\r\nEND\r\n"),
        (C, "quit\r\n"),
    ];
    is_another_language(11211, &memcached);
    let chat = [
        (C, "PASS sesame\r\nNICK amy\r\nUSER amy 0 * :Amy\r\n"),
        (S, ":irc.example 001 amy :Welcome\r\n"),
        (C, "LIST\r\n"),
        (S, ":irc.example 322 amy #mail 3 :POP3\r\n"),
        (C, "QUIT :bye\r\n"),
        (S, "ERROR :Closing Link\r\n"),
    ];
    is_another_language(6667, &chat);
    let beanstalk = [
        (C, "use mails\r\n"),
        (S, "USING mails\r\n"),
        (C, "stats-tube mails\r\n"),
        (S, "OK 9\r\n---\nx: 1\n\r\n"),
        (C, "quit\r\n"),
    ];
    is_another_language(11300, &beanstalk);
    // It says +OK as POP3 does, but its commands are others.
    let player = [
        (S, "+OK what shall I play?\r\n"),
        (C, "play 3\r\n"),
        (S, "+OK playing\r\n"),
        (C, "stop\r\n"),
        (S, "-ERR never\r\n"),
    ];
    is_another_language(7777, &player);
    let text = [
        (S, "Once upon a time there was a server.\r\n"),
        (C, "It had a friend, and they talked\r\n"),
        (S, "about this and that.\r\n"),
    ];
    is_another_language(5000, &text);
}

#[test]
fn tls_on_other_ports_is_another_language() {
    for port in [443, 993, 465] {
        let hello = "\u{16}\u{3}\u{1}\0\u{5}\u{1}\0\0\u{1}\u{3}";
        is_another_language(
            port,
            &[(C, hello), (S, "\u{16}\u{3}\u{3}\0\u{2}\u{2}\0"), (C, "\u{17}\u{3}\u{3}\0\u{1}x")],
        );
    }
}

fn summary(frames: &[Vec<u8>]) -> Summary {
    analyse(pcap(frames).as_slice(), &Options::default(), |_| ControlFlow::Continue(()), drop).expect("a capture")
}

#[test]
fn what_is_no_pop3_is_counted_by_the_port_of_its_server() {
    let http = [(C, "GET / HTTP/1.0\r\n\r\n"), (S, "HTTP/1.0 200 OK\r\n\r\n"), (S, "hello")];
    let mut frames = talk(80, &http).frames();
    let mut other = talk(80, &http);
    other.client.set_port(41_000);
    // From the middle, and without a word.
    frames.extend(other.frames().split_off(3));
    frames.extend(Talk::new(81).shake().fin(C).frames());
    frames.extend(talk(110, &POP3).frames());
    frames.extend(talk(2222, &[(S, "SSH-2.0-x\r\n"), (C, "SSH-2.0-y\r\n")]).frames());
    let summary = summary(&frames);
    let octets = http.iter().map(|(_, text)| text.len() as u64).sum::<u64>();
    let expected =
        [(80, OtherPort { connections: 2, octets: 2 * octets }), (2222, OtherPort { connections: 1, octets: 22 })];
    assert_eq!(summary.other_ports.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!((summary.connections, summary.sessions, summary.more_ports), (5, 1, OtherPort::default()));
}

#[test]
fn so_many_ports_and_no_more_are_told_apart() {
    let ports = 10_000..10_000 + u16::try_from(MAX_PORTS).expect("few") + 3;
    let frames: Vec<Vec<u8>> = ports.flat_map(|port| talk(port, &[(S, "hello"), (C, "x")]).frames()).collect();
    let summary = summary(&frames);
    assert_eq!(summary.other_ports.len(), MAX_PORTS);
    assert_eq!(summary.more_ports, OtherPort { connections: 3, octets: 18 });
}
