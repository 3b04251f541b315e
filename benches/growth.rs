//! How the cost of hostile input grows: eight times as much of it should cost about eight times as much.
//! `cargo bench --bench growth` prints the ratio for each kind; a square would be sixty-four.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::hint::black_box;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::time::Duration;
use std::time::Instant;

use popscope::inspect::mail::Mail;
use popscope::inspect::mail::Missing;
use popscope::inspect::mail::attachments::attachments;
use popscope::inspect::mail::readable::readable;
use popscope::proto::Protocol;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Opening;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Connection;
use popscope::session::event::Mark;
use popscope::session::event::Party;
use popscope::teach::finding::findings;

/// How much more the second time.
const TIMES: usize = 8;

fn main() {
    println!("{:<60} {:>9} {:>9} {:>6}", "eight times as much of", "ms", "ms", "ratio");
    let deep: Vec<String> =
        (0..30).map(|depth| format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n")).collect();
    let deep = deep.concat();
    let mails = [
        ("fields", "", "X: =?a?q?\n"),
        ("parameters that go on", "", "Content-Type: text/plain; name*0=\"a\n b"),
        ("parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n"),
        ("boundaries that are none", "Content-Type: multipart/mixed; boundary=b\n\n", "--bb\n"),
        ("mails in mails", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: message/rfc822\n\n"),
        ("unfinished HTML", "Content-Type: text/html\n\n", "<a href='"),
        ("scripts in HTML", "Content-Type: text/html\n\n", "<p><script>"),
        ("base64 that is none", "Content-Transfer-Encoding: base64\n\n", "!"),
        ("quoted-printable line ends", "Content-Transfer-Encoding: quoted-printable\n\n", "=\n"),
        ("boundaries of an outer part, thirty parts deep", &deep, "\n--b1"),
    ];
    for (name, head, piece) in mails {
        row(&format!("a mail: {name}"), |times| {
            let text = head.to_owned() + &piece.repeat(times * (512 << 10) / piece.len());
            let mail = Mail::new(text.as_bytes(), &Missing::default());
            black_box((readable(&mail, text.as_bytes(), 256 * 1024), attachments(&mail).count()));
        });
    }
    let commands = [
        ("refused commands", "NOOP x\r\nDELE 1\r\n", "-ERR\r\n-ERR\r\n"),
        ("marks", "DELE 1\r\nRSET\r\n", "+OK\r\n+OK\r\n"),
        ("listings", "UIDL\r\nLIST\r\n", "+OK\r\n1 a\r\n2 a\r\n.\r\n+OK\r\n1 9\r\n1 9\r\n.\r\n"),
        ("messages", "RETR 1\r\n", "+OK\r\nSubject: x\r\n\r\n..\r\n\r\nx\n.\r\n.\r\n"),
        ("empty lines of the server", "", "\r\n"),
    ];
    for (name, client, server) in commands {
        row(&format!("a session: {name}"), |times| {
            let timeline = session(client, server, times * 4000);
            black_box(findings(&timeline).len());
        });
    }
    row("a capture of chance octets behind a header", |times| {
        let mut file = b"\xD4\xC3\xB2\xA1\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\x04\0\x01\0\0\0".to_vec();
        let frame = [[7; 8], [9, 0, 0, 0, 9, 0, 0, 0]].concat();
        for _ in 0..times * 20_000 {
            file.extend_from_slice(&frame);
            file.extend_from_slice(b"chance...");
        }
        let options = popscope::capture::Options::default();
        let summary = popscope::capture::analyse(file.as_slice(), &options, |_| ControlFlow::Continue(()), |_| ());
        black_box(summary.expect("a capture").packets);
    });
}

/// A session in which the same is said again and again.
fn session(client: &str, server: &str, times: usize) -> Timeline {
    let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
    let opened = Connection {
        client: party(40_000),
        server: party(110),
        opening: Opening::Connection,
        protocol: Protocol::Pop3,
    };
    let event = |connection, kind| Event { at: Time::default(), connection, mark: Mark::Nowhere, kind };
    let say = |side, octets: &str| {
        let kind = EventKind::Octets { side, octets: octets.as_bytes().to_vec(), cover: Cover::Clear };
        event(Some(ConnectionId(0)), kind)
    };
    let beginning = [
        event(None, EventKind::Opened(opened)),
        say(Side::Server, "+OK\r\n"),
        say(Side::Client, "USER amy\r\nPASS x\r\n"),
        say(Side::Server, "+OK\r\n+OK\r\n"),
    ];
    let rest = (0..times).flat_map(|_| [say(Side::Client, client), say(Side::Server, server)]);
    Recorder::record_all(beginning.into_iter().chain(rest))
}

fn row(name: &str, what: impl Fn(usize)) {
    let time = |times: usize| {
        let once = || {
            let start = Instant::now();
            what(times);
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap_or(Duration::ZERO).as_secs_f64() * 1e3
    };
    let (small, large) = (time(1), time(TIMES));
    println!("{name:<60} {small:>9.2} {large:>9.2} {:>6.1}", large / small);
}
