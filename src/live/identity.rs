//! The identity of a server: a key and a certificate, made when it starts and forgotten when it ends.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rcgen::CertificateParams;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::KeyPair;
use rustls::KeyLog;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::NoServerSessionStorage;
use sha2::Digest as _;
use sha2::Sha256;

use crate::live::StartError;
use crate::session::Time;
use crate::session::tls_facts::Certificate;

/// The days before and after the start for which a certificate is good.
const DAYS: (i64, i64) = (1, 365);
const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// A key and its certificate, signed by itself.
#[derive(Clone, Debug)]
pub struct Identity {
    /// SHA-256 of the certificate, in pairs of hexadecimal digits.
    pub fingerprint: String,
    /// The certificate as text, for clients that want to trust it.
    pub pem: String,
    /// What it says.
    pub certificate: Certificate,
    config: Arc<ServerConfig>,
}

impl Identity {
    /// Makes a new one for this machine, and for an address besides.
    pub fn make(address: Option<IpAddr>, now: Time) -> Result<Self, StartError> {
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let other = address.filter(|address| !address.is_unspecified()).map(|address| address.to_string());
        names.extend(other.filter(|other| !names.contains(other)));
        Self::make_for(names, now).map_err(StartError::Certificate)
    }

    fn make_for(names: Vec<String>, now: Time) -> Result<Self, String> {
        let failed = |error: rcgen::Error| error.to_string();
        let mut params = CertificateParams::new(names).map_err(failed)?;
        params.distinguished_name.push(DnType::CommonName, "popscope");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let seconds = now.nanos().div_euclid(1_000_000_000);
        let (before, after) = DAYS;
        let midnight = |(year, month, day)| rcgen::date_time_ymd(year, month, day);
        params.not_before = midnight(date(seconds - before * SECONDS_OF_DAY)?);
        params.not_after = midnight(date(seconds + after * SECONDS_OF_DAY)?);
        let key = KeyPair::generate().map_err(failed)?;
        let made = params.self_signed(&key).map_err(failed)?;
        let private = PrivateKeyDer::try_from(key.serialize_der()).map_err(str::to_owned)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(vec![made.der().clone()], private)
            .map_err(|error| error.to_string())?;
        // Whoever looks on sees a whole handshake each time.
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        let certificate = Certificate::read(made.der()).ok_or("it cannot be read again")?;
        Ok(Self { fingerprint: fingerprint(made.der()), pem: made.pem(), certificate, config: Arc::new(config) })
    }

    /// What connections of TLS are made with, each with a handshake of its own.
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// The same identity, whose secrets are written down.
    #[must_use]
    pub fn logged(mut self, secrets: Secrets) -> Self {
        let mut config = ServerConfig::clone(&self.config);
        config.key_log = Arc::new(secrets);
        self.config = Arc::new(config);
        self
    }
}

/// The secrets of connections, as lines of a key log that nobody has taken yet.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<Mutex<Vec<String>>>);

impl Secrets {
    /// Takes the lines.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeyLog for Secrets {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}", hexadecimal(client_random), hexadecimal(secret));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        let _ = write!(text, "{octet:02x}"); // Writing to a String cannot fail.
        text
    })
}

/// The SHA-256 of a certificate in DER, as other programs write it: `AB:CD:…`.
#[must_use]
pub fn fingerprint(der: &[u8]) -> String {
    Sha256::digest(der).iter().fold(String::new(), |mut text, octet| {
        let colon = if text.is_empty() { "" } else { ":" };
        let _ = write!(text, "{colon}{octet:02X}"); // Writing to a String cannot fail.
        text
    })
}

/// Year, month and day of a time.
fn date(seconds: i64) -> Result<(i32, u8, u8), String> {
    let day = jiff::Timestamp::from_second(seconds).map_err(|error| error.to_string())?;
    let day = day.to_zoned(jiff::tz::TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).unwrap_or(1);
    Ok((day.year().into(), small(day.month()), small(day.day())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_good_for_this_machine_and_some_time() {
        let now = Time::from_nanos(1_700_000_000_000_000_000);
        let identity = Identity::make(Some(IpAddr::from([192, 0, 2, 7])), now).expect("an identity");
        let certificate = &identity.certificate;
        assert_eq!(certificate.names, ["localhost", "127.0.0.1", "::1", "192.0.2.7"]);
        assert!((certificate.not_before..certificate.not_after).contains(&1_700_000_000));
        assert_eq!(identity.fingerprint.len(), 32 * 3 - 1);
        assert!(identity.pem.starts_with("-----BEGIN CERTIFICATE-----"));
        let other = Identity::make(None, now).expect("an identity");
        assert_ne!(other.fingerprint, identity.fingerprint, "each start has its own key");
    }
}
