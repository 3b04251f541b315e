//! The glossary: the terms of POP3, and where they occur in a text.

use crate::teach::Words;

/// A term, by its name in the Fluent files.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Term(&'static str);

/// Every term, in the order in which one learns them.
pub const TERMS: [Term; 31] = [
    Term("maildrop"),
    Term("session"),
    Term("greeting"),
    Term("state"),
    Term("command"),
    Term("reply"),
    Term("status"),
    Term("octet"),
    Term("message-number"),
    Term("message"),
    Term("head"),
    Term("mark"),
    Term("update"),
    Term("lock"),
    Term("unique-id"),
    Term("multi-line"),
    Term("terminator"),
    Term("stuffing"),
    Term("crlf"),
    Term("autologout"),
    Term("timestamp"),
    Term("digest"),
    Term("sasl"),
    Term("base64"),
    Term("capability"),
    Term("response-code"),
    Term("pipelining"),
    Term("tls"),
    Term("utf8-mode"),
    Term("recording"),
    Term("wire"),
];

impl Term {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0
    }

    /// What it is called.
    #[must_use]
    pub fn name(self, words: &Words) -> String {
        words.get(&format!("term-{}", self.0))
    }

    /// What it means.
    #[must_use]
    pub fn text(self, words: &Words) -> String {
        words.get(&format!("term-{}-text", self.0))
    }

    /// The forms by which it is found: words, each as it is or, with a star, with any ending.
    fn forms(self, words: &Words) -> Vec<Vec<String>> {
        let forms = words.get(&format!("term-{}-forms", self.0)).to_lowercase();
        forms.split('|').map(|form| form.split_whitespace().map(str::to_owned).collect()).collect()
    }
}

/// The terms that occur in a text, in the order in which they do.
#[must_use]
pub fn in_text(text: &str, words: &Words) -> Vec<Term> {
    let spoken = text.to_lowercase();
    let spoken: Vec<&str> =
        spoken.split(|letter: char| letter.is_whitespace() || ".,;:!?()«»\"“”…".contains(letter)).collect();
    let spoken: Vec<&str> = spoken.into_iter().filter(|word| !word.is_empty()).collect();
    let mut found: Vec<(usize, Term)> = Vec::new();
    for term in TERMS {
        let places = term.forms(words).into_iter().filter(|form| !form.is_empty()).filter_map(|form| {
            let mut windows = spoken.windows(form.len());
            windows.position(|window| window.iter().zip(&form).all(|(word, form)| fits(word, form)))
        });
        if let Some(place) = places.min() {
            found.push((place, term));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, term)| term).collect()
}

fn fits(word: &str, form: &str) -> bool {
    match form.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;

    fn found(language: Language, text: &str) -> Vec<&'static str> {
        in_text(text, &Words::new(language)).into_iter().map(Term::id).collect()
    }

    #[test]
    fn terms_are_found_in_every_form() {
        assert_eq!(
            found(Language::English, "The server marks the messages; the maildrop keeps them."),
            ["mark", "message", "maildrop"]
        );
        assert_eq!(
            found(Language::Russian, "Сервер помечает сообщения, а в почтовом ящике они остаются."),
            ["mark", "message", "maildrop"]
        );
        assert_eq!(found(Language::English, "Nothing of it."), [""; 0]);
    }

    #[test]
    fn a_form_that_is_a_whole_word_is_no_beginning() {
        assert_eq!(found(Language::English, "cross the code"), ["response-code"]);
        assert_eq!(found(Language::English, "decoded"), [""; 0]);
    }

    #[test]
    fn every_term_has_name_forms_and_text_in_every_language() {
        for words in Language::ALL.map(Words::new) {
            for term in TERMS {
                for part in ["", "-forms", "-text"] {
                    let id = format!("term-{}{part}", term.id());
                    assert!(words.has(&id), "{id} in {}", words.language());
                }
                let found = in_text(&term.name(&words), &words);
                assert!(found.contains(&term), "{} is not found by its own name in {}", term.id(), words.language());
            }
        }
    }
}
