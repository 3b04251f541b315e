//! The hellos: what a client offers and what a server chooses (RFC 8446 §4.1, RFC 5246 §7.4.1).

use crate::capture::tls::octets::Octets;
use crate::session::tls_facts::TlsVersion;

/// What stands in place of the server's random part when it asks for another `ClientHello`
/// (RFC 8446 §4.1.3): the SHA-256 of `HelloRetryRequest`.
const RETRY: [u8; 32] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11,
    0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
];

const SERVER_NAME: u16 = 0;
const ALPN: u16 = 16;
const EARLY_DATA: u16 = 42;
const SUPPORTED_VERSIONS: u16 = 43;

/// The most protocols that are kept.
const MAX_PROTOCOLS: usize = 32;

/// The random part of a hello: it names the session in a key log.
pub(in crate::capture) type Random = [u8; 32];

/// What a client says first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct ClientHello {
    pub(super) random: Random,
    pub(super) server_name: Option<String>,
    pub(super) protocols: Vec<String>,
    /// Whether it may send data before the server has answered.
    pub(super) early_data: bool,
}

/// What a server answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct ServerHello {
    pub(super) random: Random,
    pub(super) version: TlsVersion,
    pub(super) cipher_suite: u16,
    /// Whether the octets inside are compressed, as TLS 1.2 and its forerunners allowed.
    pub(super) compressed: bool,
    pub(super) protocol: Option<String>,
    /// Whether it only asks for another `ClientHello`.
    pub(super) retry: bool,
}

/// Reads the body of a `ClientHello`.
pub(super) fn client_hello(body: &[u8]) -> Option<ClientHello> {
    let mut rest = Octets(body);
    rest.u16()?;
    let mut hello = ClientHello { random: *rest.take(32)?.first_chunk()?, ..ClientHello::default() };
    let (_session, _suites, _compression) = (rest.vector8()?, rest.vector16()?, rest.vector8()?);
    for (kind, content) in extensions(&mut rest)? {
        match kind {
            SERVER_NAME => hello.server_name = server_name(content),
            ALPN => hello.protocols = protocols(content),
            EARLY_DATA => hello.early_data = true,
            _ => (),
        }
    }
    Some(hello)
}

/// Reads the body of a `ServerHello`, or of a `HelloRetryRequest`.
pub(super) fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let mut rest = Octets(body);
    let version = TlsVersion(rest.u16()?);
    let random: Random = *rest.take(32)?.first_chunk()?;
    rest.vector8()?;
    let (cipher_suite, compression) = (rest.u16()?, rest.u8()?);
    let compressed = compression != 0;
    let mut hello = ServerHello { random, version, cipher_suite, compressed, protocol: None, retry: random == RETRY };
    for (kind, mut content) in extensions(&mut rest)? {
        match kind {
            // TLS 1.3 hides behind the number of TLS 1.2 (RFC 8446 §4.2.1).
            SUPPORTED_VERSIONS => hello.version = TlsVersion(content.u16()?),
            ALPN => hello.protocol = protocols(content).pop(),
            _ => (),
        }
    }
    Some(hello)
}

/// The protocol that `EncryptedExtensions` say was chosen.
pub(super) fn encrypted_protocol(body: &[u8]) -> Option<String> {
    let found = extensions(&mut Octets(body))?.into_iter().find(|(kind, _)| *kind == ALPN);
    protocols(found?.1).pop()
}

/// Why octets show no random part.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::capture) enum NoRandom {
    /// They are too few.
    TooShort,
    /// They are no `ClientHello`.
    Other,
}

/// The random part of the `ClientHello` at the start of a connection.
pub(in crate::capture) fn random_of(octets: &[u8]) -> Result<Random, NoRandom> {
    let mut rest = Octets(octets);
    let kinds = [0x16, 0x03];
    if !octets.iter().zip(kinds).all(|(octet, kind)| *octet == kind) {
        return Err(NoRandom::Other);
    }
    let found = (|| {
        rest.take(5)?; // The head of the record.
        let kind = rest.u8()?;
        rest.take(5)?; // The length and the version of the message.
        Some((kind, *rest.take(32)?.first_chunk()?))
    })();
    match found {
        Some((super::messages::CLIENT_HELLO, random)) => Ok(random),
        Some(_) => Err(NoRandom::Other),
        None => Err(NoRandom::TooShort),
    }
}

