//! Secrets: what must not be shown unasked, and how it is masked.

use std::fmt;
use std::ops::Range;

use super::Keyword;
use super::Protocol;
use super::command::split_word;
use super::imap;
use super::keyboard::keyword_in_latin_layout;
use super::line::LineEnd;
use super::line::first_line;
use super::line::printable;
use super::look_alike::repaired;
use super::look_alike::seeming_keyword;
use super::pop1;
use super::pop2;

/// A password or what stands for one. `Debug` never shows it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Any octets: RFC 1939 does not say in which character set a password is.
    #[must_use]
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(octets.into())
    }

    /// The octets, on purpose.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Bullets, whatever the length of the secret.
pub const MASK: &str = "••••••";

/// A secret in a line of a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hidden {
    /// Its octets, from the start of the line.
    pub range: Range<usize>,
    /// How it is written.
    pub kind: SecretKind,
}

/// How a secret is written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SecretKind {
    /// As it is.
    Plain,
    /// As the digest of an APOP. It is not masked, for it changes with each session; but who has it and the
    /// greeting can try passwords.
    Digest,
    /// In base64.
    Base64,
}

/// The secret in a line of a client, if there is one. The line may have its line end.
#[must_use]
pub fn hidden(line: &[u8]) -> Option<Hidden> {
    let (text, _) = first_line(line);
    let found = secret_start(text).map(|start| (start, kind_of(text)));
    let (start, kind) = found.or_else(|| digest_start(text).map(|start| (start, SecretKind::Digest)))?;
    (start < text.len()).then_some(Hidden { range: start..text.len(), kind })
}

/// The same in a piece of a line. Of a piece that begins with no command all is secret.
#[must_use]
pub fn hidden_piece(piece: &[u8]) -> Option<Hidden> {
    let (text, _) = first_line(piece);
    let torn = || {
        let start = piece_start(piece).filter(|start| *start < text.len())?;
        Some(Hidden { range: start..text.len(), kind: SecretKind::Plain })
    };
    hidden(piece).or_else(torn)
}

/// The response to a challenge: a secret as a whole, unless it takes the login back.
#[must_use]
pub fn hidden_response(line: &[u8]) -> Option<Hidden> {
    let (text, _) = first_line(line);
    (!text.is_empty() && text != b"*").then_some(Hidden { range: 0..text.len(), kind: SecretKind::Base64 })
}

/// The same in a line of a client that speaks another protocol than POP3.
#[must_use]
pub fn hidden_in(protocol: Protocol, line: &[u8]) -> Option<Hidden> {
    let (text, _) = first_line(line);
    let start = match protocol {
        Protocol::Pop3 => return hidden(line),
        Protocol::Pop1 => pop1::command::password_start(text)?,
        Protocol::Pop2 => pop2::command::password_start(text)?,
        Protocol::Imap => imap::command::password_start(text)?,
        Protocol::Smtp => return None,
    };
    (start < text.len()).then_some(Hidden { range: start..text.len(), kind: SecretKind::Plain })
}

/// The line of a client that speaks another protocol than POP3, as people may see it.
#[must_use]
pub fn masked_in(protocol: Protocol, line: &[u8]) -> String {
    let (text, _) = first_line(line);
    match protocol {
        Protocol::Pop3 => masked(line),
        Protocol::Pop1 | Protocol::Pop2 | Protocol::Smtp | Protocol::Imap => {
            shown_up_to(text, hidden_in(protocol, line).map_or(text.len(), |hidden| hidden.range.start))
        }
    }
}

/// The line as people may see it: printable, without line end, and with secrets masked.
#[must_use]
pub fn masked(line: &[u8]) -> String {
    let (text, _) = first_line(line);
    shown_up_to(text, secret_start(text).unwrap_or(text.len()))
}

