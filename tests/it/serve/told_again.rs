//! A session of a real connection, told again as a scenario: it goes as it went.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use popscope::live::Options;
use popscope::live::Running;
use popscope::live::Sink;
use popscope::live::Trust;
use popscope::scenario::Scenario;
use popscope::scenario::run;
use popscope::session::RecordedSession;
use popscope::source::connect::Connecting;
use popscope::source::connect::Security;
use popscope::source::connect::Target;
use popscope::source::connect::Verdict;
use popscope::source::connect::client_of_lesson;
use popscope::source::connect::lessons;
use popscope::source::connect::nonce;
use popscope::source::retell::Retold;
use popscope::source::retell::retell;
use popscope::source::serve::Sessions;
use popscope::source::serve::TlsOffer;
use popscope::source::serve::site_of_scenario;
use popscope::source::serve::tls_of;

use super::PATIENCE;

/// Connects to the server of a lesson, lets somebody talk, and gives what the *client* has recorded.
fn recorded(
    lesson: &str,
    security: Security,
    mut talk: impl FnMut(&Connecting, &RecordedSession) -> bool,
) -> RecordedSession {
    let site = site_of_scenario(lesson).expect("a lesson");
    let offer = tls_of(&site);
    let local = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let options =
        Options { listen: local, tls_listen: local, stls: offer != TlsOffer::None, site, ..Options::default() };
    let running = Running::start(options, Sink::new(|_| ())).expect("a server");
    let address = if security == Security::Implicit { running.tls_address() } else { running.address() };
    let trust = running.identity().map(|identity| Trust::Fingerprint(identity.fingerprint.clone())).unwrap_or_default();
    let target = Target { security, trust, ..Target::new("127.0.0.1", address.expect("it listens").port()) };
    let (told, news) = std::sync::mpsc::channel();
    let sink = Sink::new(move |one| {
        let _ = told.send(one);
    });
    let connecting = Connecting::start(target, sink).expect("a thread");
    let mut sessions = Sessions::default();
    let mut asked = false;
    loop {
        match news.recv_timeout(Duration::from_millis(5)) {
            Ok(one) => {
                if let Some(session) = sessions.hear(&one) {
                    return session;
                }
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                let so_far = sessions.so_far(popscope::session::ConnectionId(0));
                if !asked && so_far.is_some_and(|session| !talk(&connecting, &session)) {
                    connecting.close();
                    asked = true;
                }
            }
            Err(error) => panic!("{lesson}: {error}"),
        }
    }
}

/// Tells a session again and plays it.
fn again(name: &str, session: &RecordedSession) -> Retold {
    let told = retell(&session.timeline).unwrap_or_else(|why| panic!("{name}: {why}"));
    let scenario = Scenario::parse(name, &told.text).unwrap_or_else(|error| panic!("{name}: {error}\n{}", told.text));
    assert_eq!(run(&scenario).failures, [], "{name}\n{}", told.text);
    told
}

/// Says lines one after the other, each as soon as the reply before it is there.
fn says(lines: &[&str]) -> impl FnMut(&Connecting, &RecordedSession) -> bool {
    let mut lines: Vec<String> = lines.iter().rev().map(|line| (*line).to_owned()).collect();
    move |connecting, session| {
        if popscope::source::connect::is_waiting(&session.timeline) {
            return true;
        }
        let Some(line) = lines.pop() else { return false };
        connecting.say_line(&line);
        true
    }
}

#[test]
fn what_was_typed_on_a_real_connection_goes_the_same_when_it_is_told_again() {
    let lines =
        ["CAPA", "USER amy", "PASS sesame", "STAT", "LIST", "UIDL", "TOP 1 1", "RETR 1", "DELE 1", "RSET", "QUIT"];
    for security in [Security::None, Security::Implicit] {
        let session = recorded("first-session", security, says(&lines));
        let told = again("typed", &session);
        assert!(told.agrees(), "{security:?}: {:?}\n{}", told.remarks, told.text);
        assert_eq!(told.exchanges, lines.len() + 1, "the greeting is one too");
        for delicate in ["amy", "sesame", "Lunch", "127.0.0.1"] {
            assert!(!told.text.contains(delicate), "{delicate} in\n{}", told.text);
        }
    }
}

#[test]
fn a_connection_that_became_tls_is_told_again() {
    let mut lines = says(&["CAPA", "STLS", "USER amy", "PASS sesame", "LIST", "QUIT"]);
    let mut covered = false;
    let session = recorded("stls", Security::None, |connecting, session| {
        // Behind STLS the next line waits for TLS by itself.
        covered |= session.tls.is_some();
        lines(connecting, session)
    });
    assert!(covered);
    let told = again("stls", &session);
    assert!(told.agrees(), "{:?}\n{}", told.remarks, told.text);
}

#[test]
fn a_connection_that_was_broken_off_is_told_again() {
    let session = recorded("first-session", Security::None, says(&["USER amy", "PASS wrong", "USER amy"]));
    let told = again("broken off", &session);
    assert!(told.agrees(), "{:?}\n{}", told.remarks, told.text);
}

/// Those that go otherwise: in the first a server says what is no reply, in the second there is a mail that is told in
/// UTF-8 mode only, and nobody knows of one that was never seen what is in it.
const OTHERWISE: [&str; 2] = ["spot-filius", "utf8"];

#[test]
fn the_client_of_each_lesson_before_a_real_server_is_told_again() {
    let mut wrong = BTreeSet::new();
    for (name, _) in lessons() {
        let site = site_of_scenario(name).expect("a lesson");
        let security = if tls_of(&site) == TlsOffer::Implicit { Security::Implicit } else { Security::None };
        let mut dial = client_of_lesson(name).expect("a client of POP3");
        let mut idle = 0;
        let session = recorded(name, security, |connecting, session| {
            match dial.verdict(&session.timeline) {
                Verdict::Waiting => {
                    idle += 1;
                    // A lesson of the simulation only; what was said up to here is told.
                    return idle < PATIENCE.as_millis() / 5 / 10;
                }
                Verdict::AsExpected => idle = 0,
                Verdict::Unexpected { .. } => return false,
            }
            if dial.next_lines().is_empty() {
                return false;
            }
            for octets in dial.advance(&session.timeline, &nonce().expect("chance")) {
                connecting.say(&octets);
            }
            true
        });
        match retell(&session.timeline) {
            Err(why) => {
                wrong.insert(format!("{name}: {why}"));
            }
            Ok(told) if told.agrees() => _ = again(name, &session),
            Ok(told) => {
                wrong.insert(format!("{name}: {:?}", told.remarks));
            }
        }
    }
    let names: Vec<&str> = wrong.iter().filter_map(|told| told.split(':').next()).collect();
    assert_eq!(names, OTHERWISE, "{wrong:#?}");
}
