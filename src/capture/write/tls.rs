//! The shape of TLS without its substance: records of the right size (RFC 5246 §6.2, §7.4).

/// Octets that encryption adds to a record: an explicit nonce and a tag (RFC 5288 §3).
const OVERHEAD: usize = 24;
/// The most octets put into one record (RFC 5246 §6.2.1).
const MAX_RECORD: usize = 1 << 14;
/// What stands in place of everything secret.
const FILLER: &[u8] = b"no TLS inside: this is a simulation. ";

const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
const TLS_1_2: [u8; 2] = [3, 3];
/// `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`
const CIPHER_SUITE: [u8; 2] = [0xC0, 0x2F];

/// Records that could carry so many octets.
pub(super) fn application_data(length: usize) -> Vec<u8> {
    let mut records = Vec::new();
    let mut left = length;
    while 0 < left {
        let part = left.min(MAX_RECORD);
        record(&mut records, APPLICATION_DATA, &filler(part + OVERHEAD));
        left -= part;
    }
    records
}

/// What a client says first.
pub(super) fn client_hello() -> Vec<u8> {
    let [high, low] = CIPHER_SUITE;
    hello(1, &[0, 2, high, low, 1, 0]) // No session id is before; behind are one cipher suite, no compression.
}

/// The server's answer, which resumes a session and so needs no certificate.
pub(super) fn server_hello() -> Vec<u8> {
    let [high, low] = CIPHER_SUITE;
    let mut records = hello(2, &[high, low, 0]);
    records.extend(finished());
    records
}

/// How each side ends the handshake.
pub(super) fn finished() -> Vec<u8> {
    let mut records = Vec::new();
    record(&mut records, CHANGE_CIPHER_SPEC, &[1]);
    record(&mut records, HANDSHAKE, &filler(16 + OVERHEAD));
    records
}

fn hello(kind: u8, rest: &[u8]) -> Vec<u8> {
    let mut body = TLS_1_2.to_vec();
    body.extend(filler(32)); // The random part.
    body.push(0); // No session id.
    body.extend_from_slice(rest);
    let [_, a, b, c] = u32::try_from(body.len()).unwrap_or(0).to_be_bytes();
    let mut message = vec![kind, a, b, c];
    message.extend(body);
    let mut records = Vec::new();
    record(&mut records, HANDSHAKE, &message);
    records
}

fn record(records: &mut Vec<u8>, kind: u8, content: &[u8]) {
    records.push(kind);
    records.extend_from_slice(&TLS_1_2);
    let length = u16::try_from(content.len()).expect("a record has at most 2^14 octets and some overhead");
    records.extend_from_slice(&length.to_be_bytes());
    records.extend_from_slice(content);
}

fn filler(length: usize) -> Vec<u8> {
    FILLER.iter().copied().cycle().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_the_size_that_tls_would_need() {
        assert_eq!(application_data(0), b"");
        assert_eq!(application_data(6)[..5], [23, 3, 3, 0, 30]);
        assert_eq!(application_data(6).len(), 35);
        assert_eq!(application_data(MAX_RECORD + 1).len(), MAX_RECORD + 1 + 2 * (5 + OVERHEAD));
    }

    #[test]
    fn a_handshake_begins_as_tls_does() {
        assert_eq!(client_hello()[..11], [22, 3, 3, 0, 45, 1, 0, 0, 41, 3, 3]);
        assert_eq!(server_hello()[..6], [22, 3, 3, 0, 42, 2]);
    }
}
