//! No password leaves the program unasked, however badly a client says it.

use std::net::SocketAddr;

use popscope::export::session_record::session_record;
use popscope::export::story::story;
use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
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
use popscope::teach::Language;
use popscope::teach::Words;

use crate::recorded::as_recorded;

/// The password, and base64 in which it stands.
const SECRETS: [&str; 3] = ["Ses4me", "AGFteQBTZXM0bWU=", "U2VzNG1l"];

fn record(script: &[(Side, &str)]) -> Timeline {
    let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
    let opened = Connection {
        client: party(40_000),
        server: party(110),
        opening: Opening::Connection,
        protocol: popscope::proto::Protocol::Pop3,
    };
    let said = script.iter().map(|&(side, text)| match text {
        "…" => EventKind::Gap { side, octets: 2 },
        text => EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear },
    });
    Recorder::record_all([EventKind::Opened(opened)].into_iter().chain(said).map(|kind| Event {
        at: Time::default(),
        connection: Some(ConnectionId(0)),
        mark: Mark::Nowhere,
        kind,
    }))
}

#[track_caller]
fn keeps_the_secret(script: &[(Side, &str)]) {
    let greeting = [(Side::Server, "+OK ready\r\n")];
    let timeline = record(&[&greeting, script].concat());
    for words in Language::ALL.map(Words::new) {
        let shown = [
            transcript(&timeline, &words, Options { notes: true, whole_messages: true, reveal_secrets: false }),
            story(&timeline, "", &words, false).to_string(),
            session_record(&as_recorded(timeline.clone()), "", false).to_string(),
        ];
        for (text, secret) in shown.iter().flat_map(|text| SECRETS.map(|secret| (text, secret))) {
            let leaks = text.to_ascii_lowercase().contains(&secret.to_ascii_lowercase());
            assert!(!leaks, "{secret} stands in {text}");
        }
    }
}

#[test]
fn lines_that_are_meant_as_a_login_are_masked() {
    for line in [
        "PASS Ses4me",
        "pass  Ses4me",
        "PASS\tSes4me",
        " PASS Ses4me",
        "\tpass Ses4me",
        "PASSSes4me",
        "PASS Ses4me and more",
        "AUTH PLAIN AGFteQBTZXM0bWU=",
        "auth Plain AGFteQBTZXM0bWU=",
        "AUTH\tPLAIN\tAGFteQBTZXM0bWU=",
        "AUTH PLAIN\tAGFteQBTZXM0bWU=",
        "AUTH  PLAIN  AGFteQBTZXM0bWU=",
        "AUTH AGFteQBTZXM0bWU=",
        "AUTH U2VzNG1l",
        "AUTH U2VzNG1l x",
        "AUTH LOGIN U2VzNG1l x",
        "AGFteQBTZXM0bWU=",
        "U2VzNG1l",
    ] {
        for end in ["\r\n", "\n", ""] {
            for reply in ["+OK\r\n", "-ERR\r\n"] {
                keeps_the_secret(&[(Side::Client, &format!("{line}{end}")), (Side::Server, reply)]);
            }
        }
    }
}

#[test]
fn responses_are_masked() {
    // The first response to LOGIN is the name.
    for (mechanism, first) in [("PLAIN", "U2VzNG1l\r\n"), ("LOGIN", "YW15\r\n"), ("X-OWN", "U2VzNG1l\r\n")] {
        keeps_the_secret(&[
            (Side::Client, &format!("AUTH {mechanism}\r\n")),
            (Side::Server, "+ \r\n"),
            (Side::Client, first),
            (Side::Server, "+ \r\n"),
            (Side::Client, "U2VzNG1l\r\n"),
            (Side::Server, "+ \r\n"),
            (Side::Client, "Ses4me"),
        ]);
    }
}

#[test]
fn the_rest_of_a_torn_line_is_masked() {
    for rest in ["SS Ses4me\r\n", " Ses4me\r\n", "Ses4me\r\n", "Ses4me", "LAIN AGFteQBTZXM0bWU=\r\n"] {
        keeps_the_secret(&[(Side::Client, "…"), (Side::Client, rest), (Side::Server, "+OK\r\n")]);
        keeps_the_secret(&[(Side::Client, "PA"), (Side::Client, "…"), (Side::Client, rest)]);
    }
    let long = format!("PASS {}", "x".repeat(70_000));
    keeps_the_secret(&[(Side::Client, &long), (Side::Client, "Ses4me\r\n")]);
}

#[test]
fn a_reply_that_repeats_the_secret_is_masked() {
    let secret = "open".repeat(80);
    let text = format!(
        r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"), server: (profile: "dovecot"),
            users: [(name: "amy", password: "x")],
            steps: [Connect, SendRaw("USER amy\r\n"), SendRaw("PASS {secret}\r\n")])"#
    );
    let scenario = popscope::scenario::Scenario::parse("x.ron", &text).expect("a scenario");
    let timeline = popscope::scenario::run(&scenario).timeline();
    let lines =
        |reveal| timeline.steps().iter().filter_map(|step| step.said()).map(move |said| said.shown_line(reveal));
    assert!(lines(true).any(|line| line.starts_with("-ERR") && line.contains(&secret)), "the server echoes");
    assert!(lines(false).all(|line| !line.contains("openopen")), "{:?}", lines(false).collect::<Vec<_>>());
    assert!(lines(false).any(|line| line.starts_with("-ERR ")), "it is told that it refused");
}
