//! Languages whose words come from a file while the program runs: one Fluent file each, named by its code.
//!
//! A file may hold any part of the messages; what it does not say stays English. The message
//! `language-name` says what the language calls itself.

use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::RwLock;

use fluent_bundle::FluentResource;
use unic_langid::LanguageIdentifier;

use crate::teach::Language;

/// Octets of a file at most; the words of the program have a tenth of it.
pub const MAX_OCTETS: u64 = 2 * 1024 * 1024;

/// Languages that are taken at most.
pub const MAX_LANGUAGES: usize = 32;

/// The languages that were added. They stay to the end of the program, so a language can be copied freely.
static ADDED: RwLock<Vec<&'static Words>> = RwLock::new(Vec::new());

/// The words of an added language.
#[derive(Debug)]
struct Words {
    code: String,
    name: String,
    source: String,
}

/// An added language.
#[derive(Clone, Copy)]
pub struct More(&'static Words);

/// Why a file does not become a language.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MoreError {
    /// The name of the file is no code of a language.
    #[error("{0:?} is not the code of a language, such as de or pt-BR")]
    NoCode(String),
    /// English and Russian come with the program.
    #[error("the words of {0} come with the program")]
    Known(String),
    /// The file is not Fluent.
    #[error("line {line}: {what}")]
    NotFluent {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// There are too many of them.
    #[error("there are more than {MAX_LANGUAGES} languages")]
    TooMany,
}

impl More {
    /// Its letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        &self.0.code
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// Its file.
    #[must_use]
    pub fn source(self) -> &'static str {
        &self.0.source
    }
}

/// Adds a language. Added again, it is replaced by the new file.
///
/// # Errors
///
/// If the code is none, or the file is not Fluent.
pub fn add(code: &str, source: &str) -> Result<Language, MoreError> {
    let id: LanguageIdentifier = code.parse().map_err(|_| MoreError::NoCode(code.to_owned()))?;
    let code = id.to_string();
    if id.language.is_empty() {
        return Err(MoreError::NoCode(code));
    }
    if Language::ALL.into_iter().any(|language| language.code() == code) {
        return Err(MoreError::Known(code));
    }
    if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
        let (at, what) = errors.first().map(|error| (error.pos.start, error.to_string())).unwrap_or_default();
        let line = source.as_bytes()[..at.min(source.len())].iter().filter(|octet| **octet == b'\n').count() + 1;
        return Err(MoreError::NotFluent { line, what });
    }
    let mut added = ADDED.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    if added.len() == MAX_LANGUAGES {
        return Err(MoreError::TooMany);
    }
    let name = source.lines().find_map(|line| line.strip_prefix("language-name = "));
    let name = name.map_or(code.as_str(), str::trim).to_owned();
    let words: &'static Words = Box::leak(Box::new(Words { code, name, source: source.to_owned() }));
    match added.iter_mut().find(|other| other.code == words.code) {
        Some(other) => *other = words,
        None => added.push(words),
    }
    Ok(Language::More(More(words)))
}

/// The languages that were added, in the order of their codes.
#[must_use]
pub fn all() -> Vec<Language> {
    let added = ADDED.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut all: Vec<More> = added.iter().copied().map(More).collect();
    all.sort();
    all.into_iter().map(Language::More).collect()
}

/// The language of a code, if it was added.
#[must_use]
pub fn find(code: &str) -> Option<Language> {
    all().into_iter().find(|language| language.code() == code)
}

impl PartialEq for More {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for More {}

impl Ord for More {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for More {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for More {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Debug for More {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_makes_a_language_and_what_it_does_not_say_stays_english() {
        let source = "language-name = Deutsch\nempty-line = (leere Zeile)\n";
        let german = add("de", source).expect("a language");
        assert_eq!((german.code(), german.name()), ("de", "Deutsch"));
        let (words, english) = (crate::teach::Words::new(german), crate::teach::Words::new(Language::English));
        assert_eq!(words.get("empty-line"), "(leere Zeile)");
        assert_eq!(words.get("opened-title"), english.get("opened-title"));
        assert_eq!(Language::from_locale("de_AT.UTF-8"), Some(german));
        assert!(Language::all().contains(&german));
        let saved = ron::to_string(&german).expect("a language can be written");
        assert_eq!(ron::from_str(&saved), Ok(german));
    }

    #[test]
    fn a_language_whose_file_is_gone_becomes_english() {
        assert_eq!(ron::from_str("more(\"tlh\")"), Ok(Language::English));
    }

    #[test]
    fn what_is_no_language_is_refused_with_its_place() {
        assert_eq!(add("notes on words", ""), Err(MoreError::NoCode("notes on words".to_owned())));
        assert_eq!(add("ru", ""), Err(MoreError::Known("ru".to_owned())));
        let error = add("fr", "a = b\n= c\n").expect_err("no Fluent");
        assert!(matches!(error, MoreError::NotFluent { line: 2, .. }), "{error}");
    }
}
