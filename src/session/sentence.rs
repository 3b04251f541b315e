//! Sentences that can be told in every language, though nothing below `teach` knows the words of any but English.

use std::fmt;

/// A sentence: the same in English, and as a message of Fluent with what stands in it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Sentence {
    english: String,
    message: Option<&'static str>,
    values: Vec<(&'static str, Value)>,
}

/// What stands in a sentence.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Value {
    /// Text as it is.
    Text(String),
    /// A number: it chooses the plural form.
    Number(u64),
    /// Another sentence.
    Sentence(Sentence),
}

impl Sentence {
    /// A sentence by the name of its message, and in English.
    #[must_use]
    pub fn new(message: &'static str, english: impl Into<String>) -> Self {
        Self { english: english.into(), message: Some(message), values: Vec::new() }
    }

    /// What is the same in every language: octets, names, what a library says.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        Self { english: text.into(), message: None, values: Vec::new() }
    }

    /// The same, with a value that its message names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The name of its message; `None` for what is the same in every language.
    #[must_use]
    pub fn message(&self) -> Option<&'static str> {
        self.message
    }

    /// What its message names.
    #[must_use]
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    /// In English.
    #[must_use]
    pub fn english(&self) -> &str {
        &self.english
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl From<Sentence> for Value {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(sentence)
    }
}
