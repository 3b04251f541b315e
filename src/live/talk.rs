//! What the thread of a client connection does: it connects, obeys, and talks until the connection is over.

mod due;
mod line;
mod unsaid;
mod upgrade;

use std::io;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::net::ToSocketAddrs as _;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use mio::Events;
use mio::Interest;
use mio::Poll;
use mio::Token;
use mio::net::TcpStream;

use crate::live::clock::WallClock;
use crate::live::connect::Target;
use crate::live::mishap::Mishap;
use crate::live::talk::line::Line;
use crate::live::talk::unsaid::Pushed;
use crate::live::talk::unsaid::Unsaid;
use crate::live::told::Sink;
use crate::live::told::Told;
use crate::proto::line::printable;
use crate::session::ConnectionId;

/// The token of the handle that wakes the thread up.
pub(super) const WAKER: Token = Token(0);
const SOCKET: Token = Token(1);
/// Its only connection.
const ID: ConnectionId = ConnectionId(0);
/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(100);

/// What is wanted of the thread.
#[derive(Debug)]
pub(super) enum Order {
    Say(Vec<u8>),
    /// When all is said.
    Close,
    /// At once.
    Abandon,
}

/// A client connection.
pub(super) struct Talk {
    target: Target,
    poll: Poll,
    orders: Receiver<Order>,
    sink: Sink,
    clock: WallClock,
    unsaid: Unsaid,
    /// The connection is to be closed when all is said.
    closing: bool,
}

impl Talk {
    pub(super) fn new(target: Target, poll: Poll, orders: Receiver<Order>, sink: Sink) -> Self {
        Self { target, poll, orders, sink, clock: WallClock::start(), unsaid: Unsaid::default(), closing: false }
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
                    let why = match self.unsaid.push(&octets) {
                        Pushed::Waiting => continue,
                        Pushed::NoRoom => Mishap::NotSaid(octets.len()),
                        Pushed::Withheld(octets) => Mishap::Withheld(octets),
                    };
                    self.sink.tell(Told::Mishap(why));
                }
                Ok(Order::Close) => self.closing = true,
                Ok(Order::Abandon) | Err(TryRecvError::Disconnected) => return false,
                Err(TryRecvError::Empty) => return true,
            }
        }
    }
}
