//! What stands in a cell: the line of the server first, then what it delivered and changed.

use crate::inspect::compare::Moment;
use crate::inspect::compare::Row;
use crate::inspect::compare::moment::Kind;
use crate::teach::Words;
use crate::ui::icons;

/// What a line of a cell says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// The server says yes.
    Yes,
    /// The server says no.
    No,
    /// Something else.
    Plain,
    /// What follows from it.
    Quiet,
}

/// A cell as it is painted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Cell {
    /// Its lines, not yet wrapped.
    pub lines: Vec<(String, Tone)>,
    /// Whether it differs from the first one of its row that is shown.
    pub differs: bool,
    /// The step that it leads to, if something happened there.
    pub step: Option<usize>,
}

impl Cell {
    /// Reads the cell of a row and a column; `first` is the first column that is shown.
    #[must_use]
    pub fn new(row: &Row, column: usize, first: usize, words: &Words) -> Self {
        let differs = column != first && !row.same(first, column);
        let Some(moment) = row.cells.get(column).and_then(Option::as_ref) else {
            return Self { lines: vec![(icons::NONE.to_owned(), Tone::Quiet)], differs, step: None };
        };
        Self { lines: lines(moment, words), differs, step: Some(moment.last_step) }
    }

    /// How many lines it has when a line has room for so many characters.
    #[must_use]
    pub fn height(&self, characters: usize) -> usize {
        let room = characters.max(1);
        self.lines.iter().map(|(line, _)| line.chars().count().div_ceil(room).max(1)).sum()
    }

    /// All of it in one line, as a screen reader says it.
    #[must_use]
    pub fn spoken(&self) -> String {
        self.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn lines(moment: &Moment, words: &Words) -> Vec<(String, Tone)> {
    let told = crate::export::comparison::parts(moment, words);
    let tone = match moment.indicator.map(crate::proto::Indicator::is_positive) {
        Some(true) => Tone::Yes,
        Some(false) => Tone::No,
        None if moment.kind == Kind::Command => Tone::No,
        None => Tone::Plain,
    };
    let tones = std::iter::once(tone).chain(std::iter::repeat(Tone::Quiet));
    let mut lines: Vec<(String, Tone)> = told.into_iter().zip(tones).collect();
    if lines.is_empty() {
        lines.push((icons::NONE.to_owned(), Tone::Quiet));
    }
    lines
}
