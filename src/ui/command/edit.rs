//! What somebody who writes a scenario can wish for.

use std::path::PathBuf;

use crate::ui::editor::Change;
use crate::ui::editor::Page;

/// Wishes of an author.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Edit {
    /// Begin a scenario from a small template.
    New,
    /// Edit the script that is open: a file itself, of all else a copy.
    Copy,
    /// Make a scenario of the open session of a capture.
    Retell,
    /// Go on with the same text under no name.
    Duplicate,
    /// Change the text.
    Change(Box<Change>),
    /// Take the last change back.
    Undo,
    /// Do it again.
    Redo,
    /// Save where it came from, or ask where.
    Save,
    /// Ask where to save.
    SaveAs,
    /// Save there; a file that is there was asked for.
    SaveTo(PathBuf),
    /// Put the text on the clipboard.
    CopyText,
    /// Play it in the other views, up to the chosen step.
    Play,
    /// Show one of the pages.
    Page(Page),
    /// Choose a step, counted from 0.
    Row(usize),
    /// Go to the next thing that is wrong.
    NextProblem,
    /// Add a step before the chosen one.
    Above,
    /// Add a step behind the chosen one.
    Below,
    /// Add this step at a place, as the file has it.
    Insert(usize, String),
    /// Have the chosen step twice.
    Twice,
    /// Remove the chosen step.
    Remove,
    /// Move the chosen step up.
    Up,
    /// Move the chosen step down.
    Down,
    /// Answer the question whether changes may be lost.
    Answer(Answer),
}

/// What is done with changes that would be lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// They are saved; then nothing is lost.
    Save,
    /// They are lost.
    Lose,
    /// Nothing is done.
    Stay,
}

impl Edit {
    /// Its name in the Fluent files.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::New => "do-edit-new",
            Self::Copy => "do-edit-copy",
            Self::Retell => "do-edit-retell",
            Self::Duplicate => "do-edit-duplicate",
            Self::Change(_) => "do-edit-change",
            Self::Undo => "do-edit-undo",
            Self::Redo => "do-edit-redo",
            Self::Save | Self::Answer(Answer::Save) => "do-edit-save",
            Self::SaveAs | Self::SaveTo(_) => "do-edit-save-as",
            Self::CopyText => "do-edit-copy-text",
            Self::Play => "do-edit-play",
            Self::Page(page) => page.word(),
            Self::Row(_) => "do-edit-row",
            Self::NextProblem => "do-edit-next-problem",
            Self::Above => "do-edit-above",
            Self::Below | Self::Insert(..) => "do-edit-below",
            Self::Twice => "do-edit-twice",
            Self::Remove => "do-edit-remove",
            Self::Up => "do-edit-up",
            Self::Down => "do-edit-down",
            Self::Answer(Answer::Lose) => "do-edit-lose",
            Self::Answer(Answer::Stay) => "do-edit-stay",
        }
    }
}
