//! The engine: one thread that waits for all sockets of a server at once.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::io;
use std::io::ErrorKind;
use std::io::Write as _;
use std::mem;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use mio::Events;
use mio::Interest;
use mio::Poll;
use mio::Token;
use mio::net::TcpListener;
use mio::net::TcpStream;

use crate::live::Limits;
use crate::live::room::Room;
use crate::live::shared::Shared;
use crate::live::wire;
use crate::live::wire::Turn;
use crate::live::wire::Wire;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Party;
use crate::sim::Mail;

/// The token of the handle that wakes the engine up.
pub(super) const WAKER: Token = Token(0);
/// The token of the first listener.
const FIRST_DOOR: usize = 1;
/// The token of the first connection. No token is used again.
const FIRST_WIRE: usize = 16;
/// Connections that are accepted before those that are there have their turn.
const ACCEPTED_AT_ONCE: usize = 64;
/// Users whose maildrops are told at the start. More are there for a crowd of clients, not to be looked at.
const MAX_TOLD: usize = 16;
/// How long a listener rests that the system gives no connection.
const REST: Duration = Duration::from_millis(250);
/// What one connection too many is told (RFC 3206 §4).
const TOO_MANY: &[u8] = b"-ERR [SYS/TEMP] too many connections, try again later\r\n";

/// What somebody outside wants of the engine.
#[derive(Debug)]
pub(super) enum Order {
    /// A reply that is held back may go, or these octets in its place.
    Release(ConnectionId, Option<Vec<u8>>),
    /// A message arrives.
    Deliver {
        user: String,
        octets: Vec<u8>,
    },
    Stop,
}

/// A place where connections come in.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) listener: TcpListener,
    /// Whether TLS begins with the first octet.
    pub(super) implicit: bool,
    pub(super) address: SocketAddr,
}

/// What the state of a door is besides.
#[derive(Debug)]
struct Watch {
    door: Door,
    /// Somebody may be waiting.
    open: bool,
    /// The system gave no connection; not before this time it is asked again.
    rests_until: Option<Time>,
    /// That was told.
    troubled: bool,
}

/// All connections of a server.
#[derive(Debug)]
pub(super) struct Engine {
    poll: Poll,
    shared: Shared,
    doors: Vec<Watch>,
    room: Room,
    wires: BTreeMap<usize, Wire>,
    /// The token of each connection.
    tokens: BTreeMap<ConnectionId, usize>,
    next_token: usize,
    next_id: u32,
    /// Connections with something to do that need not wait for a socket.
    ready: VecDeque<usize>,
    orders: Receiver<Order>,
    looked_at_clock: Time,
}

impl Engine {
    pub(super) fn new(poll: Poll, doors: Vec<Door>, shared: Shared, orders: Receiver<Order>) -> io::Result<Self> {
        let mut watches = Vec::new();
        for (token, mut door) in (FIRST_DOOR..).zip(doors) {
            poll.registry().register(&mut door.listener, Token(token), Interest::READABLE)?;
            watches.push(Watch { door, open: true, rests_until: None, troubled: false });
        }
        let looked_at_clock = shared.clock.now();
        Ok(Self {
            poll,
            shared,
            doors: watches,
            room: Room::default(),
            wires: BTreeMap::new(),
            tokens: BTreeMap::new(),
            next_token: FIRST_WIRE,
            next_id: 0,
            ready: VecDeque::new(),
            orders,
            looked_at_clock,
        })
    }

    /// Works until it is told to stop.
    pub(super) fn run(mut self) {
        self.tell_maildrops();
        let mut events = Events::with_capacity(1024);
        loop {
            match self.poll.poll(&mut events, self.rest()) {
                Ok(()) => (),
                Err(error) if error.kind() == ErrorKind::Interrupted => (),
                Err(error) => {
                    self.shared.trouble(&format!("the system does not tell what happens any more: {error}"));
                    break;
                }
            }
            for event in &events {
                self.note(event);
            }
            if !self.obey() {
                break;
            }
            for place in 0..self.doors.len() {
                self.accept(place);
            }
            // Whoever speaks without pause is in the queue more than once, and has one turn all the same.
            let mut driven = BTreeSet::new();
            for token in mem::take(&mut self.ready) {
                if driven.insert(token) {
                    self.drive(token);
                }
            }
            self.look_at_clock();
        }
        for wire in self.wires.values_mut() {
            wire.close(Closing::Finished(Side::Server), &mut self.shared);
        }
    }

