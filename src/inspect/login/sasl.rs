//! What was said within an AUTH, and how each mechanism is read (RFC 5034 §4).

use crate::inspect::login::Credential;
use crate::inspect::login::CredentialKind;
use crate::inspect::login::Login;
use crate::inspect::login::Mechanism;
use crate::inspect::login::Outcome;
use crate::inspect::login::is_digest;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::scram::ClientFinal;
use crate::proto::scram::ClientFirst;
use crate::proto::scram::ServerFirst;
use crate::proto::scram::auth_message;

/// The lines of an AUTH.
#[derive(Default)]
pub(super) struct Exchange {
    challenges: Vec<Vec<u8>>,
    responses: Vec<Vec<u8>>,
    cancelled: bool,
    /// What stood behind the mechanism of a malformed line.
    unreadable: Option<Vec<u8>>,
}

impl Exchange {
    /// An AUTH, perhaps with an initial response.
    pub(super) fn begun(initial_response: Option<&[u8]>) -> Self {
        // `=` stands for an initial response without octets (RFC 5034 §4).
        let initial = initial_response.map(|response| if response == b"=" { b"" } else { response }.to_vec());
        Self { responses: initial.into_iter().collect(), ..Self::default() }
    }

    /// An AUTH that is not well-formed: what stands behind its mechanism is kept as it is.
    pub(super) fn unreadable(octets: &[u8]) -> Self {
        Self { unreadable: Some(octets.to_vec()), ..Self::default() }
    }

    pub(super) fn challenge(&mut self, text: &[u8]) {
        self.challenges.push(text.to_vec());
    }

    pub(super) fn response(&mut self, line: &[u8]) {
        if line == b"*" {
            self.cancelled = true;
        } else {
            self.responses.push(line.to_vec());
        }
    }

    /// Completes an attempt with what was said.
    pub(super) fn decode(self, mut login: Login) -> Login {
        if self.cancelled && login.outcome != Outcome::Accepted {
            login.outcome = Outcome::Cancelled;
        }
        if let Some(octets) = self.unreadable {
            let all: Vec<_> = [octets].into_iter().chain(self.responses).collect();
            login.credential = undecoded(&all.join(&b' '));
            return login;
        }
        let first = self.responses.first().map(Vec::as_slice);
        match &login.mechanism {
            Mechanism::Plain => decode_plain(&mut login, first),
            Mechanism::Login => {
                login.user = first.map(|line| decode_base64(line).unwrap_or_else(|| line.to_vec()));
                login.credential = self.responses.get(1).and_then(|line| match decode_base64(line) {
                    Some(password) => Some(Credential::new(CredentialKind::Password, &password)),
                    None => undecoded(line),
                });
            }
            Mechanism::CramMd5 => {
                login.challenge = self.challenges.into_iter().next().map(|text| decode_base64(&text).unwrap_or(text));
                decode_cram_md5(&mut login, first);
            }
            Mechanism::Xoauth2 => decode_xoauth2(&mut login, first),
            Mechanism::ScramSha256 => decode_scram(&mut login, &self.responses, &self.challenges),
            Mechanism::Other(_) | Mechanism::Unnamed | Mechanism::UserPass | Mechanism::Rpop | Mechanism::Apop => {
                login.credential = undecoded(&self.responses.join(&b' '));
            }
        }
        login
    }
}

/// Three parts with a NUL between: on whose behalf, who, and the password (RFC 4616 §2).
fn decode_plain(login: &mut Login, line: Option<&[u8]>) {
    let Some(line) = line else { return };
    let octets = decode_base64(line).unwrap_or_default();
    let parts: Vec<&[u8]> = octets.split(|&octet| octet == 0).collect();
    let &[behalf, user, password] = parts.as_slice() else {
        login.credential = undecoded(line);
        return;
    };
    login.authorization_identity = Some(behalf.to_vec()).filter(|behalf| !behalf.is_empty());
    login.user = Some(user.to_vec());
    login.credential = Some(Credential::new(CredentialKind::Password, password));
}

/// The name, a space and the digest (RFC 2195 §2).
fn decode_cram_md5(login: &mut Login, line: Option<&[u8]>) {
    let Some(line) = line else { return };
    let octets = decode_base64(line).unwrap_or_default();
    let space = octets.iter().rposition(|&octet| octet == b' ');
    match space.map(|space| (&octets[..space], &octets[space + 1..])) {
        Some((name, digest)) if is_digest(digest) => {
            login.user = Some(name.to_vec());
            login.credential = Some(Credential::new(CredentialKind::Digest, digest));
        }
        Some(_) | None => login.credential = undecoded(line),
    }
}

/// `user=NAME^Aauth=Bearer TOKEN^A^A`
fn decode_xoauth2(login: &mut Login, line: Option<&[u8]>) {
    let Some(line) = line else { return };
    let octets = decode_base64(line).unwrap_or_default();
    let field = |name: &[u8]| octets.split(|&octet| octet == 1).find_map(|field| field.strip_prefix(name));
    login.user = field(b"user=").map(<[u8]>::to_vec);
    login.credential = match field(b"auth=") {
        Some(auth) => {
            let is_bearer = auth.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"Bearer "));
            Some(Credential::new(CredentialKind::Token, if is_bearer { &auth[7..] } else { auth }))
        }
        None => undecoded(line),
    };
}

/// Name, proof, and what the proof was made over (RFC 5802 §3).
fn decode_scram(login: &mut Login, responses: &[Vec<u8>], challenges: &[Vec<u8>]) {
    let decoded = |line: &Vec<u8>| decode_base64(line).unwrap_or_default();
    let Some(first) = responses.first().and_then(|line| ClientFirst::read(&decoded(line))) else {
        login.credential = undecoded(&responses.join(&b' '));
        return;
    };
    login.user = Some(first.user.clone().into_bytes());
    login.authorization_identity = first.authorization_identity.clone().map(String::into_bytes);
    let Some(line) = responses.get(1) else { return };
    let Some(last) = ClientFinal::read(&decoded(line)) else {
        login.credential = undecoded(line);
        return;
    };
    let question = challenges.iter().find_map(|text| ServerFirst::read(&decoded(text)));
    login.challenge =
        question.map(|question| auth_message(first.bare(), &question.to_string(), last.without_proof()).into_bytes());
    login.credential = Some(Credential::new(CredentialKind::Digest, encode_base64(&last.proof).as_bytes()));
}

fn undecoded(octets: &[u8]) -> Option<Credential> {
    (!octets.is_empty()).then(|| Credential::new(CredentialKind::Undecoded, octets))
}
