//! What the thread of a client connection does: connect, cover, say, hear, close.

use std::io;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::net::ToSocketAddrs as _;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use mio::Events;
use mio::Interest;
use mio::Poll;
use mio::Token;
use mio::net::TcpStream;
use rustls::ClientConnection;
use rustls::pki_types::ServerName;

use crate::live::clock::WallClock;
use crate::live::connect::Security;
use crate::live::connect::Target;
use crate::live::facts;
use crate::live::identity::fingerprint;
use crate::live::mishap::Mishap;
use crate::live::told::Sink;
use crate::live::told::Told;
use crate::live::trust::Verifier;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::line::MAX_STATUS_LINE;
use crate::proto::line::printable;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Certificate;

/// The token of the handle that wakes the thread up.
pub(super) const WAKER: Token = Token(0);
const SOCKET: Token = Token(1);
/// Its only connection.
const ID: ConnectionId = ConnectionId(0);
/// The most octets that may wait to be said.
const MAX_WAITING: usize = 1 << 20;
/// Octets that are read or covered together.
const BUFFER: usize = 16 * 1024;
/// The longest line before TLS.
const MAX_LINE: usize = 4 * MAX_STATUS_LINE;
/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(100);

/// What is wanted of the thread.
#[derive(Debug)]
pub(super) enum Order {
    Say(Vec<u8>),
    /// This line, and TLS behind a positive reply.
    Stls(Vec<u8>),
    /// When all is said.
    Close,
    /// At once.
    Abandon,
}

/// How far the connection is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// The greeting is awaited, and STLS comes next.
    Greeting,
    /// The reply to STLS is awaited.
    Stls,
    Handshake(Began),
    /// Everything may be said.
    Open,
}

/// Why nothing more is done.
enum End {
    Closed(Closing),
    /// Something is wrong that is said, too.
    Mishap(Mishap),
    /// The server has a certificate that is not trusted.
    Untrusted,
}

/// A client connection.
pub(super) struct Talk {
    target: Target,
    poll: Poll,
    orders: Receiver<Order>,
    sink: Sink,
    clock: WallClock,
    /// What is to be said and has not left.
    waiting: Vec<u8>,
    /// The line that asks for TLS behind all that, if somebody wants it in the middle of the talk.
    stls: Option<Vec<u8>>,
    /// The connection is to be closed when all is said.
    closing: bool,
}

impl Talk {
    pub(super) fn new(target: Target, poll: Poll, orders: Receiver<Order>, sink: Sink) -> Self {
        Self { target, poll, orders, sink, clock: WallClock::start(), waiting: Vec::new(), stls: None, closing: false }
    }

    /// Connects and talks until the connection is over.
    pub(super) fn run(mut self) {
        match self.connect() {
            Ok(Some(socket)) => {
                if let Some(mut line) = Line::open(socket, self) {
                    line.run();
                }
                return;
            }
            Ok(None) => (), // Nobody wants it any more.
            Err(why) => self.sink.tell(Told::Mishap(why)),
        }
        self.sink.tell(Told::Over(ID));
    }

    /// Tries the addresses of the server one after the other.
    fn connect(&mut self) -> Result<Option<TcpStream>, Mishap> {
        let (host, port) = (self.target.bare_host().to_owned(), self.target.port);
        let nowhere = |detail: String| Mishap::NoAddress { host: printable(host.as_bytes()), detail };
        let addresses = (host.as_str(), port).to_socket_addrs().map_err(|error| nowhere(error.to_string()))?;
        let mut why = nowhere("the system names none".to_owned());
        for address in addresses {
            match self.connect_to(address) {
                Ok(found) => return Ok(found),
                Err(error) => why = Mishap::CannotConnect { address, detail: error.to_string() },
            }
        }
        Err(why)
    }

    fn connect_to(&mut self, address: SocketAddr) -> io::Result<Option<TcpStream>> {
        let mut socket = TcpStream::connect(address)?;
        self.poll.registry().register(&mut socket, SOCKET, Interest::READABLE | Interest::WRITABLE)?;
        let start = self.clock.now();
        let mut events = Events::with_capacity(8);
        loop {
            match self.poll.poll(&mut events, Some(TICK)) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                Ok(()) | Err(_) => (),
            }
            if let Some(error) = socket.take_error()? {
                return Err(error);
            }
            match socket.peer_addr() {
                Ok(_) => return Ok(Some(socket)),
                Err(error) if error.kind() == ErrorKind::NotConnected => (),
                Err(error) => return Err(error),
            }
            if !self.obey() {
                return Ok(None);
            }
            if self.target.waits.connection <= self.clock.now().since(start) {
                return Err(io::Error::from(ErrorKind::TimedOut));
            }
        }
    }
}

