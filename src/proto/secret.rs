//! Secrets: what must not be shown unasked, and how it is masked.

use std::fmt;

use super::Keyword;
use super::command::split_word;
use super::line::first_line;
use super::line::printable;

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

/// The line as people may see it: printable, without line end, and with secrets masked.
#[must_use]
pub fn masked(line: &[u8]) -> String {
    let (text, _) = first_line(line);
    let (word, rest) = split_word(text);
    let visible = match (Keyword::from_word(word), rest) {
        // The mechanism is no secret, what follows it is.
        (Some(Keyword::Auth), Some(rest)) => match rest.iter().position(|&octet| octet == b' ') {
            Some(space) if space + 1 < rest.len() => word.len() + 1 + space + 1,
            Some(_) | None => text.len(),
        },
        (Some(_) | None, _) => secret_of_pass(text).unwrap_or(text.len()),
    };
    let mut shown = printable(&text[..visible]);
    if visible < text.len() {
        shown.push_str(MASK);
    }
    shown
}

/// Where the secret begins in a line that was meant as PASS, well-formed or not.
fn secret_of_pass(text: &[u8]) -> Option<usize> {
    let start = text.iter().position(|octet| !octet.is_ascii_whitespace())?;
    let keyword = text.get(start..start + 4)?;
    let behind = start + 4;
    match text.get(behind) {
        Some(octet) if keyword.eq_ignore_ascii_case(b"PASS") => Some(behind + usize::from(octet.is_ascii_whitespace())),
        Some(_) | None => None,
    }
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
        assert_eq!(format!("{:?}", Command::parse("PASS x")), "Ok(Pass { secret: Secret(…) })");
    }
}
