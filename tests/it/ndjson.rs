//! What `analyse --format ndjson` prints is what the schema and the documentation say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use popscope::export::mailbox_record::message_record;
use popscope::export::session_record::session_record;
use popscope::inspect::mailbox::Mailboxes;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Opening;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::event::Connection;
use popscope::session::event::Mark;
use popscope::session::event::Party;
use proptest::prelude::*;
use serde_json::Value;

use crate::recorded::as_recorded;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema() -> Value {
    let text = fs::read_to_string(root().join("docs/ndjson.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("well-formed JSON")
}

/// The captures of a folder; none if it is not there.
fn captures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "pcap" || ending == "pcapng"));
    paths.sort();
    paths
}

/// What a run prints. Several of the captures are damaged: how it ends is not looked at.
fn lines(path: &Path, arguments: &[&str]) -> Vec<Value> {
    let program = env!("CARGO_BIN_EXE_popscope");
    let analyse = ["analyse".as_ref(), path.as_os_str(), "--format".as_ref(), "ndjson".as_ref()];
    let output = Command::new(program).args(analyse).args(arguments).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

/// Holds every line of a capture against the schema, and tells their types.
#[track_caller]
fn keeps_to_the_schema(path: &Path, arguments: &[&str]) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let lines = lines(path, arguments);
    for line in &lines {
        // An error of the choice between the objects says little: the object that is meant says more.
        let name = line["type"].as_str().unwrap_or_default();
        let meant = serde_json::json!({ "$ref": format!("#/$defs/{name}"), "$defs": schema()["$defs"] });
        if !validator.is_valid(line) {
            let meant = jsonschema::validator_for(&meant).expect("a schema");
            let errors: Vec<String> =
                meant.iter_errors(line).map(|error| format!("{}: {error}", error.instance_path())).collect();
            panic!("{}: {errors:#?}", path.display());
        }
    }
    lines.iter().filter_map(|line| line["type"].as_str().map(str::to_owned)).collect()
}

/// A list with the passwords of the maildrops of our captures among others.
fn word_list() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), "x\r\nseven-bridges\ntwo words\n").expect("room on the disk");
    file
}

#[test]
fn every_line_of_every_capture_keeps_to_the_schema() {
    let list = word_list();
    let list = list.path().to_str().expect("a path in UTF-8");
    let own = captures(&root().join("captures"));
    assert!(!own.is_empty());
    let public = root().ancestors().map(|above| above.join("../shared/captures/public")).find(|path| path.is_dir());
    let mut types = BTreeSet::new();
    for path in own.iter().chain(&public.map(|folder| captures(&folder)).unwrap_or_default()) {
        keeps_to_the_schema(path, &[]);
        let keys = path.with_extension("keys");
        if keys.exists() {
            keeps_to_the_schema(path, &["--keylog", keys.to_str().expect("a path in UTF-8")]);
        }
        types.extend(keeps_to_the_schema(path, &["--mailboxes", "--reveal-secrets", "--wordlist", list]));
    }
    assert_eq!(types, ["file", "message", "session"].map(str::to_owned).into());
}

