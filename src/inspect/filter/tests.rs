//! What filters mean, how they are written, and what is said of wrong ones.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::RecordedSession;
use crate::session::Recorder;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::finding::findings;

/// A session of half a second a step: one message is read and removed, and one command is wrong.
fn row() -> Row {
    let (client, server) = ("192.0.2.7:40000".parse().expect("an end"), "10.1.2.3:110".parse().expect("an end"));
    let start = Period::read("2026-01-02T10:00").expect("a time").from;
    let script = [
        "+OK ready\r\n",
        "USER Amy\r\n",
        "+OK\r\n",
        "PASS sesame\r\n",
        "+OK\r\n",
        "XTND\r\n",
        "-ERR what?\r\n",
        "RETR 1\r\n",
        "+OK\r\nSubject: x\r\n\r\n..\r\n.\r\n",
        "DELE 1\r\n",
        "+OK\r\n",
        "QUIT\r\n",
        "+OK\r\n",
    ];
    let party = |address| Party { name: None, address };
    let opened = Connection {
        client: party(client),
        server: party(server),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    let kinds = script.iter().enumerate().map(|(place, line)| {
        let side = if place % 2 == 0 { Side::Server } else { Side::Client };
        EventKind::Octets { side, octets: line.as_bytes().to_vec(), cover: Cover::Clear }
    });
    let kinds = [EventKind::Opened(opened)].into_iter().chain(kinds);
    let kinds = kinds.chain([EventKind::Closed(Closing::Finished(Side::Client))]);
    let half = Duration::from_millis(500);
    let events: Vec<Event> = (0..)
        .zip(kinds)
        .map(|(place, kind)| {
            let connection = if place == 0 { None } else { Some(ConnectionId(0)) };
            Event { at: start + half * place, connection, mark: Mark::Nowhere, kind }
        })
        .collect();
    let session = RecordedSession {
        index: 3,
        last_frame: 20,
        frames: 20,
        client_octets: 50,
        server_octets: 1_500_000,
        ..RecordedSession::of_timeline(Recorder::record_all(events)).expect("a connection")
    };
    Row::new(&session, &findings(&session.timeline))
}

#[test]
fn a_row_counts_what_was_said() {
    let row = row();
    assert_eq!((row.commands.total(), row.commands.of(None), row.commands.of(Some(Keyword::Dele))), (6, 1, 1));
    assert_eq!((row.replies_ok, row.replies_err), (6, 1));
    assert_eq!((row.messages, row.message_octets, row.marked, row.removed), (1, 17, 1, 1));
    assert_eq!((row.reached, row.login, row.complete), (Some(Phase::Update), Login::Accepted, true));
    assert_eq!(
        (row.largest_reply, row.median_reply),
        (Some(Duration::from_millis(500)), Some(Duration::from_millis(500)))
    );
    assert_eq!(row.duration(), Duration::from_secs(7));
    assert_eq!((row.findings.warnings, row.findings.total()), (1, 2));
    assert!(row.mechanisms.iter().map(AsRef::as_ref).eq(["USER"]));
}

#[track_caller]
fn wanted(text: &str) -> bool {
    let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{error}\n{}", error.pointed_at(text)));
    let again = Filter::parse(&filter.to_string()).expect("what was printed can be read");
    assert_eq!(again, filter, "{text} is printed as {filter}");
    filter.matches(&row())
}

#[test]
fn every_key_is_asked() {
    let pairs = [
        ("user:am", "user:bob"),
        ("user=amy", "user=am"),
        ("user=a*", "user=*x"),
        ("mech:user", "mech:plain"),
        ("login:ok", "login:failed"),
        ("client:192.0.2.7", "client:192.0.2.8"),
        ("server:10.1.0.0/16", "server:10.2.0.0/16"),
        ("server:10.1.2.3:110", "server:10.1.2.3:995"),
        ("port:110", "port>110"),
        ("state:update", "state<update"),
        ("state>=transaction", "state:none"),
        ("tls:none", "tls:stls"),
        ("cmd:DELE", "cmd:TOP"),
        ("cmd:other", "cmd:rset"),
        ("status:-ERR", "-status:+OK"),
        ("finding:cleartext-password", "finding:marks-lost"),
        ("finding:clear*", "finding=not*"),
        ("severity>=warning", "severity:error"),
        ("severity:warning", "severity<note"),
        ("start>2026-01-02", "start>2026-01-02T10:00"),
        ("start:2026-01-02", "start:2026-01-03"),
        ("start>=2026-01-02T10:00:00Z", "start<2026-01-02T10:00"),
        ("end>2026-01-02T10:00:06", "end>2026-01-02T10:00:07"),
        ("duration>1.5s", "duration>7s"),
        ("reply>200ms", "reply>=1s"),
        ("median=500ms", "median<500ms"),
        ("commands=6", "commands!=6"),
        ("messages:1", "messages=0"),
        ("octets<20", "octets > 10000"),
        ("marked:1", "marked:0"),
        ("deleted>0", "deleted>1"),
        ("client-octets<=50", "client-octets<50"),
        ("server-octets>=1.5M", "server-octets>2M"),
        ("lost:0", "lost>0"),
        ("frames=20", "frames<20"),
        ("complete:yes", "complete:no"),
        ("index:3", "index:4"),
    ];
    for (yes, no) in pairs {
        assert!(wanted(yes), "{yes}");
        assert!(!wanted(no), "{no}");
    }
    for key in Key::ALL {
        let asked = pairs
            .iter()
            .any(|(yes, _)| yes.starts_with(|first: char| first.is_ascii_lowercase()) && yes.starts_with(key.name()));
        assert!(asked, "{} is asked", key.name());
    }
}

#[test]
fn a_bare_word_is_sought_in_names_addresses_and_findings() {
    for (yes, no) in [
        ("amy", "bob"),
        ("192.0.2.", "192.0.3."),
        (":110", ":995"),
        ("cleartext", "marks-lost"),
        ("\"AMY\"", "\"a y\""),
    ] {
        assert!(wanted(yes), "{yes}");
        assert!(!wanted(no), "{no}");
    }
}

#[test]
fn terms_are_joined_and_turned() {
    for yes in [
        "",
        "  ",
        "amy port:110",
        "amy and port:110",
        "bob or amy",
        "bob port:110 or amy",
        "not bob",
        "-bob",
        "- bob",
        "not -amy",
        "(bob or amy) port:110",
        "-(bob port:110)",
        "bob OR (amy -(bob))",
        "AMY",
        "cmd:DELE(user:amy)",
        "octets <= 17 amy",
    ] {
        assert!(wanted(yes), "{yes}");
    }
    for no in ["bob or amy port:1", "amy bob", "-amy", "not (bob or amy)", "--bob", "(amy or bob) bob", "\"not\""] {
        assert!(!wanted(no), "{no}");
    }
}

#[test]
fn a_filter_is_printed_in_one_form() {
    let printed = |text: &str| Filter::parse(text).expect("a filter").to_string();
    assert_eq!(printed("(a (b c)) OR ((d or not e))"), "a b c or d or -e");
    assert_eq!(printed("a (b or c)"), "a (b or c)");
    assert_eq!(printed("USER:\"Two Words\" octets!=10k"), "user:\"two words\" -octets=10000");
    assert_eq!(printed("duration>0.25 start:2026-01-02t10:00Z"), "duration>250ms start=2026-01-02T10:00");
    assert_eq!(
        printed("\"and\" \"-x\" user=\"a*\"* finding:cleartext-password"),
        "\"and\" \"-x\" user=\"a*\"* finding:cleartext-password"
    );
}

#[track_caller]
fn fails(text: &str, wrong: &str, expected: Wrong) {
    let error = Filter::parse(text).expect_err("no filter");
    assert_eq!(error.wrong, expected, "{text}");
    assert_eq!(text.get(error.at.clone()), Some(wrong), "{text}");
    for words in Language::ALL.map(Words::new) {
        assert!(!error.told(&words).contains('‹'), "{text}: {}", error.told(&words));
    }
}

#[test]
fn what_is_wrong_is_pointed_at() {
    fails("user:amy fnding:x", "fnding", Wrong::UnknownKey(Some(Key::Finding)));
    fails("xyzzy=1", "xyzzy", Wrong::UnknownKey(None));
    fails("octets>", "", Wrong::Value(Key::Octets));
    fails("octets > many x", "many", Wrong::Value(Key::Octets));
    fails("user:", "", Wrong::Value(Key::User));
    fails("start>yesterday", "yesterday", Wrong::Value(Key::Start));
    fails("cmd:DELETE", "DELETE", Wrong::Value(Key::Cmd));
    fails("server:10.1.0.0/40", "10.1.0.0/40", Wrong::Value(Key::Server));
    fails("user>amy", ">", Wrong::NoOrder(Key::User));
    fails("finding:nonsense", "nonsense", Wrong::UnknownFinding);
    fails("amy or", "", Wrong::NoTerm);
    fails("or amy", "or", Wrong::NoTerm);
    fails("amy and or bob", "or", Wrong::NoTerm);
    fails("()", ")", Wrong::NoTerm);
    fails("amy -", "", Wrong::NoTerm);
    fails("user:\"amy", "\"amy", Wrong::OpenQuote);
    fails("(amy (bob)", "(", Wrong::OpenParenthesis);
    fails("amy) bob", ")", Wrong::StrayParenthesis);
    fails(&"(".repeat(1000), "(", Wrong::TooDeep);
    fails(&"-".repeat(100_000), "-", Wrong::TooDeep);
}

#[test]
fn carets_stand_below_what_is_wrong() {
    let text = "имя octets>much";
    let error = Filter::parse(text).expect_err("no filter");
    assert_eq!(error.pointed_at(text), "имя octets>much\n           ^^^^");
    assert_eq!(error.to_string(), "octets wants a whole number such as 10000 or 10k");
}

#[test]
fn every_key_and_every_listed_value_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/filter.md");
    let text = fs::read_to_string(path).expect("a document");
    for key in Filter::keys() {
        assert!(text.contains(&format!("| `{}` |", key.name())), "{}", key.name());
        let values =
            if key.kind() == Kind::Command || key.kind() == Kind::Finding { Vec::new() } else { key.kind().values() };
        for value in values {
            assert!(text.contains(&format!("`{value}`")), "{value}");
        }
    }
}

