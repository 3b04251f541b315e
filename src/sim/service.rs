//! A service: the server's end of one connection, whichever protocol it speaks.

use std::fmt;

use crate::proto::Protocol;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::imap;
use crate::sim::pop1;
use crate::sim::pop2;
use crate::sim::server::Answer;
use crate::sim::server::Endpoint;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::smtp;

/// A line that grows past this without an end is not waited for: memory stays bounded.
const MAX_OPEN_LINE: usize = 16 * 1024;

/// The server's end of a connection.
#[derive(Debug)]
pub enum Service {
    /// POP3, which these lessons are about.
    Pop3(Endpoint),
    /// One of the others.
    Other(Desk),
}

/// A server of a protocol beside POP3, which is given line by line.
pub(super) trait Engine: fmt::Debug {
    /// Hears a line, line end included; `None` if there is nothing to say to it.
    fn hear(&mut self, line: &[u8], now: Time, site: &mut Site) -> Option<Answer>;

    /// Hears a piece of a line that is longer than any server waits for.
    fn overflow(&mut self, piece: &[u8], site: &mut Site) -> Option<Answer>;

    /// The connection is gone, whatever the reason.
    fn hang_up(&mut self, site: &mut Site) -> Vec<Fact>;

    /// What the session is and has.
    fn standing(&self) -> Standing;
}

/// An engine, and the octets that are no whole line yet.
#[derive(Debug)]
pub struct Desk {
    engine: Box<dyn Engine + Send>,
    input: Vec<u8>,
}

impl Service {
    /// Accepts a connection and greets.
    #[must_use]
    pub fn accept(protocol: Protocol, id: ConnectionId, now: Time, site: &Site) -> (Self, Answer) {
        let (engine, greeting): (Box<dyn Engine + Send>, Answer) = match protocol {
            Protocol::Pop3 => {
                let (endpoint, greeting) = Endpoint::accept(id, now, site);
                return (Self::Pop3(endpoint), greeting);
            }
            Protocol::Pop1 => (Box::new(pop1::Engine::new(id)), pop1::greeting(site)),
            Protocol::Pop2 => (Box::new(pop2::Engine::new(id)), pop2::greeting(site)),
            Protocol::Smtp => (Box::new(smtp::Engine::default()), smtp::greeting(site)),
            Protocol::Imap => (Box::new(imap::Engine::default()), imap::greeting(site)),
        };
        (Self::Other(Desk { engine, input: Vec::new() }), greeting)
    }

    /// Tells from which port the client speaks, which RPOP asks for (RFC 1225).
    pub fn comes_from(&mut self, port: u16) {
        match self {
            Self::Pop3(endpoint) => endpoint.comes_from(port),
            Self::Other(_) => (),
        }
    }

    /// Hears octets and answers every line that is whole by now, in order; with each answer come the
    /// standing of the session and the site at that moment.
    pub fn hear_each(&mut self, octets: &[u8], now: Time, site: &mut Site, tell: impl FnMut(Answer, Standing, &Site)) {
        match self {
            Self::Pop3(endpoint) => endpoint.hear_each(octets, now, site, tell),
            Self::Other(desk) => desk.hear_each(octets, now, site, tell),
        }
    }

    /// The connection is gone.
    pub fn hang_up(&mut self, site: &mut Site) -> Vec<Fact> {
        match self {
            Self::Pop3(endpoint) => endpoint.hang_up(site),
            Self::Other(desk) => {
                desk.input.clear();
                desk.engine.hang_up(site)
            }
        }
    }

    /// What the session is and has.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self {
            Self::Pop3(endpoint) => endpoint.standing(),
            Self::Other(desk) => desk.engine.standing(),
        }
    }
}

impl Desk {
    fn hear_each(&mut self, octets: &[u8], now: Time, site: &mut Site, mut tell: impl FnMut(Answer, Standing, &Site)) {
        for octet in octets {
            self.input.push(*octet);
            let answer = if *octet == b'\n' {
                let line = std::mem::take(&mut self.input);
                self.engine.hear(&line, now, site)
            } else if self.input.len() == MAX_OPEN_LINE {
                let piece = std::mem::take(&mut self.input);
                self.engine.overflow(&piece, site)
            } else {
                None
            };
            let Some(answer) = answer else { continue };
            let then = answer.then;
            tell(answer, self.engine.standing(), site);
            if then == Then::Close {
                self.input.clear();
                return; // Nothing is heard behind the last word.
            }
        }
    }
}
