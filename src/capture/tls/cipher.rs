//! Ciphers: which suites are opened here, and how a sealed record is opened with a key.

use aes_gcm::AeadInOut;
use aes_gcm::Aes128Gcm;
use aes_gcm::Aes256Gcm;
use aes_gcm::KeyInit as _;
use chacha20poly1305::ChaCha20Poly1305;
use tls_parser::TlsCipherEnc;
use tls_parser::TlsCipherEncMode;
use tls_parser::TlsCipherKx;
use tls_parser::TlsCipherSuite;

use crate::capture::tls::schedule::Hash;
use crate::session::tls_facts::CipherSuite;
use crate::session::tls_facts::TlsVersion;

/// Octets of the nonce of all these ciphers.
pub(super) const NONCE: usize = 12;
/// Octets that authenticate a record.
pub(super) const TAG: usize = 16;

/// A cipher that also authenticates (RFC 5116).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Algorithm {
    Aes128Gcm,
    Aes256Gcm,
    ChaCha20Poly1305,
}

impl Algorithm {
    /// Octets of its key.
    pub(super) fn key_length(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    /// Octets of the nonce that TLS 1.2 writes before each record (RFC 5288 §3, RFC 7905 §2).
    pub(super) fn explicit_nonce(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => 8,
            Self::ChaCha20Poly1305 => 0,
        }
    }
}

/// A suite with the name that the IANA gave it.
pub(super) fn named(number: u16) -> CipherSuite {
    CipherSuite { number, name: TlsCipherSuite::from_id(number).map(|suite| suite.name) }
}

/// How a suite seals and hashes in a version, if it is one of those that are opened here.
pub(super) fn suite(number: u16, version: TlsVersion) -> Option<(Algorithm, Hash)> {
    let suite = TlsCipherSuite::from_id(number)?;
    let of_tls_1_3 = suite.kx == TlsCipherKx::Tls13;
    if !(of_tls_1_3 && version == TlsVersion::TLS_1_3 || !of_tls_1_3 && version == TlsVersion::TLS_1_2) {
        return None;
    }
    let algorithm = match (suite.enc, suite.enc_mode, suite.enc_size) {
        (TlsCipherEnc::Aes, TlsCipherEncMode::Gcm, 128) => Algorithm::Aes128Gcm,
        (TlsCipherEnc::Aes, TlsCipherEncMode::Gcm, 256) => Algorithm::Aes256Gcm,
        (TlsCipherEnc::Chacha20_Poly1305, _, _) => Algorithm::ChaCha20Poly1305,
        _ => return None,
    };
    let hash = match suite.name.rsplit('_').next() {
        Some("SHA256") => Hash::Sha256,
        Some("SHA384") => Hash::Sha384,
        _ => return None,
    };
    Some((algorithm, hash))
}

/// A key, ready for use.
pub(super) enum Key {
    Aes128(Box<Aes128Gcm>),
    Aes256(Box<Aes256Gcm>),
    ChaCha20(Box<ChaCha20Poly1305>),
}

impl Key {
    /// `None` if the key has the wrong length.
    pub(super) fn new(algorithm: Algorithm, key: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Aes128Gcm => Aes128Gcm::new_from_slice(key).ok().map(|key| Self::Aes128(Box::new(key))),
            Algorithm::Aes256Gcm => Aes256Gcm::new_from_slice(key).ok().map(|key| Self::Aes256(Box::new(key))),
            Algorithm::ChaCha20Poly1305 => {
                ChaCha20Poly1305::new_from_slice(key).ok().map(|key| Self::ChaCha20(Box::new(key)))
            }
        }
    }

    /// What was sealed, if it is authentic.
    pub(super) fn open(&self, nonce: [u8; NONCE], head: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let mut content = sealed.to_vec();
        let nonce = &nonce.into();
        let opened = match self {
            Self::Aes128(key) => key.decrypt_in_place(nonce, head, &mut content),
            Self::Aes256(key) => key.decrypt_in_place(nonce, head, &mut content),
            Self::ChaCha20(key) => key.decrypt_in_place(nonce, head, &mut content),
        };
        opened.ok().map(|()| content)
    }

    /// The way back, to make records in tests.
    #[cfg(test)]
    pub(super) fn seal(&self, nonce: [u8; NONCE], head: &[u8], content: &[u8]) -> Vec<u8> {
        let mut sealed = content.to_vec();
        let nonce = &nonce.into();
        let done = match self {
            Self::Aes128(key) => key.encrypt_in_place(nonce, head, &mut sealed),
            Self::Aes256(key) => key.encrypt_in_place(nonce, head, &mut sealed),
            Self::ChaCha20(key) => key.encrypt_in_place(nonce, head, &mut sealed),
        };
        done.expect("a Vec can grow");
        sealed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_opened_in_their_own_version() {
        let (old, new) = (TlsVersion::TLS_1_2, TlsVersion::TLS_1_3);
        assert_eq!(suite(0x1301, new), Some((Algorithm::Aes128Gcm, Hash::Sha256)));
        assert_eq!(suite(0x1302, new), Some((Algorithm::Aes256Gcm, Hash::Sha384)));
        assert_eq!(suite(0x1303, new), Some((Algorithm::ChaCha20Poly1305, Hash::Sha256)));
        assert_eq!(suite(0x1301, old), None);
        assert_eq!(suite(0xC02F, old), Some((Algorithm::Aes128Gcm, Hash::Sha256)), "ECDHE, RSA");
        assert_eq!(suite(0x009F, old), Some((Algorithm::Aes256Gcm, Hash::Sha384)), "DHE");
        assert_eq!(suite(0x009C, old), Some((Algorithm::Aes128Gcm, Hash::Sha256)), "RSA alone");
        assert_eq!(suite(0xCCA9, old), Some((Algorithm::ChaCha20Poly1305, Hash::Sha256)));
        assert_eq!(suite(0xC02F, new), None);
    }

    #[test]
    fn other_suites_are_named_and_no_more() {
        assert_eq!(suite(0x1304, TlsVersion::TLS_1_3), None, "CCM");
        assert_eq!(suite(0xC023, TlsVersion::TLS_1_2), None, "CBC");
        assert_eq!(named(0xC023).name, Some("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"));
        assert_eq!(named(0x0A0A).name, None);
    }
}
