//! Any text as what a person wrote: a filter, a scenario.

use popscope::inspect::filter::Filter;
use popscope::scenario;
use popscope::scenario::Scenario;

use super::look::look_at;

/// What a filter is printed as reads as the same filter.
pub(super) fn filter(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    match Filter::parse(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            assert_eq!(Filter::parse(&printed).as_ref(), Ok(&filter), "{text:?} is printed as {printed:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A scenario is refused at a place of the file, or played to its end, with a truth behind each event.
pub(super) fn scenario(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    match Scenario::parse("fuzz.ron", text) {
        Ok(scenario) => {
            let run = scenario::run(&scenario);
            assert_eq!(run.events.len(), run.truths.len());
            look_at(&run.timeline());
        }
        Err(error) => {
            assert!(!error.problems.is_empty());
            for problem in &error.problems {
                assert!(1 <= problem.place.line && !problem.what.english().is_empty(), "{problem:?}");
            }
        }
    }
}
