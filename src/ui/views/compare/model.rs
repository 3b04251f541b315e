//! What stands in a cell: the line of the server first, then what it delivered and changed.

use crate::inspect::compare::Moment;
use crate::inspect::compare::Row;
use crate::inspect::compare::moment::Kind;
use crate::proto::ancestry::Ancestor;
use crate::teach::Words;
use crate::teach::explain_fact::rule_in_words;
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
    /// Why a client of a protocol before POP3 says this, or nothing.
    pub rule: Option<String>,
}

impl Cell {
    /// Reads the cell of a row and a column; `first` is the column that it is compared with.
    #[must_use]
    pub fn new(row: &Row, column: usize, first: usize, words: &Words) -> Self {
        let differs = column != first && !row.same(first, column);
        let Some(moment) = row.cells.get(column).and_then(Option::as_ref) else {
            return Self { lines: vec![(icons::NONE.to_owned(), Tone::Quiet)], differs, ..Self::default() };
        };
        let rule = Ancestor::of(moment.protocol).zip(moment.stands);
        let rule = rule.map(|(ancestor, rule)| rule_in_words(ancestor, rule, words));
        Self { lines: lines(moment, words), differs, step: Some(moment.last_step), rule }
    }

    /// How many lines it has when a line has room for so many characters.
    #[must_use]
    pub fn height(&self, characters: usize) -> usize {
        self.lines.iter().map(|(line, _)| wrapped(line, characters).len()).sum()
    }

    /// All of it in one line, as a screen reader says it.
    #[must_use]
    pub fn spoken(&self) -> String {
        self.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// A line in pieces of at most so many characters: cut behind a blank where there is one, else anywhere.
#[must_use]
pub fn wrapped(line: &str, characters: usize) -> Vec<&str> {
    let room = characters.max(1);
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((end, _)) = rest.char_indices().nth(room) {
        let cut = rest[..end].rfind(' ').map_or(end, |blank| blank + 1);
        pieces.push(rest[..cut].trim_end());
        rest = &rest[cut..];
    }
    pieces.push(rest);
    pieces
}

fn lines(moment: &Moment, words: &Words) -> Vec<(String, Tone)> {
    let told = crate::export::comparison::parts(moment, words);
    if !moment.exchanges.is_empty() || !moment.is_said() {
        // Each line has its own yes or no; what follows behind them is quiet.
        let tones = moment.exchanges.iter().map(|exchange| match exchange.granted {
            Some(true) => Tone::Yes,
            Some(false) | None => Tone::No,
        });
        return told.into_iter().zip(tones.chain(std::iter::repeat(Tone::Quiet))).collect();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_behind_blanks_and_nothing_is_lost() {
        assert_eq!(wrapped("+OK amy has 2 messages", 10), ["+OK amy", "has 2", "messages"]);
        assert_eq!(wrapped("averylongword", 5), ["avery", "longw", "ord"]);
        assert_eq!(wrapped("", 5), [""]);
        for room in 1..30 {
            let line = "ответ: <1000.832064400@pop.example.org> и ещё  слова";
            let pieces = wrapped(line, room);
            assert!(pieces.iter().all(|piece| piece.chars().count() <= room));
            let letters = |text: &str| text.chars().filter(|letter| *letter != ' ').collect::<String>();
            assert_eq!(letters(&pieces.concat()), letters(line));
        }
    }
}
