//! Acts: what a person does as the client, octet by octet, and how it is typed.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Visitor;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Step;
use crate::session::event::Closing;
use crate::session::fact::Death;
use crate::sim::world::ClientId;

/// Something that a person does.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Act {
    /// Which of the clients does it, counted from 0. Time passes for all.
    pub client: usize,
    /// What is done.
    pub deed: Deed,
}

/// What is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Deed {
    /// The client connects.
    Connect,
    /// The client sends octets: what was typed, with the line end that was chosen.
    Send(Octets),
    /// So many seconds pass.
    Wait(u64),
    /// The connection ends without QUIT.
    End(Ending),
    /// The server will die in the middle of the next UPDATE, when so many messages are removed.
    ServerDies(usize),
}

/// How a connection ends without QUIT.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Ending {
    /// The line is lost.
    Drop,
    /// The client closes.
    Close,
    /// The client resets the connection.
    Reset,
}

/// Octets that are written as text where they are text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Octets(pub Vec<u8>);

/// No person waits longer: a day.
pub const LONGEST_WAIT: Duration = Duration::from_hours(24);

impl Act {
    /// It as a step of a plan. It stands in no file, so its place is none.
    pub(super) fn step(&self) -> Step {
        let action = match &self.deed {
            Deed::Connect => Action::Connect(Protocol::Pop3),
            Deed::Send(Octets(octets)) => Action::Send(octets.clone()),
            Deed::Wait(seconds) => Action::Advance(Duration::from_secs(*seconds).min(LONGEST_WAIT)),
            Deed::End(ending) => Action::End(ending.closing()),
            Deed::ServerDies(removed) => Action::Dies(Death::AmidUpdate(*removed)),
        };
        Step { place: Place { line: 0, column: 0 }, client: ClientId(self.client), action }
    }
}

impl Ending {
    /// Every ending.
    pub const ALL: [Self; 3] = [Self::Drop, Self::Close, Self::Reset];

    fn closing(self) -> Closing {
        match self {
            Self::Drop => Closing::LineLost,
            Self::Close => Closing::Finished(Side::Client),
            Self::Reset => Closing::Reset(Side::Client),
        }
    }
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.serialize_bytes(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OctetsVisitor)
    }
}

struct OctetsVisitor;

impl Visitor<'_> for OctetsVisitor {
    type Value = Octets;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a byte string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Octets, E> {
        Ok(Octets(text.as_bytes().to_vec()))
    }

    fn visit_bytes<E>(self, octets: &[u8]) -> Result<Octets, E> {
        Ok(Octets(octets.to_vec()))
    }
}

/// What was typed as octets, with `\r`, `\n`, `\t`, `\0`, `\\` and `\x41` read as the octets that they name.
/// A backslash before anything else is one.
#[must_use]
pub fn unescaped(typed: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(typed.len());
    let mut rest = typed.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let (octet, used) = match (first, behind) {
            (b'\\', [b'r', ..]) => (b'\r', 1),
            (b'\\', [b'n', ..]) => (b'\n', 1),
            (b'\\', [b't', ..]) => (b'\t', 1),
            (b'\\', [b'0', ..]) => (0, 1),
            (b'\\', [b'\\', ..]) => (b'\\', 1),
            (b'\\', [b'x', high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (16 * high + low, 3),
                (_, _) => (b'\\', 0),
            },
            (_, _) => (first, 0),
        };
        octets.push(octet);
        rest = &behind[used..];
    }
    octets
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_name_octets_and_all_else_stands_for_itself() {
        assert_eq!(unescaped(r"STAT\r\nNOOP\t\0\x41\xff\\r"), b"STAT\r\nNOOP\t\0A\xff\\r");
        assert_eq!(unescaped(r"PASS a\b \x4 \xzz \"), br"PASS a\b \x4 \xzz \");
        assert_eq!(unescaped("да"), "да".as_bytes());
    }

    #[test]
    fn octets_are_kept_exactly() {
        for octets in [b"DELE 1\r\n".as_slice(), b"\xff\0\"\\\n", b"", "ST\u{410}T".as_bytes()] {
            let act = Act { client: 1, deed: Deed::Send(Octets(octets.to_vec())) };
            let text = ron::to_string(&act).expect("an act can be written");
            assert_eq!(ron::from_str::<Act>(&text).as_ref(), Ok(&act), "{text}");
        }
    }
}
