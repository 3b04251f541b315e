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

/// A session in which a maildrop is listed that has messages of these sizes.
fn listing(sizes: &[u64]) -> crate::session::Timeline {
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
    let lines: Vec<String> = (1..).zip(sizes).map(|(number, size)| format!("{number} {size}\r\n")).collect();
    let stat = format!("+OK {} {}\r\n", sizes.len(), sizes.iter().sum::<u64>());
    let list = format!("+OK\r\n{}.\r\n", lines.concat());
    let said = ["+OK ready\r\n", "USER zoe\r\n", "+OK\r\n", "PASS x-y-z\r\n", "+OK\r\n", "STAT\r\n", &stat];
    let said = said.into_iter().chain(["LIST\r\n", &list, "QUIT\r\n", "+OK\r\n"]);
    let octets = said.zip([Side::Server, Side::Client].into_iter().cycle()).map(|(text, side)| EventKind::Octets {
        side,
        octets: text.as_bytes().to_vec(),
        cover: Cover::Clear,
    });
    let event = |kind| Event { at: Time::default(), connection: Some(ConnectionId(0)), mark: Mark::Nowhere, kind };
    Recorder::record_all(std::iter::once(EventKind::Opened(opened)).chain(octets).map(event))
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
