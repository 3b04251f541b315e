//! Rows: the moments of several sessions side by side, and where they differ.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::align::Pair;
use super::align::align;
use super::moment::Key;
use super::moment::Kind;
use super::moment::Moment;
use super::moment::moments;
use crate::proto::Protocol;
use crate::session::Timeline;

/// Several sessions side by side.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Comparison {
    /// How many sessions there are: each row has so many cells.
    pub columns: usize,
    /// What happened, from beginning to end.
    pub rows: Vec<Row>,
    /// Whether the rows follow the lines of the script that all sessions come from.
    pub by_script: bool,
}

/// What happened at the same place of several sessions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// One cell for each session; `None` where nothing of the kind happened.
    pub cells: Vec<Option<Moment>>,
    /// In what the cells differ.
    pub differences: BTreeSet<Difference>,
}

/// In what moments can differ.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Difference {
    /// One session has it, and another has not.
    Presence,
    /// The clients said different things.
    Command,
    /// One server says yes, another says no, or nothing.
    Status,
    /// The words of the servers differ.
    Text,
    /// What was delivered differs.
    Block,
    /// The sessions are in different states afterwards.
    State,
    /// Other messages carry a mark afterwards.
    Marks,
}

impl Difference {
    /// Every difference.
    pub const ALL: [Self; 7] =
        [Self::Presence, Self::Command, Self::Status, Self::Text, Self::Block, Self::State, Self::Marks];

    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Command => "command",
            Self::Status => "status",
            Self::Text => "text",
            Self::Block => "block",
            Self::State => "state",
            Self::Marks => "marks",
        }
    }

    /// Whether it is more than other words for the same.
    #[must_use]
    pub fn matters(self) -> bool {
        match self {
            Self::Presence | Self::Command | Self::Status | Self::Block | Self::State | Self::Marks => true,
            Self::Text => false,
        }
    }
}

impl Row {
    /// The moment that the others are compared with: the first one of POP3, or else the first one.
    #[must_use]
    pub fn first(&self) -> Option<&Moment> {
        measure(self.cells.iter().flatten())
    }

    /// The same among some of the columns.
    #[must_use]
    pub fn reference(&self, columns: &[usize]) -> Option<usize> {
        let there = |column: &&usize| self.cells.get(**column).is_some_and(Option::is_some);
        let pop3 = |column: &&usize| {
            self.cells.get(**column).and_then(Option::as_ref).is_some_and(|moment| moment.protocol == Protocol::Pop3)
        };
        columns.iter().find(pop3).or_else(|| columns.iter().find(there)).or(columns.first()).copied()
    }

    /// Whether something in it was said in another protocol than the rest: one cell cannot stand for all then.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        let first = self.first().map(|moment| moment.protocol);
        self.cells.iter().flatten().any(|moment| Some(moment.protocol) != first)
    }

    /// Whether two cells of it are the same in all that is compared.
    #[must_use]
    pub fn same(&self, one: usize, other: usize) -> bool {
        let cell = |column: usize| self.cells.get(column).and_then(Option::as_ref);
        match (cell(one), cell(other)) {
            (Some(one), Some(other)) => differences(&[Some(one), Some(other)]).is_empty(),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl Comparison {
    /// How many rows differ in more than words.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.rows.iter().filter(|row| row.differences.iter().any(|difference| difference.matters())).count()
    }
}

/// Lays sessions side by side: along the lines of the script if all come from one script, or else by what their
/// clients said. `same_script` says that line numbers of the timelines mean the same lines.
#[must_use]
pub fn compare(timelines: &[&Timeline], same_script: bool) -> Comparison {
    let columns: Vec<Vec<Moment>> = timelines.iter().map(|timeline| moments(timeline)).collect();
    let by_script = same_script && columns.iter().flatten().all(|moment| moment.script_line.is_some());
    let keys: Vec<Vec<Place>> = columns.iter().map(|column| places(column, by_script)).collect();
    // Each further session is aligned with the rows of those before it.
    let mut rows: Vec<(Place, Vec<Option<usize>>)> = Vec::new();
    for (column, keys) in keys.iter().enumerate() {
        let known: Vec<&Place> = rows.iter().map(|(place, _)| place).collect();
        let new: Vec<&Place> = keys.iter().collect();
        let walk = align(&known, &new);
        let mut old = rows.into_iter();
        let mut merged = Vec::with_capacity(walk.len());
        for pair in walk {
            let (place, mut cells, cell) = match pair {
                Pair::Both(_, cell) => {
                    let Some((place, cells)) = old.next() else { continue };
                    (place, cells, Some(cell))
                }
                Pair::First(_) => {
                    let Some((place, cells)) = old.next() else { continue };
                    (place, cells, None)
                }
                Pair::Second(cell) => (keys[cell].clone(), vec![None; column], Some(cell)),
            };
            cells.push(cell);
            merged.push((place, cells));
        }
        rows = merged;
    }
    let mut columns: Vec<Vec<Option<Moment>>> =
        columns.into_iter().map(|column| column.into_iter().map(Some).collect()).collect();
    let rows = rows.into_iter().map(|(_, cells)| {
        let moments = cells.into_iter().zip(&mut columns);
        let cells: Vec<Option<Moment>> = moments.map(|(cell, column)| column.get_mut(cell?)?.take()).collect();
        let differences = differences(&cells.iter().map(Option::as_ref).collect::<Vec<_>>());
        Row { cells, differences }
    });
    Comparison { columns: timelines.len(), rows: rows.collect(), by_script }
}

/// Where a moment stands: in the script, or by what it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Place {
    /// The line, what it is, and the how manieth of its kind there.
    Script(u32, Kind, usize),
    /// What was said.
    Said(Key),
}

