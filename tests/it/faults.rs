//! Whatever befalls the line, the words are the same; what dies removes no more than it says.

use std::collections::BTreeSet;
use std::time::Duration;

use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Meaning;
use popscope::scenario::Scenario;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::Cursor;
use popscope::session::Fact;
use popscope::session::Recorder;
use popscope::session::Step;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::fact::Death;
use popscope::session::journey::Load;
use popscope::session::snapshot::Stage;
use popscope::session::timeline::What;
use popscope::sim::Link;
use popscope::sim::link::Chance;
use popscope::sim::link::Cut;
use popscope::source;
use proptest::prelude::*;

use crate::recorded::read;

/// Scenarios in which no timer runs and no line is cut: there time changes nothing.
const QUIET: [&str; 8] = [
    "first-session",
    "download-and-delete",
    "dot-stuffing",
    "eve-apop",
    "capa-and-stls",
    "pipelining",
    "eve-implicit-tls",
    "eve-stls-stripped",
];

fn links() -> impl Strategy<Value = Link> {
    let numbers = || prop::collection::vec(1..40_u32, 0..4);
    let pace = (0..2000_u64, prop::option::of(10..100_000_u32), 1..1460_u64);
    let chance = prop::option::of((1..50_u32, any::<u64>()));
    (pace, numbers(), numbers(), numbers(), chance).prop_map(|((millis, rate, segment), lose, double, late, chance)| {
        Link {
            latency: Duration::from_millis(millis),
            octets_per_second: rate,
            segment,
            lose,
            double,
            late,
            chance: chance.map(|(percent, seed)| Chance { percent, seed }),
            ..Link::default()
        }
    })
}

/// A scenario with another line; who meddles goes on to.
fn on_line(name: &str, link: &Link) -> Scenario {
    let mut scenario = library::find(name).expect("a shipped scenario").scenario();
    for client in &mut scenario.clients {
        client.link = Link { meddler: client.link.meddler, ..link.clone() };
    }
    scenario
}

fn words(timeline: &Timeline, covers: &[Cover]) -> Vec<(Option<u32>, String)> {
    let said = timeline.steps().iter().filter_map(|step| Some((step.connection, step.said()?)));
    let said = said.filter(|(_, said)| covers.contains(&said.cover) && said.meaning != Meaning::Opaque);
    said.map(|(id, said)| (id.map(|id| id.0), format!("{:?} {}", said.side, said.raw.escape_ascii()))).collect()
}

const ALL: [Cover; 2] = [Cover::Clear, Cover::Tls];

/// Segments that came carry the octets of each journey, each once, besides copies.
#[track_caller]
fn journeys_are_whole(timeline: &Timeline) {
    for id in (0..).map(popscope::session::ConnectionId).take(timeline.connections().len()) {
        let mut next = [0, 0];
        for journey in timeline.journeys(id) {
            let mut came: Vec<_> = journey.segments.iter().filter(|one| !one.copy && one.arrived.is_some()).collect();
            came.sort_by_key(|segment| segment.start);
            for segment in &came {
                assert_eq!(segment.start, next[journey.side as usize], "no gap and no overlap");
                next[journey.side as usize] += segment.length;
                assert!(segment.sent <= segment.arrived.expect("it came"));
            }
            if let Load::Clear(octets) = journey.load {
                assert_eq!(came.iter().map(|segment| segment.length).sum::<u64>(), octets);
            }
        }
    }
}

/// The observer agrees with the actor after every event.
#[track_caller]
fn observer_agrees(scenario: &Scenario) -> Timeline {
    let played = run(scenario);
    let mut recorder = Recorder::new();
    for (event, truth) in played.events.iter().zip(&played.truths) {
        recorder.record(event.clone());
        assert_eq!(truth.disagreement(event, recorder.now()), None, "{}: {event:?}", scenario.file);
    }
    assert!(played.events.is_sorted_by_key(|event| event.at), "{}", scenario.file);
    recorder.finish()
}

/// What is said in the clear comes back from a capture file of the timeline, with the same ends.
#[track_caller]
fn survives_a_capture(timeline: &Timeline) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.pcapng");
    std::fs::write(&path, source::pcapng(timeline)).expect("a file");
    let recorded = read(&path);
    let put_in = words(timeline, &[Cover::Clear]);
    let mut found = Vec::new();
    for session in &recorded.sessions {
        assert_eq!(session.gap_octets, 0, "what was lost was sent again");
        found.extend(words(&session.timeline, &[Cover::Clear]).into_iter().map(|(_, word)| word));
    }
    // Sessions stand one behind the other in the file, and may be mixed in the timeline.
    let mut put_in: Vec<_> = put_in.into_iter().map(|(_, word)| word).collect();
    found.sort();
    put_in.sort();
    assert_eq!(found, put_in, "in {} sessions", recorded.sessions.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_any_line_the_words_are_the_same(link in links(), name in prop::sample::select(QUIET.to_vec())) {
        let usual = run(&on_line(name, &Link::default())).timeline();
        let timeline = observer_agrees(&on_line(name, &link));
        let by_connection = |timeline: &Timeline| {
            let mut words = words(timeline, &ALL);
            words.sort_by_key(|(id, _)| *id);
            words
        };
        prop_assert_eq!(by_connection(&timeline), by_connection(&usual));
        journeys_are_whole(&timeline);
        survives_a_capture(&timeline);
    }

    #[test]
    fn a_cut_anywhere_removes_nothing_that_was_not_asked_for(
        octets in 1..900_u64,
        client in any::<bool>(),
        name in prop::sample::select(vec!["download-and-delete", "first-session", "pipelining"]),
        segment in 1..600_u64,
    ) {
        let side = if client { Side::Client } else { Side::Server };
        let cut = Some(Cut { side, octets });
        let timeline = observer_agrees(&on_line(name, &Link { cut, segment, ..Link::default() }));
        let mut said = 0;
        for step in timeline.steps().iter().take_while(|step| !matches!(step.what, What::Closed(_))) {
            said += step.said().filter(|said| said.side == side).map_or(0, |said| said.raw.len() as u64);
        }
        prop_assert!(said <= octets, "nothing passes behind the cut");
        let last = timeline.snapshot(Cursor(timeline.len()));
        for (place, step) in timeline.steps().iter().enumerate() {
            if let What::Fact(Fact::MailRemoved { .. }) = &step.what {
                let before = &timeline.steps()[..place];
                let quit = before.iter().filter_map(Step::said).any(|said| said.raw.eq_ignore_ascii_case(b"QUIT\r\n"));
                prop_assert!(quit, "only QUIT removes");
            }
        }
        if let Some(session) = last.session(popscope::session::ConnectionId(0)) {
            prop_assert!(matches!(session.stage, Stage::Closed(_)));
        }
        // Of a server that got no further than a piece of "+OK" nobody can tell that it speaks POP3.
        if client || (b"+OK".len() as u64) < octets {
            survives_a_capture(&timeline);
        }
    }
}

