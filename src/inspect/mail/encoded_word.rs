//! Encoded words: `=?koi8-r?B?…?=`, letters of any language in the ASCII of a head (RFC 2047).

use crate::inspect::mail::charset;
use crate::inspect::mail::charset::Decoded;
use crate::inspect::mail::transfer;
use crate::inspect::mail::transfer::Encoding;

/// An encoded word taken apart: its character set, and its octets.
struct Word<'a> {
    charset: &'a str,
    octets: Vec<u8>,
}

/// Decodes the value of a field that is already on one line. What stands raw in it is guessed.
///
/// Words of the same character set that stand side by side are put together before they are decoded: some
/// programs cut them inside a character.
#[must_use]
pub fn decode(value: &[u8], body_charset: Option<&str>) -> Decoded {
    let mut decoded = Decoded::default();
    let mut waiting: Option<Word<'_>> = None;
    let mut rest = value;
    let mut may_hold_words = true;
    while !rest.is_empty() {
        let found = if may_hold_words { memchr::memmem::find(rest, b"=?") } else { None };
        let (plain, from) = rest.split_at(found.unwrap_or(rest.len()));
        let (word, length) = match word(from) {
            Found::Word(word, length) => (Some(word), length),
            Found::None => (None, from.len().min(2)),
            Found::NoEnd => {
                may_hold_words = false; // So each octet is looked at once.
                (None, 0)
            }
        };
        let blank = plain.iter().all(u8::is_ascii_whitespace);
        if !blank || word.is_none() {
            say(waiting.take(), &mut decoded);
            let raw = if word.is_none() { &rest[..plain.len() + length] } else { plain };
            add(charset::guessed(raw, body_charset), &mut decoded);
        } else if waiting.is_none() {
            decoded.text.extend(plain.iter().map(|&octet| char::from(octet)));
        }
        if let Some(word) = word {
            match &mut waiting {
                Some(before) if before.charset.eq_ignore_ascii_case(word.charset) => before.octets.extend(word.octets),
                Some(_) | None => say(waiting.replace(word), &mut decoded),
            }
        }
        rest = &from[length..];
    }
    say(waiting, &mut decoded);
    decoded
}

fn say(word: Option<Word<'_>>, decoded: &mut Decoded) {
    if let Some(word) = word {
        add(charset::decode(&word.octets, Some(word.charset)), decoded);
    }
}

fn add(piece: Decoded, decoded: &mut Decoded) {
    decoded.text.push_str(&piece.text);
    decoded.guess = decoded.guess.take().or(piece.guess);
}

enum Found<'a> {
    /// A word, and how many octets it takes.
    Word(Word<'a>, usize),
    /// No word begins here.
    None,
    /// The end of a word stands nowhere.
    NoEnd,
}

/// The word at the beginning of these octets.
fn word(octets: &[u8]) -> Found<'_> {
    /// The longest name of a character set, with a language behind it.
    const LONGEST: usize = 80;
    let Some(inside) = octets.strip_prefix(b"=?") else { return Found::None };
    let Some(end) = inside.iter().take(LONGEST).position(|&octet| octet == b'?' || octet.is_ascii_whitespace()) else {
        return Found::None;
    };
    let Some((charset, [b'?', kind, b'?', text @ ..])) = inside.split_at_checked(end) else { return Found::None };
    let charset = charset.split(|&octet| octet == b'*').next().unwrap_or_default();
    let (Ok(charset), false) = (std::str::from_utf8(charset), charset.is_empty()) else { return Found::None };
    if !b"bBqQ".contains(kind) {
        return Found::None;
    }
    let Some(end) = memchr::memmem::find(text, b"?=") else { return Found::NoEnd };
    let mut word = Word { charset, octets: Vec::with_capacity(end) };
    if kind.eq_ignore_ascii_case(&b'b') {
        transfer::decode(&text[..end], &Encoding::Base64, |piece| word.octets.extend_from_slice(piece));
    } else {
        quoted(&text[..end], &mut word.octets);
    }
    Found::Word(word, end + charset_length(octets) + 7)
}

/// How long the name of the character set is, its language included.
fn charset_length(octets: &[u8]) -> usize {
    octets[2..].iter().take_while(|&&octet| octet != b'?').count()
}

/// Like quoted-printable, with `_` for a blank (RFC 2047 §4.2).
fn quoted(text: &[u8], octets: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'_' => octets.push(b' '),
            b'=' => match (transfer::hex(behind.first()), transfer::hex(behind.get(1))) {
                (Some(high), Some(low)) => {
                    octets.push(high << 4 | low);
                    rest = &behind[2..];
                }
                (_, _) => octets.push(b'='),
            },
            other => octets.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(value: &str, text: &str) {
        assert_eq!(decode(value.as_bytes(), None), Decoded { text: text.to_owned(), guess: None });
    }

    #[test]
    fn words_are_decoded_where_they_stand() {
        reads("=?KOI8-R?B?8NLJ18XU?= <a@example.org>", "Привет <a@example.org>");
        reads("=?utf-8?Q?=D0=94=D0=B0,_=D0=B4=D0=B0?=", "Да, да");
        reads("Re: =?iso-8859-1*de?q?Gr=FC=DFe?=!", "Re: Grüße!");
        reads("=?ISO-2022-JP?B?GyRCJU8bKEI=?=", "ハ");
    }

    #[test]
    fn blanks_between_words_are_none_of_the_text() {
        reads("=?utf-8?q?a?= =?utf-8?q?b?=  =?koi8-r?q?c?= d", "abc d");
        reads("x =?utf-8?q?a?= y", "x a y");
    }

    #[test]
    fn a_character_cut_in_two_words_is_put_together() {
        reads("=?utf-8?B?0J8=?= =?UTF-8?B?0YA=?=", "Пр");
        reads("=?utf-8?Q?=D0?= =?UTF-8?Q?=9F?=", "П");
    }

    #[test]
    fn what_is_no_word_stays() {
        for text in ["=?", "=?=?=?", "=?utf-8?x?a?=", "=?utf-8?q?never ends", "=? ?q?a?=", "a =?b", "==?=", "=??q?x?="]
        {
            reads(text, text);
        }
    }

    #[test]
    fn a_hundred_thousand_words_that_never_end_take_no_time() {
        let value = "=?a?q?x=?a?z?y".repeat(100_000);
        assert_eq!(decode(value.as_bytes(), None).text.len(), value.len());
    }
}
