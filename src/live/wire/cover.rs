//! TLS on a connection of the server: how it begins, and what was said inside.

use std::io;
use std::io::ErrorKind;
use std::io::Read as _;

use rustls::ServerConnection;

use crate::live::facts;
use crate::live::shared::Shared;
use crate::live::told::Told;
use crate::live::wire::Stage;
use crate::live::wire::Step;
use crate::live::wire::Wire;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::event::Closing;
use crate::session::tls_facts::Began;

/// Octets of a handshake that are kept, to show them if it fails.
const MAX_OPENING: usize = 4096;

impl Wire {
    pub(super) fn hear_sealed(&mut self, octets: &[u8], shared: &mut Shared) -> Step {
        if matches!(self.stage, Stage::Handshake(_)) {
            let room = MAX_OPENING - self.opening.len().min(MAX_OPENING);
            self.opening.extend_from_slice(&octets[..octets.len().min(room)]);
        }
        let opened = self.open_records(octets, shared);
        // The secrets that open them are told before.
        shared.tell_sealed(self.id, Side::Client, octets);
        if opened.is_err() {
            // The alert says why, as far as it gets.
            self.send_sealed(shared);
            return Step::End(Closing::Finished(Side::Server));
        }
        Step::Again
    }

    /// Opens records and hears what is inside.
    fn open_records(&mut self, mut octets: &[u8], shared: &mut Shared) -> io::Result<()> {
        while !octets.is_empty() {
            let Some(tls) = &mut self.tls else { break };
            let taken = tls.read_tls(&mut octets)?;
            let processed = tls.process_new_packets();
            shared.tell_secrets();
            processed.map_err(io::Error::other)?;
            if let (Stage::Handshake(began), false) = (self.stage, tls.is_handshaking()) {
                self.establish(began, shared);
            }
            self.read_inside(shared);
            if taken == 0 {
                break; // Nothing is heard behind the goodbye of TLS.
            }
        }
        Ok(())
    }

    /// What was said inside TLS.
    fn read_inside(&mut self, shared: &mut Shared) {
        let mut inside = [0; 4096];
        while let Some(tls) = &mut self.tls {
            match tls.reader().read(&mut inside) {
                Ok(0) => self.ended = true,
                Ok(octets) => {
                    shared.hear(self.id, Side::Client, &inside[..octets], Cover::Tls);
                    self.take_in(&inside[..octets]);
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => (),
                Err(_) => self.ended = true,
            }
            return;
        }
    }

    pub(super) fn start_tls(&mut self, began: Began, shared: &mut Shared) -> Result<(), rustls::Error> {
        let identity = shared.identity.as_ref();
        let config = identity.ok_or(rustls::Error::NoCertificatesPresented)?.config();
        self.tls = Some(Box::new(ServerConnection::new(config)?));
        self.stage = Stage::Handshake(began);
        self.heard_at = shared.clock.now();
        Ok(())
    }

    /// Both sides have their keys.
    fn establish(&mut self, began: Began, shared: &mut Shared) {
        self.opening = Vec::new();
        self.stage = Stage::Open;
        self.heard_at = shared.clock.now();
        if let (Some(tls), Some(identity)) = (&self.tls, &shared.identity) {
            let facts = facts::of_server(tls, began, identity);
            let fingerprint = Some(identity.fingerprint.clone());
            shared.sink.tell(Told::Tls { connection: self.id, facts: Box::new(facts), fingerprint });
        }
        shared.tell(self.id, EventKind::Fact(Fact::TlsEstablished));
        if began == Began::Implicit {
            self.greet(true, shared);
        }
    }
}
