//! SCRAM-SHA-256: both sides prove that they know the password, and neither says it (RFC 5802, RFC 7677).

use std::fmt;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use sha2::Digest as _;
use sha2::Sha256;

use super::auth::decode_base64;
use super::auth::encode_base64;
use super::auth::prepared;

/// The name of the mechanism.
pub const NAME: &str = "SCRAM-SHA-256";

/// So often the password is hashed at least (RFC 7677 §3).
pub const LEAST_ITERATIONS: u32 = 4096;

/// A client that is asked for more than this refuses: the other side may only want to keep it busy.
pub const MOST_ITERATIONS: u32 = 1_000_000;

/// A password is tried on a proof of so many rounds at most: people wait for the answer.
const MOST_TRIED_ITERATIONS: u32 = 20_000;

/// What a client says of channel binding (RFC 5802 §6).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ChannelBinding {
    /// `n`: it has none.
    Unsupported,
    /// `y`: it has, but believes that the server has none.
    NotOffered,
    /// `p=…`: it insists on this one.
    Wanted(String),
}

/// The first message of the client: who it is, and its nonce.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientFirst {
    /// Channel binding.
    pub binding: ChannelBinding,
    /// On whose behalf, if it says so.
    pub authorization_identity: Option<String>,
    /// Whose password it is.
    pub user: String,
    /// What the client has made up.
    pub nonce: String,
    /// What stands before the bare message: it is repeated, and so protected, in the last message.
    header: String,
    bare: String,
}

/// The first message of the server: what the password is hashed with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServerFirst {
    /// The nonce of the client, and behind it that of the server.
    pub nonce: String,
    /// What makes equal passwords differ.
    pub salt: Vec<u8>,
    /// How often the password is hashed.
    pub iterations: u32,
    text: String,
}

/// The last message of the client: its proof.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientFinal {
    /// The header of the first message, once more.
    pub header: Vec<u8>,
    /// Both nonces.
    pub nonce: String,
    /// What only somebody can compute who knows the password.
    pub proof: Vec<u8>,
    without_proof: String,
}

/// What both sides make of the password.
#[derive(Clone, Eq, PartialEq)]
pub struct Keys {
    client: [u8; 32],
    stored: [u8; 32],
    server: [u8; 32],
}

/// Why a message of the server is not good enough to go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ScramError {
    /// It cannot be read.
    #[error("the server's message is not one of SCRAM")]
    Malformed,
    /// It does not go on from the nonce of the client.
    #[error("the server's nonce does not begin with the client's")]
    WrongNonce,
    /// More rounds than anybody needs.
    #[error("the server wants more than {MOST_ITERATIONS} rounds")]
    TooManyIterations,
}

/// The client's side of an exchange.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientSide {
    first: ClientFirst,
    /// The signature by which the server will prove itself.
    expected: Option<[u8; 32]>,
}

/// The server's side of an exchange, once it has asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServerSide {
    /// What the client said first.
    pub first: ClientFirst,
    /// What the server answered.
    pub answer: ServerFirst,
}

impl ClientFirst {
    /// The message of a client without channel binding, in nobody else's name.
    #[must_use]
    pub fn new(user: &str, nonce: &str) -> Self {
        let user = prepared(user).map_or_else(|| user.to_owned(), std::borrow::Cow::into_owned);
        let bare = format!("n={},r={nonce}", escaped(&user));
        Self {
            binding: ChannelBinding::Unsupported,
            authorization_identity: None,
            user,
            nonce: nonce.to_owned(),
            header: "n,,".to_owned(),
            bare,
        }
    }

    /// Reads the decoded octets.
    ///
    /// An extension that must be understood is understood by nobody (RFC 5802 §5.1, `m`).
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(octets).ok()?;
        let (flag, rest) = text.split_once(',')?;
        let (authorization, bare) = rest.split_once(',')?;
        let binding = match flag {
            "n" => ChannelBinding::Unsupported,
            "y" => ChannelBinding::NotOffered,
            other => ChannelBinding::Wanted(other.strip_prefix("p=").filter(|name| !name.is_empty())?.to_owned()),
        };
        let authorization_identity = match authorization {
            "" => None,
            given => Some(unescaped(given.strip_prefix("a=")?)?),
        };
        let mut fields = bare.split(',');
        let user = unescaped(fields.next()?.strip_prefix("n=")?)?;
        let nonce = fields.next()?.strip_prefix("r=")?;
        let header = text[..text.len() - bare.len()].to_owned();
        is_nonce(nonce).then(|| Self {
            binding,
            authorization_identity,
            user,
            nonce: nonce.to_owned(),
            header,
            bare: bare.to_owned(),
        })
    }

    /// The message without what stands before it.
    #[must_use]
    pub fn bare(&self) -> &str {
        &self.bare
    }
}

