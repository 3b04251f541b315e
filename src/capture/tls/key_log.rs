//! Key logs: the secrets that one end of a connection wrote down, in the format of NSS
//! (draft-ietf-tls-keylogfile).

use std::collections::BTreeMap;
use std::fmt;

use crate::capture::tls::hello::Random;

/// The most secrets that are kept. A browser writes as many in months.
const MAX_SECRETS: usize = 1 << 18;
/// The longest secret: no hash in use is longer.
const MAX_SECRET: usize = 64;

/// What a secret is for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Label {
    /// The master secret of TLS 1.2 or older.
    Master,
    ClientHandshake,
    ServerHandshake,
    ClientTraffic,
    ServerTraffic,
}

impl Label {
    fn of(word: &str) -> Option<Self> {
        match word {
            "CLIENT_RANDOM" => Some(Self::Master),
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET" => Some(Self::ClientHandshake),
            "SERVER_HANDSHAKE_TRAFFIC_SECRET" => Some(Self::ServerHandshake),
            "CLIENT_TRAFFIC_SECRET_0" => Some(Self::ClientTraffic),
            "SERVER_TRAFFIC_SECRET_0" => Some(Self::ServerTraffic),
            _ => None,
        }
    }
}

/// Secrets of TLS sessions, by the random part of the `ClientHello`.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct KeyLog {
    secrets: BTreeMap<(Random, Label), Vec<u8>>,
}

impl KeyLog {
    /// Reads a key log. Lines that are none of it are passed over, as its format wants.
    #[must_use]
    pub fn read(text: &[u8]) -> Self {
        let mut key_log = Self::default();
        key_log.add(text);
        key_log
    }

    /// Adds what another key log says; what was there stays.
    pub(in crate::capture) fn add(&mut self, text: &[u8]) {
        for line in text.split(|octet| matches!(octet, b'\n' | b'\r')) {
            if MAX_SECRETS <= self.secrets.len() {
                return;
            }
            if let Some((place, secret)) = read_line(line) {
                self.secrets.entry(place).or_insert(secret);
            }
        }
    }

    /// How many secrets it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.secrets.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Whether it knows anything of a session.
    pub(in crate::capture) fn knows(&self, random: &Random) -> bool {
        self.secrets.range((*random, Label::Master)..=(*random, Label::ServerTraffic)).next().is_some()
    }

    pub(super) fn secret(&self, random: &Random, label: Label) -> Option<&[u8]> {
        self.secrets.get(&(*random, label)).map(Vec::as_slice)
    }
}

/// Shows how much there is, and none of it.
impl fmt::Debug for KeyLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyLog({} secrets)", self.secrets.len())
    }
}

/// A line: what the secret is for, the random part of the `ClientHello`, and the secret.
fn read_line(line: &[u8]) -> Option<((Random, Label), Vec<u8>)> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    let label = Label::of(words.next()?)?;
    let random = Random::try_from(octets(words.next()?, 32)?).ok()?;
    let secret = octets(words.next()?, MAX_SECRET)?;
    words.next().is_none().then_some(((random, label), secret))
}

/// The octets of hexadecimal digits, not more than so many.
fn octets(digits: &str, most: usize) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    if 2 * most < digits.len() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    digits.chunks(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANDOM: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    fn random() -> Random {
        std::array::from_fn(|place| u8::try_from(place).expect("32 of them"))
    }

    #[test]
    fn lines_are_read_and_all_else_is_passed_over() {
        let text = format!(
            "# SSL/TLS secrets log file\r\nCLIENT_RANDOM {RANDOM} 0aFF\r\n\r\nSERVER_TRAFFIC_SECRET_0 {RANDOM} 07\n\
             EXPORTER_SECRET {RANDOM} 08\nCLIENT_RANDOM {RANDOM} xx\nCLIENT_RANDOM 00 01\nCLIENT_TRAFFIC_SECRET_0 {RANDOM}\n"
        );
        let key_log = KeyLog::read(text.as_bytes());
        assert_eq!(key_log.len(), 2);
        assert_eq!(key_log.secret(&random(), Label::Master), Some([0x0A, 0xFF].as_slice()));
        assert_eq!(key_log.secret(&random(), Label::ServerTraffic), Some([7].as_slice()));
        assert_eq!(key_log.secret(&random(), Label::ClientTraffic), None);
        assert!(key_log.knows(&random()));
        assert!(!key_log.knows(&[0; 32]));
    }

    #[test]
    fn no_secret_is_shown_and_none_is_too_long() {
        let text = format!("CLIENT_RANDOM {RANDOM} 0aff\nSERVER_TRAFFIC_SECRET_0 {RANDOM} {}\n", "00".repeat(65));
        assert_eq!(format!("{:?}", KeyLog::read(text.as_bytes())), "KeyLog(1 secrets)");
        assert!(KeyLog::read(b"\xFF\x00 CLIENT_RANDOM").is_empty());
    }
}
