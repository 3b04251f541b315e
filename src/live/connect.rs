//! The other side: a client connection to a server of the user's own choice, which says what it is told to.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Duration;

use mio::Poll;
use mio::Waker;

use crate::live::Sink;
use crate::live::Trust;
use crate::live::talk::Order;
use crate::live::talk::Talk;
use crate::live::talk::WAKER;

/// Where a connection goes, and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    /// The name or the address of the server. A certificate has to be good for it.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether and how TLS covers it.
    pub security: Security,
    /// Which certificate is accepted.
    pub trust: Trust,
    /// How long it waits.
    pub waits: Waits,
}

/// Whether and how TLS covers a connection.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Security {
    /// Everything travels in the clear.
    #[default]
    None,
    /// The first command is STLS; without a positive reply nothing else is said.
    Stls,
    /// From the first octet.
    Implicit,
}

/// How long a client waits, and how much it hears.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Waits {
    /// For the connection itself, for each address that the server has.
    pub connection: Duration,
    /// For the greeting, the reply to STLS, and the handshake of TLS, together.
    pub beginning: Duration,
    /// For anything at all, after that.
    pub silence: Duration,
    /// Octets of the server; a connection that brings more is closed.
    pub octets: u64,
}

impl Target {
    /// A server in the clear, whose certificate would have to be one that the system trusts.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port, security: Security::None, trust: Trust::default(), waits: Waits::default() }
    }

    /// The host without the brackets that an address of IPv6 may have.
    pub(super) fn bare_host(&self) -> &str {
        let inside = self.host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        inside.filter(|inside| inside.parse::<IpAddr>().is_ok()).unwrap_or(&self.host)
    }
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            connection: Duration::from_secs(15),
            beginning: Duration::from_secs(30),
            silence: Duration::from_mins(30),
            octets: 1 << 30,
        }
    }
}

/// A connection that is made, used and closed in a thread of its own. All that becomes of it is told to the sink.
#[derive(Debug)]
pub struct Connecting {
    orders: Sender<Order>,
    waker: Arc<Waker>,
    thread: Option<JoinHandle<()>>,
}

impl Connecting {
    /// Begins to connect.
    pub fn start(target: Target, sink: Sink) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let (orders, received) = mpsc::channel();
        let work = move || Talk::new(target, poll, received, sink).run();
        let thread = std::thread::Builder::new().name("live client".to_owned()).spawn(work)?;
        Ok(Self { orders, waker, thread: Some(thread) })
    }

    /// Says octets, as soon as TLS covers the connection where it is to.
    ///
    /// A line that asks for TLS is said when all replies are there, and what is behind it when its own is: inside TLS,
    /// or not at all if the server refuses ([`Mishap::Withheld`](crate::live::Mishap::Withheld)). What is said later,
    /// by somebody who could know of the refusal, is said in the clear.
    pub fn say(&self, octets: &[u8]) {
        self.order(Order::Say(octets.to_vec()));
    }

    /// Says a line.
    pub fn say_line(&self, line: &str) {
        self.say(format!("{line}\r\n").as_bytes());
    }

    /// Leaves the connection at once, however far it is, and does not wait for anything.
    pub fn leave(mut self) {
        self.order(Order::Abandon);
        // A name that is being looked up cannot be called off: the thread ends by itself.
        self.thread = None;
    }

    /// Closes the connection when all is said, and does not wait for it: the sink is dropped when it is done.
    pub fn close(&self) {
        self.order(Order::Close);
    }

    /// A connection that is over takes no orders.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
        let _ = self.waker.wake();
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        self.order(Order::Abandon);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // One that panicked has said so.
        }
    }
}
