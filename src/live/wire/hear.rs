//! What comes on a connection of the server.

use std::io::ErrorKind;
use std::io::Read as _;

use crate::live::shared::Shared;
use crate::live::wire::Stage;
use crate::live::wire::Step;
use crate::live::wire::Wire;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::event::Closing;

impl Wire {
    /// Reads once what the socket has.
    pub(super) fn read(&mut self, shared: &mut Shared) -> Step {
        if !self.readable {
            return Step::Wait;
        }
        let mut buffer = std::mem::take(&mut shared.buffer);
        let read = self.socket.read(&mut buffer);
        let step = match read {
            Ok(0) => {
                self.ended = true;
                Step::Again
            }
            Ok(octets) => {
                self.after += if self.stage == Stage::Farewell { octets } else { 0 };
                self.hear(&buffer[..octets], shared)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                self.readable = false;
                Step::Wait
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Step::Again,
            Err(_) => Step::End(Closing::Reset(Side::Client)),
        };
        shared.buffer = buffer;
        step
    }

    fn hear(&mut self, octets: &[u8], shared: &mut Shared) -> Step {
        if self.tls.is_some() {
            return self.hear_sealed(octets, shared);
        }
        shared.hear(self.id, Side::Client, octets, Cover::Clear);
        self.take_in(octets);
        Step::Again
    }

    pub(super) fn take_in(&mut self, octets: &[u8]) {
        if let Some(endpoint) = self.endpoint.as_mut().filter(|_| self.stage == Stage::Open) {
            endpoint.take_in(octets);
        }
    }
}