impl Talk {
    /// Takes the wishes that came; whether anybody still wants the connection.
    fn obey(&mut self) -> bool {
        loop {
            match self.orders.try_recv() {
                Ok(Order::Say(octets)) => {
                    if MAX_WAITING < self.waiting.len() + octets.len() {
                        self.sink.tell(Told::Mishap(Mishap::NotSaid(octets.len())));
                    } else {
                        self.waiting.extend(octets);
                    }
                }
                Ok(Order::Stls(line)) => self.stls = Some(line),
                Ok(Order::Close) => self.closing = true,
                Ok(Order::Abandon) | Err(TryRecvError::Disconnected) => return false,
                Err(TryRecvError::Empty) => return true,
            }
        }
    }
}

/// A connection that is there.
struct Line {
    talk: Talk,
    socket: TcpStream,
    tls: Option<Box<ClientConnection>>,
    verifier: Option<Arc<Verifier>>,
    stage: Stage,
    /// The line of the server that decides about STLS, as far as it has come.
    heard: Vec<u8>,
    /// What is still to be said to come to TLS.
    asking: Vec<u8>,
    ended: bool,
    /// The server has said something. It speaks first.
    greeted: bool,
    octets: u64,
    began_at: Time,
    heard_at: Time,
}

impl Line {
    fn open(socket: TcpStream, mut talk: Talk) -> Option<Self> {
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
            ended: false,
            greeted: false,
            octets: 0,
            began_at: now,
            heard_at: now,
        };
        line.tell(EventKind::Opened(opened));
        Some(line)
    }

    fn run(&mut self) {
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
            if let Err(end) = self.turn() {
                return end;
            }
            match self.talk.poll.poll(&mut events, Some(TICK)) {
                Err(error) if error.kind() != ErrorKind::Interrupted => {
                    return End::Mishap(Mishap::System(error.to_string()));
                }
                Ok(()) | Err(_) => (),
            }
        }
    }

    /// Does all that can be done without waiting.
    fn turn(&mut self) -> Result<(), End> {
        if !self.talk.obey() {
            return Err(End::Closed(Closing::Finished(Side::Client)));
        }
        self.send()?;
        while self.read()? {
            self.send()?;
        }
        if self.ended {
            return Err(End::Closed(Closing::Finished(Side::Server)));
        }
        let all_is_said = self.stage == Stage::Open && self.talk.waiting.is_empty() && self.talk.stls.is_none();
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
        Ok(())
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
            if self.stage == Stage::Open
                && self.greeted
                && self.talk.waiting.is_empty()
                && let Some(line) = self.talk.stls.take()
            {
                // Inside TLS it is a command like any other, which servers refuse.
                match self.tls {
                    Some(_) => self.talk.waiting = line,
                    None => self.ask_for_tls(line),
                }
            }
            let cover = self.cover();
            let sayable = match self.stage {
                Stage::Open if self.greeted => &mut self.talk.waiting,
                Stage::Stls => &mut self.asking,
                Stage::Open | Stage::Greeting | Stage::Handshake(_) => return Ok(()),
            };
            if sayable.is_empty() {
                return Ok(());
            }
            let piece = &sayable[..sayable.len().min(BUFFER)];
            let left = match &mut self.tls {
                Some(tls) => tls.writer().write(piece),
                None => self.socket.write(piece),
            };
            match left {
                Ok(octets) => {
                    let said: Vec<u8> = sayable.drain(..octets).collect();
                    self.tell(EventKind::Octets { side: Side::Client, octets: said, cover });
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => (),
                Err(_) => return Err(End::Closed(Closing::Reset(Side::Server))),
            }
        }
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
        self.greeted = true;
        self.tell(EventKind::Octets { side: Side::Server, octets: octets.to_vec(), cover: Cover::Clear });
        match self.stage {
            Stage::Greeting | Stage::Stls => self.hear_beginning(octets),
            Stage::Handshake(_) | Stage::Open => Ok(()),
        }
    }

    /// The greeting, or the reply to STLS: a whole line each, and nothing behind it.
    fn hear_beginning(&mut self, octets: &[u8]) -> Result<(), End> {
        self.heard.extend_from_slice(octets);
        let Some(feed) = self.heard.iter().position(|octet| *octet == b'\n') else {
            if MAX_LINE < self.heard.len() {
                return Err(End::Mishap(Mishap::NotPop3));
            }
            return Ok(());
        };
        if feed + 1 < self.heard.len() {
            // Anybody can have put that there (RFC 2595 §4); it would be taken for a reply inside TLS.
            return Err(End::Mishap(Mishap::Injected));
        }
        let line = std::mem::take(&mut self.heard);
        let positive = StatusLine::read(&line).is_some_and(|status| status.indicator.is_positive());
        if !positive {
            let shown = printable(line.trim_ascii_end());
            return match self.stage {
                // Whoever asked by hand sees the reply, and may go on without.
                Stage::Stls if self.talk.target.security == Security::None => {
                    self.stage = Stage::Open;
                    Ok(())
                }
                Stage::Stls => Err(End::Mishap(Mishap::StlsRefused(shown))),
                Stage::Greeting | Stage::Handshake(_) | Stage::Open => Err(End::Mishap(Mishap::NoGreeting(shown))),
            };
        }
        if self.stage == Stage::Greeting {
            self.stage = Stage::Stls;
            Ok(())
        } else {
            self.start_tls(Began::Stls)
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

    // ---- TLS

    /// Says STLS in the middle of a talk; what comes next is its reply.
    fn ask_for_tls(&mut self, line: Vec<u8>) {
        self.stage = Stage::Stls;
        self.asking = line;
        self.began_at = self.talk.clock.now();
    }

    fn start_tls(&mut self, began: Began) -> Result<(), End> {
        let trouble = |error: String| End::Mishap(Mishap::TlsCannotBegin(error));
        let name = ServerName::try_from(self.talk.target.bare_host().to_owned());
        let name = name.map_err(|error| trouble(error.to_string()))?;
        let verifier = Arc::new(Verifier::new(self.talk.target.trust.clone()));
        let config = verifier.config().map_err(|error| trouble(error.to_string()))?;
        let tls = ClientConnection::new(Arc::new(config), name).map_err(|error| trouble(error.to_string()))?;
        self.tls = Some(Box::new(tls));
        self.verifier = Some(verifier);
        self.stage = Stage::Handshake(began);
        Ok(())
    }

    /// Both sides have their keys, and the server is whom it should be.
    fn establish(&mut self, began: Began) {
        self.stage = Stage::Open;
        if let Some(tls) = &self.tls {
            let der = tls.peer_certificates().and_then(<[_]>::first);
            let facts = facts::of_either(tls, began, der.and_then(|der| Certificate::read(der)));
            let fingerprint = der.map(|der| fingerprint(der));
            self.talk.sink.tell(Told::Tls { connection: ID, facts: Box::new(facts), fingerprint });
        }
        self.tell(EventKind::Fact(Fact::TlsEstablished));
    }

    /// Why TLS failed: for the certificate, or for anything else.
    fn failed(&mut self, error: &rustls::Error) -> End {
        match self.verifier.as_ref().and_then(|verifier| verifier.turned_down()) {
            Some(turned_down) => {
                self.talk.sink.tell(Told::Untrusted {
                    connection: ID,
                    certificate: turned_down.certificate.map(Box::new),
                    fingerprint: turned_down.fingerprint,
                    doubt: turned_down.doubt,
                });
                End::Untrusted
            }
            None => End::Mishap(Mishap::TlsFailed(error.to_string())),
        }
    }

    fn cover(&self) -> Cover {
        if self.tls.is_some() { Cover::Tls } else { Cover::Clear }
    }

    fn tell(&mut self, kind: EventKind) {
        let at = self.talk.clock.now();
        self.talk.sink.tell(Told::Event(Event { at, connection: Some(ID), mark: Mark::Nowhere, kind }));
    }
}

/// The command that asks for TLS.
const STLS: &[u8] = b"STLS\r\n";
