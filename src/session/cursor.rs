//! A place in a timeline: how many steps are shown.

/// How many steps of a timeline are shown; 0 is before the first.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cursor(pub usize);

/// A wish to move the cursor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Move {
    /// Before the first step.
    First,
    /// One step back.
    Back,
    /// One step on.
    Forward,
    /// Behind the last step.
    Last,
    /// Right behind a step, counted from 0.
    To(usize),
}

impl Cursor {
    /// Where a move leads in a timeline of so many steps.
    #[must_use]
    pub fn moved(self, wish: Move, total: usize) -> Self {
        let shown = match wish {
            Move::First => 0,
            Move::Back => self.0.saturating_sub(1),
            Move::Forward => self.0 + 1,
            Move::Last => total,
            Move::To(step) => step.saturating_add(1),
        };
        Self(shown.min(total))
    }

    /// The step that was taken last, or `None` before the first.
    #[must_use]
    pub fn step(self) -> Option<usize> {
        self.0.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_stays_within_its_timeline() {
        let shown = |from, wish| Cursor(from).moved(wish, 3).0;
        assert_eq!([shown(0, Move::Back), shown(3, Move::Forward), shown(1, Move::Forward)], [0, 3, 2]);
        assert_eq!([shown(2, Move::First), shown(0, Move::Last), shown(0, Move::To(1))], [0, 3, 2]);
        assert_eq!(shown(0, Move::To(usize::MAX)), 3);
    }
}
