//! What there is to learn with: every lesson, myth and exercise holds, and results are played anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use popscope::learn::Exercise;
use popscope::learn::Progress;
use popscope::learn::course::course;
use popscope::learn::exercise::Deed;
use popscope::learn::exercise::Does;
use popscope::learn::guide;
use popscope::learn::library;
use popscope::learn::material;
use popscope::learn::myth::myths;
use popscope::learn::results;
use popscope::learn::results::Results;
use popscope::scenario;
use popscope::session::Recorder;
use popscope::session::fact::Narration;
use popscope::session::timeline::What;
use popscope::teach::Language;
use popscope::teach::Words;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the RON files of a folder of the course.
fn files(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("scenarios/course").join(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(".ron").map(str::to_owned)).collect()
}

/// Words are there in both languages, and the Russian ones are Russian.
#[track_caller]
fn speaks_both(words: &Narration) {
    assert!(!words.en.is_empty() && !words.en.chars().any(|letter| ('а'..='я').contains(&letter)), "{}", words.en);
    let is_russian = words.ru.chars().any(|letter| ('а'..='я').contains(&letter)) || words.ru == words.en;
    assert!(is_russian, "{}", words.ru);
}

#[test]
fn every_file_of_the_course_is_in_the_program() {
    for (folder, list) in [("tours", library::TOURS), ("myths", library::MYTHS), ("exercises", library::EXERCISES)] {
        let known: BTreeSet<String> = list.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(files(folder), known, "{folder}");
    }
}

#[test]
fn every_scenario_has_its_place_in_the_course() {
    let placed: Vec<&str> = course().lessons().map(|lesson| lesson.name.as_str()).collect();
    let distinct: BTreeSet<&str> = placed.iter().copied().collect();
    assert_eq!(distinct.len(), placed.len(), "each stands once in it");
    for shipped in scenario::library::ALL {
        assert!(distinct.contains(shipped.name), "{}", shipped.name);
    }
    for chapter in &course().chapters {
        speaks_both(&chapter.title);
        chapter.lessons.iter().for_each(|lesson| speaks_both(&lesson.idea));
    }
}

