//! The cast: who and what stands for the people, secrets and words of a recording, the same everywhere.

use std::collections::BTreeMap;

/// Names that are given in this order.
const NAMES: [&str; 8] = ["amy", "bob", "carol", "dave", "frank", "grace", "heidi", "ivan"];
/// Passwords that are given in this order.
const SECRETS: [&str; 6] = ["sesame", "tanstaaf", "simsim", "open-door", "green-tea", "blue-moon"];
/// What takes the place of the words of a mail.
const TEXT: &str = "The words of this mail are others. Only its lines and its octets are as they were. ";
/// The same where these words happen to be somebody's.
const LETTERS: &str = "x";

/// Gives new names and secrets, and remembers which.
#[derive(Clone, Debug)]
pub(super) struct Cast {
    /// All octets of the recording, in small letters: nothing that occurs in them is given out.
    heard: Vec<u8>,
    names: BTreeMap<String, String>,
    secrets: BTreeMap<Vec<u8>, String>,
    ids: BTreeMap<String, String>,
    filler: &'static str,
}

impl Cast {
    /// A cast for a recording: its octets, and what is secret in it.
    pub(super) fn new(mut heard: Vec<u8>, delicate: &[Vec<u8>]) -> Self {
        heard.make_ascii_lowercase();
        let text = TEXT.to_ascii_lowercase().into_bytes();
        // A text that goes round may show a word over its end.
        let round = text.repeat(2);
        let shows = |word: &Vec<u8>| {
            let word = word.to_ascii_lowercase();
            3 <= word.len() && occurs(&round, &word)
        };
        let filler = if delicate.iter().any(shows) { LETTERS } else { TEXT };
        Self { heard, names: BTreeMap::new(), secrets: BTreeMap::new(), ids: BTreeMap::new(), filler }
    }

    /// The name that stands for a name.
    pub(super) fn name(&mut self, name: &str) -> String {
        if let Some(given) = self.names.get(name) {
            return given.clone();
        }
        let given = fresh(&NAMES, &self.heard, |candidate| self.names.values().any(|other| other == candidate));
        self.names.insert(name.to_owned(), given.clone());
        given
    }

    /// The secret that stands for a secret.
    pub(super) fn secret(&mut self, secret: &[u8]) -> String {
        if let Some(given) = self.secrets.get(secret) {
            return given.clone();
        }
        let given = fresh(&SECRETS, &self.heard, |candidate| self.secrets.values().any(|other| other == candidate));
        self.secrets.insert(secret.to_owned(), given.clone());
        given
    }

    /// The unique-id that stands for a unique-id: as long, as far as it goes.
    pub(super) fn unique_id(&mut self, id: &str) -> String {
        if let Some(given) = self.ids.get(id) {
            return given.clone();
        }
        let width = id.len().min(70);
        let mut number = self.ids.len() + 1;
        let given = loop {
            let candidate = format!("{number:0width$}");
            let taken = self.ids.values().any(|other| *other == candidate);
            // Short numbers occur everywhere, and tell nothing.
            if !taken && (width < 5 || !self.was_heard(&candidate)) {
                break candidate;
            }
            number += 1;
        };
        self.ids.insert(id.to_owned(), given.clone());
        given
    }

    /// Words of this many octets, beginning somewhere in the text; tells where they end.
    pub(super) fn words(&self, from: usize, octets: usize) -> (String, usize) {
        let text = self.filler.as_bytes();
        let words: Vec<u8> = (from..from + octets).map(|at| text[at % text.len()]).collect();
        (String::from_utf8(words).unwrap_or_default(), from + octets)
    }

    /// A domain for addresses that occurs nowhere in the recording.
    pub(super) fn domain(&self) -> String {
        fresh(&["example.org", "example.net", "example.com", "mail.example"], &self.heard, |_| false)
    }

    fn was_heard(&self, word: &str) -> bool {
        occurs(&self.heard, word.to_ascii_lowercase().as_bytes())
    }
}

/// The first candidate that was not heard and is not taken; in need with a number behind it.
fn fresh(candidates: &[&str], heard: &[u8], taken: impl Fn(&str) -> bool) -> String {
    let free = |candidate: &str| !taken(candidate) && !occurs(heard, candidate.as_bytes());
    if let Some(found) = candidates.iter().find(|candidate| free(candidate)) {
        return (*found).to_owned();
    }
    let first = candidates.first().copied().unwrap_or("somebody");
    let mut number = 2;
    loop {
        let candidate = format!("{first}{number}");
        if free(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// Whether a word occurs in octets.
pub(super) fn occurs(octets: &[u8], word: &[u8]) -> bool {
    let Some((&first, rest)) = word.split_first() else { return false };
    let mut from = 0;
    while let Some(found) = octets[from..].iter().position(|octet| *octet == first) {
        from += found + 1;
        if octets[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

/// A line of the same octets of which nobody can tell what stood there: letters and digits become others.
pub(super) fn blotted(line: &[u8]) -> Vec<u8> {
    let blot = |octet: &u8| match octet {
        b'a'..=b'z' | 0x80.. => b'x',
        b'A'..=b'Z' => b'X',
        b'0'..=b'9' => b'0',
        other => *other,
    };
    line.iter().map(blot).collect()
}
