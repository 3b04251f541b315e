//! Exercises: a task that the program can check. docs/exercises.md explains how one is written.

use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use crate::learn::Material;
use crate::learn::attempt;
use crate::learn::attempt::TypedError;
use crate::learn::goal::Evidence;
use crate::learn::goal::Goal;
use crate::learn::material::narration;
use crate::learn::step_at::StepAt;
use crate::proto::Keyword;
use crate::proto::auth::hex;
use crate::scenario::Scenario;
use crate::scenario::ScenarioError;
use crate::scenario::file;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::WordsFile;
use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::plan::Problem;
use crate::session::Sentence;
use crate::session::Timeline;
use crate::session::fact::Narration;
use crate::source;

/// The file as a person writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Exercise")]
struct ExerciseFile {
    title: WordsFile,
    task: WordsFile,
    does: Does,
    group: Option<Group>,
    scenario: Option<ScenarioFile>,
    lesson: Option<String>,
    capture: Option<String>,
    hints: Vec<WordsFile>,
    goal: Goal,
    why: WordsFile,
    solution: SolutionFile,
}

/// What the author would do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
enum SolutionFile {
    Typed(Vec<String>),
    Chosen(StepAt),
    Answer(String),
}

/// What the student does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum Does {
    /// Types commands behind what was given.
    Type,
    /// Marks a step.
    Mark,
    /// Answers with a word or a number.
    Answer,
}

/// Exercises that stand together.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub enum Group {
    /// A session is held.
    Talk,
    /// A session is read.
    Read,
    /// A server breaks the standard once: where?
    Spot,
}

impl Group {
    /// All groups, in order.
    pub const ALL: [Self; 3] = [Self::Talk, Self::Read, Self::Spot];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Talk => "exercises-talk",
            Self::Read => "exercises-read",
            Self::Spot => "exercises-spot",
        }
    }
}

/// What a student did.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub enum Deed {
    /// Typed these lines.
    Typed(Vec<String>),
    /// Marked the step of this number, counted from 1.
    Marked(usize),
    /// Answered this.
    Answered(String),
}

/// A task.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Its name, in files of results. One that somebody else wrote has a digest of its text behind the name of its
    /// file: two of the same name are two exercises.
    pub name: String,
    /// What it is called.
    pub title: Narration,
    /// What is to be done.
    pub task: Narration,
    /// How it is done.
    pub does: Does,
    /// With which others it stands.
    pub group: Group,
    /// What helps, in order.
    pub hints: Vec<Narration>,
    /// What has to be true at the end.
    pub goal: Goal,
    /// What there is to say when it is done.
    pub why: Narration,
    /// What the author would do.
    solution: SolutionFile,
    ground: Ground,
}

/// What an exercise stands on.
#[derive(Clone, Debug)]
enum Ground {
    Played(Box<Scenario>),
    Recorded(Timeline),
}

/// What came of a deed.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// All that happened.
    pub timeline: Timeline,
    /// How many steps of it were given.
    pub given: usize,
    /// The condition that does not hold; `None` if the exercise is done.
    pub missing: Option<&'a Goal>,
}

/// Why a deed cannot be checked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DeedError {
    /// A line that cannot be played.
    #[error(transparent)]
    Typed(#[from] TypedError),
    /// There is no such step.
    #[error("there is no step {0}")]
    NoSuchStep(usize),
    /// It is not what the exercise asks for.
    #[error("the exercise asks for something else")]
    OtherKind,
}

