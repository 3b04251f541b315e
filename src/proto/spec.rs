//! Clauses: where a rule of POP3 is written down.

use std::fmt;

/// A section of an RFC.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Clause {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section, as the RFC numbers it.
    pub section: &'static str,
}

impl Clause {
    /// A clause by its RFC and section.
    #[must_use]
    pub const fn new(rfc: u16, section: &'static str) -> Self {
        Self { rfc, section }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {} §{}", self.rfc, self.section)
    }
}

/// Commands, replies, states, octets (RFC 1939 §3).
pub const BASIC_OPERATION: Clause = Clause::new(1939, "3");
/// Greeting and login (RFC 1939 §4).
pub const AUTHORIZATION: Clause = Clause::new(1939, "4");
/// STAT LIST RETR DELE NOOP RSET (RFC 1939 §5).
pub const TRANSACTION: Clause = Clause::new(1939, "5");
/// What QUIT does (RFC 1939 §6).
pub const UPDATE: Clause = Clause::new(1939, "6");
/// TOP UIDL USER PASS APOP (RFC 1939 §7).
pub const OPTIONAL: Clause = Clause::new(1939, "7");
/// Mail that stays on the server (RFC 1939 §8).
pub const SCALING: Clause = Clause::new(1939, "8");
/// How octets of a message are counted (RFC 1939 §11).
pub const MESSAGE_FORMAT: Clause = Clause::new(1939, "11");
/// Octets of a connection are counted, and each side confirms what it got (RFC 9293 §3.4).
pub const SEQUENCE_NUMBERS: Clause = Clause::new(9293, "3.4");
/// LAST, the last time it was defined (RFC 1460 §5).
pub const LAST: Clause = Clause::new(1460, "5");
/// Lengths of lines (RFC 2449 §4).
pub const LENGTHS: Clause = Clause::new(2449, "4");
/// CAPA (RFC 2449 §5).
pub const CAPA: Clause = Clause::new(2449, "5");
/// PIPELINING (RFC 2449 §6.6).
pub const PIPELINING: Clause = Clause::new(2449, "6.6");
/// Response codes (RFC 2449 §8).
pub const RESPONSE_CODES: Clause = Clause::new(2449, "8");
/// STLS (RFC 2595 §4).
pub const STLS: Clause = Clause::new(2595, "4");
/// AUTH (RFC 5034 §4).
pub const AUTH: Clause = Clause::new(5034, "4");
/// Cleartext is obsolete (RFC 8314 §3).
pub const CLEARTEXT: Clause = Clause::new(8314, "3");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_written_with_the_section_sign() {
        assert_eq!(PIPELINING.to_string(), "RFC 2449 §6.6");
    }
}
