//! AUTH: challenges and responses of the mechanisms (RFC 5034 §4, RFC 4616, RFC 2195, RFC 5802, RFC 7677).

use crate::proto::auth::Plain;
use crate::proto::auth::compared;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::auth::is_same_password;
use crate::proto::auth::xoauth2_name;
use crate::proto::auth::xoauth2_token;
use crate::proto::scram::ChannelBinding;
use crate::proto::scram::ClientFinal;
use crate::proto::scram::ClientFirst;
use crate::proto::scram::Keys;
use crate::proto::scram::ServerSide;
use crate::sim::Phrase;
use crate::sim::Store;
use crate::sim::profile::Mechanism;

/// What XOAUTH2 says of a token that is not good: the client reads it, and answers before the login is refused.
const NO_TOKEN: &[u8] = br#"{"status":"401","schemes":"bearer","scope":"https://mail.example.org/"}"#;

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
    /// Name and token come next.
    Xoauth2,
    /// The token was not good, and the client was told: whatever comes next, it is refused.
    Xoauth2Refused {
        /// The name that came.
        name: String,
    },
    /// The first message of SCRAM comes next.
    Scram {
        /// What the server adds to the nonce.
        nonce: String,
    },
    /// The proof comes next.
    ScramProof(Box<ServerSide>),
    /// The server has proved itself too: an empty line comes next, for nothing rides on +OK (RFC 5034 §4).
    ScramDone {
        /// Whose maildrop it is.
        mailbox: String,
    },
}

/// What a response leads to.
#[derive(Debug)]
pub(super) enum Turn {
    /// The server asks for more.
    Challenge(Exchange, Vec<u8>),
    /// The client has proved to be this user, or somebody who may act for it.
    Verified(String),
    /// It has not: this user proves it in another way.
    Wrong(String),
    /// The exchange ends without proof.
    Failed(Phrase),
}

impl Exchange {
    /// Begins, with the challenge that CRAM-MD5 would send, and the nonce that SCRAM would add.
    ///
    /// An initial response is base64, or `=` for an empty one (RFC 5034 §4).
    pub(super) fn begin(
        mechanism: Mechanism,
        initial: Option<&[u8]>,
        (challenge, nonce): (String, String),
        store: &Store,
    ) -> Turn {
        let initial = initial.map(|word| if word == b"=" { b"" } else { word });
        let (begun, question) = match mechanism {
            Mechanism::Plain => (Self::Plain, Vec::new()),
            Mechanism::Login => (Self::LoginName, b"Username:".to_vec()),
            Mechanism::Xoauth2 => (Self::Xoauth2, Vec::new()),
            Mechanism::ScramSha256 => (Self::Scram { nonce }, Vec::new()),
            Mechanism::CramMd5 => {
                // The server speaks first in this mechanism, so there is no initial response (RFC 5034 §4).
                if initial.is_some() {
                    return Turn::Failed(Phrase::BadResponse);
                }
                let octets = challenge.clone().into_bytes();
                (Self::CramMd5 { challenge }, octets)
            }
        };
        match initial {
            Some(word) => begun.respond(word, store),
            None => Turn::Challenge(begun, question),
        }
    }

    /// Hears a response, without its line end.
    pub(super) fn respond(self, line: &[u8], store: &Store) -> Turn {
        if let Self::Xoauth2Refused { name } = self {
            return Turn::Wrong(name);
        }
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
            Self::LoginPassword { name } => verify(verify_password(&name, &octets, store), &name),
            Self::CramMd5 { challenge } => verify_cram_md5(&challenge, &octets, store),
            Self::Xoauth2 => verify_xoauth2(&octets, store),
            Self::Xoauth2Refused { name } => Turn::Wrong(name),
            Self::Scram { nonce } => ask_for_proof(&nonce, &octets, store),
            Self::ScramProof(side) => verify_scram(&side, &octets, store),
            Self::ScramDone { mailbox } if octets.is_empty() => Turn::Verified(mailbox),
            Self::ScramDone { .. } => Turn::Failed(Phrase::BadResponse),
        }
    }
}

