//! A reply that the gate holds back: it is let go, or its client leaves before.

use std::io::ErrorKind;

use crate::live::shared::Shared;
use crate::live::wire::HIGH;
use crate::live::wire::Step;
use crate::live::wire::Wire;
use crate::proto::Side;
use crate::session::event::Closing;
use crate::sim::server::Answer;
use crate::sim::server::Endpoint;
use crate::sim::server::answer::Then;

impl Wire {
    /// Lets the reply go that the gate holds back, or other octets in its place.
    pub(in crate::live) fn release(&mut self, replacement: Option<Vec<u8>>, shared: &mut Shared) {
        if let Some(answer) = self.held.take() {
            self.heard_at = shared.clock.now();
            self.say(match replacement {
                Some(octets) => Answer { octets, message: None, ..answer },
                None => answer,
            });
        }
    }

    /// Looks whether the client is still there while its reply is held back.
    ///
    /// One that closes behind its last command, and has not said QUIT, has left. Who has more to be answered may wait
    /// for all of it, and say no more: `printf 'STAT\r\nQUIT\r\n' | nc` does.
    pub(super) fn watch(&mut self, shared: &mut Shared) -> Step {
        let Some(held) = &self.held else { return Step::Wait };
        let (begins_tls, ends) = (held.then == Then::StartTls, held.then == Then::Close);
        let waits = self.endpoint.as_ref().map_or(0, Endpoint::unanswered);
        let more = self.endpoint.as_ref().is_some_and(Endpoint::has_line);
        let step = if begins_tls || HIGH <= waits {
            // The end of what is not read is known from the system.
            match self.gone {
                Some(closing @ Closing::Finished(_)) if !ends && (begins_tls || !more) => return Step::End(closing),
                Some(closing @ Closing::Reset(_)) => return Step::End(closing),
                Some(_) | None => (),
            }
            self.peek() // What came in the clear must not be taken for something inside TLS.
        } else if self.ended {
            Step::Wait
        } else {
            self.read(shared)
        };
        let more = self.endpoint.as_ref().is_some_and(Endpoint::has_line);
        match step {
            Step::Wait | Step::Again if self.ended && !more && !ends => Step::End(Closing::Finished(Side::Client)),
            Step::Again if self.ended => Step::Wait,
            Step::Wait | Step::Again | Step::End(_) => step,
        }
    }

    /// Looks at what comes next, and takes nothing of it.
    fn peek(&mut self) -> Step {
        if !self.readable {
            return Step::Wait;
        }
        match self.socket.peek(&mut [0]) {
            Ok(0) => {
                self.ended = true;
                Step::Again
            }
            Ok(_) => Step::Wait,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                self.readable = false;
                Step::Wait
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Step::Again,
            Err(_) => Step::End(Closing::Reset(Side::Client)),
        }
    }
}
