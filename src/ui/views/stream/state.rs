//! What the stream remembers: its rows, and what is searched for. Both go on a little in each frame.

use crate::teach::Language;
use crate::teach::Words;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::views::stream::lines::Form;
use crate::ui::views::stream::lines::Index;
use crate::ui::views::stream::lines::line;

/// Octets that are cut into rows in one frame.
const INDEX_OCTETS: usize = 8 * 1024 * 1024;
/// Rows that are searched in one frame.
const SEARCH_ROWS: usize = 10_000;
/// Places that are remembered; nobody looks at more.
const MAX_HITS: usize = 100_000;

/// What the stream remembers.
#[derive(Debug, Default)]
pub struct State {
    /// Text or hex.
    pub form: Form,
    /// What is searched for.
    pub query: String,
    key: Option<(u64, Form)>,
    index: Index,
    whole: bool,
    search: Search,
    /// The row to bring into sight.
    pub(super) to_row: Option<usize>,
    /// Whether the field of the search is to have the focus.
    pub(super) to_search: bool,
}

/// A search, and how far it is.
#[derive(Debug, Default)]
struct Search {
    key: Option<(u64, Form, Secrets, Language, String)>,
    /// Rows that hold what is searched for, in order.
    hits: Vec<usize>,
    /// How many rows were searched.
    searched: usize,
    /// The hit that is looked at.
    current: Option<usize>,
}

impl State {
    /// Gives the search the focus.
    pub fn find(&mut self) {
        self.to_search = true;
    }

    /// The rows found so far.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Rows that hold what is searched for.
    #[must_use]
    pub fn hits(&self) -> &[usize] {
        &self.search.hits
    }

    /// The hit that is looked at, counted from 0.
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        self.search.current
    }

    /// Whether all rows were found and searched.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole && (self.query.is_empty() || self.search.searched == self.index.rows().len())
    }

    /// Goes to the next hit, or to the one before, around the ends.
    pub(super) fn move_hit(&mut self, forward: bool) {
        let Some(last) = self.search.hits.len().checked_sub(1) else { return };
        let next = match self.search.current {
            Some(hit) if forward => {
                if hit == last {
                    0
                } else {
                    hit + 1
                }
            }
            Some(hit) => hit.checked_sub(1).unwrap_or(last),
            None => 0,
        };
        self.search.current = Some(next);
        self.to_row = Some(self.search.hits[next]);
    }

    /// Goes on with the work of a frame. Tells whether there is more to do.
    pub fn go_on(&mut self, player: &Player, words: &Words) -> bool {
        let key = Some((player.generation(), self.form));
        if self.key != key {
            self.index = Index::default();
            (self.whole, self.key) = (false, key);
            self.search = Search::default();
            self.to_row = None;
        }
        let session = player.session();
        let cursor_row_known = self.whole;
        if !self.whole {
            self.whole = self.index.go_on(session, self.form, INDEX_OCTETS);
        }
        if !cursor_row_known && self.whole && self.query.is_empty() {
            self.to_row = player.cursor().step().map(|step| self.index.row_of(step));
        }
        let key = Some((player.generation(), self.form, player.secrets, words.language(), self.query.clone()));
        if self.search.key != key {
            self.search = Search { key, ..Search::default() };
        }
        if !self.query.is_empty() {
            let query = self.query.to_lowercase();
            let rows = self.index.rows();
            let to = rows.len().min(self.search.searched + SEARCH_ROWS);
            for (row, place) in rows.iter().enumerate().take(to).skip(self.search.searched) {
                let line = line(session, *place, self.form, player.secrets, words);
                if line.is_some_and(|line| line.text.to_lowercase().contains(&query))
                    && self.search.hits.len() < MAX_HITS
                {
                    self.search.hits.push(row);
                }
            }
            self.search.searched = to;
            if self.search.current.is_none() && !self.search.hits.is_empty() {
                self.move_hit(true);
            }
        }
        !self.is_whole()
    }
}
