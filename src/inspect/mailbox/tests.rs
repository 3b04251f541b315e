//! Sessions of one mailbox, and the stories that they make.

use super::*;
use crate::inspect::testing::C;
use crate::inspect::testing::END;
use crate::inspect::testing::S;
use crate::inspect::testing::session;
use crate::proto::Side;

const LOGIN: [(Side, &str); 5] =
    [(S, "+OK\r\n"), (C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "PASS x\r\n"), (S, "+OK\r\n")];
const UIDL: [(Side, &str); 2] = [(C, "UIDL\r\n"), (S, "+OK\r\n1 aa\r\n2 bb\r\n.\r\n")];
const RETR: [(Side, &str); 2] = [(C, "RETR 1\r\n"), (S, "+OK\r\nhello\r\n.\r\n")];
const DELE: [(Side, &str); 2] = [(C, "DELE 1\r\n"), (S, "+OK\r\n")];
const RSET: [(Side, &str); 2] = [(C, "RSET\r\n"), (S, "+OK\r\n")];
const QUIT: [(Side, &str); 3] = [(C, "QUIT\r\n"), (S, "+OK\r\n"), (S, END)];
const DROP: [(Side, &str); 1] = [(C, END)];

/// A session of amy.
fn amy(index: u64, start: i64, parts: &[&[(Side, &str)]]) -> RecordedSession {
    session(index, start, &[LOGIN.as_slice(), &parts.concat()].concat())
}

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.as_str()).collect()
}

/// Each story in one line: by what it is known, what became of it, the sessions, what cannot be.
fn told(sessions: &[RecordedSession]) -> Vec<String> {
    let mut mailboxes = Mailboxes::default();
    for session in sessions {
        mailboxes.add(session);
    }
    let told = mailboxes.stories().into_iter().map(|story| {
        let identity = match story.identity {
            Identity::UniqueId(unique_id) => unique_id.to_string(),
            Identity::Content(_) => "content".to_owned(),
            Identity::Place { session, number } => format!("{session}/{number}"),
        };
        let sightings: Vec<_> = story
            .sightings
            .iter()
            .map(|sighting| format!("{}: {}", sighting.session, names(&sighting.events).join(" ")))
            .collect();
        let wrong: Vec<_> = story.contradictions.iter().map(|wrong| format!(" ! {}", wrong.as_str())).collect();
        format!("{identity} {} [{}]{}", story.outcome.as_str(), sightings.join("; "), wrong.concat())
    });
    told.collect()
}

#[test]
fn a_message_is_followed_over_sessions() {
    let sessions = [
        amy(0, 0, &[&UIDL, &RETR, &QUIT]),
        amy(1, 100, &[&UIDL, &DELE, &RSET, &QUIT]),
        amy(2, 200, &[&UIDL, &DELE, &DROP]),
        amy(3, 300, &[&UIDL, &DELE, &QUIT]),
    ];
    let first =
        "aa removed [0: listed fetched; 1: listed marked unmarked; 2: listed marked spared; 3: listed marked removed]";
    let second = "bb kept [0: listed; 1: listed; 2: listed; 3: listed]";
    assert_eq!(told(&sessions), [first, second]);
    let backwards: Vec<_> = sessions.into_iter().rev().collect();
    assert_eq!(told(&backwards), [first, second], "in whatever order they come");
}

#[test]
fn what_is_seen_after_it_was_removed_came_back() {
    let sessions = [amy(0, 0, &[&UIDL, &DELE, &QUIT]), amy(1, 100, &[&UIDL])];
    assert_eq!(told(&sessions)[0], "aa kept [0: listed marked removed; 1: listed] ! came-back");
    let again = [&sessions[..], &[amy(2, 200, &[&UIDL, &DELE, &QUIT])]].concat();
    assert_eq!(
        told(&again)[0],
        "aa removed [0: listed marked removed; 1: listed; 2: listed marked removed] ! came-back"
    );
}

#[test]
fn a_session_that_took_stock_before_contradicts_nothing() {
    // It logs in before the other says QUIT, and lists afterwards.
    let late = [&[(C, "NOOP\r\n"), (S, "+OK\r\n")].repeat(8), UIDL.as_slice()].concat();
    let sessions = [amy(0, 0, &[&UIDL, &DELE, &QUIT]), amy(1, 2, &[&late])];
    assert_eq!(told(&sessions)[0], "aa removed [0: listed marked removed; 1: listed]");
}

#[test]
fn a_mark_at_the_end_of_the_recording_stays_one() {
    assert_eq!(told(&[amy(0, 0, &[&UIDL, &DELE])])[0], "aa marked [0: listed marked]");
    let refused = [(C, "QUIT\r\n"), (S, "-ERR some were not removed\r\n")];
    assert_eq!(told(&[amy(0, 0, &[&UIDL, &DELE, &refused])])[0], "aa unknown [0: listed marked perhaps-removed]");
}

