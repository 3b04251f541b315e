//! Transfer encodings: base64 and quoted-printable undone in pieces, as far as they can be (RFC 2045 §6).

/// How octets are encoded for the way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// Not at all: `7bit`, `8bit` or `binary`.
    None(&'static str),
    /// Three octets in four letters.
    Base64,
    /// Text, with `=` before what is none.
    QuotedPrintable,
    /// Something else, which is left as it is.
    Unknown(String),
}

impl Default for Encoding {
    fn default() -> Self {
        Self::None("7bit")
    }
}

impl Encoding {
    /// The encoding of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "" | "7bit" | "7-bit" => Self::None("7bit"),
            "8bit" | "8-bit" => Self::None("8bit"),
            "binary" => Self::None("binary"),
            "base64" => Self::Base64,
            "quoted-printable" => Self::QuotedPrintable,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::None(name) => name,
            Self::Base64 => "base64",
            Self::QuotedPrintable => "quoted-printable",
            Self::Unknown(name) => name,
        }
    }
}

/// Undoes an encoding and hands out the octets piece by piece. Returns how many octets were none of the encoding:
/// in base64 they are passed over, in quoted-printable they stay as they are.
pub fn decode(encoded: &[u8], encoding: &Encoding, mut give: impl FnMut(&[u8])) -> usize {
    match encoding {
        Encoding::Base64 => base64(encoded, give),
        Encoding::QuotedPrintable => quoted_printable(encoded, give),
        Encoding::None(_) | Encoding::Unknown(_) => {
            give(encoded);
            0
        }
    }
}

/// The first octets of what is encoded, at least so many if there are.
#[must_use]
pub fn decode_first(encoded: &[u8], encoding: &Encoding, most: usize) -> (Vec<u8>, bool) {
    // Base64 grows by a third and line ends, quoted-printable to the threefold.
    let looked_at = &encoded[..encoded.len().min(most.saturating_mul(4))];
    let mut octets = Vec::new();
    decode(looked_at, encoding, |piece| {
        if octets.len() < most {
            octets.extend_from_slice(piece);
        }
    });
    let cut = looked_at.len() < encoded.len() || most < octets.len();
    octets.truncate(most);
    (octets, cut)
}

const PIECE: usize = 3 * 1024;

fn base64(encoded: &[u8], mut give: impl FnMut(&[u8])) -> usize {
    let mut piece = Vec::with_capacity(PIECE + 3);
    let (mut bits, mut held, mut damaged) = (0_u32, 0_u32, 0_usize);
    for &octet in encoded {
        let value = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                // The end; what follows begins anew, as when pieces were put together.
                finish(bits, held, &mut piece);
                (bits, held) = (0, 0);
                continue;
            }
            b'\r' | b'\n' | b' ' | b'\t' => continue,
            _ => {
                damaged += 1;
                continue;
            }
        };
        bits = bits << 6 | u32::from(value);
        held += 1;
        if held == 4 {
            piece.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, held) = (0, 0);
            if PIECE <= piece.len() {
                give(&piece);
                piece.clear();
            }
        }
    }
    finish(bits, held, &mut piece);
    give(&piece);
    damaged
}

/// The last two or three letters are one or two octets; one letter is none.
fn finish(bits: u32, held: u32, piece: &mut Vec<u8>) {
    match held {
        2 => piece.push((bits >> 4).to_be_bytes()[3]),
        3 => piece.extend_from_slice(&(bits >> 2).to_be_bytes()[2..]),
        _ => (),
    }
}

fn quoted_printable(encoded: &[u8], mut give: impl FnMut(&[u8])) -> usize {
    let mut damaged = 0;
    for line in encoded.split_inclusive(|&octet| octet == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let end = &line[text.strip_suffix(b"\r").unwrap_or(text).len()..];
        let text = line[..line.len() - end.len()].trim_ascii_end(); // Blanks at the end came on the way.
        let (text, end) = match text.strip_suffix(b"=") {
            Some(text) => (text, &[][..]), // A soft line break.
            None => (text, end),
        };
        let mut rest = text;
        while let Some(place) = memchr::memchr(b'=', rest) {
            give(&rest[..place]);
            if let (Some(high), Some(low)) = (hex(rest.get(place + 1)), hex(rest.get(place + 2))) {
                give(&[high << 4 | low]);
                rest = &rest[place + 3..];
            } else {
                damaged += 1;
                give(b"=");
                rest = &rest[place + 1..];
            }
        }
        give(rest);
        give(end);
    }
    damaged
}

/// The value of a hex digit, if it is one.
pub(super) fn hex(digit: Option<&u8>) -> Option<u8> {
    char::from(*digit?).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn gives(encoded: &[u8], encoding: &Encoding, octets: &[u8], damaged: usize) {
        let mut decoded = Vec::new();
        let found = decode(encoded, encoding, |piece| decoded.extend_from_slice(piece));
        assert_eq!((decoded.as_slice(), found), (octets, damaged));
    }

    #[test]
    fn base64_is_read_as_far_as_it_can_be() {
        gives(b"SGVs\r\nbG8=\r\n", &Encoding::Base64, b"Hello", 0);
        gives(b"SGVsbG8", &Encoding::Base64, b"Hello", 0);
        gives(b"SGV!sbG8-", &Encoding::Base64, b"Hello", 2);
        gives(b"SGVsbG8=SGVsbG8=", &Encoding::Base64, b"HelloHello", 0);
        gives(b"S", &Encoding::Base64, b"", 0);
    }

    #[test]
    fn quoted_printable_keeps_what_it_cannot_read() {
        gives(b"a=3Db =\r\nc  \r\nd=\n", &Encoding::QuotedPrintable, b"a=b c\r\nd", 0);
        gives(b"50% =off=G1=e2", &Encoding::QuotedPrintable, b"50% =off=G1\xe2", 2);
    }

    #[test]
    fn what_nobody_knows_stays_as_it_is() {
        gives(b"begin 644 a", &Encoding::of("X-UUENCODE"), b"begin 644 a", 0);
        assert_eq!(Encoding::of("X-UUENCODE").as_str(), "x-uuencode");
    }

    #[test]
    fn the_first_octets_are_decoded_without_the_rest() {
        let encoded = b"QUFB".repeat(100_000);
        let (octets, cut) = decode_first(&encoded, &Encoding::Base64, 10);
        assert_eq!((octets.as_slice(), cut), (&b"AAAAAAAAAA"[..], true));
        assert_eq!(decode_first(b"QUFB", &Encoding::Base64, 3), (b"AAA".to_vec(), false));
    }

    proptest! {
        #[test]
        fn base64_is_undone(octets in proptest::collection::vec(any::<u8>(), 0..5000)) {
            use base64::Engine as _;
            let encoded = base64::engine::general_purpose::STANDARD.encode(&octets);
            gives(encoded.as_bytes(), &Encoding::Base64, &octets, 0);
        }
    }
}