/// Whether [`masked`] masks something of a line.
#[must_use]
pub fn is_masked(line: &[u8]) -> bool {
    let (text, _) = first_line(line);
    secret_start(text).is_some_and(|start| start < text.len())
}

/// A piece of a client's line, as people may see it. Of a piece that begins with no command nobody knows
/// what it is the rest of: it is masked as a whole.
#[must_use]
pub fn masked_piece(piece: &[u8]) -> String {
    let (text, _) = first_line(piece);
    shown_up_to(text, piece_start(piece).unwrap_or(text.len()))
}

/// The mechanism of an AUTH, unless it is a response that stands in its place.
#[must_use]
pub fn shown_mechanism(mechanism: &str) -> &str {
    if is_mechanism(mechanism.as_bytes()) { mechanism } else { MASK }
}

fn shown_up_to(text: &[u8], visible: usize) -> String {
    let mut shown = printable(&text[..visible]);
    if visible < text.len() {
        shown.push_str(MASK);
    }
    shown
}

/// Where the secret begins in a line that was meant as PASS or AUTH, well-formed or not; or in one that
/// looks like the response to a challenge which was not seen.
fn secret_start(text: &[u8]) -> Option<usize> {
    let start = text.iter().position(|octet| !is_blank(*octet))?;
    if let Some(secret) = seeming_secret_start(text, start) {
        return Some(secret);
    }
    let keyword = text.get(start..start + 4).unwrap_or_default();
    let behind = start + keyword.len();
    let next = text.get(behind).copied();
    if keyword.eq_ignore_ascii_case(b"PASS") {
        return next.map(|next| behind + usize::from(is_blank(next)));
    }
    if keyword.eq_ignore_ascii_case(b"AUTH") && next.is_some_and(is_blank) {
        let mechanism = behind + blanks(&text[behind..]);
        let length = text[mechanism..].iter().position(|&octet| is_blank(octet)).unwrap_or(text.len() - mechanism);
        let response = mechanism + length + 1;
        return match &text[mechanism..mechanism + length] {
            // The mechanism is no secret, what follows it is.
            word if is_mechanism(word) => (response < text.len()).then_some(response),
            b"" => None,
            _ => Some(mechanism),
        };
    }
    looks_like_response(text).then_some(0)
}

/// The same where letters of the keyword, or the blank behind it, only look like those of PASS or AUTH, or were
/// typed in another layout of the keyboard.
fn seeming_secret_start(text: &[u8], start: usize) -> Option<usize> {
    let rest = &text[start..];
    let word = rest.iter().position(|octet| is_blank(*octet)).unwrap_or(rest.len());
    // A blank that only looks like one parts no words: then nobody knows where the keyword ends.
    let glued = std::str::from_utf8(&rest[..word]).is_ok_and(|word| repaired(word).contains(' '));
    match seeming_keyword(&rest[..word]).or_else(|| keyword_in_latin_layout(&rest[..word]))? {
        Keyword::Pass | Keyword::Auth if glued => Some(start),
        Keyword::Pass | Keyword::Auth => (word < rest.len()).then_some(start + word + 1),
        Keyword::User
        | Keyword::Apop
        | Keyword::Rpop
        | Keyword::Stls
        | Keyword::Capa
        | Keyword::Utf8
        | Keyword::Lang
        | Keyword::Stat
        | Keyword::List
        | Keyword::Retr
        | Keyword::Dele
        | Keyword::Noop
        | Keyword::Rset
        | Keyword::Top
        | Keyword::Uidl
        | Keyword::Last
        | Keyword::Quit => None,
    }
}

/// Where the secret begins in a piece of a line, as far as anyone can know.
fn piece_start(piece: &[u8]) -> Option<usize> {
    let (text, end) = first_line(piece);
    if let Some(start) = secret_start(text) {
        return Some(start);
    }
    if !begins_with_keyword(text) {
        return Some(0);
    }
    // A word behind AUTH that is torn off may be the start of a response, however much it looks like a mechanism.
    let (keyword, word) = split_word(text);
    let torn = end == LineEnd::Missing && keyword.eq_ignore_ascii_case(b"AUTH");
    word.filter(|word| torn && !word.contains(&b' ')).map(|word| text.len() - word.len())
}

