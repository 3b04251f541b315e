//! Values: numbers, times and addresses as people write them in a filter.

use std::fmt;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::lex::Letter;
use super::pattern::Pattern;
use crate::session::Time;

const SECOND: u64 = 1_000_000_000;
const DAY: u64 = 24 * 60 * 60 * SECOND;

/// The units of durations, from the longest on.
const UNITS: [(&str, u64); 6] =
    [("h", 3600 * SECOND), ("min", 60 * SECOND), ("s", SECOND), ("ms", 1_000_000), ("us", 1000), ("ns", 1)];

/// A whole number: `10000`, `10k`, `1.5M`. A thousand is 1000.
pub(super) fn number(text: &str) -> Option<u64> {
    let (digits, factor) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 1000),
        b'M' | b'm' => (&text[..text.len() - 1], 1_000_000),
        b'G' | b'g' => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    decimal(digits, factor)
}

/// A duration: `1.5s`, `200ms`, `2min`, `1h`; without a unit it is seconds.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(digits);
    let (_, factor) = UNITS.into_iter().find(|(name, _)| *name == unit || (unit.is_empty() && *name == "s"))?;
    decimal(digits, factor).map(Duration::from_nanos)
}

/// A duration as [`duration`] reads it.
pub(super) fn shown_duration(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    let (name, factor) =
        UNITS.into_iter().find(|(_, factor)| nanos.is_multiple_of(u128::from(*factor))).unwrap_or(("ns", 1));
    if nanos == 0 { "0s".to_owned() } else { format!("{}{name}", nanos / u128::from(factor)) }
}

/// Digits, perhaps with a point among them, times a power; only what is whole then.
fn decimal(text: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let (whole_number, fraction_number) = (digits(whole)?, digits(fraction)?);
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let small = u128::from(fraction_number) * u128::from(factor);
    if !small.is_multiple_of(scale) {
        return None;
    }
    whole_number.checked_mul(factor)?.checked_add(u64::try_from(small / scale).ok()?)
}

/// A moment, or the day, minute or second that was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Period {
    /// Its beginning.
    pub from: Time,
    /// How many nanoseconds it has.
    nanos: u64,
}

impl Period {
    /// `2026-01-02`, `2026-01-02T10:00`, `2026-01-02T10:00:30.5`; in UTC, with or without a Z.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let shaped = |text: &str, shape: &str| {
            let fits =
                |(octet, wanted): (u8, u8)| if wanted == b'0' { octet.is_ascii_digit() } else { octet == wanted };
            text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
        };
        if !shaped(date, "0000-00-00") {
            return None;
        }
        let (time, nanos) = match time {
            None => ("00:00:00".to_owned(), DAY),
            Some(time) if shaped(time, "00:00") => (format!("{time}:00"), 60 * SECOND),
            Some(time) if shaped(time, "00:00:00") => (time.to_owned(), SECOND),
            Some(time) => {
                let fraction = time.strip_prefix(time.get(..9)?)?;
                let fits = shaped(&time[..9], "00:00:00.") && (1..=9).contains(&fraction.len());
                if !fits || !fraction.bytes().all(|octet| octet.is_ascii_digit()) {
                    return None;
                }
                (time.to_owned(), 10_u64.pow(9 - u32::try_from(fraction.len()).ok()?))
            }
        };
        // A leap second is no moment of a capture.
        if time.get(6..8) == Some("60") {
            return None;
        }
        let moment: DateTime = format!("{date}T{time}").parse().ok()?;
        let timestamp = moment.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let from = Time::from_nanos(i64::try_from(timestamp.as_nanosecond()).ok()?);
        Some(Self { from, nanos })
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub fn holds(self, time: Time) -> bool {
        self.from <= time && i128::from(time.nanos()) - i128::from(self.from.nanos()) < i128::from(self.nanos)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(timestamp) = jiff::Timestamp::from_nanosecond(i128::from(self.from.nanos())) else {
            return write!(f, "{}", self.from);
        };
        let moment = timestamp.to_zoned(TimeZone::UTC).datetime();
        let minute = 60 * SECOND;
        match self.nanos {
            DAY => write!(f, "{}", moment.strftime("%Y-%m-%d")),
            nanos if nanos == minute => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M")),
            SECOND => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M:%S")),
            nanos => {
                let digits = 9 - nanos.ilog10() as usize;
                let fraction = format!("{:09}", moment.subsec_nanosecond());
                write!(f, "{}.{}", moment.strftime("%Y-%m-%dT%H:%M:%S"), &fraction[..digits])
            }
        }
    }
}

/// The ends that a term means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// Addresses with these bits at their start.
    Network {
        /// The address; of its bits only the first count.
        address: IpAddr,
        /// How many of them.
        bits: u8,
    },
    /// An address with any port.
    Address(IpAddr),
    /// An address and a port.
    Socket(SocketAddr),
    /// Text, as address and port are written.
    Text(Pattern),
}

