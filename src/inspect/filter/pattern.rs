//! Patterns: text in which a star stands for anything, whatever the case of its letters.

use std::fmt;

use super::lex::Letter;
use super::lex::quoted_unless_plain;

/// What a text is compared with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pattern {
    /// The pieces between the stars, in small letters. Invariant: at least one.
    pieces: Vec<String>,
    /// Whether the whole text is meant, and not some part of it.
    whole: bool,
}

impl Pattern {
    /// From letters; a star is one that anything matches unless it was quoted.
    pub(super) fn new(letters: &[Letter], whole: bool) -> Self {
        let mut pieces = vec![String::new()];
        for letter in letters {
            match pieces.last_mut() {
                Some(piece) if letter.character != '*' || letter.quoted => {
                    piece.extend(letter.character.to_lowercase());
                }
                Some(_) | None => pieces.push(String::new()),
            }
        }
        Self { pieces, whole }
    }

    /// Whether a text is meant.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        // Letter by letter, as the pattern: a sigma at the end of a word stays like any other.
        let text: String = text.chars().flat_map(char::to_lowercase).collect();
        let mut rest = text.as_str();
        let last = self.pieces.len() - 1;
        for (place, piece) in self.pieces.iter().enumerate() {
            rest = match (self.whole && place == 0, self.whole && place == last) {
                (true, true) => return rest == piece,
                (true, false) => match rest.strip_prefix(piece.as_str()) {
                    Some(behind) => behind,
                    None => return false,
                },
                (false, true) => return rest.ends_with(piece.as_str()),
                (false, false) => match rest.find(piece.as_str()) {
                    Some(found) => &rest[found + piece.len()..],
                    None => return false,
                },
            };
        }
        true
    }

    /// Whether the whole text is meant.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pieces.iter().all(String::is_empty) && self.pieces.len() == 1 {
            return f.write_str("\"\"");
        }
        for (place, piece) in self.pieces.iter().enumerate() {
            if 0 < place {
                f.write_str("*")?;
            }
            f.write_str(&quoted_unless_plain(piece))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str, whole: bool) -> Pattern {
        let letters: Vec<_> = text.chars().map(|character| Letter { character, quoted: false }).collect();
        Pattern::new(&letters, whole)
    }

    #[track_caller]
    fn finds(text: &str, whole: bool, yes: &[&str], no: &[&str]) {
        let pattern = pattern(text, whole);
        for other in yes {
            assert!(pattern.matches(other), "{text} finds {other}");
        }
        for other in no {
            assert!(!pattern.matches(other), "{text} does not find {other}");
        }
    }

    #[test]
    fn a_part_is_found_in_any_case() {
        finds("am", false, &["amy", "AMY", "sam", "ham"], &["", "a"]);
        finds("имя", false, &["ИМЯ"], &["им"]);
    }

    #[test]
    fn the_whole_is_the_whole() {
        finds("amy", true, &["amy", "Amy"], &["amy@example.org", "samy"]);
        finds("", true, &[""], &["a"]);
    }

    #[test]
    fn a_star_is_anything() {
        finds("a*y", true, &["amy", "ay", "a b y"], &["amyx", "xamy", "a"]);
        finds("*@example.org", true, &["amy@example.org"], &["amy@example.org.net"]);
        finds("a*a", true, &["aa", "aba"], &["a"]);
        finds("a*c*e", false, &["xabcdex"], &["xaecx"]);
        finds("*", true, &["", "x"], &[]);
    }

    #[test]
    fn a_quoted_star_is_a_star() {
        let star = [Letter { character: 'a', quoted: false }, Letter { character: '*', quoted: true }];
        let pattern = Pattern::new(&star, true);
        assert!(pattern.matches("a*") && !pattern.matches("ab"));
        assert_eq!(pattern.to_string(), "\"a*\"");
    }
}
