//! Every scenario plays to its end, meets its expectations, and the observer agrees with the actor.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
use popscope::scenario::Scenario;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::Recorder;
use popscope::teach::Language;
use popscope::teach::Words;

#[test]
fn the_library_holds_every_file_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = fs::read_dir(folder).expect("the folder of scenarios");
    let files: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into()).collect();
    let library: BTreeSet<String> = library::ALL.iter().map(|shipped| format!("{}.ron", shipped.name)).collect();
    assert_eq!(files, library);
}

#[test]
fn every_scenario_meets_its_expectations() {
    for shipped in library::ALL {
        let run = run(&shipped.scenario());
        assert_eq!(run.failures, [], "{}", shipped.name);
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

/// Feeds a run to a recorder, event by event, and compares with the truth behind each.
#[track_caller]
fn observer_agrees(name: &str, scenario: &Scenario) {
    let run = run(scenario);
    assert_eq!(run.events.len(), run.truths.len());
    let mut recorder = Recorder::new();
    for (place, (event, truth)) in run.events.into_iter().zip(run.truths).enumerate() {
        recorder.record(event.clone());
        let disagreement = truth.disagreement(&event, recorder.now());
        assert_eq!(disagreement, None, "{name}: after event {place}, {event:?}");
    }
}

#[test]
fn the_observer_agrees_with_the_actor() {
    for shipped in library::ALL {
        observer_agrees(shipped.name, &shipped.scenario());
    }
}

#[test]
fn a_scenario_gives_the_same_events_every_time() {
    for shipped in library::ALL {
        let scenario = shipped.scenario();
        assert_eq!(run(&scenario).events, run(&scenario).events, "{}", shipped.name);
    }
}

#[test]
fn every_step_of_every_scenario_is_explained_in_every_language() {
    for words in Language::ALL.map(Words::new) {
        for shipped in library::ALL {
            let timeline = run(&shipped.scenario()).timeline();
            for place in 0..timeline.len() {
                let explanation = popscope::teach::explain(&timeline, place, &words).expect("a step");
                let told = format!("{} {}", explanation.title, explanation.sentences.join(" "));
                assert!(!told.contains(['‹', '{', '}']), "{}, step {place}: {told}", shipped.name);
            }
        }
    }
}
