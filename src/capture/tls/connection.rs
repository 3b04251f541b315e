//! The records of both sides of one connection: which keys they are under, and what they tell.

use crate::capture::tls::certificate;
use crate::capture::tls::cipher;
use crate::capture::tls::cipher::Algorithm;
use crate::capture::tls::hello;
use crate::capture::tls::hello::ClientHello;
use crate::capture::tls::hello::Random;
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
use crate::session::tls_facts::Alert;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Closed;
use crate::session::tls_facts::Decrypted;
use crate::session::tls_facts::TlsFacts;
use crate::session::tls_facts::TlsVersion;

/// The most alerts that are kept.
const MAX_ALERTS: usize = 16;
/// How often a record of one side may be tried in vain, where its number or its keys are not certain.
const MAX_TRIALS: u32 = 512;
/// How many numbers of one record are tried.
const MAX_NUMBERS: u64 = 64;

/// What a record turned out to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Heard {
    /// Part of the handshake, or something that cannot be read.
    Opaque,
    /// Something that was said inside.
    Inside {
        content: Vec<u8>,
        /// The place in the record whose octet became the first of the content.
        start: usize,
        /// Something may have been said before it that could not be read.
        after_loss: bool,
    },
}

/// The TLS of a connection.
#[derive(Debug)]
pub(super) struct Connection {
    facts: TlsFacts,
    client_hello: Option<ClientHello>,
    server_hello: Option<ServerHello>,
    client: Direction,
    server: Direction,
}

/// One side of it.
#[derive(Debug)]
struct Direction {
    state: State,
    messages: Joiner,
    trials: u32,
    /// Records that were opened and held something that was said.
    opened: u64,
    /// Something may have been said that could not be read.
    lost: bool,
}

/// How the next record of a side is to be read.
#[derive(Debug)]
enum State {
    /// It has no cover.
    Clear,
    /// It is sealed, and so were so many before it whose keys were not known.
    Sealed { epoch: Epoch, passed: u64 },
    /// It is sealed with known keys.
    Open { epoch: Epoch, opener: Opener },
    /// Nothing of this side can be read any more.
    Shut(Closed),
}

/// What the keys are for. TLS 1.2 has no others than the second.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Epoch {
    Handshake,
    Application,
}

impl Direction {
    fn new() -> Self {
        Self { state: State::Clear, messages: Joiner::default(), trials: MAX_TRIALS, opened: 0, lost: false }
    }

    fn shut(&mut self, why: Closed) {
        if !matches!(self.state, State::Shut(_)) {
            self.state = State::Shut(why);
            self.messages = Joiner::default();
        }
    }
}

impl Connection {
    pub(super) fn new(began: Began, frame: u64) -> Self {
        let facts = TlsFacts {
            began,
            frame,
            version: None,
            cipher_suite: None,
            server_name: None,
            offered_protocols: Vec::new(),
            protocol: None,
            certificate: None,
            alerts: Vec::new(),
            decrypted: Decrypted::No(Closed::NothingInside),
        };
        let (client, server) = (Direction::new(), Direction::new());
        Self { facts, client_hello: None, server_hello: None, client, server }
    }

