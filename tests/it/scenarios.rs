//! Every scenario plays to its end, meets its expectations, and the observer agrees with the actor.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
use popscope::scenario::Run;
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
    let files: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into()).collect();
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
        observer_agrees(shipped.name, &run(&shipped.scenario()));
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
