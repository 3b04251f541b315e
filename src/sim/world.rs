//! The world: one server, its maildrops, any number of clients, and a clock that runs only when told.
//!
//! What happens comes out as events, and beside each event stands the true state of every session, so that what an
//! observer infers from the octets can be compared with it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::UniqueId;
use crate::proto::dialogue::Cover;
use crate::proto::dialogue::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::sim::Maildrops;
use crate::sim::Profile;
use crate::sim::Server;
use crate::sim::server::Answer;
use crate::sim::server::Desk;
use crate::sim::server::Then;

/// A line of a client that grows past this without an end breaks the connection.
const MAX_LINE: usize = 64 * 1024;

/// Server, maildrops, clients and clock.
#[derive(Debug)]
pub struct World {
    profile: Profile,
    maildrops: Maildrops,
    server: Party,
    now: Time,
    latency: Duration,
    lines: Vec<Line>,
    happened: Vec<Happening>,
}

/// An event, and the truth behind it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Happening {
    /// What happened.
    pub event: Event,
    /// The true state of each session after it, by connection.
    pub truth: Vec<Truth>,
}

/// The true state of a session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Truth {
    /// Its state; `None` before the greeting and after the end.
    pub phase: Option<Phase>,
    /// Whose maildrop it has, in TRANSACTION.
    pub user: Option<Arc<str>>,
    /// The messages with a mark, in TRANSACTION.
    pub marked: Vec<MessageNumber>,
    /// Whether TLS covers it.
    pub covered: bool,
    /// Whether it is over.
    pub closed: bool,
}

/// The connection of a client, seen from above.
#[derive(Debug)]
struct Line {
    server: Server,
    /// Octets that the server has not read.
    unread: Vec<u8>,
    covered: bool,
    state: LineState,
    /// When the server last heard of the client.
    heard: Time,
    truth: Truth,
}

/// How a connection is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum LineState {
    Open,
    /// The server has said its last word and closes, unless the client is faster.
    Closing,
    Closed,
}

impl World {
    /// A world in which nothing has happened.
    #[must_use]
    pub fn new(profile: Profile, maildrops: Maildrops, server: SocketAddr, start: Time, latency: Duration) -> Self {
        let server = Party { name: None, address: server };
        Self { profile, maildrops, server, now: start, latency, lines: Vec::new(), happened: Vec::new() }
    }

    /// Tells what is in each maildrop before anything happens.
    pub fn tell_maildrops(&mut self, mark: Mark) {
        let users: Vec<Arc<str>> = self.maildrops.users().cloned().collect();
        for user in users {
            let messages = self.maildrops.mails(&user).iter().map(crate::sim::maildrop::Mail::stored).collect();
            self.happen(None, mark, EventKind::Fact(Fact::MaildropHolds { user, messages }));
        }
    }

    /// What happened so far.
    #[must_use]
    pub fn happened(&self) -> &[Happening] {
        &self.happened
    }

    /// All that happened; what hangs in the air is brought to its end.
    #[must_use]
    pub fn finish(mut self) -> Vec<Happening> {
        self.let_servers_close(None, Mark::Nowhere);
        self.happened
    }

    /// The maildrops as they are now.
    #[must_use]
    pub fn maildrops(&self) -> &Maildrops {
        &self.maildrops
    }

    /// Whether a connection can still be spoken on.
    #[must_use]
    pub fn is_open(&self, id: ConnectionId) -> bool {
        self.lines.get(id.index()).is_some_and(|line| line.state == LineState::Open)
    }