    /// Hears the next record of a side, which ends in a frame. One of which a `part` was handed out
    /// already is not opened any more.
    pub(super) fn hear(&mut self, side: Side, record: &Record<'_>, frame: u64, part: bool, keys: &KeyLog) -> Heard {
        let new = self.is_tls_1_3();
        match (&self.direction(side).state, record.kind) {
            (State::Clear, ContentType::Handshake) => {
                for message in self.direction(side).messages.push(record.fragment) {
                    self.hear_clear(side, &message);
                }
                Heard::Opaque
            }
            (State::Clear, ContentType::ChangeCipherSpec) => {
                self.change_cipher(side);
                Heard::Opaque
            }
            // In TLS 1.3 only the outside shows what is not sealed.
            (State::Clear, ContentType::Alert) => self.hear_alert(side, record.fragment, frame),
            (State::Sealed { .. } | State::Open { .. }, ContentType::Alert) if new => {
                self.hear_alert(side, record.fragment, frame)
            }
            (State::Sealed { .. } | State::Open { .. }, ContentType::ChangeCipherSpec) if new => Heard::Opaque,
            (State::Sealed { .. } | State::Open { .. }, ContentType::Handshake) if new => {
                self.direction(side).shut(Closed::Malformed);
                Heard::Opaque
            }
            (State::Clear | State::Shut(_), ContentType::ApplicationData) => {
                self.direction(side).lost = true;
                Heard::Opaque
            }
            (State::Clear | State::Shut(_), _) => Heard::Opaque,
            (State::Sealed { epoch, passed }, kind) => {
                let (epoch, passed) = (*epoch, *passed);
                if !part && self.unseal(side, epoch, passed, record, keys) {
                    return self.open(side, record, frame);
                }
                let direction = self.direction(side);
                if let State::Sealed { passed, .. } = &mut direction.state {
                    *passed += 1;
                }
                direction.lost |= kind == ContentType::ApplicationData && epoch == Epoch::Application;
                Heard::Opaque
            }
            (State::Open { .. }, _) => self.open(side, record, frame),
        }
    }

    /// Whether a record of a side, of which only the beginning is there, may be opened when it is whole.
    pub(super) fn may_open(&mut self, side: Side, first: u8, keys: &KeyLog) -> bool {
        let known = self.random().is_some_and(|random| keys.knows(&random));
        match self.direction(side).state {
            State::Clear => known && ContentType::of(first) == Some(ContentType::ApplicationData),
            State::Sealed { .. } => known,
            State::Open { .. } => true,
            State::Shut(_) => false,
        }
    }

    /// Nothing of a side can be read any more.
    pub(super) fn lose(&mut self, side: Side, why: Closed) {
        self.direction(side).shut(why);
        self.direction(side).lost = true;
        if self.server_hello.is_none() {
            self.direction(side.other()).shut(Closed::NoHandshake);
        }
    }

    /// Whether nothing of a side can be read any more.
    pub(super) fn is_shut(&mut self, side: Side) -> bool {
        matches!(self.direction(side).state, State::Shut(_))
    }

    /// What names it in a key log.
    pub(super) fn random(&self) -> Option<Random> {
        self.client_hello.as_ref().map(|hello| hello.random)
    }

    /// What is known of it by now.
    pub(super) fn facts(&self, keys: &KeyLog) -> TlsFacts {
        let opened = 0 < self.client.opened + self.server.opened;
        let why = [Side::Server, Side::Client].into_iter().find_map(|side| self.why_closed(side, keys));
        let decrypted = match (opened, why) {
            (true, None) => Decrypted::Yes,
            (true, Some(why)) => Decrypted::Partly(why),
            (false, why) => Decrypted::No(why.unwrap_or(Closed::NothingInside)),
        };
        TlsFacts { decrypted, ..self.facts.clone() }
    }

