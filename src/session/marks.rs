//! The places in its source that a step came from: for most steps one.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::session::event::Mark;

/// Places in a source, in order. None of them is [`Mark::Nowhere`].
#[derive(Clone, Eq, PartialEq)]
pub struct Marks(Kept);

#[derive(Clone, Eq, PartialEq)]
enum Kept {
    /// One place, or none if it is nowhere.
    One(Mark),
    /// Invariant: more than one.
    Many(Arc<Vec<Mark>>),
}

impl Marks {
    /// Adds a place behind the others, unless it is the last of them already, or nowhere.
    pub fn push(&mut self, mark: Mark) {
        if mark == Mark::Nowhere || self.last() == Some(&mark) {
            return;
        }
        match &mut self.0 {
            Kept::One(Mark::Nowhere) => self.0 = Kept::One(mark),
            Kept::One(one) => self.0 = Kept::Many(Arc::new(vec![*one, mark])),
            Kept::Many(many) => Arc::make_mut(many).push(mark),
        }
    }

    /// Gives back the room that was kept for more.
    pub fn shrink(&mut self) {
        if let Kept::Many(many) = &mut self.0
            && let Some(many) = Arc::get_mut(many)
        {
            many.shrink_to_fit();
        }
    }
}

impl Default for Marks {
    fn default() -> Self {
        Self(Kept::One(Mark::Nowhere))
    }
}

impl Deref for Marks {
    type Target = [Mark];

    fn deref(&self) -> &[Mark] {
        match &self.0 {
            Kept::One(Mark::Nowhere) => &[],
            Kept::One(one) => std::slice::from_ref(one),
            Kept::Many(many) => many,
        }
    }
}

impl From<Mark> for Marks {
    fn from(mark: Mark) -> Self {
        Self(Kept::One(mark))
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_their_order_and_none_comes_twice_in_a_row() {
        let mut marks = Marks::default();
        assert_eq!(*marks, []);
        let [first, second] = [Mark::Frame(7), Mark::Frame(9)];
        let rows: [(Mark, &[Mark]); 5] = [
            (Mark::Nowhere, &[]),
            (first, &[first]),
            (first, &[first]),
            (second, &[first, second]),
            (first, &[first, second, first]),
        ];
        for (mark, expected) in rows {
            marks.push(mark);
            assert_eq!(*marks, *expected);
        }
        let copy = marks.clone();
        marks.push(second);
        assert_eq!((copy.len(), marks.len()), (3, 4));
        assert_eq!(*Marks::from(first), [first]);
    }

    #[test]
    fn one_place_takes_no_more_than_a_mark() {
        assert_eq!(size_of::<Marks>(), size_of::<Mark>());
    }
}
