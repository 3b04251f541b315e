//! Branches and sessions go together, whatever is done.

use super::*;
use crate::source;
use crate::source::branch::act::Octets;

fn opened() -> (ByHand, Vec<Arc<Session>>) {
    let play = source::play_lesson("first-session").expect("a lesson");
    let session = Arc::new(Session::new(Title::default(), play.timeline));
    let (script, trace) = play.hand.expect("a lesson can be played on by hand");
    (ByHand::new(script, trace), vec![session])
}

fn send(line: &str) -> Act {
    Act { client: 0, deed: Deed::Send(Octets(format!("{line}\r\n").into_bytes())) }
}

fn names(sessions: &[Arc<Session>]) -> Vec<&str> {
    sessions.iter().map(|session| &*session.label.en).collect()
}

/// What is said last when so many steps are shown.
fn last_line(session: &Session, shown: usize) -> String {
    session.timeline.steps()[shown - 1].said().expect("something said").shown_line(true)
}

#[test]
fn sessions_stand_in_the_order_of_the_tree() {
    let (mut hand, mut sessions) = opened();
    let behind_login = 10;
    let shows = hand.act(&mut sessions, (0, behind_login), send("NOOP")).expect("a connection");
    assert_eq!(last_line(&sessions[shows.session], shows.shown), "+OK");
    assert_eq!(hand.act(&mut sessions, (1, shows.shown), send("STAT")).map(|shows| shows.session), Ok(1));
    hand.act(&mut sessions, (0, 4), send("QUIT")).expect("a connection");
    hand.act(&mut sessions, (1, shows.shown), send("PASS secret")).expect("a connection");
    assert_eq!(names(&sessions), ["", "1: NOOP", "3: PASS ••••••", "2: QUIT"]);
    assert_eq!([0, 1, 2, 3].map(|session| hand.depth_of(session)), [0, 0, 1, 0]);
    hand.rename(&mut sessions, 3, "early");
    hand.delete(&mut sessions, 1, 5);
    assert_eq!(names(&sessions), ["", "early", "3: PASS ••••••"]);
    hand.restore(&mut sessions);
    assert_eq!(names(&sessions), ["", "1: NOOP", "early", "3: PASS ••••••"]);
    assert!(sessions.len() == hand.played.len());
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let (mut hand, mut sessions) = opened();
    assert_eq!(hand.act(&mut sessions, (0, 0), send("STAT")), Err(Refused::NotConnected));
    let connect = Act { client: 0, deed: Deed::Connect };
    assert_eq!(hand.act(&mut sessions, (0, 6), connect), Err(Refused::Connected));
    assert_eq!((sessions.len(), hand.tree().len()), (1, 0));
}

#[test]
fn the_last_line_is_taken_back_and_typed_again() {
    let (mut hand, mut sessions) = opened();
    let shows = hand.act(&mut sessions, (0, 10), send("NOOP")).expect("a connection");
    let total = sessions[1].timeline.len();
    let back = hand.undo(&mut sessions, 1, false).expect("a line");
    assert!(back.shown < shows.shown && sessions[1].timeline.len() < total);
    assert_eq!(hand.undo(&mut sessions, 1, false), None);
    assert_eq!(hand.undo(&mut sessions, 1, true), Some(shows));
    assert_eq!(sessions[1].timeline.len(), total);
}

#[test]
fn branches_of_an_earlier_run_come_back() {
    let (mut hand, mut sessions) = opened();
    hand.act(&mut sessions, (0, 10), send("NOOP")).expect("a connection");
    let (mut later, mut others) = opened();
    later.take(&mut others, hand.script().clone(), hand.tree().clone());
    assert_eq!(names(&others), names(&sessions));
    assert_eq!(others[1].timeline.steps(), sessions[1].timeline.steps());
    assert!(later.saved(1).is_some_and(|text| text.contains("Send(\"NOOP\", Is(\"+OK\"))")));
    assert_eq!(later.saved(0), None);
}
