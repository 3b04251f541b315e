//! The octets of a TLS session, with secrets that open some sessions.

use std::sync::LazyLock;

use popscope::capture::KeyLog;
use popscope::capture::Options;
use popscope::proto::Side;

use super::choices::Choices;
use super::look::analysed;
use super::look::look;
use super::look::words;
use super::reassembly::Talk;

/// The secrets of some captures of this repository.
static SECRETS: LazyLock<KeyLog> = LazyLock::new(|| {
    let logs = [
        include_str!("../../../captures/dovecot-curl-tls12-aes256-stls.keys"),
        include_str!("../../../captures/dovecot-curl-tls12-chacha20.keys"),
        include_str!("../../../captures/dovecot-curl-tls13-aes128-stls.keys"),
        include_str!("../../../captures/dovecot-curl-tls13-aes256.keys"),
        include_str!("../../../captures/dovecot-curl-tls13-chacha20-stls.keys"),
        include_str!("../../../captures/dovecot-curl-tls13-retry-stls.keys"),
        include_str!("../../../captures/dovecot-openssl-tls13-key-update.keys"),
    ];
    KeyLog::read(logs.concat().as_bytes())
});

/// The first octet chooses the port and the secrets; each piece is an octet for its side, two for its length,
/// and its octets. They come in large segments, and in small ones.
pub(super) fn tls(octets: &[u8]) {
    let mut choices = Choices(octets);
    let Some(first) = choices.octet() else { return };
    let port = if first & 1 == 0 { 110 } else { 995 };
    let key_log = if first & 2 == 0 { SECRETS.clone() } else { KeyLog::read(octets) };
    let options = Options { key_log, ..Options::default() };
    let mut pieces = Vec::new();
    while let (Some(side), Some(high), Some(low)) = (choices.octet(), choices.octet(), choices.octet()) {
        let side = if side & 1 == 0 { Side::Client } else { Side::Server };
        pieces.push((side, choices.take(usize::from(u16::from_be_bytes([high, low])))));
    }
    let told = [16_000, 101].map(|cut| {
        let mut talk = Talk::open(port);
        for (side, octets) in &pieces {
            for octets in octets.chunks(cut) {
                talk.say(*side, octets);
            }
        }
        talk.close();
        let (sessions, _) = analysed(&talk.file(), &options).expect("a capture");
        sessions.iter().for_each(look);
        sessions.iter().map(|session| words(&session.timeline)).collect::<Vec<_>>()
    });
    assert_eq!(told[0], told[1], "however the octets are cut, they say the same");
}
