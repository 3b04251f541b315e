//! One connection of the server: its socket, perhaps its TLS, and the server's end of the session.

mod cover;
mod hear;
mod held;
mod send;

use std::net::SocketAddr;

use mio::event::Event;
use mio::net::TcpStream;
use rustls::ServerConnection;

use crate::live::chance;
use crate::live::gate::Reply;
use crate::live::gate::Verdict;
use crate::live::outgoing::Outgoing;
use crate::live::shared::Shared;
use crate::live::told::Told;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::tls_facts::Began;
use crate::sim::chance::Seed;
use crate::sim::server::Answer;
use crate::sim::server::Endpoint;
use crate::sim::server::answer::Then;
use crate::sim::server::deviate::farewell;

/// While so many octets wait to be taken, no further command is obeyed.
const HIGH: usize = 16 * 1024;
/// Steps of one connection before the others have their turn.
const TURN: usize = 64;
/// Octets behind the last reply that are still listened to.
const MAX_AFTER: usize = 64 * 1024;

/// A connection.
#[derive(Debug)]
pub(super) struct Wire {
    id: ConnectionId,
    socket: TcpStream,
    readable: bool,
    /// The client says no more, or takes nothing more either, though not all that it said may be read.
    gone: Option<Closing>,
    tls: Option<Box<ServerConnection>>,
    /// What came while TLS was not established.
    opening: Vec<u8>,
    /// The server's end, as soon as it has greeted.
    endpoint: Option<Endpoint>,
    outgoing: Outgoing,
    /// Octets for the socket, of which the first ones have left.
    chunk: Vec<u8>,
    left: usize,
    /// The answer that the gate holds back.
    held: Option<Answer>,
    stage: Stage,
    /// The client has said its last word.
    ended: bool,
    /// Octets that came behind the last reply.
    after: usize,
    /// When the stage began, the client said a whole command, or took something of a reply.
    heard_at: Time,
}

/// What a connection is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// TLS is being established.
    Handshake(Began),
    /// Commands are heard and answered.
    Open,
    /// The reply to STLS is on its way: nothing is read before it has left.
    Upgrading,
    /// The last reply is on its way.
    Closing,
    /// The last reply has left: the client may close.
    Farewell,
}

/// What a turn came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Turn {
    /// The socket has to be waited for.
    Wait,
    /// There is more to do.
    Again,
    /// The connection is over.
    Gone,
}

enum Step {
    Wait,
    Again,
    End(Closing),
}

/// What became of octets that were to leave.
enum Left {
    /// Some left, or something between them was done.
    Some,
    /// There were none.
    None,
    /// The socket takes none.
    Blocked,
    /// The client is gone.
    Broken,
}

impl Wire {
    /// A connection that was accepted.
    pub(super) fn open(
        id: ConnectionId,
        socket: TcpStream,
        implicit: bool,
        shared: &mut Shared,
    ) -> Result<Self, rustls::Error> {
        let mut wire = Self {
            id,
            socket,
            readable: true,
            gone: None,
            tls: None,
            opening: Vec::new(),
            endpoint: None,
            outgoing: Outgoing::default(),
            chunk: Vec::new(),
            left: 0,
            held: None,
            stage: Stage::Open,
            ended: false,
            after: 0,
            heard_at: shared.clock.now(),
        };
        if implicit {
            wire.start_tls(Began::Implicit, shared)?;
        } else {
            wire.greet(false, shared);
        }
        Ok(wire)
    }