#[test]
fn a_server_dies_amid_update_however_quit_was_cut() {
    let text = r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
        users: [(name: "amy", password: "x", messages: [Text("Subject: 1\n\nx\n"), Text("Subject: 2\n\nx\n")])],
        steps: [Connect, SendRaw("USER amy\r\nPASS x\r\nDELE 1\r\nDELE 2\r\nQU"), SendRaw("IT\r\n")])"#;
    let mut scenario = Scenario::parse("x.ron", text).expect("a scenario");
    scenario.death = Some(Death::AmidUpdate(1));
    let timeline = observer_agrees(&scenario);
    let removed = timeline.steps().iter().filter_map(|step| match &step.what {
        What::Fact(Fact::MailRemoved { unique_ids, .. }) => Some(unique_ids.len()),
        What::Opened | What::Said(_) | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => {
            None
        }
    });
    assert_eq!(removed.sum::<usize>(), 1);
}

#[test]
fn a_line_of_single_octets_carries_tls_too() {
    for name in ["eve-implicit-tls", "capa-and-stls"] {
        survives_a_capture(&observer_agrees(&on_line(name, &Link { segment: 1, ..Link::default() })));
    }
}

#[test]
fn a_server_that_dies_removes_what_it_removed_and_nothing_else() {
    let mut results = BTreeSet::new();
    for (death, gone) in [
        (Death::BeforeGreeting, 0),
        (Death::AfterDele, 0),
        (Death::AtQuit, 0),
        (Death::AmidUpdate(0), 0),
        (Death::AmidUpdate(1), 1),
        (Death::AmidUpdate(2), 2),
        (Death::AmidUpdate(9), 3),
    ] {
        let text = r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
            users: [(name: "amy", password: "x", messages: [Text("Subject: 1\n\nx\n"), Text("Subject: 2\n\nx\n"),
                Text("Subject: 3\n\nx\n")])],
            steps: [Connect, SendRaw("USER amy\r\nPASS x\r\nDELE 1\r\nDELE 2\r\nDELE 3\r\nQUIT\r\n")])"#;
        let mut scenario = Scenario::parse("x.ron", text).expect("a scenario");
        scenario.death = Some(death);
        let timeline = observer_agrees(&scenario);
        let died = timeline.steps().iter().filter(|step| matches!(step.what, What::Fact(Fact::ServerDied(_)))).count();
        assert_eq!(died, 1, "{death:?}");
        let last = timeline.steps().iter().rev().find_map(|step| match step.what {
            What::Closed(closing) => Some(closing),
            _ => None,
        });
        assert_eq!(last, Some(Closing::Reset(Side::Server)), "{death:?}");
        let inside = timeline.snapshot(Cursor(timeline.len())).inside.get("amy").cloned().expect("a maildrop");
        assert_eq!((inside.messages.len(), inside.locked_by), (3 - gone, None), "{death:?}");
        results.insert(words(&timeline, &ALL).len());
    }
    assert!(1 < results.len(), "they die at different moments");
}

#[test]
fn a_session_whose_last_reply_is_lost_leaves_the_marks_in_doubt() {
    let scenario = library::find("server-dies").expect("a shipped scenario").scenario();
    let timeline = observer_agrees(&scenario);
    let doubt = timeline.steps().iter().flat_map(|step| &step.changes);
    let doubt = doubt.filter(|change| matches!(change, popscope::session::timeline::Change::PerhapsRemoved(_)));
    assert_eq!(doubt.count(), 1);
}

#[test]
fn who_strips_stls_is_told_and_heard_by_one_end_only() {
    let timeline = observer_agrees(&library::find("eve-stls-stripped").expect("a shipped scenario").scenario());
    let told = timeline.steps().iter().filter(|step| matches!(step.what, What::Fact(Fact::Meddled(_)))).count();
    assert_eq!(told, 4);
    let heard = words(&timeline, &ALL);
    assert!(heard.iter().all(|(_, words)| !words.starts_with("Server") || !words.contains("STLS")));
    let secret = heard.iter().filter(|(_, words)| words.contains("PASS")).map(|(id, _)| *id);
    assert_eq!(secret.collect::<Vec<_>>(), [Some(0)], "the careful client gives nothing away");
}
