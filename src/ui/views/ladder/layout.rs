//! Where each row of the ladder stands: known before anything is painted, so that only what is
//! visible has to be.

use std::ops::Range;

/// The tops of all rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Invariant: sorted; one more than there are rows, the last is the bottom of the last row.
    tops: Vec<f64>,
    /// What of each row is silence above it. Empty where no row has any.
    silences: Vec<f32>,
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
        Self { tops, silences: Vec::new() }
    }

    /// The same for rows that each have some silence above them: silence and height.
    #[must_use]
    pub fn with_silences(rows: impl Iterator<Item = (f32, f32)>) -> Self {
        let mut silences = Vec::new();
        let layout = Self::new(rows.map(|(silence, height)| {
            silences.push(silence);
            silence + height
        }));
        Self { silences, ..layout }
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

    /// The silence above what is in a row.
    #[must_use]
    pub fn silence(&self, place: usize) -> f32 {
        self.silences.get(place).copied().unwrap_or(0.0)
    }

    /// Where in another layout of the same rows the same place is.
    #[must_use]
    pub fn same_place(&self, at: f64, other: &Self) -> f64 {
        let Some(row) = self.rows_in(at, at + 1.0).next() else { return at - self.height() + other.height() };
        let (old, new) = (self.parts(row), other.parts(row));
        // What is in a row stays there, and silence stays silence.
        let within = usize::from(old[1] < at);
        let length = old[within + 1] - old[within];
        let part = if 0.0 < length { ((at - old[within]) / length).clamp(0.0, 1.0) } else { 0.0 };
        new[within] + part * (new[within + 1] - new[within])
    }

    /// Where the silence of a row begins, where what is in it begins, and where that ends.
    fn parts(&self, place: usize) -> [f64; 3] {
        let (top, bottom) = self.row(place);
        [top, top + f64::from(self.silence(place)), bottom]
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
    fn the_same_place_is_found_in_a_larger_ladder() {
        let layout = Layout::new([10.0, 20.0, 30.0].into_iter());
        let larger = Layout::with_silences([(0.0, 20.0), (60.0, 40.0), (0.0, 60.0)].into_iter());
        assert!((layout.same_place(20.0, &larger) - 100.0).abs() < 0.01);
        assert!((larger.same_place(50.0, &layout) - 10.0).abs() < 0.01, "a silence that is there no longer");
        assert!((layout.same_place(90.0, &larger) - 210.0).abs() < 0.01, "behind the end too");
        assert_eq!((larger.silence(1), larger.silence(7)), (60.0, 0.0));
    }

    #[test]
    fn nothing_has_no_rows() {
        assert_eq!((Layout::default().len(), Layout::default().rows_in(0.0, 10.0)), (0, 0..0));
    }
}
