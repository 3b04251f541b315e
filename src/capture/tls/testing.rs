//! A TLS session made up for tests: hellos, sealed records, and the key log that opens them.

use crate::capture::tls::cipher::Algorithm;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::messages;
use crate::capture::tls::messages::message;
use crate::capture::tls::opener::Opener;
use crate::capture::tls::opener::Randoms;
use crate::capture::tls::opener::record;
use crate::capture::tls::schedule::Hash;
use crate::proto::Side;
use crate::proto::auth::hex;

const CLIENT_RANDOM: [u8; 32] = [0xC1; 32];
const SERVER_RANDOM: [u8; 32] = [0x5E; 32];

/// Both ends of a session. Records are what they would say next.
pub(super) struct Ends {
    client: Opener,
    server: Opener,
    new: bool,
}

fn secret(number: u8) -> Vec<u8> {
    vec![number; 32]
}

fn opener(number: u8) -> Opener {
    Opener::tls_1_3(Algorithm::Aes128Gcm, Hash::Sha256, &secret(number)).expect("a secret of 32 octets")
}

/// A line of a key log.
fn line(label: &str, secret: &[u8]) -> String {
    format!("{label} {} {}\n", hex(&CLIENT_RANDOM), hex(secret))
}

/// The secrets of a session of TLS 1.3: of its handshake, and of what is said.
pub(super) fn handshake_secrets() -> String {
    line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", &secret(1)) + &line("SERVER_HANDSHAKE_TRAFFIC_SECRET", &secret(2))
}

pub(super) fn traffic_secrets() -> String {
    line("CLIENT_TRAFFIC_SECRET_0", &secret(3)) + &line("SERVER_TRAFFIC_SECRET_0", &secret(4))
}

/// All secrets of the sessions of both versions.
pub(super) fn all_secrets() -> KeyLog {
    let second = format!("CLIENT_RANDOM {} {}\n", hex(&[0xC2; 32]), hex(&[8; 48]));
    KeyLog::read((handshake_secrets() + &traffic_secrets() + &line("CLIENT_RANDOM", &[9; 48]) + &second).as_bytes())
}

pub(super) fn client_hello() -> Vec<u8> {
    let body = [&[3, 3], CLIENT_RANDOM.as_slice(), &[0, 0, 2, 0x13, 0x01, 1, 0]].concat();
    record(22, &message(messages::CLIENT_HELLO, &body))
}

fn server_hello(suite: u16, extensions: &[u8]) -> Vec<u8> {
    let body = [&[3, 3], SERVER_RANDOM.as_slice(), &[0], &suite.to_be_bytes(), &[0], extensions].concat();
    record(22, &message(messages::SERVER_HELLO, &body))
}

impl Ends {
    /// TLS 1.3.
    pub(super) fn new() -> Self {
        Self { client: opener(1), server: opener(2), new: true }
    }

    /// TLS 1.2.
    pub(super) fn old() -> Self {
        let randoms = Randoms { client: CLIENT_RANDOM, server: SERVER_RANDOM };
        let opener = |side| Opener::tls_1_2(Algorithm::Aes128Gcm, Hash::Sha256, &[9; 48], &randoms, side);
        let both = [Side::Client, Side::Server].map(|side| opener(side).expect("a key"));
        let [client, server] = both;
        Self { client, server, new: false }
    }

    pub(super) fn seal(&mut self, side: Side, kind: u8, content: &[u8]) -> Vec<u8> {
        match side {
            Side::Client => self.client.seal(kind, content, 5),
            Side::Server => self.server.seal(kind, content, 0),
        }
    }

    /// A second handshake of TLS 1.2 inside the first, after which both ends have new keys.
    pub(super) fn negotiate_again(&mut self) -> Vec<(Side, Vec<u8>)> {
        let randoms = Randoms { client: [0xC2; 32], server: [0x5F; 32] };
        let hello = [&[3, 3], randoms.client.as_slice(), &[0, 0, 2, 0xC0, 0x2F, 1, 0]].concat();
        let answer = [&[3, 3], randoms.server.as_slice(), &[0, 0xC0, 0x2F, 0]].concat();
        let mut talk = vec![
            (Side::Client, self.seal(Side::Client, 22, &message(messages::CLIENT_HELLO, &hello))),
            (Side::Server, self.seal(Side::Server, 22, &message(messages::SERVER_HELLO, &answer))),
        ];
        for side in [Side::Client, Side::Server] {
            talk.push((side, self.seal(side, 20, &[1])));
            let opener = Opener::tls_1_2(Algorithm::Aes128Gcm, Hash::Sha256, &[8; 48], &randoms, side);
            match side {
                Side::Client => self.client = opener.expect("a key"),
                Side::Server => self.server = opener.expect("a key"),
            }
            talk.push((side, self.seal(side, 22, &message(messages::FINISHED, &[0; 12]))));
        }
        talk
    }

    /// Something that is said.
    pub(super) fn says(&mut self, side: Side, text: &str) -> Vec<u8> {
        self.seal(side, 23, text.as_bytes())
    }

    /// What the server answers to the hello, up to its end of the handshake.
    pub(super) fn server_flight(&mut self) -> Vec<u8> {
        let finished = message(messages::FINISHED, &[0; 12]);
        if self.new {
            let hello = server_hello(0x1301, &[0, 6, 0, 43, 0, 2, 3, 4]);
            let extensions =
                message(messages::ENCRYPTED_EXTENSIONS, &[0, 11, 0, 16, 0, 7, 0, 5, 4, b'p', b'o', b'p', b'3']);
            let certificate = message(messages::CERTIFICATE, &[7; 300]);
            let sealed = [extensions, certificate].concat();
            let (one, two) = sealed.split_at(100);
            let flight = [hello, record(20, &[1]), self.server.seal(22, one, 0), self.server.seal(22, two, 9)].concat();
            let end = self.server.seal(22, &finished, 0);
            self.server = opener(4);
            [flight, end].concat()
        } else {
            [server_hello(0xC02F, &[]), record(20, &[1]), self.server.seal(22, &finished, 0)].concat()
        }
    }

    /// How the client ends the handshake.
    pub(super) fn client_flight(&mut self) -> Vec<u8> {
        let finished = self.client.seal(22, &message(messages::FINISHED, &[0; 12]), 0);
        if self.new {
            self.client = opener(3);
        }
        [record(20, &[1]), finished].concat()
    }

    /// A side takes new keys.
    pub(super) fn update(&mut self, side: Side) -> Vec<u8> {
        let sealed = self.seal(side, 22, &message(messages::KEY_UPDATE, &[0]));
        let updated = match side {
            Side::Client => self.client.update(),
            Side::Server => self.server.update(),
        };
        assert!(updated, "TLS 1.3");
        sealed
    }

    /// A ticket for later sessions.
    pub(super) fn ticket(&mut self) -> Vec<u8> {
        self.seal(Side::Server, 22, &message(4, &[1; 40]))
    }
}