/// The names of all fields that a schema knows, wherever they stand.
fn fields(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                found.extend(properties.keys().cloned());
            }
            members.values().for_each(|member| fields(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

/// The values that a field may have, where they are listed.
fn values(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Array(values)) = members.get("enum") {
                found.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            members.values().for_each(|member| values(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| values(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

#[test]
fn every_field_and_value_of_the_schema_is_documented() {
    let text = fs::read_to_string(root().join("docs/ndjson.md")).expect("the documentation");
    let mut names = BTreeSet::new();
    fields(&schema(), &mut names);
    assert!(50 < names.len(), "the fields are found");
    values(&schema(), &mut names);
    for name in names {
        assert!(text.contains(&format!("`{name}`")), "{name} stands in the schema and not in docs/ndjson.md");
    }
}

#[test]
fn every_object_of_the_schema_is_closed_and_names_what_must_be_there() {
    for (name, object) in schema()["$defs"].as_object().expect("objects") {
        let Some(properties) = object["properties"].as_object() else { continue };
        assert_eq!(object["additionalProperties"], false, "{name}");
        for field in object["required"].as_array().expect("a list") {
            assert!(properties.contains_key(field.as_str().expect("a name")), "{name}: {field}");
        }
    }
}

#[test]
fn a_word_list_finds_the_passwords_of_digests_and_shows_them_on_request() {
    let list = word_list();
    let list = list.path().to_str().expect("a path in UTF-8");
    let logins = |capture: &str, arguments: &[&str]| -> Vec<Value> {
        let lines = lines(&root().join("captures").join(capture), &[&["--wordlist", list], arguments].concat());
        let sessions = lines.iter().filter(|line| line["type"] == "session");
        sessions.flat_map(|session| session["logins"].as_array().expect("a list").clone()).collect()
    };
    for capture in ["dovecot-poplib-apop.pcapng", "mailutils-poplib-apop.pcap", "courier-curl-any-sll.pcap"] {
        let masked = logins(capture, &[]);
        assert!(!masked.is_empty(), "{capture}");
        assert!(masked.iter().all(|login| login["digest"] == "matched" && login["password"].is_null()), "{masked:?}");
        assert!(!format!("{masked:?}").contains("seven-bridges"), "{capture}");
        let shown = logins(capture, &["--reveal-secrets"]);
        assert!(shown.iter().all(|login| login["password"].as_str().is_some_and(|word| !word.is_empty())), "{shown:?}");
    }
}

#[test]
fn a_message_is_followed_from_session_to_session() {
    let lines = lines(&root().join("captures/dovecot-poplib-dropped.pcapng"), &["--mailboxes"]);
    let types: Vec<_> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(types.last(), Some(&"file"));
    assert!(types.is_sorted_by_key(|kind| ["session", "message", "file"].iter().position(|other| other == kind)));
    let spared = lines.iter().filter(|line| line["type"] == "message").any(|message| {
        let sessions = message["sessions"].as_array().expect("a list");
        sessions
            .iter()
            .any(|session| session["events"].as_array().is_some_and(|events| events.contains(&"spared".into())))
    });
    assert!(spared, "the line dropped before QUIT: {lines:#?}");
}

/// Lines that clients and servers say, and some that they do not.
const CLIENT: [&str; 22] = [
    "USER amy\r\n",
    "USER\r\n",
    "PASS x\r\n",
    "APOP amy c4c9334bac560ecc979e58001b3e22fb\r\n",
    "APOP amy\r\n",
    "AUTH PLAIN\r\n",
    "AUTH PLAIN AGFteQB4\r\n",
    "AUTH LOGIN =\r\n",
    "AUTH CRAM-MD5\r\n",
    "AUTH  XOAUTH2  dXNlcj0B\r\n",
    "*\r\n",
    "YW15\r\n",
    "STAT\r\nLIST\r\nUIDL\r\n",
    "RETR 1\r\n",
    "TOP 2 0\r\n",
    "DELE 1\r\n",
    "RSET\r\n",
    "QUIT\r\n",
    "CAPA\r\n",
    "STLS\r\n",
    "\r\n",
    "…",
];
const SERVER: [&str; 10] = [
    "+OK <1@example.org>\r\n",
    "+OK 2 20\r\n",
    "+OK\r\n1 aa\r\n2 aa\r\n.\r\n",
    "+OK\r\nSubject: a\r\n\r\n..b\r\n.\r\n",
    "-ERR [IN-USE] no\r\n",
    "+ PDFAYj4=\r\n",
    "+ \r\n",
    "stray\r\n",
    "+O",
    "…",
];

proptest! {
    #[test]
    fn sessions_made_by_chance_keep_to_the_schema(
        lines in proptest::collection::vec((any::<bool>(), 0_usize..22, -3_i64..9), 0..40),
        greeted in any::<bool>(),
    ) {
        let party = |port| Party { name: None, address: ([192, 0, 2, 1], port).into() };
        let opening = if greeted { Opening::Connection } else { Opening::MidStream };
        let mut events = vec![(0, EventKind::Opened(Connection { client: party(40_000), server: party(110), opening, protocol: popscope::proto::Protocol::Pop3 }))];
        let mut now = 0;
        for (by_client, line, later) in lines {
            now += later; // Clocks of captures go backwards too.
            let (side, text) =
                if by_client { (Side::Client, CLIENT[line]) } else { (Side::Server, SERVER[line % SERVER.len()]) };
            let kind = match text {
                "…" => EventKind::Gap { side, octets: 7 },
                text => EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear },
            };
            events.push((now, kind));
        }
        let timeline = Recorder::record_all((1..).zip(events).map(|(frame, (at, kind))| Event {
            at: Time::from_nanos(at),
            connection: Some(ConnectionId(0)),
            mark: Mark::Frame(frame),
            kind,
        }));
        let session = as_recorded(timeline);
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        for reveal_secrets in [false, true] {
            let record = session_record(&session, "x.pcap", reveal_secrets);
            let errors: Vec<String> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
            prop_assert!(errors.is_empty(), "{errors:?}");
        }
        let mut mailboxes = Mailboxes::default();
        mailboxes.add(&session);
        for story in mailboxes.stories() {
            let record = message_record(&story, "x.pcap");
            prop_assert!(validator.is_valid(&record), "{record}");
        }
    }
}
