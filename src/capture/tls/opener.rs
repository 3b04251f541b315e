//! Opening the records of one side, one after the other (RFC 8446 §5.2, RFC 5246 §6.2.3.3).
//!
//! A record authenticates only under its own number, so none can be left out, doubled or swapped.

use std::fmt;

use crate::capture::tls::cipher::Algorithm;
use crate::capture::tls::cipher::Key;
use crate::capture::tls::cipher::NONCE;
use crate::capture::tls::cipher::TAG;
use crate::capture::tls::record::ContentType;
use crate::capture::tls::record::HEAD;
use crate::capture::tls::record::Record;
use crate::capture::tls::schedule::Hash;
use crate::capture::tls::schedule::expand_label;
use crate::capture::tls::schedule::next_secret;
use crate::capture::tls::schedule::prf;
use crate::proto::Side;

/// What opens the records of one side.
pub(super) struct Opener {
    key: Key,
    iv: Vec<u8>,
    algorithm: Algorithm,
    sequence: u64,
    version: Version,
}

/// What the versions of TLS do differently.
enum Version {
    Tls12,
    Tls13 { hash: Hash, secret: Vec<u8> },
}

/// What was in a record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Opened {
    pub(super) kind: ContentType,
    pub(super) content: Vec<u8>,
    /// The place in the record, its head included, whose octet became the first of the content.
    pub(super) start: usize,
}

/// The random parts of both hellos.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Randoms {
    pub(super) client: [u8; 32],
    pub(super) server: [u8; 32],
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opener({:?}, record {})", self.algorithm, self.sequence)
    }
}

impl Opener {
    /// For one side of TLS 1.3, by the secret of its traffic.
    pub(super) fn tls_1_3(algorithm: Algorithm, hash: Hash, secret: &[u8]) -> Option<Self> {
        if secret.len() != hash.length() {
            return None;
        }
        let key = Key::new(algorithm, &expand_label(hash, secret, "key", algorithm.key_length())?)?;
        let iv = expand_label(hash, secret, "iv", NONCE)?;
        let version = Version::Tls13 { hash, secret: secret.to_vec() };
        Some(Self { key, iv, algorithm, sequence: 0, version })
    }

    /// For one side of TLS 1.2, by the master secret.
    pub(super) fn tls_1_2(
        algorithm: Algorithm,
        hash: Hash,
        master: &[u8],
        randoms: &Randoms,
        side: Side,
    ) -> Option<Self> {
        let (key, iv) = (algorithm.key_length(), NONCE - algorithm.explicit_nonce());
        let seed = [randoms.server, randoms.client].concat();
        let block = prf(hash, master, "key expansion", &seed, 2 * (key + iv));
        let (keys, ivs) = block.split_at_checked(2 * key)?;
        let of_side = |octets: &[u8]| {
            let (client, server) = octets.split_at(octets.len() / 2);
            match side {
                Side::Client => client.to_vec(),
                Side::Server => server.to_vec(),
            }
        };
        let key = Key::new(algorithm, &of_side(keys))?;
        Some(Self { key, iv: of_side(ivs), algorithm, sequence: 0, version: Version::Tls12 })
    }

    /// Goes on behind so many records that were passed over.
    pub(super) fn behind(mut self, records: u64) -> Self {
        self.sequence = records;
        self
    }

    /// How many records came before the next one.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The keys of its side were updated.
    pub(super) fn update(&mut self) -> bool {
        let Version::Tls13 { hash, secret } = &self.version else { return false };
        let next = next_secret(*hash, secret).and_then(|secret| Self::tls_1_3(self.algorithm, *hash, &secret));
        match next {
            Some(next) => {
                *self = next;
                true
            }
            None => false,
        }
    }

    /// Opens the next record. Only one that is authentic counts as one.
    pub(super) fn open(&mut self, record: &Record<'_>) -> Option<Opened> {
        let opened = match &self.version {
            Version::Tls12 => self.open_1_2(record),
            Version::Tls13 { .. } => self.open_1_3(record),
        }?;
        self.sequence = self.sequence.checked_add(1)?;
        Some(opened)
    }

    fn open_1_2(&self, record: &Record<'_>) -> Option<Opened> {
        let (explicit, sealed) = record.fragment.split_at_checked(self.algorithm.explicit_nonce())?;
        let length = u16::try_from(sealed.len().checked_sub(TAG)?).ok()?.to_be_bytes();
        let nonce = if explicit.is_empty() { self.nonce()? } else { [&self.iv, explicit].concat().try_into().ok()? };
        let mut head = self.sequence.to_be_bytes().to_vec();
        head.extend_from_slice(&record.head[..3]);
        head.extend_from_slice(&length);
        let content = self.key.open(nonce, &head, sealed)?;
        Some(Opened { kind: record.kind, content, start: HEAD + explicit.len() })
    }

    fn open_1_3(&self, record: &Record<'_>) -> Option<Opened> {
        let mut content = self.key.open(self.nonce()?, &record.head, record.fragment)?;
        // Behind the content stand its kind, and zeros that hide its length.
        let last = content.iter().rposition(|&octet| octet != 0)?;
        let kind = ContentType::of(content[last])?;
        content.truncate(last);
        Some(Opened { kind, content, start: HEAD })
    }

    /// The number of the record, spread over what both sides know.
    fn nonce(&self) -> Option<[u8; NONCE]> {
        let mut nonce: [u8; NONCE] = self.iv.as_slice().try_into().ok()?;
        for (octet, number) in nonce[NONCE - 8..].iter_mut().zip(self.sequence.to_be_bytes()) {
            *octet ^= number;
        }
        Some(nonce)
    }
}

/// Seals records as an end of TLS does, for tests.
#[cfg(test)]
impl Opener {
    pub(super) fn seal(&mut self, kind: u8, content: &[u8], padding: usize) -> Vec<u8> {
        let nonce = |opener: &Self| opener.nonce().expect("12 octets");
        let record = match &self.version {
            Version::Tls12 => {
                let explicit = self.sequence.to_be_bytes()[..self.algorithm.explicit_nonce()].to_vec();
                let nonce = if explicit.is_empty() {
                    nonce(self)
                } else {
                    [self.iv.as_slice(), &explicit].concat().try_into().expect("12 octets")
                };
                let length = u16::try_from(content.len()).expect("short").to_be_bytes();
                let head = [&self.sequence.to_be_bytes()[..], &[kind, 3, 3], &length].concat();
                let fragment = [explicit, self.key.seal(nonce, &head, content)].concat();
                record(kind, &fragment)
            }
            Version::Tls13 { .. } => {
                let inner = [content, &[kind], &vec![0; padding]].concat();
                let length = u16::try_from(inner.len() + TAG).expect("short").to_be_bytes();
                let head = [&[23, 3, 3], length.as_slice()].concat();
                record(23, &self.key.seal(nonce(self), &head, &inner))
            }
        };
        self.sequence += 1;
        record
    }
}

/// A record as it stands on the wire.
#[cfg(test)]
pub(super) fn record(kind: u8, fragment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(fragment.len()).expect("short").to_be_bytes();
    [&[kind, 3, 3], length.as_slice(), fragment].concat()
}

#[cfg(test)]
mod tests;