fn places(moments: &[Moment], by_script: bool) -> Vec<Place> {
    let mut seen: BTreeMap<(u32, Kind), usize> = BTreeMap::new();
    let place = |moment: &Moment| match moment.script_line.filter(|_| by_script) {
        Some(line) => {
            let nth = seen.entry((line, moment.kind)).or_default();
            *nth += 1;
            Place::Script(line, moment.kind, *nth)
        }
        None => Place::Said(moment.key.clone()),
    };
    moments.iter().map(place).collect()
}

fn differences(cells: &[Option<&Moment>]) -> BTreeSet<Difference> {
    let mut found = BTreeSet::new();
    let Some(first) = measure(cells.iter().flatten().copied()) else { return found };
    if cells.iter().any(|cell| cell.is_none_or(|moment| moment.is_said() != first.is_said())) {
        found.insert(Difference::Presence);
    }
    for other in cells.iter().flatten() {
        if other.protocol != first.protocol {
            found.extend(differences_of_protocols(first, other));
            continue;
        }
        // What clients read out of a reply is delivered by it, like the lines of a block.
        let numbers = first.significant && sign(first) == sign(other) && sign(first).1 == Some(true);
        let pairs = [
            (Difference::Command, first.key == other.key),
            (Difference::Status, sign(first) == sign(other)),
            (Difference::Text, text(first) == text(other) || numbers),
            (Difference::Block, first.block == other.block && (text(first) == text(other) || !numbers)),
            (Difference::State, first.stage == other.stage),
            (Difference::Marks, first.marked == other.marked),
        ];
        found.extend(pairs.into_iter().filter(|(_, same)| !same).map(|(difference, _)| difference));
    }
    found
}

/// What differs between two moments of different protocols, whose words and states always do: whether the server
/// says yes, and what it delivers.
fn differences_of_protocols(first: &Moment, other: &Moment) -> impl Iterator<Item = Difference> {
    let both = first.is_said() && other.is_said();
    let pairs = [
        (Difference::Status, first.kind != Kind::Closed && sign(first) != sign(other)),
        (Difference::Block, first.block != other.block),
    ];
    pairs.into_iter().filter(move |(_, differs)| both && *differs).map(|(difference, _)| difference)
}

/// The moment that others are compared with: the first one of POP3, or else the first one.
fn measure<'a>(mut cells: impl Iterator<Item = &'a Moment> + Clone) -> Option<&'a Moment> {
    cells.clone().find(|moment| moment.protocol == Protocol::Pop3).or_else(|| cells.next())
}

/// The words of the server behind its yes or no.
fn text(moment: &Moment) -> Option<&str> {
    let line = moment.answered.as_deref()?;
    Some(if moment.indicator.is_some() { line.split_once(' ').map_or("", |(_, text)| text) } else { line })
}

/// Whether the server says yes, no, something else, or nothing.
fn sign(moment: &Moment) -> (bool, Option<bool>) {
    moment.reply()
}
