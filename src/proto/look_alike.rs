//! Look-alikes: characters that only look like those of a command line (RFC 1939 §3 wants printable ASCII).
//!
//! A Cyrillic А and a Latin A are one picture and two characters. Whoever types them, or pastes a dash or a
//! blank out of a text, sends other octets than it seems.

use super::Keyword;
use super::line::first_line;

/// A character that looks like another one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LookAlike {
    /// The place of its first octet in the line.
    pub at: usize,
    /// Its place in the line as people count: characters, from 1.
    pub column: usize,
    /// The character.
    pub letter: char,
    /// What kind of character it is.
    pub kind: Kind,
    /// What was meant; `None` if nothing should stand there.
    pub meant: Option<char>,
}

/// What kind of character looks like another one.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A letter of the Cyrillic alphabet.
    Cyrillic,
    /// A letter of the Greek alphabet.
    Greek,
    /// A form as wide as a Chinese character.
    FullWidth,
    /// A dash, or another hyphen.
    Dash,
    /// Another blank.
    Space,
    /// A quotation mark.
    Quote,
    /// Nothing is seen of it.
    Invisible,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Cyrillic, Self::Greek, Self::FullWidth, Self::Dash, Self::Space, Self::Quote, Self::Invisible];

    /// Its name, by which words are chosen.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cyrillic => "cyrillic",
            Self::Greek => "greek",
            Self::FullWidth => "full-width",
            Self::Dash => "dash",
            Self::Space => "space",
            Self::Quote => "quote",
            Self::Invisible => "invisible",
        }
    }

    /// Whether it is a sign, which belongs to no word of any language.
    fn is_sign(self) -> bool {
        match self {
            Self::Dash | Self::Space | Self::Quote | Self::Invisible => true,
            Self::Cyrillic | Self::Greek | Self::FullWidth => false,
        }
    }
}

impl LookAlike {
    /// Its name in Unicode.
    #[must_use]
    pub fn name(&self) -> String {
        match row(self.letter) {
            Some(row) => row.name.to_owned(),
            None => full_width_name(self.letter, self.meant),
        }
    }
}

/// A line of the table.
struct Row {
    letter: char,
    meant: Option<char>,
    kind: Kind,
    name: &'static str,
}

const fn row_of(letter: char, meant: char, kind: Kind, name: &'static str) -> Row {
    Row { letter, meant: Some(meant), kind, name }
}

const fn hidden(letter: char, name: &'static str) -> Row {
    Row { letter, meant: None, kind: Kind::Invisible, name }
}