impl fmt::Display for ClientFirst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.header, self.bare)
    }
}

impl ServerFirst {
    /// The message of a server.
    #[must_use]
    pub fn new(client_nonce: &str, server_nonce: &str, salt: &[u8], iterations: u32) -> Self {
        let nonce = format!("{client_nonce}{server_nonce}");
        let text = format!("r={nonce},s={},i={iterations}", encode_base64(salt));
        Self { nonce, salt: salt.to_vec(), iterations, text }
    }

    /// Reads the decoded octets.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(octets).ok()?;
        let mut fields = text.split(',');
        let nonce = fields.next()?.strip_prefix("r=").filter(|nonce| is_nonce(nonce))?.to_owned();
        let salt = decode_base64(fields.next()?.strip_prefix("s=")?.as_bytes()).filter(|salt| !salt.is_empty())?;
        let iterations = fields.next()?.strip_prefix("i=")?.parse().ok().filter(|rounds| 0 < *rounds)?;
        Some(Self { nonce, salt, iterations, text: text.to_owned() })
    }
}

impl fmt::Display for ServerFirst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl ClientFinal {
    /// Reads the decoded octets.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(octets).ok()?;
        let (without_proof, proof) = text.rsplit_once(",p=")?;
        let mut fields = without_proof.split(',');
        let header = decode_base64(fields.next()?.strip_prefix("c=")?.as_bytes())?;
        let nonce = fields.next()?.strip_prefix("r=")?.to_owned();
        let proof = decode_base64(proof.as_bytes()).filter(|proof| proof.len() == 32)?;
        Some(Self { header, nonce, proof, without_proof: without_proof.to_owned() })
    }

    /// The message without its proof.
    #[must_use]
    pub fn without_proof(&self) -> &str {
        &self.without_proof
    }
}

