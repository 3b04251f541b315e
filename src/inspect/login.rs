//! Logins: who tried to log in, how, with what, and what came of it.

mod listener;
mod sasl;

use std::fmt;

use crate::inspect::login::listener::Listener;
use crate::proto::auth;
use crate::proto::line::printable;
use crate::proto::scram;
use crate::proto::secret::Secret;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::session::Timeline;

/// One attempt to log in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Login {
    /// The step of its command: PASS, RPOP, APOP or AUTH, and USER if none of the first two came.
    pub step: usize,
    /// The step of the reply that decided, if it was seen.
    pub reply: Option<usize>,
    /// How the client proves who it is.
    pub mechanism: Mechanism,
    /// Whose mailbox it is, decoded, if that can be read.
    pub user: Option<Vec<u8>>,
    /// On whose behalf PLAIN or SCRAM acts, if it says so (RFC 4616 §2); or as whom RPOP comes, if that is another name.
    pub authorization_identity: Option<Vec<u8>>,
    /// What is to prove it, if it was said.
    pub credential: Option<Credential>,
    /// What a digest was made with: the timestamp of the greeting or the challenge, decoded if it is base64; of SCRAM
    /// all that both sides said.
    pub challenge: Option<Vec<u8>>,
    /// What came of it.
    pub outcome: Outcome,
    /// The response code of the reply, if it has one.
    pub response_code: Option<String>,
    /// Whether TLS covered it.
    pub cover: Cover,
    /// How sure all this is.
    pub certainty: Certainty,
}

/// How a client proves who it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Mechanism {
    /// USER and PASS (RFC 1939 §7).
    UserPass,
    /// APOP (RFC 1939 §7).
    Apop,
    /// USER and RPOP: the address and the port of the client are the proof (RFC 1081).
    Rpop,
    /// AUTH PLAIN (RFC 4616).
    Plain,
    /// AUTH LOGIN.
    Login,
    /// AUTH CRAM-MD5 (RFC 2195).
    CramMd5,
    /// AUTH XOAUTH2.
    Xoauth2,
    /// AUTH SCRAM-SHA-256 (RFC 7677).
    ScramSha256,
    /// Another one, of which nothing is decoded.
    Other(String),
    /// AUTH with a word that names none, and may be a secret.
    Unnamed,
}

/// What is to prove who a client is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credential {
    /// What it is.
    pub kind: CredentialKind,
    /// Its octets.
    pub secret: Secret,
}

/// What a credential is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CredentialKind {
    /// A password.
    Password,
    /// A token that somebody else gave out.
    Token,
    /// A digest in hexadecimal, or of SCRAM in base64, made of a password and a challenge.
    Digest,
    /// Octets as they came: they are no base64, or nobody knows how to read them.
    Undecoded,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The server said `+OK`.
    Accepted,
    /// The server said `-ERR`.
    Refused,
    /// The client gave up: it answered a challenge with `*`, or sent no PASS after USER.
    Cancelled,
    /// No reply was seen.
    Unknown,
}

impl Login {
    /// The user, printable.
    #[must_use]
    pub fn shown_user(&self) -> Option<String> {
        self.user.as_deref().map(printable)
    }

    /// The digest, if it is one that a password can be held against.
    #[must_use]
    pub fn digest(&self) -> Option<&[u8]> {
        let credential = self.credential.as_ref().filter(|credential| credential.kind == CredentialKind::Digest)?;
        self.challenge.as_ref().map(|_| credential.secret.reveal())
    }

    /// How many rounds of a hash it takes to hold a password against it.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        let challenge = self.challenge.as_deref().filter(|_| self.mechanism == Mechanism::ScramSha256);
        challenge.and_then(scram::rounds).unwrap_or(1)
    }

    /// Whether the digest is that of a password; `None` if there is no digest, or its challenge was not seen.
    #[must_use]
    pub fn matches(&self, password: &[u8]) -> Option<bool> {
        let (digest, challenge) = (self.digest()?, self.challenge.as_deref()?);
        let expected = match self.mechanism {
            Mechanism::Apop => auth::apop_digest(challenge, password),
            Mechanism::CramMd5 => auth::cram_md5_digest(challenge, password),
            Mechanism::ScramSha256 => return scram::matches(challenge, digest, password),
            Mechanism::UserPass
            | Mechanism::Rpop
            | Mechanism::Plain
            | Mechanism::Login
            | Mechanism::Xoauth2
            | Mechanism::Other(_)
            | Mechanism::Unnamed => return None,
        };
        Some(expected.as_bytes().eq_ignore_ascii_case(digest))
    }
}

impl Mechanism {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::UserPass => "USER/PASS",
            Self::Apop => "APOP",
            Self::Rpop => "RPOP",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::Xoauth2 => "XOAUTH2",
            Self::ScramSha256 => scram::NAME,
            Self::Other(name) => name,
            Self::Unnamed => "unknown",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "PLAIN" => Self::Plain,
            "LOGIN" => Self::Login,
            "CRAM-MD5" => Self::CramMd5,
            "XOAUTH2" => Self::Xoauth2,
            scram::NAME => Self::ScramSha256,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl CredentialKind {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token => "token",
            Self::Digest => "digest",
            Self::Undecoded => "undecoded",
        }
    }
}

impl Outcome {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }
}

impl Credential {
    fn new(kind: CredentialKind, octets: &[u8]) -> Self {
        Self { kind, secret: Secret::new(octets) }
    }
}

/// Every attempt to log in, in the order of the commands.
#[must_use]
pub fn logins(timeline: &Timeline) -> Vec<Login> {
    let mut listener = Listener::new(timeline);
    for (place, step) in timeline.steps().iter().enumerate() {
        listener.hear(place, step);
    }
    listener.finish()
}

/// Whether octets are a digest in hexadecimal. Capitals are against RFC 1939 §7, and mean the same.
fn is_digest(octets: &[u8]) -> bool {
    octets.len() == 32 && octets.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests;