/// Every look-alike but the full-width forms, which stand in a row of their own (U+FF01 to U+FF5E).
const TABLE: &[Row] = {
    use Kind::{Cyrillic, Dash, Greek, Quote, Space};
    &[
        row_of('\u{0410}', 'A', Cyrillic, "CYRILLIC CAPITAL LETTER A"),
        row_of('\u{0412}', 'B', Cyrillic, "CYRILLIC CAPITAL LETTER VE"),
        row_of('\u{0415}', 'E', Cyrillic, "CYRILLIC CAPITAL LETTER IE"),
        row_of('\u{0405}', 'S', Cyrillic, "CYRILLIC CAPITAL LETTER DZE"),
        row_of('\u{0406}', 'I', Cyrillic, "CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I"),
        row_of('\u{04C0}', 'I', Cyrillic, "CYRILLIC LETTER PALOCHKA"),
        row_of('\u{0408}', 'J', Cyrillic, "CYRILLIC CAPITAL LETTER JE"),
        row_of('\u{041A}', 'K', Cyrillic, "CYRILLIC CAPITAL LETTER KA"),
        row_of('\u{041C}', 'M', Cyrillic, "CYRILLIC CAPITAL LETTER EM"),
        row_of('\u{041D}', 'H', Cyrillic, "CYRILLIC CAPITAL LETTER EN"),
        row_of('\u{041E}', 'O', Cyrillic, "CYRILLIC CAPITAL LETTER O"),
        row_of('\u{0420}', 'P', Cyrillic, "CYRILLIC CAPITAL LETTER ER"),
        row_of('\u{0421}', 'C', Cyrillic, "CYRILLIC CAPITAL LETTER ES"),
        row_of('\u{0422}', 'T', Cyrillic, "CYRILLIC CAPITAL LETTER TE"),
        row_of('\u{0423}', 'Y', Cyrillic, "CYRILLIC CAPITAL LETTER U"),
        row_of('\u{0425}', 'X', Cyrillic, "CYRILLIC CAPITAL LETTER HA"),
        row_of('\u{0417}', '3', Cyrillic, "CYRILLIC CAPITAL LETTER ZE"),
        row_of('\u{0474}', 'V', Cyrillic, "CYRILLIC CAPITAL LETTER IZHITSA"),
        row_of('\u{051A}', 'Q', Cyrillic, "CYRILLIC CAPITAL LETTER QA"),
        row_of('\u{051C}', 'W', Cyrillic, "CYRILLIC CAPITAL LETTER WE"),
        row_of('\u{0430}', 'a', Cyrillic, "CYRILLIC SMALL LETTER A"),
        row_of('\u{0432}', 'b', Cyrillic, "CYRILLIC SMALL LETTER VE"),
        row_of('\u{0435}', 'e', Cyrillic, "CYRILLIC SMALL LETTER IE"),
        row_of('\u{0455}', 's', Cyrillic, "CYRILLIC SMALL LETTER DZE"),
        row_of('\u{0456}', 'i', Cyrillic, "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"),
        row_of('\u{04CF}', 'l', Cyrillic, "CYRILLIC SMALL LETTER PALOCHKA"),
        row_of('\u{0458}', 'j', Cyrillic, "CYRILLIC SMALL LETTER JE"),
        row_of('\u{043A}', 'k', Cyrillic, "CYRILLIC SMALL LETTER KA"),
        row_of('\u{043C}', 'm', Cyrillic, "CYRILLIC SMALL LETTER EM"),
        row_of('\u{043D}', 'h', Cyrillic, "CYRILLIC SMALL LETTER EN"),
        row_of('\u{043E}', 'o', Cyrillic, "CYRILLIC SMALL LETTER O"),
        row_of('\u{0440}', 'p', Cyrillic, "CYRILLIC SMALL LETTER ER"),
        row_of('\u{0441}', 'c', Cyrillic, "CYRILLIC SMALL LETTER ES"),
        row_of('\u{0442}', 't', Cyrillic, "CYRILLIC SMALL LETTER TE"),
        row_of('\u{0443}', 'y', Cyrillic, "CYRILLIC SMALL LETTER U"),
        row_of('\u{0445}', 'x', Cyrillic, "CYRILLIC SMALL LETTER HA"),
        row_of('\u{0501}', 'd', Cyrillic, "CYRILLIC SMALL LETTER KOMI DE"),
        row_of('\u{04BB}', 'h', Cyrillic, "CYRILLIC SMALL LETTER SHHA"),
        row_of('\u{051B}', 'q', Cyrillic, "CYRILLIC SMALL LETTER QA"),
        row_of('\u{051D}', 'w', Cyrillic, "CYRILLIC SMALL LETTER WE"),
        row_of('\u{0391}', 'A', Greek, "GREEK CAPITAL LETTER ALPHA"),
        row_of('\u{0392}', 'B', Greek, "GREEK CAPITAL LETTER BETA"),
        row_of('\u{0395}', 'E', Greek, "GREEK CAPITAL LETTER EPSILON"),
        row_of('\u{0396}', 'Z', Greek, "GREEK CAPITAL LETTER ZETA"),
        row_of('\u{0397}', 'H', Greek, "GREEK CAPITAL LETTER ETA"),
        row_of('\u{0399}', 'I', Greek, "GREEK CAPITAL LETTER IOTA"),
        row_of('\u{039A}', 'K', Greek, "GREEK CAPITAL LETTER KAPPA"),
        row_of('\u{039C}', 'M', Greek, "GREEK CAPITAL LETTER MU"),
        row_of('\u{039D}', 'N', Greek, "GREEK CAPITAL LETTER NU"),
        row_of('\u{039F}', 'O', Greek, "GREEK CAPITAL LETTER OMICRON"),
        row_of('\u{03A1}', 'P', Greek, "GREEK CAPITAL LETTER RHO"),
        row_of('\u{03A4}', 'T', Greek, "GREEK CAPITAL LETTER TAU"),
        row_of('\u{03A5}', 'Y', Greek, "GREEK CAPITAL LETTER UPSILON"),
        row_of('\u{03A7}', 'X', Greek, "GREEK CAPITAL LETTER CHI"),
        row_of('\u{03B1}', 'a', Greek, "GREEK SMALL LETTER ALPHA"),
        row_of('\u{03B9}', 'i', Greek, "GREEK SMALL LETTER IOTA"),
        row_of('\u{03BA}', 'k', Greek, "GREEK SMALL LETTER KAPPA"),
        row_of('\u{03BD}', 'v', Greek, "GREEK SMALL LETTER NU"),
        row_of('\u{03BF}', 'o', Greek, "GREEK SMALL LETTER OMICRON"),
        row_of('\u{03C1}', 'p', Greek, "GREEK SMALL LETTER RHO"),
        row_of('\u{03C5}', 'u', Greek, "GREEK SMALL LETTER UPSILON"),
        row_of('\u{03C7}', 'x', Greek, "GREEK SMALL LETTER CHI"),
        row_of('\u{2010}', '-', Dash, "HYPHEN"),
        row_of('\u{2011}', '-', Dash, "NON-BREAKING HYPHEN"),
        row_of('\u{2012}', '-', Dash, "FIGURE DASH"),
        row_of('\u{2013}', '-', Dash, "EN DASH"),
        row_of('\u{2014}', '-', Dash, "EM DASH"),
        row_of('\u{2212}', '-', Dash, "MINUS SIGN"),
        row_of('\u{00A0}', ' ', Space, "NO-BREAK SPACE"),
        row_of('\u{2002}', ' ', Space, "EN SPACE"),
        row_of('\u{2003}', ' ', Space, "EM SPACE"),
        row_of('\u{2007}', ' ', Space, "FIGURE SPACE"),
        row_of('\u{2009}', ' ', Space, "THIN SPACE"),
        row_of('\u{202F}', ' ', Space, "NARROW NO-BREAK SPACE"),
        row_of('\u{3000}', ' ', Space, "IDEOGRAPHIC SPACE"),
        row_of('\u{2018}', '\'', Quote, "LEFT SINGLE QUOTATION MARK"),
        row_of('\u{2019}', '\'', Quote, "RIGHT SINGLE QUOTATION MARK"),
        row_of('\u{201C}', '"', Quote, "LEFT DOUBLE QUOTATION MARK"),
        row_of('\u{201D}', '"', Quote, "RIGHT DOUBLE QUOTATION MARK"),
        row_of('\u{201E}', '"', Quote, "DOUBLE LOW-9 QUOTATION MARK"),
        row_of('\u{00AB}', '"', Quote, "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"),
        row_of('\u{00BB}', '"', Quote, "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"),
        hidden('\u{00AD}', "SOFT HYPHEN"),
        hidden('\u{200B}', "ZERO WIDTH SPACE"),
        hidden('\u{200C}', "ZERO WIDTH NON-JOINER"),
        hidden('\u{200D}', "ZERO WIDTH JOINER"),
        hidden('\u{2060}', "WORD JOINER"),
        hidden('\u{FEFF}', "ZERO WIDTH NO-BREAK SPACE"),
    ]
};