/// How the secret of a line that has one is written.
fn kind_of(text: &[u8]) -> SecretKind {
    let word = text.trim_ascii_start();
    let is_pass = word.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"PASS"));
    if is_pass { SecretKind::Plain } else { SecretKind::Base64 }
}

/// Where the digest begins in a line that was meant as APOP: behind the name.
fn digest_start(text: &[u8]) -> Option<usize> {
    let start = blanks(text);
    let keyword = text.get(start..start + 4)?;
    let name = start + 4 + blanks(&text[start + 4..]);
    if !keyword.eq_ignore_ascii_case(b"APOP") || name == start + 4 {
        return None;
    }
    let behind = name + text[name..].iter().position(|octet| is_blank(*octet))?;
    Some(behind + blanks(&text[behind..]))
}

fn is_blank(octet: u8) -> bool {
    octet.is_ascii_whitespace()
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|octet| is_blank(**octet)).count()
}

fn begins_with_keyword(text: &[u8]) -> bool {
    Keyword::from_word(split_word(text).0).is_some()
}

/// Whether a word can name a mechanism (RFC 4422 §3.1), in capitals or in small letters: base64 has both.
pub(super) fn is_mechanism(word: &[u8]) -> bool {
    let letters = word.iter().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(octet));
    (1..=20).contains(&word.len()) && letters && !has_both_cases(word)
}

/// Whether a line is one word of base64 and hardly anything else.
fn looks_like_response(text: &[u8]) -> bool {
    let padding = text.iter().rev().take_while(|octet| **octet == b'=').count();
    let digits =
        text[..text.len() - padding].iter().all(|octet| octet.is_ascii_alphanumeric() || b"+/".contains(octet));
    let whole = digits && padding <= 2 && padding < text.len() && text.len().is_multiple_of(4);
    whole && (0 < padding || (8 <= text.len() && has_both_cases(text)))
}

