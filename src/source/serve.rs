//! A live server as a source: what it serves, its sessions as they end, and a capture of all of them.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::path::Path;

use crate::capture::write::stream::Stream;
use crate::live::maildrop::MAX_COPIES;
use crate::live::maildrop::of_folder;
use crate::live::site::of_mails;
use crate::scenario::Scenario;
use crate::scenario::library;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::RecordedSession;
use crate::session::Recorder;
use crate::session::Timeline;
use crate::session::TlsFacts;
use crate::source::SourceError;
use crate::source::read_text;

pub use crate::live::Gate;
pub use crate::live::Limits;
pub use crate::live::Options;
pub use crate::live::Reply;
pub use crate::live::Running;
pub use crate::live::Sink;
pub use crate::live::StartError;
pub use crate::live::Told;
pub use crate::live::Verdict;
pub use crate::live::maildrop::FolderError;
pub use crate::live::site::Login;
pub use crate::live::site::Mechanism;
pub use crate::live::site::Profile;
pub use crate::live::site::Site;
pub use crate::live::site::TlsOffer;
pub use crate::live::site::Wanted;
pub use crate::live::site::is_user;
pub use crate::live::site::logins;
pub use crate::live::site::mechanism;
pub use crate::live::site::profile;
pub use crate::live::site::tls_of;

/// The password of a maildrop of which none is said.
pub const PASSWORD: &str = "sesame";

/// Octets that are kept of one session until it ends.
const MAX_SESSION: u64 = 64 << 20;
/// Octets that are kept of all of them.
const MAX_ALL: u64 = 256 << 20;

/// The server and the maildrops of a scenario file or of a shipped scenario: a file of that name comes first.
pub fn site_of_scenario(name: &str) -> Result<Site, SourceError> {
    let path = Path::new(name);
    if path.exists() {
        return Ok(Scenario::parse(name, &read_text(path)?)?.site);
    }
    let shipped = library::find(name).ok_or_else(|| SourceError::NoSuchScenario { name: name.to_owned() })?;
    Ok(shipped.scenario().site)
}

/// The server and the maildrop of the first lesson.
#[must_use]
pub fn site_of_first_lesson() -> Site {
    library::ALL.first().map(|shipped| shipped.scenario().site).unwrap_or_default()
}

/// A server with the mails of a folder, for these users with this password.
pub fn site_of_folder(folder: &Path, users: &[String], password: &str) -> Result<Site, FolderError> {
    let mails = of_folder(folder)?;
    if MAX_COPIES < mails.len().saturating_mul(users.len()) {
        return Err(FolderError::TooManyCopies { users: users.len(), mails: mails.len() });
    }
    Ok(of_mails(&mails, users, password))
}

/// The sessions that are open, each recorded until it ends.
#[derive(Debug, Default)]
pub struct Sessions {
    open: BTreeMap<ConnectionId, Open>,
    /// Octets that are kept of all of them.
    weight: u64,
}

#[derive(Debug)]
struct Open {
    recorder: Recorder,
    tls: Option<TlsFacts>,
    client_octets: u64,
    server_octets: u64,
    weight: u64,
    let_go: u64,
}

impl Sessions {
    /// Hears what a server tells; a session that is over is handed out.
    pub fn hear(&mut self, told: &Told) -> Option<RecordedSession> {
        match told {
            Told::Event(event) => {
                self.record(event);
                None
            }
            Told::Tls { connection, facts, .. } => {
                if let Some(open) = self.open.get_mut(connection) {
                    open.tls = Some(TlsFacts::clone(facts));
                }
                None
            }
            Told::Over(id) => {
                let open = self.open.remove(id)?;
                self.weight -= open.weight;
                open.finish(*id)
            }
            Told::Untrusted { .. } | Told::Sealed { .. } | Told::Secret(_) | Told::Trouble(_) | Told::Mishap(_) => None,
        }
    }