/// How far the full-width forms stand behind ASCII.
const FULL_WIDTH: u32 = 0xFEE0;

fn row(letter: char) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.letter == letter)
}

/// What a character looks like, and what kind it is; `None` for one that looks like itself.
fn seen_as(letter: char) -> Option<(Option<char>, Kind)> {
    if letter.is_ascii() {
        return None;
    }
    if let Some(row) = row(letter) {
        return Some((row.meant, row.kind));
    }
    let narrow = u32::from(letter).checked_sub(FULL_WIDTH).and_then(char::from_u32);
    narrow.filter(char::is_ascii_graphic).map(|narrow| (Some(narrow), Kind::FullWidth))
}

fn full_width_name(letter: char, meant: Option<char>) -> String {
    match meant {
        Some(meant @ 'A'..='Z') => format!("FULLWIDTH LATIN CAPITAL LETTER {meant}"),
        Some(meant @ 'a'..='z') => format!("FULLWIDTH LATIN SMALL LETTER {}", meant.to_ascii_uppercase()),
        Some(meant @ '0'..='9') => format!("FULLWIDTH DIGIT {meant}"),
        Some(meant) => format!("FULLWIDTH {meant}"),
        None => format!("U+{:04X}", u32::from(letter)),
    }
}

/// The text with what was meant in place of all look-alikes.
#[must_use]
pub fn repaired(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match seen_as(letter) {
            Some((meant, _)) => meant,
            None => Some(letter),
        })
        .collect()
}

