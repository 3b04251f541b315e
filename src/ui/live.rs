//! The server of the window: how it is started and stopped, and what it told since the last frame.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use eframe::egui;

use crate::session::ConnectionId;
use crate::session::RecordedSession;
use crate::source::connect::Target;
use crate::source::serve;
use crate::source::serve::Gate;
use crate::source::serve::Login;
use crate::source::serve::Reply;
use crate::source::serve::Running;
use crate::source::serve::Sink;
use crate::source::serve::StartError;
use crate::source::serve::TlsOffer;
use crate::source::serve::Told;
use crate::source::serve::Verdict;
use crate::ui::backlog::Backlog;
use crate::ui::backlog::Taken;
use crate::ui::call::Call;

/// The port if none is said. Where it is taken, any other serves as well.
pub const DEFAULT_PORT: u16 = 1110;
/// Connections at the same time: a person looks at them.
const MAX_CONNECTIONS: usize = 64;
/// Complaints of the system that may wait.
const MAX_TROUBLES: usize = 8;

/// How the server is to be started.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// The name of a profile.
    pub profile: String,
    /// Whether and how it speaks TLS.
    pub tls: TlsOffer,
    /// Where it listens; 0 lets the system choose.
    pub port: u16,
}

/// What is known of a server that runs.
#[derive(Clone, Debug)]
pub struct About {
    /// Where it listens.
    pub address: SocketAddr,
    /// Whether and how it speaks TLS.
    pub tls: TlsOffer,
    /// The SHA-256 of its certificate, and the certificate as text.
    pub certificate: Option<(String, String)>,
    /// Who can log in.
    pub logins: Vec<Login>,
}

/// A reply that waits to be let go.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    /// The number of the session.
    pub number: u64,
    /// The status line, and the lines of a list.
    pub octets: Vec<u8>,
    /// The octets of the message that follows.
    pub message_octets: Option<usize>,
}

/// What was told since the last time.
#[derive(Debug, Default)]
pub struct News {
    /// Sessions that grew, and whether each is over, in the order of their numbers.
    pub sessions: Vec<(RecordedSession, bool)>,
    /// Sessions for which there was no room.
    pub left_out: u64,
    /// What the system refused.
    pub troubles: Vec<String>,
    /// Sessions whose clients left before their replies were let go.
    pub left: Vec<u64>,
    /// The session of the connection that the window has made, when it was heard of first.
    pub called: Option<u64>,
    /// In how many seconds there is more, though nothing may be told until then.
    pub wait: Option<f64>,
}

/// The server, if it runs, and the connection to another one. Their sessions are counted together, over all of this
/// run of the program.
#[derive(Debug, Default)]
pub struct Live {
    server: Option<Server>,
    call: Option<Call>,
    next: u64,
    /// Whether replies are held back.
    holds: bool,
}

#[derive(Debug)]
struct Server {
    running: Running,
    about: About,
    heard: Shared,
    numbers: BTreeMap<ConnectionId, u64>,
}

/// What the thread of the server writes and the window reads. The server never waits for a frame.
#[derive(Clone, Debug, Default)]
struct Shared {
    heard: Arc<Mutex<Heard>>,
    backlog: Arc<Backlog>,
}

#[derive(Debug, Default)]
struct Heard {
    troubles: Vec<String>,
    holds: bool,
    held: BTreeMap<ConnectionId, (Vec<u8>, Option<usize>)>,
    /// Whose replies were held back when they left.
    left: Vec<ConnectionId>,
}

/// Holds replies back as long as the person wants to look at each.
#[derive(Debug)]
struct Holder {
    heard: Shared,
    ctx: egui::Context,
}

impl Gate for Holder {
    fn judge(&mut self, reply: Reply<'_>) -> Verdict {
        let mut heard = self.heard.lock();
        if !heard.holds {
            return Verdict::Pass;
        }
        heard.held.insert(reply.connection, (reply.octets.to_vec(), reply.message_octets));
        drop(heard);
        self.ctx.request_repaint();
        Verdict::Hold
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, told: Told) {
        self.lock().hear(&told);
        self.backlog.hear(told);
    }
}

impl Heard {
    fn hear(&mut self, told: &Told) {
        match told {
            Told::Over(id) if self.held.remove(id).is_some() => self.left.push(*id),
            Told::Trouble(text) if self.troubles.len() < MAX_TROUBLES => self.troubles.push(text.clone()),
            Told::Event(_)
            | Told::Tls { .. }
            | Told::Over(_)
            | Told::Trouble(_)
            | Told::Untrusted { .. }
            | Told::Sealed { .. }
            | Told::Secret(_)
            | Told::Mishap(_) => (),
        }
    }
}

impl Live {
    /// Starts it; one that runs is to be stopped before. Whenever it tells something the window is painted anew.
    pub fn start(&mut self, choice: &Choice, ctx: &egui::Context) -> Result<(), StartError> {
        let server = match self.start_on(choice.port, choice, ctx) {
            Err(StartError::Listen { error, .. })
                if choice.port == DEFAULT_PORT && error.kind() == ErrorKind::AddrInUse =>
            {
                self.start_on(0, choice, ctx)
            }
            started => started,
        };
        self.server = Some(server?);
        Ok(())
    }

