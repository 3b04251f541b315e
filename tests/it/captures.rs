//! The recordings of real servers and clients hold what was put in, octet for octet.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use popscope::capture::RecordedSession;
use popscope::capture::Summary;
use popscope::capture::analyse;
use popscope::proto::Keyword;
use popscope::proto::dialogue::Meaning;
use popscope::proto::dialogue::Opening;
use popscope::session::ConnectionId;
use popscope::session::Step;
use popscope::session::timeline::Said;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures")
}

fn expected() -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).expect("expected.json is a map of captures")
}

fn sessions(name: &str) -> (Vec<RecordedSession>, Summary) {
    let file = File::open(folder().join(name)).expect("the capture can be opened");
    let mut sessions = Vec::new();
    let summary = analyse(file, |_| ControlFlow::Continue(()), |session| sessions.push(session)).expect("a capture");
    sessions.sort_by_key(|session| session.index);
    (sessions, summary)
}

fn strings(list: &Value) -> Vec<Option<String>> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|word| word.as_str().map(str::to_owned)).collect()
}

/// The commands, each with its words.
fn commands(session: &RecordedSession) -> Vec<(&Step, &Said)> {
    let steps = session.timeline.steps().iter();
    let said = steps.filter_map(|step| step.said().map(|said| (step, said)));
    said.filter(|(_, said)| matches!(said.meaning, Meaning::Command { .. })).collect()
}

fn keyword(said: &Said) -> Option<Keyword> {
    match &said.meaning {
        Meaning::Command { line, .. } => line.keyword,
        _ => None,
    }
}

/// A command line as expected.json tells it: of PASS the keyword, of AUTH the mechanism too.
fn shown(said: &Said) -> String {
    let line = String::from_utf8_lossy(said.first_line()).into_owned();
    let words = match keyword(said) {
        Some(Keyword::Pass) => 1,
        Some(Keyword::Auth) => 2,
        _ => return line,
    };
    line.split(' ').take(words).collect::<Vec<_>>().join(" ")
}

fn status(reply: &Step) -> Option<String> {
    match &reply.said()?.meaning {
        Meaning::Reply { status, .. } => status.as_ref().map(|status| status.indicator.to_string()),
        _ => None,
    }
}

/// What the replies to one kind of command delivered, and whether it is all.
fn delivered(session: &RecordedSession, wanted: Keyword) -> Vec<(Vec<u8>, bool)> {
    let asked = commands(session).into_iter().filter(|(_, said)| keyword(said) == Some(wanted));
    let replies = asked.filter_map(|(step, _)| session.timeline.partner(step)?.said());
    replies.filter_map(|reply| Some((reply.delivered()?, reply.block()?.is_complete()))).collect()
}

fn mail(entry: &Value) -> Vec<u8> {
    let name = entry["eml"].as_str().expect("the name of a mail");
    std::fs::read(folder().join("mails").join(name)).expect("the mail")
}

#[test]
fn every_session_is_as_expected() {
    for (name, capture) in expected() {
        let (found, _) = sessions(&name);
        let sessions = capture["sessions"].as_array().expect("a list of sessions");
        assert_eq!(found.len(), sessions.len(), "{name}");
        for (session, expected) in found.iter().zip(sessions) {
            let place = format!("{name}, session {}", session.index);
            assert_eq!(Some(session.client.to_string().as_str()), expected["client"].as_str(), "{place}");
            assert_eq!(Some(session.server.to_string().as_str()), expected["server"].as_str(), "{place}");
            let opening = session.timeline.connection(ConnectionId(0)).map(|connection| connection.opening);
            let whole = opening == Some(Opening::Connection);
            assert_eq!(Some(whole), expected["from_the_start"].as_bool(), "{place}");
            let said = commands(session);
            let lines: Vec<Option<String>> = said.iter().map(|(_, said)| Some(shown(said))).collect();
            assert_eq!(lines, strings(&expected["commands"]), "{place}");
            let statuses: Vec<Option<String>> =
                said.iter().map(|(step, _)| session.timeline.partner(step).and_then(status)).collect();
            assert_eq!(statuses, strings(&expected["statuses"]), "{place}");
        }
    }
}

#[test]
fn every_mail_is_the_one_that_was_put_in() {
    for (name, capture) in expected() {
        let (found, _) = sessions(&name);
        for (session, expected) in found.iter().zip(capture["sessions"].as_array().expect("a list of sessions")) {
            let place = format!("{name}, session {}", session.index);
            let messages = expected["messages"].as_array().expect("a list of messages");
            let retrieved = delivered(session, Keyword::Retr);
            assert_eq!(retrieved.len(), messages.len(), "{place}");
            for ((octets, complete), message) in retrieved.iter().zip(messages) {
                assert_eq!(Some(*complete), message["complete"].as_bool(), "{place}");
                let mail = mail(message);
                if *complete {
                    assert!(*octets == mail, "{place}: message {} differs", message["number"]);
                } else {
                    assert!(mail.starts_with(octets), "{place}: message {} differs", message["number"]);
                }
            }
            let tops = expected["tops"].as_array().expect("a list of tops");
            let seen = delivered(session, Keyword::Top);
            assert_eq!(seen.len(), tops.len(), "{place}");
            for ((octets, _), top) in seen.iter().zip(tops).filter(|(_, top)| top["whole"] == true) {
                assert!(*octets == mail(top), "{place}: TOP {} differs", top["number"]);
            }
        }
    }
}

#[test]
fn no_capture_has_a_problem() {
    for (name, _) in expected() {
        assert_eq!(sessions(&name).1.problems, [], "{name}");
    }
}
