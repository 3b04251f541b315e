//! Tests of the layer, with sessions made up for them.

use std::net::SocketAddr;

use proptest::prelude::*;

use super::*;
use crate::capture::testing::words;
use crate::capture::tls::record::HEAD;
use crate::capture::tls::testing::Ends;
use crate::capture::tls::testing::all_secrets;
use crate::capture::tls::testing::client_hello;
use crate::capture::tls::testing::handshake_secrets;
use crate::capture::tls::testing::traffic_secrets;
use crate::proto::utterance::Opening;
use crate::session::Step;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Party;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Decrypted;

use Side::Client as C;
use Side::Server as S;

/// A conversation: what each segment holds.
type Talk = Vec<(Side, Vec<u8>)>;

/// What a layer makes of it; keys come before the segment of their place.
struct Heard {
    timeline: Timeline,
    facts: Option<TlsFacts>,
}

fn event(frame: u64, kind: EventKind) -> Event {
    let at = Time::from_nanos(i64::try_from(frame).expect("small") * 1_000_000);
    Event { at, connection: Some(ID), mark: Mark::Frame(frame), kind }
}

fn opened() -> Event {
    let party = |port| Party { name: None, address: SocketAddr::from(([10, 0, 0, 1], port)) };
    let connection = Connection {
        client: party(40_000),
        server: party(995),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    event(0, EventKind::Opened(connection))
}

fn hear_with(talk: &Talk, keys: impl Fn(usize) -> KeyLog) -> Heard {
    let mut layer = Layer::new();
    layer.record(opened(), &keys(0));
    for (place, (side, octets)) in talk.iter().enumerate() {
        let kind = if octets.is_empty() {
            EventKind::Gap { side: *side, octets: 10 }
        } else {
            EventKind::Octets { side: *side, octets: octets.clone(), cover: Cover::Clear }
        };
        layer.record(event(place as u64 + 1, kind), &keys(place));
    }
    let end = event(talk.len() as u64 + 1, EventKind::Closed(Closing::Finished(C)));
    layer.record(end, &keys(talk.len()));
    let (timeline, facts) = layer.finish(&keys(talk.len()));
    Heard { timeline, facts }
}

fn hear(talk: &Talk) -> Heard {
    hear_with(talk, |_| all_secrets())
}

impl Heard {
    /// What can be read, without the octets that stayed sealed.
    fn inside(&self) -> Vec<String> {
        let sealed = |step: &Step| step.said().is_some_and(|said| said.cover == Cover::Clear);
        let steps = self.timeline.steps().iter().zip(words(&self.timeline));
        steps.filter(|(step, _)| !sealed(step)).map(|(_, word)| word).collect()
    }

    #[track_caller]
    fn decrypted(&self) -> Decrypted {
        self.facts.as_ref().expect("TLS").decrypted
    }

    /// Octets of a side that stayed as they were.
    fn sealed(&self, side: Side) -> Vec<u8> {
        let said = self.timeline.steps().iter().filter_map(Step::said);
        let sealed = said.filter(|said| said.side == side && said.cover == Cover::Clear);
        sealed.flat_map(|said| said.raw.to_vec()).collect()
    }
}

/// The handshake of a session that begins with TLS.
fn shaken(ends: &mut Ends) -> Talk {
    vec![(C, client_hello()), (S, ends.server_flight()), (C, ends.client_flight())]
}

/// A short session.
fn session(ends: &mut Ends) -> Talk {
    let mut talk = shaken(ends);
    talk.push((S, ends.says(S, "+OK ready\r\n")));
    talk.push((C, ends.says(C, "QUIT\r\n")));
    talk.push((S, ends.says(S, "+OK bye\r\n")));
    talk
}

const SESSION: [&str; 6] =
    ["opened", "TlsEstablished", "S: +OK ready\\r\\n", "C: QUIT\\r\\n", "S: +OK bye\\r\\n", "Finished(Client)"];

#[test]
fn both_versions_are_opened() {
    for mut ends in [Ends::new(), Ends::old()] {
        let heard = hear(&session(&mut ends));
        assert_eq!(heard.inside(), SESSION);
        assert_eq!(heard.decrypted(), Decrypted::Yes);
        let facts = heard.facts.expect("TLS");
        assert_eq!((facts.began, facts.frame), (Began::Implicit, 1));
    }
}

#[test]
fn the_protocol_that_only_the_inside_names_is_found() {
    let facts = hear(&session(&mut Ends::new())).facts.expect("TLS");
    assert_eq!(facts.protocol.as_deref(), Some("pop3"));
    assert_eq!(facts.version.map(|version| version.to_string()).as_deref(), Some("TLS 1.3"));
    assert_eq!(facts.cipher_suite.map(|suite| suite.to_string()).as_deref(), Some("TLS_AES_128_GCM_SHA256"));
}

#[test]
fn without_keys_every_octet_goes_through_as_it_came() {
    for mut ends in [Ends::new(), Ends::old()] {
        let talk = session(&mut ends);
        let heard = hear_with(&talk, |_| KeyLog::default());
        assert_eq!(heard.inside(), ["opened", "Finished(Client)"]);
        assert_eq!(heard.decrypted(), Decrypted::No(Closed::NoSecrets));
        assert_eq!(heard.timeline.len(), talk.len() + 2, "a step for each segment");
        for side in [C, S] {
            let said: Vec<u8> =
                talk.iter().filter(|(one, _)| *one == side).flat_map(|(_, octets)| octets.clone()).collect();
            assert_eq!(heard.sealed(side), said);
        }
    }
}

#[test]
fn the_cut_of_the_segments_does_not_matter() {
    for new in [true, false] {
        let talk = || session(&mut if new { Ends::new() } else { Ends::old() });
        for size in [1, 2, 3, 7, 50] {
            // The first two octets tell what it is; TCP does not tear them apart.
            let pieces = talk().into_iter().flat_map(|(side, octets)| {
                let head = octets.len().min(2);
                let rest = octets[head..].chunks(size).map(<[u8]>::to_vec).collect::<Vec<_>>();
                std::iter::once(octets[..head].to_vec()).chain(rest).map(move |piece| (side, piece))
            });
            let heard = hear(&pieces.collect());
            assert_eq!(heard.inside(), SESSION, "pieces of {size}");
            assert_eq!(heard.decrypted(), Decrypted::Yes);
        }
    }
}

#[test]
fn a_word_from_inside_has_the_frames_of_its_octets() {
    let mut ends = Ends::new();
    let mut talk = shaken(&mut ends);
    let long = ends.says(S, &format!("+OK {}\r\n", "x".repeat(40)));
    // Head, content in three segments, and what authenticates it.
    for piece in [&long[..HEAD], &long[HEAD..20], &long[20..40], &long[40..52], &long[52..]] {
        talk.push((S, piece.to_vec()));
    }
    let heard = hear(&talk);
    let greeting = heard.timeline.steps().iter().find(|step| step.said().is_some_and(|said| said.cover == Cover::Tls));
    let greeting = greeting.expect("a greeting");
    assert_eq!(greeting.frames().collect::<Vec<_>>(), [5, 6, 7]);
    assert_eq!((greeting.at, greeting.until), (Time::from_nanos(5_000_000), Time::from_nanos(7_000_000)));
}

#[test]
fn tickets_and_new_keys_in_the_middle_of_a_mail_leave_it_whole() {
    let mut ends = Ends::new();
    let mut talk = shaken(&mut ends);
    talk.push((S, ends.says(S, "+OK ready\r\n")));
    talk.push((C, ends.says(C, "RETR 1\r\n")));
    talk.push((S, ends.says(S, "+OK\r\nSubject: a\r\n\r\nfirst")));
    talk.push((S, [ends.ticket(), ends.update(S)].concat()));
    talk.push((C, ends.update(C)));
    talk.push((S, ends.says(S, " line\r\n.\r\n")));
    talk.push((C, ends.says(C, "QUIT\r\n")));
    let heard = hear(&talk);
    let mail = "S: +OK\\r\\nSubject: a\\r\\n\\r\\nfirst line\\r\\n.\\r\\n";
    assert_eq!(heard.inside()[3..], ["C: RETR 1\\r\\n", mail, "C: QUIT\\r\\n", "Finished(Client)"]);
    assert_eq!(heard.decrypted(), Decrypted::Yes);
    let all = [heard.sealed(S), heard.sealed(C)].concat();
    let (ticket, update) = (talk[6].1.clone(), talk[7].1.clone());
    for kept in [ticket, update] {
        assert!(all.windows(kept.len()).any(|part| part == kept), "nothing is dropped");
    }
    let mut starts: Vec<u64> = Vec::new();
    for said in heard.timeline.steps().iter().filter_map(Step::said).filter(|said| said.side == S) {
        assert!(starts.last().is_none_or(|last| *last < said.start), "places grow");
        starts.push(said.start);
    }
}

#[test]
fn a_record_that_was_changed_ends_what_can_be_read_of_its_side() {
    for mut ends in [Ends::new(), Ends::old()] {
        let mut talk = session(&mut ends);
        talk.push((C, ends.says(C, "NOOP\r\n")));
        let last = talk[5].1.len() - 1;
        talk[5].1[last] ^= 1;
        let heard = hear(&talk);
        let expected = [&SESSION[1..4], &["C: NOOP\\r\\n", SESSION[5]]].concat();
        assert_eq!(heard.inside()[1..], expected, "the other side goes on");
        assert_eq!(heard.decrypted(), Decrypted::Partly(Closed::NotAuthentic));
        assert!(heard.sealed(S).ends_with(&talk[5].1));
    }
}

#[test]
fn nothing_is_read_behind_a_gap() {
    for mut ends in [Ends::new(), Ends::old()] {
        let mut talk = session(&mut ends);
        talk.insert(4, (S, Vec::new()));
        let heard = hear(&talk);
        assert!(heard.inside().contains(&"C: QUIT\\r\\n".to_owned()), "{:?}", heard.inside());
        assert!(!heard.inside().contains(&SESSION[4].to_owned()));
        assert_eq!(heard.decrypted(), Decrypted::Partly(Closed::Gap));
    }
}

#[test]
fn a_gap_in_the_hello_of_the_server_leaves_all_closed() {
    let mut talk = session(&mut Ends::new());
    talk[1].1 = Vec::new();
    let heard = hear(&talk);
    assert_eq!(heard.decrypted(), Decrypted::No(Closed::Gap));
    assert!(heard.inside().iter().all(|word| !word.contains("QUIT")));
}

#[test]
fn secrets_of_the_traffic_are_enough() {
    let heard = hear_with(&session(&mut Ends::new()), |_| KeyLog::read(traffic_secrets().as_bytes()));
    assert_eq!(heard.inside(), SESSION);
    assert_eq!(heard.decrypted(), Decrypted::Yes);
}

#[test]
fn secrets_of_the_handshake_open_no_more_than_that() {
    let heard = hear_with(&session(&mut Ends::new()), |_| KeyLog::read(handshake_secrets().as_bytes()));
    assert_eq!(heard.inside(), ["opened", "Finished(Client)"]);
    assert_eq!(heard.decrypted(), Decrypted::No(Closed::NoSecrets));
    assert_eq!(heard.facts.expect("TLS").protocol.as_deref(), Some("pop3"));
}

#[test]
fn secrets_that_come_late_open_the_rest() {
    for new in [true, false] {
        let talk = session(&mut if new { Ends::new() } else { Ends::old() });
        let heard = hear_with(&talk, |place| if place < 4 { KeyLog::default() } else { all_secrets() });
        assert_eq!(heard.inside(), ["opened", "TlsEstablished", SESSION[3], SESSION[4], SESSION[5]], "{new}");
        assert_eq!(heard.decrypted(), Decrypted::Partly(Closed::SecretsLate));
        let state = heard.timeline.snapshot(crate::session::Cursor(heard.timeline.len()));
        assert_ne!(state.sessions.first().expect("a session").certainty, crate::proto::utterance::Certainty::Unknown);
        let heard = hear_with(&talk, |place| if place < talk.len() { KeyLog::default() } else { all_secrets() });
        assert_eq!(heard.decrypted(), Decrypted::No(Closed::SecretsLate));
    }
}

#[test]
fn a_second_handshake_inside_the_first_brings_new_keys() {
    let mut ends = Ends::old();
    let mut talk = session(&mut ends);
    talk.extend(ends.negotiate_again());
    talk.push((C, ends.says(C, "NOOP\r\n")));
    talk.push((S, ends.says(S, "+OK\r\n")));
    let heard = hear(&talk);
    let (end, session) = SESSION.split_last().expect("the end of the connection");
    let again = ["C: NOOP\\r\\n", "S: +OK\\r\\n", end];
    assert_eq!(heard.inside(), [session, &again].concat());
    assert_eq!(heard.decrypted(), Decrypted::Yes);
}

#[test]
fn a_second_handshake_of_which_the_hellos_are_missing_is_given_up() {
    let mut ends = Ends::old();
    let mut talk = session(&mut ends);
    talk.push((C, ends.seal(C, 22, &client_hello()[HEAD..])));
    talk.push((C, ends.seal(C, 20, &[1])));
    talk.push((C, ends.says(C, "NOOP\r\n")));
    let heard = hear(&talk);
    assert_eq!(heard.inside(), SESSION);
    assert_eq!(heard.decrypted(), Decrypted::Partly(Closed::Renegotiation));
}

#[test]
fn alerts_are_heard_in_the_clear_and_inside() {
    let mut ends = Ends::new();
    let mut talk = session(&mut ends);
    talk.push((S, ends.seal(S, 21, &[1, 0])));
    let facts = hear(&talk).facts.expect("TLS");
    assert_eq!(
        facts.alerts.iter().map(|alert| (alert.side, alert.name(), alert.frame)).collect::<Vec<_>>(),
        [(S, Some("close_notify"), 7)]
    );
    let talk = vec![(C, client_hello()), (S, vec![21, 3, 3, 0, 2, 2, 40])];
    let heard = hear(&talk);
    assert_eq!(heard.decrypted(), Decrypted::No(Closed::NothingInside));
    assert_eq!(heard.facts.expect("TLS").alerts[0].name(), Some("handshake_failure"));
}

#[test]
fn octets_that_are_no_records_end_the_reading() {
    let mut ends = Ends::new();
    let mut talk = session(&mut ends);
    talk.push((S, b"+OK in the clear\r\n".to_vec()));
    let heard = hear(&talk);
    assert_eq!(heard.inside(), SESSION, "never taken for words");
    assert_eq!(heard.decrypted(), Decrypted::Partly(Closed::Malformed));
}

#[test]
fn what_is_said_half_is_not_mixed_with_what_stays_sealed() {
    let mut ends = Ends::new();
    let mut talk = session(&mut ends);
    talk.push((C, ends.says(C, "NOO")));
    let mut changed = ends.says(C, "P\r\n");
    changed[HEAD] ^= 1;
    talk.push((C, changed.clone()));
    let heard = hear(&talk);
    assert!(heard.inside().contains(&"C: NOO".to_owned()));
    assert!(heard.sealed(C).ends_with(&changed));
}

/// What may happen to a segment on its way into a capture.
#[derive(Clone, Debug)]
enum Mishap {
    Lost,
    Doubled,
    Changed(usize, u8),
    Cut(usize),
    Soup(Vec<u8>),
}

fn mishap() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        Just(Mishap::Lost),
        Just(Mishap::Doubled),
        (any::<usize>(), 1_u8..).prop_map(|(place, bits)| Mishap::Changed(place, bits)),
        any::<usize>().prop_map(Mishap::Cut),
        prop::collection::vec(prop_oneof![Just(3), 20_u8..25, any::<u8>()], 1..40).prop_map(Mishap::Soup),
    ]
}

