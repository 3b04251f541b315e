//! What all connections of a server share: its maildrops, its clock, and whoever listens.

use crate::live::Gate;
use crate::live::Identity;
use crate::live::Limits;
use crate::live::clock::WallClock;
use crate::live::identity::Secrets;
use crate::live::told::Sink;
use crate::live::told::Told;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::event::Closing;
use crate::session::event::Mark;
use crate::sim::server::Site;

/// Octets that are read together.
const BUFFER: usize = 16 * 1024;

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) site: Site,
    pub(super) sink: Sink,
    pub(super) clock: WallClock,
    pub(super) limits: Limits,
    pub(super) identity: Option<Identity>,
    pub(super) gate: Option<Box<dyn Gate>>,
    /// The secrets of TLS, if they are to be told.
    pub(super) secrets: Option<Secrets>,
    /// Where octets are read to.
    pub(super) buffer: Vec<u8>,
}

impl Shared {
    pub(super) fn new(
        site: Site,
        limits: Limits,
        clock: WallClock,
        identity: Option<Identity>,
        gate: Option<Box<dyn Gate>>,
        sink: Sink,
    ) -> Self {
        Self { site, sink, clock, limits, identity, gate, secrets: None, buffer: vec![0; BUFFER] }
    }

    /// The same, and the records and secrets of TLS are told too.
    pub(super) fn with_secrets(mut self) -> Self {
        let secrets = Secrets::default();
        self.identity = self.identity.map(|identity| identity.logged(secrets.clone()));
        Self { secrets: Some(secrets), ..self }
    }

    /// Tells the records of TLS, if anybody wants to know.
    pub(super) fn tell_sealed(&mut self, connection: ConnectionId, side: Side, octets: &[u8]) {
        if self.secrets.is_some() && !octets.is_empty() {
            let at = self.clock.now();
            self.sink.tell(Told::Sealed { at, connection, side, octets: octets.to_vec() });
        }
    }

    /// Tells the secrets of TLS that are known by now.
    pub(super) fn tell_secrets(&mut self) {
        for line in self.secrets.iter().flat_map(Secrets::take).collect::<Vec<_>>() {
            self.sink.tell(Told::Secret(line));
        }
    }

    /// Tells what happened on a connection.
    pub(super) fn tell(&mut self, connection: ConnectionId, kind: EventKind) {
        self.tell_event(Some(connection), kind);
    }

    /// Tells what a side said.
    pub(super) fn hear(&mut self, connection: ConnectionId, side: Side, octets: &[u8], cover: Cover) {
        if !octets.is_empty() {
            self.tell(connection, EventKind::Octets { side, octets: octets.to_vec(), cover });
        }
    }

    /// Tells that a connection was closed before anything was heard.
    pub(super) fn turn_away(&mut self, connection: ConnectionId) {
        self.tell(connection, EventKind::Closed(Closing::Finished(Side::Server)));
        self.sink.tell(Told::Over(connection));
    }

    /// Tells that the system refused something.
    pub(super) fn trouble(&mut self, text: &str) {
        self.sink.tell(Told::Trouble(text.to_owned()));
    }

    pub(super) fn tell_event(&mut self, connection: Option<ConnectionId>, kind: EventKind) {
        let event = Event { at: self.clock.now(), connection, mark: Mark::Nowhere, kind };
        self.sink.tell(Told::Event(event));
    }
}
