//! Progress: what a student has done. It is kept on this machine alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::learn::exercise::Deed;
use crate::learn::predict::Score;

/// What was done of the course.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Progress {
    /// Whether the welcome was seen, and need not come by itself again.
    pub welcomed: bool,
    /// Who learns, as it stands in files of results.
    pub student: String,
    /// Lessons that were stepped through to their ends.
    pub lessons: BTreeSet<String>,
    /// Myths that were looked at.
    pub myths: BTreeSet<u8>,
    /// Exercises that were done, and how.
    pub exercises: BTreeMap<String, Deed>,
    /// How many hints of each exercise were taken.
    pub hints: BTreeMap<String, usize>,
    /// How well replies were predicted.
    pub score: Score,
}

impl Progress {}
