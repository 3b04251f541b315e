//! From secrets to keys: the schedule of TLS 1.3 (RFC 8446 §7) and the function of TLS 1.2 (RFC 5246 §5).

use hkdf::Hkdf;
use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use sha2::Sha256;
use sha2::Sha384;

/// The hash of a cipher suite.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
}

impl Hash {
    /// Octets of its output, and so of a secret of TLS 1.3.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }
}

/// HKDF-Expand-Label with an empty context. `None` if the secret is too short to be one.
pub(super) fn expand_label(hash: Hash, secret: &[u8], label: &str, length: usize) -> Option<Vec<u8>> {
    let mut info = u16::try_from(length).ok()?.to_be_bytes().to_vec();
    info.push(u8::try_from("tls13 ".len() + label.len()).ok()?);
    info.extend_from_slice(b"tls13 ");
    info.extend_from_slice(label.as_bytes());
    info.push(0);
    let mut key = vec![0; length];
    let expanded = match hash {
        Hash::Sha256 => Hkdf::<Sha256>::from_prk(secret).ok()?.expand(&info, &mut key),
        Hash::Sha384 => Hkdf::<Sha384>::from_prk(secret).ok()?.expand(&info, &mut key),
    };
    expanded.ok().map(|()| key)
}

/// The secret that follows an update of the keys (RFC 8446 §7.2).
pub(super) fn next_secret(hash: Hash, secret: &[u8]) -> Option<Vec<u8>> {
    expand_label(hash, secret, "traffic upd", hash.length())
}

/// The pseudorandom function of TLS 1.2.
pub(super) fn prf(hash: Hash, secret: &[u8], label: &str, seed: &[u8], length: usize) -> Vec<u8> {
    let seed = [label.as_bytes(), seed].concat();
    let mut output = Vec::with_capacity(length + hash.length());
    let mut round = hmac(hash, secret, &[&seed]);
    while output.len() < length {
        output.extend(hmac(hash, secret, &[&round, &seed]));
        round = hmac(hash, secret, &[&round]);
    }
    output.truncate(length);
    output
}

fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    match hash {
        Hash::Sha256 => {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        }
        Hash::Sha384 => {
            let mut mac = Hmac::<Sha384>::new_from_slice(key).expect("HMAC takes a key of any length");
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        }
    }
}

#[cfg(test)]
mod tests;
