//! What is compared, what of it is shown, and which cell is chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::inspect::compare::Comparison;
use crate::inspect::compare::compare;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::teach::Language;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::shelf::Place;

/// What the page remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The words to look for among the sessions to compare with.
    pub filter: String,
    /// Whether rows without a difference are left out.
    pub only_differences: bool,
    /// Whether the chosen cell has to come into view.
    pub to_chosen: bool,
    /// The replay in which a script was chosen to be played before several servers: the way back leads there.
    pub came_from: Option<CameFrom>,
    /// Two sessions that a person laid side by side.
    pair: Option<[ComparedSession; 2]>,
    /// Whether a person wants to choose anew.
    choosing: bool,
    hidden: BTreeSet<usize>,
    chosen: (usize, usize),
    columns: Vec<ComparedSession>,
    comparison: Arc<Comparison>,
    rows: Option<(RowsKey, Arc<[usize]>)>,
    heights: Option<(HeightsKey, Arc<[usize]>)>,
    others: Option<(OthersKey, Others)>,
}

/// What the rows that are shown depend on, besides the comparison.
type RowsKey = (bool, BTreeSet<usize>);

/// What the heights of rows depend on: the rows, the columns, the characters that have room in a column of a session
/// and in that of what was said, and the language.
pub(super) type HeightsKey = (Arc<[usize]>, Vec<usize>, [usize; 2], Language);

/// Sessions to compare with, and their names.
type Others = Arc<[(Place, String)]>;

/// What the sessions to compare with depend on: the changes of the shelf, the open session, what is looked for, and
/// the language.
pub(super) type OthersKey = (u64, Option<Place>, String, Language);

/// A session that is compared.
#[derive(Clone, Debug)]
pub struct ComparedSession {
    /// The session.
    pub session: Arc<Session>,
    /// What its column is called.
    pub name: Title,
}

/// A place in a replay.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CameFrom {
    /// Its document.
    pub origin: Origin,
    /// The session in it, counted from 0.
    pub session: usize,
    /// How many steps were shown, as the ends count them.
    pub shown: Cursor,
}

impl ComparedSession {
    /// A session of a document: the only one of a lesson has the name of the lesson.
    #[must_use]
    pub fn new(document: &Document, session: &Arc<Session>) -> Self {
        let nameless = session.label.en.is_empty();
        let name = if nameless { document.title.clone() } else { session.label.clone() };
        Self { session: session.clone(), name }
    }
}

impl State {
    /// Lays two sessions side by side.
    pub fn lay(&mut self, one: ComparedSession, other: ComparedSession) {
        self.pair = Some([one, other]);
        self.choosing = false;
    }

    /// Asks what to compare.
    pub fn choose(&mut self) {
        self.pair = None;
        self.choosing = true;
    }

    /// Goes back to what the open document has side by side by itself.
    pub fn forget(&mut self) {
        self.pair = None;
        self.choosing = false;
    }

    /// Compares what is to be compared; `false` if that has to be chosen first.
    pub fn read(&mut self, document: Option<&Document>) -> bool {
        let variations = document.filter(|document| document.is_variations() && !self.choosing);
        let (columns, same_script) = match (&self.pair, variations) {
            (Some(pair), _) => (pair.to_vec(), false),
            (None, Some(document)) => {
                let columns = document.sessions.iter().map(|session| ComparedSession::new(document, session));
                (columns.collect(), true)
            }
            (None, None) => return false,
        };
        let known = self.columns.len() == columns.len()
            && self.columns.iter().zip(&columns).all(|(one, other)| Arc::ptr_eq(&one.session, &other.session));
        if !known {
            let timelines: Vec<&Timeline> = columns.iter().map(|column| &column.session.timeline).collect();
            self.comparison = Arc::new(compare(&timelines, same_script));
            (self.rows, self.heights) = (None, None);
            self.columns = columns;
            self.hidden.clear();
            self.chosen = (0, 0);
        }
        true
    }

    /// What was compared last.
    #[must_use]
    pub fn comparison(&self) -> Arc<Comparison> {
        self.comparison.clone()
    }

    /// All sessions that are compared.
    #[must_use]
    pub fn columns(&self) -> &[ComparedSession] {
        &self.columns
    }

