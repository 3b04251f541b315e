//! Where things stand in a RON text: RON itself gives a place only for what it cannot read.

use std::collections::BTreeMap;

/// A line and a column, both counted from 1; a column counts characters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl Place {
    /// The start of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// The places of all values of a RON text, by their paths: `server.texts.greeting`, `steps[3]`,
/// `steps[3].1[0]` for the first element of the list that is the second part of the fourth step.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Places(BTreeMap<String, Place>);

impl Places {
    /// Looks through a text that RON has already accepted; of any other text it makes what it can.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut scanner = Scanner { rest: text.chars().collect(), at: 0, place: Place::START, places: Self::default() };
        scanner.value(&mut String::new(), 0);
        scanner.places
    }

    /// The place of a value, or of the nearest thing around it.
    #[must_use]
    pub fn get(&self, path: &str) -> Place {
        let mut path = path;
        loop {
            if let Some(place) = self.0.get(path) {
                return *place;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return Place::START,
            }
        }
    }
}

/// No scenario is nested deeper; a hostile one must not exhaust the stack.
const MAX_DEPTH: usize = 64;

struct Scanner {
    rest: Vec<char>,
    at: usize,
    place: Place,
    places: Places,
}

impl Scanner {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        if character == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(character)
    }

    fn looking_at(&self, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, letter)| self.rest.get(self.at + offset) == Some(&letter))
    }

    fn skip_blank(&mut self) {
        while let Some(character) = self.peek() {
            if self.looking_at("//") {
                while self.peek().is_some_and(|character| character != '\n') {
                    self.next();
                }
            } else if self.looking_at("/*") {
                while self.peek().is_some() && !self.looking_at("*/") {
                    self.next();
                }
                self.next();
                self.next();
            } else if self.looking_at("#![") {
                while self.next().is_some_and(|character| character != ']') {}
            } else if character.is_whitespace() {
                self.next();
            } else {
                return;
            }
        }
    }

    /// Reads a value: a word, a string, a number, and whatever brackets follow a word.
    fn value(&mut self, path: &mut String, depth: usize) {
        self.skip_blank();
        self.places.0.entry(path.clone()).or_insert(self.place);
        while let Some(character) = self.peek() {
            match character {
                '"' => self.string(),
                'r' if self.looking_at("r\"") || self.looking_at("r#") => self.raw_string(),
                '(' | '{' => self.fields(path, depth),
                '[' => self.list(path, depth),
                ',' | ')' | ']' | '}' | ':' => return,
                _ => {
                    self.next();
                }
            }
            self.skip_blank();
        }
    }

    /// Reads what stands in parentheses: named values, or values in order.
    fn fields(&mut self, path: &mut String, depth: usize) {
        self.next();
        let mut place = 0;
        loop {
            self.skip_blank();
            match self.peek() {
                None => return,
                Some(')' | '}' | ']') => {
                    self.next();
                    return;
                }
                Some(',' | ':') => {
                    self.next();
                }
                Some(_) if MAX_DEPTH <= depth => {
                    self.next();
                }
                Some(_) => {
                    let name = self.field_name().unwrap_or_else(|| place.to_string());
                    place += 1;
                    let length = path.len();
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&name);
                    self.value(path, depth + 1);
                    path.truncate(length);
                }
            }
        }
    }

    fn list(&mut self, path: &mut String, depth: usize) {
        self.next();
        let mut place = 0;
        loop {
            self.skip_blank();
            match self.peek() {
                None => return,
                Some(']' | ')' | '}') => {
                    self.next();
                    return;
                }
                Some(',' | ':') => {
                    self.next();
                }
                Some(_) if MAX_DEPTH <= depth => {
                    self.next();
                }
                Some(_) => {
                    let length = path.len();
                    path.extend(["[", &place.to_string(), "]"]);
                    place += 1;
                    self.value(path, depth + 1);
                    path.truncate(length);
                }
            }
        }
    }

    /// The name before a colon, if there is one; the colon is read too.
    fn field_name(&mut self) -> Option<String> {
        let is_part = |character: &&char| character.is_alphanumeric() || **character == '_';
        let name: String = self.rest[self.at..].iter().take_while(is_part).collect();
        let behind = self.rest[self.at + name.chars().count()..].iter().find(|character| !character.is_whitespace());
        if name.is_empty() || behind != Some(&':') {
            return None;
        }
        while self.next().is_some_and(|character| character != ':') {}
        Some(name)
    }

    fn string(&mut self) {
        self.next();
        while let Some(character) = self.next() {
            match character {
                '\\' => {
                    self.next();
                }
                '"' => return,
                _ => (),
            }
        }
    }

    fn raw_string(&mut self) {
        self.next();
        let mut end = String::from("\"");
        while self.peek() == Some('#') {
            self.next();
            end.push('#');
        }
        if self.peek() != Some('"') {
            return; // A raw identifier.
        }
        self.next();
        while self.peek().is_some() && !self.looking_at(&end) {
            self.next();
        }
        for _ in end.chars() {
            self.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// a ( comment\nScenario(\n  title: (en: \"a, (b\", ru: r#\"в \" )\"#),\n  steps: [\n    Connect,\n    \
                        On(\"phone\", [C(\"STAT\"), S(\"+OK…\")]), /* , */ Note(en: \"\", ru: \"\"),\n  ],\n)\n";

    #[track_caller]
    fn stands(path: &str, line: u32, column: u32) {
        assert_eq!(Places::of(TEXT).get(path), Place { line, column }, "{path}");
    }

    #[test]
    fn values_are_found_by_their_paths() {
        stands("title", 3, 10);
        stands("title.ru", 3, 28);
        stands("steps[0]", 5, 5);
        stands("steps[1]", 6, 5);
        stands("steps[1].0", 6, 8);
        stands("steps[1].1[1]", 6, 29);
        stands("steps[2]", 6, 50);
        stands("steps[2].en", 6, 59);
    }

    #[test]
    fn what_is_not_written_stands_where_its_surroundings_do() {
        stands("steps[1].1[1].reply", 6, 29);
        stands("server.texts.greeting", 1, 1);
    }

    #[test]
    fn no_text_makes_it_stumble() {
        for end in 0..TEXT.len() {
            if TEXT.is_char_boundary(end) {
                let _ = Places::of(&TEXT[..end]);
            }
        }
        let _ = Places::of(&"([{".repeat(10_000));
        let _ = Places::of("))]]}},,::\"\\");
    }
}
