//! What a capture tells about the TLS of a session: its handshake, and how far it could be opened.

use std::fmt;

use crate::proto::Side;

/// The TLS of one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TlsFacts {
    /// How it came to be.
    pub began: Began,
    /// The number of the frame in which the client's first TLS record begins.
    pub frame: u64,
    /// The version that the server chose, as its number on the wire.
    pub version: Option<TlsVersion>,
    /// The cipher suite that the server chose.
    pub cipher_suite: Option<CipherSuite>,
    /// The name of the server that the client asked for.
    pub server_name: Option<String>,
    /// The application protocols that the client offered (ALPN).
    pub offered_protocols: Vec<String>,
    /// The one that the server chose, where that can be read.
    pub protocol: Option<String>,
    /// The server's own certificate, where it can be read.
    pub certificate: Option<Certificate>,
    /// The alerts that can be read, in their order. Of very many only the first are kept.
    pub alerts: Vec<Alert>,
    /// How much of what was said inside could be read.
    pub decrypted: Decrypted,
}

/// How a connection came to TLS.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Began {
    /// After a command STLS (RFC 2595 §4).
    Stls,
    /// With the first octet (RFC 8314 §3.1).
    Implicit,
}

/// A version of TLS by its number on the wire.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TlsVersion(pub u16);

/// A cipher suite by its number on the wire.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CipherSuite {
    /// Its number.
    pub number: u16,
    /// Its name in the register of the IANA, if it has one.
    pub name: Option<&'static str>,
}

/// What the certificate of a server says. Nobody has verified it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Certificate {
    /// Whom it is for.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// The names and addresses it is good for (subjectAltName).
    pub names: Vec<String>,
    /// Since when it is valid, in seconds since 1970.
    pub not_before: i64,
    /// Until when it is valid, in seconds since 1970.
    pub not_after: i64,
}

/// An alert (RFC 8446 §6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Alert {
    /// Who sent it.
    pub side: Side,
    /// Whether it is called fatal.
    pub fatal: bool,
    /// Its number.
    pub number: u8,
    /// The frame in which its record ends.
    pub frame: u64,
}

/// How much of what was said inside TLS could be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decrypted {
    /// All of it.
    Yes,
    /// Nothing.
    No(Closed),
    /// Some of it.
    Partly(Closed),
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Closed {
    /// Nothing was said inside: the handshake did not get so far.
    NothingInside,
    /// Its secrets are in no key log that was given.
    NoSecrets,
    /// Its secrets stand in the capture behind the packets that need them.
    SecretsLate,
    /// The hellos, which choose the version and the keys, were not both seen.
    NoHandshake,
    /// The cipher suite or the version is none of those that are opened here.
    CipherSuite,
    /// Octets are missing, and with them the count of the records.
    Gap,
    /// A record is not what its sender sealed: it was changed, or the secrets are not its own.
    NotAuthentic,
    /// What is there are no TLS records.
    Malformed,
    /// The two sides negotiated again, inside the first negotiation.
    Renegotiation,
}

impl Began {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stls => "stls",
            Self::Implicit => "implicit",
        }
    }
}

impl TlsVersion {
    /// TLS 1.2
    pub const TLS_1_2: Self = Self(0x0303);
    /// TLS 1.3
    pub const TLS_1_3: Self = Self(0x0304);
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0x0300 => f.write_str("SSL 3.0"),
            0x0301 => f.write_str("TLS 1.0"),
            0x0302 => f.write_str("TLS 1.1"),
            0x0303 => f.write_str("TLS 1.2"),
            0x0304 => f.write_str("TLS 1.3"),
            other => write!(f, "0x{other:04x}"),
        }
    }
}

impl fmt::Display for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Some(name) => f.write_str(name),
            None => write!(f, "0x{:04x}", self.number),
        }
    }
}

impl Alert {
    /// Its name in RFC 8446 §6 or an older one; `None` if nobody gave it one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        ALERTS.iter().find(|(number, _)| *number == self.number).map(|(_, name)| *name)
    }
}

/// The alerts of RFC 8446 §6 and RFC 5246 §7.2.
const ALERTS: [(u8, &str); 31] = [
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (21, "decryption_failed"),
    (22, "record_overflow"),
    (30, "decompression_failure"),
    (40, "handshake_failure"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (60, "export_restriction"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (100, "no_renegotiation"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (120, "no_application_protocol"),
];

impl Decrypted {
    /// Its name in files: `yes`, `no` or `partly`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No(_) => "no",
            Self::Partly(_) => "partly",
        }
    }

    /// Why not all could be read.
    #[must_use]
    pub fn why_not(self) -> Option<Closed> {
        match self {
            Self::Yes => None,
            Self::No(why) | Self::Partly(why) => Some(why),
        }
    }
}

impl Closed {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NothingInside => "nothing_inside",
            Self::NoSecrets => "no_secrets",
            Self::SecretsLate => "secrets_late",
            Self::NoHandshake => "no_handshake",
            Self::CipherSuite => "cipher_suite",
            Self::Gap => "gap",
            Self::NotAuthentic => "not_authentic",
            Self::Malformed => "malformed",
            Self::Renegotiation => "renegotiation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_suites_without_a_name_show_their_number() {
        assert_eq!(TlsVersion::TLS_1_3.to_string(), "TLS 1.3");
        assert_eq!(TlsVersion(0x7F1C).to_string(), "0x7f1c");
        assert_eq!(CipherSuite { number: 0x0A0A, name: None }.to_string(), "0x0a0a");
    }

    #[test]
    fn alerts_have_the_names_of_the_rfc() {
        let alert = |number| Alert { side: Side::Client, fatal: true, number, frame: 1 }.name();
        assert_eq!(alert(48), Some("unknown_ca"));
        assert_eq!(alert(1), None);
        assert!(ALERTS.is_sorted());
    }
}