    /// The session of a column.
    #[must_use]
    pub fn column(&self, column: usize) -> Option<&ComparedSession> {
        self.columns.get(column)
    }

    /// The columns that are shown.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        (0..self.columns.len()).filter(|column| !self.hidden.contains(column)).collect()
    }

    /// Shows or hides a column. The last one stays.
    pub fn toggle(&mut self, column: usize) {
        if !self.hidden.remove(&column) && 1 < self.shown().len() {
            self.hidden.insert(column);
        }
    }

    /// The rows that are shown: those in which the columns that are shown differ, if only these are wanted.
    pub fn rows(&mut self) -> Arc<[usize]> {
        let key = (self.only_differences, self.hidden.clone());
        if let Some((_, rows)) = self.rows.as_ref().filter(|(known, _)| *known == key) {
            return rows.clone();
        }
        let shown = self.shown();
        let differs = |row: usize| {
            let row = &self.comparison.rows[row];
            row.reference(&shown).is_some_and(|first| shown.iter().any(|column| !row.same(first, *column)))
        };
        let all = 0..self.comparison.rows.len();
        let rows: Arc<[usize]> = all.filter(|row| !self.only_differences || differs(*row)).collect();
        self.rows = Some((key, rows.clone()));
        rows
    }

    /// How many lines each row is high; measured when something of the key has changed.
    pub(super) fn heights(&mut self, key: HeightsKey, measure: impl Fn(usize) -> usize) -> Arc<[usize]> {
        let same = |known: &HeightsKey| {
            Arc::ptr_eq(&known.0, &key.0) && (&known.1, known.2, known.3) == (&key.1, key.2, key.3)
        };
        if let Some((_, heights)) = self.heights.as_ref().filter(|(known, _)| same(known)) {
            return heights.clone();
        }
        let heights: Arc<[usize]> = (0..key.0.len()).map(measure).collect();
        self.heights = Some((key, heights.clone()));
        heights
    }

    /// The sessions to compare with; looked for when something of the key has changed.
    pub(super) fn others(&mut self, key: OthersKey, find: impl FnOnce(&str) -> Vec<(Place, String)>) -> Others {
        if let Some((_, others)) = self.others.as_ref().filter(|(known, _)| *known == key) {
            return others.clone();
        }
        let others: Others = find(&key.2).into();
        self.others = Some((key, others.clone()));
        others
    }

    /// The chosen row and column, as places among those that are shown.
    #[must_use]
    pub fn chosen(&self, rows: usize, columns: usize) -> (usize, usize) {
        let (row, column) = self.chosen;
        (row.min(rows.saturating_sub(1)), column.min(columns.saturating_sub(1)))
    }

    /// Moves the choice by so many rows and columns, to the ends at most.
    pub fn move_choice(&mut self, (rows, columns): (usize, usize), (down, right): (isize, isize)) {
        let (row, column) = self.chosen(rows, columns);
        let moved = |at: usize, by: isize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
        self.chosen = (moved(row, down, rows), moved(column, right, columns));
        self.to_chosen = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_was_measured_is_not_measured_again_until_something_changes() {
        let mut state = State::default();
        let (measured, rows) = (Cell::new(0), Arc::<[usize]>::from([4, 7, 9]));
        let mut heights = |rows: &Arc<[usize]>, room: usize, language: Language| {
            let key = (rows.clone(), vec![0, 1], [room, 20], language);
            let heights = state.heights(key, |row| {
                measured.set(measured.get() + 1);
                row + room
            });
            (heights.to_vec(), measured.take())
        };
        assert_eq!(heights(&rows, 10, Language::English), (vec![10, 11, 12], 3));
        assert_eq!(heights(&rows, 10, Language::English), (vec![10, 11, 12], 0));
        assert_eq!(heights(&rows, 12, Language::English), (vec![12, 13, 14], 3));
        assert_eq!(heights(&rows, 12, Language::Russian).1, 3);
        assert_eq!(heights(&Arc::from([4, 7]), 12, Language::Russian).1, 2);
    }

    #[test]
    fn the_rows_are_kept_as_long_as_the_columns_are() {
        let mut state = State::default();
        let rows = state.rows();
        assert!(Arc::ptr_eq(&rows, &state.rows()));
        state.only_differences = true;
        assert!(!Arc::ptr_eq(&rows, &state.rows()));
    }
}
