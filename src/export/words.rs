//! The words of what goes on paper: its own Fluent files beside those of [`crate::teach`].

use crate::teach::Language;
use crate::teach::Words;

/// The messages of sheets in a language.
#[must_use]
pub fn source(language: Language) -> &'static str {
    match language {
        Language::English | Language::More(_) => include_str!("words/en.ftl"),
        Language::Russian => include_str!("words/ru.ftl"),
    }
}

/// All words that a sheet can hold in a language.
#[must_use]
pub fn words(language: Language) -> Words {
    Words::with(language, source(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_things() {
        let names = |language| -> Vec<&str> {
            let lines = source(language).lines().filter(|line| line.starts_with("paper-"));
            lines.filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect()
        };
        assert_eq!(names(Language::English), names(Language::Russian));
        assert!(10 < names(Language::English).len());
    }
}
