//! Reports: what a job brings back.

use std::path::PathBuf;

use crate::ui::document::Document;
use crate::ui::document::Title;
use crate::ui::editor::state::Opening;
use crate::ui::notice::Notice;
use crate::ui::views::message::Letter;
use crate::ui::views::message::state::Key;

/// What a job brings back.
#[derive(Debug)]
pub enum Report {
    /// Files that the person chose.
    Chosen(Vec<PathBuf>),
    /// The key log that the person chose.
    ChosenKeyLog(PathBuf),
    /// Files that are to be opened, and those of them that are key logs.
    Sorted {
        /// All others.
        files: Vec<PathBuf>,
        /// The key logs.
        key_logs: Vec<PathBuf>,
    },
    /// Part of a document; the job goes on.
    Arrived {
        /// The job.
        job: u64,
        /// The sessions that it found since the last time.
        part: Document,
        /// Whether it was asked for before all others that came with it.
        first: bool,
    },
    /// A document, ready to be shown; or the last part of one.
    Loaded {
        /// The job.
        job: u64,
        /// The document.
        document: Document,
        /// Whether it was asked for before all others that came with it.
        first: bool,
    },
    /// A letter, taken apart.
    Letter(Key, Box<Letter>),
    /// Something was saved: what, and where.
    Saved(Title),
    /// Where what is edited is to be saved: the dialog has asked whether a file may be replaced.
    EditPath(PathBuf),
    /// The file of what is edited was changed by somebody else.
    EditChanged(PathBuf),
    /// What is edited was saved: where, and its text.
    EditSaved(PathBuf, String),
    /// Something to edit.
    Edit(Box<Opening>),
    /// Why there is none.
    Failed(Notice),
    /// It was cancelled, or nothing was chosen.
    Nothing,
}
