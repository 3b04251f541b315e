//! What a timeline keeps of the events that made it.

use std::net::SocketAddr;

use super::*;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::utterance::Opening;
use crate::session::Cursor;
use crate::session::event::Closing;
use crate::session::event::Party;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Stage;
use crate::session::snapshot::Tls;
use crate::session::timeline::Change;

use Side::Client as C;
use Side::Server as S;

const ID: ConnectionId = ConnectionId(0);

fn party(port: u16) -> Party {
    Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) }
}

fn opened(opening: Opening) -> EventKind {
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

/// Each event one millisecond and one frame after the other.
fn record(kinds: impl IntoIterator<Item = EventKind>) -> Timeline {
    let events = (1..).zip(kinds).map(|(frame, kind)| Event {
        at: Time::from_nanos(i64::try_from(frame).expect("few") * 1_000_000),
        connection: Some(ID),
        mark: Mark::Frame(frame),
        kind,
    });
    Recorder::record_all(events)
}

fn login() -> Vec<EventKind> {
    vec![
        opened(Opening::Connection),
        text(S, "+OK ready\r\n"),
        text(C, "USER amy\r\n"),
        text(S, "+OK\r\n"),
        text(C, "PASS x\r\n"),
        text(S, "+OK\r\n"),
    ]
}

fn number(number: u32) -> MessageNumber {
    MessageNumber::new(number).expect("not 0")
}

fn last_state(timeline: &Timeline) -> crate::session::SessionState {
    timeline.snapshot(Cursor(timeline.len())).session(ID).expect("opened").clone()
}

#[test]
fn states_change_with_the_replies() {
    let timeline = record(login());
    let stages: Vec<_> = (0..=timeline.len())
        .map(|shown| timeline.snapshot(Cursor(shown)).session(ID).map(|session| session.stage))
        .collect();
    let authorization = Some(Stage::In(Phase::Authorization));
    assert_eq!(stages[..3], [None, Some(Stage::Greeting), authorization]);
    assert_eq!(stages[3..], [authorization, authorization, authorization, Some(Stage::In(Phase::Transaction))]);
    assert_eq!(last_state(&timeline).user.as_deref(), Some("amy"));
}

#[test]
fn a_command_and_its_reply_know_each_other() {
    let timeline = record(login());
    let partners: Vec<_> = timeline.steps().iter().map(|step| step.said().and_then(|said| said.partner)).collect();
    assert_eq!(partners, [None, None, Some(3), Some(2), Some(5), Some(4)]);
}

#[test]
fn a_line_that_is_no_command_parts_user_from_pass() {
    let asked = |line| {
        let mut events = login()[..4].to_vec();
        events.extend([text(C, line), text(S, "-ERR\r\n")]);
        last_state(&record(events)).user_accepted
    };
    assert!(asked("CAPA\r\n"), "asking for capabilities does no harm");
    assert!(!asked("LOOP\r\n") && !asked("\r\n"), "PASS has to follow immediately (RFC 1939 §7)");
}

#[test]
fn marks_are_taken_away_by_rset_and_obeyed_by_quit() {
    let mut script = login();
    script.extend([
        text(C, "DELE 1\r\nRSET\r\nDELE 2\r\nQUIT\r\n"),
        text(S, "+OK\r\n+OK\r\n+OK\r\n+OK\r\n"),
        EventKind::Closed(Closing::Finished(S)),
    ]);
    let timeline = record(script);
    let changes: Vec<_> = timeline.steps()[10..].iter().flat_map(|step| step.changes.to_vec()).collect();
    assert_eq!(
        changes,
        [
            Change::Marked(vec![number(1)]),
            Change::Unmarked(vec![number(1)]),
            Change::Marked(vec![number(2)]),
            Change::Entered(Phase::Update),
            Change::Removed(vec![number(2)]),
            Change::Ended(Closing::Finished(S)),
        ]
    );
    let maildrop = last_state(&timeline).maildrop;
    let fates: Vec<_> = maildrop.messages().map(|(_, message)| message.fate).collect();
    assert_eq!(fates, [Fate::Unmarked, Fate::Removed]);
}

#[test]
fn a_server_that_takes_rset_with_an_argument_takes_the_marks_away() {
    let mut script = login();
    script.extend([text(C, "DELE 1\r\nRSET now\r\n"), text(S, "+OK\r\n+OK\r\n")]);
    assert_eq!(last_state(&record(script)).maildrop.marked().count(), 0);
}

#[test]
fn without_quit_nothing_is_removed() {
    let mut script = login();
    script.extend([text(C, "STAT\r\nDELE 1\r\nSTAT\r\n"), text(S, "+OK 2 320\r\n+OK\r\n+OK 1 200\r\n")]);
    script.push(EventKind::Closed(Closing::Reset(C)));
    let timeline = record(script);
    assert_eq!(last_state(&timeline).maildrop.octets, None, "the 200 octets left the marked message out");
    assert_eq!(last_state(&timeline).maildrop.message(number(1)).map(|message| message.fate), Some(Fate::Spared));
    assert_eq!(last_state(&timeline).reached, Some(Phase::Transaction));
}

#[test]
fn what_the_server_could_not_remove_is_unknown() {
    let mut script = login();
    script.extend([text(C, "DELE 1\r\nQUIT\r\n"), text(S, "+OK\r\n-ERR some deleted messages not removed\r\n")]);
    let state = last_state(&record(script));
    assert_eq!((state.stage, state.reached), (Stage::In(Phase::Update), Some(Phase::Update)));
    assert_eq!(state.maildrop.message(number(1)).map(|message| message.fate), Some(Fate::Unknown));
}

#[test]
fn the_maildrop_learns_from_every_reply() {
    let mut script = login();
    script.extend([
        text(C, "STAT\r\nLIST\r\nUIDL 2\r\nTOP 1 0\r\nRETR 2\r\n"),
        text(S, "+OK 2 320\r\n+OK\r\n1 120\r\n2 200\r\n.\r\n+OK 2 abc\r\n"),
        text(S, "+OK\r\nSubject: one\r\n\r\n.\r\n+OK\r\nSubject: two\r\n\r\n..\r\n.\r\n"),
    ]);
    let maildrop = last_state(&record(script)).maildrop;
    assert_eq!((maildrop.count, maildrop.octets, maildrop.rows()), (Some(2), Some(320), 2));
    let [first, second] = [1, 2].map(|place| maildrop.message(number(place)).expect("learnt").clone());
    assert_eq!((first.octets, first.subject.as_deref(), first.retrieved), (Some(120), Some("one"), false));
    assert_eq!((second.octets, second.subject.as_deref(), second.retrieved), (Some(19), Some("two"), true));
    assert_eq!(second.unique_id.map(|id| id.to_string()).as_deref(), Some("abc"));
}

#[test]
fn a_step_knows_all_its_frames_and_times() {
    let mut script = login();
    script.extend([
        text(C, "RE"),
        text(C, "TR 1\r\nNO"),
        text(S, "+OK\r\nab\r\n"),
        text(S, ".\r\n+OK"),
        text(C, "OP\r\n"),
    ]);
    script.push(text(S, "\r\n"));
    let timeline = record(script);
    let frames: Vec<Vec<u64>> = timeline.steps()[6..].iter().map(|step| step.frames().collect()).collect();
    assert_eq!(frames, [vec![7, 8], vec![9, 10], vec![8, 11], vec![10, 12]]);
    let retr = &timeline.steps()[6];
    assert_eq!((retr.at.nanos(), retr.until.nanos()), (7_000_000, 8_000_000));
}

#[test]
fn a_step_whose_pieces_were_captured_in_another_order_ends_when_it_was_whole() {
    let mut recorder = Recorder::new();
    for (millis, kind) in [(1, opened(Opening::Connection)), (7, text(S, "+OK ")), (6, text(S, "ready\r\n"))] {
        let at = Time::from_nanos(millis * 1_000_000);
        recorder.record(Event { at, connection: Some(ID), mark: Mark::Nowhere, kind });
    }
    let timeline = recorder.finish();
    let greeting = &timeline.steps()[1];
    assert_eq!((greeting.at, greeting.until), (Time::from_nanos(6_000_000), Time::from_nanos(7_000_000)));
}

#[test]
fn frames_stay_right_behind_a_gap() {
    let mut script = login();
    script.extend([
        text(C, "RETR 1\r\n"),
        text(S, "+OK\r\nab"),
        EventKind::Gap { side: S, octets: 100 },
        text(S, "cd\r\n.\r\n"),
        text(C, "NOOP\r\n"),
        text(S, "+OK\r\n"),
    ]);
    let timeline = record(script);
    let frames: Vec<Vec<u64>> = timeline.steps()[6..].iter().map(|step| step.frames().collect()).collect();
    assert_eq!(frames, [vec![7], vec![9], vec![8, 10], vec![11], vec![12]]);
}

#[test]
fn a_login_of_several_lines_names_its_user() {
    let timeline = record([
        opened(Opening::Connection),
        text(S, "+OK\r\n"),
        text(C, "AUTH LOGIN\r\n"),
        text(S, "+ VXNlcm5hbWU6\r\n"),
        text(C, "YW15\r\n"),
        text(S, "+ UGFzc3dvcmQ6\r\n"),
        text(C, "eA==\r\n"),
        text(S, "+OK\r\n"),
    ]);
    let state = last_state(&timeline);
    assert_eq!((state.user.as_deref(), state.stage), (Some("amy"), Stage::In(Phase::Transaction)));
}

#[test]
fn a_session_found_in_its_middle_is_placed_by_what_succeeds() {
    let timeline = record([opened(Opening::MidStream), text(C, "CAPA\r\n"), text(S, "-ERR\r\n"), text(C, "STAT\r\n")]);
    assert_eq!(last_state(&timeline).stage, Stage::Unknown);
    let timeline = record([opened(Opening::MidStream), text(C, "STAT\r\n"), text(S, "+OK 1 2\r\n")]);
    assert_eq!(last_state(&timeline).stage, Stage::In(Phase::Transaction));
}

#[test]
fn secrets_are_masked_even_in_pieces_of_lines() {
    let mut script = login();
    script.extend([
        text(C, "AUTH LOGIN\r\n"),
        text(S, "+ VXNlcm5hbWU6\r\n"),
        text(C, "c2VjcmV0\r\n"),
        text(C, "pass half a sec"),
    ]);
    let timeline = record(script);
    let shown: Vec<String> =
        timeline.steps().iter().filter_map(Step::said).map(|said| said.shown_line(false)).collect();
    assert_eq!(shown[5..], ["AUTH LOGIN", "+ VXNlcm5hbWU6", "••••••", "pass ••••••"]);
}

#[test]
fn every_seek_gives_the_state_of_a_walk() {
    let mut script = login();
    for round in 0..60 {
        let reply = if round % 7 == 0 { "-ERR\r\n" } else { "+OK\r\n" };
        script.extend([text(C, &format!("DELE {}\r\n", round + 1)), text(S, reply)]);
    }
    script.extend([text(C, "RSET\r\n"), text(S, "+OK\r\n")]);
    let timeline = record(script);
    let mut walked = Snapshot::default();
    for (place, step) in timeline.steps().iter().enumerate() {
        assert_eq!(timeline.snapshot(Cursor(place)), walked, "before step {place}");
        let changes = replay::take(&mut walked, &timeline, step);
        assert_eq!(*changes, *step.changes, "at step {place}");
    }
    assert_eq!(timeline.snapshot(Cursor(usize::MAX)), walked);
}

/// Every size that a server says is kept, and none of them is believed so far that a sum could break.
#[test]
fn a_server_may_say_any_size() {
    let mut events = login();
    for line in ["STAT", "LIST", "DELE 1", "RSET", "DELE 3", "STAT"] {
        events.push(text(C, &format!("{line}\r\n")));
        events.push(text(S, match line {
            "LIST" => "+OK\r\n1 18446744073709551615\r\n2 18446744073709551615\r\n3 18446744073709551616\r\n4294967295 1\r\n.\r\n",
            "STAT" => "+OK 4294967295 18446744073709551615\r\n",
            _ => "+OK\r\n",
        }));
    }
    let state = last_state(&record(events));
    assert_eq!(state.maildrop.message(number(1)).and_then(|message| message.octets), Some(u64::MAX));
    assert_eq!(state.maildrop.message(number(3)).and_then(|message| message.octets), None);
}

/// The work grows with the octets: neither pipelined commands nor a large maildrop make each step longer.
#[test]
fn thousands_of_commands_at_once_take_no_time() {
    const MANY: u32 = 20_000;
    let mut events = login();
    let lines = |prefix: &str, suffix: &str| -> String {
        (1..=MANY).flat_map(|number| [prefix.to_owned(), number.to_string(), suffix.to_owned()]).collect()
    };
    let listing = lines("", " 120\r\n");
    events
        .extend([text(C, "STAT\r\nLIST\r\n"), text(S, &format!("+OK {MANY} {}\r\n+OK\r\n{listing}.\r\n", MANY * 120))]);
    events.extend([text(C, &lines("DELE ", "\r\n")), text(S, &"+OK\r\n".repeat(MANY as usize))]);
    let timeline = record(events);
    let last = last_state(&timeline);
    assert_eq!((last.maildrop.marked_count(), last.maildrop.octets), (MANY as usize, Some(0)));
    assert_eq!(timeline.steps().last().and_then(|step| timeline.asked(step.said()?)).map(|line| line.octets), Some(12));
}

#[test]
fn a_handshake_behind_stls_counts_when_the_server_has_agreed() {
    let hello = || {
        let octets = [&[0x16, 3, 1, 0, 0x28][..], &[1; 0x28]].concat();
        EventKind::Octets { side: C, octets, cover: Cover::Clear }
    };
    let tls = |talk: Vec<EventKind>| last_state(&record(talk)).tls;
    let greeted = || vec![opened(Opening::Connection), text(S, "+OK ready\r\n"), text(C, "STLS\r\n")];
    let hasty = |reply: &str| [greeted(), vec![hello(), text(S, reply)]].concat();
    assert_eq!(tls(hasty("-ERR no\r\n")), Tls::None);
    assert_eq!(tls(hasty("+OK go on\r\n")), Tls::Stls);
    assert_eq!(tls([greeted(), vec![hello()]].concat()), Tls::None, "nobody knows yet");
    assert_eq!(tls(vec![opened(Opening::Connection), hello()]), Tls::Implicit);
    assert_eq!(tls(vec![opened(Opening::MidStream), hello()]), Tls::Implicit);
    let lost = [greeted(), vec![EventKind::Gap { side: S, octets: 9 }, hello()]].concat();
    assert_eq!(tls(lost), Tls::Stls, "the client goes on as if the reply had been positive");
}
