//! What is edited: its text, what it means, what came of it, and the way back.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use crate::session::Sentence;
use crate::source::ScenarioError;
use crate::source::place::Key;
use crate::source::place::Place;
use crate::source::scenario_file;
use crate::source::scenario_file::ScenarioFile;
use crate::source::trial::Trial;
use crate::teach::Language;
use crate::ui::document::Title;
use crate::ui::editor::change::Change;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::runner::Runner;

/// The text that a new scenario begins with.
pub const TEMPLATE: &str = include_str!("template.ron");
/// Changes that can be taken back; of a large text fewer.
const MOST_CHANGES: usize = 400;
/// Octets that all texts to go back to take at most.
const MOST_OCTETS: usize = 64 * 1024 * 1024;

/// The pages of the editor.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Page {
    /// What happens, row by row.
    #[default]
    Steps,
    /// What the server can do.
    Server,
    /// Who has a maildrop, and what is in it.
    Maildrops,
    /// Who connects.
    Clients,
    /// What it is called.
    About,
    /// The text.
    Source,
}

/// What has to be answered before something is lost.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ask {
    /// Changes would be lost when this is opened.
    Lose(Box<Opening>),
    /// The file was changed by somebody else, or is another one.
    Overwrite(PathBuf),
}

/// Something to edit.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Opening {
    /// The text.
    pub text: String,
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// A name for a file, if it has none.
    pub name: String,
    /// What is to be known of it.
    pub remarks: Vec<Title>,
}

/// What is edited.
#[derive(Debug, Default)]
pub struct Editor {
    /// The text.
    pub text: String,
    /// Its file.
    pub path: Option<PathBuf>,
    /// A name for a file, if it has none.
    pub name: String,
    /// The text as it is in its file; `None` if it never was in one.
    pub saved: Option<String>,
    /// The text that it began with, if it can be had again.
    pub begun: Option<String>,
    /// What is to be known of it: what a recording could not tell.
    pub remarks: Vec<Title>,
    /// What the text means, if it can be read.
    pub file: Option<Arc<ScenarioFile>>,
    /// Why it cannot be read.
    pub broken: Option<(Place, Sentence)>,
    /// What came of it when it was played last.
    pub trial: Trial,
    /// The page that is shown.
    pub page: Page,
    /// The chosen step, counted from 0.
    pub row: usize,
    /// What was typed in the field that has the focus, as it was typed.
    pub typing: Option<(egui::Id, String)>,
    /// The field that is to have the focus.
    pub focus: Option<egui::Id>,
    /// Whether the chosen step is to be seen.
    pub reveal: bool,
    /// The step that is dragged.
    pub dragged: Option<usize>,
    /// The chosen mailbox, counted from 0.
    pub user: usize,
    /// Whether all words of the server have their fields.
    pub all_texts: bool,
    /// The language of the window: its note stands in the row.
    pub language: Language,
    /// What is asked.
    pub asks: Option<Ask>,
    /// What is done when changes were saved.
    pub then: Option<Box<Opening>>,
    past: Vec<(String, usize)>,
    future: Vec<(String, usize)>,
    last_place: Option<(Way, String)>,
    /// Counts the texts.
    revision: u64,
    /// Which of them the trial is of.
    tried: u64,
    runner: Runner,
}

impl Page {
    /// All pages, from left to right.
    pub const ALL: [Self; 6] = [Self::Steps, Self::Server, Self::Maildrops, Self::Clients, Self::About, Self::Source];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Steps => "ed-steps",
            Self::Server => "ed-server",
            Self::Maildrops => "ed-maildrops",
            Self::Clients => "ed-clients",
            Self::About => "ed-about",
            Self::Source => "ed-source",
        }
    }
}

impl Editor {
    /// Whether there is something to edit.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.text.is_empty() || self.path.is_some() || 0 < self.revision
    }

    /// Whether something would be lost that somebody typed: what was only opened can be opened again.
    #[must_use]
    pub fn is_precious(&self) -> bool {
        self.is_changed() && self.begun.as_ref() != Some(&self.text)
    }

    /// Whether it is in no file as it is.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_open() && self.saved.as_ref() != Some(&self.text)
    }

    /// Begins with a text.
    pub fn open(&mut self, ctx: &egui::Context, opening: Opening) {
        let Opening { text, path, name, remarks } = opening;
        let saved = path.is_some().then(|| text.clone());
        let begun = Some(text.clone());
        let (runner, revision) = (std::mem::take(&mut self.runner), self.revision);
        *self = Self { path, name, saved, begun, remarks, runner, revision, tried: revision, ..Self::default() };
        self.set_text(ctx, text);
    }

    /// Changes the text, so that it can be taken back.
    pub fn change(&mut self, ctx: &egui::Context, change: &Change) {
        let text = change.apply(&self.text);
        if text == self.text {
            return;
        }
        let place = change.place();
        if place.is_none() || place != self.last_place {
            self.past.push((self.text.clone(), self.row));
            let octets = |past: &[(String, usize)]| past.iter().map(|(text, _)| text.len()).sum::<usize>();
            while MOST_CHANGES < self.past.len() || 1 < self.past.len() && MOST_OCTETS < octets(&self.past) {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last_place = place;
        self.set_text(ctx, text);
    }

    /// Somebody went elsewhere: what is typed next is taken back alone.
    pub fn leave_field(&mut self) {
        self.last_place = None;
        self.typing = None;
    }

    /// Takes the last change back, or does it again. Returns whether there was one.
    pub fn undo(&mut self, ctx: &egui::Context, again: bool) -> bool {
        let (from, to) = if again { (&mut self.future, &mut self.past) } else { (&mut self.past, &mut self.future) };
        let Some((text, row)) = from.pop() else { return false };
        to.push((self.text.clone(), self.row));
        self.row = row;
        self.reveal = true;
        self.leave_field();
        self.set_text(ctx, text);
        true
    }

    /// Whether there is something to take back, and something to do again.
    #[must_use]
    pub fn can_undo(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    fn set_text(&mut self, ctx: &egui::Context, text: String) {
        self.revision += 1;
        match scenario_file::read(&text) {
            Ok(file) => {
                self.row = self.row.min(file.steps.len().saturating_sub(1));
                self.user = self.user.min(file.users.len().saturating_sub(1));
                (self.file, self.broken) = (Some(Arc::new(file)), None);
            }
            Err(error) => {
                let problem = ScenarioError::syntax("", &error).problems.pop();
                (self.file, self.broken) = (None, problem.map(|problem| (problem.place, problem.what)));
            }
        }
        self.runner.play(ctx, self.revision, text.clone());
        self.text = text;
    }

    /// Takes what came of the last text.
    pub fn take_trial(&mut self) {
        if let Some((revision, trial)) = self.runner.news() {
            self.tried = revision;
            self.trial = trial;
        }
    }

    /// Whether what is shown came of the text as it is.
    #[must_use]
    pub fn is_tried(&self) -> bool {
        self.tried == self.revision
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.file.as_ref().map_or(0, |file| file.steps.len())
    }

    /// The name of the file, or one that it could have.
    #[must_use]
    pub fn file_name(&self) -> String {
        match &self.path {
            Some(path) => path.file_name().unwrap_or(path.as_os_str()).display().to_string(),
            None if self.name.is_empty() => "scenario.ron".to_owned(),
            None => self.name.clone(),
        }
    }
}

/// The steps of a scenario.
#[must_use]
pub fn steps_way() -> Way {
    way(&[Key::Name("steps")])
}