impl Exercise {
    /// Reads an exercise. What it names is looked up in `lesson` and `capture`.
    pub fn parse(
        file_name: &str,
        name: &str,
        text: &str,
        lesson: impl Fn(&str) -> Option<Scenario>,
        capture: impl Fn(&str) -> Option<Timeline>,
    ) -> Result<Self, ScenarioError> {
        let parsed: ExerciseFile = file::read_as(text).map_err(|error| ScenarioError::syntax(file_name, &error))?;
        let places = Places::scan(text);
        let mut problems = Vec::new();
        let mut complain = |field: &'static str, what: Sentence| {
            problems.push(Problem { place: places.find(&[Key::Name(field)]), what });
        };
        let ground = match (&parsed.scenario, &parsed.lesson, &parsed.capture) {
            (Some(scenario), None, None) => {
                let below = Places::scan(text).below(&[Key::Name("scenario")]);
                Some(Ground::Played(Box::new(Scenario::plan(file_name, scenario, below)?)))
            }
            (None, Some(name), None) => {
                let found = lesson(name).map(|scenario| Ground::Played(Box::new(scenario)));
                if found.is_none() {
                    let what = Sentence::new("flaw-exercise-lesson", format!("there is no lesson {name}"));
                    complain("lesson", what.with("name", name.as_str()));
                }
                found
            }
            (None, None, Some(name)) => {
                let found = capture(name).map(Ground::Recorded);
                if found.is_none() {
                    let what = Sentence::new("flaw-exercise-capture", format!("there is no capture {name}"));
                    complain("capture", what.with("name", name.as_str()));
                }
                found
            }
            (_, _, _) => {
                complain(
                    "title",
                    Sentence::new("flaw-exercise-ground", "an exercise has one of scenario, lesson and capture"),
                );
                None
            }
        };
        check_words(&parsed, &mut complain);
        check_goal(&parsed, &mut complain);
        let Some(ground) = ground.filter(|_| problems.is_empty()) else {
            problems.sort();
            return Err(ScenarioError { file: file_name.to_owned(), problems });
        };
        let exercise = Self {
            name: name.to_owned(),
            title: narration(&parsed.title),
            task: narration(&parsed.task),
            does: parsed.does,
            group: parsed.group.unwrap_or(match parsed.does {
                Does::Type => Group::Talk,
                Does::Mark | Does::Answer => Group::Read,
            }),
            hints: parsed.hints.iter().map(narration).collect(),
            goal: parsed.goal,
            why: narration(&parsed.why),
            solution: parsed.solution,
            ground,
        };
        exercise.check_solution(&mut |field, what| {
            problems.push(Problem { place: places.find(&[Key::Name(field)]), what });
        });
        if problems.is_empty() { Ok(exercise) } else { Err(ScenarioError { file: file_name.to_owned(), problems }) }
    }

    /// What the author would do.
    ///
    /// # Errors
    ///
    /// If the solution points at a step that is not there.
    pub fn solution(&self) -> Result<Deed, DeedError> {
        Ok(match &self.solution {
            SolutionFile::Typed(lines) => Deed::Typed(lines.clone()),
            SolutionFile::Answer(answer) => Deed::Answered(answer.clone()),
            SolutionFile::Chosen(step) => {
                let place = step.find(&self.given_timeline()).ok_or(DeedError::NoSuchStep(0))?;
                Deed::Marked(place + 1)
            }
        })
    }

    /// Whether it is not one of the program.
    #[must_use]
    pub fn is_own(&self) -> bool {
        stem(&self.name) != self.name
    }

    /// What is shown before the student does anything.
    #[must_use]
    pub fn material(&self) -> Material {
        let (title, about) = (self.title.clone(), self.task.clone());
        Material { title, about, timeline: self.given_timeline(), failures: Vec::new() }
    }

    /// Whether a deed does it. It is played anew.
    pub fn check(&self, deed: &Deed) -> Result<Verdict<'_>, DeedError> {
        match (self.does, deed) {
            (Does::Type, Deed::Typed(lines)) => {
                let Ground::Played(scenario) = &self.ground else { return Err(DeedError::OtherKind) };
                let attempt = attempt::play(scenario, lines)?;
                let evidence = Evidence {
                    timeline: &attempt.timeline,
                    given: attempt.given,
                    truth: Some(&attempt.truth),
                    chosen: None,
                    answer: None,
                };
                let missing = self.goal.missing(&evidence);
                Ok(Verdict { given: attempt.given, missing, timeline: attempt.timeline })
            }
            (Does::Mark, Deed::Marked(number)) => {
                let timeline = self.given_timeline();
                let chosen = number.checked_sub(1).filter(|place| *place < timeline.len());
                let chosen = chosen.ok_or(DeedError::NoSuchStep(*number))?;
                Ok(self.judge(timeline, Some(chosen), None))
            }
            (Does::Answer, Deed::Answered(answer)) => {
                if attempt::MAX_LINE < answer.len() {
                    return Err(DeedError::Typed(TypedError::TooLong(1)));
                }
                Ok(self.judge(self.given_timeline(), None, Some(answer)))
            }
            (Does::Type | Does::Mark | Does::Answer, _) => Err(DeedError::OtherKind),
        }
    }

    fn judge(&self, timeline: Timeline, chosen: Option<usize>, answer: Option<&str>) -> Verdict<'_> {
        let evidence = Evidence { timeline: &timeline, given: timeline.len(), truth: None, chosen, answer };
        let missing = self.goal.missing(&evidence);
        Verdict { given: timeline.len(), missing, timeline }
    }

    fn given_timeline(&self) -> Timeline {
        match &self.ground {
            Ground::Played(scenario) => crate::scenario::run(scenario).timeline(),
            Ground::Recorded(timeline) => timeline.clone(),
        }
    }

    /// An exercise that its author cannot do, or that is done before it begins, is none.
    fn check_solution(&self, complain: &mut dyn FnMut(&'static str, Sentence)) {
        match self.solution().and_then(|deed| self.check(&deed).map(|verdict| verdict.missing.is_none())) {
            Ok(true) => (),
            Ok(false) => {
                complain("solution", Sentence::new("flaw-exercise-solution", "the solution does not reach the goal"));
            }
            Err(error) => complain("solution", Sentence::literal(error.to_string())),
        }
        if self.does == Does::Type
            && self.check(&Deed::Typed(Vec::new())).is_ok_and(|verdict| verdict.missing.is_none())
        {
            complain("goal", Sentence::new("flaw-exercise-done", "the goal is reached before anything is typed"));
        }
        if let Ground::Played(scenario) = &self.ground {
            for failure in crate::scenario::run(scenario).failures {
                complain("scenario", failure.what);
            }
        }
    }
}