#[test]
fn the_course_has_a_lesson_of_its_own_for_each_idea() {
    let ideas = [
        "what-is-a-maildrop",
        "three-states",
        "the-reply",
        "numbers-and-octets",
        "dot-stuffing",
        "top",
        "delete-and-update",
        "rset",
        "two-clients",
        "unique-ids",
        "autologout",
        "apop",
        "capa",
        "auth",
        "tours/reading-a-capture",
        "stls",
        "implicit-tls",
    ];
    let lessons: Vec<&str> = course().lessons().map(|lesson| lesson.name.as_str()).collect();
    let places: Vec<_> =
        ideas.iter().map(|idea| lessons.iter().position(|lesson| lesson == idea).expect(idea)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(places[0], 0, "the course begins with the maildrop");
}

#[test]
fn every_lesson_is_narrated() {
    for lesson in course().lessons() {
        let timeline = material::find(&lesson.name).expect("a lesson").timeline;
        let notes =
            timeline.steps().iter().filter(|step| matches!(step.what, What::Fact(popscope::session::Fact::Note(_))));
        assert!(0 < notes.count(), "{}", lesson.name);
    }
}

#[test]
fn all_myths_are_there_and_can_be_played() {
    let numbers: Vec<u8> = myths().iter().map(|myth| myth.number).collect();
    assert_eq!(numbers, (1..=26).collect::<Vec<u8>>());
    for myth in myths() {
        for words in [&myth.claim, &myth.truth, &myth.happens] {
            speaks_both(words);
        }
        let material = material::find(&myth.plays).expect("something to play");
        assert_eq!(material.failures, [], "{}", myth.code());
        let step = myth.step().expect("a step that shows it");
        assert!(step < material.timeline.len(), "{}", myth.code());
    }
}

#[test]
fn the_observer_agrees_with_the_actor_in_the_scenarios_of_myths() {
    for (name, _) in library::MYTHS {
        let run = scenario::run(&library::myth_scenario(name).expect("a scenario"));
        assert_eq!(run.failures, [], "{name}");
        let mut recorder = Recorder::new();
        for (event, truth) in run.events.iter().zip(&run.truths) {
            recorder.record(event.clone());
            assert_eq!(truth.disagreement(event, recorder.now()), None, "{name}");
        }
    }
}

#[test]
fn a_tour_shows_what_is_in_its_capture_and_notes_between() {
    let tour = library::tour("reading-a-capture").expect("a tour");
    let bare = library::capture(&tour.capture).expect("a capture");
    let told = tour.material().timeline;
    let said = |timeline: &popscope::session::Timeline| -> Vec<(Vec<u8>, Vec<u64>)> {
        let steps = timeline.steps().iter();
        steps.filter_map(|step| Some((step.said()?.raw.to_vec(), step.frames().collect()))).collect()
    };
    assert_eq!(said(&told), said(&bare));
    assert!(said(&bare).iter().all(|(_, frames)| !frames.is_empty()), "every line knows its frames");
    assert_eq!(told.len(), bare.len() + 7);
}

#[test]
fn there_are_exercises_of_every_kind() {
    let exercises = library::exercises();
    assert!(12 <= exercises.len());
    for does in [Does::Type, Does::Mark, Does::Answer] {
        assert!(exercises.iter().any(|exercise| exercise.does == does), "{does:?}");
    }
    for exercise in exercises {
        for words in [&exercise.title, &exercise.task, &exercise.why].into_iter().chain(&exercise.hints) {
            speaks_both(words);
        }
    }
}

#[test]
fn the_solution_of_every_exercise_reaches_its_goal_and_other_deeds_do_not() {
    for exercise in library::exercises() {
        let solution = exercise.solution().expect("a solution");
        let verdict = exercise.check(&solution).expect("a verdict");
        assert_eq!(verdict.missing, None, "{}", exercise.name);
        let other = match solution {
            Deed::Typed(_) => Deed::Typed(vec!["QUIT".to_owned()]),
            Deed::Marked(_) => Deed::Marked(1),
            Deed::Answered(_) => Deed::Answered("0".to_owned()),
        };
        let verdict = exercise.check(&other).expect("a verdict");
        assert!(verdict.missing.is_some(), "{}", exercise.name);
    }
}

/// Words of the goals, each in both languages.
#[test]
fn what_is_missing_is_told_in_both_languages() {
    for words in Language::ALL.map(Words::new) {
        for exercise in library::exercises() {
            for condition in exercise.goal.conditions() {
                let told = condition.tell(&words);
                assert!(!told.contains('‹'), "{told}");
            }
        }
    }
}

fn all_done() -> Progress {
    let done = library::exercises().iter().map(|exercise| (exercise.name.clone(), exercise.solution().expect("one")));
    Progress { student: "Пётр, 7b".to_owned(), exercises: done.collect(), ..Progress::default() }
}

#[track_caller]
fn report(text: &str) -> results::Report {
    results::check("x.ron", text, library::exercises(), &Words::new(Language::English)).expect("a report")
}

#[test]
fn results_are_read_and_played_anew() {
    let text = Results::of(&all_done()).text();
    let report = report(&text);
    assert_eq!(report.problems, []);
    assert_eq!((report.done.len(), report.of), (library::EXERCISES.len(), library::EXERCISES.len()));
    assert_eq!(report.student, "Пётр, 7b");
}

#[test]
fn exercises_of_two_teachers_with_the_same_name_are_two() {
    let text = include_str!("../../scenarios/course/exercises/leave-only-two.ron");
    let read = |text: &str| library::read_exercise("task.ron", "task", text).expect("an exercise");
    let (one, other) = (read(text), read(&text.replace("[2]", "[2, 3]").replace("\"DELE 3\", ", "")));
    assert_ne!(one.name, other.name);
    assert_eq!(one.name, read(&text.replace('\n', "\r\n")).name, "line ends are no difference");
    let mut progress = Progress::default();
    for exercise in [&one, &other] {
        progress.exercises.insert(exercise.name.clone(), exercise.solution().expect("a solution"));
    }
    let text_of_results = Results::of(&progress).text();
    let words = Words::new(Language::English);
    let check =
        |exercises: &[Exercise]| results::check("x.ron", &text_of_results, exercises, &words).expect("a report");
    let both = check(&[one.clone(), other.clone()]);
    assert_eq!((both.done, both.problems), (vec!["task".to_owned(), "task".to_owned()], Vec::new()));
    let mine = check(std::slice::from_ref(&one));
    assert_eq!((mine.done.len(), mine.problems.len()), (1, 1), "the exercise of the other is not known");
    // An author who changes a word does not take away what was done before.
    let changed = read(&text.replacen("only", "just", 1));
    assert_ne!(changed.name, one.name);
    progress.exercises.remove(&other.name);
    let text_of_results = Results::of(&progress).text();
    let later = results::check("x.ron", &text_of_results, &[changed], &words).expect("a report");
    assert_eq!((later.done.len(), later.problems), (1, Vec::new()));
}

#[test]
fn what_is_taken_as_it_is_written_is_said() {
    let mut progress = all_done();
    progress.hints.insert("look-around".to_owned(), 1);
    let told = report(&Results::of(&progress).text()).to_string();
    assert!(told.contains(", 1 hints as written: "), "{told}");
}

#[test]
fn a_message_is_known_by_its_number_when_the_student_began() {
    let text = |goal: &str| {
        let all = r#"Exercise(
            title: (en: "a", ru: "б"), task: (en: "a", ru: "б"), does: Type,
            scenario: (
                title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
                users: [(name: "amy", password: "sesame", messages: [Text("Subject: 1\n"), Text("Subject: 2\n")])],
                steps: [Connect, Send("USER amy", Ok), Send("PASS sesame", Ok)],
            ),
            hints: [(en: "a", ru: "б")], goal: GOAL, why: (en: "a", ru: "б"),
            solution: Typed(["DELE 1", "QUIT", "/connect", "USER amy", "PASS sesame", "RETR 1"]),
        )"#;
        all.replace("GOAL", goal)
    };
    let read = |goal: &str| library::read_exercise("x.ron", "x", &text(goal));
    read("Fetched([2])").unwrap_or_else(|error| panic!("{error}"));
    assert!(read("Fetched([1])").is_err(), "message 1 of the later session was message 2");
}

