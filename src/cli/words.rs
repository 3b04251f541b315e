//! `popscope words`: every message of the program as one Fluent file, to be put into another language.

use std::io;
use std::io::Write as _;

use crate::cli::output::Outcome;
use crate::export;
use crate::teach::Language;

/// The words of the window, which has no place here otherwise.
fn window(language: Language) -> &'static str {
    match language {
        Language::English | Language::More(_) => include_str!("../ui/words/en.ftl"),
        Language::Russian => include_str!("../ui/words/ru.ftl"),
    }
}

/// Every message in a language.
#[must_use]
pub fn all(language: Language) -> String {
    let mut all = format!("language-name = {}\n\n", language.name());
    for source in language.sources().into_iter().chain([export::words::source(language), window(language)]) {
        all.push_str(source);
        all.push('\n');
    }
    all
}

/// Prints them.
pub fn run(language: Language) -> anyhow::Result<Outcome> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(all(language).as_bytes())?;
    stdout.flush()?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Words;
    use crate::teach::more_words;

    /// Whoever puts the whole file into another language has put all of the program.
    #[test]
    fn the_file_that_is_printed_makes_a_language() {
        let russian = more_words::add("x-test", &all(Language::Russian));
        assert!(russian.is_err(), "a private code is no language");
        let other = more_words::add("bg", &all(Language::Russian)).expect("a language");
        let (words, russian) = (Words::new(other), Words::new(Language::Russian));
        for id in ["opened-title", "term-maildrop", "quote-DELE", "deviation-no-lock"] {
            assert_eq!(words.get(id), russian.get(id), "{id}");
        }
        assert_eq!(other.name(), "Русский");
    }
}