impl Place {
    /// An address, with a port or with the length of a prefix, or some text of it.
    pub(super) fn read(letters: &[Letter], whole: bool) -> Option<Self> {
        let text: String = letters.iter().map(|letter| letter.character).collect();
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().ok()?;
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.parse().ok().filter(|&bits| bits <= most && !text.contains('+'))?;
            return Some(Self::Network { address, bits });
        }
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(&text);
        if let Ok(address) = bare.parse() {
            return Some(Self::Address(address));
        }
        Some(match text.parse() {
            Ok(socket) => Self::Socket(socket),
            Err(_) => Self::Text(Pattern::new(letters, whole)),
        })
    }

    /// Whether an end is meant.
    #[must_use]
    pub fn holds(&self, end: SocketAddr) -> bool {
        match self {
            Self::Network { address, bits } => begins_alike(*address, end.ip(), *bits),
            Self::Address(address) => *address == end.ip(),
            Self::Socket(socket) => (socket.ip(), socket.port()) == (end.ip(), end.port()),
            Self::Text(pattern) => pattern.matches(&end.to_string()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network { address, bits } => write!(f, ":{address}/{bits}"),
            Self::Address(address) => write!(f, ":{address}"),
            Self::Socket(socket) => write!(f, ":{socket}"),
            Self::Text(pattern) => write!(f, "{}{pattern}", if pattern.is_whole() { "=" } else { ":" }),
        }
    }
}

/// Whether two addresses of one kind begin with the same bits.
fn begins_alike(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    let (one, other, width) = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (u128::from(one.to_bits()), u128::from(other.to_bits()), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
    };
    let behind = width - u32::from(bits);
    one.checked_shr(behind).unwrap_or(0) == other.checked_shr(behind).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_suffixes() {
        assert_eq!(number("10000"), Some(10_000));
        assert_eq!(number("10k"), Some(10_000));
        assert_eq!(number("1.5M"), Some(1_500_000));
        assert_eq!(number("2G"), Some(2_000_000_000));
        for wrong in ["", "k", "1.5", "-1", "+1", "1e3", "99999999999G", "1.", "0.0001k", "1_000"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("1.5s"), Some(Duration::from_millis(1500)));
        assert_eq!(duration("200ms"), Some(Duration::from_millis(200)));
        assert_eq!(duration("3"), Some(Duration::from_secs(3)));
        assert_eq!(duration("2min"), Some(Duration::from_mins(2)));
        assert_eq!(duration("1.5 s"), None);
        assert_eq!(duration("ms"), None);
        for text in ["1500ms", "2min", "0s", "1ns", "90s", "1h"] {
            assert_eq!(shown_duration(duration(text).expect("a duration")), text);
        }
    }

    #[test]
    fn a_time_is_as_long_as_it_is_written() {
        let holds = |period: &str, time: &str| {
            let time = Period::read(time).expect("a time").from;
            Period::read(period).expect("a period").holds(time)
        };
        assert!(holds("2026-01-02", "2026-01-02T23:59:59.999"));
        assert!(!holds("2026-01-02", "2026-01-03"));
        assert!(holds("2026-01-02T10:00", "2026-01-02T10:00:59Z"));
        assert!(!holds("2026-01-02T10:00:00", "2026-01-02T10:00:01"));
        assert!(holds("2026-01-02T10:00:00.5", "2026-01-02T10:00:00.599999999"));
        for wrong in
            ["2026", "2026-13-01", "2026-01-02T", "2026-01-02T10", "2026-01-02T10:00:60", "2026-1-2", "9999-01-01"]
        {
            assert_eq!(Period::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_written_as_they_were_read() {
        for text in ["2026-01-02", "1969-12-31T10:00", "2026-01-02T10:00:30", "2026-01-02T10:00:30.050", "1900-01-01"] {
            assert_eq!(Period::read(text).expect("a time").to_string(), text);
        }
    }

    #[test]
    fn prefixes_hold_their_addresses() {
        let place = |text: &str| {
            let letters: Vec<_> = text.chars().map(|character| Letter { character, quoted: false }).collect();
            Place::read(&letters, false)
        };
        let holds = |text: &str, end: &str| place(text).expect("a place").holds(end.parse().expect("an end"));
        assert!(holds("10.1.0.0/16", "10.1.255.3:110"));
        assert!(!holds("10.1.0.0/16", "10.2.0.0:110"));
        assert!(holds("0.0.0.0/0", "10.2.0.0:110") && !holds("0.0.0.0/0", "[::1]:110"));
        assert!(holds("fd00::/8", "[fd00::1]:995"));
        assert!(holds("10.0.0.1", "10.0.0.1:110") && !holds("10.0.0.1", "10.0.0.10:110"));
        assert!(holds("10.0.0.1:110", "10.0.0.1:110") && !holds("10.0.0.1:110", "10.0.0.1:995"));
        assert!(holds("[::1]:110", "[::1]:110") && holds("[::1]", "[::1]:995") && holds("::1", "[::1]:995"));
        assert!(holds("10.0.", "10.0.0.1:110") && holds(":110", "10.0.0.1:110"));
        assert_eq!(place("10.1.0.0/33"), None);
        assert_eq!(place("10.1/16"), None);
    }
}
