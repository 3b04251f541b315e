//! The world: clients, lines, a server and a clock. It writes down what happens as events.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::UniqueId;
use crate::proto::command::CommandLine;
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
use crate::session::journey::Load;
use crate::session::sealed::HANDSHAKE_TURNS;
use crate::session::snapshot::Tls;
use crate::sim::Clock;
use crate::sim::Link;
use crate::sim::Truth;
use crate::sim::client::Client;
use crate::sim::ledger;
use crate::sim::link::Cut;
use crate::sim::link::Meddler;
use crate::sim::meddler;
use crate::sim::profile::TlsOffer;
use crate::sim::server::Answer;
use crate::sim::server::Endpoint;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::deviate::farewell;
use crate::sim::server::state::Standing;
use crate::sim::store::StoreError;
use crate::sim::travel::Course;
use crate::sim::travel::Portion;
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
    endpoint: Endpoint,
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

/// What the server answers to one line, and how things stand then.
struct Reply {
    answer: Answer,
    standing: Standing,
    maildrops: Vec<MaildropTruth>,
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
            let messages = world.site.store.mails(&user).map(crate::sim::Mail::stored).collect();
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
        if self.connection(client).is_some() {
            return Err(WorldError::Connected);
        }
        self.let_servers_close(None);
        self.pass(self.client(client).pause, Telling::Silent);
        let id = ConnectionId(u32::try_from(self.wires.len()).expect("fewer connections than 2^32"));
        let (mut endpoint, greeting) = Endpoint::accept(id, self.clock.now(), &self.site);
        endpoint.comes_from(self.client(client).party(id).address.port());
        let covered = self.site.profile.tls == TlsOffer::Implicit;
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
        let opened = Connection { client: party, server: self.server.clone(), opening: Opening::Connection };
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

