//! The course: lessons in chapters, in an order in which each needs only what came before.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::learn::library;
use crate::learn::material::narration;
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
#[serde(deny_unknown_fields, rename = "Course")]
struct CourseFile {
    chapters: Vec<ChapterFile>,
    more: WordsFile,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Chapter")]
struct ChapterFile {
    title: WordsFile,
    lessons: Vec<LessonFile>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Lesson")]
struct LessonFile {
    name: String,
    idea: WordsFile,
    #[serde(default)]
    after: Vec<String>,
}

/// The lessons of the program.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Course {
    /// Its chapters, in order. What has no place in the course stands in the last one.
    pub chapters: Vec<Chapter>,
}

/// Lessons that belong together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chapter {
    /// What it is called.
    pub title: Narration,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

/// One idea.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lesson {
    /// Its name: that of a scenario, or `tours/…`.
    pub name: String,
    /// What it is called.
    pub title: Narration,
    /// The idea, in a sentence.
    pub idea: Narration,
    /// The lessons that it builds upon.
    pub after: Vec<String>,
}

impl Course {
    /// Reads the course. `known` tells title and description of every scenario there is, in order.
    pub fn parse(file_name: &str, text: &str, known: &[(String, Narration, Narration)]) -> Result<Self, ScenarioError> {
        let parsed: CourseFile = file::read_as(text).map_err(|error| ScenarioError::syntax(file_name, &error))?;
        let places = Places::scan(text);
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        let mut chapters = Vec::new();
        for (index, chapter) in parsed.chapters.iter().enumerate() {
            let mut lessons = Vec::new();
            for (number, lesson) in chapter.lessons.iter().enumerate() {
                let way = [Key::Name("chapters"), Key::Index(index), Key::Name("lessons"), Key::Index(number)];
                let mut complain =
                    |text: String| problems.push(Problem { place: places.find(&way), what: Sentence::literal(text) });
                for earlier in lesson.after.iter().filter(|earlier| !seen.contains(earlier.as_str())) {
                    complain(format!("{} needs {earlier}, which does not come before it", lesson.name));
                }
                if !seen.insert(lesson.name.as_str()) {
                    complain(format!("{} stands twice in the course", lesson.name));
                }
                match known.iter().find(|(name, _, _)| *name == lesson.name) {
                    Some((name, title, _)) => lessons.push(Lesson {
                        name: name.clone(),
                        title: title.clone(),
                        idea: narration(&lesson.idea),
                        after: lesson.after.clone(),
                    }),
                    None => complain(format!("there is no lesson {}", lesson.name)),
                }
            }
            chapters.push(Chapter { title: narration(&chapter.title), lessons });
        }
        let rest = known.iter().filter(|(name, _, _)| !seen.contains(name.as_str()));
        let lessons: Vec<Lesson> = rest
            .map(|(name, title, about)| Lesson {
                name: name.clone(),
                title: title.clone(),
                idea: about.clone(),
                after: Vec::new(),
            })
            .collect();
        if !lessons.is_empty() {
            chapters.push(Chapter { title: narration(&parsed.more), lessons });
        }
        if problems.is_empty() {
            Ok(Self { chapters })
        } else {
            problems.sort();
            Err(ScenarioError { file: file_name.to_owned(), problems })
        }
    }

    /// Every lesson, in the order of the course.
    pub fn lessons(&self) -> impl Iterator<Item = &Lesson> {
        self.chapters.iter().flat_map(|chapter| &chapter.lessons)
    }
}

/// The course of the program.
#[must_use]
pub fn course() -> &'static Course {
    library::course()
}
