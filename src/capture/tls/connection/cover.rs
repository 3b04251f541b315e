//! What is sealed: the keys of each side, the records they open, and the handshake inside them.

use crate::capture::tls::certificate;
use crate::capture::tls::cipher;
use crate::capture::tls::cipher::Algorithm;
use crate::capture::tls::connection::Connection;
use crate::capture::tls::connection::Epoch;
use crate::capture::tls::connection::Heard;
use crate::capture::tls::connection::Renewal;
use crate::capture::tls::connection::State;
use crate::capture::tls::hello;
use crate::capture::tls::hello::ServerHello;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::key_log::Label;
use crate::capture::tls::messages;
use crate::capture::tls::messages::Joiner;
use crate::capture::tls::messages::Message;
use crate::capture::tls::opener::Opened;
use crate::capture::tls::opener::Opener;
use crate::capture::tls::opener::Randoms;
use crate::capture::tls::record::ContentType;
use crate::capture::tls::record::Record;
use crate::capture::tls::schedule::Hash;
use crate::proto::Side;
use crate::session::tls_facts::Closed;

/// How many numbers of one record are tried.
const MAX_NUMBERS: u64 = 64;

impl Connection {
    pub(super) fn label(&self, side: Side, epoch: Epoch) -> Label {
        match (self.is_tls_1_3(), epoch, side) {
            (false, _, _) => Label::Master,
            (true, Epoch::Handshake, Side::Client) => Label::ClientHandshake,
            (true, Epoch::Handshake, Side::Server) => Label::ServerHandshake,
            (true, Epoch::Application, Side::Client) => Label::ClientTraffic,
            (true, Epoch::Application, Side::Server) => Label::ServerTraffic,
        }
    }

    /// What opens the records of a side, if its secret is known.
    fn opener(&self, side: Side, epoch: Epoch, keys: &KeyLog) -> Option<Opener> {
        let (client, server) = (self.client_hello.as_ref()?.random, self.server_hello.as_ref()?.random);
        let (algorithm, hash) = suite_of(self.server_hello.as_ref()?)?;
        let secret = keys.secret(&client, self.label(side, epoch))?;
        if self.is_tls_1_3() {
            Opener::tls_1_3(algorithm, hash, secret)
        } else {
            Opener::tls_1_2(algorithm, hash, secret, &Randoms { client, server }, side)
        }
    }

    /// Looks for the keys of a side whose records are sealed. `true` if there are any to be used.
    pub(super) fn unseal(&mut self, side: Side, epoch: Epoch, passed: u64, record: &Record<'_>, keys: &KeyLog) -> bool {
        let own = self.opener(side, epoch, keys).map(|opener| opener.behind(passed));
        if epoch == Epoch::Application || passed == 0 && own.is_some() {
            let Some(opener) = own else { return false };
            self.direction(side).state = State::Open { epoch, opener };
            return true;
        }
        // How many of the records that passed belong to the handshake cannot be seen: they are tried.
        let fits = |mut opener: Opener, number: u64, trials: &mut u32| {
            if *trials == 0 {
                return None;
            }
            *trials -= 1;
            opener.open(record)?;
            Some(opener.behind(number))
        };
        let mut trials = self.direction(side).trials;
        let mut found = own.and_then(|opener| Some((Epoch::Handshake, fits(opener, passed, &mut trials)?)));
        for number in 0..=passed.min(MAX_NUMBERS) {
            if found.is_some() || trials == 0 {
                break;
            }
            let Some(opener) = self.opener(side, Epoch::Application, keys) else { break };
            found = fits(opener.behind(number), number, &mut trials).map(|opener| (Epoch::Application, opener));
        }
        let direction = self.direction(side);
        direction.trials = trials;
        let Some((epoch, opener)) = found else { return false };
        direction.lost |= epoch == Epoch::Application && 0 < opener.sequence();
        direction.state = State::Open { epoch, opener };
        true
    }

