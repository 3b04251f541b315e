//! The certificate of a server: what it says of itself (RFC 5280). It is read, not verified.

use std::net::IpAddr;

use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer as _;
use x509_parser::prelude::X509Certificate;

use crate::session::tls_facts::Certificate;

/// The most names that are kept of one certificate, and the most characters of each text of it.
const MAX_NAMES: usize = 64;
const MAX_TEXT: usize = 1024;

impl Certificate {
    /// What a certificate in DER says. Nothing of it is verified.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let names = certificate.subject_alternative_name().ok().flatten();
        let names = names.map_or(&[][..], |extension| extension.value.general_names.as_slice());
        let validity = certificate.validity();
        Some(Self {
            subject: shortened(&certificate.subject().to_string()),
            issuer: shortened(&certificate.issuer().to_string()),
            names: names.iter().filter_map(name).take(MAX_NAMES).collect(),
            not_before: validity.not_before.timestamp(),
            not_after: validity.not_after.timestamp(),
        })
    }
}

/// A name of a host, or an address.
fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(shortened(name)),
        GeneralName::IPAddress(octets) => {
            let four = <[u8; 4]>::try_from(*octets).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(*octets).map(IpAddr::from)).ok()?;
            Some(address.to_string())
        }
        _ => None,
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