/// The extensions by their kinds. There need be none (RFC 5246 §7.4.1.2).
fn extensions<'a>(rest: &mut Octets<'a>) -> Option<Vec<(u16, Octets<'a>)>> {
    let mut found = Vec::new();
    if rest.is_empty() {
        return Some(found);
    }
    let mut list = rest.vector16()?;
    while !list.is_empty() {
        found.push((list.u16()?, list.vector16()?));
    }
    Some(found)
}

/// The name of a host (RFC 6066 §3).
fn server_name(mut content: Octets<'_>) -> Option<String> {
    let mut list = content.vector16()?;
    while !list.is_empty() {
        let (kind, name) = (list.u8()?, list.vector16()?);
        if kind == 0 {
            return Some(String::from_utf8_lossy(name.0).into_owned());
        }
    }
    None
}

/// The names of protocols (RFC 7301 §3.1).
fn protocols(mut content: Octets<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let Some(mut list) = content.vector16() else { return names };
    while let (Some(name), true) = (list.vector8(), names.len() < MAX_PROTOCOLS) {
        names.push(String::from_utf8_lossy(name.0).into_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector16(octets: &[u8]) -> Vec<u8> {
        let length = u16::try_from(octets.len()).expect("short").to_be_bytes();
        [&length, octets].concat()
    }

    fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
        [kind.to_be_bytes().to_vec(), vector16(content)].concat()
    }

    fn a_client_hello() -> Vec<u8> {
        let name = [vec![0], vector16(b"mail.example.org")].concat();
        let list = [
            extension(0x0A0A, b""),
            extension(SERVER_NAME, &vector16(&name)),
            extension(ALPN, &vector16(b"\x04pop3\x02h2")),
        ];
        let mut body = vec![3, 3];
        body.extend([9; 32]);
        body.extend([0, 0, 2, 0x13, 0x01, 1, 0]);
        body.extend(vector16(&list.concat()));
        body
    }

    fn a_server_hello(extensions: &[u8]) -> Vec<u8> {
        let mut body = vec![3, 3];
        body.extend([8; 32]);
        body.extend([0, 0x13, 0x02, 0]);
        body.extend(vector16(extensions));
        body
    }

    #[test]
    fn a_client_says_what_it_wants() {
        let hello = client_hello(&a_client_hello()).expect("well-formed");
        assert_eq!(hello.random, [9; 32]);
        assert_eq!(hello.server_name.as_deref(), Some("mail.example.org"));
        assert_eq!(hello.protocols, ["pop3", "h2"]);
        assert!(!hello.early_data);
    }

    #[test]
    fn a_server_says_what_it_chose() {
        let hello = server_hello(&a_server_hello(&extension(SUPPORTED_VERSIONS, &[3, 4]))).expect("well-formed");
        assert_eq!((hello.version, hello.cipher_suite, hello.retry), (TlsVersion::TLS_1_3, 0x1302, false));
        let hello = server_hello(&a_server_hello(&extension(ALPN, &vector16(b"\x04pop3")))).expect("well-formed");
        assert_eq!((hello.version, hello.protocol.as_deref()), (TlsVersion::TLS_1_2, Some("pop3")));
    }

    #[test]
    fn no_hello_that_is_cut_short_is_believed() {
        for whole in [a_client_hello(), a_server_hello(&extension(SUPPORTED_VERSIONS, &[3, 4]))] {
            for end in 0..whole.len() {
                // Before the extensions it is whole as an older version has it.
                let bare = end + 2 < whole.len() && client_hello(&whole[..end]).is_some();
                assert!(!bare || client_hello(&whole[..end]).is_some_and(|hello| hello.server_name.is_none()), "{end}");
                assert!(server_hello(&whole[..end]).is_none_or(|hello| hello.version == TlsVersion::TLS_1_2), "{end}");
            }
        }
    }

    #[test]
    fn the_random_part_is_found_behind_the_heads() {
        let message = super::super::messages::message(1, &a_client_hello());
        let octets = [&[22, 3, 1, 0, 80], message.as_slice()].concat();
        assert_eq!(random_of(&octets), Ok([9; 32]));
        for end in 0..43 {
            assert_eq!(random_of(&octets[..end]), Err(NoRandom::TooShort), "{end}");
        }
        assert_eq!(random_of(b"USER anna"), Err(NoRandom::Other));
        assert_eq!(random_of(&[&[22, 3, 1, 0, 80, 2], &octets[6..]].concat()), Err(NoRandom::Other));
    }
}
