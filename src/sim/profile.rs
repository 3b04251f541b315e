//! What kind of server it is: data, looked at by the server wherever servers differ.

use std::time::Duration;

use crate::sim::texts::Texts;

/// A kind of server.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent features of a server, each named")]
pub struct Profile {
    /// By which RFC it was written.
    pub generation: Generation,
    /// What it says.
    pub texts: Texts,
    /// The timestamp of its greeting: with one it offers APOP (RFC 1939 §7).
    pub timestamp: Option<String>,
    /// Whether it takes USER and PASS.
    pub user: bool,
    /// Whether it has CAPA (RFC 2449).
    pub capa: bool,
    /// Whether it has TOP.
    pub top: bool,
    /// Whether it has UIDL.
    pub uidl: bool,
    /// Whether it has STLS (RFC 2595).
    pub stls: bool,
    /// Whether it says that commands may be pipelined (RFC 2449 §6.6).
    pub pipelining: bool,
    /// Whether it marks its texts with response codes (RFC 2449 §8).
    pub response_codes: bool,
    /// The SASL mechanisms that it has (RFC 5034).
    pub mechanisms: Vec<Mechanism>,
    /// What it calls itself in CAPA (RFC 2449 §6.9).
    pub implementation: Option<String>,
    /// After so long a silence it closes (RFC 1939 §3).
    pub autologout: Option<Duration>,
    /// Whether it tells with USER that it does not know a name.
    pub tells_unknown_names: bool,
    /// Whether it fails to remove messages in the UPDATE state.
    pub update_fails: bool,
}

/// By which RFC a server was written.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize)]
pub enum Generation {
    /// LAST; RSET takes it back to the value of the session's start.
    Rfc1225,
    /// LAST; RSET takes it back to 0. APOP.
    Rfc1460,
    /// Without LAST, with UIDL.
    #[default]
    Rfc1939,
}

/// A SASL mechanism.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize)]
pub enum Mechanism {
    /// RFC 4616.
    #[serde(rename = "PLAIN")]
    Plain,
    /// Name and password, each asked for.
    #[serde(rename = "LOGIN")]
    Login,
    /// RFC 2195.
    #[serde(rename = "CRAM-MD5", alias = "CRAM_MD5")]
    CramMd5,
}

impl Mechanism {
    /// Its registered name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            generation: Generation::Rfc1939,
            texts: Texts::default(),
            timestamp: None,
            user: true,
            capa: true,
            top: true,
            uidl: true,
            stls: false,
            pipelining: true,
            response_codes: true,
            mechanisms: Vec::new(),
            implementation: None,
            autologout: Some(Duration::from_mins(10)),
            tells_unknown_names: false,
            update_fails: false,
        }
    }
}

impl Profile {
    /// The lines of its reply to CAPA, in the given state: only what it really does there.
    #[must_use]
    pub fn capabilities(&self, logged_in: bool, covered: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |has: bool, line: &str| {
            if has {
                lines.push(line.to_owned());
            }
        };
        add(self.top, "TOP");
        add(self.uidl, "UIDL");
        add(self.user, "USER");
        add(self.response_codes, "RESP-CODES");
        add(self.pipelining, "PIPELINING");
        // STLS means: permitted in the current state (RFC 2595 §4).
        add(self.stls && !logged_in && !covered, "STLS");
        if !self.mechanisms.is_empty() {
            let names: Vec<_> = self.mechanisms.iter().map(|mechanism| mechanism.as_str()).collect();
            add(true, &format!("SASL {}", names.join(" ")));
        }
        if let Some(implementation) = &self.implementation {
            add(true, &format!("IMPLEMENTATION {implementation}"));
        }
        lines
    }
}
