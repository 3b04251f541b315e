//! The exchange of AUTH, turn by turn (RFC 5034 §4).

use crate::proto::auth::Plain;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::command::Secret;
use crate::sim::profile::Mechanism;
use crate::sim::server::Desk;

/// An exchange that waits for the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Sasl {
    mechanism: Mechanism,
    /// What was asked, where it matters.
    challenge: String,
    /// The name, once LOGIN has it.
    name: Option<String>,
}

/// What comes of a turn.
pub(super) enum Turn {
    /// The server asks, in base64.
    Ask(Sasl, String),
    /// The client asked for the mechanisms.
    List(Vec<&'static str>),
    /// A name and its password.
    Password { name: String, password: Secret },
    /// A name and a digest over the challenge.
    Digest { name: String, challenge: String, digest: String },
    /// No such mechanism here.
    UnknownMechanism,
    /// No base64, or not what the mechanism wants.
    Malformed,
    /// The client said `*`.
    Cancelled,
}

impl Sasl {
    /// Begins an exchange.
    pub(super) fn begin(mechanism: Option<&str>, initial: Option<&Secret>, desk: &Desk<'_>) -> Turn {
        let mechanisms = &desk.profile.mechanisms;
        let Some(name) = mechanism else {
            return Turn::List(mechanisms.iter().map(|mechanism| mechanism.as_str()).collect());
        };
        let Some(&mechanism) = mechanisms.iter().find(|mechanism| mechanism.as_str() == name) else {
            return Turn::UnknownMechanism;
        };
        let challenge = match mechanism {
            Mechanism::Plain => String::new(),
            Mechanism::Login => "Username:".to_owned(),
            Mechanism::CramMd5 => {
                let fallback = "<1896.697170952@postoffice.example.org>";
                desk.profile.timestamp.clone().unwrap_or_else(|| fallback.to_owned())
            }
        };
        let sasl = Self { mechanism, challenge, name: None };
        match (mechanism, initial.map(Secret::reveal)) {
            // With CRAM-MD5 the server speaks first, so there is nothing to say before.
            (Mechanism::CramMd5, Some(_)) => Turn::Malformed,
            // An equals sign stands for an initial response of no octets.
            (Mechanism::Plain | Mechanism::Login, Some(b"=")) => sasl.take(&[]),
            (Mechanism::Plain | Mechanism::Login, Some(response)) => sasl.hear(response),
            (Mechanism::Plain | Mechanism::Login | Mechanism::CramMd5, None) => {
                let challenge = encode_base64(sasl.challenge.as_bytes());
                Turn::Ask(sasl, challenge)
            }
        }
    }

    /// Hears a line of the client, without its line end.
    pub(super) fn hear(self, line: &[u8]) -> Turn {
        if line == b"*" {
            return Turn::Cancelled;
        }
        match decode_base64(line) {
            Some(octets) => self.take(&octets),
            None => Turn::Malformed,
        }
    }

    fn take(self, octets: &[u8]) -> Turn {
        match self.mechanism {
            Mechanism::Plain => match Plain::read(octets) {
                Some(plain) => {
                    let own = plain.authorization_identity.is_empty()
                        || plain.authorization_identity == plain.authentication_identity;
                    if own {
                        Turn::Password { name: plain.authentication_identity, password: plain.password }
                    } else {
                        Turn::Cancelled // Nobody here may read the mail of others.
                    }
                }
                None => Turn::Malformed,
            },
            Mechanism::Login => match (self.name, String::from_utf8(octets.to_vec())) {
                (Some(name), _) => Turn::Password { name, password: Secret::new(octets) },
                (None, Ok(name)) => {
                    let challenge = "Password:".to_owned();
                    let question = encode_base64(challenge.as_bytes());
                    Turn::Ask(Self { mechanism: self.mechanism, challenge, name: Some(name) }, question)
                }
                (None, Err(_)) => Turn::Malformed,
            },
            Mechanism::CramMd5 => match std::str::from_utf8(octets).ok().and_then(|text| text.rsplit_once(' ')) {
                Some((name, digest)) => {
                    Turn::Digest { name: name.to_owned(), challenge: self.challenge, digest: digest.to_owned() }
                }
                None => Turn::Malformed,
            },
        }
    }
}
