//! A server that runs: started with options, and stopped by whoever holds it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use mio::Poll;
use mio::Waker;

use crate::live::Identity;
use crate::live::Options;
use crate::live::Sink;
use crate::live::StartError;
use crate::live::clock::WallClock;
use crate::live::engine;
use crate::live::engine::Engine;
use crate::live::engine::Order;
use crate::live::options::is_loopback;
use crate::live::shared::Shared;
use crate::session::ConnectionId;
use crate::sim::profile::TlsOffer;

/// A server that runs in a thread of its own, until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    address: Option<SocketAddr>,
    tls_address: Option<SocketAddr>,
    identity: Option<Identity>,
    orders: Sender<Order>,
    waker: Arc<Waker>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Opens the listeners and serves. What happens is told to the sink, from the thread of the server.
    pub fn start(options: Options, sink: Sink) -> Result<Self, StartError> {
        let Options { listen, tls_listen, allow_remote, stls, mut site, limits, tell_sealed, gate } = options;
        let addresses = [(listen, false), (tls_listen, true)];
        let mut doors = Vec::new();
        for (address, implicit) in addresses.into_iter().filter_map(|(address, implicit)| Some((address?, implicit))) {
            if !allow_remote && !is_loopback(&address) {
                return Err(StartError::NotLoopback(address));
            }
            doors.push(engine::door(address, implicit).map_err(|error| StartError::Listen { address, error })?);
        }
        let told = |implicit| doors.iter().find(|door| door.implicit == implicit).map(|door| door.address);
        let (address, tls_address) = (told(false), told(true));
        let first = address.or(tls_address).ok_or(StartError::Nowhere)?;
        let clock = WallClock::start();
        let identity =
            (stls || tls_listen.is_some()).then(|| Identity::make(Some(first.ip()), clock.now())).transpose()?;
        site.profile.tls = if stls { TlsOffer::Stls } else { TlsOffer::None };
        let poll = Poll::new()?;
        let waker = engine::waker(&poll)?;
        let (orders, received) = mpsc::channel();
        let shared = Shared::new(site, limits, clock, identity.clone(), gate, sink);
        let shared = if tell_sealed { shared.with_secrets() } else { shared };
        let thread = engine::start(Engine::new(poll, doors, shared, received)?)?;
        Ok(Self { address, tls_address, identity, orders, waker, thread: Some(thread) })
    }

    /// Where it listens without TLS.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Where it listens with TLS from the first octet.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// Its key and certificate, if it speaks TLS.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// Lets a reply go that the gate holds back, or sends other octets in its place.
    pub fn release(&self, connection: ConnectionId, replacement: Option<Vec<u8>>) {
        self.order(Order::Release(connection, replacement));
    }

    /// Puts a message into a maildrop. A session that has it open does not see it.
    pub fn deliver(&self, user: &str, octets: &[u8]) {
        self.order(Order::Deliver { user: user.to_owned(), octets: octets.to_vec() });
    }

    /// Asks it to stop, and does not wait: its sink is dropped when it has.
    pub fn ask_to_stop(&self) {
        self.order(Order::Stop);
    }

    /// Stops it: the listeners and all connections are closed, and nothing is removed from a maildrop by that.
    pub fn stop(mut self) {
        self.end();
    }

    /// An engine that has ended takes no orders.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
        let _ = self.waker.wake();
    }

    fn end(&mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            debug_assert!(std::thread::panicking(), "the thread of the server panicked");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}
