//! What stands beside what, and what is told to differ.

use std::net::SocketAddr;

use super::*;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Recorder;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;

/// A session of lines: those of the server begin with `+`, `-` or a digit.
fn session(lines: &[&str]) -> Timeline {
    let party = |port| Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) };
    let opened = Connection {
        client: party(1025),
        server: party(110),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    let said = lines.iter().map(|line| {
        let server = line.starts_with(|letter: char| "+-.".contains(letter) || letter.is_ascii_digit());
        let side = if server { Side::Server } else { Side::Client };
        EventKind::Octets { side, octets: format!("{line}\r\n").into_bytes(), cover: Cover::Clear }
    });
    let kinds = std::iter::once(EventKind::Opened(opened)).chain(said);
    let event =
        |(at, kind)| Event { at: Time::from_nanos(at), connection: Some(ConnectionId(0)), mark: Mark::Nowhere, kind };
    Recorder::record_all((0..).zip(kinds).map(event))
}

/// Each row as its commands, with what differs.
fn told(comparison: &Comparison) -> Vec<String> {
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|cell| match cell {
            Some(moment) if moment.asked.is_empty() => "S".to_owned(),
            Some(moment) => moment.asked.clone(),
            None => "–".to_owned(),
        });
        let differences: Vec<_> = row.differences.iter().map(|difference| difference.as_str()).collect();
        format!("{} ({})", cells.collect::<Vec<_>>().join(" | "), differences.join(" "))
    };
    comparison.rows.iter().map(row).collect()
}

const LOGIN: [&str; 5] = ["+OK ready", "USER amy", "+OK", "PASS sesame", "+OK"];

#[test]
fn the_same_session_differs_in_nothing() {
    let one = session(&[LOGIN.as_slice(), &["STAT", "+OK 2 9", "QUIT", "+OK"]].concat());
    let comparison = compare(&[&one, &one], false);
    assert_eq!(told(&comparison)[..2], ["S | S ()", "USER amy | USER amy ()"]);
    assert_eq!((comparison.rows.len(), comparison.differing()), (5, 0));
}

#[test]
fn status_text_block_state_and_marks_are_told_apart() {
    let one = session(&[LOGIN.as_slice(), &["LIST", "+OK", "1 5", ".", "DELE 1", "+OK", "NOOP", "+OK a"]].concat());
    let other = session(&[LOGIN.as_slice(), &["LIST", "+OK", "1 6", ".", "DELE 1", "-ERR", "NOOP", "+OK b"]].concat());
    let comparison = compare(&[&one, &other], false);
    let rows = ["LIST | LIST (block)", "DELE 1 | DELE 1 (status marks)", "NOOP | NOOP (text marks)"];
    assert_eq!(told(&comparison)[3..], rows);
    let refused = session(&["+OK ready", "USER amy", "+OK", "PASS sesame", "-ERR", "STAT", "-ERR"]);
    let accepted = session(&[LOGIN.as_slice(), &["STAT", "+OK 0 0"]].concat());
    let rows = told(&compare(&[&accepted, &refused], false));
    assert_eq!(rows[2..], ["PASS •••••• | PASS •••••• (status state)", "STAT | STAT (status text state)"]);
}

#[test]
fn numbers_that_clients_read_are_more_than_words() {
    let one = session(&[LOGIN.as_slice(), &["STAT", "+OK 2 9", "NOOP", "+OK a"]].concat());
    let other = session(&[LOGIN.as_slice(), &["STAT", "+OK 3 9", "NOOP", "+OK b"]].concat());
    let comparison = compare(&[&one, &other], false);
    assert_eq!(told(&comparison)[3..], ["STAT | STAT (block)", "NOOP | NOOP (text)"]);
    assert_eq!(comparison.differing(), 1);
}

#[test]
fn what_only_one_session_has_stands_alone() {
    let one = session(&[LOGIN.as_slice(), &["STAT", "+OK 0 0", "QUIT", "+OK"]].concat());
    let two = session(&[LOGIN.as_slice(), &["CAPA", "-ERR", "STAT", "+OK 0 0", "QUIT", "+OK"]].concat());
    let three = session(&[LOGIN.as_slice(), &["STAT", "+OK 0 0", "NOOP", "+OK", "QUIT", "+OK"]].concat());
    let comparison = compare(&[&one, &two, &three], false);
    assert_eq!(
        told(&comparison)[3..],
        ["– | CAPA | – (presence)", "STAT | STAT | STAT ()", "– | – | NOOP (presence)", "QUIT | QUIT | QUIT ()",]
    );
    assert!(comparison.rows[3].same(0, 2) && !comparison.rows[3].same(0, 1));
}

#[test]
fn a_cell_knows_its_steps() {
    let one = session(&[LOGIN.as_slice(), &["STAT", "+OK 0 0"]].concat());
    let comparison = compare(&[&one, &one], false);
    let stat = comparison.rows.last().and_then(Row::first).expect("a row");
    assert_eq!((stat.step, stat.last_step), (6, 7));
}

#[test]
fn each_moment_of_a_long_session_has_all_its_marks() {
    let commands: Vec<String> = (1..=10_000).map(|number| format!("DELE {number}")).collect();
    let lines: Vec<&str> =
        LOGIN.into_iter().chain(commands.iter().flat_map(|command| [command.as_str(), "+OK"])).collect();
    let (whole, short) = (session(&lines), session(&lines[..lines.len() - 2]));
    let comparison = compare(&[&whole, &short], false);
    let marks: Vec<usize> = comparison.rows.iter().filter_map(|row| Some(row.first()?.marked.len())).collect();
    assert_eq!((marks.len(), marks[4], marks[10_002]), (10_003, 2, 10_000));
    assert_eq!(comparison.rows.iter().filter(|row| !row.differences.is_empty()).count(), 1, "the last");
}
