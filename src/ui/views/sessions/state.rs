//! What the table of sessions remembers: the filter, the order of the rows, and which one is chosen.

use std::sync::Arc;

use crate::inspect::filter::Filter;
use crate::inspect::filter::FilterError;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::views::sessions::Column;

/// How the table is sorted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What the table remembers.
#[derive(Debug, Default)]
pub struct State {
    /// What is typed into the filter.
    pub filter: String,
    /// What the filter means.
    parsed: Option<Filter>,
    /// Why it means nothing.
    error: Option<FilterError>,
    sort: Sort,
    /// The places of the sessions that are shown, in the order of the rows.
    order: Vec<usize>,
    /// What the order was made of.
    key: Option<Key>,
    /// How many sessions of the document were looked at.
    looked_at: usize,
    /// The number of the chosen session.
    selected: Option<u64>,
    /// The row that the chosen session was found in. It is looked at before all rows are.
    found_row: std::cell::Cell<usize>,
    /// Whether the chosen row is to be brought into sight.
    pub(super) to_selected: bool,
    /// Whether the filter is to have the focus.
    pub(super) to_filter: bool,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Key {
    origin: Origin,
    revision: u64,
    loading: bool,
    filter: String,
}

impl State {
    /// Types a filter.
    pub fn set_filter(&mut self, filter: String) {
        self.filter = filter;
    }

    /// Gives the filter the focus.
    pub fn find(&mut self) {
        self.to_filter = true;
    }

    /// Sorts by a column; by the same one the other way round. Rows that are equal stay in their order.
    pub fn sort_by(&mut self, column: Column, document: &Document) {
        let descending = if self.sort.column == column { !self.sort.descending } else { column.is_figure() };
        self.sort = Sort { column, descending };
        self.sort_order(document);
        self.to_selected = true;
    }

    /// How the table is sorted.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The places of the sessions that are shown, in the order of the rows.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Why the filter means nothing.
    #[must_use]
    pub fn error(&self) -> Option<&FilterError> {
        self.error.as_ref()
    }

    /// The number of the chosen session.
    #[must_use]
    pub fn selected(&self) -> Option<u64> {
        self.selected
    }

    /// Chooses a session by its number.
    pub fn select(&mut self, number: u64) {
        self.selected = Some(number);
    }

    /// The row of the chosen session.
    #[must_use]
    pub fn selected_row(&self, document: &Document) -> Option<usize> {
        let number = self.selected?;
        let is_it = |place: &usize| number_of(document, *place) == Some(number);
        if self.order.get(self.found_row.get()).is_some_and(is_it) {
            return Some(self.found_row.get());
        }
        let row = self.order.iter().position(is_it)?;
        self.found_row.set(row);
        Some(row)
    }

    /// Moves the choice by so many rows.
    pub(super) fn move_selection(&mut self, document: &Document, rows: isize) {
        let Some(last) = self.order.len().checked_sub(1) else { return };
        let row = match self.selected_row(document) {
            Some(row) => row.saturating_add_signed(rows).min(last),
            None if rows < 0 => last,
            None => 0,
        };
        self.selected = number_of(document, self.order[row]);
        self.to_selected = true;
    }

    /// The place of the session before or behind another one, in the order of the rows.
    #[must_use]
    pub fn neighbour(&self, document: &Document, session: usize, forward: bool) -> Option<usize> {
        if self.key.as_ref().is_none_or(|key| key.origin != document.origin) {
            return None;
        }
        let row = self.order.iter().position(|&place| place == session)?;
        let other = if forward { row + 1 } else { row.checked_sub(1)? };
        self.order.get(other).copied()
    }

    /// Filters and sorts anew if something changed; while sessions arrive, only those that are new are looked at.
    pub(super) fn prepare(&mut self, document: &Document, revision: u64) {
        let same = |key: &Key| key.origin == document.origin;
        if !self.key.as_ref().is_some_and(same) {
            if self.key.is_some() {
                let (filter, sort) = (String::new(), self.sort);
                *self = Self { filter, sort, ..Self::default() };
            }
            self.selected = number_of(document, 0);
        }
        let loading = document.is_loading();
        let filter_changed = self.key.as_ref().is_none_or(|key| key.filter != self.filter);
        let current = self.key.as_ref().is_some_and(|key| key.revision == revision && key.loading == loading);
        if !filter_changed && current {
            return;
        }
        if filter_changed {
            match Filter::parse(&self.filter) {
                Ok(filter) => (self.parsed, self.error) = (Some(filter), None),
                Err(error) => self.error = Some(error),
            }
        }
        let arriving = loading && !filter_changed && self.looked_at <= document.sessions.len();
        if !arriving {
            self.order.clear();
            self.looked_at = 0;
        }
        let found = |session: &Arc<Session>| {
            let row = session.row.as_deref();
            row.is_some_and(|row| self.parsed.as_ref().is_none_or(|filter| filter.matches(row)))
        };
        let new = document.sessions.iter().enumerate().skip(self.looked_at);
        let new: Vec<usize> = new.filter(|(_, session)| found(session)).map(|(place, _)| place).collect();
        self.order.extend(new);
        self.looked_at = document.sessions.len();
        self.sort_order(document);
        // A table that has just come stays at its first rows.
        self.to_selected |= filter_changed && self.key.is_some();
        self.key = Some(Key { origin: document.origin.clone(), revision, loading, filter: self.filter.clone() });
    }

    fn sort_order(&mut self, document: &Document) {
        let Sort { column, descending } = self.sort;
        let row = |place: usize| document.sessions.get(place).and_then(|session| session.row.as_deref());
        self.order.sort_by(|&one, &other| {
            let (Some(one), Some(other)) = (row(one), row(other)) else { return std::cmp::Ordering::Equal };
            if descending { column.compare(other, one) } else { column.compare(one, other) }
        });
    }
}

fn number_of(document: &Document, place: usize) -> Option<u64> {
    document.sessions.get(place).map(|session| session.number)
}
