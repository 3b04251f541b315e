//! Times as people read them: since the beginning of a timeline, as finely as its steps need.

use std::time::Duration;

use crate::session::Timeline;

/// How finely times are told.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Precision {
    /// Enough for lessons and for slow lines.
    #[default]
    Millis,
    /// For steps that follow one another within a millisecond.
    Micros,
}

impl Precision {
    /// The one that tells the steps of a session apart.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let Some(start) = timeline.start() else { return Self::Millis };
        let times = timeline.steps().iter().map(|step| step.at.since(start));
        let mut pairs = times.clone().zip(times.skip(1));
        let merged =
            pairs.any(|(one, other)| one.as_micros() != other.as_micros() && one.as_millis() == other.as_millis());
        if merged { Self::Micros } else { Self::Millis }
    }
}

/// A time since the beginning: `12.345`, `3:07.250`, `1:03:07.250`, or with microseconds `0.014269`.
#[must_use]
pub fn clock(time: Duration, precision: Precision) -> String {
    let seconds = time.as_secs();
    let fraction = match precision {
        Precision::Millis => format!("{:03}", time.subsec_millis()),
        Precision::Micros => format!("{:06}", time.subsec_micros()),
    };
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if 0 < hours {
        format!("{hours}:{minutes:02}:{rest:02}.{fraction}")
    } else if 0 < minutes {
        format!("{minutes}:{rest:02}.{fraction}")
    } else {
        format!("{rest}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_what_it_needs() {
        let shown =
            [345, 12_345, 187_250, 3_787_250].map(|millis| clock(Duration::from_millis(millis), Precision::Millis));
        assert_eq!(shown, ["0.345", "12.345", "3:07.250", "1:03:07.250"]);
        assert_eq!(clock(Duration::from_micros(61_014_269), Precision::Micros), "1:01.014269");
    }
}
