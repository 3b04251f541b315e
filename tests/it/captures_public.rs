//! Captures made by others agree with what Wireshark's reassembly and an independent parser found.
//!
//! They lie outside the repository, because several hold other people's mail; without them the
//! tests say so and pass.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use popscope::capture::Options;
use popscope::capture::Summary;
use popscope::capture::analyse;
use popscope::proto::Keyword;
use popscope::proto::utterance::Meaning;
use popscope::session::RecordedSession;
use popscope::session::Step;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

/// An exchange as the truth tells it.
#[derive(Debug, Default, Eq, PartialEq)]
struct Exchange {
    command: String,
    status: Option<String>,
}

/// A message as the truth tells it.
#[derive(Debug, Eq, PartialEq)]
struct Message {
    octets: u64,
    complete: bool,
    sha256: Option<String>,
}

fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.ancestors().map(|ancestor| ancestor.join("../shared/captures/public")).find(|path| path.is_dir());
    if folder.is_none() {
        eprintln!("skipped: ../shared/captures/public is not there");
    }
    folder
}

fn sessions(path: &Path) -> (Vec<RecordedSession>, Summary) {
    let file = File::open(path).expect("the capture can be opened");
    let mut sessions = Vec::new();
    let summary = analyse(file, &Options::default(), |_| ControlFlow::Continue(()), |session| sessions.push(session))
        .expect("a capture");
    sessions.sort_by_key(|session| session.index);
    (sessions, summary)
}

/// Commands with the indicators of their replies.
fn exchanges(session: &RecordedSession) -> Vec<Exchange> {
    let commands = session.timeline.steps().iter().filter_map(|step| {
        let said = step.said()?;
        let Meaning::Command { line, .. } = &said.meaning else { return None };
        let first = String::from_utf8_lossy(said.first_line());
        let command = line.keyword.map_or_else(|| first.to_string(), |keyword| keyword.to_string());
        let status = session.timeline.partner(step).and_then(status);
        Some(Exchange { command, status })
    });
    commands.collect()
}

fn status(reply: &Step) -> Option<String> {
    match &reply.said()?.meaning {
        Meaning::Reply { status, .. } => status.as_ref().map(|status| status.indicator.to_string()),
        _ => None,
    }
}

/// The blocks of the replies to RETR.
fn messages(session: &RecordedSession) -> Vec<Message> {
    let replies = session.timeline.steps().iter().filter_map(|step| {
        let said = step.said()?;
        let Meaning::Command { line, .. } = &said.meaning else { return None };
        if line.keyword != Some(Keyword::Retr) {
            return None;
        }
        let reply = session.timeline.partner(step)?.said()?;
        let block = reply.block()?;
        let delivered = reply.delivered()?;
        let missing: u64 = block.holes.iter().map(|hole| hole.octets).sum();
        let digits = Sha256::digest(&delivered);
        let sha256 = digits.iter().flat_map(|octet| [octet >> 4, octet & 15]);
        let sha256 = sha256.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
        Some(Message {
            octets: delivered.len() as u64 + missing,
            complete: block.is_complete(),
            sha256: block.is_complete().then_some(sha256),
        })
    });
    replies.collect()
}

