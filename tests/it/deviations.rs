//! Every deviation of a server is betrayed by its findings, and no other server is suspected.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use popscope::scenario::Run;
use popscope::scenario::Scenario;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::Recorder;
use popscope::session::event::Mark;
use popscope::sim::Deviation;
use popscope::sim::deviation::Hidden;
use popscope::teach::Language;
use popscope::teach::Words;
use popscope::teach::finding::Code;
use popscope::teach::finding::findings;

mod document;
mod scripts;

/// A script as a scenario: one line for each step, `!` before the step whose reply breaks the law.
///
/// - `> STAT` sends a line, `= …` octets, with escapes of RON in both;
/// - `login` connects and logs in, `other` is the second client, `first` the first again;
/// - all else is a step of a scenario as it is.
fn scenario(script: &str, deviations: &[Deviation]) -> (Scenario, u32) {
    let named: Vec<_> = deviations.iter().map(|deviation| format!("\"{deviation}\"")).collect();
    let mut text = format!(
        "Scenario(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"), clients: [(name: \"a\"), (name: \"b\")],\
         server: (apop: true, mechanisms: [Plain], deviations: [{}]),\
         users: [(name: \"amy\", password: \"sesame\", messages: [Text(\"Subject: 1\\n\\nx\\n.y\\nz\\n\"),\
         Text(\".Hidden: 2\\n\\nx\\n\"), Text(\"Subject: 3\\n\\nx\\n\")]), (name: \"bob\", secret: \"tanstaaf\")], steps: [\n",
        named.join(", ")
    );
    let mut guilty = 0;
    for (place, line) in (2..).zip(script.lines()) {
        let step = line.strip_prefix("! ").unwrap_or(line);
        if step != line {
            guilty = place;
        }
        let step = match step.split_once(' ') {
            Some((">", said)) => format!("SendRaw(\"{said}\\r\\n\")"),
            Some(("=", said)) => format!("SendRaw(\"{said}\")"),
            _ => match step {
                "login" => "Connect, SendRaw(\"USER amy\\r\\n\"), SendRaw(\"PASS sesame\\r\\n\")".to_owned(),
                "first" => "On(\"a\")".to_owned(),
                "other" => "On(\"b\")".to_owned(),
                step => step.to_owned(),
            },
        };
        let _ = writeln!(text, "{step},");
    }
    text.push_str("])");
    let scenario = Scenario::parse("script.ron", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    (scenario, guilty)
}

/// The codes that are found, each with the line of the script that it is remarked on.
fn found(run: &Run) -> BTreeSet<(&'static str, u32)> {
    let timeline = run.timeline();
    let line_of = |place: usize| {
        timeline.steps()[place].marks.iter().find_map(|mark| match mark {
            Mark::ScriptLine(line) => Some(*line),
            Mark::Frame(_) | Mark::Nowhere => None,
        })
    };
    findings(&timeline)
        .into_iter()
        .filter_map(|finding| Some((finding.code.as_str(), line_of(finding.step)?)))
        .collect()
}

/// What the observer errs in, all of it.
fn errors_of_the_observer(run: &Run) -> BTreeSet<String> {
    let mut recorder = Recorder::new();
    let mut errors = BTreeSet::new();
    for (event, truth) in run.events.iter().zip(&run.truths) {
        recorder.record(event.clone());
        if let Some(text) = truth.disagreement(event, recorder.now()) {
            errors.insert(text);
        }
    }
    errors
}

/// What kind of knowledge a disagreement is about; `None` for what no deviation may hide.
fn kind(disagreement: &str) -> Option<Hidden> {
    let (_, about) = disagreement.split_once(": ").filter(|(whose, _)| whose.starts_with("connection "))?;
    let (what, _) = about.split_once(": ")?;
    match what {
        "marked" | "spared" | "removed" => Some(Hidden::Marks),
        "stage" | "user" | "user accepted" | "quit" | "TLS" => Some(Hidden::State),
        _ => None,
    }
}

#[test]
fn every_deviation_has_a_script() {
    let scripted: Vec<_> = scripts::SCRIPTS.iter().map(|(deviation, _)| *deviation).collect();
    assert_eq!(scripted, Deviation::ALL);
}

#[test]
fn every_deviation_is_betrayed_on_the_reply_that_breaks_the_law() {
    let mut wrong = Vec::new();
    for (deviation, script) in scripts::SCRIPTS {
        let (scenario, guilty) = scenario(script, &[*deviation]);
        let found = found(&run(&scenario));
        for code in deviation.betrayed_by() {
            if !found.contains(&(code, guilty)) {
                wrong.push(format!("{deviation}: no {code} on line {guilty}, but {found:?}\n{script}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_strict_server_is_not_suspected_of_any_deviation() {
    let suspicious: BTreeSet<&str> = Deviation::ALL.into_iter().flat_map(Deviation::betrayed_by).copied().collect();
    for (deviation, script) in scripts::SCRIPTS {
        let found = found(&run(&scenario(script, &[]).0));
        let wrongly: Vec<_> = found.iter().filter(|(code, _)| suspicious.contains(code)).collect();
        assert!(wrongly.is_empty(), "{deviation}: {wrongly:?}\n{script}");
    }
}

#[test]
fn the_observer_errs_only_in_what_a_deviation_hides() {
    let mut wrong = Vec::new();
    for (deviation, script) in scripts::SCRIPTS {
        for error in errors_of_the_observer(&run(&scenario(script, &[*deviation]).0)) {
            let hidden = kind(&error).is_some_and(|kind| deviation.hides().contains(&kind));
            if !hidden {
                wrong.push(format!("{deviation}: {error}\n{script}"));
            }
        }
        for error in errors_of_the_observer(&run(&scenario(script, &[]).0)) {
            wrong.push(format!("strict, the script of {deviation}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_deviation_has_its_words_and_names_codes_that_exist() {
    for words in Language::ALL.map(Words::new) {
        for deviation in Deviation::ALL {
            for id in [format!("deviation-{deviation}"), format!("deviation-{deviation}-right")] {
                assert!(words.has(&id), "{}: {id}", words.language());
            }
        }
        for name in popscope::sim::Profile::names() {
            assert!(words.has(&format!("profile-{name}")), "{}: {name}", words.language());
        }
    }
    for code in Deviation::ALL.into_iter().flat_map(Deviation::betrayed_by) {
        assert!(Code::ALL.iter().any(|known| known.as_str() == *code), "{code}");
    }
}

#[test]
fn no_words_are_left_of_deviations_that_are_gone() {
    let expected: BTreeSet<String> = Deviation::ALL
        .into_iter()
        .flat_map(|deviation| [format!("deviation-{deviation}"), format!("deviation-{deviation}-right")])
        .chain(popscope::sim::Profile::names().map(|name| format!("profile-{name}")))
        .collect();
    for source in [
        include_str!("../../src/teach/words/deviations_en.ftl"),
        include_str!("../../src/teach/words/deviations_ru.ftl"),
    ] {
        let ids = source.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id.to_owned());
        assert_eq!(ids.collect::<BTreeSet<_>>(), expected);
    }
}

/// The lessons in which deviations are to be found, with those of their profile that they do not provoke.
const TO_BE_FOUND: [(&str, &[Deviation]); 3] = [
    ("spot-greenmail", &[]),
    ("spot-smtp4dev", &[]),
    ("spot-filius", &[Deviation::MarksOutliveTheSession, Deviation::ReadOnce, Deviation::NoLock]),
];

#[test]
fn what_a_student_has_to_find_the_findings_find() {
    let mut wrong = Vec::new();
    for (name, unprovoked) in TO_BE_FOUND {
        let scenario = library::find(name).expect("a lesson").scenario();
        let codes: BTreeSet<_> = found(&run(&scenario)).into_iter().map(|(code, _)| code).collect();
        let deviations = scenario.site.profile.deviations.into_iter();
        let missed: Vec<_> =
            deviations.filter(|deviation| !deviation.betrayed_by().iter().all(|code| codes.contains(code))).collect();
        if missed != unprovoked {
            wrong.push(format!("{name}: {missed:?} of {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
