//! Replies: the status line that answers a command (RFC 1939 §3, RFC 2449 §8).

use std::fmt;

use super::Octets;
use super::line::LineEnd;
use super::line::MAX_STATUS_LINE;
use super::line::first_line;

/// How a reply line begins.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Indicator {
    /// `+OK`
    Ok,
    /// `-ERR`
    Err,
    /// `+` alone or `+ …`: a challenge of AUTH (RFC 5034 §4).
    ///
    /// In answer to anything else it is the positive reply of some very old notes and servers.
    Plus,
}

impl Indicator {
    /// As it stands on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "+OK",
            Self::Err => "-ERR",
            Self::Plus => "+",
        }
    }

    /// Whether the command succeeded, as far as this indicator can say.
    #[must_use]
    pub fn is_positive(self) -> bool {
        match self {
            Self::Ok | Self::Plus => true,
            Self::Err => false,
        }
    }
}

impl fmt::Display for Indicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong with a status line, though it can be understood.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum StatusFlaw {
    /// `+ok`: the indicators MUST be in upper case (RFC 1939 §3).
    NotUpperCase,
    /// More than 512 octets (RFC 1939 §3).
    TooLong,
    /// A bare LF at its end (RFC 1939 §3).
    BareLf,
    /// `+OKready`: no space behind the indicator (RFC 2449 §9).
    NoSpace,
}

/// A status line: indicator, perhaps a response code, and text for people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatusLine {
    /// How it begins.
    pub indicator: Indicator,
    /// What follows the indicator and one space, a response code included.
    pub text: Octets,
    /// How the line ended.
    pub end: LineEnd,
    /// Octets, line end included.
    pub octets: usize,
    /// Whether the indicator was in upper case and apart from the text.
    flaw: Option<StatusFlaw>,
}

impl StatusLine {
    /// Reads a whole line, line end included. `None` for a line that is no reply at all.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        let (text, end) = first_line(line);
        let (indicator, length) = indicator(text)?;
        let rest = &text[length..];
        let (rest, flaw) = match rest.first() {
            Some(b' ') => (&rest[1..], None),
            Some(_) => (rest, Some(StatusFlaw::NoSpace)),
            None => (rest, None),
        };
        let upper = text[..length] == *indicator.as_str().as_bytes();
        Some(Self {
            indicator,
            text: rest.into(),
            end,
            octets: line.len(),
            flaw: if upper { flaw } else { Some(StatusFlaw::NotUpperCase) },
        })
    }

    /// The response code at the start of the text: `IN-USE`, `SYS/TEMP`, … in upper case.
    ///
    /// Whether brackets mean a code at all depends on the capability RESP-CODES (RFC 2449 §8).
    #[must_use]
    pub fn response_code(&self) -> Option<String> {
        let rest = self.text.strip_prefix(b"[")?;
        let length = rest.iter().position(|&octet| octet == b']')?;
        let code = std::str::from_utf8(&rest[..length]).ok()?;
        let is_code = !code.is_empty() && code.bytes().all(|octet| octet.is_ascii_graphic() && octet != b'[');
        is_code.then(|| code.to_ascii_uppercase())
    }

    /// All that is wrong with it.
    pub fn flaws(&self) -> impl Iterator<Item = StatusFlaw> {
        let long = MAX_STATUS_LINE < self.octets;
        let bare = self.end == LineEnd::Lf;
        [self.flaw, long.then_some(StatusFlaw::TooLong), bare.then_some(StatusFlaw::BareLf)].into_iter().flatten()
    }
}

