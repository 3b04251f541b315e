//! The world: clients, lines, a server and a clock. It writes down what happens as events.

mod hearing;
mod passing;
mod replies;
mod road;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::UniqueId;
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
use crate::session::fact::Death;
use crate::session::snapshot::Tls;
use crate::sim::Clock;
use crate::sim::Link;
use crate::sim::Mail;
use crate::sim::Truth;
use crate::sim::client::Client;
use crate::sim::profile::TlsOffer;
use crate::sim::server::Site;
use crate::sim::service::Service;
use crate::sim::store::StoreError;
use crate::sim::travel::Course;
use crate::sim::truth::MaildropTruth;
use crate::sim::truth::SessionTruth;
use crate::sim::world::passing::Telling;
use crate::sim::world::replies::Came;
use crate::sim::world::replies::Reply;

/// The place of a client in the list that the world was made with.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct ClientId(pub usize);

/// Why a client cannot do what it is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum WorldError {
    /// Nothing can be said without a connection.
    #[error("there is no open connection")]
    NotConnected,
    /// One connection at a time for each client.
    #[error("the connection is open already")]
    Connected,
}

/// Clients and a server in virtual time.
#[derive(Debug)]
pub struct World {
    site: Site,
    server: Party,
    clients: Vec<Client>,
    /// Every connection ever made, by its id.
    wires: Vec<Wire>,
    clock: Clock,
    mark: Mark,
    /// When the server dies, if it has not yet.
    death: Option<Death>,
    /// Invariant: as many truths as events, and `truths[i]` holds behind `events[i]`.
    events: Vec<Event>,
    truths: Vec<Truth>,
    sessions: Vec<SessionTruth>,
    maildrops: Vec<MaildropTruth>,
}

/// How a connection is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum WireState {
    Open,
    /// The server has said its last word and closes, unless the client is faster.
    Closing,
    Closed,
}

/// A connection and the server's end of it.
#[derive(Debug)]
struct Wire {
    client: ClientId,
    endpoint: Service,
    cover: Cover,
    state: WireState,
    /// When the server heard the client last, or was still speaking to it.
    heard_at: Time,
    /// How far the traffic is.
    course: Course,
    /// How many octets each side said.
    said: [u64; 2],
    /// The beginning of a line that the client has not ended.
    open_line: Vec<u8>,
}

impl World {
    /// A world in which nothing has happened. Tells first what lies in the maildrops.
    #[must_use]
    pub fn new(site: Site, server: SocketAddr, clients: Vec<Client>, start: Time) -> Self {
        let name: Arc<str> = site.profile.host.as_str().into();
        let mut world = Self {
            site,
            server: Party { name: Some(name), address: server },
            clients,
            wires: Vec::new(),
            clock: Clock::new(start),
            mark: Mark::Nowhere,
            death: None,
            events: Vec::new(),
            truths: Vec::new(),
            sessions: Vec::new(),
            maildrops: Vec::new(),
        };
        world.look_into_maildrops();
        let users: Vec<_> = world.site.store.users().cloned().collect();
        for user in users {
            let messages = world.site.store.mails(&user).map(Mail::stored).collect();
            world.tell(None, EventKind::Fact(Fact::MaildropHolds { user, messages }));
        }
        world
    }

    /// The server will die, once: whoever connects afterwards finds it alive again.
    pub fn let_server_die(&mut self, death: Option<Death>) {
        self.death = death;
    }

    /// Gives a client another line. What is under way has arrived before.
    pub fn set_link(&mut self, client: ClientId, link: Link) {
        self.clients[client.0].link = link;
    }

    /// Says from which place of a script the next events come.
    pub fn set_mark(&mut self, mark: Mark) {
        self.mark = mark;
    }

    /// Opens a connection and hears the greeting, which it returns: nothing of one that did not come whole.
    pub fn connect(&mut self, client: ClientId) -> Result<Vec<u8>, WorldError> {
        self.connect_to(client, Protocol::Pop3)
    }

    /// The same with the server of any of the protocols: they share the host and the maildrops, not the port.
    pub fn connect_to(&mut self, client: ClientId, protocol: Protocol) -> Result<Vec<u8>, WorldError> {
        if self.connection(client).is_some() {
            return Err(WorldError::Connected);
        }
        self.let_servers_close(None);
        self.pass(self.client(client).pause, Telling::Silent);
        let id = ConnectionId(u32::try_from(self.wires.len()).expect("fewer connections than 2^32"));
        let (mut endpoint, greeting) = Service::accept(protocol, id, self.clock.now(), &self.site);
        endpoint.comes_from(self.client(client).party(id).address.port());
        let covered = protocol == Protocol::Pop3 && self.site.profile.tls == TlsOffer::Implicit;
        self.wires.push(Wire {
            client,
            endpoint,
            cover: Cover::Clear,
            state: WireState::Open,
            heard_at: self.clock.now(),
            course: Course::new(id.0, self.clock.now()),
            said: [0; 2],
            open_line: Vec::new(),
        });
        self.sessions.push(SessionTruth::opened());
        self.clients[client.0].connection = Some(id);
        let party = self.client(client).party(id);
        let mut server = self.server.clone();
        if protocol != Protocol::Pop3 {
            server.address.set_port(protocol.port());
        }
        let opened = Connection { client: party, server, opening: Opening::Connection, protocol };
        self.tell(Some(id), EventKind::Opened(opened));
        let latency = self.client(client).link.latency;
        self.pass(latency * 2, Telling::Silent);
        if self.death == Some(Death::BeforeGreeting) {
            self.die(id, Death::BeforeGreeting);
            return Ok(Vec::new());
        }
        if covered {
            self.shake_hands(id);
            self.sessions[id.index()].tls = Tls::Implicit;
            self.tell(Some(id), EventKind::Fact(Fact::TlsEstablished));
            self.pass(latency, Telling::Silent);
        }
        let standing = self.wires[id.index()].endpoint.standing();
        // The server spoke when it had heard that the connection is open; its words arrive from now on.
        let said_at = self.clock.now().before(latency);
        let octets = greeting.octets.clone();
        let reply = Reply { answer: greeting, standing, maildrops: self.maildrops.clone() };
        let came = self.reply(id, reply, said_at);
        if came != Came::Whole {
            self.finish(id, Closing::LineLost);
        }
        let octets = if came == Came::InPart { Vec::new() } else { octets };
        self.clients[client.0].hear(&octets, true);
        Ok(octets)
    }

