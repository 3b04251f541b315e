//! Logins: APOP digests (RFC 1939 §7) and what SASL exchanges carry (RFC 5034, RFC 4616).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use md5::Digest as _;
use md5::Md5;

use super::scram;
use super::secret::Secret;

/// The timestamp of a greeting that offers APOP: from `<` to `>`, both included.
///
/// It has the shape of a message identifier, so an `@` stands in it and no space (RFC 1939 §7).
#[must_use]
pub fn apop_timestamp(greeting: &[u8]) -> Option<&[u8]> {
    let open = greeting.iter().position(|&octet| octet == b'<')?;
    let close = open + greeting[open..].iter().position(|&octet| octet == b'>')?;
    let timestamp = &greeting[open..=close];
    let inner = &timestamp[1..timestamp.len() - 1];
    let shaped = inner.contains(&b'@') && inner.iter().all(u8::is_ascii_graphic) && !inner.contains(&b'<');
    shaped.then_some(timestamp)
}

/// The digest of APOP: MD5 over the timestamp and the shared secret, in lower-case hexadecimal.
///
/// A secret beyond ASCII is prepared first, if it is UTF-8 (RFC 6856 §2.2).
#[must_use]
pub fn apop_digest(timestamp: &[u8], secret: &[u8]) -> String {
    let text = std::str::from_utf8(secret).ok().filter(|text| !text.is_ascii());
    let prepared = text.and_then(prepared);
    let mut md5 = Md5::new();
    md5.update(timestamp);
    md5.update(prepared.as_deref().map_or(secret, str::as_bytes));
    hex(&md5.finalize())
}

/// The digest of CRAM-MD5: HMAC-MD5 of the challenge, keyed with the secret (RFC 2195 §2).
#[must_use]
pub fn cram_md5_digest(challenge: &[u8], secret: &[u8]) -> String {
    let mut hmac = Hmac::<Md5>::new_from_slice(secret).expect("HMAC takes keys of any length");
    hmac.update(challenge);
    hex(&hmac.finalize().into_bytes())
}

/// Octets in lower-case hexadecimal.
#[must_use]
pub fn hex(octets: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 0xF)]).collect()
}

/// The octets of a SASL line, or `None` when it is not base64 (RFC 5034 §4).
#[must_use]
pub fn decode_base64(line: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(line).ok()
}

/// Octets as a SASL line carries them.
#[must_use]
pub fn encode_base64(octets: &[u8]) -> String {
    STANDARD.encode(octets)
}

/// A name or a password as `SASLprep` makes it (RFC 4013); `None` if it holds what has no place in one, or nothing.
///
/// What Unicode 3.2 has not assigned is refused in queries too: no stored name can have it, so none is missed.
#[must_use]
pub fn prepared(text: &str) -> Option<Cow<'_, str>> {
    stringprep::saslprep(text).ok().filter(|prepared| !prepared.is_empty())
}

/// A name as servers compare it: prepared if it goes beyond ASCII (RFC 6856 §2.2), and as it came if it cannot be.
#[must_use]
pub fn compared(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { prepared(name).unwrap_or(Cow::Borrowed(name)) }
}

/// Whether a password is the one that is known. Beyond ASCII both are prepared, and what cannot be is refused
/// (RFC 6856 §2.2, RFC 4616 §2).
#[must_use]
pub fn is_same_password(known: &[u8], given: &[u8]) -> bool {
    if given.is_ascii() {
        return known == given;
    }
    let prepare = |octets| std::str::from_utf8(octets).ok().and_then(prepared);
    prepare(given).is_some_and(|given| prepare(known).is_some_and(|known| known == given))
}

/// What the client gives with AUTH PLAIN (RFC 4616 §2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plain {
    /// On whose behalf; often empty.
    pub authorization_identity: String,
    /// Whose password it is.
    pub authentication_identity: String,
    /// The password.
    pub password: Secret,
}

impl Plain {
    /// Reads the decoded octets: three parts with a NUL between.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let mut parts = octets.split(|&octet| octet == 0);
        let plain = Self {
            authorization_identity: String::from_utf8(parts.next()?.to_vec()).ok()?,
            authentication_identity: String::from_utf8(parts.next()?.to_vec()).ok()?,
            password: Secret::new(parts.next()?),
        };
        parts.next().is_none().then_some(plain)
    }

    /// Whose maildrop is wanted: that of the one on whose behalf the client acts, or its own (RFC 4616 §2).
    #[must_use]
    pub fn into_mailbox(self) -> String {
        if self.authorization_identity.is_empty() { self.authentication_identity } else { self.authorization_identity }
    }
}

/// The name that a response to a CRAM-MD5 challenge begins with (RFC 2195 §2).
#[must_use]
pub fn cram_md5_name(octets: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(octets).ok()?;
    let (name, digest) = text.rsplit_once(' ')?;
    (digest.len() == 32 && digest.bytes().all(|octet| octet.is_ascii_hexdigit())).then(|| name.to_owned())
}

/// The user of a response to XOAUTH2: `user=NAME^Aauth=Bearer …^A^A`.
#[must_use]
pub fn xoauth2_name(octets: &[u8]) -> Option<String> {
    let field = octets.split(|&octet| octet == 1).find_map(|field| field.strip_prefix(b"user="))?;
    String::from_utf8(field.to_vec()).ok()
}

/// The response of XOAUTH2: a name and a token that somebody else gave out.
#[must_use]
pub fn xoauth2_response(name: &str, token: &[u8]) -> Vec<u8> {
    [b"user=", name.as_bytes(), b"\x01auth=Bearer ", token, b"\x01\x01"].concat()
}