    fn tell_maildrops(&mut self) {
        let users: Vec<_> = self.shared.site.store.users().take(MAX_TOLD).cloned().collect();
        for user in users {
            let messages = self.shared.site.store.mails(&user).map(Mail::stored).collect();
            self.shared.tell_event(None, EventKind::Fact(Fact::MaildropHolds { user, messages }));
        }
    }

    /// A socket has something to say.
    fn note(&mut self, event: &mio::event::Event) {
        let token = event.token();
        if token == WAKER {
            return;
        }
        if let Some(watch) = self.doors.get_mut(token.0.wrapping_sub(FIRST_DOOR)) {
            watch.open = true;
        } else if let Some(wire) = self.wires.get_mut(&token.0) {
            wire.wake(event);
            self.ready.push_back(token.0);
        }
    }

    /// Obeys what was ordered; whether to go on.
    fn obey(&mut self) -> bool {
        loop {
            match self.orders.try_recv() {
                Ok(Order::Release(id, replacement)) => {
                    let Some(&token) = self.tokens.get(&id) else { continue };
                    if let Some(wire) = self.wires.get_mut(&token) {
                        wire.release(replacement, &mut self.shared);
                        self.ready.push_back(token);
                    }
                }
                Ok(Order::Deliver { user, octets }) => match self.shared.site.store.deliver(&user, &octets, None) {
                    Ok(message) => {
                        let fact = Fact::MailArrived { user: user.as_str().into(), message };
                        self.shared.tell_event(None, EventKind::Fact(fact));
                    }
                    Err(error) => self.shared.trouble(&format!("the message cannot be delivered: {error}")),
                },
                Ok(Order::Stop) | Err(TryRecvError::Disconnected) => return false,
                Err(TryRecvError::Empty) => return true,
            }
        }
    }

    fn drive(&mut self, token: usize) {
        let Some(wire) = self.wires.get_mut(&token) else { return };
        match wire.drive(&mut self.shared) {
            Turn::Wait => (),
            Turn::Again => self.ready.push_back(token),
            Turn::Gone => self.forget(token),
        }
    }

    fn forget(&mut self, token: usize) {
        if let Some(mut wire) = self.wires.remove(&token) {
            // A socket that is closed is waited for no more, whether the system agrees or not.
            let _ = self.poll.registry().deregister(wire.socket());
        }
        self.tokens.retain(|_, of| *of != token);
    }

    // ---- connections that come in