/// The two numbers of a reply to STAT: messages and octets (RFC 1939 §5). What follows is ignored.
#[must_use]
pub fn read_stat(text: &[u8]) -> Option<(u32, u64)> {
    let mut words = std::str::from_utf8(text).ok()?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// The size that the text of a reply to RETR may begin with: `120 octets`. It is said for people (RFC 1939 §9).
#[must_use]
pub fn announced_octets(text: &[u8]) -> Option<u64> {
    let mut words = text.split(|octet| *octet == b' ');
    let number = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    let unit = words.next()?.get(..6)?;
    unit.eq_ignore_ascii_case(b"octets").then_some(number)
}

/// A line of the scan listing: message number and octets (RFC 1939 §5, LIST). What follows is ignored.
#[must_use]
pub fn read_scan_listing(line: &[u8]) -> Option<(super::MessageNumber, u64)> {
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// A line of the unique-id listing: message number and unique-id (RFC 1939 §7, UIDL).
///
/// Nothing may follow the unique-id.
#[must_use]
pub fn read_unique_id_listing(line: &[u8]) -> Option<(super::MessageNumber, super::UniqueId)> {
    let (number, unique_id) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    Some((number.parse().ok()?, unique_id.parse().ok()?))
}

/// The indicator at the start of a line, in any case, and its length.
fn indicator(text: &[u8]) -> Option<(Indicator, usize)> {
    let starts = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if starts(b"+OK") {
        Some((Indicator::Ok, 3))
    } else if starts(b"-ERR") {
        Some((Indicator::Err, 4))
    } else if text == b"+" || starts(b"+ ") {
        Some((Indicator::Plus, 1))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(line: &[u8], indicator: Indicator, text: &str, flaws: &[StatusFlaw]) {
        let status = StatusLine::read(line).expect("a status line");
        assert_eq!(status.indicator, indicator);
        assert_eq!(*status.text, *text.as_bytes());
        assert_eq!(status.flaws().collect::<Vec<_>>(), flaws);
    }

    #[test]
    fn indicators_are_told_apart() {
        reads(b"+OK POP3 server ready\r\n", Indicator::Ok, "POP3 server ready", &[]);
        reads(b"+OK\r\n", Indicator::Ok, "", &[]);
        reads(b"-ERR no such message\r\n", Indicator::Err, "no such message", &[]);
        reads(b"+ dGVzdA==\r\n", Indicator::Plus, "dGVzdA==", &[]);
        reads(b"+ \r\n", Indicator::Plus, "", &[]);
        reads(b"+\r\n", Indicator::Plus, "", &[]);
        assert_eq!(StatusLine::read("+ОК с кириллицей\r\n".as_bytes()), None);
        assert_eq!(StatusLine::read(b"+PONG\r\n"), None);
        assert_eq!(StatusLine::read(b"1 120\r\n"), None);
    }

    #[test]
    fn flaws_are_named_and_the_line_understood() {
        reads(b"+ok fine\r\n", Indicator::Ok, "fine", &[StatusFlaw::NotUpperCase]);
        reads(b"-ERRor\n", Indicator::Err, "or", &[StatusFlaw::NoSpace, StatusFlaw::BareLf]);
        let long = [b"+OK ".as_slice(), &[b'x'; 509], b"\r\n"].concat();
        assert!(StatusLine::read(&long).expect("a status line").flaws().eq([StatusFlaw::TooLong]));
        assert_eq!(StatusLine::read(&long[3..]), None);
    }

    #[test]
    fn response_codes_stand_at_the_start_of_the_text() {
        let code = |line: &[u8]| StatusLine::read(line).and_then(|status| status.response_code());
        assert_eq!(code(b"-ERR [IN-USE] busy\r\n").as_deref(), Some("IN-USE"));
        assert_eq!(code(b"-ERR [sys/temp] later\r\n").as_deref(), Some("SYS/TEMP"));
        assert_eq!(code(b"-ERR no [IN-USE]\r\n"), None);
        assert_eq!(code(b"-ERR [two words]\r\n"), None);
        assert_eq!(code(b"-ERR [open\r\n"), None);
    }

    #[test]
    fn numbers_are_read_and_the_rest_is_ignored() {
        assert_eq!(read_stat(b"2 320"), Some((2, 320)));
        assert_eq!(read_stat(b"2 320 octets"), Some((2, 320)));
        assert_eq!(read_stat(b"two"), None);
        assert_eq!(announced_octets(b"120 octets follow"), Some(120));
        assert_eq!(announced_octets(b"120 OCTETS."), Some(120));
        assert_eq!([&b"120"[..], b"120 messages", b"120 oct", b"many octets"].map(announced_octets), [None; 4]);
        let number = super::super::MessageNumber::new(3).expect("not 0");
        assert_eq!(read_scan_listing(b"3 5214 extra"), Some((number, 5214)));
        assert_eq!(read_unique_id_listing(b"3 whqtswO00WBw418f9t5JxYwZ").map(|(number, _)| number), Some(number));
        assert_eq!(read_unique_id_listing(b"3 abc extra"), None);
    }
}