impl Keys {
    /// Hashes a password, prepared by `SASLprep` if it can be, so many times.
    #[must_use]
    pub fn derive(password: &[u8], salt: &[u8], iterations: u32) -> Self {
        let prepared = std::str::from_utf8(password).ok().and_then(prepared);
        let password = prepared.as_deref().map_or(password, str::as_bytes);
        let salted: [u8; 32] = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations);
        let client = keyed(&salted, b"Client Key");
        Self { client, stored: Sha256::digest(client).into(), server: keyed(&salted, b"Server Key") }
    }

    /// What the client proves with.
    #[must_use]
    pub fn proof(&self, auth_message: &str) -> [u8; 32] {
        mixed(&self.client, &keyed(&self.stored, auth_message.as_bytes()))
    }

    /// What the server proves with.
    #[must_use]
    pub fn signature(&self, auth_message: &str) -> [u8; 32] {
        keyed(&self.server, auth_message.as_bytes())
    }

    /// Whether a proof can only come from somebody who knows the password. The server needs no more than the
    /// stored key for it (RFC 5802 §3).
    #[must_use]
    pub fn proves(&self, auth_message: &str, proof: &[u8]) -> bool {
        let Ok(proof) = <[u8; 32]>::try_from(proof) else { return false };
        let client = mixed(&proof, &keyed(&self.stored, auth_message.as_bytes()));
        <[u8; 32]>::from(Sha256::digest(client)) == self.stored
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl ClientSide {
    /// Begins an exchange.
    #[must_use]
    pub fn begin(user: &str, nonce: &str) -> Self {
        Self { first: ClientFirst::new(user, nonce), expected: None }
    }

    /// What the client says first.
    #[must_use]
    pub fn first(&self) -> &ClientFirst {
        &self.first
    }

    /// The last message of the client, given what the server asked.
    pub fn answer(&mut self, question: &[u8], password: &[u8]) -> Result<String, ScramError> {
        let question = ServerFirst::read(question).ok_or(ScramError::Malformed)?;
        if !goes_on(&question.nonce, &self.first.nonce) {
            return Err(ScramError::WrongNonce);
        }
        if MOST_ITERATIONS < question.iterations {
            return Err(ScramError::TooManyIterations);
        }
        let keys = Keys::derive(password, &question.salt, question.iterations);
        let without_proof = format!("c={},r={}", encode_base64(self.first.header.as_bytes()), question.nonce);
        let message = auth_message(self.first.bare(), &question.text, &without_proof);
        self.expected = Some(keys.signature(&message));
        Ok(format!("{without_proof},p={}", encode_base64(&keys.proof(&message))))
    }

    /// Whether the server has proved that it knows the password too.
    #[must_use]
    pub fn accepts(&self, server_final: &[u8]) -> bool {
        let signature = read_server_final(server_final);
        self.expected.is_some_and(|expected| signature.as_deref() == Some(expected.as_slice()))
    }
}

impl ServerSide {
    /// Asks for the proof.
    #[must_use]
    pub fn ask(first: ClientFirst, nonce: &str, salt: &[u8], iterations: u32) -> Self {
        let answer = ServerFirst::new(&first.nonce, nonce, salt, iterations);
        Self { first, answer }
    }

    /// The last message of the server, if the client's proves that it knows the password.
    #[must_use]
    pub fn verify(&self, last: &ClientFinal, keys: &Keys) -> Option<String> {
        let message = auth_message(self.first.bare(), &self.answer.text, last.without_proof());
        let same = last.nonce == self.answer.nonce && last.header == self.first.header.as_bytes();
        (same && keys.proves(&message, &last.proof)).then(|| format!("v={}", encode_base64(&keys.signature(&message))))
    }
}

/// What both proofs are made over: everything that was said (RFC 5802 §3).
#[must_use]
pub fn auth_message(client_first_bare: &str, server_first: &str, client_final_without_proof: &str) -> String {
    format!("{client_first_bare},{server_first},{client_final_without_proof}")
}

/// Whether a proof in base64 is that of a password; `None` if this cannot be said, or not in reasonable time.
#[must_use]
pub fn matches(auth_message: &[u8], proof: &[u8], password: &[u8]) -> Option<bool> {
    let proof = decode_base64(proof)?;
    let message = std::str::from_utf8(auth_message).ok()?;
    let question = question(message)?;
    if MOST_TRIED_ITERATIONS < question.iterations {
        return None;
    }
    Some(Keys::derive(password, &question.salt, question.iterations).proves(message, &proof))
}

/// How many rounds it takes to try a password on what was said, if that can be read.
#[must_use]
pub fn rounds(auth_message: &[u8]) -> Option<u32> {
    Some(question(std::str::from_utf8(auth_message).ok()?)?.iterations)
}

/// The question of the server in all that was said.
fn question(auth_message: &str) -> Option<ServerFirst> {
    // The last nonce but one is that of the server's question, which goes on up to the last message of the client.
    let (said, _) = auth_message.rsplit_once(",c=")?;
    let start = said.rfind(",r=")? + 1;
    ServerFirst::read(&said.as_bytes()[start..])
}

/// The signature in the last message of the server.
#[must_use]
pub fn read_server_final(octets: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(octets).ok()?;
    decode_base64(text.split(',').next()?.strip_prefix("v=")?.as_bytes())
}

/// A nonce that depends on nothing but these octets: the simulator throws no dice.
#[must_use]
pub fn nonce_of(seed: &[u8]) -> String {
    encode_base64(&Sha256::digest(seed)[..18])
}

/// Whether a nonce begins with another and says something of its own.
fn goes_on(nonce: &str, begun: &str) -> bool {
    nonce.strip_prefix(begun).is_some_and(|own| !own.is_empty())
}

/// Printable characters but the comma (RFC 5802 §7).
fn is_nonce(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_graphic() && octet != b',')
}

fn escaped(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// A name as it was meant; `None` if an equals sign stands for nothing (RFC 5802 §5.1).
fn unescaped(name: &str) -> Option<String> {
    let mut pieces = name.split('=');
    let mut plain = pieces.next()?.to_owned();
    for piece in pieces {
        let behind = piece.get(2..)?;
        plain.push(match &piece[..2] {
            "2C" => ',',
            "3D" => '=',
            _ => return None,
        });
        plain.push_str(behind);
    }
    (!plain.is_empty()).then_some(plain)
}

fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    let hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.chain_update(text).finalize().into_bytes().into()
}

fn mixed(one: &[u8; 32], other: &[u8; 32]) -> [u8; 32] {
    std::array::from_fn(|place| one[place] ^ other[place])
}

#[cfg(test)]
mod tests;
