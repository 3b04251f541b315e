//! Where each row of the ladder stands: known before anything is painted, so that only what is
//! visible has to be.

use std::ops::Range;

/// The tops of all rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Invariant: sorted; one more than there are rows, the last is the bottom of the last row.
    tops: Vec<f64>,
}

impl Layout {
    /// Adds the heights up.
    #[must_use]
    pub fn new(heights: impl Iterator<Item = f32>) -> Self {
        let mut tops = vec![0.0];
        let mut top = 0.0;
        for height in heights {
            top += f64::from(height);
            tops.push(top);
        }
        Self { tops }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tops.len().saturating_sub(1)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The height of all rows.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// Top and bottom of a row. Past the end it is the end.
    #[must_use]
    pub fn row(&self, place: usize) -> (f64, f64) {
        let at = |place: usize| self.tops.get(place).copied().unwrap_or_else(|| self.height());
        (at(place), at(place.saturating_add(1)))
    }

    /// The rows that a part of the ladder shows, cut ones included.
    #[must_use]
    pub fn rows_in(&self, from: f64, to: f64) -> Range<usize> {
        let first = self.tops.partition_point(|&top| top <= from).saturating_sub(1);
        let last = self.tops.partition_point(|&top| top < to);
        first.min(self.len())..last.min(self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_place() {
        let layout = Layout::new([10.0, 20.0, 30.0].into_iter());
        assert_eq!((layout.len(), layout.height(), layout.row(1)), (3, 60.0, (10.0, 30.0)));
        assert_eq!(layout.rows_in(0.0, 10.0), 0..1);
        assert_eq!(layout.rows_in(10.0, 30.5), 1..3);
        assert_eq!(layout.rows_in(59.0, 500.0), 2..3);
        assert_eq!(layout.rows_in(500.0, 900.0), 3..3);
    }

    #[test]
    fn nothing_has_no_rows() {
        assert_eq!((Layout::default().len(), Layout::default().rows_in(0.0, 10.0)), (0, 0..0));
    }
}
