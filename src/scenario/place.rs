//! Places: where a value stands in the text of a file, so that every mistake can be pointed at.
//!
//! The RON reader gives places for wrong syntax only. This scanner walks over text that the reader
//! has taken, and remembers where each value begins.

use std::fmt;
use std::ops::Range;

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One step on the way to a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Key<'a> {
    /// A field of a struct, or a key of a map.
    Name(&'a str),
    /// A place in a list or a tuple, counted from 0.
    Index(usize),
}

/// Where the values of a text stand.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    text: &'a str,
    /// The octet that each line begins at. Invariant: sorted.
    lines: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] octets: a line may be as long as the whole file.
    characters: Vec<usize>,
    root: Node<'a>,
}

#[derive(Clone, Debug)]
struct Node<'a> {
    /// The octet that it begins at.
    start: usize,
    /// The octet behind it.
    end: usize,
    children: Vec<(Key<'a>, Node<'a>)>,
}

impl<'a> Places<'a> {
    /// Walks over a text.
    #[must_use]
    pub fn scan(text: &'a str) -> Self {
        let mut scanner = Scanner { text, at: 0 };
        scanner.skip_blanks();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(feed, _)| feed + 1)).collect();
        let mut characters = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(before);
            before += beginnings(block);
        }
        Self { text, lines, characters, root: scanner.value(0) }
    }

    /// Where the value at the end of a way stands, or the last one that is found on it.
    #[must_use]
    pub fn find(&self, way: &[Key<'_>]) -> Place {
        let mut node = &self.root;
        for key in way {
            match node.child(key) {
                Some(child) => node = child,
                None => break,
            }
        }
        self.place_of(node.start)
    }

    /// The places within the value at the end of a way.
    #[must_use]
    pub fn below(mut self, way: &[Key<'_>]) -> Self {
        for key in way {
            let Some(child) = self.root.child(key) else { break };
            self.root = child.clone();
        }
        self
    }

    /// The octets of the value at the end of a way, if all of the way is there.
    #[must_use]
    pub fn span(&self, way: &[Key<'_>]) -> Option<Range<usize>> {
        let node = way.iter().try_fold(&self.root, |node, key| node.child(key))?;
        Some(node.start..node.end)
    }

    /// The octets of each value right below the one at the end of a way, with its name if it is a field.
    #[must_use]
    pub fn below_each(&self, way: &[Key<'_>]) -> Vec<(Option<&'a str>, Range<usize>)> {
        let Some(node) = way.iter().try_fold(&self.root, |node, key| node.child(key)) else { return Vec::new() };
        let children = node.children.iter().map(|(key, child)| match key {
            Key::Name(name) => (Some(*name), child.start..child.end),
            Key::Index(_) => (None, child.start..child.end),
        });
        children.collect()
    }

    /// The line and column of an octet.
    #[must_use]
    pub fn place_of(&self, at: usize) -> Place {
        let line = self.lines.partition_point(|&start| start <= at);
        let start = line.checked_sub(1).map_or(0, |line| self.lines[line]);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Place { line: count(line), column: count(self.before(at) - self.before(start) + 1) }
    }

    /// How many characters begin before an octet.
    fn before(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(block).copied().unwrap_or_default();
        before + beginnings(&self.text.as_bytes()[block * BLOCK..at])
    }
}

/// Octets whose characters are counted together.
const BLOCK: usize = 1024;

/// How many characters begin in a piece of UTF-8.
fn beginnings(octets: &[u8]) -> usize {
    octets.iter().filter(|octet| **octet & 0b1100_0000 != 0b1000_0000).count()
}

impl Node<'_> {
    fn child(&self, key: &Key<'_>) -> Option<&Self> {
        let in_its_place = match key {
            Key::Index(index) => self.children.get(*index).filter(|(found, _)| found == key),
            Key::Name(_) => None,
        };
        in_its_place.or_else(|| self.children.iter().find(|(found, _)| found == key)).map(|(_, child)| child)
    }
}

/// The first octet from here on that is neither blank nor part of a comment.
#[must_use]
pub fn behind_blanks(text: &str, at: usize) -> usize {
    let mut scanner = Scanner { text, at };
    scanner.skip_blanks();
    scanner.at
}

/// A text that nests deeper than this was refused by the reader.
const MAX_DEPTH: usize = 120;

/// Walks over text. It never fails: what it does not understand it steps over.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Goes on until behind this token, or to the end.
    fn pass(&mut self, token: &str) {
        self.at = self.rest().find(token).map_or(self.text.len(), |found| self.at + found + token.len());
    }

    /// Blanks, comments, and the attributes at the head of a file.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if self.take("//") {
                self.pass("\n");
            } else if self.take("#!") {
                self.pass("]");
            } else if self.take("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    /// Comments nest.
    fn skip_block_comment(&mut self) {
        let mut depth = 1;
        while 0 < depth {
            if self.take("/*") {
                depth += 1;
            } else if self.take("*/") {
                depth -= 1;
            } else if !self.step() {
                return;
            }
        }
    }

    /// One character on; `false` at the end.
    fn step(&mut self) -> bool {
        match self.peek() {
            Some(character) => {
                self.at += character.len_utf8();
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Node<'a> {
        let start = self.at;
        let mut node = Node { start, end: start, children: Vec::new() };
        if self.skip_string() {
            node.end = self.at;
            return node;
        }
        self.word();
        node.end = self.at;
        self.skip_blanks();
        if matches!(self.peek(), Some('(' | '[' | '{')) && depth < MAX_DEPTH {
            self.step();
            node.children = self.children(depth + 1);
            node.end = self.at;
        }
        node
    }

    /// What stands between brackets, up to the closing one.
    fn children(&mut self, depth: usize) -> Vec<(Key<'a>, Node<'a>)> {
        let mut children = Vec::new();
        loop {
            let before = self.at;
            self.skip_blanks();
            if self.take(")") || self.take("]") || self.take("}") || self.rest().is_empty() {
                return children;
            }
            let key = self.key().unwrap_or(Key::Index(children.len()));
            children.push((key, self.value(depth)));
            self.skip_blanks();
            self.take(",");
            if self.at == before && !self.step() {
                return children;
            }
        }
    }

    /// A name or a string with a colon behind it.
    fn key(&mut self) -> Option<Key<'a>> {
        let start = self.at;
        let quoted = self.skip_string();
        if !quoted {
            self.word();
        }
        let end = self.at;
        self.skip_blanks();
        if start < end && self.take(":") {
            self.skip_blanks();
            return Some(Key::Name(self.text[start..end].trim_matches('"')));
        }
        self.at = start;
        None
    }

    /// Names, numbers, signs.
    fn word(&mut self) {
        let rest = self.rest();
        let length = rest.find(|letter: char| !(letter.is_alphanumeric() || "_+-.#".contains(letter)));
        self.at += length.unwrap_or(rest.len());
    }

    /// A string, raw string, byte string or character; `false` if none stands here.
    fn skip_string(&mut self) -> bool {
        let start = self.at;
        self.take("b");
        if self.take("r") {
            let hashes = self.rest().len() - self.rest().trim_start_matches('#').len();
            self.at += hashes;
            if self.take("\"") {
                self.pass(&format!("\"{}", "#".repeat(hashes)));
                return true;
            }
        } else {
            for quote in ["\"", "'"] {
                if self.take(quote) {
                    while !self.rest().is_empty() && !self.take(quote) {
                        self.take("\\");
                        self.step();
                    }
                    return true;
                }
            }
        }
        self.at = start;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Key::Index;
    use Key::Name;

    const TEXT: &str = r###"// a comment with (brackets: [
Scenario(
    title: (en: "a, (b: 1)", ru: "б"), /* nested /* too */ */
    texts: { greeting: "+OK", "user": 'x' },
    steps: [
        Connect,
        Send("STAT \" )", Ok), Text(r##"a "# ] b"##),
        Note(en: b"x", ru: Some(-1.5)),
    ],
)"###;

    #[track_caller]
    fn stands(way: &[Key<'_>], line: u32, column: u32) {
        assert_eq!(Places::scan(TEXT).find(way), Place { line, column }, "{way:?}");
    }

    #[test]
    fn values_are_found_between_strings_and_comments() {
        stands(&[], 2, 1);
        stands(&[Name("title"), Name("ru")], 3, 34);
        stands(&[Name("texts"), Name("greeting")], 4, 24);
        stands(&[Name("texts"), Name("user")], 4, 39);
        stands(&[Name("steps"), Index(0)], 6, 9);
        stands(&[Name("steps"), Index(1), Index(0)], 7, 14);
        stands(&[Name("steps"), Index(1), Index(1)], 7, 27);
        stands(&[Name("steps"), Index(2)], 7, 32);
        stands(&[Name("steps"), Index(3), Name("ru")], 8, 28);
    }

    #[test]
    fn values_are_cut_out_whole() {
        let cut = |way: &[Key<'_>]| Places::scan(TEXT).span(way).map(|span| &TEXT[span]);
        assert_eq!(cut(&[Name("steps"), Index(0)]), Some("Connect"));
        assert_eq!(cut(&[Name("steps"), Index(1)]), Some(r#"Send("STAT \" )", Ok)"#));
        assert_eq!(cut(&[Name("steps"), Index(2)]), Some(r###"Text(r##"a "# ] b"##)"###));
        assert_eq!(cut(&[Name("title"), Name("en")]), Some(r#""a, (b: 1)""#));
        assert_eq!(cut(&[Name("steps"), Index(9)]), None);
    }

    #[test]
    fn every_value_of_a_long_line_is_found_at_once() {
        let steps = "Ё, ".repeat(200_000);
        let text = format!("(\nю: 1, steps: [{steps}])");
        let places = Places::scan(&text);
        for step in 0..200_000 {
            let column = u32::try_from(15 + 3 * step).expect("a column");
            assert_eq!(places.find(&[Name("steps"), Index(step)]), Place { line: 2, column });
        }
    }

    #[test]
    fn what_is_not_there_has_the_place_of_what_holds_it() {
        stands(&[Name("steps"), Index(0), Index(7)], 6, 9);
        stands(&[Name("nowhere")], 2, 1);
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in ["", "(", "(((", "\"", "r#\"", "b", ")", "(a:", "((,,)", "/*", "#!", "'\\", "(:::)", "ё(ё:\"ё\")"]
        {
            let _ = Places::scan(text).find(&[Index(0)]);
        }
    }
}
