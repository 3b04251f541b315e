//! The captures of this repository: recorded from real servers and clients, whose truth is known.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use popscope::export::session_record::session_record;
use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
use popscope::inspect::fetched::Fetched;
use popscope::inspect::fetched::fetched;
use popscope::proto::Keyword;
use popscope::session::RecordedSession;
use popscope::teach::Language;
use popscope::teach::Words;
use serde_json::Value;

use crate::recorded::Recorded;
use crate::recorded::read;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures")
}

fn expected() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(folder().join("expected.json")).expect("captures/expected.json");
    serde_json::from_str(&text).expect("well-formed JSON")
}

/// Every capture of the folder, by its name.
fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of captures");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.contains(".pcap")).collect();
    names.sort();
    names
}

fn mail(name: &str) -> Vec<u8> {
    fs::read(folder().join("mails").join(name)).expect("a mail that was put in")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn every_capture_has_its_truth() {
    assert_eq!(names(), expected().into_keys().collect::<Vec<_>>());
}

#[test]
fn every_capture_tells_what_was_said() {
    for (name, truth) in expected() {
        let recorded = read(&folder().join(&name));
        let sessions = truth["sessions"].as_array().expect("a list");
        assert_eq!(recorded.sessions.len(), sessions.len(), "{name}: sessions");
        for (place, (session, truth)) in recorded.sessions.iter().zip(sessions).enumerate() {
            tells(&format!("{name}, session {place}"), session, truth);
        }
    }
}

/// Compares one session with its truth: the two ends, the commands, the statuses, the messages.
fn tells(name: &str, session: &RecordedSession, truth: &Value) {
    let record = session_record(session, "", false);
    assert_eq!(record["client"], truth["client"], "{name}");
    assert_eq!(record["server"], truth["server"], "{name}");
    if truth["encrypted"] == true {
        assert_ne!(record["tls"], "none", "{name}");
    }
    let exchanges = record["exchanges"].as_array().expect("a list");
    let commands: Vec<String> = exchanges.iter().map(command).collect();
    let expected = truth["commands"].as_array().expect("a list").iter().map(|line| in_capitals(text(line)));
    assert_eq!(commands, expected.collect::<Vec<_>>(), "{name}");
    let statuses: Vec<&Value> = exchanges.iter().map(|exchange| &exchange["status"]).collect();
    let expected: Vec<&Value> = truth["statuses"].as_array().expect("a list").iter().collect();
    assert_eq!(statuses, expected, "{name}");
    let (retrieved, topped): (Vec<Fetched>, Vec<Fetched>) =
        fetched(&session.timeline).partition(|message| message.via == "RETR");
    brings(name, &retrieved, &truth["messages"]);
    brings(name, &topped, &truth["tops"]);
}

/// A command line with its keyword in capitals, if it is one of POP3.
fn in_capitals(line: &str) -> String {
    let (word, rest) = line.split_at(line.find(' ').unwrap_or(line.len()));
    match Keyword::from_word(word.as_bytes()) {
        Some(keyword) => format!("{keyword}{rest}"),
        None => line.to_owned(),
    }
}

/// The command as the truth writes it.
fn command(exchange: &Value) -> String {
    let keyword = text(&exchange["command"]);
    match exchange["argument"].as_str() {
        Some(argument) if exchange["secret"] == true => {
            format!("{keyword} {}", argument.split(' ').next().unwrap_or(""))
        }
        Some(argument) => format!("{keyword} {argument}"),
        None => keyword.to_owned(),
    }
}

/// Compares what came with the mails that were put in, octet for octet.
fn brings(name: &str, messages: &[Fetched], truth: &Value) {
    let truth = truth.as_array().expect("a list");
    assert_eq!(messages.len(), truth.len(), "{name}: messages");
    for (message, truth) in messages.iter().zip(truth) {
        assert_eq!(u64::from(message.number.get()), truth["number"].as_u64().expect("a number"), "{name}");
        let put_in = mail(text(&truth["eml"]));
        let name = format!("{name}, message {}", message.number);
        if truth["complete"] == false {
            assert!(!message.complete, "{name}");
            assert!(put_in.starts_with(&message.octets), "{name}");
            continue;
        }
        assert!(message.complete, "{name}");
        let wanted = if message.via == "TOP" { top_of(&put_in, &truth["lines"]) } else { put_in };
        if truth["exact"] != false {
            assert_eq!(printed(&message.octets), printed(&wanted), "{name}");
        }
    }
}

/// The head, the blank line, and so many lines of the body.
fn top_of(mail: &[u8], lines: &Value) -> Vec<u8> {
    let lines = usize::try_from(lines.as_u64().expect("a number")).expect("a small number");
    let mut body = false;
    let mut left = lines;
    let mut top = Vec::new();
    for line in mail.split_inclusive(|&octet| octet == b'\n') {
        if body && left == 0 {
            break;
        }
        left -= usize::from(body);
        body |= line == b"\r\n";
        top.extend_from_slice(line);
    }
    top
}

fn printed(octets: &[u8]) -> String {
    octets.escape_ascii().to_string()
}

#[test]
fn transcripts_and_problems_stay_as_they_are() {
    let words = Words::new(Language::English);
    for name in names() {
        let Recorded { sessions, summary, .. } = read(&folder().join(&name));
        let mut told = String::new();
        for session in &sessions {
            told.push_str(&transcript(&session.timeline, &words, Options::default()));
            told.push('\n');
        }
        told.push_str(&summary);
        insta::assert_snapshot!(format!("capture_{name}"), told);
    }
}