    /// A client connects and is greeted. Gives the connection and the octets of the greeting.
    pub fn connect(&mut self, client: Party, mark: Mark) -> (ConnectionId, Vec<u8>) {
        self.let_servers_close(None, mark);
        let id = ConnectionId(u32::try_from(self.lines.len()).expect("fewer connections than 2^32"));
        let truth = Truth { phase: None, user: None, marked: Vec::new(), covered: false, closed: false };
        self.lines.push(Line {
            server: Server::Closed,
            unread: Vec::new(),
            covered: false,
            state: LineState::Open,
            heard: self.now,
            truth,
        });
        let connection = Connection { client, server: self.server.clone(), opening: Opening::Connection };
        self.happen(Some(id), mark, EventKind::Opened(connection));
        self.now = self.now + self.latency;
        let (server, answer) = Server::greet(&Desk {
            maildrops: &mut self.maildrops,
            profile: &self.profile,
            session: id,
            covered: false,
        });
        self.lines[id.index()].server = server;
        let greeting = answer.octets.clone();
        self.answer(id, answer, mark);
        (id, greeting)
    }

    /// A client says something, whole lines or not. Gives the octets that came back.
    pub fn say(&mut self, id: ConnectionId, octets: &[u8], mark: Mark) -> Vec<u8> {
        self.let_servers_close(None, mark);
        if !self.is_open(id) {
            return Vec::new();
        }
        let cover = self.cover(id);
        self.now = self.now + self.latency;
        let spoken = EventKind::Octets { side: Side::Client, octets: octets.to_vec(), cover };
        self.happen(Some(id), mark, spoken);
        self.now = self.now + self.latency;
        let line = &mut self.lines[id.index()];
        line.heard = self.now;
        line.unread.extend_from_slice(octets);
        let mut heard = Vec::new();
        while let Some(command) = self.next_line(id) {
            let answer = self.handle(id, &command);
            heard.extend_from_slice(&answer.octets);
            let then = answer.then;
            self.answer(id, answer, mark);
            match then {
                Then::Listen => (),
                Then::StartTls => self.start_tls(id, mark),
                Then::Close => {
                    self.lines[id.index()].state = LineState::Closing;
                    break;
                }
            }
        }
        if MAX_LINE < self.lines[id.index()].unread.len() {
            self.end(id, Closing::Reset(Side::Server), mark);
        }
        heard
    }

    /// The client closes its connection, in order or with a reset, or the line is lost.
    pub fn end(&mut self, id: ConnectionId, closing: Closing, mark: Mark) {
        let Some(line) = self.lines.get_mut(id.index()) else { return };
        if line.state == LineState::Closed {
            return;
        }
        line.state = LineState::Closed;
        let server = std::mem::replace(&mut line.server, Server::Closed);
        let mut desk = Desk {
            maildrops: &mut self.maildrops,
            profile: &self.profile,
            session: id,
            covered: self.lines[id.index()].covered,
        };
        let (server, facts) = server.abandon(&mut desk);
        self.lines[id.index()].server = server;
        let truth = &mut self.lines[id.index()].truth;
        truth.phase = None;
        truth.user = None;
        truth.marked = Vec::new();
        truth.closed = true;
        self.happen(Some(id), mark, EventKind::Closed(closing));
        for fact in facts {
            self.happen(Some(id), mark, EventKind::Fact(fact));
        }
    }

    /// Time passes, and servers that have waited for too long close without a word (RFC 1939 §3).
    pub fn wait(&mut self, duration: Duration, mark: Mark) {
        self.let_servers_close(None, mark);
        let until = self.now + duration;
        if let Some(patience) = self.profile.autologout {
            // In the order in which the timers run out.
            let mut due: Vec<(Time, ConnectionId)> = (0..)
                .map(ConnectionId)
                .zip(&self.lines)
                .filter(|(_, line)| line.state == LineState::Open && line.heard + patience <= until)
                .map(|(id, line)| (line.heard + patience, id))
                .collect();
            due.sort();
            for (at, id) in due {
                self.now = self.now.max(at);
                self.happen(Some(id), mark, EventKind::Fact(Fact::AutologoutExpired { idle: patience }));
                self.end(id, Closing::Finished(Side::Server), mark);
            }
        }
        self.now = until;
        self.happen(None, mark, EventKind::Fact(Fact::TimePassed(duration)));
    }

