//! The certificate of a server: what it says of itself (RFC 5280). It is read, not verified.

use std::net::IpAddr;

use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer as _;
use x509_parser::prelude::X509Certificate;

use crate::capture::tls::octets::Octets;
use crate::session::tls_facts::Certificate;

/// The most names that are kept of one certificate, and the most characters of each text of it.
const MAX_NAMES: usize = 64;
const MAX_TEXT: usize = 1024;

/// The first certificate of a message of TLS 1.2 or older (RFC 5246 §7.4.2).
pub(super) fn of_tls_1_2(body: &[u8]) -> Option<Certificate> {
    read(Octets(body).vector24()?.vector24()?.0)
}

/// The first certificate of a message of TLS 1.3 (RFC 8446 §4.4.2).
pub(super) fn of_tls_1_3(body: &[u8]) -> Option<Certificate> {
    let mut rest = Octets(body);
    rest.vector8()?;
    read(rest.vector24()?.vector24()?.0)
}

fn read(der: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.map_or(&[][..], |extension| extension.value.general_names.as_slice());
    let validity = certificate.validity();
    Some(Certificate {
        subject: shortened(&certificate.subject().to_string()),
        issuer: shortened(&certificate.issuer().to_string()),
        names: names.iter().filter_map(name).take(MAX_NAMES).collect(),
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_that_are_no_certificate_are_none() {
        assert_eq!(of_tls_1_2(b""), None);
        assert_eq!(of_tls_1_2(&[0, 0, 6, 0, 0, 3, 0x30, 1, 0]), None);
        assert_eq!(of_tls_1_3(&[0, 0, 0, 0]), None);
    }
}
