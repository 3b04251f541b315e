//! Every kind of step is explained, in every language, with all its words.

use std::net::SocketAddr;
use std::time::Duration;

use super::*;
use crate::proto::Keyword;
use crate::proto::ancestry::Ancestor;
use crate::proto::ancestry::Rule;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::session::fact::Death;
use crate::session::fact::Meddling;
use crate::session::fact::Narration;
use crate::session::fact::StoredMessage;
use crate::teach::Language;

use Side::Client as C;
use Side::Server as S;

fn opened(opening: Opening) -> EventKind {
    let party = |port| Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) };
    EventKind::Opened(Connection {
        client: party(1025),
        server: party(110),
        opening,
        protocol: crate::proto::Protocol::Pop3,
    })
}

fn text(side: Side, text: &str) -> EventKind {
    EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear }
}

fn covered(side: Side, text: &str) -> EventKind {
    EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Tls }
}

fn record(connections: Vec<Vec<EventKind>>) -> Timeline {
    let numbered = (0..).zip(connections).flat_map(|(id, kinds)| kinds.into_iter().map(move |kind| (id, kind)));
    Recorder::record_all(numbered.map(|(id, kind)| Event {
        at: Time::default(),
        connection: Some(ConnectionId(id)),
        mark: Mark::Nowhere,
        kind,
    }))
}

/// A session with every command, most of them right.
fn whole_session() -> Vec<EventKind> {
    let mut script = vec![opened(Opening::Connection), text(S, "+OK ready <1.2@example.org>\r\n")];
    for (command, reply) in [
        ("CAPA", "+OK\r\nTOP\r\n.\r\n"),
        ("LANG", "+OK\r\nen English\r\n.\r\n"),
        ("LANG ru", "+OK ru да\r\n"),
        ("LANG *", "+OK en yes\r\n"),
        ("LANG mul", "-ERR no\r\n"),
        ("UTF8", "-ERR no\r\n"),
        ("UTF8", "+OK\r\n"),
        ("NOOP", "-ERR not now\r\n"),
        ("PASS early", "-ERR no\r\n"),
        ("USER amy", "+OK\r\n"),
        ("PASS x", "-ERR [IN-USE] busy\r\n"),
        ("USER amy", "+OK\r\n"),
        ("PASS x", "+OK\r\n"),
        ("STAT", "+OK 2 320\r\n"),
        ("STAT", "+OK two\r\n"),
        ("LIST", "+OK\r\n1 120\r\n2 200\r\n.\r\n"),
        ("LIST 2", "+OK 2 200\r\n"),
        ("UIDL", "+OK\r\n1 a\r\n.\r\n"),
        ("UIDL 1", "+OK 1 a\r\n"),
        ("RETR 1", "+OK\r\nSubject: x\r\n\r\n..dot\r\n.\r\n"),
        ("TOP 1 1", "+OK\r\n\r\n.\r\n"),
        ("RETR 2", "-ERR [UTF8] no\r\n"),
        ("UTF8", "-ERR no\r\n"),
        ("TOP 10", "-ERR no\r\n"),
        ("DELE 1", "+OK\r\n"),
        ("DELE 1", "-ERR already\r\n"),
        ("RSET", "+OK\r\n"),
        ("DELE 2", "+OK\r\n"),
        ("LAST", "+OK 2\r\n"),
        ("NOOP", "+ok\n"),
        ("USER again", "-ERR no\r\n"),
        ("СТАТ", "-ERR what\r\n"),
        ("", "-ERR what\r\n"),
        ("RETR 0", "+ fine\r\na\r\n.\r\n"),
        ("QUIT", "+OK bye\r\n"),
    ] {
        script.extend([text(C, &format!("{command}\r\n")), text(S, reply)]);
    }
    script.push(EventKind::Closed(Closing::Finished(S)));
    script
}

