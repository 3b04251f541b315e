//! Tongues: the languages that a server can speak (RFC 6856 §3), each a table of its texts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::sim::Phrase;
use crate::sim::template::Template;

/// A language of the replies.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub enum Tongue {
    /// English: what every session begins with, in ASCII.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Russian, in UTF-8.
    #[serde(rename = "ru")]
    Russian,
}

impl Tongue {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Russian];

    /// Its tag (RFC 5646).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
        }
    }

    /// Whether a basic language range means it: the range is its tag or begins it (RFC 4647 §3.3.1).
    #[must_use]
    pub fn matches(self, range: &str) -> bool {
        let begins = self.tag().get(..range.len()).is_some_and(|start| start.eq_ignore_ascii_case(range));
        begins && matches!(self.tag().as_bytes().get(range.len()), None | Some(b'-'))
    }

    /// What the server says in this language, if it has words of its own in it. The words of the profile are English.
    #[must_use]
    pub fn template(self, phrase: Phrase) -> Option<&'static Template> {
        match self {
            Self::English => None,
            Self::Russian => russian().get(&phrase),
        }
    }
}

/// The Russian texts, read once.
fn russian() -> &'static BTreeMap<Phrase, Template> {
    static RUSSIAN: OnceLock<BTreeMap<Phrase, Template>> = OnceLock::new();
    RUSSIAN.get_or_init(|| read(include_str!("tongue/ru.ron")))
}

/// Reads a table of texts. The tables are part of the program.
fn read(table: &str) -> BTreeMap<Phrase, Template> {
    let texts: BTreeMap<Phrase, String> = ron::from_str(table).expect("our own table is well-formed");
    let template = |phrase, text: &str| Template::parse(phrase, text, false).expect("our own texts are valid");
    texts.into_iter().map(|(phrase, text)| (phrase, template(phrase, &text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_has_its_russian_words() {
        for phrase in Phrase::ALL {
            assert!(Tongue::Russian.template(phrase).is_some(), "{phrase:?}");
        }
    }

    #[test]
    fn f36_a_range_means_the_tags_that_it_begins() {
        assert!(Tongue::Russian.matches("ru") && Tongue::Russian.matches("RU"));
        for range in ["r", "rus", "ru-RU", "", "en", "*", "ру"] {
            assert!(!Tongue::Russian.matches(range), "{range}");
        }
    }
}