    /// The socket, to be waited for.
    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.socket
    }

    /// The socket has something to read, or the client has gone.
    pub(super) fn wake(&mut self, event: &Event) {
        self.readable = true;
        if event.is_write_closed() || event.is_error() {
            self.gone = Some(Closing::Reset(Side::Client));
        } else if event.is_read_closed() {
            self.gone.get_or_insert(Closing::Finished(Side::Client));
        }
    }

    /// Whether the client has not said who it is.
    pub(super) fn is_stranger(&self) -> bool {
        let phase = self.endpoint.as_ref().and_then(Endpoint::phase);
        matches!(phase, None | Some(Phase::Authorization)) && self.held.is_none()
    }

    /// Since when nothing has come of it.
    pub(super) fn silent_since(&self) -> Time {
        self.heard_at
    }

    /// Does what can be done without waiting, as long as it is its turn.
    pub(super) fn drive(&mut self, shared: &mut Shared) -> Turn {
        for _ in 0..TURN {
            match self.step(shared) {
                Step::Again => (),
                Step::Wait => return Turn::Wait,
                Step::End(closing) => {
                    self.close(closing, shared);
                    return Turn::Gone;
                }
            }
        }
        Turn::Again
    }

    /// Looks at the clock: whoever is silent for too long is left (RFC 1939 §3).
    pub(super) fn look_at_clock(&mut self, shared: &mut Shared) -> Turn {
        if self.held.is_some() {
            self.heard_at = shared.clock.now();
            return Turn::Wait;
        }
        let idle = shared.clock.now().since(self.heard_at);
        let limit = match self.stage {
            Stage::Handshake(_) => shared.limits.handshake,
            Stage::Farewell => shared.limits.farewell,
            Stage::Open | Stage::Upgrading | Stage::Closing => {
                shared.site.profile.patience().unwrap_or(shared.limits.silence)
            }
        };
        if idle < limit {
            return Turn::Wait;
        }
        if matches!(self.stage, Stage::Open | Stage::Upgrading | Stage::Closing) {
            shared.tell(self.id, EventKind::Fact(Fact::AutologoutExpired { idle }));
            // Without a word (RFC 1939 §3), unless the server deviates and the client listens.
            if let Some(octets) = farewell(&shared.site.profile).filter(|_| self.outgoing.is_empty()) {
                self.outgoing.push_octets(octets);
                while matches!(self.send(shared), Left::Some) {}
            }
        }
        self.close(Closing::Finished(Side::Server), shared);
        Turn::Gone
    }

    /// Ends the connection without a word; nothing is removed (RFC 1939 §6).
    pub(super) fn close(&mut self, closing: Closing, shared: &mut Shared) {
        if matches!(self.stage, Stage::Handshake(_)) {
            // What was said in place of a handshake is shown as it came.
            shared.hear(self.id, Side::Client, &self.opening, Cover::Clear);
        }
        let facts = self.endpoint.as_mut().map(|endpoint| endpoint.hang_up(&mut shared.site)).unwrap_or_default();
        shared.tell(self.id, EventKind::Closed(closing));
        for fact in facts {
            shared.tell(self.id, EventKind::Fact(fact));
        }
        shared.sink.tell(Told::Over(self.id));
    }

    fn step(&mut self, shared: &mut Shared) -> Step {
        match self.stage {
            Stage::Open => {
                if self.answer(shared) {
                    return Step::Again;
                }
                match self.send(shared) {
                    Left::Some => Step::Again,
                    Left::Blocked => Step::Wait,
                    Left::Broken => Step::End(Closing::Reset(Side::Client)),
                    Left::None if self.held.is_some() => self.watch(shared),
                    Left::None if self.ended => Step::End(Closing::Finished(Side::Client)),
                    Left::None => self.read(shared),
                }
            }
            Stage::Upgrading | Stage::Closing => match self.send(shared) {
                Left::Some => Step::Again,
                Left::Blocked | Left::None => Step::Wait,
                Left::Broken => Step::End(Closing::Reset(Side::Client)),
            },
            Stage::Handshake(_) => match self.send(shared) {
                Left::Some => Step::Again,
                Left::Blocked => Step::Wait,
                Left::Broken => Step::End(Closing::Reset(Side::Client)),
                Left::None if self.ended => Step::End(Closing::Finished(Side::Client)),
                Left::None => self.read(shared),
            },
            Stage::Farewell if self.ended => Step::End(Closing::Finished(Side::Server)),
            // Who goes on talking is not listened to without end.
            Stage::Farewell if MAX_AFTER < self.after => Step::End(Closing::Finished(Side::Server)),
            Stage::Farewell => match self.read(shared) {
                Step::End(_) => Step::End(Closing::Finished(Side::Server)),
                step @ (Step::Wait | Step::Again) => step,
            },
        }
    }

    /// Answers one line, if one is there and the client takes what it is told.
    fn answer(&mut self, shared: &mut Shared) -> bool {
        if self.held.is_some() || HIGH <= self.outgoing.pending() {
            return false;
        }
        let now = shared.clock.now();
        let Some(endpoint) = &mut self.endpoint else { return false };
        let Some(answer) = endpoint.answer(now, &mut shared.site) else { return false };
        self.heard_at = now;
        self.judge(answer, shared);
        true
    }

    /// Shows an answer to the gate.
    fn judge(&mut self, answer: Answer, shared: &mut Shared) {
        let Some(gate) = &mut shared.gate else { return self.say(answer) };
        let phase = self.endpoint.as_ref().and_then(Endpoint::phase);
        let reply = Reply {
            connection: self.id,
            phase,
            octets: &answer.octets,
            message_octets: answer.message.as_ref().map(|message| message.octets().len()),
        };
        match gate.judge(reply) {
            Verdict::Pass => self.say(answer),
            Verdict::Hold => self.held = Some(answer),
            Verdict::Replace(octets) => self.say(Answer { octets, message: None, ..answer }),
        }
    }

    fn say(&mut self, answer: Answer) {
        match answer.then {
            Then::GoOn => (),
            Then::StartTls => self.stage = Stage::Upgrading,
            Then::Close => self.stage = Stage::Closing,
        }
        self.outgoing.push(answer);
    }

    fn greet(&mut self, covered: bool, shared: &mut Shared) {
        let seed = chance::octets().map(Seed::new);
        if seed.is_none() {
            shared.trouble("the system has no chance to give: timestamps and nonces can be foreseen");
        }
        let (mut endpoint, greeting) = Endpoint::accept_as(self.id, covered, shared.clock.now(), &shared.site, seed);
        endpoint.comes_from(peer(&self.socket).map_or(0, |address| address.port()));
        self.endpoint = Some(endpoint);
        self.judge(greeting, shared);
    }
}

/// The address of the other end, as far as the system knows it.
pub(super) fn peer(socket: &TcpStream) -> Option<SocketAddr> {
    socket.peer_addr().ok()
}