fn true_exchanges(stream: &Value) -> Vec<Exchange> {
    let requests = stream["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
    let exchange = |request: &Value| {
        // Where a junk line stands before the status, the truth calls it "other" and defends both.
        let lenient = request["status_lenient"].as_str();
        let status = lenient.or(request["status"].as_str()).map(str::to_owned);
        Exchange { command: request["verb"].as_str().unwrap_or_default().to_owned(), status }
    };
    let inside = &stream["tls"]["decrypted"];
    let words = |name: &str| inside[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let decrypted = words("commands").iter().zip(words("statuses")).map(|(command, status)| Exchange {
        command: command.as_str().unwrap_or_default().to_owned(),
        status: status.as_str().map(str::to_owned),
    });
    requests.iter().map(exchange).chain(decrypted).collect()
}

fn true_messages(stream: &Value) -> Vec<Message> {
    let messages = stream["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let message = |message: &Value| Message {
        octets: message["octets_unstuffed"].as_u64().unwrap_or(0),
        complete: message["complete"].as_bool().unwrap_or(false),
        sha256: message["sha256_unstuffed"].as_str().map(str::to_owned),
    };
    messages.iter().map(message).collect()
}

#[test]
fn every_capture_agrees_with_its_truth() {
    let Some(folder) = folder() else { return };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pcap" || ending == "pcapng"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let (mut all_sessions, mut all_exchanges, mut all_messages) = (0, 0, 0);
    for path in paths {
        let truth = truth(&path);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (sessions, summary) = sessions(&path);
        assert_eq!(Some(summary.packets), truth["packets"].as_u64(), "{name}");
        assert_eq!(summary.sessions, sessions.len() as u64, "{name}");
        let streams = truth["streams"].as_array().expect("a list of streams");
        assert_eq!(sessions.len(), streams.len(), "{name}");
        for (session, stream) in sessions.iter().zip(streams) {
            let place = format!("{name}, stream {}", stream["stream"]);
            assert_eq!(session.client.to_string(), stream["client"].as_str().unwrap_or_default(), "{place}");
            assert_eq!(session.server.to_string(), stream["server"].as_str().unwrap_or_default(), "{place}");
            assert_eq!(Some(session.first_frame), stream["first_frame"].as_u64(), "{place}");
            let octets = session.client_octets + session.server_octets + session.gap_octets + session.snapped_octets;
            let true_octets = stream["client_bytes"].as_u64().zip(stream["server_bytes"].as_u64());
            assert_eq!(Some(octets), true_octets.map(|(client, server)| client + server), "{place}");
            assert_eq!(exchanges(session), true_exchanges(stream), "{place}");
            assert_eq!(messages(session), expected_messages(&name, stream), "{place}");
            all_exchanges += exchanges(session).len();
            all_messages += messages(session).len();
        }
        all_sessions += sessions.len();
    }
    println!("{all_sessions} sessions, {all_exchanges} commands, {all_messages} messages agree");
}

fn truth(capture: &Path) -> Value {
    let text = std::fs::read_to_string(capture.with_extension("truth.json")).expect("a truth beside the capture");
    serde_json::from_str(&text).expect("the truth is JSON")
}

/// What the truth tells of the messages, and where it is wrong.
fn expected_messages(file: &str, stream: &Value) -> Vec<Message> {
    let mut messages = true_messages(stream);
    if file == "snort3_demo_profiler-pop.pcap" {
        // The truth takes away dots behind bare LFs. But a line ends with CR LF only (RFC 1939 §3), so
        // those dots are no stuffing: 20060 octets are the 20058 that the server announced and the
        // line end that it adds before the terminator.
        let announced = stream["messages"][0]["announced_octets"].as_u64().expect("an announced size");
        let sha256 = "9801f32a8df45f180d2f16a869c455e48a28f9c1730aba072d8972dce45a217b".to_owned();
        messages = vec![Message { octets: announced + 2, complete: true, sha256: Some(sha256) }];
    }
    messages
}

#[test]
fn tls_is_opened_by_the_key_log_in_the_comment_of_the_section() {
    let Some(folder) = folder() else { return };
    let path = folder.join("realjimmy_wireshark-pop-ssl-with-keys.pcapng");
    let (sessions, _) = sessions(&path);
    let told: Vec<_> = sessions.iter().flat_map(exchanges).collect();
    let commands: Vec<&str> = told.iter().map(|exchange| exchange.command.as_str()).collect();
    // Between the two CAPA both sides negotiated again.
    assert_eq!(commands, ["STLS", "CAPA", "CAPA"]);
    assert!(told.iter().all(|exchange| exchange.status.as_deref() == Some("+OK")));
}
