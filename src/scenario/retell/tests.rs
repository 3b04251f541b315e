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
                let others = ["smtp-replies", "pop1-session"];
                assert!(refusal == Refusal::OtherProtocol && others.contains(&shipped.name), "{}", shipped.name);
            }
        }
    }
    // The server of `spot-filius` sends lines that are no replies.
    assert_eq!(otherwise, ["spot-filius"]);
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
