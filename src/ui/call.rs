//! A connection of the window to a server of the user's own choice: how far it is, and what it told.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use eframe::egui;

use crate::proto::Command;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::tls_facts::Certificate;
use crate::source::connect::Connecting;
use crate::source::connect::Dial;
use crate::source::connect::Doubt;
use crate::source::connect::Mishap;
use crate::source::connect::Target;
use crate::source::connect::Verdict;
use crate::source::connect::nonce;
use crate::source::serve::Sink;
use crate::source::serve::Told;
use crate::ui::backlog::Backlog;
use crate::ui::backlog::Taken;

/// Mishaps that are kept of one connection.
const MAX_MISHAPS: usize = 8;

/// How far a connection is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Standing {
    /// There is none.
    #[default]
    None,
    /// It is being made.
    Calling,
    /// Things can be said.
    Open,
    /// It is over; this is how, if it ever was.
    Over(Option<Closing>),
}

/// A certificate that was turned down.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Untrusted {
    /// What it says, if it can be read.
    pub certificate: Option<Box<Certificate>>,
    /// Its SHA-256.
    pub fingerprint: String,
    /// Why it is not trusted.
    pub doubt: Doubt,
}

/// The client of a lesson that speaks for the person.
#[derive(Clone, Debug)]
pub struct Role {
    /// The name of the lesson.
    pub lesson: String,
    /// What it says.
    pub dial: Dial,
    /// Whether it goes on by itself.
    pub alone: bool,
    /// What the answers to its last move were.
    pub verdict: Verdict,
}

/// A connection, from the moment at which somebody asked for it.
#[derive(Debug)]
pub struct Call {
    /// Where it goes.
    pub target: Target,
    /// The number of its session among those of the window, as soon as there is one.
    pub number: Option<u64>,
    /// The client of a lesson, if one speaks.
    pub role: Option<Role>,
    connecting: Option<Connecting>,
    heard: Shared,
    backlog: Arc<Backlog>,
    /// It was asked to close.
    closing: bool,
}

/// What the thread of the connection writes and the window reads.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<Heard>>);

#[derive(Debug, Default)]
struct Heard {
    server: Option<SocketAddr>,
    covered: bool,
    closed: Option<Closing>,
    over: bool,
    mishaps: Vec<Mishap>,
    untrusted: Option<Untrusted>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn hear(&mut self, told: &Told) {
        match told {
            Told::Event(Event { kind: EventKind::Opened(opened), .. }) => self.server = Some(opened.server.address),
            Told::Event(Event { kind: EventKind::Closed(closing), .. }) => self.closed = Some(*closing),
            Told::Event(Event { kind, .. }) => self.covered |= *kind == EventKind::Fact(Fact::TlsEstablished),
            Told::Untrusted { certificate, fingerprint, doubt, .. } => {
                let (certificate, fingerprint) = (certificate.clone(), fingerprint.clone());
                self.untrusted = Some(Untrusted { certificate, fingerprint, doubt: doubt.clone() });
            }
            Told::Over(_) => self.over = true,
            Told::Mishap(mishap) if self.mishaps.len() < MAX_MISHAPS => self.mishaps.push(mishap.clone()),
            Told::Mishap(_) | Told::Tls { .. } | Told::Trouble(_) | Told::Sealed { .. } | Told::Secret(_) => (),
        }
    }
}

impl Call {
    /// Begins to connect. Whenever something is told the window is painted anew.
    pub fn start(target: Target, ctx: &egui::Context) -> io::Result<Self> {
        let (heard, backlog) = (Shared::default(), Arc::<Backlog>::default());
        let sink = {
            let (heard, backlog, ctx) = (heard.clone(), backlog.clone(), ctx.clone());
            Sink::new(move |told| {
                heard.lock().hear(&told);
                backlog.hear(told);
                ctx.request_repaint();
            })
        };
        let connecting = Some(Connecting::start(target.clone(), sink)?);
        Ok(Self { target, number: None, role: None, connecting, heard, backlog, closing: false })
    }

    /// How far it is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let heard = self.heard.lock();
        match (heard.over, heard.server) {
            (true, _) => Standing::Over(heard.closed),
            (false, Some(_)) => Standing::Open,
            (false, None) => Standing::Calling,
        }
    }

    /// Whether nothing more comes of it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.heard.lock().over
    }

    /// The address of the server, as soon as it is known.
    #[must_use]
    pub fn server(&self) -> Option<SocketAddr> {
        self.heard.lock().server
    }

    /// Whether TLS covers what is said.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.heard.lock().covered
    }

    /// Whether it was asked to close.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing
    }

    /// What went wrong.
    #[must_use]
    pub fn mishaps(&self) -> Vec<Mishap> {
        self.heard.lock().mishaps.clone()
    }

    /// The certificate that was turned down, if one was.
    #[must_use]
    pub fn untrusted(&self) -> Option<Untrusted> {
        self.heard.lock().untrusted.clone()
    }

    /// What was recorded since the last time, up to a time of the window's clock.
    pub(super) fn take(&self, now: f64) -> Taken {
        self.backlog.take(now)
    }

    /// Says octets. A command that asks for TLS begins it, if the server agrees.
    pub fn say(&self, octets: &[u8]) {
        if let Some(connecting) = &self.connecting {
            connecting.say(octets);
        }
    }

    /// Lets the client of the lesson say what comes next.
    pub fn advance(&mut self, timeline: &Timeline) {
        let Some(role) = &mut self.role else { return };
        let Some(nonce) = nonce() else { return };
        let said = role.dial.advance(timeline, &nonce);
        role.verdict = Verdict::Waiting;
        for octets in said {
            self.say(&octets);
        }
    }

    /// Closes it when all is said; asked once more, or before there is a connection, at once.
    pub fn end(&mut self) {
        let calling = self.standing() == Standing::Calling;
        if self.closing || calling {
            if let Some(connecting) = self.connecting.take() {
                connecting.leave();
            }
            if calling {
                (self.heard, self.backlog) = (Shared::default(), Arc::default());
                self.heard.lock().over = true;
            }
        } else if let Some(connecting) = &self.connecting {
            connecting.close();
            self.closing = true;
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(connecting) = self.connecting.take() {
            connecting.leave();
        }
    }
}

/// Whether a line asks for TLS.
#[must_use]
pub fn is_stls(line: &[u8]) -> bool {
    Command::parse(line.trim_ascii_end()) == Ok(Command::Stls)
}