    fn start_on(&self, port: u16, choice: &Choice, ctx: &egui::Context) -> Result<Server, StartError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let wanted = serve::Wanted { profile: serve::profile(&choice.profile).ok(), ..serve::Wanted::default() };
        let site = wanted.of(serve::site_of_first_lesson());
        let logins = serve::logins(&site);
        let heard = Shared::default();
        heard.lock().holds = self.holds;
        let sink = {
            let (heard, ctx) = (heard.clone(), ctx.clone());
            Sink::new(move |told| {
                heard.hear(told);
                ctx.request_repaint();
            })
        };
        let implicit = choice.tls == TlsOffer::Implicit;
        let options = serve::Options {
            listen: (!implicit).then_some(address),
            tls_listen: implicit.then_some(address),
            allow_remote: false,
            stls: choice.tls == TlsOffer::Stls,
            site,
            limits: serve::Limits { connections: MAX_CONNECTIONS, ..serve::Limits::default() },
            tell_sealed: false,
            gate: Some(Box::new(Holder { heard: heard.clone(), ctx: ctx.clone() })),
        };
        let running = Running::start(options, sink)?;
        let address = running.address().or(running.tls_address()).unwrap_or(address);
        let certificate = running.identity().map(|identity| (identity.fingerprint.clone(), identity.pem.clone()));
        let about = About { address, tls: choice.tls, certificate, logins };
        Ok(Server { running, about, heard, numbers: BTreeMap::new() })
    }

    /// Stops it, and tells how its sessions ended.
    pub fn stop(&mut self) -> News {
        let Some(server) = self.server.take() else { return News::default() };
        let Server { running, heard, mut numbers, .. } = server;
        running.stop();
        news(&heard, &mut numbers, &mut self.next, f64::INFINITY)
    }

    /// What was told since the last time, up to a time of the window's clock. A long session that grows comes now
    /// and then.
    pub fn news(&mut self, now: f64) -> News {
        let mut news = match &mut self.server {
            Some(server) => news(&server.heard, &mut server.numbers, &mut self.next, now),
            None => News::default(),
        };
        if let Some(call) = &mut self.call {
            let Taken { over, grown, left_out, wait } = call.take(now);
            news.left_out += left_out;
            news.wait = [news.wait, wait].into_iter().flatten().reduce(f64::min);
            let sessions = grown.into_iter().map(|(_, session)| (session, false));
            for (session, is_over) in sessions.chain(over.into_iter().map(|(_, session)| (session, true))) {
                let number = *call.number.get_or_insert_with(|| {
                    self.next += 1;
                    news.called = Some(self.next - 1);
                    self.next - 1
                });
                news.sessions.push((RecordedSession { index: number, ..session }, is_over));
            }
        }
        news
    }

    /// Connects to a server; a connection that is there is to be over.
    pub fn start_call(&mut self, target: Target, ctx: &egui::Context) -> std::io::Result<()> {
        self.call = Some(Call::start(target, ctx)?);
        Ok(())
    }

    /// The connection that somebody has asked for last.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// The same, to do something with it.
    pub fn call_mut(&mut self) -> Option<&mut Call> {
        self.call.as_mut()
    }

    /// The server that runs.
    #[must_use]
    pub fn about(&self) -> Option<&About> {
        self.server.as_ref().map(|server| &server.about)
    }

    /// Whether a session is not over, by its number.
    #[must_use]
    pub fn goes_on(&self, number: u64) -> bool {
        let served = self.server.as_ref().is_some_and(|server| server.numbers.values().any(|other| *other == number));
        served || self.call.as_ref().is_some_and(|call| call.number == Some(number) && !call.is_over())
    }

    /// Whether replies are held back.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.holds
    }

    /// Holds replies back from here on, or lets all of them go.
    pub fn hold(&mut self, holds: bool) {
        self.holds = holds;
        let Some(server) = &self.server else { return };
        let held = {
            let mut heard = server.heard.lock();
            heard.holds = holds;
            if holds { BTreeMap::new() } else { std::mem::take(&mut heard.held) }
        };
        for id in held.into_keys() {
            server.running.release(id, None);
        }
    }

    /// The replies that wait.
    #[must_use]
    pub fn held(&self) -> BTreeMap<ConnectionId, Held> {
        let Some(server) = &self.server else { return BTreeMap::new() };
        let heard = server.heard.lock();
        let held = heard.held.iter().filter_map(|(id, (octets, message_octets))| {
            let number = *server.numbers.get(id)?;
            Some((*id, Held { number, octets: octets.clone(), message_octets: *message_octets }))
        });
        held.collect()
    }

    /// Lets a reply go, or sends other octets in its place.
    pub fn release(&self, id: ConnectionId, replacement: Option<Vec<u8>>) {
        if let Some(server) = &self.server
            && server.heard.lock().held.remove(&id).is_some()
        {
            server.running.release(id, replacement);
        }
    }
}

/// What waits, under the numbers of the window.
fn news(shared: &Shared, numbers: &mut BTreeMap<ConnectionId, u64>, next: &mut u64, now: f64) -> News {
    // Who left is told before the end of the session is, so it has a number here or will have one the next time.
    let Taken { over, grown, left_out, wait } = shared.backlog.take(now);
    let (troubles, left) = {
        let mut heard = shared.lock();
        (std::mem::take(&mut heard.troubles), std::mem::take(&mut heard.left))
    };
    let gone: Vec<ConnectionId> = over.iter().map(|(id, _)| *id).collect();
    let sessions = grown.into_iter().map(|(id, session)| (id, session, false));
    let sessions = sessions.chain(over.into_iter().map(|(id, session)| (id, session, true)));
    let numbered = sessions.map(|(id, session, is_over)| {
        let number = *numbers.entry(id).or_insert_with(|| {
            *next += 1;
            *next - 1
        });
        (RecordedSession { index: number, ..session }, is_over)
    });
    let mut sessions: Vec<_> = numbered.collect();
    sessions.sort_by_key(|(session, _)| session.index);
    let left = left.iter().filter_map(|id| numbers.get(id).copied()).collect();
    for id in gone {
        numbers.remove(&id);
    }
    News { sessions, left_out, troubles, left, called: None, wait }
}