    /// What comes of the replies to octets that arrived at a time.
    fn hand_out(&mut self, id: ConnectionId, heard: Hearing, arrival: Time) -> Vec<Vec<u8>> {
        let client = self.wires[id.index()].client;
        let latency = self.client(client).link.latency;
        let Hearing { replies, death, last, removed } = heard;
        let mut whole = Vec::new();
        let nothing = replies.is_empty();
        let mut replies = replies.into_iter();
        while let Some(reply) = replies.next() {
            let octets = reply.answer.octets.clone();
            let came = self.reply(id, reply, arrival);
            if came != Came::InPart && !octets.is_empty() {
                self.clients[client.0].hear(&octets, false);
                whole.push(octets);
            }
            if came != Came::Whole {
                self.lose_line(id, Hearing { replies: replies.collect(), death: None, last, removed });
                return whole;
            }
        }
        if nothing {
            self.pass(latency, Telling::Silent); // Even silence is heard at the client's end.
        }
        self.look_into_maildrops();
        self.sessions[id.index()].remove_unheard(removed);
        for fact in last {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        if let Some(death) = death
            && self.wires[id.index()].state == WireState::Open
        {
            self.die(id, death);
        }
        whole
    }

    /// The server hears octets: what it answers, and whether it dies over it.
    fn hear(&mut self, id: ConnectionId, octets: &[u8], arrival: Time) -> Hearing {
        let clear = self.wires[id.index()].cover == Cover::Clear;
        let client = self.wires[id.index()].client;
        let meddler = self.client(client).link.meddler.filter(|_| clear);
        let mut hearing = Hearing::default();
        let mut left = octets;
        while !left.is_empty() && hearing.death.is_none() {
            // Line by line only where somebody listens to lines; else as it came.
            let by_lines = meddler.is_some() || self.death.is_some();
            let end = left.iter().position(|&octet| octet == b'\n').filter(|_| by_lines);
            let (piece, rest) = left.split_at(end.map_or(left.len(), |feed| feed + 1));
            left = rest;
            self.hear_piece(id, piece, meddler, arrival, &mut hearing);
        }
        hearing
    }

    fn hear_piece(
        &mut self,
        id: ConnectionId,
        piece: &[u8],
        meddler: Option<Meddler>,
        arrival: Time,
        hearing: &mut Hearing,
    ) {
        let wire = &mut self.wires[id.index()];
        let line = [std::mem::take(&mut wire.open_line).as_slice(), piece].concat();
        let whole = line.ends_with(b"\n");
        let dies = self.death.filter(|_| whole && is_quit(&line) && self.is_working(id));
        match dies {
            Some(Death::AtQuit) => {
                hearing.death = Some(Death::AtQuit);
                return;
            }
            Some(Death::AmidUpdate(removed)) => {
                self.die_amid_update(id, piece, (removed, arrival), hearing);
                return;
            }
            Some(Death::BeforeGreeting | Death::AfterDele) | None => (),
        }
        let wire = &mut self.wires[id.index()];
        if let Some(answer) = meddler.filter(|_| whole).and_then(|meddler| meddler::answers(meddler, &line)) {
            let standing = wire.endpoint.standing();
            hearing.replies.push(Reply { answer, standing, maildrops: MaildropTruth::of(&self.site.store) });
            return;
        }
        if !whole && (meddler.is_some() || self.death.is_some()) {
            // Somebody who answers lines, or dies over them, waits for their ends.
            if line.len() <= MAX_OPEN_LINE {
                wire.open_line = line;
                return;
            }
        }
        let before = hearing.replies.len();
        wire.endpoint.hear_each(&line, arrival, &mut self.site, |answer, standing, site| {
            hearing.replies.push(Reply { answer, standing, maildrops: MaildropTruth::of(&site.store) });
        });
        for reply in &mut hearing.replies[before..] {
            if let Some(meddler) = meddler {
                meddler::change(meddler, &line, &mut reply.answer);
            }
            if self.death == Some(Death::AfterDele) && is_dele(&line) && reply.answer.is_positive() {
                hearing.death = Some(Death::AfterDele);
            }
        }
    }

    /// The server removes some messages at QUIT and dies before it can say so.
    fn die_amid_update(
        &mut self,
        id: ConnectionId,
        line: &[u8],
        (removed, arrival): (usize, Time),
        hearing: &mut Hearing,
    ) {
        let limit = self.site.profile.removes_at_most.replace(removed);
        let wire = &mut self.wires[id.index()];
        wire.endpoint.hear_each(line, arrival, &mut self.site, |answer, _, _| hearing.last.extend(answer.facts));
        hearing.removed = wire.endpoint.standing().removed;
        self.site.profile.removes_at_most = limit;
        hearing.death = Some(Death::AmidUpdate(removed));
    }

    /// Whether a session has a maildrop to work on.
    fn is_working(&self, id: ConnectionId) -> bool {
        self.wires[id.index()].endpoint.standing().phase == Some(Phase::Transaction)
    }

    /// The server's process is gone: the system resets what it had open.
    fn die(&mut self, id: ConnectionId, death: Death) {
        self.death = None;
        self.tell(Some(id), EventKind::Fact(Fact::ServerDied(death)));
        for place in 0..self.wires.len() {
            let other = ConnectionId(u32::try_from(place).expect("fewer connections than 2^32"));
            if self.wires[place].state != WireState::Closed {
                self.finish(other, Closing::Reset(Side::Server));
            }
        }
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

    // ---- what travels

    /// As much of what a side says as comes through before the line is cut, and whether it is cut there.
    fn until_cut<'a>(&self, id: ConnectionId, side: Side, octets: &'a [u8]) -> (&'a [u8], bool) {
        let wire = &self.wires[id.index()];
        let said = wire.said[side as usize];
        match self.client(wire.client).link.cut {
            Some(Cut { side: cut, octets: last }) if cut == side && last <= said + octets.len() as u64 => {
                let passing = usize::try_from(last.saturating_sub(said)).unwrap_or(usize::MAX).min(octets.len());
                (&octets[..passing], true)
            }
            Some(_) | None => (octets, false),
        }
    }

    /// Tells how octets travel that a side says at a time; what of them is there when.
    fn travel(&mut self, id: ConnectionId, side: Side, octets: u64, now: Time) -> Vec<Portion> {
        let wire = &mut self.wires[id.index()];
        wire.said[side as usize] += octets;
        let load = match wire.cover {
            Cover::Clear => Load::Clear(octets),
            Cover::Tls => Load::Sealed(octets),
        };
        self.carry(id, side, load, now)
    }

    fn carry(&mut self, id: ConnectionId, side: Side, load: Load, now: Time) -> Vec<Portion> {
        let wire = &mut self.wires[id.index()];
        let (journey, portions) = wire.course.carry(&self.clients[wire.client.0].link, side, load, now);
        if !journey.segments.is_empty() {
            self.tell(Some(id), EventKind::Travelled(journey));
        }
        portions
    }

    /// The handshake of TLS travels; the clock stands at its end afterwards, as the client sees it.
    fn shake_hands(&mut self, id: ConnectionId) {
        let mut now = self.clock.now();
        for (turn, side) in HANDSHAKE_TURNS.into_iter().enumerate() {
            let portions = self.carry(id, side, Load::Handshake(turn), now);
            if turn + 1 < HANDSHAKE_TURNS.len() {
                now = portions.last().map_or(now, |portion| portion.delivered);
            }
        }
        self.pass(now.since(self.clock.now()), Telling::Silent);
        self.wires[id.index()].cover = Cover::Tls;
    }

    /// Tells octets as they come to be known; `false` if the connection ended meanwhile.
    fn tell_portions(
        &mut self,
        id: ConnectionId,
        side: Side,
        octets: &[u8],
        portions: &[Portion],
        at: impl Fn(&Portion) -> Time,
    ) -> bool {
        let mut from = 0;
        for (place, portion) in portions.iter().enumerate() {
            let to = usize::try_from(portion.end).unwrap_or(usize::MAX).min(octets.len());
            let same_time = portions.get(place + 1).is_some_and(|next| at(next) == at(portion));
            if same_time || from == to {
                continue;
            }
            self.pass(at(portion).since(self.clock.now()), Telling::Silent);
            if self.wires[id.index()].state != WireState::Open {
                return false;
            }
            let cover = self.wires[id.index()].cover;
            self.tell(Some(id), EventKind::Octets { side, octets: octets[from..to].to_vec(), cover });
            from = to;
        }
        true
    }

    // ---- replies

    /// Tells as much of a reply as comes that the server gave at a time. If the line is cut, it is not closed yet.
    fn reply(&mut self, id: ConnectionId, reply: Reply, said_at: Time) -> Came {
        let Reply { answer: Answer { octets, message: _, facts, then, refusal: _ }, standing, maildrops } = reply;
        let (passing, cut) = self.until_cut(id, Side::Server, &octets);
        let first = self.site_facts(id, &standing, &octets, facts);
        let portions = self.travel(id, Side::Server, passing.len() as u64, said_at);
        let (begin, end) = portions
            .first()
            .zip(portions.last())
            .map_or((said_at, said_at), |(first, last)| (first.delivered, last.delivered));
        let spoken_until = end.before(self.client(self.wires[id.index()].client).link.latency);
        let wire = &mut self.wires[id.index()];
        wire.heard_at = wire.heard_at.max(spoken_until); // Who is spoken to is not silent.
        self.pass(begin.since(self.clock.now()), Telling::Silent);
        self.maildrops = maildrops;
        for fact in first {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        let last = portions
            .iter()
            .rposition(|portion| portions.last().is_some_and(|last| portion.delivered != last.delivered));
        let amid = last.map_or(&[][..], |last| &portions[..=last]);
        let heard = usize::try_from(amid.last().map_or(0, |portion| portion.end)).unwrap_or(0).min(passing.len());
        self.tell_portions(id, Side::Server, &passing[..heard], amid, |portion| portion.delivered);
        self.pass(end.since(self.clock.now()), Telling::Silent);
        let whole = passing.len() == octets.len();
        if whole {
            self.sessions[id.index()].learn(standing);
            if then == Then::StartTls {
                self.sessions[id.index()].tls = Tls::Stls;
            }
        } else {
            self.sessions[id.index()].remove_unheard(standing.removed);
        }
        let cover = self.wires[id.index()].cover;
        if heard < passing.len() {
            self.tell(Some(id), EventKind::Octets { side: Side::Server, octets: passing[heard..].to_vec(), cover });
        }
        if cut {
            let client = self.wires[id.index()].client;
            self.clients[client.0].link.cut = None;
            return if whole { Came::WholeAndNoMore } else { Came::InPart };
        }
        match then {
            Then::GoOn => (),
            Then::StartTls => {
                self.shake_hands(id);
                self.tell(Some(id), EventKind::Fact(Fact::TlsEstablished));
            }
            Then::Close => self.wires[id.index()].state = WireState::Closing,
        }
        Came::Whole
    }

    /// What happened inside with a reply, in order: a failed UPDATE is told as such.
    fn site_facts(&self, id: ConnectionId, standing: &Standing, octets: &[u8], mut facts: Vec<Fact>) -> Vec<Fact> {
        let marked = self.sessions[id.index()].marked.len();
        let removed = standing.removed.len();
        if standing.quit && octets.starts_with(b"-ERR") && self.site.profile.removes_at_most.is_some() {
            let left = marked.saturating_sub(removed);
            facts.insert(facts.len().saturating_sub(1), Fact::UpdateFailed { removed, left });
        }
        facts
    }

    /// The line is lost before the replies come: the server did what it was asked, and nobody hears of it.
    fn lose_line(&mut self, id: ConnectionId, hearing: Hearing) {
        let Hearing { replies, death: _, last, removed } = hearing;
        for Reply { answer, standing, maildrops } in replies {
            self.maildrops = maildrops;
            self.sessions[id.index()].remove_unheard(standing.removed);
            for fact in answer.facts {
                self.tell(Some(id), EventKind::Fact(fact));
            }
        }
        self.look_into_maildrops();
        self.sessions[id.index()].remove_unheard(removed);
        for fact in last {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        if self.wires[id.index()].state == WireState::Open {
            self.finish(id, Closing::LineLost);
        }
    }

    /// Servers that have said their last word close, as nobody did it before them; one client may still.
    fn let_servers_close(&mut self, except: Option<ConnectionId>) {
        for place in 0..self.wires.len() {
            let id = ConnectionId(u32::try_from(place).expect("fewer connections than 2^32"));
            if self.wires[place].state == WireState::Closing && Some(id) != except {
                let latency = self.client(self.wires[place].client).link.latency;
                self.pass(latency, Telling::Silent);
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
            // Without any reply, and without UPDATE (RFC 1939 §3), unless the server deviates.
            if let Some(octets) = farewell(&self.site.profile) {
                let client = self.wires[id.index()].client;
                let said_at = at.before(self.client(client).link.latency);
                let portions = self.travel(id, Side::Server, octets.len() as u64, said_at);
                if let Some(last) = portions.last() {
                    self.wind(last.delivered, Telling::Silent);
                }
                let cover = self.wires[id.index()].cover;
                self.tell(Some(id), EventKind::Octets { side: Side::Server, octets, cover });
            }
            self.finish(id, Closing::Finished(Side::Server));
        }
        self.wind(end, telling);
    }

    /// Winds the clock, and lets the rules of the site remove on the way what has lain for long enough.
    fn wind(&mut self, until: Time, telling: Telling) {
        loop {
            let Site { profile, store } = &mut self.site;
            let next = ledger::next_expiry(profile, store, self.clock.now()).filter(|next| *next <= until);
            let Some(next) = next else { break };
            self.wind_clock(next, telling);
            for (user, unique_ids) in ledger::expired(&self.site.profile, &self.site.store, next) {
                for unique_id in &unique_ids {
                    self.site.store.remove_by_site(&user, unique_id).expect("the message lies there");
                }
                self.look_into_maildrops();
                self.tell(None, EventKind::Fact(Fact::MailRemoved { user, unique_ids }));
            }
        }
        self.wind_clock(until, telling);
    }

    fn wind_clock(&mut self, until: Time, telling: Telling) {
        let duration = until.since(self.clock.now());
        self.clock.advance(duration);
        if telling == Telling::Told && !duration.is_zero() {
            self.tell(None, EventKind::Fact(Fact::TimePassed(duration)));
        }
    }

    fn next_autologout(&self) -> Option<(Time, ConnectionId)> {
        let limit = self.site.profile.patience()?;
        let open = (0..).zip(&self.wires).filter(|(_, wire)| wire.state == WireState::Open);
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

/// How much of a reply came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Came {
    Whole,
    /// All of it, and nothing more will.
    WholeAndNoMore,
    InPart,
}

/// What came of octets that the server heard.
#[derive(Default)]
struct Hearing {
    replies: Vec<Reply>,
    /// The server dies behind the replies.
    death: Option<Death>,
    /// What happened inside behind the replies.
    last: Vec<Fact>,
    /// What was removed then.
    removed: Vec<MessageNumber>,
}

/// A line that grows past this is handed on without its end.
const MAX_OPEN_LINE: usize = 16 * 1024;

fn is_quit(line: &[u8]) -> bool {
    matches!(CommandLine::read(line).command, Ok(Command::Quit))
}

fn is_dele(line: &[u8]) -> bool {
    matches!(CommandLine::read(line).command, Ok(Command::Dele { .. }))
}

/// Whether the passing of time is an event of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Telling {
    Told,
    Silent,
}
