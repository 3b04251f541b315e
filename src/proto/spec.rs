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
        // Early RFCs do not number their sections.
        let sign = if self.section.starts_with(|first: char| first.is_ascii_digit()) { " §" } else { ", " };
        write!(f, "RFC {}{sign}{}", self.rfc, self.section)
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
/// How octets of a message are counted (RFC 1939 §11).
pub const MESSAGE_FORMAT: Clause = Clause::new(1939, "11");
/// Octets of a connection are counted, and each side confirms what it got (RFC 9293 §3.4).
pub const SEQUENCE_NUMBERS: Clause = Clause::new(9293, "3.4");
/// LAST, the last time it was defined (RFC 1460 §5).
pub const LAST: Clause = Clause::new(1460, "5");
/// RPOP, the last time it was defined: RFC 1225 does not number its sections.
pub const RPOP: Clause = Clause::new(1225, "Optional POP3 Commands");
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
/// What an attacker in the middle can do before TLS begins (RFC 2595 §9).
pub const TLS_DANGERS: Clause = Clause::new(2595, "9");
/// AUTH (RFC 5034 §4).
pub const AUTH: Clause = Clause::new(5034, "4");
/// A mail program keeps its password to itself where no TLS covers it (RFC 8314 §5.2).
pub const CLEARTEXT: Clause = Clause::new(8314, "5.2");
/// Sessions are to be covered by TLS (RFC 8314 §3).
pub const TLS: Clause = Clause::new(8314, "3");
/// What the commands and replies of POP3 are, in short (RFC 1939 §9).
pub const SUMMARY: Clause = Clause::new(1939, "9");
/// What anybody on the way can read and guess (RFC 1939 §13).
pub const SECURITY: Clause = Clause::new(1939, "13");
/// The grammar of commands and replies (RFC 2449 §3).
pub const GRAMMAR: Clause = Clause::new(2449, "3");
/// The capability LOGIN-DELAY (RFC 2449 §6.5).
pub const LOGIN_DELAY_TAG: Clause = Clause::new(2449, "6.5");
/// EXPIRE (RFC 2449 §6.7).
pub const EXPIRE: Clause = Clause::new(2449, "6.7");
/// `[LOGIN-DELAY]` (RFC 2449 §8.1.1).
pub const LOGIN_DELAY: Clause = Clause::new(2449, "8.1.1");
/// `[IN-USE]` (RFC 2449 §8.1.2).
pub const IN_USE: Clause = Clause::new(2449, "8.1.2");
/// Who may name capabilities and response codes (RFC 2449 §9).
pub const REGISTRY: Clause = Clause::new(2449, "9");
/// `[SYS/TEMP]` and `[SYS/PERM]` (RFC 3206 §4).
pub const SYS_CODE: Clause = Clause::new(3206, "4");
/// `[AUTH]` (RFC 3206 §5).
pub const AUTH_CODE: Clause = Clause::new(3206, "5");
/// AUTH PLAIN (RFC 4616 §2).
pub const SASL_PLAIN: Clause = Clause::new(4616, "2");
/// AUTH CRAM-MD5 (RFC 2195 §2).
pub const CRAM_MD5: Clause = Clause::new(2195, "2");
/// AUTH SCRAM-SHA-256: who says what (RFC 5802 §3; RFC 7677 has its own digest).
pub const SCRAM: Clause = Clause::new(5802, "3");
/// SASL in the list of capabilities (RFC 5034 §3).
pub const SASL: Clause = Clause::new(5034, "3");
/// Lines and characters of a mail (RFC 5322 §2.1).
pub const MAIL_LINES: Clause = Clause::new(5322, "2.1");
/// How long the lines of a mail may be (RFC 5322 §2.1.1).
pub const MAIL_LENGTHS: Clause = Clause::new(5322, "2.1.1");
/// The fields of the head of a mail (RFC 5322 §2.2).
pub const MAIL_HEAD: Clause = Clause::new(5322, "2.2");
/// The body of a mail: CR and LF only together (RFC 5322 §2.3).
pub const MAIL_BODY: Clause = Clause::new(5322, "2.3");
/// What MD5 is no longer good for (RFC 6151 §2).
pub const MD5: Clause = Clause::new(6151, "2");
/// The UTF8 command (RFC 6856 §2.1).
pub const UTF8: Clause = Clause::new(6856, "2.1");
/// Names and passwords in UTF-8 (RFC 6856 §2.2).
pub const UTF8_USER: Clause = Clause::new(6856, "2.2");
/// The LANG command (RFC 6856 §3.2).
pub const LANG: Clause = Clause::new(6856, "3.2");
/// `[UTF8]` (RFC 6856 §5).
pub const UTF8_CODE: Clause = Clause::new(6856, "5");
/// TLS from the first octet, on a port of its own (RFC 8314 §3.1).
pub const IMPLICIT_TLS: Clause = Clause::new(8314, "3.1");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_written_with_the_section_sign() {
        assert_eq!(PIPELINING.to_string(), "RFC 2449 §6.6");
        assert_eq!(Clause::new(937, "Commands").to_string(), "RFC 937, Commands");
    }
}