    /// A session that is open, as far as it is recorded.
    #[must_use]
    pub fn so_far(&self, id: ConnectionId) -> Option<RecordedSession> {
        let open = self.open.get(&id)?;
        open.with(open.recorder.timeline().clone(), id)
    }

    /// What was said in a session that is open, as far as it is recorded.
    #[must_use]
    pub fn timeline(&self, id: ConnectionId) -> Option<&Timeline> {
        self.open.get(&id).map(|open| open.recorder.timeline())
    }

    /// How many steps of a session that is open are recorded.
    #[must_use]
    pub fn steps(&self, id: ConnectionId) -> usize {
        self.open.get(&id).map_or(0, |open| open.recorder.timeline().len())
    }

    fn record(&mut self, event: &Event) {
        let Some(id) = event.connection else { return };
        if matches!(event.kind, EventKind::Opened(_)) {
            self.open.insert(id, Open::new());
        }
        let Some(open) = self.open.get_mut(&id) else { return };
        let others = self.weight - open.weight;
        open.record(event, others);
        self.weight = others + open.weight;
    }
}

impl Open {
    fn new() -> Self {
        Self { recorder: Recorder::new(), tls: None, client_octets: 0, server_octets: 0, weight: 0, let_go: 0 }
    }

    /// Records an event, if there is room for it beside the `others`.
    fn record(&mut self, event: &Event, others: u64) {
        if let EventKind::Octets { side, octets, .. } = &event.kind {
            let more = octets.len() as u64;
            match side {
                crate::proto::Side::Client => self.client_octets += more,
                crate::proto::Side::Server => self.server_octets += more,
            }
            let has_room = |weight: u64| weight + more <= MAX_SESSION && others + weight + more <= MAX_ALL;
            if self.let_go == 0 && !has_room(self.weight) {
                self.recorder.lighten();
                self.weight = self.recorder.weight();
            }
            if 0 < self.let_go || !has_room(self.weight) {
                self.let_go += more;
                return;
            }
        }
        // A timeline of its own has the connection 0.
        let event = Event { connection: Some(ConnectionId(0)), ..event.clone() };
        if matches!(event.kind, EventKind::Closed(_)) && 0 < self.let_go {
            let kind = EventKind::Fact(Fact::LetGo { octets: self.let_go });
            self.recorder.record(Event { kind, ..event.clone() });
        }
        self.recorder.record(event);
        self.weight = self.recorder.weight();
    }

    fn finish(mut self, id: ConnectionId) -> Option<RecordedSession> {
        let recorder = std::mem::take(&mut self.recorder);
        self.with(recorder.finish(), id)
    }

    fn with(&self, timeline: Timeline, id: ConnectionId) -> Option<RecordedSession> {
        let recorded = RecordedSession::of_timeline(timeline)?;
        Some(RecordedSession {
            index: id.0.into(),
            client_octets: self.client_octets,
            server_octets: self.server_octets,
            let_go_octets: self.let_go,
            tls: self.tls.clone(),
            ..recorded
        })
    }
}

/// A capture that is written while a server runs.
pub struct LiveCapture<W: Write>(Stream<W>);

impl<W: Write> LiveCapture<W> {
    /// A capture without frames.
    pub fn new(out: W) -> io::Result<Self> {
        Ok(Self(Stream::new(out)?))
    }

    /// Writes what was told, as far as the wire shows it.
    pub fn hear(&mut self, told: &Told) -> io::Result<()> {
        match told {
            Told::Event(event) => self.0.write(event),
            Told::Sealed { at, connection, side, octets } => self.0.write_sealed(*at, *connection, *side, octets),
            Told::Secret(line) => self.0.write_secret(line),
            Told::Tls { .. } | Told::Untrusted { .. } | Told::Over(_) | Told::Trouble(_) | Told::Mishap(_) => Ok(()),
        }
    }

    /// Writes what is still held back.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}