fn suffer(talk: &mut Talk, place: usize, mishap: Mishap) {
    let place = place % talk.len();
    let octets = &mut talk[place].1;
    match mishap {
        Mishap::Lost => octets.clear(),
        Mishap::Doubled => {
            let again = talk[place].clone();
            talk.insert(place, again);
        }
        Mishap::Changed(at, bits) => {
            let length = octets.len().max(1);
            if let Some(octet) = octets.get_mut(at % length) {
                *octet ^= bits;
            }
        }
        Mishap::Cut(at) => octets.truncate(at % (octets.len() + 1)),
        Mishap::Soup(soup) => *octets = soup,
    }
}

proptest! {
    /// Whatever happens, what is read of each side is the beginning of what it said.
    #[test]
    fn no_mishap_makes_other_words(
        new in any::<bool>(),
        mishaps in prop::collection::vec((any::<usize>(), mishap()), 1..4),
    ) {
        let mut ends = if new { Ends::new() } else { Ends::old() };
        let mut talk = session(&mut ends);
        for (place, mishap) in mishaps {
            suffer(&mut talk, place, mishap);
        }
        let heard = hear(&talk);
        for (side, all) in [(C, "QUIT\r\n"), (S, "+OK ready\r\n+OK bye\r\n")] {
            let said = heard.timeline.steps().iter().filter_map(Step::said);
            let inside = said.filter(|said| said.side == side && said.cover == Cover::Tls);
            let read: Vec<u8> = inside.flat_map(|said| said.raw.to_vec()).collect();
            prop_assert!(all.as_bytes().starts_with(&read), "{}", read.escape_ascii());
        }
    }
}
