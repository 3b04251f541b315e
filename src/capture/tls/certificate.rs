//! The certificate of a server, as the messages of a handshake carry it.

use crate::capture::tls::octets::Octets;
use crate::session::tls_facts::Certificate;

/// The first certificate of a message of TLS 1.2 or older (RFC 5246 §7.4.2).
pub(super) fn of_tls_1_2(body: &[u8]) -> Option<Certificate> {
    Certificate::read(Octets(body).vector24()?.vector24()?.0)
}

/// The first certificate of a message of TLS 1.3 (RFC 8446 §4.4.2).
pub(super) fn of_tls_1_3(body: &[u8]) -> Option<Certificate> {
    let mut rest = Octets(body);
    rest.vector8()?;
    Certificate::read(rest.vector24()?.vector24()?.0)
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