#[test]
fn what_a_file_claims_and_does_not_show_is_said_with_its_place() {
    let mut progress = all_done();
    progress.exercises.insert("leave-only-two".to_owned(), Deed::Typed(vec!["DELE 1".to_owned(), "QUIT".to_owned()]));
    progress.exercises.insert("never-deleted".to_owned(), Deed::Marked(3));
    progress.exercises.insert("why-refused".to_owned(), Deed::Marked(100_000));
    progress.exercises.insert("fly".to_owned(), Deed::Typed(Vec::new()));
    progress.hints.insert("look-around".to_owned(), 99);
    let text = Results::of(&progress).text();
    let report = report(&text);
    let problems: Vec<String> = report.problems.iter().map(|problem| problem.what.to_string()).collect();
    assert_eq!(
        problems,
        [
            "there is no exercise fly",
            "leave-only-two is not done: The maildrop of amy does not hold what it should.",
            "look-around has 2 hints",
            "never-deleted is not done: the exercise asks for something else",
            "why-refused is not done: there is no step 100000",
        ]
    );
    for problem in &report.problems {
        let line = text.lines().nth(problem.place.line as usize - 1).expect("a line of the file");
        assert!(1 < problem.place.line && !line.trim().is_empty(), "{problem:?}");
    }
    assert_eq!(report.done.len(), library::EXERCISES.len() - 4);
}

#[test]
fn no_file_of_results_is_too_strange() {
    let words = Words::new(Language::English);
    let many = format!(
        "Results(form: 1, student: \"x\", done: [{}])",
        "(exercise: \"look-around\", hints: 0, deed: Typed([])),".repeat(1001)
    );
    for text in
        ["", "(", "Results(form: 1)", "Results(form: 1, student: \"\", done: [], grade: 5)", "\u{feff}", "[[[[["]
    {
        assert!(results::check("x.ron", text, library::exercises(), &words).is_err(), "{text}");
    }
    let report = results::check("x.ron", &many, library::exercises(), &words).expect("a report");
    assert!(report.done.is_empty() && 1000 < report.problems.len());
    let hostile =
        "Results(form: 7, student: \"\u{1b}[2J\u{202e}x\", done: [(exercise: \"a\\nb\", hints: 0, deed: Marked(0))])";
    let report = results::check("x.ron", hostile, library::exercises(), &words).expect("a report");
    assert!(!report.to_string().contains(char::is_control), "{report}");
    assert!(
        report.problems.iter().all(|problem| !problem.what.english().contains(char::is_control)),
        "{:?}",
        report.problems
    );
}

/// docs/course.md is made from the data. `POPSCOPE_WRITE_GUIDE=1` writes it anew.
#[test]
fn the_guide_to_the_course_is_up_to_date() {
    let path = root().join("docs/course.md");
    let text = guide::markdown();
    if std::env::var_os("POPSCOPE_WRITE_GUIDE").is_some() {
        fs::write(&path, &text).expect("the guide can be written");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text);
}

/// The examples of the guide to exercises are exercises.
#[test]
fn the_examples_of_the_guide_to_exercises_can_be_done() {
    let guide = fs::read_to_string(root().join("docs/exercises.md")).expect("the guide");
    let mut examples = 0;
    for example in guide.split("```ron\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        if popscope::learn::exercise::is_exercise(example) {
            examples += 1;
            library::read_exercise("docs/exercises.md", "example", example).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    assert_eq!(examples, 2);
}

/// Every field and condition of a goal is explained.
#[test]
fn the_guide_to_exercises_names_every_condition() {
    let guide = fs::read_to_string(root().join("docs/exercises.md")).expect("the guide");
    let goals = include_str!("../../src/learn/goal.rs");
    let declared =
        goals.split("pub enum Goal {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the conditions");
    let names = declared.lines().filter(|line| line.starts_with("    ") && !line.trim_start().starts_with("//"));
    let names: Vec<&str> = names
        .filter(|line| line.len() - line.trim_start().len() == 4)
        .filter_map(|line| line.trim().split(|letter: char| !letter.is_alphanumeric()).next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(12 < names.len(), "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("`{name}")), "{name}");
    }
}
