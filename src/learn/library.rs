//! What the program brings along to learn with: course, tours, myths, exercises, and captures for them.

use std::sync::OnceLock;

use crate::learn::Exercise;
use crate::learn::Material;
use crate::learn::course::Course;
use crate::learn::exercise::own_name;
use crate::learn::material;
use crate::learn::myth::Myth;
use crate::learn::tour::Tour;
use crate::learn::tour::timeline_of_capture;
use crate::scenario::Scenario;
use crate::scenario::ScenarioError;
use crate::scenario::branch::Script;
use crate::scenario::library;
use crate::session::Timeline;
use crate::session::fact::Narration;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/course/", $folder, "/", $name, ".ron")))),*]
    };
}

macro_rules! captures {
    ($($name:literal),* $(,)?) => { &[$(($name, include_bytes!(concat!("../../captures/", $name)))),*] };
}

/// Every tour.
pub const TOURS: &[(&str, &str)] = files!["tours": "reading-a-capture"];

/// Every scenario that shows a myth alone.
pub const MYTHS: &[(&str, &str)] = files![
    "myths":
    "words-that-are-not",
    "fetched-and-still-there",
    "many-messages",
    "sent-and-fetched",
    "one-line",
    "already-deleted",
    "untouched",
    "content-type",
];

/// Every exercise, in the order in which they are best done.
pub const EXERCISES: &[(&str, &str)] = files![
    "exercises":
    "look-around",
    "leave-only-two",
    "change-your-mind",
    "only-the-heads",
    "what-is-new",
    "behind-the-curtain",
    "without-the-password",
    "ten-minutes",
    "second-client",
    "never-deleted",
    "why-refused",
    "where-it-is-lost",
    "password-in-the-open",
    "spot-marked",
    "spot-top",
    "spot-lock",
    "spot-removed",
    "spot-the-mistake",
];

/// Captures that tours and exercises use.
const CAPTURES: &[(&str, &[u8])] = captures![
    "dovecot-poplib-dropped.pcapng",
    "dovecot-raw-mistakes.pcap",
    "mailutils-raw-locked.pcap",
    "popa3d-curl.pcapng",
];

fn named<T: Copy>(list: &[(&'static str, T)], name: &str) -> Option<(&'static str, T)> {
    list.iter().find(|(known, _)| *known == name).copied()
}

/// What is wrong with one of our own files is our own fault.
fn ours<T>(read: Result<T, ScenarioError>) -> T {
    read.unwrap_or_else(|error| panic!("our own file is wrong: {error}"))
}

/// The sessions of a capture of the program, in one timeline.
#[must_use]
pub fn capture(name: &str) -> Option<Timeline> {
    let (name, octets) = named(CAPTURES, name)?;
    timeline_of_capture(name, octets).ok()
}

/// A tour of the program.
#[must_use]
pub fn tour(name: &str) -> Option<Tour> {
    let (name, text) = named(TOURS, name)?;
    Some(ours(Tour::parse(&format!("scenarios/course/tours/{name}.ron"), text, capture)))
}

/// The scenario of a myth.
#[must_use]
pub fn myth_scenario(name: &str) -> Option<Scenario> {
    let (name, text) = named(MYTHS, name)?;
    Some(ours(Scenario::parse(&format!("scenarios/course/myths/{name}.ron"), text)))
}

/// The same, with its text.
#[must_use]
pub fn myth_script(name: &str) -> Option<Script> {
    let (name, text) = named(MYTHS, name)?;
    Some(ours(Script::parse(&format!("scenarios/course/myths/{name}.ron"), text)))
}

/// An exercise of the program.
#[must_use]
pub fn exercise(name: &str) -> Option<&'static Exercise> {
    exercises().iter().find(|exercise| exercise.name == name)
}

/// Every exercise of the program.
#[must_use]
pub fn exercises() -> &'static [Exercise] {
    static READ: OnceLock<Vec<Exercise>> = OnceLock::new();
    READ.get_or_init(|| {
        let read_ours =
            |(name, text): &(&str, &str)| ours(read(&format!("scenarios/course/exercises/{name}.ron"), name, text));
        EXERCISES.iter().map(read_ours).collect()
    })
}

/// Reads an exercise that somebody wrote; it may use the lessons and captures of the program. `stem` is the name of
/// its file, without the ending.
pub fn read_exercise(file_name: &str, stem: &str, text: &str) -> Result<Exercise, ScenarioError> {
    read(file_name, &own_name(stem, text), text)
}

fn read(file_name: &str, name: &str, text: &str) -> Result<Exercise, ScenarioError> {
    let lesson = |name: &str| library::find(name).map(library::Shipped::scenario);
    Exercise::parse(file_name, name, text, lesson, capture)
}

/// The course of the program.
#[must_use]
pub fn course() -> &'static Course {
    static READ: OnceLock<Course> = OnceLock::new();
    READ.get_or_init(|| {
        let text = include_str!("../../scenarios/course/course.ron");
        ours(Course::parse("scenarios/course/course.ron", text, &known()))
    })
}

/// Name, title and description of every scenario and tour.
fn known() -> Vec<(String, Narration, Narration)> {
    let mut known: Vec<_> = library::ALL
        .iter()
        .map(|shipped| {
            let scenario = shipped.scenario();
            (shipped.name.to_owned(), scenario.title, scenario.about)
        })
        .collect();
    for (name, _) in TOURS {
        if let Some(Material { title, about, .. }) = material::find(&format!("tours/{name}")) {
            known.push((format!("tours/{name}"), title, about));
        }
    }
    known
}

/// The myths of the program.
#[must_use]
pub fn myths() -> &'static [Myth] {
    static READ: OnceLock<Vec<Myth>> = OnceLock::new();
    READ.get_or_init(|| {
        let text = include_str!("../../scenarios/course/myths.ron");
        ours(Myth::parse_all("scenarios/course/myths.ron", text, material::find))
    })
}
