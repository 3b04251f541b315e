//! Character sets: octets as text, by what is declared or by the best guess.

use mail_parser::decoders::charsets::map::charset_decoder;

/// Octets that a guess looks at.
const SAMPLE: usize = 16 * 1024;

/// Octets read as text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The character set, if it was guessed.
    pub guess: Option<String>,
}

/// Reads octets as text of a character set. One that nobody knows is guessed, and so is one that cannot be true.
#[must_use]
pub fn decode(octets: &[u8], declared: Option<&str>) -> Decoded {
    let seven_bit = octets.is_ascii();
    if declared.is_some_and(is_utf8)
        && let Some(text) = almost_utf8(octets)
    {
        return Decoded { text, guess: None };
    }
    match declared.map(|name| (name, known(name))) {
        // ISO-2022-JP and its like write everything in seven bits.
        Some((name, Some(decoder))) if !is_ascii(name) && !is_utf8(name) => {
            Decoded { text: decoder(octets), guess: None }
        }
        Some(_) | None if seven_bit => Decoded { text: String::from_utf8_lossy(octets).into_owned(), guess: None },
        Some(_) | None => guessed(octets, None),
    }
}

/// Reads octets that stand where only ASCII may stand, a head: UTF-8 if they can be, else the character set of the
/// body, else what the letters look like.
#[must_use]
pub fn guessed(octets: &[u8], body: Option<&str>) -> Decoded {
    if octets.is_ascii() {
        return Decoded { text: String::from_utf8_lossy(octets).into_owned(), guess: None };
    }
    if let Some(text) = almost_utf8(octets) {
        return Decoded { text, guess: Some("UTF-8".to_owned()) };
    }
    let body = body.filter(|name| !is_ascii(name) && !is_utf8(name));
    let name = body.filter(|name| known(name).is_some()).unwrap_or_else(|| by_letters(octets));
    let decoder = known(name).expect("the letters give a name that is known, and the other was looked up");
    Decoded { text: decoder(octets), guess: Some(name.to_owned()) }
}

/// The decoder of a character set.
fn known(name: &str) -> Option<fn(&[u8]) -> String> {
    if name.is_empty() || 45 < name.len() {
        return None; // No name of a character set is longer.
    }
    charset_decoder(name.as_bytes())
}

fn is_ascii(name: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|other| name.eq_ignore_ascii_case(other))
}

fn is_utf8(name: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Octets as UTF-8, if they are. A few that are none may be among many: a cut, or a damage.
fn almost_utf8(octets: &[u8]) -> Option<String> {
    if let Ok(text) = std::str::from_utf8(octets) {
        return Some(text.to_owned());
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in octets.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (bad * 4 < good).then(|| String::from_utf8_lossy(octets).into_owned())
}

/// Which character set of one octet a letter the octets look like.
fn by_letters(octets: &[u8]) -> &'static str {
    let octets = &octets[..octets.len().min(SAMPLE)];
    let high = |octet: u8| 0x80 <= octet;
    let all = octets.iter().filter(|&&octet| high(octet)).count();
    let paired = octets.windows(2).filter(|pair| high(pair[0]) && high(pair[1])).count();
    // Latin letters with marks stand alone among others; Cyrillic ones stand together.
    if paired * 2 < all {
        return "windows-1252";
    }
    // Where the one has its small letters the other has its capitals, and small ones are common.
    let (windows, koi8) = (likeness(octets, windows_1251), likeness(octets, koi8_r));
    if windows < koi8 { "KOI8-R" } else { "windows-1251" }
}

/// What an octet is in a Cyrillic character set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Letter {
    /// A small letter, by its place in the alphabet.
    Small(u8),
    Capital(u8),
    No,
}

/// Points for letters as common as they are in Russian, less for a capital behind a small letter.
fn likeness(octets: &[u8], letter: fn(u8) -> Letter) -> i64 {
    /// Of each 1000 letters so many are а, б, в, … я.
    const COMMON: [i64; 32] = [
        80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17,
        3, 6, 20,
    ];
    let common = |place: u8| COMMON.get(usize::from(place)).copied().unwrap_or(0);
    let mut points = 0;
    let mut before = Letter::No;
    for &octet in octets {
        let now = letter(octet);
        points += match (before, now) {
            (Letter::Small(_), Letter::Capital(_)) => -60,
            (_, Letter::Small(place)) => common(place) + 10,
            (_, Letter::Capital(place)) => common(place),
            (_, Letter::No) if 0x80 <= octet => -30,
            (_, Letter::No) => 0,
        };
        before = now;
    }
    points
}

fn windows_1251(octet: u8) -> Letter {
    match octet {
        0xc0..=0xdf => Letter::Capital(octet - 0xc0),
        0xe0..=0xff => Letter::Small(octet - 0xe0),
        _ => Letter::No,
    }
}

