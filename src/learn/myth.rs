//! Myths: what lecture notes say, what happens, and what the RFC says.

use std::fmt;

use serde::Deserialize;

use crate::learn::Material;
use crate::learn::library;
use crate::learn::material;
use crate::learn::material::narration;
use crate::learn::step_at::StepAt;
use crate::scenario::ScenarioError;
use crate::scenario::file;
use crate::scenario::file::WordsFile;
use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::plan::Problem;
use crate::session::Sentence;
use crate::session::fact::Narration;

/// The file as a person writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Myths")]
struct MythsFile {
    myths: Vec<MythFile>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Myth")]
struct MythFile {
    number: u8,
    source: String,
    claim: WordsFile,
    truth: WordsFile,
    happens: WordsFile,
    clause: (u16, String),
    plays: String,
    shows: StepAt,
}

/// A claim that is wrong, and how to see it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Myth {
    /// M01 is 1.
    pub number: u8,
    /// Where it is said: note and line.
    pub source: String,
    /// What is said.
    pub claim: Narration,
    /// What the standard says.
    pub truth: Narration,
    /// What happens in the scenario.
    pub happens: Narration,
    /// Where that is written.
    pub clause: Reference,
    /// The material that shows it.
    pub plays: String,
    /// The step that shows it.
    pub shows: StepAt,
}

/// A section of an RFC, as a file names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section; empty for the whole of it.
    pub section: String,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {}", self.rfc)?;
        if !self.section.is_empty() {
            write!(f, " §{}", self.section)?;
        }
        Ok(())
    }
}

impl Myth {
    /// Reads all myths of a file, and tries whether each can be shown.
    pub fn parse_all(
        file_name: &str,
        text: &str,
        find: impl Fn(&str) -> Option<Material>,
    ) -> Result<Vec<Self>, ScenarioError> {
        let parsed: MythsFile = file::read_as(text).map_err(|error| ScenarioError::syntax(file_name, &error))?;
        let places = Places::scan(text);
        let mut problems = Vec::new();
        let mut myths: Vec<Self> = Vec::new();
        for (index, myth) in parsed.myths.iter().enumerate() {
            let mut complain = |field: &str, text: String| {
                let place = places.find(&[Key::Name("myths"), Key::Index(index), Key::Name(field)]);
                problems.push(Problem { place, what: Sentence::literal(text) });
            };
            match find(&myth.plays).map(|material| myth.shows.find(&material.timeline)) {
                Some(Some(_)) => (),
                Some(None) => complain("shows", format!("{} has no such step", myth.plays)),
                None => complain("plays", format!("there is no scenario {}", myth.plays)),
            }
            if myths.iter().any(|other| other.number >= myth.number) {
                complain("number", "the numbers go up".to_owned());
            }
            let (rfc, section) = myth.clause.clone();
            myths.push(Self {
                number: myth.number,
                source: myth.source.clone(),
                claim: narration(&myth.claim),
                truth: narration(&myth.truth),
                happens: narration(&myth.happens),
                clause: Reference { rfc, section },
                plays: myth.plays.clone(),
                shows: myth.shows.clone(),
            });
        }
        if problems.is_empty() { Ok(myths) } else { Err(ScenarioError { file: file_name.to_owned(), problems }) }
    }

    /// `M01`
    #[must_use]
    pub fn code(&self) -> String {
        format!("M{:02}", self.number)
    }

    /// The step that shows it, counted from 0.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        self.shows.find(&material::find(&self.plays)?.timeline)
    }
}

/// The myths of the program, in the order of their numbers.
#[must_use]
pub fn myths() -> &'static [Myth] {
    library::myths()
}