    /// Sends octets and hears the replies, which it returns: one for each line that needs one, and came whole.
    pub fn send(&mut self, client: ClientId, octets: &[u8]) -> Result<Vec<Vec<u8>>, WorldError> {
        self.let_servers_close(None);
        self.pass(self.client(client).pause, Telling::Silent);
        let id = self.connection(client).ok_or(WorldError::NotConnected)?;
        let (passing, cut) = self.until_cut(id, Side::Client, octets);
        let portions = self.travel(id, Side::Client, passing.len() as u64, self.clock.now());
        if !self.tell_portions(id, Side::Client, passing, &portions, |portion| portion.sent) {
            return Ok(Vec::new());
        }
        let arrival = portions.last().map_or(self.clock.now(), |portion| portion.delivered);
        self.pass(arrival.since(self.clock.now()), Telling::Silent);
        if self.wires[id.index()].state != WireState::Open {
            return Ok(Vec::new()); // The server gave up while the octets travelled.
        }
        self.wires[id.index()].heard_at = arrival;
        let replies = self.hear(id, passing, arrival);
        if cut {
            self.clients[client.0].link.cut = None;
            self.lose_line(id, replies);
            return Ok(Vec::new());
        }
        Ok(self.hand_out(id, replies, arrival))
    }

    /// Ends a connection from the client's side or by an accident. Without QUIT nothing is removed.
    pub fn close(&mut self, client: ClientId, closing: Closing) -> Result<(), WorldError> {
        let id = self.client(client).connection.ok_or(WorldError::NotConnected)?;
        self.let_servers_close(Some(id));
        self.pass(self.client(client).pause, Telling::Silent);
        if self.wires[id.index()].state == WireState::Closed {
            return Err(WorldError::NotConnected);
        }
        self.finish(id, closing);
        Ok(())
    }

    /// Lets time pass in which nobody says anything. Silent clients may be logged out (RFC 1939 §3).
    pub fn advance(&mut self, duration: Duration) {
        self.let_servers_close(None);
        self.pass(duration, Telling::Told);
    }

    /// Puts a message into a maildrop.
    pub fn deliver(&mut self, user: &str, octets: &[u8], unique_id: Option<UniqueId>) -> Result<(), StoreError> {
        self.let_servers_close(None);
        let message = self.site.store.deliver(user, octets, unique_id)?;
        self.look_into_maildrops();
        self.tell(None, EventKind::Fact(Fact::MailArrived { user: user.into(), message }));
        Ok(())
    }

    /// Takes a message away by a rule of the site, which is no matter of the protocol (RFC 1939 §8).
    pub fn remove_by_site(&mut self, user: &str, unique_id: &UniqueId) -> Result<(), StoreError> {
        self.let_servers_close(None);
        self.site.store.remove_by_site(user, unique_id)?;
        self.look_into_maildrops();
        let unique_ids = vec![unique_id.clone()];
        self.tell(None, EventKind::Fact(Fact::MailRemoved { user: user.into(), unique_ids }));
        Ok(())
    }

    /// Writes down something that only the author of the script knows.
    pub fn remark(&mut self, client: Option<ClientId>, fact: Fact) {
        let connection = client.and_then(|client| self.client(client).connection);
        self.tell(connection, EventKind::Fact(fact));
    }

    /// A client of the list.
    #[must_use]
    pub fn client(&self, id: ClientId) -> &Client {
        &self.clients[id.0]
    }

    /// A client of the list, to be changed before it connects.
    pub fn client_mut(&mut self, id: ClientId) -> &mut Client {
        &mut self.clients[id.0]
    }

    /// The open connection of a client.
    #[must_use]
    pub fn connection(&self, client: ClientId) -> Option<ConnectionId> {
        self.client(client).connection.filter(|id| self.wires[id.index()].state == WireState::Open)
    }

    /// Whether TLS covers what a client says on its connection.
    #[must_use]
    pub fn is_covered(&self, client: ClientId) -> bool {
        self.connection(client).is_some_and(|id| self.wires[id.index()].cover == Cover::Tls)
    }

    /// The server's profile and its maildrops.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What has happened so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Everything that happened, and what was true behind each event.
    #[must_use]
    pub fn finish_all(mut self) -> (Vec<Event>, Vec<Truth>) {
        self.let_servers_close(None);
        (self.events, self.truths)
    }

    fn tell(&mut self, connection: Option<ConnectionId>, kind: EventKind) {
        self.events.push(Event { at: self.clock.now(), connection, mark: self.mark, kind });
        self.truths.push(Truth { sessions: self.sessions.clone(), maildrops: self.maildrops.clone() });
    }

    fn look_into_maildrops(&mut self) {
        self.maildrops = MaildropTruth::of(&self.site.store);
    }
}
