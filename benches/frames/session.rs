//! A session of a hundred thousand steps, made by rule: what clients really say, over and over.

use std::net::SocketAddr;
use std::time::Duration;

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

/// How many messages the maildrop has.
const MESSAGES: u32 = 500;

/// A timeline of at least so many steps.
pub(crate) fn long(steps: usize) -> Timeline {
    let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
    let opened = Connection {
        client: party(40_000),
        server: party(110),
        opening: Opening::Connection,
        protocol: Protocol::Pop3,
    };
    let mut now = Time::from_nanos(1_700_000_000_000_000_000);
    let mut events = Vec::with_capacity(steps + 8);
    let mut add = |wait: u64, connection, kind| {
        now = now + Duration::from_micros(wait);
        events.push(Event { at: now, connection, mark: Mark::Nowhere, kind });
    };
    add(0, None, EventKind::Opened(opened));
    let say = |side, text: &str| EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear };
    let mail = format!("Subject: a mail\r\n\r\n{}", "A line of the mail, as long as lines are.\r\n".repeat(20));
    let mut tell = |wait, side, text: &str| add(wait, Some(ConnectionId(0)), say(side, text));
    tell(900, Side::Server, "+OK ready\r\n");
    for (command, reply) in [("USER amy", "+OK"), ("PASS sesame", "+OK"), ("STAT", "+OK 500 450000")] {
        tell(400, Side::Client, &format!("{command}\r\n"));
        tell(800, Side::Server, &format!("{reply}\r\n"));
    }
    for round in 0..u32::try_from(steps.saturating_sub(8) / 10 + 1).unwrap_or(u32::MAX) {
        let number = round % MESSAGES + 1;
        let talk = [
            (format!("LIST {number}"), format!("+OK {number} 900")),
            (format!("RETR {number}"), format!("+OK 900 octets\r\n{mail}.")),
            (format!("DELE {number}"), "+OK marked".to_owned()),
            (format!("TOP {number} 1"), "-ERR the message is marked".to_owned()),
            ("RSET".to_owned(), "+OK".to_owned()),
        ];
        // Now and then the client thinks for long.
        tell(if round % 40 == 39 { 4_000_000 } else { 300 }, Side::Client, &format!("{}\r\n", talk[0].0));
        tell(700, Side::Server, &format!("{}\r\n", talk[0].1));
        for (command, reply) in &talk[1..] {
            tell(300, Side::Client, &format!("{command}\r\n"));
            tell(700 + u64::from(number) * 10, Side::Server, &format!("{reply}\r\n"));
        }
    }
    Recorder::record_all(events)
}
