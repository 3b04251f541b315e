//! Every scenario plays to its end, meets its expectations, and the observer agrees with the actor.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
use popscope::scenario::Run;
use popscope::scenario::Scenario;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::Recorder;
use popscope::teach::Words;
use popscope::teach::words::Language;

/// Feeds a run to a recorder, event by event, and compares with the truth behind each.
#[track_caller]
fn observer_agrees(name: &str, run: &Run) {
    let mut recorder = Recorder::new();
    assert_eq!(run.events.len(), run.truths.len(), "{name}");
    for (place, (event, truth)) in run.events.iter().zip(&run.truths).enumerate() {
        recorder.record(event.clone());
        let disagreement = truth.disagreement(event, recorder.now());
        assert_eq!(disagreement, None, "{name}: after event {place}, {event:?}");
    }
}

/// The lines of both sides as RFC 1939 prints them, messages left out.
fn spoken(name: &str) -> Vec<String> {
    let scenario = library::find(name).expect("a shipped scenario").scenario();
    let words = Words::new(Language::English);
    let options = Options { reveal_secrets: true, ..Options::default() };
    let text = transcript(&run(&scenario).timeline(), &words, options);
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_library_holds_every_file_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = fs::read_dir(folder).expect("the folder of scenarios");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let files: BTreeSet<String> = names.filter(|name| name != "course").collect(); // It has tests of its own.
    let library: BTreeSet<String> = library::ALL.iter().map(|shipped| format!("{}.ron", shipped.name)).collect();
    assert_eq!(files, library);
    assert_eq!(library.len(), library::ALL.len(), "each stands once in the library");
}

#[test]
fn every_scenario_meets_its_expectations() {
    for shipped in library::ALL {
        assert_eq!(run(&shipped.scenario()).failures, [], "{}", shipped.name);
    }
}

#[test]
fn the_observer_agrees_with_the_actor() {
    for shipped in library::ALL {
        let scenario = shipped.scenario();
        // What a deviating server hides is told in `deviations`, with each deviation by itself.
        if scenario.site.profile.deviations.iter().all(|deviation| deviation.hides().is_empty()) {
            observer_agrees(shipped.name, &run(&scenario));
        }
    }
}

#[test]
fn a_scenario_gives_the_same_events_every_time() {
    for shipped in library::ALL {
        let scenario = shipped.scenario();
        assert_eq!(run(&scenario), run(&scenario), "{}", shipped.name);
    }
}

#[test]
fn time_never_runs_backwards() {
    for shipped in library::ALL {
        let events = run(&shipped.scenario()).events;
        assert!(events.is_sorted_by_key(|event| event.at), "{}", shipped.name);
    }
}

#[test]
fn every_transcript_stays_as_it_is() {
    let words = Words::new(Language::English);
    let options = Options { notes: true, ..Options::default() };
    for shipped in library::ALL {
        let timeline = run(&shipped.scenario()).timeline();
        insta::assert_snapshot!(format!("scenario_{}", shipped.name), transcript(&timeline, &words, options));
    }
}

/// RFC 1939 §10, without the lines that speak of the network itself.
const EXAMPLE: [&str; 23] = [
    "S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>",
    "C: APOP mrose c4c9334bac560ecc979e58001b3e22fb",
    "S: +OK mrose's maildrop has 2 messages (320 octets)",
    "C: STAT",
    "S: +OK 2 320",
    "C: LIST",
    "S: +OK 2 messages (320 octets)",
    "S: 1 120",
    "S: 2 200",
    "S: .",
    "C: RETR 1",
    "S: +OK 120 octets",
    "S: <the POP3 server sends message 1>",
    "S: .",
    "C: DELE 1",
    "S: +OK message 1 deleted",
    "C: RETR 2",
    "S: +OK 200 octets",
    "S: <the POP3 server sends message 2>",
    "S: .",
    "C: DELE 2",
    "S: +OK message 2 deleted",
    "C: QUIT",
];

#[test]
fn the_example_of_rfc_1939_is_played_as_it_is_printed() {
    let spoken = spoken("rfc1939-example");
    let said: Vec<_> = spoken.iter().filter(|line| !line.contains("connection>") && !line.contains("<wait")).collect();
    assert_eq!(said[..EXAMPLE.len()], EXAMPLE);
    assert_eq!(said[EXAMPLE.len()..], ["S: +OK dewey POP3 server signing off (maildrop empty)"]);
}

#[test]
fn the_example_of_the_guide_is_played_too() {
    let guide = include_str!("../../docs/scenarios.md");
    let example = guide.split("```ron\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let scenario = Scenario::parse("docs/scenarios.md", example).unwrap_or_else(|error| panic!("{error}"));
    let run = run(&scenario);
    assert_eq!(run.failures, []);
    observer_agrees("docs/scenarios.md", &run);
}