    /// Why something of a side was not read.
    fn why_closed(&self, side: Side, keys: &KeyLog) -> Option<Closed> {
        let direction = match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        };
        match &direction.state {
            State::Shut(why) => Some(*why),
            State::Sealed { epoch, passed } if 0 < *passed => {
                let label = self.label(side, *epoch);
                let late = self.random().is_some_and(|random| keys.secret(&random, label).is_some());
                Some(if late { Closed::SecretsLate } else { Closed::NoSecrets })
            }
            State::Open { .. } if direction.lost => Some(Closed::SecretsLate),
            State::Clear if direction.lost => Some(Closed::NoHandshake),
            State::Clear | State::Sealed { .. } | State::Open { .. } => None,
        }
    }

    fn direction(&mut self, side: Side) -> &mut Direction {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    fn is_tls_1_3(&self) -> bool {
        self.server_hello.as_ref().is_some_and(|hello| hello.version == TlsVersion::TLS_1_3)
    }

    // ---- the handshake in the clear

    fn hear_clear(&mut self, side: Side, message: &Message) {
        match (side, message.kind) {
            (Side::Client, messages::CLIENT_HELLO) if self.server_hello.is_none() => {
                let Some(hello) = hello::client_hello(&message.body) else { return };
                self.facts.server_name.clone_from(&hello.server_name);
                self.facts.offered_protocols.clone_from(&hello.protocols);
                self.client_hello = Some(hello);
            }
            (Side::Server, messages::SERVER_HELLO) if self.server_hello.is_none() => {
                match hello::server_hello(&message.body) {
                    Some(hello) if !hello.retry => self.hear_server_hello(hello),
                    Some(_) | None => (),
                }
            }
            (Side::Server, messages::CERTIFICATE) if self.facts.certificate.is_none() => {
                self.facts.certificate = certificate::of_tls_1_2(&message.body);
            }
            _ => (),
        }
    }

    fn hear_server_hello(&mut self, hello: ServerHello) {
        self.facts.version = Some(hello.version);
        self.facts.cipher_suite = Some(cipher::named(hello.cipher_suite));
        self.facts.protocol.clone_from(&hello.protocol);
        let new = hello.version == TlsVersion::TLS_1_3;
        self.server_hello = Some(hello);
        if new {
            self.cover(Side::Client, Epoch::Handshake);
            self.cover(Side::Server, Epoch::Handshake);
        }
    }

    /// From its next record on, a side of TLS 1.2 or older seals them. In TLS 1.3 the record says nothing.
    fn change_cipher(&mut self, side: Side) {
        if self.server_hello.is_some() {
            self.cover(side, Epoch::Application);
        }
    }

    fn cover(&mut self, side: Side, epoch: Epoch) {
        let suite = self.suite();
        let direction = self.direction(side);
        match (&direction.state, suite) {
            (State::Shut(_), _) => (),
            (State::Clear | State::Sealed { .. } | State::Open { .. }, Some(_)) => {
                direction.messages = Joiner::default();
                direction.state = State::Sealed { epoch, passed: 0 };
            }
            (State::Clear | State::Sealed { .. } | State::Open { .. }, None) => direction.shut(Closed::CipherSuite),
        }
    }

    /// The suite, if it is one of those that are opened.
    fn suite(&self) -> Option<(Algorithm, Hash)> {
        let hello = self.server_hello.as_ref().filter(|hello| !hello.compressed)?;
        cipher::suite(hello.cipher_suite, hello.version)
    }

    fn hear_alert(&mut self, side: Side, content: &[u8], frame: u64) -> Heard {
        if let (&[level, number], true) = (content, self.facts.alerts.len() < MAX_ALERTS) {
            self.facts.alerts.push(Alert { side, fatal: level == 2, number, frame });
        }
        Heard::Opaque
    }

    // ---- under cover

    fn label(&self, side: Side, epoch: Epoch) -> Label {
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
        let (algorithm, hash) = self.suite()?;
        let secret = keys.secret(&client, self.label(side, epoch))?;
        if self.is_tls_1_3() {
            Opener::tls_1_3(algorithm, hash, secret)
        } else {
            Opener::tls_1_2(algorithm, hash, secret, &Randoms { client, server }, side)
        }
    }

    /// Looks for the keys of a side whose records are sealed. `true` if there are any to be used.
    fn unseal(&mut self, side: Side, epoch: Epoch, passed: u64, record: &Record<'_>, keys: &KeyLog) -> bool {
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

    fn open(&mut self, side: Side, record: &Record<'_>, frame: u64) -> Heard {
        let early = side == Side::Client && self.client_hello.as_ref().is_some_and(|hello| hello.early_data);
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
                self.direction(side).shut(Closed::Renegotiation);
                Heard::Opaque
            }
            ContentType::ApplicationData => {
                self.direction(side).shut(Closed::Malformed);
                Heard::Opaque
            }
            ContentType::Heartbeat => Heard::Opaque,
        }
    }

    /// Hears a message of the handshake that was sealed. Those of a second handshake tell nothing.
    fn hear_covered(&mut self, side: Side, message: &Message) {
        if !self.is_tls_1_3() {
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