fn koi8_r(octet: u8) -> Letter {
    /// ю а б ц д е ф г х и й к л м н о п я р с т у ж в ь ы з ш э щ ч ъ, by their places in the alphabet.
    const ORDER: [u8; 32] = [
        30, 0, 1, 22, 4, 5, 20, 3, 21, 8, 9, 10, 11, 12, 13, 14, 15, 31, 16, 17, 18, 19, 6, 2, 28, 27, 7, 24, 29, 25,
        23, 26,
    ];
    match octet {
        0xc0..=0xdf => Letter::Small(ORDER[usize::from(octet - 0xc0)]),
        0xe0..=0xff => Letter::Capital(ORDER[usize::from(octet - 0xe0)]),
        _ => Letter::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Octets of "Привет, это письмо" in three character sets.
    const KOI8: &[u8] = b"\xf0\xd2\xc9\xd7\xc5\xd4, \xdc\xd4\xcf \xd0\xc9\xd3\xd8\xcd\xcf";
    const WINDOWS: &[u8] = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xfd\xf2\xee \xef\xe8\xf1\xfc\xec\xee";
    const TEXT: &str = "Привет, это письмо";

    #[track_caller]
    fn guesses(octets: &[u8], body: Option<&str>, text: &str, guess: &str) {
        assert_eq!(guessed(octets, body), Decoded { text: text.to_owned(), guess: Some(guess.to_owned()) });
    }

    #[test]
    fn what_stands_raw_in_a_head_is_guessed_and_marked_so() {
        guesses(TEXT.as_bytes(), Some("koi8-r"), TEXT, "UTF-8");
        guesses(KOI8, None, TEXT, "KOI8-R");
        guesses(WINDOWS, None, TEXT, "windows-1251");
        guesses(b"Gr\xfc\xdfe aus K\xf6ln", None, "Grüße aus Köln", "windows-1252");
        guesses(b"\xbf\xe0\xd8\xd2\xd5\xe2", Some("iso-8859-5"), "Привет", "iso-8859-5");
        assert_eq!(guessed(b"plain", Some("koi8-r")).guess, None);
    }

    #[test]
    fn capitals_are_told_apart_too() {
        guesses(b"\xef\xf4\xfe\xe5\xf4 \xfa\xe1 \xed\xe1\xf2\xf4", None, "ОТЧЕТ ЗА МАРТ", "KOI8-R");
        guesses(b"\xce\xd2\xd7\xc5\xd2 \xc7\xc0 \xcc\xc0\xd0\xd2", None, "ОТЧЕТ ЗА МАРТ", "windows-1251");
    }

    #[test]
    fn what_is_declared_is_believed_unless_it_cannot_be_true() {
        assert_eq!(decode(KOI8, Some("KOI8-R")), Decoded { text: TEXT.to_owned(), guess: None });
        assert_eq!(decode(b"\x1b$B%O%m!<\x1b(B", Some("ISO-2022-JP")).text, "ハロー");
        assert_eq!(decode(KOI8, Some("us-ascii")).guess.as_deref(), Some("KOI8-R"));
        assert_eq!(decode(WINDOWS, Some("utf-8")).guess.as_deref(), Some("windows-1251"));
        assert_eq!(decode(WINDOWS, Some("x-nobody-knows")).text, TEXT);
        assert_eq!(decode(b"plain", Some("x-nobody-knows")), Decoded { text: "plain".to_owned(), guess: None });
        let cut = &TEXT.as_bytes()[..TEXT.len() - 1];
        assert_eq!(decode(cut, Some("utf-8")), Decoded { text: "Привет, это письм\u{fffd}".to_owned(), guess: None });
    }

    /// The decoders of the library never fail, whatever comes.
    #[test]
    fn every_character_set_takes_every_octet() {
        let names = [
            "shift_jis",
            "euc-jp",
            "iso-2022-jp",
            "big5",
            "gb18030",
            "gbk",
            "euc-kr",
            "utf-7",
            "utf-16",
            "utf-16le",
            "utf-16be",
            "koi8-r",
            "ibm866",
            "cp850",
            "macintosh",
            "iso-8859-8",
            "windows-1258",
            "hz-gb-2312",
            "utf-8",
        ];
        for name in names {
            for one in 0..=u8::MAX {
                for tail in
                    [&[][..], &[0x41], &[0x80], &[0xff, 0xd8], b"-+\x1b$", &[0xd8, 0x00, 0xd8, 0x00, 0x81, 0x30]]
                {
                    let octets = [&[one], tail].concat();
                    let text = decode(&octets, Some(name)).text;
                    assert!(text.len() <= 4 * octets.len() + 4, "{name}: {octets:?}");
                }
            }
        }
    }
}
