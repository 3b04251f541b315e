//! The words of the window: its own Fluent files beside those of [`crate::teach`].

use std::time::Duration;

use crate::session::Timeline;
use crate::teach::Language;
use crate::teach::Words;

/// The messages of the window in a language.
#[must_use]
pub fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("words/en.ftl"),
        Language::Russian => include_str!("words/ru.ftl"),
    }
}

/// All words that the window can show in a language.
#[must_use]
pub fn words(language: Language) -> Words {
    Words::with(language, source(language))
}

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

/// A number in groups of three digits, with a narrow space between: `46 394`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        // A number of four digits is read at a glance.
        if 0 < place && 4 < digits.len() && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_things() {
        let names = |language| -> Vec<&str> {
            let lines = source(language).lines();
            lines.filter_map(|line| line.split_once(" =")).map(|(name, _)| name).filter(is_name).collect()
        };
        assert_eq!(names(Language::English), names(Language::Russian));
    }

    fn is_name(name: &&str) -> bool {
        !name.starts_with(' ') && !name.starts_with('#')
    }

    #[test]
    fn a_clock_shows_what_it_needs() {
        let shown =
            [345, 12_345, 187_250, 3_787_250].map(|millis| clock(Duration::from_millis(millis), Precision::Millis));
        assert_eq!(shown, ["0.345", "12.345", "3:07.250", "1:03:07.250"]);
        assert_eq!(clock(Duration::from_micros(61_014_269), Precision::Micros), "1:01.014269");
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([999, 1234, 46_394, 1_234_567].map(grouped), ["999", "1234", "46\u{a0}394", "1\u{a0}234\u{a0}567"]);
    }
}