/// The token of a response to XOAUTH2. The word before it is read in any case.
#[must_use]
pub fn xoauth2_token(octets: &[u8]) -> Option<&[u8]> {
    let field = octets.split(|&octet| octet == 1).find_map(|field| field.strip_prefix(b"auth="))?;
    let is_bearer = field.get(..7)?.eq_ignore_ascii_case(b"Bearer ");
    is_bearer.then(|| &field[7..])
}

/// Whose maildrop a SASL response names, as far as the mechanism gives the name in it.
///
/// `nth` counts the responses from 0: LOGIN gives the name in the first and the password in the second.
#[must_use]
pub fn sasl_name(mechanism: &str, nth: usize, response: &[u8]) -> Option<String> {
    let octets = decode_base64(response)?;
    match (mechanism, nth) {
        ("PLAIN", _) => Plain::read(&octets).map(Plain::into_mailbox),
        ("LOGIN", 0) => String::from_utf8(octets).ok(),
        ("CRAM-MD5", _) => cram_md5_name(&octets),
        ("XOAUTH2", _) => xoauth2_name(&octets),
        (scram::NAME, 0) => {
            scram::ClientFirst::read(&octets).map(|first| first.authorization_identity.unwrap_or(first.user))
        }
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_the_rfc() {
        let greeting = b"POP3 server ready <1896.697170952@dbc.mtview.ca.us>";
        let timestamp = apop_timestamp(greeting).expect("a timestamp");
        assert_eq!(timestamp, b"<1896.697170952@dbc.mtview.ca.us>");
        assert_eq!(apop_digest(timestamp, b"tanstaaf"), "c4c9334bac560ecc979e58001b3e22fb");
    }

    #[test]
    fn the_cram_md5_digest_of_rfc_2195() {
        let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
        assert_eq!(cram_md5_digest(challenge, b"tanstaaftanstaaf"), "b913a602c7eda7a495b4e6e7334d3890");
    }

    #[test]
    fn a_greeting_without_a_message_identifier_offers_no_apop() {
        for greeting in ["ready", "ready <now>", "ready <a b@c>", "ready <a@b", "a@b>"] {
            assert_eq!(apop_timestamp(greeting.as_bytes()), None, "{greeting}");
        }
    }

    #[test]
    fn plain_of_the_rfc_has_three_parts() {
        let octets = decode_base64(b"dGVzdAB0ZXN0AHRlc3Q=").expect("base64");
        let plain = Plain::read(&octets).expect("three parts");
        assert_eq!((plain.authorization_identity.as_str(), plain.authentication_identity.as_str()), ("test", "test"));
        assert_eq!(plain.password.reveal(), b"test");
        assert_eq!(Plain::read(b"a\0b"), None);
        assert_eq!(Plain::read(b"a\0b\0c\0d"), None);
    }

    #[test]
    fn names_are_found_in_each_mechanism() {
        let name = |mechanism: &str, octets: &[u8]| sasl_name(mechanism, 0, encode_base64(octets).as_bytes());
        assert_eq!(name("PLAIN", b"\0tim\0x").as_deref(), Some("tim"));
        assert_eq!(name("LOGIN", b"tim").as_deref(), Some("tim"));
        assert_eq!(name("CRAM-MD5", b"tim b913a602c7eda7a495b4e6e7334d3890").as_deref(), Some("tim"));
        assert_eq!(
            name("XOAUTH2", b"user=tim@example.org\x01auth=Bearer x\x01\x01").as_deref(),
            Some("tim@example.org")
        );
        assert_eq!(sasl_name("PLAIN", 0, b"not base64!"), None);
        assert_eq!(name("PLAIN", b"boss\0tim\0x").as_deref(), Some("boss"));
        assert_eq!(name("SCRAM-SHA-256", b"n,,n=tim,r=abc").as_deref(), Some("tim"));
        assert_eq!(sasl_name("SCRAM-SHA-256", 1, encode_base64(b"n,,n=tim,r=abc").as_bytes()), None);
    }

    #[test]
    fn f35_names_and_passwords_beyond_ascii_are_prepared() {
        assert_eq!(compared("\u{438}\u{306}"), "\u{439}", "two characters become the one that they look like");
        assert_eq!(compared("tim"), "tim");
        assert_eq!(prepared("a\u{ad}"), Some("a".into()));
        assert_eq!([prepared("\u{ad}"), prepared("a\u{7}"), prepared("a\u{e000}")], [None, None, None]);
        assert!(is_same_password("\u{439}".as_bytes(), "\u{438}\u{306}".as_bytes()));
        assert!(is_same_password(b"a\tb", b"a\tb"), "in ASCII every octet counts");
        assert!(!is_same_password("\u{e000}".as_bytes(), "\u{e000}".as_bytes()), "private characters are refused");
        assert!(!is_same_password(b"\xff", b"\xff"), "what is no UTF-8 is refused");
    }

    #[test]
    fn the_token_of_xoauth2_comes_back() {
        let response = xoauth2_response("tim@example.org", b"ya29.x");
        assert_eq!(response, b"user=tim@example.org\x01auth=Bearer ya29.x\x01\x01");
        assert_eq!(xoauth2_token(&response), Some(b"ya29.x".as_slice()));
        assert_eq!(xoauth2_token(b"user=a\x01auth=Basic x\x01\x01"), None);
    }
}
