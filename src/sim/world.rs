//! The world: clients, lines, a server and a clock. It writes down what happens as events.

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
use crate::session::snapshot::Tls;
use crate::sim::Clock;
use crate::sim::Truth;
use crate::sim::client::Client;
use crate::sim::profile::TlsOffer;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::service::Service;
use crate::sim::store::StoreError;
use crate::sim::truth::MaildropTruth;
use crate::sim::truth::SessionTruth;

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
    /// When the server heard the client last.
    heard_at: Time,
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
            events: Vec::new(),
            truths: Vec::new(),
            sessions: Vec::new(),
            maildrops: Vec::new(),
        };
        world.look_into_maildrops();
        let users: Vec<_> = world.site.store.users().cloned().collect();
        for user in users {
            let messages = world.site.store.mails(&user).map(crate::sim::Mail::stored).collect();
            world.tell(None, EventKind::Fact(Fact::MaildropHolds { user, messages }));
        }
        world
    }

    /// Says from which place of a script the next events come.
    pub fn set_mark(&mut self, mark: Mark) {
        self.mark = mark;
    }

    /// Opens a connection and hears the greeting, which it returns.
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
        let (endpoint, greeting) = Service::accept(protocol, id, self.clock.now(), &self.site);
        let covered = protocol == Protocol::Pop3 && self.site.profile.tls == TlsOffer::Implicit;
        let cover = if covered { Cover::Tls } else { Cover::Clear };
        self.wires.push(Wire { client, endpoint, cover, state: WireState::Open, heard_at: self.clock.now() });
        self.sessions.push(SessionTruth::opened());
        self.clients[client.0].connection = Some(id);
        let party = self.client(client).party(id);
        let mut server = self.server.clone();
        if protocol != Protocol::Pop3 {
            server.address.set_port(protocol.port());
        }
        let opened = Connection { client: party, server, opening: Opening::Connection, protocol };
        self.tell(Some(id), EventKind::Opened(opened));
        let round_trip = self.client(client).link.round_trip();
        self.pass(round_trip, Telling::Silent);
        if covered {
            self.sessions[id.index()].tls = Tls::Implicit;
            self.tell(Some(id), EventKind::Fact(Fact::TlsEstablished));
            self.pass(round_trip, Telling::Silent);
        }
        let standing = self.wires[id.index()].endpoint.standing();
        self.clients[client.0].hear(&greeting.octets, true);
        let octets = greeting.octets.clone();
        self.reply(id, greeting, standing);
        Ok(octets)
    }

    /// Sends octets and hears the replies, which it returns: one for each line that needs one.
    pub fn send(&mut self, client: ClientId, octets: &[u8]) -> Result<Vec<Vec<u8>>, WorldError> {
        self.let_servers_close(None);
        self.pass(self.client(client).pause, Telling::Silent);
        let id = self.connection(client).ok_or(WorldError::NotConnected)?;
        let cover = self.wires[id.index()].cover;
        self.tell(Some(id), EventKind::Octets { side: Side::Client, octets: octets.to_vec(), cover });
        let link = self.client(client).link;
        self.pass(link.latency, Telling::Silent);
        if self.wires[id.index()].state != WireState::Open {
            return Ok(Vec::new()); // The server gave up while the octets travelled.
        }
        let arrival = self.clock.now();
        self.wires[id.index()].heard_at = arrival;
        self.pass(link.latency, Telling::Silent);
        let mut answers = Vec::new();
        let wire = &mut self.wires[id.index()];
        wire.endpoint.hear_each(octets, arrival, &mut self.site, |answer, standing, site| {
            answers.push((answer, standing, MaildropTruth::of(&site.store)));
        });
        let mut replies = Vec::new();
        for (answer, standing, maildrops) in answers {
            self.clients[client.0].hear(&answer.octets, false);
            if !answer.octets.is_empty() {
                replies.push(answer.octets.clone());
            }
            self.maildrops = maildrops;
            self.reply(id, answer, standing);
        }
        Ok(replies)
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

    /// The open connection of a client.
    #[must_use]
    pub fn connection(&self, client: ClientId) -> Option<ConnectionId> {
        self.client(client).connection.filter(|id| self.wires[id.index()].state == WireState::Open)
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

    // ---- replies

    fn reply(&mut self, id: ConnectionId, answer: Answer, standing: Standing) {
        let Answer { octets, facts, then, refusal: _ } = answer;
        for fact in facts {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        self.sessions[id.index()].learn(standing);
        if then == Then::StartTls {
            self.sessions[id.index()].tls = Tls::Stls;
        }
        let cover = self.wires[id.index()].cover;
        // A server that closes without a word says nothing, not even an empty line.
        if !octets.is_empty() {
            self.tell(Some(id), EventKind::Octets { side: Side::Server, octets, cover });
        }
        match then {
            Then::GoOn => (),
            Then::StartTls => {
                let link = self.client(self.wires[id.index()].client).link;
                self.pass(link.round_trip(), Telling::Silent);
                self.wires[id.index()].cover = Cover::Tls;
                self.tell(Some(id), EventKind::Fact(Fact::TlsEstablished));
            }
            Then::Close => self.wires[id.index()].state = WireState::Closing,
        }
    }

    /// Servers that have said their last word close, as nobody did it before them; one client may still.
    fn let_servers_close(&mut self, except: Option<ConnectionId>) {
        for place in 0..self.wires.len() {
            let id = ConnectionId(u32::try_from(place).expect("fewer connections than 2^32"));
            if self.wires[place].state == WireState::Closing && Some(id) != except {
                self.pass(self.client(self.wires[place].client).link.latency, Telling::Silent);
                self.finish(id, Closing::Finished(Side::Server));
            }
        }
    }

    fn finish(&mut self, id: ConnectionId, closing: Closing) {
        let wire = &mut self.wires[id.index()];
        wire.state = WireState::Closed;
        let facts = wire.endpoint.hang_up(&mut self.site);
        self.sessions[id.index()].close(closing);
        // The server gives the lock back when it has noticed the end.
        self.tell(Some(id), EventKind::Closed(closing));
        self.look_into_maildrops();
        for fact in facts {
            self.tell(Some(id), EventKind::Fact(fact));
        }
    }

    // ---- time

    /// Lets time pass, and closes the sessions whose clients were silent for too long meanwhile.
    fn pass(&mut self, duration: Duration, telling: Telling) {
        let end = self.clock.now() + duration;
        while let Some((at, id)) = self.next_autologout().filter(|(at, _)| *at <= end) {
            self.wind(at, telling);
            let idle = self.clock.now().since(self.wires[id.index()].heard_at);
            self.tell(Some(id), EventKind::Fact(Fact::AutologoutExpired { idle }));
            // Without any reply, and without UPDATE (RFC 1939 §3).
            self.finish(id, Closing::Finished(Side::Server));
        }
        self.wind(end, telling);
    }

    fn wind(&mut self, until: Time, telling: Telling) {
        let duration = until.since(self.clock.now());
        self.clock.advance(duration);
        if telling == Telling::Told && !duration.is_zero() {
            self.tell(None, EventKind::Fact(Fact::TimePassed(duration)));
        }
    }

    fn next_autologout(&self) -> Option<(Time, ConnectionId)> {
        let limit = self.site.profile.autologout?;
        // The timer is one of POP3 (RFC 1939 §3).
        let timed = |wire: &Wire| wire.state == WireState::Open && matches!(wire.endpoint, Service::Pop3(_));
        let open = (0..).zip(&self.wires).filter(|(_, wire)| timed(wire));
        open.map(|(id, wire)| (wire.heard_at + limit, ConnectionId(id))).min()
    }

    fn tell(&mut self, connection: Option<ConnectionId>, kind: EventKind) {
        self.events.push(Event { at: self.clock.now(), connection, mark: self.mark, kind });
        self.truths.push(Truth { sessions: self.sessions.clone(), maildrops: self.maildrops.clone() });
    }

    fn look_into_maildrops(&mut self) {
        self.maildrops = MaildropTruth::of(&self.site.store);
    }
}

/// Whether the passing of time is an event of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Telling {
    Told,
    Silent,
}