/// The keyword that a first word seems to be and is not: it is one when its look-alikes are set right.
#[must_use]
pub fn seeming_keyword(word: &[u8]) -> Option<Keyword> {
    let text = std::str::from_utf8(word).ok().filter(|text| !text.is_ascii())?;
    Keyword::from_word(first_word(&repaired(text)).as_bytes())
}

/// The look-alikes that spoil a command line, in their order. The line may have its line end.
///
/// Names and passwords may be in any language: a word behind the keyword is looked at only where look-alikes
/// stand among characters of ASCII, and a password never.
#[must_use]
pub fn in_command(line: &[u8]) -> Vec<LookAlike> {
    let (text, _) = first_line(line);
    let Ok(text) = std::str::from_utf8(text) else { return Vec::new() };
    if text.is_ascii() {
        return Vec::new();
    }
    let open = open_part(text);
    let mut found = Vec::new();
    let (mut at, mut column) = (0, 1);
    for (place, word) in text.split(' ').enumerate() {
        let looked_at = &word[..floor(word, open.saturating_sub(at))];
        if spoils(looked_at, place == 0) {
            found.extend(of_word(looked_at, at, column));
        }
        at += word.len() + 1;
        column += word.chars().count() + 1;
    }
    found
}

/// The command line with what was meant in place of the look-alikes that spoil it; `None` if there are none.
#[must_use]
pub fn set_right(line: &str) -> Option<String> {
    let found = in_command(line.as_bytes());
    let spoilt = |at: usize| Some(&found[found.binary_search_by_key(&at, |found| found.at).ok()?]);
    let letters = line.char_indices().filter_map(|(at, letter)| match spoilt(at) {
        Some(found) => found.meant,
        None => Some(letter),
    });
    (!found.is_empty()).then(|| letters.collect())
}

/// How many octets of a line may be looked at: those before a secret.
fn open_part(text: &str) -> usize {
    let right = repaired(text);
    let mut words = right.split(' ');
    let shown = match words.next().and_then(|word| Keyword::from_word(word.as_bytes())) {
        Some(Keyword::Pass) => 1,
        Some(Keyword::Auth) => 2,
        Some(_) | None => return text.len(),
    };
    let mut blanks = text.char_indices().filter(|(_, letter)| *letter == ' ' || is_blank(*letter));
    blanks.nth(shown - 1).map_or(text.len(), |(at, blank)| at + blank.len_utf8())
}

fn is_blank(letter: char) -> bool {
    matches!(seen_as(letter), Some((_, Kind::Space)))
}

/// The nearest place at or before this one that is the start of a character.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

