//! The keyboard: what the same keys write when nobody has switched the layout. `ЫЕФЕ` is STAT on a Russian one.

use super::Keyword;

/// The letters of the Russian layout, and what stands on the same keys of the Latin one.
const KEYS: [(char, char); 33] = [
    ('й', 'q'),
    ('ц', 'w'),
    ('у', 'e'),
    ('к', 'r'),
    ('е', 't'),
    ('н', 'y'),
    ('г', 'u'),
    ('ш', 'i'),
    ('щ', 'o'),
    ('з', 'p'),
    ('х', '['),
    ('ъ', ']'),
    ('ф', 'a'),
    ('ы', 's'),
    ('в', 'd'),
    ('а', 'f'),
    ('п', 'g'),
    ('р', 'h'),
    ('о', 'j'),
    ('л', 'k'),
    ('д', 'l'),
    ('ж', ';'),
    ('э', '\''),
    ('я', 'z'),
    ('ч', 'x'),
    ('с', 'c'),
    ('м', 'v'),
    ('и', 'b'),
    ('т', 'n'),
    ('ь', 'm'),
    ('б', ','),
    ('ю', '.'),
    ('ё', '`'),
];

/// The command line that the same keys write in the Latin layout; `None` if that is no command either.
#[must_use]
pub fn in_latin_layout(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let latin: String = line.chars().map(latin).collect();
    keyword(&latin).is_some().then_some(latin)
}

/// The keyword that a word is in the Latin layout.
#[must_use]
pub fn keyword_in_latin_layout(word: &[u8]) -> Option<Keyword> {
    let text = std::str::from_utf8(word).ok()?;
    keyword(&in_latin_layout(text)?)
}

fn keyword(line: &str) -> Option<Keyword> {
    Keyword::from_word(line.split(' ').next()?.as_bytes())
}

/// What stands on the same key; all else stays as it is.
fn latin(letter: char) -> char {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let found = KEYS.iter().find(|(russian, _)| *russian == small).map(|(_, latin)| *latin);
    match found {
        Some(latin) if letter.is_uppercase() => latin.to_ascii_uppercase(),
        Some(latin) => latin,
        None => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_stands_once() {
        for side in [KEYS.map(|(russian, _)| russian), KEYS.map(|(_, latin)| latin)] {
            let mut keys = side;
            keys.sort_unstable();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }

    #[test]
    fn a_command_in_the_wrong_layout_is_understood() {
        assert_eq!(in_latin_layout("ЫЕФЕ").as_deref(), Some("STAT"));
        assert_eq!(in_latin_layout("Куек 1").as_deref(), Some("Retr 1"));
        assert_eq!(in_latin_layout("гыук фьн").as_deref(), Some("user amy"));
        assert_eq!(in_latin_layout("привет"), None);
        assert_eq!(in_latin_layout("STAT"), None);
        assert_eq!(keyword_in_latin_layout("ЗФЫЫ".as_bytes()), Some(Keyword::Pass));
        assert_eq!(keyword_in_latin_layout(b"\xff"), None);
    }
}
