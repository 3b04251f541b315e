//! The words of the window: its own Fluent files beside those of [`crate::teach`].

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use crate::proto::utterance::Certainty;
use crate::session::Step;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::icons;

pub use crate::session::clock::Precision;
pub use crate::session::clock::clock;

/// Runs of frames that stand in a line of text.
const SHORT_LIST: usize = 4;

/// The messages of the window in a language.
#[must_use]
pub fn source(language: Language) -> &'static str {
    match language {
        Language::English | Language::More(_) => include_str!("words/en.ftl"),
        Language::Russian => include_str!("words/ru.ftl"),
    }
}

/// All words that the window can show in a language.
#[must_use]
pub fn words(language: Language) -> Words {
    Words::with(language, source(language))
}

/// The same, read once for all who ask: to read the files takes milliseconds.
#[must_use]
pub fn shared(language: Language) -> &'static Words {
    static READ: Mutex<BTreeMap<Language, &'static Words>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    // There are few languages, and their words are wanted to the end of the program.
    read.entry(language).or_insert_with(|| Box::leak(Box::new(words(language))))
}

/// Numbers with runs put together, at most so many runs: `4, 6–9`.
#[must_use]
pub fn runs(numbers: impl Iterator<Item = u64>, most: usize) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(number) => *end = number,
            Some(_) | None => runs.push((number, number)),
        }
        if most < runs.len() {
            break;
        }
    }
    let shown = runs.iter().take(most).map(|(from, to)| match to - from {
        0 => from.to_string(),
        _ => format!("{from}{}{to}", icons::NONE),
    });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if most < runs.len() {
        text.push_str(icons::ELLIPSIS);
    }
    text
}

/// The frames of a step: `frame 12`, `frames 12–14`; `None` if it came from no capture.
#[must_use]
pub fn frames(step: &Step, words: &Words) -> Option<String> {
    let count = step.frames().count();
    let list = runs(step.frames(), SHORT_LIST);
    (0 < count).then(|| words.format("frames", &[("count", count.into()), ("list", (&list).into())]))
}

/// How sure a thing is, as a word; `None` if it is certain.
#[must_use]
pub fn certainty(certainty: Certainty, words: &Words) -> Option<String> {
    match certainty {
        Certainty::Certain => None,
        Certainty::Likely => Some(words.get("certainty-likely")),
        Certainty::Unknown => Some(words.get("certainty-unknown")),
    }
}

/// A duration in three digits: `850 µs`, `1.25 ms`, `12.3 s`.
#[must_use]
pub fn duration(time: Duration, words: &Words) -> String {
    let (unit, nanos_of_unit) = match time.as_nanos() {
        0..1_000_000 => ("duration-micros", 1_000),
        1_000_000..1_000_000_000 => ("duration-millis", 1_000_000),
        _ => ("seconds", 1_000_000_000),
    };
    let (whole, rest) = (time.as_nanos() / nanos_of_unit, time.as_nanos() % nanos_of_unit);
    let thousandths = rest * 1000 / nanos_of_unit;
    let number = match whole {
        0..10 => format!("{whole}.{:02}", thousandths / 10),
        10..100 => format!("{whole}.{}", thousandths / 100),
        _ => whole.to_string(),
    };
    let number = match number.trim_end_matches('0').strip_suffix('.') {
        Some(whole) => whole.to_owned(),
        None => number,
    };
    words.format(unit, &[("time", (&number).into())])
}

/// Octets in three digits: `850 B`, `12.3 kB`, `4.56 MB`.
#[must_use]
pub fn size(octets: u64, words: &Words) -> String {
    let units = [("size-giga", 1_000_000_000), ("size-mega", 1_000_000), ("size-kilo", 1_000)];
    let Some((unit, one)) = units.into_iter().find(|(_, one)| *one <= octets) else {
        return words.format("size-octets", &[("size", octets.into())]);
    };
    let (whole, thousandths) = (octets / one, octets % one * 1000 / one);
    let number = match whole {
        0..10 => format!("{whole}.{:02}", thousandths / 10),
        10..100 => format!("{whole}.{}", thousandths / 100),
        _ => whole.to_string(),
    };
    words.format(unit, &[("size", (&number).into())])
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
    fn words_are_read_once() {
        for language in Language::ALL {
            assert!(std::ptr::eq(shared(language), shared(language)));
            assert_eq!(shared(language).language(), language);
        }
    }

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
    fn runs_of_numbers_are_put_together() {
        let of = |numbers: &[u64], most| runs(numbers.iter().copied(), most);
        assert_eq!(of(&[4, 6, 7, 8, 11], 9), "4, 6–8, 11");
        assert_eq!(of(&[1, 2], 9), "1–2");
        assert_eq!(of(&[1, 3, 5, 7], 2), "1, 3…");
        assert_eq!(of(&[1, 3, 4], 2), "1, 3–4");
    }

    #[test]
    fn durations_have_three_digits() {
        let words = words(Language::English);
        let shown = [0, 850, 1_250, 12_345, 999_999, 1_000_000, 75_000_000]
            .map(|micros| duration(Duration::from_micros(micros), &words));
        assert_eq!(shown, ["0 µs", "850 µs", "1.25 ms", "12.3 ms", "999 ms", "1 s", "75 s"]);
    }

    #[test]
    fn sizes_have_three_digits() {
        let words = words(Language::English);
        let shown = [0, 999, 1_000, 45_678, 123_456_789].map(|octets| size(octets, &words));
        assert_eq!(shown, ["0 B", "999 B", "1.00 kB", "45.6 kB", "123 MB"]);
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([999, 1234, 46_394, 1_234_567].map(grouped), ["999", "1234", "46\u{a0}394", "1\u{a0}234\u{a0}567"]);
    }
}
