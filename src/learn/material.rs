//! Material: what a lesson, a myth or an exercise shows. A timeline, and where it came from.

use crate::learn::Exercise;
use crate::learn::library;
use crate::scenario::Run;
use crate::scenario::Scenario;
use crate::scenario::file::WordsFile;
use crate::scenario::run;
use crate::session::Timeline;
use crate::session::fact::Narration;
use crate::source;
use crate::source::Failure;
use crate::source::Play;
use crate::teach::Language;

/// What is shown.
#[derive(Clone, Debug)]
pub struct Material {
    /// What it is called.
    pub title: Narration,
    /// What it shows.
    pub about: Narration,
    /// What happens.
    pub timeline: Timeline,
    /// What was expected and did not come.
    pub failures: Vec<Failure>,
}

impl Material {
    /// What came of a scenario.
    #[must_use]
    pub fn of_run(scenario: &Scenario, run: Run) -> Self {
        let timeline = run.timeline();
        let (title, about) = (scenario.title.clone(), scenario.about.clone());
        Self { title, about, timeline, failures: run.failures }
    }

    /// A scenario, played.
    #[must_use]
    pub fn of_scenario(scenario: &Scenario) -> Self {
        Self::of_run(scenario, run(scenario))
    }
}

impl From<Material> for Play {
    fn from(material: Material) -> Self {
        let Material { title, about, timeline, failures } = material;
        Self { title, about, timeline, failures, hand: None }
    }
}

/// The material of a name: a lesson, a tour (`tours/…`), a myth (`myths/…`) or an exercise (`exercises/…`).
#[must_use]
pub fn find(name: &str) -> Option<Material> {
    if let Some(tour) = name.strip_prefix("tours/") {
        return library::tour(tour).map(|tour| tour.material());
    }
    if let Some(scenario) = name.strip_prefix("myths/") {
        return library::myth_scenario(scenario).map(|scenario| Material::of_scenario(&scenario));
    }
    if let Some(exercise) = name.strip_prefix("exercises/") {
        return library::exercise(exercise).map(Exercise::material);
    }
    crate::scenario::library::find(name).map(|shipped| Material::of_scenario(&shipped.scenario()))
}

/// The same, played: scenarios of lessons and myths come with their scripts, so that somebody can play on by hand.
#[must_use]
pub fn play(name: &str) -> Option<Play> {
    if let Some(myth) = name.strip_prefix("myths/") {
        return library::myth_script(myth).map(source::play);
    }
    source::play_lesson(name).or_else(|| find(name).map(Play::from))
}

/// Whether there is something to play of this name.
#[must_use]
pub fn is_known(name: &str) -> bool {
    play(name).is_some()
}

/// The words of an author, in a language.
#[must_use]
pub fn text(words: &Narration, language: Language) -> &str {
    crate::teach::explain_fact::narration(words, language)
}

/// Words of a file as they are shown.
pub(super) fn narration(words: &WordsFile) -> Narration {
    Narration { en: words.en.trim().into(), ru: words.ru.trim().into() }
}