fn logins() -> Vec<EventKind> {
    vec![
        opened(Opening::Connection),
        text(S, "+OK\r\n"),
        text(C, "AUTH\r\n"),
        text(S, "+OK\r\nPLAIN\r\n.\r\n"),
        text(C, "AUTH LOGIN\r\n"),
        text(S, "+ \r\n"),
        text(C, "*\r\n"),
        text(S, "-ERR cancelled\r\n"),
        text(C, "AUTH LOGIN\r\n"),
        text(S, "+ VXNlcm5hbWU6\r\n"),
        text(C, "YW15\r\n"),
        text(S, "-ERR [AUTH] no\r\n"),
        text(C, "AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIHgBAQ==\r\n"),
        text(S, "+ e30=\r\n"),
        text(C, "\r\n"),
        text(S, "-ERR [AUTH] no\r\n"),
        text(C, "AUTH CRAM-MD5\r\n"),
        text(S, "+ PGFAYj4=\r\n"),
        text(C, "*\r\n"),
        text(S, "-ERR\r\n"),
        text(C, "AUTH PLAIN =\r\n"),
        text(S, "-ERR\r\n"),
        text(C, "AUTH SCRAM-SHA-256\r\n"),
        text(S, "+ \r\n"),
        text(C, "biwsbj1hLHI9eA==\r\n"),
        text(S, "+ cj14eSxzPVlRPT0saT0x\r\n"),
        text(C, "Yz1iaXdzLHI9eHkscD1BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBPQ==\r\n"),
        text(S, "+ dj1BQUFB\r\n"),
        text(C, "\r\n"),
        text(S, "-ERR [LOGIN-DELAY] no\r\n"),
        text(C, "APOP amy c4c9334bac560ecc979e58001b3e22fb\r\n"),
        text(S, "-ERR [SYS/NEW/KIND] no\r\n"),
        text(C, "APOP amy c4c9334bac560ecc979e58001b3e22fb\r\n"),
        text(S, "-ERR [SYS/TEMP] no\r\n"),
        text(C, "STLS\r\n"),
        text(S, "+OK\r\n"),
        EventKind::Fact(Fact::TlsEstablished),
        covered(C, "QUIT\r\n"),
        covered(S, "+OK\r\n"),
        EventKind::Closed(Closing::Finished(C)),
    ]
}

fn mishaps() -> Vec<EventKind> {
    vec![
        opened(Opening::MidStream),
        text(S, "rest\r\n.\r\n"),
        text(S, "+OK who asked\r\n"),
        text(C, "RETR 1\r\n"),
        text(S, "+OK\r\nab"),
        EventKind::Gap { side: S, octets: 3 },
        text(C, "STAT\r\n"),
        EventKind::Gap { side: S, octets: 1 },
        text(C, "DELE 1\r\nQUIT\r\n"),
        text(S, "+OK\r\nnonsense\r\n-ERR some deleted messages not removed\r\nhalf"),
        EventKind::Closed(Closing::RecordingEnds),
    ]
}

fn ends() -> Vec<Vec<EventKind>> {
    let login = [
        opened(Opening::Connection),
        text(S, "+OK\r\n"),
        text(C, "USER amy\r\nPASS x\r\nDELE 3\r\n"),
        text(S, "+OK\r\n+OK\r\n+OK\r\n"),
    ];
    let ended = |more: Vec<EventKind>| login.iter().cloned().chain(more).collect::<Vec<_>>();
    let idle = EventKind::Fact(Fact::AutologoutExpired { idle: Duration::from_mins(10) });
    vec![
        ended(vec![EventKind::Closed(Closing::LineLost)]),
        ended(vec![EventKind::Closed(Closing::Reset(C))]),
        ended(vec![idle, EventKind::Closed(Closing::Finished(S))]),
        vec![opened(Opening::Connection), text(S, "-ERR full\r\n"), EventKind::Closed(Closing::Finished(S))],
        vec![
            opened(Opening::Connection),
            text(C, "\u{16}\u{3}\u{1}"),
            text(S, "\u{16}\u{3}\u{3}x"),
            EventKind::Closed(Closing::Finished(S)),
        ],
        vec![opened(Opening::Connection), text(S, "+OK\r\n"), text(C, "QUIT\r\n"), text(S, "+OK\r\n")],
    ]
}

fn facts() -> Vec<EventKind> {
    let user: std::sync::Arc<str> = "amy".into();
    let unique_id: crate::proto::UniqueId = "a".parse().expect("a unique-id");
    let message = StoredMessage { unique_id: unique_id.clone(), octets: 120, subject: None };
    [
        Fact::Note(Narration { en: "A note.".into(), ru: "Заметка.".into() }),
        Fact::MaildropHolds { user: user.clone(), messages: vec![message.clone(), message.clone()] },
        Fact::MailArrived { user: user.clone(), message },
        Fact::MaildropLocked { user: user.clone() },
        Fact::MaildropReleased { user: user.clone() },
        Fact::MailRemoved { user, unique_ids: vec![unique_id] },
        Fact::TimePassed(Duration::from_secs(61)),
        Fact::LetGo { octets: 70_000 },
        Fact::ServerDied(Death::BeforeGreeting),
        Fact::ServerDied(Death::AfterDele),
        Fact::ServerDied(Death::AtQuit),
        Fact::ServerDied(Death::AmidUpdate(1)),
        Fact::UpdateFailed { removed: 1, left: 2 },
        Fact::Meddled(Meddling::Removed { line: "STLS".into() }),
        Fact::Meddled(Meddling::Answered { command: "STLS".into() }),
        Fact::GaveUp,
        Fact::StandsFor { command: "STAT".into(), ancestor: Ancestor::Pop2, rule: Rule::Count },
        Fact::StandsFor { command: "UIDL".into(), ancestor: Ancestor::Pop1, rule: Rule::NoCounterpart },
        Fact::ExpectationFailed { what: Sentence::literal("+OK wanted, -ERR came").into() },
    ]
    .map(EventKind::Fact)
    .into()
}

