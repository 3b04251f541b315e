//! One connection of the server: its socket, perhaps its TLS, and the server's end of the session.

use std::io;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::time::Duration;

use mio::net::TcpStream;
use rustls::ServerConnection;

use crate::live::chance;
use crate::live::engine::Shared;
use crate::live::gate::Reply;
use crate::live::gate::Verdict;
use crate::live::outgoing::Between;
use crate::live::outgoing::Outgoing;
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
/// The most octets that are handed to the socket together.
const CHUNK: usize = 16 * 1024;
/// Steps of one connection before the others have their turn.
const TURN: usize = 64;
/// Octets of a handshake that are kept, to show them if it fails.
const MAX_OPENING: usize = 4096;

/// Octets behind the last reply that are still listened to.
const MAX_AFTER: usize = 64 * 1024;

/// A connection.
#[derive(Debug)]
pub(super) struct Wire {
    id: ConnectionId,
    socket: TcpStream,
    readable: bool,
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

    /// The socket has something to read.
    pub(super) fn wake(&mut self) {
        self.readable = true;
    }

    /// Whether the client has not said who it is.
    pub(super) fn is_stranger(&self) -> bool {
        let phase = self.endpoint.as_ref().and_then(|endpoint| endpoint.standing().phase);
        matches!(phase, None | Some(Phase::Authorization)) && self.held.is_none()
    }

    /// How long nothing has come of it.
    pub(super) fn silence(&self, now: Time) -> Duration {
        now.since(self.heard_at)
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
        let idle = self.silence(shared.clock.now());
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

    /// Lets the reply go that the gate holds back, or other octets in its place.
    pub(super) fn release(&mut self, replacement: Option<Vec<u8>>, shared: &mut Shared) {
        if let Some(answer) = self.held.take() {
            self.heard_at = shared.clock.now();
            self.say(match replacement {
                Some(octets) => Answer { octets, message: None, ..answer },
                None => answer,
            });
        }
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
        let phase = self.endpoint.as_ref().and_then(|endpoint| endpoint.standing().phase);
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

    // ---- out

    /// Hands octets to the socket, once.
    fn send(&mut self, shared: &mut Shared) -> Left {
        if let Some(left) = self.send_sealed(shared) {
            return left;
        }
        if self.left < self.chunk.len() {
            return self.send_clear(shared);
        }
        self.chunk.clear();
        self.left = 0;
        if matches!(self.stage, Stage::Handshake(_)) {
            return Left::None;
        }
        if self.outgoing.is_empty() {
            self.chunk = Vec::new();
            return Left::None;
        }
        match self.outgoing.fill(&mut self.chunk, CHUNK) {
            Some(between) => self.pass(between, shared),
            None => match &mut self.tls {
                None => self.send_clear(shared),
                Some(tls) => {
                    if tls.writer().write_all(&self.chunk).is_err() {
                        return Left::Broken;
                    }
                    shared.hear(self.id, Side::Server, &self.chunk, Cover::Tls);
                    self.chunk.clear();
                    Left::Some
                }
            },
        }
    }

    /// Records of TLS that wait; `None` if there are none.
    fn send_sealed(&mut self, shared: &mut Shared) -> Option<Left> {
        let tls = self.tls.as_mut().filter(|tls| tls.wants_write())?;
        let mut tee = Tee { socket: &mut self.socket, copy: shared.secrets.is_some().then(Vec::new) };
        let written = tls.write_tls(&mut tee);
        if let Some(octets) = tee.copy {
            shared.tell_sealed(self.id, Side::Server, &octets);
        }
        Some(match written {
            Ok(0) => Left::Broken,
            Ok(_) => {
                if !matches!(self.stage, Stage::Handshake(_)) {
                    self.heard_at = shared.clock.now();
                }
                Left::Some
            }
            Err(error) => failed(&error),
        })
    }

    fn send_clear(&mut self, shared: &mut Shared) -> Left {
        match self.socket.write(&self.chunk[self.left..]) {
            Ok(0) => Left::Broken,
            Ok(octets) => {
                let said = &self.chunk[self.left..self.left + octets];
                shared.hear(self.id, Side::Server, said, Cover::Clear);
                self.left += octets;
                self.heard_at = shared.clock.now();
                Left::Some
            }
            Err(error) => failed(&error),
        }
    }

    /// Does what stands between octets: those before it have left.
    fn pass(&mut self, between: Between, shared: &mut Shared) -> Left {
        match between {
            Between::Fact(fact) => shared.tell(self.id, EventKind::Fact(fact)),
            Between::StartTls => {
                if let Err(error) = self.start_tls(Began::Stls, shared) {
                    shared.trouble(&format!("TLS cannot begin: {error}"));
                    return Left::Broken;
                }
            }
            Between::Close => {
                if let Some(tls) = &mut self.tls {
                    tls.send_close_notify();
                    // The client has its reply; whether it hears this goodbye too is its own affair.
                    self.send_sealed(shared);
                }
                let _ = self.socket.shutdown(Shutdown::Write); // One that is gone need not be told.
                self.stage = Stage::Farewell;
                self.heard_at = shared.clock.now();
            }
        }
        Left::Some
    }

    // ---- in

    /// Looks whether the client is still there while its reply is held back.
    ///
    /// One that closes behind its last command, and has not said QUIT, has left. Who has more to be answered may wait
    /// for all of it, and say no more: `printf 'STAT\r\nQUIT\r\n' | nc` does.
    fn watch(&mut self, shared: &mut Shared) -> Step {
        let Some(held) = &self.held else { return Step::Wait };
        let (begins_tls, ends) = (held.then == Then::StartTls, held.then == Then::Close);
        let waits = self.endpoint.as_ref().map_or(0, Endpoint::unanswered);
        let step = if begins_tls || HIGH <= waits {
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

    /// Reads once what the socket has.
    fn read(&mut self, shared: &mut Shared) -> Step {
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

    fn take_in(&mut self, octets: &[u8]) {
        if let Some(endpoint) = self.endpoint.as_mut().filter(|_| self.stage == Stage::Open) {
            endpoint.take_in(octets);
        }
    }

    fn hear_sealed(&mut self, octets: &[u8], shared: &mut Shared) -> Step {
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

    // ---- TLS

    fn start_tls(&mut self, began: Began, shared: &mut Shared) -> Result<(), rustls::Error> {
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
            let facts = super::facts::of_server(tls, began, identity);
            let fingerprint = Some(identity.fingerprint.clone());
            shared.sink.tell(Told::Tls { connection: self.id, facts: Box::new(facts), fingerprint });
        }
        shared.tell(self.id, EventKind::Fact(Fact::TlsEstablished));
        if began == Began::Implicit {
            self.greet(true, shared);
        }
    }
}

/// A socket, and a copy of what it took.
struct Tee<'a> {
    socket: &'a mut TcpStream,
    copy: Option<Vec<u8>>,
}

impl io::Write for Tee<'_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let taken = self.socket.write(octets)?;
        if let Some(copy) = &mut self.copy {
            copy.extend_from_slice(&octets[..taken]);
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

fn failed(error: &io::Error) -> Left {
    match error.kind() {
        ErrorKind::WouldBlock => Left::Blocked,
        ErrorKind::Interrupted => Left::Some,
        _ => Left::Broken,
    }
}

/// The address of the other end, as far as the system knows it.
pub(super) fn peer(socket: &TcpStream) -> Option<SocketAddr> {
    socket.peer_addr().ok()
}