/// Whether this is the password of this user.
pub(super) fn verify_password(name: &str, password: &[u8], store: &Store) -> bool {
    let known = store.account(&compared(name)).and_then(|account| account.password.as_ref());
    known.is_some_and(|known| is_same_password(known.reveal(), password))
}

fn verify_plain(octets: &[u8], store: &Store) -> Turn {
    let Some(plain) = Plain::read(octets) else { return Turn::Failed(Phrase::BadResponse) };
    let name = plain.authentication_identity.clone();
    let right = verify_password(&name, plain.password.reveal(), store);
    let mailbox = plain.into_mailbox();
    verify(right && may_act(&name, &mailbox, store), &mailbox)
}

fn verify_cram_md5(challenge: &str, octets: &[u8], store: &Store) -> Turn {
    let Some((name, digest)) = std::str::from_utf8(octets).ok().and_then(|text| text.rsplit_once(' ')) else {
        return Turn::Failed(Phrase::BadResponse);
    };
    let secret = store.account(&compared(name)).and_then(|account| account.secret.as_ref());
    let verified = secret.is_some_and(|secret| cram_md5_digest(challenge.as_bytes(), secret.reveal()) == digest);
    verify(verified, name)
}

fn verify_xoauth2(octets: &[u8], store: &Store) -> Turn {
    let (Some(name), Some(token)) = (xoauth2_name(octets), xoauth2_token(octets)) else {
        return Turn::Failed(Phrase::BadResponse);
    };
    let known = store.ledger().terms(&compared(&name)).token.as_ref();
    if known.is_some_and(|known| known.reveal() == token) {
        return Turn::Verified(compared(&name).into_owned());
    }
    Turn::Challenge(Exchange::Xoauth2Refused { name }, NO_TOKEN.to_vec())
}

/// The first message of SCRAM: the answer tells nobody whether there is such a user.
fn ask_for_proof(nonce: &str, octets: &[u8], store: &Store) -> Turn {
    let Some(first) = ClientFirst::read(octets) else { return Turn::Failed(Phrase::BadResponse) };
    match first.binding {
        // This server binds no channel: who only believes so is right, who insists cannot be served (RFC 5802 §6).
        ChannelBinding::Unsupported | ChannelBinding::NotOffered => (),
        ChannelBinding::Wanted(_) => return Turn::Failed(Phrase::BadResponse),
    }
    let name = compared(&first.user);
    let terms = store.ledger().terms(&name);
    let side = ServerSide::ask(first.clone(), nonce, &terms.salt_for(&name), terms.rounds());
    let question = side.answer.to_string().into_bytes();
    Turn::Challenge(Exchange::ScramProof(Box::new(side)), question)
}

/// The last message of SCRAM, and what the server proves in return.
fn verify_scram(side: &ServerSide, octets: &[u8], store: &Store) -> Turn {
    let Some(last) = ClientFinal::read(octets) else { return Turn::Failed(Phrase::BadResponse) };
    let name = compared(&side.first.user);
    let mailbox = side.first.authorization_identity.as_deref().unwrap_or(&name);
    let account = store.account(&name).filter(|_| may_act(&name, mailbox, store));
    let known = account.and_then(|account| account.password.as_ref().or(account.secret.as_ref()));
    let proved = known
        .and_then(|known| side.verify(&last, &Keys::derive(known.reveal(), &side.answer.salt, side.answer.iterations)));
    match proved {
        Some(signature) => {
            let mailbox = compared(mailbox).into_owned();
            Turn::Challenge(Exchange::ScramDone { mailbox }, signature.into_bytes())
        }
        None => Turn::Wrong(mailbox.to_owned()),
    }
}

/// Whether a user may open a maildrop: its own, or one whose owner allows it (RFC 4616 §2).
fn may_act(name: &str, mailbox: &str, store: &Store) -> bool {
    store.ledger().may_act(&compared(name), &compared(mailbox))
}

fn verify(verified: bool, name: &str) -> Turn {
    if verified { Turn::Verified(compared(name).into_owned()) } else { Turn::Wrong(name.to_owned()) }
}