    fn accept(&mut self, place: usize) {
        for _ in 0..ACCEPTED_AT_ONCE {
            let now = self.shared.clock.now();
            let watch = &mut self.doors[place];
            if !watch.open || watch.rests_until.is_some_and(|until| now < until) {
                return;
            }
            watch.rests_until = None;
            match watch.door.listener.accept() {
                Ok((socket, from)) => {
                    watch.troubled = false;
                    self.welcome(place, socket, from);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => watch.open = false,
                Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => (),
                Err(error) => {
                    watch.rests_until = Some(now + REST);
                    let address = watch.door.address;
                    if !mem::replace(&mut watch.troubled, true) {
                        self.shared.trouble(&format!("cannot accept a connection on {address}: {error}"));
                    }
                }
            }
        }
    }

    fn welcome(&mut self, place: usize, mut socket: TcpStream, from: SocketAddr) {
        let Watch { door, .. } = &self.doors[place];
        let (implicit, listener) = (door.implicit, door.address);
        let id = ConnectionId(self.next_id);
        let Some(next_id) = self.next_id.checked_add(1) else {
            return self.shared.trouble("there were 2^32 connections; no more can be counted");
        };
        self.next_id = next_id;
        let party = |address| Party { name: None, address };
        let server = Party {
            name: Some(self.shared.site.profile.host.as_str().into()),
            address: socket.local_addr().unwrap_or(listener),
        };
        let client = party(wire::peer(&socket).unwrap_or(from));
        let opened = Connection { client, server, opening: Opening::Connection, protocol: Protocol::Pop3 };
        self.shared.tell(id, EventKind::Opened(opened));
        let _ = socket.set_nodelay(true); // It is only slower without.
        if self.shared.limits.connections <= self.wires.len() && !self.make_room() {
            if !implicit && socket.write(TOO_MANY).is_ok_and(|octets| octets == TOO_MANY.len()) {
                self.shared.hear(id, Side::Server, TOO_MANY, Cover::Clear);
            }
            return self.shared.turn_away(id);
        }
        let token = self.next_token;
        self.next_token += 1;
        let watched = self.poll.registry().register(&mut socket, Token(token), Interest::READABLE | Interest::WRITABLE);
        let opened = watched
            .map_err(|error| error.to_string())
            .and_then(|()| Wire::open(id, socket, implicit, &mut self.shared).map_err(|error| error.to_string()));
        match opened {
            Ok(wire) => {
                self.wires.insert(token, wire);
                self.tokens.insert(id, token);
                self.ready.push_back(token);
            }
            Err(error) => {
                self.shared.trouble(&format!("a connection cannot be served: {error}"));
                self.shared.turn_away(id);
            }
        }
    }

    /// Closes the connection that has been silent for the longest time without a login, if that was long.
    fn make_room(&mut self) -> bool {
        let strangers = self.wires.iter().filter(|(_, wire)| wire.is_stranger());
        let since = strangers.map(|(token, wire)| (wire.silent_since(), *token));
        let chosen = self.room.choose(self.shared.clock.now(), self.shared.limits.patience, since);
        let Some(token) = chosen else { return false };
        if let Some(wire) = self.wires.get_mut(&token) {
            wire.close(Closing::Finished(Side::Server), &mut self.shared);
        }
        self.forget(token);
        true
    }

    // ---- time

    /// How long the engine may sleep if nothing happens.
    fn rest(&self) -> Option<Duration> {
        let now = self.shared.clock.now();
        let door_waits = |watch: &Watch| watch.open && watch.rests_until.is_none_or(|until| until <= now);
        if !self.ready.is_empty() || self.doors.iter().any(door_waits) {
            return Some(Duration::ZERO);
        }
        let tick = (!self.wires.is_empty()).then(|| self.tick());
        let doors = self.doors.iter().filter(|watch| watch.open).filter_map(|watch| watch.rests_until);
        tick.into_iter().chain(doors.map(|until| until.since(now))).min()
    }

    /// How often the clock is looked at: often enough for the shortest of the limits.
    fn tick(&self) -> Duration {
        let Limits { handshake, silence, farewell, .. } = self.shared.limits;
        let silence = self.shared.site.profile.patience().unwrap_or(silence);
        let shortest = handshake.min(silence).min(farewell);
        (shortest / 4).clamp(Duration::from_millis(5), Duration::from_secs(1))
    }

    fn look_at_clock(&mut self) {
        let now = self.shared.clock.now();
        if now.since(self.looked_at_clock) < self.tick() {
            return;
        }
        self.looked_at_clock = now;
        let mut gone = Vec::new();
        for (token, wire) in &mut self.wires {
            if wire.look_at_clock(&mut self.shared) == Turn::Gone {
                gone.push(*token);
            }
        }
        for token in gone {
            self.forget(token);
        }
    }
}

/// Makes an engine in a thread of its own.
pub(super) fn start(engine: Engine) -> io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name("live server".to_owned()).spawn(move || engine.run())
}

/// Opens a listener.
pub(super) fn door(address: SocketAddr, implicit: bool) -> io::Result<Door> {
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    Ok(Door { listener, implicit, address })
}

/// The handle that wakes an engine up.
pub(super) fn waker(poll: &Poll) -> io::Result<Arc<mio::Waker>> {
    Ok(Arc::new(mio::Waker::new(poll.registry(), WAKER)?))
}