#[test]
fn f30_a_level_of_a_code_that_nobody_knows_is_left_out() {
    let words = Words::new(Language::English);
    let told = |code: &str| {
        let timeline = record(vec![vec![
            opened(Opening::Connection),
            text(S, "+OK\r\n"),
            text(C, "NOOP\r\n"),
            text(S, &format!("-ERR [{code}] no\r\n")),
        ]]);
        explain(&timeline, 3, &words).expect("a step").sentences.pop().expect("a sentence")
    };
    assert_eq!(told("sys/temp/disk/full"), words.get("reply-code-SYS-TEMP"));
    assert_eq!(told("SYS/NEW"), words.get("reply-code-SYS"));
    assert_eq!(told("IN-USE/BY/PHONE"), words.get("reply-code-IN-USE"));
    assert!(!told("X-OWN/TEMP").contains("code ["), "of a code that is not known nothing is told");
}

#[test]
fn every_kind_of_step_is_told_in_every_language() {
    let mut connections = vec![whole_session(), logins(), mishaps()];
    connections.extend(ends());
    connections.push(facts());
    let timeline = record(connections);
    for language in Language::ALL {
        let words = Words::new(language);
        let mut told = String::new();
        for place in 0..timeline.len() {
            let explanation = explain(&timeline, place, &words).expect("a step");
            let clauses: Vec<String> = explanation.clauses.iter().map(ToString::to_string).collect();
            told.extend([format!("{place}. {}\n", explanation.title)]);
            told.extend(explanation.sentences.iter().map(|sentence| format!("   {sentence}\n")));
            told.extend([format!("   [{}]\n", clauses.join(", "))]);
            assert!(!explanation.title.is_empty() && !explanation.sentences.is_empty(), "step {place}");
            // What an author says or expects, or what we did not keep, is no matter of an RFC.
            let ours = matches!(
                timeline.steps()[place].what,
                What::Fact(Fact::Note(_) | Fact::ExpectationFailed { .. } | Fact::LetGo { .. })
            );
            assert!(ours || !explanation.clauses.is_empty(), "step {place} cites nothing");
            let (quote, otherwise) = (explanation.quote, explanation.otherwise);
            assert_eq!(quote.is_none(), ours, "step {place} ({}): {quote:?}", explanation.title);
            assert_eq!(otherwise.is_none(), ours, "step {place} ({}): {otherwise:?}", explanation.title);
            let further = [quote.map(|quote| quote.text), otherwise].into_iter().flatten();
            for text in further {
                assert!(!text.contains(['‹', '{', '$']), "step {place}: {text}");
            }
        }
        for sign in ['‹', '{', '}', '$'] {
            assert!(!told.contains(sign), "{language}: a word is missing near {sign:?}");
        }
        insta::assert_snapshot!(format!("explanations_{language}"), told);
    }
}

#[test]
fn the_other_answer_is_told_beside_the_one_that_came() {
    let timeline = record(vec![vec![
        opened(Opening::Connection),
        text(S, "+OK\r\n"),
        text(C, "USER amy\r\n"),
        text(S, "+OK\r\n"),
        text(C, "PASS x\r\n"),
        text(S, "-ERR\r\n"),
        text(C, "DELE 1\r\n"),
        text(S, "-ERR\r\n"),
    ]]);
    let words = Words::new(Language::English);
    let told = |place| explain(&timeline, place, &words).expect("a step").otherwise.expect("another answer");
    assert!(told(4).contains("+OK if name and password are right") && told(4).contains("-ERR if"), "{}", told(4));
    assert_eq!(told(5), "Otherwise: +OK if name and password are right and the maildrop is free.");
    assert!(told(7).starts_with("In the state that it belongs to"), "{}", told(7));
    let quote = explain(&timeline, 6, &words).and_then(|told| told.quote).expect("a clause");
    assert_eq!(quote.clause, spec::BASIC_OPERATION);
}

#[test]
fn every_command_has_a_clause_and_both_answers() {
    for language in Language::ALL {
        let words = Words::new(language);
        for keyword in Keyword::ALL {
            for case in [grounds::Case::Asked, grounds::Case::Granted, grounds::Case::Refused] {
                let topic = grounds::Topic { name: keyword.as_str(), case };
                assert!(grounds::quote(topic, &words).is_some(), "{keyword} in {language}");
                let otherwise = grounds::otherwise(topic, &words).expect("another answer");
                assert!(!otherwise.contains('‹'), "{keyword} in {language}: {otherwise}");
            }
        }
    }
}