    /// A mail arrives. `false` if there is no such user.
    pub fn deliver(&mut self, user: &str, text: &[u8], unique_id: Option<UniqueId>, mark: Mark) -> bool {
        self.let_servers_close(None, mark);
        let Some(mail) = self.maildrops.deliver(user, text, unique_id) else { return false };
        let fact = Fact::MailArrived { user: user.into(), message: mail.stored() };
        self.happen(None, mark, EventKind::Fact(fact));
        true
    }

    /// Something that changes nothing: a note, a failed expectation.
    pub fn tell(&mut self, id: Option<ConnectionId>, fact: Fact, mark: Mark) {
        self.happen(id, mark, EventKind::Fact(fact));
    }

    /// Servers that have said goodbye close, as nobody did it before them; the client of one connection may still.
    pub fn let_servers_close(&mut self, except: Option<ConnectionId>, mark: Mark) {
        let closing: Vec<ConnectionId> = (0..)
            .map(ConnectionId)
            .zip(&self.lines)
            .filter(|(id, line)| line.state == LineState::Closing && Some(*id) != except)
            .map(|(id, _)| id)
            .collect();
        for id in closing {
            self.now = self.now + self.latency;
            self.end(id, Closing::Finished(Side::Server), mark);
        }
    }

    // ---- inside

    fn cover(&self, id: ConnectionId) -> Cover {
        if self.lines[id.index()].covered { Cover::Tls } else { Cover::Clear }
    }

    /// The next whole line that the server has not read.
    fn next_line(&mut self, id: ConnectionId) -> Option<Vec<u8>> {
        let unread = &mut self.lines[id.index()].unread;
        let end = unread.iter().position(|&octet| octet == b'\n')? + 1;
        Some(unread.drain(..end).collect())
    }

    fn handle(&mut self, id: ConnectionId, command: &[u8]) -> Answer {
        let line = &mut self.lines[id.index()];
        let server = std::mem::replace(&mut line.server, Server::Closed);
        let mut desk =
            Desk { maildrops: &mut self.maildrops, profile: &self.profile, session: id, covered: line.covered };
        let (server, answer) = server.handle(command, &mut desk);
        line.server = server;
        answer
    }

    /// Lets the facts of an answer happen, and then its octets; with them the truth changes.
    fn answer(&mut self, id: ConnectionId, answer: Answer, mark: Mark) {
        for fact in answer.facts {
            self.happen(Some(id), mark, EventKind::Fact(fact));
        }
        let cover = self.cover(id);
        let line = &mut self.lines[id.index()];
        line.truth.phase = match answer.then {
            // A QUIT before the login leaves the session where it is until the end.
            Then::Close => line.server.phase().or(line.truth.phase),
            Then::Listen | Then::StartTls => line.server.phase(),
        };
        line.truth.user = line.server.user().filter(|_| line.truth.phase == Some(Phase::Transaction)).cloned();
        line.truth.marked = line.server.marked();
        line.truth.covered |= answer.then == Then::StartTls;
        if !answer.octets.is_empty() {
            let spoken = EventKind::Octets { side: Side::Server, octets: answer.octets, cover };
            self.happen(Some(id), mark, spoken);
        }
    }

    /// TLS begins; words that came before it are thrown away, for anybody may have put them in (RFC 2595 §4).
    fn start_tls(&mut self, id: ConnectionId, mark: Mark) {
        let line = &mut self.lines[id.index()];
        line.unread.clear();
        line.covered = true;
        self.now = self.now + self.latency;
        self.happen(Some(id), mark, EventKind::Fact(Fact::TlsEstablished));
    }

    fn happen(&mut self, connection: Option<ConnectionId>, mark: Mark, kind: EventKind) {
        let event = Event { at: self.now, connection, mark, kind };
        let truth = self.lines.iter().map(|line| line.truth.clone()).collect();
        self.happened.push(Happening { event, truth });
    }
}