#[test]
fn without_uidl_content_or_place_stands_in() {
    let other = [(C, "TOP 2 0\r\n"), (S, "+OK\r\nhead\r\n\r\n.\r\n"), (C, "LIST 3\r\n"), (S, "+OK 3 10\r\n")];
    let sessions = [amy(0, 0, &[&RETR, &other, &QUIT]), amy(1, 100, &[&RETR, &DELE, &QUIT])];
    assert_eq!(
        told(&sessions),
        ["content removed [0: fetched; 1: fetched marked removed]", "0/2 kept [0: topped]", "0/3 kept [0: listed]"]
    );
    let cut = [(C, "RETR 1\r\n"), (S, "+OK\r\nhel")];
    assert_eq!(told(&[amy(0, 0, &[&cut])]), ["0/1 kept [0: fetched-in-part]"]);
}

#[test]
fn a_unique_id_of_two_messages_and_of_two_contents_is_remarked() {
    let twice = [(C, "UIDL\r\n"), (S, "+OK\r\n1 aa\r\n2 aa\r\n.\r\n")];
    assert_eq!(told(&[amy(0, 0, &[&twice])]), ["aa kept [0: listed; 0: listed] ! shared-unique-id"]);
    let other = [(C, "RETR 1\r\n"), (S, "+OK\r\nother\r\n.\r\n")];
    let sessions = [amy(0, 0, &[&UIDL, &RETR]), amy(1, 100, &[&UIDL, &other])];
    assert_eq!(told(&sessions)[0], "aa kept [0: listed fetched; 1: listed fetched] ! content-changed");
}

#[test]
fn mailboxes_are_told_apart() {
    let as_user = |index, user: &str| {
        let script = [(S, "+OK\r\n"), (C, user), (S, "+OK\r\n"), (C, "PASS x\r\n"), (S, "+OK\r\n"), UIDL[0], UIDL[1]];
        session(index, 0, &script)
    };
    let mut elsewhere = as_user(2, "USER bob\r\n");
    elsewhere.server = "192.0.2.9:110".parse().expect("an address");
    let mut other_port = as_user(3, "USER bob\r\n");
    other_port.server.set_port(995);
    let nobody = session(4, 0, &[(S, "+OK\r\n"), UIDL[0], UIDL[1]]);
    let mut mailboxes = Mailboxes::default();
    for session in [as_user(0, "USER amy\r\n"), as_user(1, "USER bob\r\n"), elsewhere, other_port, nobody] {
        mailboxes.add(&session);
    }
    let stories = mailboxes.stories();
    let found: Vec<_> = stories
        .iter()
        .filter(|story| *story.identity == Identity::UniqueId("aa".parse().expect("an id")))
        .map(|story| (story.mailbox.server.to_string(), story.mailbox.owner.clone(), story.sightings.len()))
        .collect();
    let named = |name: &str| Owner::Named(name.to_owned());
    assert_eq!(
        found,
        [
            ("192.0.2.1".to_owned(), named("amy"), 1),
            ("192.0.2.1".to_owned(), named("bob"), 2),
            ("192.0.2.1".to_owned(), Owner::OfSession(4), 1),
            ("192.0.2.9".to_owned(), named("bob"), 1),
        ]
    );
}

#[test]
fn beyond_the_limit_sightings_are_counted_only() {
    let mut mailboxes = Mailboxes::with_limit(3);
    for index in 0..4 {
        mailboxes.add(&amy(index, 0, &[&UIDL]));
    }
    assert_eq!(mailboxes.left_out(), 5);
    let kept: usize = mailboxes.stories().iter().map(|story| story.sightings.len()).sum();
    assert_eq!(kept, 3);
}

#[test]
fn times_and_sizes_are_told() {
    let list = [(C, "LIST\r\n"), (S, "+OK\r\n1 7\r\n.\r\n")];
    let mut mailboxes = Mailboxes::default();
    mailboxes.add(&amy(1, 100, &[&UIDL, &list]));
    mailboxes.add(&amy(0, 0, &[&UIDL, &RETR]));
    let stories = mailboxes.stories();
    let first = &stories[0];
    assert_eq!((first.first_seen.nanos(), first.last_seen.nanos()), (7_000_000, 109_000_000));
    assert_eq!((first.octets, first.sha256.is_some(), first.certainty), (Some(7), true, Certainty::Certain));
    assert_eq!(first.sightings[0].entered.nanos(), 5_000_000);
}
