//! What leaves a connection of the server: replies, records of TLS, and what stands between them.

use std::io;
use std::io::ErrorKind;
use std::io::Write as _;
use std::net::Shutdown;

use mio::net::TcpStream;

use crate::live::outgoing::Between;
use crate::live::shared::Shared;
use crate::live::wire::Left;
use crate::live::wire::Stage;
use crate::live::wire::Wire;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::EventKind;
use crate::session::tls_facts::Began;

/// The most octets that are handed to the socket together.
const CHUNK: usize = 16 * 1024;

impl Wire {
    /// Hands octets to the socket, once.
    pub(super) fn send(&mut self, shared: &mut Shared) -> Left {
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
    pub(super) fn send_sealed(&mut self, shared: &mut Shared) -> Option<Left> {
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
