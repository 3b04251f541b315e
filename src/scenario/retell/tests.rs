//! Lessons told again, and what is compared.

use super::*;
use crate::scenario::library;
use crate::scenario::run;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Recorder;

/// Every lesson of one connection, told again, goes as the lesson does; what does not is named here, with the reason.
#[test]
fn lessons_told_again_go_as_they_went() {
    let mut otherwise = Vec::new();
    for shipped in library::ALL {
        let timeline = run(&shipped.scenario()).timeline();
        if timeline.connections().len() != 1 {
            continue;
        }
        match retell(&timeline) {
            Ok(told) => {
                if !told.agrees() {
                    otherwise.push(shipped.name);
                }
                let again = crate::scenario::Scenario::parse("again.ron", &told.text);
                let again = again.unwrap_or_else(|error| panic!("{error}\n{}", told.text));
                assert_eq!(run(&again).failures, [], "{}", told.text);
            }
            Err(refusal) => {
                assert_eq!((refusal, shipped.name), (Refusal::OtherProtocol, "smtp-replies"));
            }
        }
    }
    // The server of `spot-filius` sends lines that are no replies.
    assert_eq!(otherwise, ["spot-filius"]);
}

/// What a server and a client said in turns, the server first.
fn said(lines: &[&str]) -> crate::session::Timeline {
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;
    let party = || Party { name: None, address: ([192, 0, 2, 1], 110).into() };
    let protocol = crate::proto::Protocol::Pop3;
    let opened = Connection { client: party(), server: party(), opening: Opening::Connection, protocol };
    let octets = lines
        .iter()
        .zip([Side::Server, Side::Client].into_iter().cycle())
        .map(|(text, side)| EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear });
    let event = |kind| Event { at: Time::default(), connection: Some(ConnectionId(0)), mark: Mark::Nowhere, kind };
    Recorder::record_all(std::iter::once(EventKind::Opened(opened)).chain(octets).map(event))
}

/// How a client logs in.
const LOGIN: [&str; 5] = ["+OK ready\r\n", "USER zoe\r\n", "+OK\r\n", "PASS x-y-z\r\n", "+OK\r\n"];

/// A session in which a maildrop is listed that has messages of these sizes.
fn listing(sizes: &[u64]) -> crate::session::Timeline {
    let lines: Vec<String> = (1..).zip(sizes).map(|(number, size)| format!("{number} {size}\r\n")).collect();
    let stat = format!("+OK {} {}\r\n", sizes.len(), sizes.iter().sum::<u64>());
    let list = format!("+OK\r\n{}.\r\n", lines.concat());
    said(&[&LOGIN[..], &["STAT\r\n", &stat, "LIST\r\n", &list, "QUIT\r\n", "+OK\r\n"]].concat())
}

#[test]
fn a_mail_of_many_short_lines_is_told_by_its_size_alone() {
    let mail = format!("+OK\r\n{}.\r\n", "a\r\n".repeat(400_000));
    let told = retell(&said(&[&LOGIN[..], &["RETR 1\r\n", &mail, "QUIT\r\n", "+OK\r\n"]].concat())).expect("a session");
    assert!(told.text.len() < 10_000, "{} octets", told.text.len());
    assert!(told.agrees() && told.remarks == [Remark::OnlySizes(1)], "{:?}", told.remarks);
}

#[test]
fn what_would_be_too_long_to_be_opened_is_refused() {
    let (line, reply) = (format!("{}\r\n", "x".repeat(2000)), "-ERR\r\n".to_owned());
    let many = std::iter::repeat_n([line.as_str(), reply.as_str()], 5000).flatten();
    let lines: Vec<&str> = std::iter::once("+OK\r\n").chain(many).collect();
    assert_eq!(retell(&said(&lines)), Err(Refusal::TooLong));
}

#[test]
fn more_mail_than_a_scenario_holds_is_told_shorter() {
    const MIB: u64 = 1 << 20;
    let told = retell(&listing(&[MIB, 2 * MIB])).expect("a session");
    assert!(told.agrees() && told.remarks.is_empty(), "{:?}", told.remarks);

    let told = retell(&listing(&[20 * MIB, 100])).expect("a session");
    assert!(told.remarks.contains(&Remark::Shortened(1)), "{:?}", told.remarks);
    assert!(!told.agrees(), "STAT and LIST tell other numbers");
    let scenario = crate::scenario::Scenario::parse("again.ron", &told.text);
    assert!(scenario.is_ok(), "{:?}", scenario.err());
    let remark = told.remarks.iter().find(|remark| matches!(remark, Remark::Shortened(_))).map(ToString::to_string);
    let expected = "messages made shorter, for a scenario has at most 16 MiB of one and 256 MiB of all: 1";
    assert_eq!(remark.as_deref(), Some(expected));
}

fn exchange_lines(events: Vec<Event>) -> Vec<String> {
    let timeline = Recorder::record_all(events);
    exchanges::exchanges(&timeline, ConnectionId(0)).iter().map(|one| format!("{}: {one}", one.said)).collect()
}

#[test]
fn exchanges_name_nobody() {
    let run = run(&library::find("first-session").expect("a lesson").scenario());
    assert!(run.events.iter().any(|event| matches!(event.kind, EventKind::Octets { .. })));
    let lines = exchange_lines(run.events);
    assert!(lines.iter().any(|line| line == "USER: +OK, AUTHORIZATION"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("amy") && !line.contains("sesame")), "{lines:?}");
}