#[test]
fn every_listed_value_is_read() {
    for key in Filter::keys() {
        for value in key.kind().values() {
            assert!(Filter::parse(&format!("{}:{value}", key.name())).is_ok(), "{}:{value}", key.name());
        }
    }
}

/// Filters as chance writes them: most are well-formed.
fn texts() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-zA-ZЖſİΣ*\"\\\\.:/@ 0-9-]{0,8}",
        "[0-9]{1,4}[kMG]?",
        "[0-9.]{1,5}(ms|s|h)",
        "20[0-9]{2}-0[1-9]-1[0-9]"
    ];
    let key = prop::sample::select(Key::ALL.map(Key::name).to_vec());
    let listed = prop::sample::select(Key::ALL.to_vec()).prop_flat_map(|key| {
        let values = key.kind().values();
        let values = if values.is_empty() { vec!["1"] } else { values };
        prop::sample::select(values).prop_map(move |value| format!("{}:{value}", key.name()))
    });
    let sign = prop::sample::select(vec![":", "=", "<", "<=", ">", ">=", "!=", " > "]);
    let term = prop_oneof![
        listed,
        (key, sign, value.clone()).prop_map(|(key, sign, value)| format!("{key}{sign}{value}")),
        value,
    ];
    term.prop_recursive(5, 32, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|text| format!("({text})")),
            inner.clone().prop_map(|text| format!("-{text}")),
            (inner.clone(), prop::sample::select(vec![" ", " or ", " and ", "("]), inner)
                .prop_map(|(one, between, other)| format!("{one}{between}{other}")),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_filter(text in texts()) {
        if let Ok(filter) = Filter::parse(&text) {
            let printed = filter.to_string();
            prop_assert_eq!(Filter::parse(&printed), Ok(filter), "{}", printed);
        }
    }

    #[test]
    fn any_text_is_a_filter_or_has_its_fault_within(text in "\\PC{0,40}") {
        if let Err(error) = Filter::parse(&text) {
            prop_assert!(text.get(error.at.clone()).is_some());
            prop_assert!(error.pointed_at(&text).contains('^'));
        }
    }
}
