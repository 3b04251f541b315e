//! Trust: which certificate of a server a client accepts.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rustls::CertificateError;
use rustls::ClientConfig;
use rustls::DigitallySignedStruct;
use rustls::Error;
use rustls::RootCertStore;
use rustls::SignatureScheme;
use rustls::client::Resumption;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::danger::ServerCertVerified;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::crypto::verify_tls12_signature;
use rustls::crypto::verify_tls13_signature;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::UnixTime;
use rustls::pki_types::pem::PemObject as _;

use crate::live::identity::fingerprint;
use crate::session::tls_facts::Certificate;

/// Whom a client believes to be the server.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Trust {
    /// Whoever has a certificate for the name that the roots of this system vouch for.
    #[default]
    System,
    /// Whoever has the certificate of this SHA-256, as [`Identity`](crate::live::Identity) writes it: somebody has
    /// looked at it and said so.
    Fingerprint(String),
    /// Whoever has a certificate for the name that one of these vouches for: certificates as DER.
    Authorities(Vec<Vec<u8>>),
}

impl Trust {
    /// The certificates of a text in PEM; `None` if there are none, or one of them cannot be read.
    #[must_use]
    pub fn of_pem(text: &[u8]) -> Option<Self> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
        let certificates: Vec<Vec<u8>> = read.ok()?.into_iter().map(|der| der.to_vec()).collect();
        let readable = certificates.iter().all(|der| Certificate::read(der).is_some());
        (readable && !certificates.is_empty()).then_some(Self::Authorities(certificates))
    }

    /// The certificate of a SHA-256: 64 hexadecimal digits, with or without colons or spaces.
    #[must_use]
    pub fn of_fingerprint(text: &str) -> Option<Self> {
        let digits: Vec<char> = text.chars().filter(|letter| !matches!(letter, ':' | ' ')).collect();
        if digits.len() != 64 || !digits.iter().all(char::is_ascii_hexdigit) {
            return None;
        }
        let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
        Some(Self::Fingerprint(pairs.join(":").to_ascii_uppercase()))
    }
}

/// Why a certificate is not trusted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Doubt {
    /// Nobody who is trusted vouches for it: perhaps the server has made it itself.
    #[error("nobody who is trusted vouches for it")]
    UnknownIssuer,
    /// It is for other names.
    #[error("it is for other names")]
    OtherName,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet")]
    NotYetValid,
    /// Another one was accepted.
    #[error("it is not the one that was accepted")]
    NotTheAccepted,
    /// There are no roots to ask.
    #[error("there are no roots that could vouch for it")]
    NoRoots,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl Doubt {
    fn of(error: &Error) -> Self {
        match error {
            Error::InvalidCertificate(error) => match error {
                CertificateError::UnknownIssuer => Self::UnknownIssuer,
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::OtherName,
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
                other => Self::Other(other.to_string()),
            },
            other => Self::Other(other.to_string()),
        }
    }
}

/// A certificate that was turned down.
#[derive(Clone, Debug)]
pub(super) struct TurnedDown {
    pub(super) certificate: Option<Certificate>,
    pub(super) fingerprint: String,
    pub(super) doubt: Doubt,
}

/// Looks at certificates, and remembers the one that it turned down.
pub(super) struct Verifier {
    trust: Trust,
    provider: Arc<CryptoProvider>,
    /// What the roots say, where they are asked.
    roots: Option<Arc<WebPkiServerVerifier>>,
    turned_down: Mutex<Option<TurnedDown>>,
}

impl Verifier {
    /// A verifier. Without roots no certificate is trusted but one that was named.
    pub(super) fn new(trust: Trust) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let certificates = match &trust {
            Trust::Fingerprint(_) => None,
            Trust::System => Some(rustls_native_certs::load_native_certs().certs),
            Trust::Authorities(all) => Some(all.iter().cloned().map(CertificateDer::from).collect()),
        };
        let roots = certificates.and_then(|certificates| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(certificates);
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok()
        });
        Self { trust, provider, roots, turned_down: Mutex::default() }
    }

    /// What a connection is made with.
    pub(super) fn config(self: &Arc<Self>) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(self) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        // Whoever looks on sees a whole handshake each time.
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// The certificate that was turned down, if one was.
    pub(super) fn turned_down(&self) -> Option<TurnedDown> {
        self.turned_down.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn turn_down(&self, der: &CertificateDer<'_>, doubt: Doubt) {
        let turned_down = TurnedDown { certificate: Certificate::read(der), fingerprint: fingerprint(der), doubt };
        *self.turned_down.lock().unwrap_or_else(PoisonError::into_inner) = Some(turned_down);
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let doubt = match (&self.trust, &self.roots) {
            (Trust::Fingerprint(wanted), _) if wanted.eq_ignore_ascii_case(&fingerprint(end_entity)) => {
                return Ok(ServerCertVerified::assertion());
            }
            (Trust::Fingerprint(_), _) => Doubt::NotTheAccepted,
            (Trust::System | Trust::Authorities(_), Some(roots)) => {
                match roots.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
                    Ok(verified) => return Ok(verified),
                    Err(error) => Doubt::of(&error),
                }
            }
            (Trust::System | Trust::Authorities(_), None) => Doubt::NoRoots,
        };
        let error = Error::General(doubt.to_string());
        self.turn_down(end_entity, doubt);
        Err(error)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("trust", &self.trust).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_typed_in_many_ways() {
        let bare = "0a".repeat(32);
        let written = vec!["0A"; 32].join(":");
        let expected = Some(Trust::Fingerprint(written.clone()));
        for typed in [&bare, &written, &bare.to_uppercase(), &written.replace(':', " ")] {
            assert_eq!(Trust::of_fingerprint(typed), expected, "{typed}");
        }
        for wrong in ["", "0a", &bare[1..], &bare.replace('a', "x"), &format!("{bare}00")] {
            assert_eq!(Trust::of_fingerprint(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_not_trusted() {
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for text in ["", "hello", empty] {
            assert_eq!(Trust::of_pem(text.as_bytes()), None, "{text}");
        }
    }
}