/// Capitals behind small letters or among them; one at the start is a matter of style.
fn has_both_cases(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_lowercase) && word.iter().skip(1).any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Command;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        assert_eq!(masked(b"PASS tanstaaf\r\n"), "PASS ••••••");
        assert_eq!(masked(b"pass a b\n"), "pass ••••••");
        assert_eq!(masked(b"PASS\r\n"), "PASS");
        assert_eq!(masked(b" PASS\tx"), " PASS\\t••••••");
        assert_eq!(masked(b"PASSx"), "PASS••••••");
        assert_eq!(masked(b"AUTH PLAIN dGVzdA==\r\n"), "AUTH PLAIN ••••••");
        assert_eq!(masked(b"AUTH CRAM-MD5\r\n"), "AUTH CRAM-MD5");
        assert_eq!(masked(b"USER amy\r\n"), "USER amy");
        assert_eq!(masked(b"RERT 1\r\n"), "RERT 1");
        assert_eq!(masked(b"STARTTLS\r\n"), "STARTTLS");
        assert_eq!(format!("{:?}", Command::parse("PASS x")), "Ok(Pass { secret: Secret(…) })");
    }

    #[test]
    fn a_secret_in_a_strange_place_is_masked_too() {
        assert_eq!(masked(b"AUTH\tPLAIN\tdGVzdA==\r\n"), "AUTH\\tPLAIN\\t••••••");
        assert_eq!(masked(b" auth plain dGVzdA==\r\n"), " auth plain ••••••");
        assert_eq!(masked(b"AUTH  PLAIN  dGVzdA==\r\n"), "AUTH  PLAIN ••••••");
        assert_eq!(masked(b"AUTH dGVzdA==\r\n"), "AUTH ••••••");
        assert_eq!(masked(b"AUTH dGVzdAbA x\r\n"), "AUTH ••••••");
        assert_eq!(masked(b"AUTH\r\n"), "AUTH");
        assert_eq!(masked(b"AUTH \r\n"), "AUTH ");
        assert_eq!(masked(b"c2VjcmV0\r\n"), "••••••");
        let shown = |line: &str| match Command::parse(line) {
            Ok(Command::Auth { mechanism: Some(mechanism), .. }) => shown_mechanism(&mechanism).to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(shown("AUTH AGFteQBzZXNhbWU="), MASK);
        assert_eq!(shown("AUTH c2VzYW1l"), MASK);
        assert_eq!(shown("AUTH cram-md5"), "CRAM-MD5");
        assert_eq!(shown("AUTH Plain dGVzdA=="), "PLAIN");
    }

    #[test]
    fn a_secret_behind_letters_that_only_look_like_pass_is_masked() {
        assert_eq!(masked("P\u{410}SS sesame\r\n".as_bytes()), format!("P\u{410}SS {MASK}"));
        assert_eq!(masked("PASS\u{a0}open sesame".as_bytes()), MASK);
        assert_eq!(masked("\u{410}UTH PLAIN dGVzdA==".as_bytes()), format!("\u{410}UTH {MASK}"));
        assert_eq!(masked("ST\u{410}T".as_bytes()), "ST\u{410}T");
        assert_eq!(masked("ЗФЫЫ ыуыфьу".as_bytes()), format!("ЗФЫЫ {MASK}"));
    }

    #[track_caller]
    fn hides(line: &[u8], secret: &[u8], kind: SecretKind) {
        let found = hidden(line).expect("a secret");
        assert_eq!((&line[found.range], found.kind), (secret, kind));
    }

    #[test]
    fn the_place_of_a_secret_is_known() {
        hides(b"PASS two words\r\n", b"two words", SecretKind::Plain);
        hides(b" pass\tx\r\n", b"x", SecretKind::Plain);
        hides(
            b"APOP amy c4c9334bac560ecc979e58001b3e22fb\r\n",
            b"c4c9334bac560ecc979e58001b3e22fb",
            SecretKind::Digest,
        );
        hides(b"apop  amy  short x\n", b"short x", SecretKind::Digest);
        hides(b"AUTH PLAIN dGVzdA==\r\n", b"dGVzdA==", SecretKind::Base64);
        hides(b"dGVzdA==", b"dGVzdA==", SecretKind::Base64);
        for open in
            [b"PASS\r\n".as_slice(), b"PASS \r\n", b"APOP amy\r\n", b"APOP amy \r\n", b"USER amy\r\n", b"*\r\n", b""]
        {
            assert_eq!(hidden(open), None, "{}", printable(open));
        }
        assert_eq!(hidden_piece(b"SS sesame\r\n").map(|hidden| hidden.range), Some(0..9));
        assert_eq!(hidden_piece(b"RETR 1\r\n"), None);
        assert_eq!(hidden_response(b"dGVzdA==\r\n").map(|hidden| hidden.range), Some(0..8));
        assert_eq!((hidden_response(b"*\r\n"), hidden_response(b"\r\n")), (None, None));
    }

    #[test]
    fn the_rest_of_a_line_that_was_lost_may_be_a_password() {
        assert_eq!(masked_piece(b"SS sesame\r\n"), "••••••");
        assert_eq!(masked_piece(b"sesame\r\n"), "••••••");
        assert_eq!(masked_piece(b"pass half a"), "pass ••••••");
        assert_eq!(masked_piece(b"RETR 1"), "RETR 1");
        assert_eq!(masked_piece(b"AUTH Ag"), "AUTH ••••••");
        assert_eq!(masked_piece(b"AUTH PLAIN\r\n"), "AUTH PLAIN");
        assert_eq!(masked_piece(b"\r\n"), "");
    }
}
