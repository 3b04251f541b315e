//! The records of both sides of one connection: which keys they are under, and what they tell.

mod cover;

use crate::capture::tls::certificate;
use crate::capture::tls::cipher;
use crate::capture::tls::hello;
use crate::capture::tls::hello::ClientHello;
use crate::capture::tls::hello::Random;
use crate::capture::tls::hello::ServerHello;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::messages;
use crate::capture::tls::messages::Joiner;
use crate::capture::tls::messages::Message;
use crate::capture::tls::opener::Opener;
use crate::capture::tls::record::ContentType;
use crate::capture::tls::record::Record;
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
    /// A handshake inside the cover of TLS 1.2, for new keys (RFC 5746).
    renewal: Option<Renewal>,
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

/// A second handshake, of which the hellos were heard.
#[derive(Clone, Debug)]
struct Renewal {
    client: ClientHello,
    server: Option<ServerHello>,
    /// Whether one side took the new keys already.
    half_done: bool,
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
        Self { facts, client_hello: None, server_hello: None, renewal: None, client, server }
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
                    return self.open(side, record, frame, keys);
                }
                let direction = self.direction(side);
                if let State::Sealed { passed, .. } = &mut direction.state {
                    *passed += 1;
                }
                direction.lost |= kind == ContentType::ApplicationData && epoch == Epoch::Application;
                Heard::Opaque
            }
            (State::Open { .. }, _) => self.open(side, record, frame, keys),
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
            // What came before the handshake was sealed with keys that no key log has.
            State::Open { .. } if direction.lost && self.is_early(side) => Some(Closed::NoSecrets),
            State::Open { .. } if direction.lost => Some(Closed::SecretsLate),
            State::Clear if direction.lost => Some(Closed::NoHandshake),
            State::Clear | State::Sealed { .. } | State::Open { .. } => None,
        }
    }

    /// Whether a side may send data before its handshake is over (RFC 8446 §2.3).
    fn is_early(&self, side: Side) -> bool {
        side == Side::Client && self.client_hello.as_ref().is_some_and(|hello| hello.early_data)
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
        let suite = self.server_hello.as_ref().and_then(cover::suite_of);
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

    fn hear_alert(&mut self, side: Side, content: &[u8], frame: u64) -> Heard {
        if let (&[level, number], true) = (content, self.facts.alerts.len() < MAX_ALERTS) {
            self.facts.alerts.push(Alert { side, fatal: level == 2, number, frame });
        }
        Heard::Opaque
    }
}
