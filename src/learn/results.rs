//! Results: the file that a student hands in. What was done is played anew; the name of the student, the number of
//! hints, and whose work it is are taken as they are written.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::learn::Exercise;
use crate::learn::Progress;
use crate::learn::exercise;
use crate::learn::exercise::Deed;
use crate::proto::line::printable;
use crate::scenario::ScenarioError;
use crate::scenario::file;
use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::plan::Problem;
use crate::session::Sentence;
use crate::teach::Words;

/// Exercises in a file at most.
const MAX_CLAIMS: usize = 1000;
/// Characters of a student's name at most.
pub const MAX_NAME: usize = 100;
/// The form of the files that this program writes.
const FORM: u32 = 1;

/// A file of results.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// The form of the file.
    pub form: u32,
    /// Who did it.
    pub student: String,
    /// What was done.
    pub done: Vec<Claim>,
}

/// An exercise that a student claims to have done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The name of the exercise.
    pub exercise: String,
    /// How many hints were taken, as the file says.
    pub hints: usize,
    /// How it was done.
    pub deed: Deed,
}

/// What a file is worth.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    /// Who did it, as the file says, printable.
    pub student: String,
    /// The exercises that are done: the goal is reached when the deed is played anew.
    pub done: Vec<String>,
    /// How many exercises there are.
    pub of: usize,
    /// How many hints were taken, as the file says.
    pub hints: usize,
    /// What does not hold, with its place in the file.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let student = if self.student.is_empty() { "(no name)" } else { &self.student };
        write!(f, "{student}: {} of {} done", self.done.len(), self.of)?;
        if 0 < self.hints {
            write!(f, ", {} hints as written", self.hints)?;
        }
        if !self.problems.is_empty() {
            write!(f, ", {} claims do not hold", self.problems.len())?;
        }
        if !self.done.is_empty() {
            write!(f, ": {}", self.done.join(" "))?;
        }
        Ok(())
    }
}

impl Results {
    /// What was done, as a student hands it in.
    #[must_use]
    pub fn of(progress: &Progress) -> Self {
        let claims = progress.exercises.iter().map(|(exercise, deed)| Claim {
            exercise: exercise.clone(),
            hints: progress.hints.get(exercise).copied().unwrap_or_default(),
            deed: deed.clone(),
        });
        Self { form: FORM, student: progress.student.trim().to_owned(), done: claims.collect() }
    }

    /// The text of the file.
    ///
    /// # Panics
    ///
    /// Never: words, numbers and lists can be written.
    #[must_use]
    pub fn text(&self) -> String {
        let config = ron::ser::PrettyConfig::new().struct_names(true);
        let mut text = ron::ser::to_string_pretty(self, config).expect("results can be written");
        text.push('\n');
        text
    }

    /// Reads a file.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ScenarioError> {
        file::read_as(text).map_err(|error| ScenarioError::syntax(file_name, &error))
    }
}

/// Reads a file and plays every claim in it anew.
pub fn check(file_name: &str, text: &str, exercises: &[Exercise], words: &Words) -> Result<Report, ScenarioError> {
    let results = Results::parse(file_name, text)?;
    let places = Places::scan(text);
    let mut problems = Vec::new();
    let mut complain = |way: &[Key<'_>], text: String| {
        problems.push(Problem { place: places.find(way), what: Sentence::literal(text) });
    };
    if results.form != FORM {
        complain(&[Key::Name("form")], format!("form {} is not known here", results.form));
    }
    if MAX_NAME < results.student.chars().count() {
        complain(&[Key::Name("student")], format!("a name of more than {MAX_NAME} characters"));
    }
    if MAX_CLAIMS < results.done.len() {
        complain(&[Key::Name("done")], format!("more than {MAX_CLAIMS} exercises: the rest is not looked at"));
    }
    let claimed: BTreeSet<&str> = results.done.iter().map(|claim| claim.exercise.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut done = Vec::new();
    let mut hints = 0;
    for (index, claim) in results.done.iter().take(MAX_CLAIMS).enumerate() {
        let way = [Key::Name("done"), Key::Index(index)];
        let name = printable(exercise::stem(&claim.exercise).as_bytes());
        let Some(exercise) = meant(&claim.exercise, exercises, &claimed) else {
            complain(&[way[0], way[1], Key::Name("exercise")], format!("there is no exercise {}", short(&name)));
            continue;
        };
        if !seen.insert(exercise.name.as_str()) {
            complain(&way, format!("{name} is claimed twice"));
            continue;
        }
        if exercise.hints.len() < claim.hints {
            complain(&[way[0], way[1], Key::Name("hints")], format!("{name} has {} hints", exercise.hints.len()));
            continue;
        }
        match exercise.check(&claim.deed).map(|verdict| verdict.missing) {
            Ok(None) => {
                done.push(name);
                hints += claim.hints;
            }
            Ok(Some(missing)) => {
                complain(&[way[0], way[1], Key::Name("deed")], format!("{name} is not done: {}", missing.tell(words)));
            }
            Err(error) => complain(&[way[0], way[1], Key::Name("deed")], format!("{name} is not done: {error}")),
        }
    }
    problems.sort();
    let student = short(&printable(results.student.trim().as_bytes()));
    Ok(Report { student, done, of: exercises.len(), hints, problems })
}

/// The exercise that a claim means: that of its name, or one that its author has changed since. What was done is
/// played anew in either case.
fn meant<'a>(claim: &str, exercises: &'a [Exercise], claimed: &BTreeSet<&str>) -> Option<&'a Exercise> {
    let changed = |exercise: &&Exercise| {
        exercise.is_own()
            && exercise::stem(&exercise.name) == exercise::stem(claim)
            && !claimed.contains(exercise.name.as_str())
    };
    exercises.iter().find(|exercise| exercise.name == claim).or_else(|| exercises.iter().find(changed))
}

/// A name that fits a line.
fn short(text: &str) -> String {
    if text.chars().count() <= MAX_NAME {
        text.to_owned()
    } else {
        text.chars().take(MAX_NAME).chain(['…']).collect()
    }
}
