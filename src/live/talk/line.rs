//! A connection of a client that is there: what waits is said, what comes is heard and told.

use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use mio::Events;
use mio::net::TcpStream;
use rustls::ClientConnection;

use crate::live::connect::Security;
use crate::live::mishap::Mishap;
use crate::live::talk::ID;
use crate::live::talk::TICK;
use crate::live::talk::Talk;
use crate::live::talk::due::Due;
use crate::live::talk::unsaid::Next;
use crate::live::told::Told;
use crate::live::trust::Verifier;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::session::tls_facts::Began;

/// Octets that are read together.
const BUFFER: usize = 16 * 1024;
/// How often is read before the orders and the clock are looked at again: a server that never pauses is no reason not
/// to hear whoever wants to leave.
const READS: usize = 16;
/// What a client says that wants TLS from the start.
const STLS: &[u8] = b"STLS\r\n";

/// How far the connection is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stage {
    /// The greeting is awaited, and STLS comes next.
    Greeting,
    /// The reply to STLS is awaited: nothing else is said.
    Stls,
    Handshake(Began),
    /// Everything may be said.
    Open,
}

/// Why nothing more is done.
pub(super) enum End {
    Closed(Closing),
    /// Something is wrong that is said, too.
    Mishap(Mishap),
    /// The server has a certificate that is not trusted.
    Untrusted,
}

/// A connection that is there.
pub(super) struct Line {
    pub(super) talk: Talk,
    pub(super) socket: TcpStream,
    pub(super) tls: Option<Box<ClientConnection>>,
    pub(super) verifier: Option<Arc<Verifier>>,
    pub(super) stage: Stage,
    /// The line of the server that decides about STLS, as far as it has come.
    pub(super) heard: Vec<u8>,
    /// What is still to be said to come to TLS.
    pub(super) asking: Vec<u8>,
    /// What is due, as long as nothing covers the connection.
    due: Due,
    ended: bool,
    /// The server has said something. It speaks first.
    greeted: bool,
    octets: u64,
    pub(super) began_at: Time,
    heard_at: Time,
}

impl Line {
    pub(super) fn open(socket: TcpStream, mut talk: Talk) -> Option<Self> {
        let now = talk.clock.now();
        let (client, server) = match (socket.local_addr(), socket.peer_addr()) {
            (Ok(client), Ok(server)) => (client, server),
            (Err(error), _) | (_, Err(error)) => {
                talk.sink.tell(Told::Mishap(Mishap::Lost(error.to_string())));
                talk.sink.tell(Told::Over(ID));
                return None;
            }
        };
        let _ = socket.set_nodelay(true); // It is only slower without.
        let stage = match talk.target.security {
            Security::None => Stage::Open,
            Security::Stls => Stage::Greeting,
            Security::Implicit => Stage::Handshake(Began::Implicit),
        };
        let name = Some(talk.target.host.as_str().into());
        let opened = Connection {
            client: Party { name: None, address: client },
            server: Party { name, address: server },
            opening: Opening::Connection,
            protocol: Protocol::Pop3,
        };
        let mut line = Self {
            talk,
            socket,
            tls: None,
            verifier: None,
            stage,
            heard: Vec::new(),
            asking: STLS.to_vec(),
            due: Due::default(),
            ended: false,
            greeted: false,
            octets: 0,
            began_at: now,
            heard_at: now,
        };
        line.tell(EventKind::Opened(opened));
        Some(line)
    }

    pub(super) fn run(&mut self) {
        let end = self.work();
        let closing = match end {
            End::Closed(closing) => closing,
            End::Mishap(why) => {
                self.talk.sink.tell(Told::Mishap(why));
                Closing::Finished(Side::Client)
            }
            End::Untrusted => Closing::Finished(Side::Client),
        };
        self.tell(EventKind::Closed(closing));
        self.talk.sink.tell(Told::Over(ID));
    }

    fn work(&mut self) -> End {
        if let Stage::Handshake(began) = self.stage
            && let Err(end) = self.start_tls(began)
        {
            return end;
        }
        let mut events = Events::with_capacity(8);
        loop {
            let more = match self.turn() {
                Ok(more) => more,
                Err(end) => return end,
            };
            match self.talk.poll.poll(&mut events, Some(if more { Duration::ZERO } else { TICK })) {
                Err(error) if error.kind() != ErrorKind::Interrupted => {
                    return End::Mishap(Mishap::System(error.to_string()));
                }
                Ok(()) | Err(_) => (),
            }
        }
    }

    /// Does what can be done without waiting, as long as it is its turn; whether there may be more to read.
    fn turn(&mut self) -> Result<bool, End> {
        if !self.talk.obey() {
            return Err(End::Closed(Closing::Finished(Side::Client)));
        }
        self.send()?;
        let mut more = true;
        for _ in 0..READS {
            more = self.read()?;
            if !more {
                break;
            }
            self.send()?;
        }
        if self.ended {
            return Err(End::Closed(Closing::Finished(Side::Server)));
        }
        let all_is_said = self.stage == Stage::Open && self.talk.unsaid.is_empty();
        if self.talk.closing && all_is_said {
            if let Some(tls) = &mut self.tls {
                tls.send_close_notify();
                let _ = tls.write_tls(&mut self.socket); // Whether the server hears this is its own affair.
            }
            let _ = self.socket.shutdown(Shutdown::Both);
            return Err(End::Closed(Closing::Finished(Side::Client)));
        }
        let now = self.talk.clock.now();
        let waits = &self.talk.target.waits;
        if !(self.greeted && self.stage == Stage::Open) && waits.beginning <= now.since(self.began_at) {
            return Err(End::Mishap(Mishap::SlowBeginning));
        }
        if waits.silence <= now.since(self.heard_at) {
            return Err(End::Mishap(Mishap::Silent));
        }
        Ok(more)
    }

