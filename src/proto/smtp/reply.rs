//! The replies of SMTP: a code of three digits, and text (RFC 5321 §4.2).

use crate::proto::other::Tone;

/// The code at the start of a reply.
#[must_use]
pub fn code(reply: &[u8]) -> Option<u16> {
    let digits = reply.get(..3)?;
    let ends = reply.get(3).is_none_or(|octet| matches!(octet, b' ' | b'-' | b'\r' | b'\n'));
    let read = digits.iter().all(u8::is_ascii_digit) && ends;
    read.then(|| digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0')))
}

/// What the first digit of a code says (RFC 5321 §4.2.1).
#[must_use]
pub fn tone(code: u16) -> Option<Tone> {
    match code / 100 {
        2 => Some(Tone::Positive),
        3 => Some(Tone::Intermediate),
        4 | 5 => Some(Tone::Negative),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digit_says_yes_or_no() {
        let told = |reply: &[u8]| code(reply).and_then(tone);
        assert_eq!(told(b"250-mail.example.org"), Some(Tone::Positive));
        assert_eq!(told(b"354\r\n"), Some(Tone::Intermediate));
        assert_eq!(told(b"503 first EHLO\r\n"), Some(Tone::Negative));
        for wrong in [&b"+OK"[..], b"25", b"2500 x", b"25x", b"150 x"] {
            assert_eq!(told(wrong), None, "{}", wrong.escape_ascii());
        }
    }
}
