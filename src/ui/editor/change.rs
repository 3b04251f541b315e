//! Changes of the text that a person makes in the table, each of them at one place.

use crate::source::edit;
use crate::source::place::Key;

/// A step on the way to a value.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Piece {
    /// A field.
    Name(String),
    /// An entry of a list, counted from 0.
    Index(usize),
}

/// The way to a value.
pub type Way = Vec<Piece>;

/// A change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// Another value at the end of a way.
    Value(Way, String),
    /// Another value of a field, whether it is there or not.
    Field(Way, String, String),
    /// A field less.
    NoField(Way, String),
    /// One more entry in a list.
    Insert(Way, usize, String),
    /// An entry less.
    Remove(Way, usize),
    /// An entry once more.
    Duplicate(Way, usize),
    /// An entry at another place.
    Shift(Way, usize, usize),
    /// Another text.
    Whole(String),
}

/// A way of names and numbers.
#[must_use]
pub fn way(pieces: &[Key<'_>]) -> Way {
    let owned = |piece: &Key<'_>| match piece {
        Key::Name(name) => Piece::Name((*name).to_owned()),
        Key::Index(index) => Piece::Index(*index),
    };
    pieces.iter().map(owned).collect()
}

impl Piece {
    fn key(&self) -> Key<'_> {
        match self {
            Self::Name(name) => Key::Name(name),
            Self::Index(index) => Key::Index(*index),
        }
    }
}

fn keys(way: &Way) -> Vec<Key<'_>> {
    way.iter().map(Piece::key).collect()
}

impl Change {
    /// The text with the change.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        match self {
            Self::Value(way, value) => edit::replace(text, &keys(way), value),
            Self::Field(way, name, value) => edit::set_field(text, &keys(way), name, value),
            Self::NoField(way, name) => edit::remove_field(text, &keys(way), name),
            Self::Insert(list, index, value) => edit::insert(text, &keys(list), *index, value),
            Self::Remove(list, index) => edit::remove(text, &keys(list), *index),
            Self::Duplicate(list, index) => edit::duplicate(text, &keys(list), *index),
            Self::Shift(list, from, to) => edit::shift(text, &keys(list), *from, *to),
            Self::Whole(whole) => whole.clone(),
        }
    }

    /// Where somebody types: changes at the same place, one behind the other, are taken back together.
    #[must_use]
    pub fn place(&self) -> Option<(Way, String)> {
        match self {
            Self::Value(way, _) => Some((way.clone(), String::new())),
            Self::Field(way, name, _) => Some((way.clone(), name.clone())),
            Self::Whole(_) => Some((Way::new(), "the text".to_owned())),
            Self::NoField(..) | Self::Insert(..) | Self::Remove(..) | Self::Duplicate(..) | Self::Shift(..) => None,
        }
    }
}