    // ---- out

    fn send(&mut self) -> Result<(), End> {
        loop {
            if let Some(tls) = self.tls.as_mut().filter(|tls| tls.wants_write()) {
                match tls.write_tls(&mut self.socket) {
                    Ok(_) => continue,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(_) => return Err(End::Closed(Closing::Reset(Side::Server))),
                }
            }
            let left = match (self.stage, &mut self.tls) {
                (Stage::Stls, _) if self.asking.is_empty() => return Ok(()),
                (Stage::Stls, _) => self.socket.write(&self.asking),
                (Stage::Open, _) if !self.greeted || self.talk.unsaid.is_empty() => return Ok(()),
                (Stage::Open, Some(tls)) => tls.writer().write(self.talk.unsaid.covered()),
                (Stage::Open, None) => match self.talk.unsaid.next_in_the_clear(self.due.is_challenged()) {
                    Next::Octets(octets) => self.socket.write(self.talk.unsaid.first(octets)),
                    // Its reply must not be taken for another, nor another for its reply.
                    Next::Stls(octets) if self.due.is_nothing() => {
                        let line = self.talk.unsaid.take(octets);
                        self.ask_for_tls(line);
                        continue;
                    }
                    Next::Stls(_) | Next::Nothing => return Ok(()),
                },
                (Stage::Greeting | Stage::Handshake(_), _) => return Ok(()),
            };
            match left {
                Ok(octets) => self.said(octets),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => (),
                Err(_) => return Err(End::Closed(Closing::Reset(Side::Server))),
            }
        }
    }

    /// So many octets have left.
    fn said(&mut self, octets: usize) {
        let said = if self.stage == Stage::Stls {
            self.asking.drain(..octets).collect()
        } else {
            self.talk.unsaid.take(octets)
        };
        let cover = self.cover();
        if cover == Cover::Clear {
            self.due.say(&said);
        }
        self.tell(EventKind::Octets { side: Side::Client, octets: said, cover });
    }

    // ---- in

    /// Reads once; whether there may be more.
    fn read(&mut self) -> Result<bool, End> {
        let mut buffer = [0; BUFFER];
        match self.socket.read(&mut buffer) {
            Ok(0) => {
                self.ended = true;
                Ok(false)
            }
            Ok(octets) => {
                self.octets += octets as u64;
                if self.talk.target.waits.octets < self.octets {
                    return Err(End::Mishap(Mishap::TooMuch(self.octets)));
                }
                self.heard_at = self.talk.clock.now();
                self.hear(&buffer[..octets])?;
                Ok(!self.ended)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
            Err(_) => Err(End::Closed(Closing::Reset(Side::Server))),
        }
    }

    fn hear(&mut self, octets: &[u8]) -> Result<(), End> {
        if self.tls.is_some() {
            return self.hear_sealed(octets);
        }
        // What was wished before anybody could know of the reply to STLS was wished for the inside of TLS.
        if self.stage == Stage::Stls && !self.talk.obey() {
            return Err(End::Closed(Closing::Finished(Side::Client)));
        }
        self.greeted = true;
        self.due.hear(octets);
        self.tell(EventKind::Octets { side: Side::Server, octets: octets.to_vec(), cover: Cover::Clear });
        match self.stage {
            Stage::Greeting | Stage::Stls => self.hear_beginning(octets),
            Stage::Handshake(_) | Stage::Open => Ok(()),
        }
    }

    fn hear_sealed(&mut self, mut octets: &[u8]) -> Result<(), End> {
        while !octets.is_empty() {
            let Some(tls) = &mut self.tls else { return Ok(()) };
            let taken = tls.read_tls(&mut octets).map_err(|error| End::Mishap(Mishap::TlsFailed(error.to_string())))?;
            if let Err(error) = tls.process_new_packets() {
                let _ = tls.write_tls(&mut self.socket); // The alert says why, as far as it gets.
                return Err(self.failed(&error));
            }
            if let (Stage::Handshake(began), false) = (self.stage, tls.is_handshaking()) {
                self.establish(began);
            }
            self.hear_inside();
            if taken == 0 {
                return Ok(()); // Nothing is heard behind the goodbye of TLS.
            }
        }
        Ok(())
    }

    fn hear_inside(&mut self) {
        let mut inside = [0; 4096];
        while let Some(tls) = &mut self.tls {
            match tls.reader().read(&mut inside) {
                Ok(octets) if 0 < octets => {
                    self.greeted = true;
                    let octets = inside[..octets].to_vec();
                    self.tell(EventKind::Octets { side: Side::Server, octets, cover: Cover::Tls });
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Ok(_) | Err(_) => {
                    self.ended = true;
                    return;
                }
            }
        }
    }

    fn cover(&self) -> Cover {
        if self.tls.is_some() { Cover::Tls } else { Cover::Clear }
    }

    pub(super) fn tell(&mut self, kind: EventKind) {
        let at = self.talk.clock.now();
        self.talk.sink.tell(Told::Event(Event { at, connection: Some(ID), mark: Mark::Nowhere, kind }));
    }
}