/// Whether the look-alikes of a word are out of place in it.
fn spoils(word: &str, first: bool) -> bool {
    let mut foreign = word.chars().filter(|letter| !letter.is_ascii()).peekable();
    if foreign.peek().is_none() || foreign.any(|letter| seen_as(letter).is_none()) {
        return false;
    }
    let mixed = word.chars().any(|letter| letter.is_ascii_graphic());
    let signs = word.chars().filter_map(seen_as).all(|(_, kind)| kind.is_sign());
    let right = repaired(word);
    let number = !right.is_empty() && right.bytes().all(|octet| octet.is_ascii_digit());
    first || mixed || signs || number
}

fn of_word(word: &str, at: usize, column: usize) -> impl Iterator<Item = LookAlike> {
    word.char_indices().enumerate().filter_map(move |(place, (offset, letter))| {
        let (meant, kind) = seen_as(letter)?;
        Some(LookAlike { at: at + offset, column: column + place, letter, kind, meant })
    })
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns and what was meant.
    fn told(line: &str) -> Vec<(usize, Option<char>)> {
        in_command(line.as_bytes()).iter().map(|found| (found.column, found.meant)).collect()
    }

    #[test]
    fn each_letter_stands_once_in_the_table_and_is_no_ascii() {
        let mut letters: Vec<char> = TABLE.iter().map(|row| row.letter).collect();
        let all = letters.len();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), all);
        assert!(letters.iter().all(|letter| !letter.is_ascii()));
        assert!(TABLE.iter().filter_map(|row| row.meant).all(|meant| meant.is_ascii() && !meant.is_ascii_control()));
    }

    #[test]
    fn letters_of_a_keyword_are_found_where_they_stand() {
        let found = in_command("ST\u{410}\u{422} \r\n".as_bytes());
        let told: Vec<_> = found.iter().map(|found| (found.at, found.column, found.name(), found.meant)).collect();
        let name = |letter: &str| format!("CYRILLIC CAPITAL LETTER {letter}");
        assert_eq!(told, [(2, 3, name("A"), Some('A')), (4, 4, name("TE"), Some('T'))]);
        assert_eq!(set_right("ST\u{410}\u{422}").as_deref(), Some("STAT"));
        assert_eq!(seeming_keyword("ST\u{410}\u{422}".as_bytes()), Some(Keyword::Stat));
        assert_eq!(seeming_keyword(b"STAT"), None);
    }

    #[test]
    fn blanks_dashes_and_wide_digits_are_found_too() {
        assert_eq!(told("RETR\u{a0}1"), [(5, Some(' '))]);
        assert_eq!(told("TOP 1 \u{2013}1"), [(7, Some('-'))]);
        assert_eq!(told("RETR \u{ff11}"), [(6, Some('1'))]);
        assert_eq!(told("\u{feff}STAT"), [(1, None)]);
        assert_eq!(set_right("\u{feff}RETR\u{a0}1").as_deref(), Some("RETR 1"));
        assert_eq!(in_command("RETR \u{ff11}".as_bytes())[0].name(), "FULLWIDTH DIGIT 1");
    }

    #[test]
    fn a_name_in_another_language_is_no_mistake_and_a_mixed_one_is() {
        assert_eq!(told("USER \u{430}\u{43d}\u{43d}\u{430}"), []);
        assert_eq!(told("USER \u{430}my"), [(6, Some('a'))]);
        assert_eq!(told("USER \u{431}my"), [(7, None); 0], "no Latin letter looks like this one");
    }

    #[test]
    fn a_password_is_never_looked_at() {
        assert_eq!(told("PASS \u{440}a\u{441}s"), []);
        assert_eq!(told("P\u{410}SS \u{440}a\u{441}s"), [(2, Some('A'))]);
        assert_eq!(told("PASS\u{a0}\u{440}a\u{441}s"), [(5, Some(' '))]);
        assert_eq!(told("AUTH PL\u{410}IN \u{440}a\u{441}s"), [(8, Some('A'))]);
    }

    #[test]
    fn octets_that_are_no_text_have_no_look() {
        assert_eq!(in_command(b"ST\xd0 \xff"), []);
        assert_eq!(in_command(b""), []);
    }
}
