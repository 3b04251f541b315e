//! Notices: what went wrong, shown until somebody dismisses it.

use crate::ui::document::Title;

/// Something that went wrong, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// What it was about: a file, usually.
    pub subject: String,
    /// What happened, with the place in the file if there is one.
    pub text: Title,
}

/// All notices, the oldest first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Notices {
    list: Vec<Notice>,
}

impl Notices {
    /// Adds one. The same notice stands there once.
    pub fn add(&mut self, notice: Notice) {
        self.list.retain(|other| *other != notice);
        self.list.push(notice);
    }

    /// Takes one away, counted from 0.
    pub fn dismiss(&mut self, place: usize) {
        if place < self.list.len() {
            self.list.remove(place);
        }
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> &[Notice] {
        &self.list
    }
}
