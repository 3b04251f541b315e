//! AUTH: challenges and responses of the mechanisms (RFC 5034 §4, RFC 4616, RFC 2195).

use crate::proto::auth::Plain;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::sim::Phrase;
use crate::sim::Store;
use crate::sim::profile::Mechanism;

/// An AUTH whose next line is a response.
#[derive(Debug)]
pub(super) enum Exchange {
    /// Everything comes at once.
    Plain,
    /// The name comes next.
    LoginName,
    /// The password comes next.
    LoginPassword {
        /// The name that came.
        name: String,
    },
    /// The digest of this challenge comes next.
    CramMd5 {
        /// What was sent.
        challenge: String,
    },
}

/// What a response leads to.
#[derive(Debug)]
pub(super) enum Turn {
    /// The server asks for more.
    Challenge(Exchange, Vec<u8>),
    /// The client has proved to be this user.
    Verified(String),
    /// It has not: this user proves it in another way.
    Wrong(String),
    /// The exchange ends without proof.
    Failed(Phrase),
}

impl Exchange {
    /// Begins, with the challenge that CRAM-MD5 would send.
    ///
    /// An initial response is base64, or `=` for an empty one (RFC 5034 §4).
    pub(super) fn begin(mechanism: Mechanism, initial: Option<&[u8]>, challenge: String, store: &Store) -> Turn {
        let initial = initial.map(|word| if word == b"=" { b"" } else { word });
        match (mechanism, initial) {
            (Mechanism::Plain, Some(word)) => Self::Plain.respond(word, store),
            (Mechanism::Login, Some(word)) => Self::LoginName.respond(word, store),
            // The server speaks first in this mechanism, so there is no initial response (RFC 5034 §4).
            (Mechanism::CramMd5, Some(_)) => Turn::Failed(Phrase::BadResponse),
            (Mechanism::Plain, None) => Turn::Challenge(Self::Plain, Vec::new()),
            (Mechanism::Login, None) => Turn::Challenge(Self::LoginName, b"Username:".to_vec()),
            (Mechanism::CramMd5, None) => {
                let octets = challenge.clone().into_bytes();
                Turn::Challenge(Self::CramMd5 { challenge }, octets)
            }
        }
    }

    /// Hears a response, without its line end.
    pub(super) fn respond(self, line: &[u8], store: &Store) -> Turn {
        if line == b"*" {
            return Turn::Failed(Phrase::Cancelled);
        }
        let Some(octets) = decode_base64(line) else { return Turn::Failed(Phrase::BadResponse) };
        match self {
            Self::Plain => verify_plain(&octets, store),
            Self::LoginName => match String::from_utf8(octets) {
                Ok(name) => Turn::Challenge(Self::LoginPassword { name }, b"Password:".to_vec()),
                Err(_) => Turn::Failed(Phrase::BadResponse),
            },
            Self::LoginPassword { name } => verify(verify_password(&name, &octets, store), name),
            Self::CramMd5 { challenge } => verify_cram_md5(&challenge, &octets, store),
        }
    }
}

/// Whether this is the password of this user.
pub(super) fn verify_password(name: &str, password: &[u8], store: &Store) -> bool {
    let known = store.account(name).and_then(|account| account.password.as_ref());
    known.is_some_and(|known| known.reveal() == password)
}

fn verify_plain(octets: &[u8], store: &Store) -> Turn {
    let Some(plain) = Plain::read(octets) else { return Turn::Failed(Phrase::BadResponse) };
    let name = plain.authentication_identity;
    // Nobody here may act for somebody else.
    let for_oneself = plain.authorization_identity.is_empty() || plain.authorization_identity == name;
    verify(for_oneself && verify_password(&name, plain.password.reveal(), store), name)
}

fn verify_cram_md5(challenge: &str, octets: &[u8], store: &Store) -> Turn {
    let Some((name, digest)) = std::str::from_utf8(octets).ok().and_then(|text| text.rsplit_once(' ')) else {
        return Turn::Failed(Phrase::BadResponse);
    };
    let secret = store.account(name).and_then(|account| account.secret.as_ref());
    let verified = secret.is_some_and(|secret| cram_md5_digest(challenge.as_bytes(), secret.reveal()) == digest);
    verify(verified, name.to_owned())
}

fn verify(verified: bool, name: String) -> Turn {
    if verified { Turn::Verified(name) } else { Turn::Wrong(name) }
}
