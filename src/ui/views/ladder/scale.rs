//! How large the ladder is drawn, and what its length means.

/// A point of a ladder that is drawn as large as this or smaller has no room for words.
const WORDS: f32 = 0.4;
/// The smallest type that is read without pain.
const SMALLEST: f32 = 9.0;
/// How much a step of the zoom changes.
const STEP: f32 = 1.25;
/// A zoom is kept in millionths, so that it can be compared.
const WHOLE: f32 = 1e6;

/// How the ladder is drawn: what is saved of it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct Look {
    /// How large.
    pub zoom: Zoom,
    /// What the way down means.
    pub axis: Axis,
}

/// What the way down means.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// One step is below the other, however long it took.
    #[default]
    Compressed,
    /// Time: twice as long is twice as far, unless a break says otherwise.
    Linear,
}

/// How much larger than usual the ladder is drawn.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
pub struct Zoom(u32);

impl Axis {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Compressed => Self::Linear,
            Self::Linear => Self::Compressed,
        }
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self::of(1.0)
    }
}

impl Zoom {
    /// A zoom by its factor, within bounds: from a whole day at a glance to what the last row of a room reads.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies within the bounds")]
    pub fn of(factor: f32) -> Self {
        let factor = if factor.is_finite() { factor.clamp(0.04, 3.0) } else { 1.0 };
        Self((factor * WHOLE).round() as u32)
    }

    /// The factor.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "it lies within the bounds")]
    pub fn factor(self) -> f32 {
        // What was saved by another program may be anything.
        (self.0 as f32 / WHOLE).clamp(0.04, 3.0)
    }

    /// So much larger.
    #[must_use]
    pub fn times(self, factor: f32) -> Self {
        Self::of(self.factor() * factor)
    }

    /// One step larger. The usual size lies on the way.
    #[must_use]
    pub fn larger(self) -> Self {
        self.towards(self.times(STEP))
    }

    /// One step smaller. The usual size lies on the way.
    #[must_use]
    pub fn smaller(self) -> Self {
        self.towards(self.times(1.0 / STEP))
    }

    fn towards(self, other: Self) -> Self {
        let usual = Self::default();
        let between = self.min(other) < usual && usual < self.max(other);
        if between { usual } else { other }
    }

    /// As it is shown: `125 %`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{:.0}\u{a0}%", self.factor() * 100.0)
    }

    /// Whether there is room for words.
    #[must_use]
    pub fn has_words(self) -> bool {
        WORDS <= self.factor()
    }

    /// A length of the usual ladder.
    #[must_use]
    pub fn length(self, usual: f32) -> f32 {
        usual * self.factor()
    }

    /// A length that has to hold a line of words.
    #[must_use]
    pub fn line(self, usual: f32) -> f32 {
        if self.has_words() { self.length(usual).max(SMALLEST + 4.0) } else { 0.0 }
    }

    /// A size of type: never too small to be read.
    #[must_use]
    pub fn size(self, usual: f32) -> f32 {
        self.length(usual).max(SMALLEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_the_zoom_come_by_the_usual_size() {
        let mut zoom = Zoom::of(0.9);
        zoom = zoom.larger();
        assert_eq!((zoom, zoom.label()), (Zoom::default(), "100\u{a0}%".to_owned()));
        assert_eq!(zoom.larger().smaller(), Zoom::default());
        let ends = (0..40).fold((zoom, zoom), |(up, down), _| (up.larger(), down.smaller()));
        assert_eq!(ends, (Zoom::of(3.0), Zoom::of(0.04)));
        assert_eq!(Zoom::of(f32::NAN), Zoom::default());
    }

    #[test]
    fn type_stays_legible_until_there_is_none() {
        assert!(Zoom::of(0.41).has_words() && !Zoom::of(0.2).has_words());
        assert!(SMALLEST <= Zoom::of(0.41).size(12.0));
        assert!(Zoom::of(2.0).size(12.0) > 20.0);
    }

    #[test]
    fn a_wheel_that_turns_slowly_gets_somewhere() {
        let mut zoom = Zoom::of(0.05);
        for _ in 0..100 {
            zoom = zoom.times(1.003);
        }
        assert!(0.06 < zoom.factor());
    }
}