    pub(super) fn open(&mut self, side: Side, record: &Record<'_>, frame: u64, keys: &KeyLog) -> Heard {
        let early = self.is_early(side);
        let direction = self.direction(side);
        let State::Open { epoch, opener } = &mut direction.state else { return Heard::Opaque };
        let epoch = *epoch;
        let Some(opened) = opener.open(record) else {
            direction.lost |= record.kind == ContentType::ApplicationData;
            if early && epoch == Epoch::Handshake && opener.sequence() == 0 && 0 < direction.trials {
                direction.trials -= 1; // It was said before the handshake, under other keys.
            } else {
                // Keys that came late may be those before an update that nobody saw.
                let late = direction.opened == 0 && 0 < opener.sequence();
                direction.shut(if late { Closed::SecretsLate } else { Closed::NotAuthentic });
            }
            return Heard::Opaque;
        };
        let Opened { kind, content, start } = opened;
        match kind {
            ContentType::ApplicationData if epoch == Epoch::Application => {
                direction.opened += 1;
                Heard::Inside { content, start, after_loss: direction.lost }
            }
            ContentType::Alert => self.hear_alert(side, &content, frame),
            ContentType::Handshake => {
                for message in self.direction(side).messages.push(&content) {
                    self.hear_covered(side, &message);
                }
                Heard::Opaque
            }
            // Inside TLS 1.2 it is the end of a second handshake.
            ContentType::ChangeCipherSpec => {
                if let Err(why) = self.renew(side, keys) {
                    self.direction(side).shut(why);
                }
                Heard::Opaque
            }
            ContentType::ApplicationData => {
                self.direction(side).shut(Closed::Malformed);
                Heard::Opaque
            }
            ContentType::Heartbeat => Heard::Opaque,
        }
    }

    /// A side takes the keys of the second handshake.
    fn renew(&mut self, side: Side, keys: &KeyLog) -> Result<(), Closed> {
        let renewal = self.renewal.as_ref().ok_or(Closed::Renegotiation)?;
        let server = renewal.server.as_ref().ok_or(Closed::Renegotiation)?;
        let (algorithm, hash) = suite_of(server).ok_or(Closed::CipherSuite)?;
        let secret = keys.secret(&renewal.client.random, Label::Master).ok_or(Closed::NoSecrets)?;
        let randoms = Randoms { client: renewal.client.random, server: server.random };
        let opener = Opener::tls_1_2(algorithm, hash, secret, &randoms, side).ok_or(Closed::Renegotiation)?;
        let direction = self.direction(side);
        direction.messages = Joiner::default();
        direction.state = State::Open { epoch: Epoch::Application, opener };
        match self.renewal.take() {
            Some(renewal) if renewal.half_done => (),
            renewal => self.renewal = renewal.map(|renewal| Renewal { half_done: true, ..renewal }),
        }
        Ok(())
    }

    /// Hears a message of a second handshake.
    fn hear_again(&mut self, side: Side, message: &Message) {
        match (side, message.kind, &mut self.renewal) {
            (Side::Client, messages::CLIENT_HELLO, _) => {
                let hello = hello::client_hello(&message.body);
                self.renewal = hello.map(|client| Renewal { client, server: None, half_done: false });
            }
            (Side::Server, messages::SERVER_HELLO, Some(renewal)) if renewal.server.is_none() => {
                renewal.server = hello::server_hello(&message.body).filter(|hello| !hello.compressed);
            }
            _ => (),
        }
    }

    /// Hears a message of the handshake that was sealed.
    fn hear_covered(&mut self, side: Side, message: &Message) {
        if !self.is_tls_1_3() {
            self.hear_again(side, message);
            return;
        }
        let State::Open { epoch, opener } = &mut self.direction(side).state else { return };
        match (*epoch, side, message.kind) {
            (Epoch::Handshake, Side::Server, messages::ENCRYPTED_EXTENSIONS) => {
                self.facts.protocol = hello::encrypted_protocol(&message.body);
            }
            (Epoch::Handshake, Side::Server, messages::CERTIFICATE) => {
                self.facts.certificate = certificate::of_tls_1_3(&message.body);
            }
            (Epoch::Handshake, _, messages::FINISHED) => self.cover(side, Epoch::Application),
            (Epoch::Application, _, messages::KEY_UPDATE) if !opener.update() => {
                self.direction(side).shut(Closed::Malformed);
            }
            _ => (),
        }
    }
}

/// The suite that a server chose, if it is one of those that are opened.
pub(super) fn suite_of(hello: &ServerHello) -> Option<(Algorithm, Hash)> {
    if hello.compressed { None } else { cipher::suite(hello.cipher_suite, hello.version) }
}
