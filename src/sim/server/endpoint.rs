//! One connection as the server has it: octets come in, cut anywhere, and answers go out.

use std::mem;

use crate::proto::Phase;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Phrase;
use crate::sim::chance::Seed;
use crate::sim::profile::Modes;
use crate::sim::server::Answer;
use crate::sim::server::Server;
use crate::sim::server::Site;
use crate::sim::server::answer::Refusal;
use crate::sim::server::answer::Then;
use crate::sim::server::gate::Heard;
use crate::sim::server::state::Standing;
use crate::sim::server::state::closing;
use crate::sim::template::Values;

/// A line that grows past this without an end is not waited for: memory stays bounded. Responses of
/// AUTH may be long (RFC 5034 §4), but not as long as this.
const MAX_OPEN_LINE: usize = 16 * 1024;

/// A session with the octets that are no whole line yet.
#[derive(Debug)]
pub struct Endpoint {
    server: Server,
    input: Vec<u8>,
    /// What the session has chosen; lent to the site while it is served.
    modes: Modes,
}

impl Endpoint {
    /// Accepts a connection and greets.
    #[must_use]
    pub fn accept(id: ConnectionId, now: Time, site: &Site) -> (Self, Answer) {
        let (server, greeting) = Server::greet(id, now, site);
        (Self { server, input: Vec::new(), modes: Modes::default() }, greeting)
    }

    /// Tells from which port the client speaks, which RPOP asks for (RFC 1225).
    pub fn comes_from(&mut self, port: u16) {
        self.server.comes_from(port);
    }

    /// The same, on a connection that TLS covers or not, whatever the profile says of the others. Timestamps and
    /// nonces of a real connection are made of the seed.
    #[must_use]
    pub fn accept_as(id: ConnectionId, covered: bool, now: Time, site: &Site, seed: Option<Seed>) -> (Self, Answer) {
        let (server, greeting) = Server::greet_as(id, covered, now, site, seed);
        (Self { server, input: Vec::new(), modes: Modes::default() }, greeting)
    }

    /// Hears octets and answers every line that is whole by now, in order (RFC 2449 §6.6).
    ///
    /// Nothing is heard behind an answer that closes the connection.
    pub fn hear(&mut self, octets: &[u8], now: Time, site: &mut Site) -> Vec<Answer> {
        let mut answers = Vec::new();
        self.hear_each(octets, now, site, |answer, _, _| answers.push(answer));
        answers
    }

    /// The same, and with each answer the standing of the session and the site at that moment.
    pub fn hear_each(
        &mut self,
        octets: &[u8],
        now: Time,
        site: &mut Site,
        mut tell: impl FnMut(Answer, Standing, &Site),
    ) {
        self.take_in(octets);
        while let Some(answer) = self.answer(now, site) {
            tell(answer.written_out(), self.server.standing(), site);
        }
    }

    /// Takes octets in, to be answered by [`Self::answer`].
    pub fn take_in(&mut self, octets: &[u8]) {
        self.input.extend_from_slice(octets);
    }

    /// How many octets were taken in and are not answered.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.input.len()
    }

    /// Whether a whole line was taken in that is not answered.
    #[must_use]
    pub fn has_line(&self) -> bool {
        self.input.contains(&b'\n')
    }

    /// Answers the oldest line that is whole; `None` if there is none, or the session is over.
    pub fn answer(&mut self, now: Time, site: &mut Site) -> Option<Answer> {
        // While it is served, the modes of the session are those of the site.
        let idle = mem::replace(&mut site.profile.modes, self.modes);
        let answer = self.answer_in_mode(now, site);
        self.modes = mem::replace(&mut site.profile.modes, idle);
        answer
    }

    fn answer_in_mode(&mut self, now: Time, site: &mut Site) -> Option<Answer> {
        let answer = match self.take_line() {
            Some(line) => {
                let heard = Heard { line: &line, more: !self.input.is_empty(), now };
                let server = mem::replace(&mut self.server, Server::Closed);
                let (server, answer) = server.handle(heard, site);
                self.server = server;
                answer
            }
            None if MAX_OPEN_LINE < self.input.len() => {
                let values = Values { host: site.profile.host.clone(), ..Values::default() };
                let answer = closing(Answer::say(site, Phrase::TooLong, &values));
                Answer { refusal: Some(Refusal::TooLong), ..answer }
            }
            None => return None,
        };
        if answer.then == Then::Close {
            self.input.clear();
        }
        Some(answer)
    }

    /// The connection is gone: the lock is given back and nothing is removed.
    pub fn hang_up(&mut self, site: &mut Site) -> Vec<Fact> {
        self.input.clear();
        self.server.hang_up(site)
    }

    /// What the session is and has.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.server.standing()
    }

    /// The state, or `None` when the session is over. Unlike the whole standing it costs nothing.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        self.server.phase()
    }

    fn take_line(&mut self) -> Option<Vec<u8>> {
        let feed = self.input.iter().position(|&octet| octet == b'\n')?;
        Some(self.input.drain(..=feed).collect())
    }
}