/// Whether a text is meant as an exercise: by its first word, behind comments.
#[must_use]
pub fn is_exercise(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with("//"));
    lines.next().is_some_and(|line| line.starts_with("Exercise"))
}

/// The text of a file that is an exercise; `None` if it is something else, or cannot be read.
#[must_use]
pub fn text_of(path: &std::path::Path) -> Option<String> {
    let text = source::is_scenario(path).then(|| source::read_text(path).ok())??;
    is_exercise(&text).then_some(text)
}

/// What an exercise in a file is called: the name of the file, without its ending.
#[must_use]
pub fn name_of(path: &std::path::Path) -> &str {
    path.file_stem().and_then(std::ffi::OsStr::to_str).unwrap_or("exercise")
}

/// The name of an exercise that somebody else wrote: that of its file, and a digest of its text, which is the same
/// whatever its line ends are.
#[must_use]
pub fn own_name(stem: &str, text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n"));
    let digest = hex(&digest[..DIGEST / 2]);
    format!("{stem}#{digest}")
}

/// A name without the digest behind it, if it has one.
#[must_use]
pub fn stem(name: &str) -> &str {
    let is_digest = |text: &str| text.len() == DIGEST && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    name.rsplit_once('#').filter(|(_, digest)| is_digest(digest)).map_or(name, |(stem, _)| stem)
}

/// Digits of a digest.
const DIGEST: usize = 8;

fn check_words(parsed: &ExerciseFile, complain: &mut dyn FnMut(&'static str, Sentence)) {
    for (field, words) in [("title", &parsed.title), ("task", &parsed.task), ("why", &parsed.why)] {
        if words.en.trim().is_empty() || words.ru.trim().is_empty() {
            complain(field, Sentence::new("flaw-exercise-words", "words are wanted in English and in Russian"));
        }
    }
    if parsed.hints.is_empty() {
        complain("hints", Sentence::new("flaw-exercise-hint", "a student who is stuck needs a hint"));
    }
    if parsed.does == Does::Type && parsed.capture.is_some() {
        complain("does", Sentence::new("flaw-exercise-typing", "nobody can type into a capture"));
    }
}

fn check_goal(parsed: &ExerciseFile, complain: &mut dyn FnMut(&'static str, Sentence)) {
    for condition in parsed.goal.conditions() {
        match condition {
            Goal::Said(keyword) | Goal::NeverSaid(keyword) if Keyword::from_word(keyword.as_bytes()).is_none() => {
                let what = Sentence::new("flaw-exercise-command", format!("{keyword} is no command"));
                complain("goal", what.with("name", keyword.as_str()));
            }
            Goal::All(goals) | Goal::Any(goals) if goals.is_empty() => {
                complain("goal", Sentence::new("flaw-exercise-conditions", "a list of conditions is not empty"));
            }
            Goal::All(_)
            | Goal::Any(_)
            | Goal::Not(_)
            | Goal::Holds { .. }
            | Goal::Fetched(_)
            | Goal::Marked(_)
            | Goal::LoggedIn(_)
            | Goal::InState(_)
            | Goal::PasswordCovered
            | Goal::Said(_)
            | Goal::NeverSaid(_)
            | Goal::AtMost(_)
            | Goal::Waited(_)
            | Goal::NoErrors
            | Goal::Chosen(_)
            | Goal::Answered(_) => (),
        }
    }
}
