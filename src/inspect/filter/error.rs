//! What is wrong with a filter, and where.

use std::fmt;
use std::ops::Range;

use super::key::Key;
use crate::proto::line::printable;
use crate::teach::Language;
use crate::teach::Words;

/// Why a text is no filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterError {
    /// The octets of the text that are wrong. It may be empty, at the end.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub wrong: Wrong,
}

/// What can be wrong with a filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// There is no such key; perhaps this one was meant.
    UnknownKey(Option<Key>),
    /// The value of a key is something else.
    Value(Key),
    /// The values of a key have no order.
    NoOrder(Key),
    /// No finding has such a name.
    UnknownFinding,
    /// A term is missing.
    NoTerm,
    /// A quote is not closed.
    OpenQuote,
    /// A parenthesis is not closed.
    OpenParenthesis,
    /// A parenthesis closes nothing.
    StrayParenthesis,
    /// Parentheses and negations lie too deep in each other.
    TooDeep,
}

impl FilterError {
    /// What is wrong and what was expected, in a language.
    #[must_use]
    pub fn told(&self, words: &Words) -> String {
        match self.wrong {
            Wrong::UnknownKey(None) => words.get("filter-wrong-key"),
            Wrong::UnknownKey(Some(near)) => words.format("filter-wrong-key-near", &[("key", near.name().into())]),
            Wrong::Value(key) => {
                let expected = words.get(&format!("filter-value-{}", key.kind().name()));
                words.format("filter-wrong-value", &[("key", key.name().into()), ("expected", (&expected).into())])
            }
            Wrong::NoOrder(key) => words.format("filter-wrong-order", &[("key", key.name().into())]),
            Wrong::UnknownFinding => words.get("filter-wrong-finding"),
            Wrong::NoTerm => words.get("filter-wrong-no-term"),
            Wrong::OpenQuote => words.get("filter-wrong-quote"),
            Wrong::OpenParenthesis => words.get("filter-wrong-open"),
            Wrong::StrayParenthesis => words.get("filter-wrong-stray"),
            Wrong::TooDeep => words.get("filter-wrong-deep"),
        }
    }

    /// The text on one line, and on another carets below what is wrong with it.
    #[must_use]
    pub fn pointed_at(&self, text: &str) -> String {
        let shown = |range: Range<usize>| text.get(range).map_or_else(String::new, |part| printable(part.as_bytes()));
        let before = shown(0..self.at.start).chars().count();
        let wrong = shown(self.at.clone()).chars().count().max(1);
        format!("{}\n{}{}", printable(text.as_bytes()), " ".repeat(before), "^".repeat(wrong))
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(&Words::new(Language::English)))
    }
}

impl std::error::Error for FilterError {}
