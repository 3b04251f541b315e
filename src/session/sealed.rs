//! The shape of TLS without its substance: records of the right size (RFC 5246 §6.2, §7.4).

use crate::proto::Side;

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

/// How many octets the records take that carry so many.
#[must_use]
pub fn sealed_length(length: u64) -> u64 {
    length + length.div_ceil(MAX_RECORD as u64) * (OVERHEAD as u64 + 5)
}

/// How many of the octets inside can be read when so many of the records are there: a record opens as a whole.
#[must_use]
pub fn opened_length(arrived: u64, length: u64) -> u64 {
    if arrived >= sealed_length(length) {
        length
    } else {
        arrived / sealed_length(MAX_RECORD as u64) * MAX_RECORD as u64
    }
}

/// The messages of the handshake, in the order in which they are said.
pub const HANDSHAKE_TURNS: [Side; 3] = [Side::Client, Side::Server, Side::Client];

/// The octets of a message of the handshake, by its place in [`HANDSHAKE_TURNS`].
#[must_use]
pub fn handshake(turn: usize) -> Vec<u8> {
    match turn {
        0 => client_hello(),
        1 => server_hello(),
        _ => finished(),
    }
}

/// Records that could carry so many octets.
#[must_use]
pub fn application_data(length: usize) -> Vec<u8> {
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
#[must_use]
pub fn client_hello() -> Vec<u8> {
    let [high, low] = CIPHER_SUITE;
    hello(1, &[0, 2, high, low, 1, 0]) // No session id is before; behind are one cipher suite, no compression.
}

/// The server's answer, which resumes a session and so needs no certificate.
#[must_use]
pub fn server_hello() -> Vec<u8> {
    let [high, low] = CIPHER_SUITE;
    let mut records = hello(2, &[high, low, 0]);
    records.extend(finished());
    records
}

/// How each side ends the handshake.
#[must_use]
pub fn finished() -> Vec<u8> {
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
        for length in [0, 1, 6, MAX_RECORD, MAX_RECORD + 1, 3 * MAX_RECORD] {
            assert_eq!(application_data(length).len() as u64, sealed_length(length as u64));
        }
        assert_eq!(application_data(MAX_RECORD + 1).len(), MAX_RECORD + 1 + 2 * (5 + OVERHEAD));
    }

    #[test]
    fn a_handshake_begins_as_tls_does() {
        assert_eq!(client_hello()[..11], [22, 3, 3, 0, 45, 1, 0, 0, 41, 3, 3]);
        assert_eq!(server_hello()[..6], [22, 3, 3, 0, 42, 2]);
    }
}
