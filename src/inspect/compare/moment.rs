//! Moments: what a session consists of when it is laid beside another: a command with its reply, a
//! greeting, an end.

use std::collections::BTreeMap;
use std::net::IpAddr;

use sha2::Digest as _;
use sha2::Sha256;

use super::marks::Marks;
use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::MessageNumber;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::ancestry::Rule;
use crate::proto::command::CommandLine;
use crate::proto::line::printable;
use crate::proto::other::Role;
use crate::proto::other::Tone;
use crate::proto::other::Turn;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::session::snapshot::Stage;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What happened, in one cell of a comparison.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Moment {
    /// The step that it begins with, counted from 0.
    pub step: usize,
    /// The step that it ends with: that of the reply, if one came.
    pub last_step: usize,
    /// The connection.
    pub connection: Option<ConnectionId>,
    /// The line of the script that it comes from, if it comes from one.
    pub script_line: Option<u32>,
    /// What it is.
    pub kind: Kind,
    /// What the client said, with its secrets masked; empty where it said nothing.
    pub asked: String,
    /// How the reply begins.
    pub indicator: Option<Indicator>,
    /// The first line of the server, if it said something.
    pub answered: Option<String>,
    /// Whether clients read the words of the reply, and do not only show them (RFC 1939 §9).
    pub significant: bool,
    /// What was delivered behind the status line.
    pub block: Option<Delivered>,
    /// How far the session is afterwards.
    pub stage: Option<Stage>,
    /// The numbers that carry a mark afterwards.
    pub marked: Marks,
    /// What it changed.
    pub changes: Vec<Change>,
    /// The protocol that is spoken.
    pub protocol: Protocol,
    /// By which rule it stands in the place of a command of POP3, if it does.
    pub stands: Option<Rule>,
    /// What was said, line by line, in a protocol beside POP3.
    pub exchanges: Vec<Exchange>,
    /// What two moments have in common that are laid side by side.
    pub(super) key: Key,
}

/// A command of a protocol beside POP3, with what was answered.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Exchange {
    /// The command, with its secrets masked.
    pub asked: String,
    /// The first line of the server, if it said one.
    pub answered: Option<String>,
    /// Whether the server said yes.
    pub granted: Option<bool>,
    /// The mail that came.
    pub mail: Option<Delivered>,
}

/// What a moment is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// The first words of the server.
    Greeting,
    /// A command, with its reply.
    Command,
    /// A question of the server within AUTH.
    Challenge,
    /// An answer of the client within AUTH.
    Response,
    /// Something that belongs to no command.
    Alone,
    /// Octets that are missing in the recording.
    Gap,
    /// The end of the connection.
    Closed,
}

/// The block of a reply, as far as it is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Delivered {
    /// Its octets, without stuffing and terminator.
    pub octets: u64,
    /// Its lines.
    pub lines: u64,
    /// Whether its terminator came.
    pub whole: bool,
    digest: [u8; 32],
}

/// By what a moment is known again: the how manieth client, what kind, and what was said.
pub(super) type Key = (usize, Kind, String);

/// The moments of a timeline, in the order of their beginnings.
pub(super) fn moments(timeline: &Timeline) -> Vec<Moment> {
    let mut reader = Reader {
        moments: Vec::new(),
        waiting: BTreeMap::new(),
        sessions: BTreeMap::new(),
        groups: BTreeMap::new(),
        protocols: timeline.connections().iter().map(|connection| connection.protocol).collect(),
        clients: clients(timeline.connections()),
    };
    for (place, step) in timeline.steps().iter().enumerate() {
        reader.read(place, step);
    }
    reader.moments
}

/// How a session stands, followed by its changes.
#[derive(Clone, Debug, Default)]
struct Standing {
    stage: Option<Stage>,
    marked: Marks,
}

struct Reader {
    moments: Vec<Moment>,
    /// The moment of each command that has no reply yet, by its step.
    waiting: BTreeMap<usize, usize>,
    sessions: BTreeMap<Option<ConnectionId>, Standing>,
    /// The moment of each connection that stands in the place of a command.
    groups: BTreeMap<Option<ConnectionId>, usize>,
    /// What each connection speaks.
    protocols: Vec<Protocol>,
    /// The how manieth client each connection is one of.
    clients: Vec<usize>,
}

/// Tells clients apart: one has many connections, and they are counted as they come.
fn clients(connections: &[Connection]) -> Vec<usize> {
    let mut known: BTreeMap<(Option<&str>, IpAddr), usize> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(connections.len());
    for Connection { client: Party { name, address }, .. } in connections {
        let next = known.len();
        numbers.push(*known.entry((name.as_deref(), address.ip())).or_insert(next));
    }
    numbers
}

impl Reader {
    fn read(&mut self, place: usize, step: &Step) {
        let standing = self.sessions.entry(step.connection).or_default();
        standing.follow(&step.changes);
        let standing = standing.clone();
        match &step.what {
            What::Said(said) => self.hear(place, step, said, standing),
            What::Gap { side, .. } => {
                let key = self.key(step, Kind::Gap, side.to_string());
                self.moments.push(Moment::new(place, step, Kind::Gap, key, standing));
            }
            What::Closed(_) => {
                let key = self.key(step, Kind::Closed, String::new());
                self.moments.push(Moment::new(place, step, Kind::Closed, key, standing));
            }
            What::Fact(Fact::StandsFor { command, ancestor, rule }) => {
                let key = self.key(step, Kind::Command, command.to_string());
                let moment = Moment::new(place, step, Kind::Command, key, standing);
                self.groups.insert(step.connection, self.moments.len());
                self.moments.push(Moment { protocol: ancestor.protocol(), stands: Some(*rule), ..moment });
            }
            What::Opened | What::Conflict { .. } | What::Fact(_) => (),
        }
        let protocol = step.connection.and_then(|id| self.protocols.get(id.index())).copied();
        if let (Some(protocol), Some(moment)) = (protocol, self.moments.last_mut().filter(|last| last.step == place)) {
            moment.protocol = protocol;
        }
    }

    /// Hears what is said in a protocol beside POP3. Where it stands in the place of a command, that has one moment.
    fn hear_turn(&mut self, place: usize, step: &Step, said: &Said, turn: &Turn, standing: Standing) {
        match turn.role {
            Role::Greeting(tone) => {
                let key = self.key(step, Kind::Greeting, String::new());
                let moment = Moment::new(place, step, Kind::Greeting, key, standing);
                let answered = Some(printable(said.first_line()));
                let exchange = Exchange {
                    answered: answered.clone(),
                    granted: Some(tone != Tone::Negative),
                    ..Exchange::default()
                };
                self.moments.push(Moment { answered, exchanges: vec![exchange], ..moment });
            }
            Role::Command(_) => {
                let asked = said.shown_line(false);
                let group = self.groups.get(&step.connection).copied();
                let line = step.marks.iter().find_map(script_line);
                let group = group.filter(|group| self.moments[*group].script_line == line);
                let group = group.unwrap_or_else(|| {
                    let key = self.key(step, Kind::Command, asked.clone());
                    self.moments.push(Moment::new(place, step, Kind::Command, key, standing.clone()));
                    self.moments.len() - 1
                });
                self.waiting.insert(place, group);
                let moment = &mut self.moments[group];
                if !moment.asked.is_empty() {
                    moment.asked.push_str(", ");
                }
                moment.asked.push_str(&asked);
                moment.last_step = place;
                moment.exchanges.push(Exchange { asked, ..Exchange::default() });
            }
            Role::Reply { .. } | Role::Telling { .. } | Role::Content { .. } => {
                let group = said.partner.and_then(|asked| self.waiting.get(&asked).copied());
                let Some(moment) = group.and_then(|group| self.moments.get_mut(group)) else {
                    self.alone(place, step, said, Kind::Alone, standing);
                    return;
                };
                moment.last_step = place;
                (moment.stage, moment.marked) = (standing.stage, standing.marked);
                moment.changes.extend_from_slice(&step.changes);
                // A command waits for its reply before the next is said; where it does not, the last one is meant.
                let Some(exchange) = moment.exchanges.last_mut() else { return };
                match turn.role {
                    Role::Content { whole, .. } => {
                        let mail = Delivered::new(said.data().unwrap_or_default(), whole);
                        (exchange.mail, exchange.granted) = (Some(mail), Some(true));
                        moment.block = Some(mail);
                    }
                    Role::Greeting(_) | Role::Command(_) | Role::Reply { .. } | Role::Telling { .. } => {
                        let line = printable(said.first_line());
                        moment.answered = Some(line.clone());
                        exchange.answered = Some(line);
                        exchange.granted = turn.tone().map(|tone| tone != Tone::Negative).or(exchange.granted);
                    }
                }
            }
        }
    }

    fn hear(&mut self, place: usize, step: &Step, said: &Said, standing: Standing) {
        match &said.meaning {
            Meaning::Command { line, .. } => {
                let key = self.key(step, Kind::Command, spoken(said, line));
                let moment = Moment::new(place, step, Kind::Command, key, standing);
                self.waiting.insert(place, self.moments.len());
                let significant = is_significant(line);
                self.moments.push(Moment { asked: said.shown_line(false), significant, ..moment });
            }
            Meaning::Reply { exchange: Some(_), .. } => {
                let Some(moment) = said.partner.and_then(|asked| self.waiting.remove(&asked)) else {
                    self.alone(place, step, said, Kind::Alone, standing);
                    return;
                };
                let moment = &mut self.moments[moment];
                moment.last_step = place;
                moment.indicator = said.status().map(|status| status.indicator);
                moment.answered = Some(printable(said.first_line()));
                moment.block = said.block().map(|block| Delivered::new(&block.delivered(&said.raw), block.terminated));
                moment.stage = standing.stage;
                moment.marked = standing.marked;
                moment.changes = step.changes.to_vec();
            }
            Meaning::Greeting(status) => {
                let key = self.key(step, Kind::Greeting, String::new());
                let moment = Moment::new(place, step, Kind::Greeting, key, standing);
                let (indicator, answered) = (Some(status.indicator), Some(printable(said.first_line())));
                self.moments.push(Moment { indicator, answered, ..moment });
            }
            Meaning::Challenge { .. } => self.alone(place, step, said, Kind::Challenge, standing),
            Meaning::SaslResponse { .. } => self.alone(place, step, said, Kind::Response, standing),
            Meaning::Other(turn) => self.hear_turn(place, step, said, turn, standing),
            Meaning::Reply { exchange: None, .. } | Meaning::Opaque | Meaning::Stray | Meaning::Fragment => {
                self.alone(place, step, said, Kind::Alone, standing);
            }
        }
    }

    /// What stands for itself: lines of AUTH, and whatever belongs to no command.
    fn alone(&mut self, place: usize, step: &Step, said: &Said, kind: Kind, standing: Standing) {
        let key = self.key(step, kind, said.side.to_string());
        let moment = Moment::new(place, step, kind, key, standing);
        let shown = match said.meaning {
            Meaning::Opaque => format!("<{} octets of TLS>", said.raw.len()),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Stray
            | Meaning::Fragment => said.shown_line(false),
        };
        self.moments.push(match said.side {
            Side::Client => Moment { asked: shown, ..moment },
            Side::Server => {
                let indicator = said.status().map(|status| status.indicator);
                Moment { indicator, answered: Some(shown), ..moment }
            }
        });
    }

    fn key(&self, step: &Step, kind: Kind, said: String) -> Key {
        let client = step.connection.and_then(|id| self.clients.get(id.index())).copied();
        (client.unwrap_or(0), kind, said)
    }
}

impl Standing {
    fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Entered(phase) => self.stage = Some(Stage::In(*phase)),
                Change::Reached(state) => self.stage = Some(Stage::Other(*state)),
                Change::Ended(closing) => self.stage = Some(Stage::Closed(*closing)),
                Change::Marked(numbers) => self.marked.mark(numbers),
                Change::Unmarked(_) | Change::Removed(_) | Change::Spared(_) | Change::PerhapsRemoved(_) => {
                    self.marked = Marks::default();
                }
                Change::Named(_) | Change::Covered => (),
            }
        }
    }
}

impl Moment {
    /// Whether something was said at all: where a command has no counterpart, nothing is.
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.stands.is_none_or(Rule::says_something)
    }

    /// Whether the server answered, and whether it said yes.
    pub(super) fn reply(&self) -> (bool, Option<bool>) {
        if self.exchanges.is_empty() {
            return (self.answered.is_some(), self.indicator.map(Indicator::is_positive));
        }
        let said_no = self.exchanges.iter().any(|exchange| exchange.granted == Some(false));
        let answered = self.exchanges.iter().any(|exchange| exchange.granted.is_some());
        (answered, answered.then_some(!said_no))
    }

    fn new(place: usize, step: &Step, kind: Kind, key: Key, standing: Standing) -> Self {
        let script_line = step.marks.iter().find_map(script_line);
        Self {
            step: place,
            last_step: place,
            connection: step.connection,
            script_line,
            kind,
            asked: String::new(),
            indicator: None,
            answered: None,
            significant: false,
            block: None,
            stage: standing.stage,
            marked: standing.marked,
            changes: step.changes.to_vec(),
            protocol: Protocol::Pop3,
            stands: None,
            exchanges: Vec::new(),
            key,
        }
    }
}

fn script_line(mark: &Mark) -> Option<u32> {
    match mark {
        Mark::ScriptLine(line) => Some(*line),
        Mark::Frame(_) | Mark::Nowhere => None,
    }
}

impl Delivered {
    fn new(octets: &[u8], whole: bool) -> Self {
        let lines =
            memchr::memchr_iter(b'\n', octets).count() + usize::from(!octets.is_empty() && !octets.ends_with(b"\n"));
        Self { octets: octets.len() as u64, lines: lines as u64, whole, digest: Sha256::digest(octets).into() }
    }
}

/// What a command says, without what differs from session to session: proofs and secrets.
fn spoken(said: &Said, line: &CommandLine) -> String {
    match &line.command {
        Ok(Command::Apop { name, .. }) => format!("APOP {}", printable(name.as_bytes())),
        Ok(Command::Auth { mechanism: Some(mechanism), .. }) => {
            format!("AUTH {}", crate::proto::secret::shown_mechanism(mechanism))
        }
        Ok(Command::Pass { .. }) => "PASS".to_owned(),
        Ok(_) | Err(_) => {
            let shown = said.shown_line(false);
            match (line.keyword, shown.split_once(' ')) {
                (Some(keyword), Some((_, rest))) => format!("{keyword} {rest}"),
                (Some(keyword), None) => keyword.to_string(),
                (None, _) => shown,
            }
        }
    }
}

/// Whether clients read the words of a positive reply to this command (RFC 1939 §9, RFC 1460 §5).
fn is_significant(line: &CommandLine) -> bool {
    let one = |message: &Option<MessageNumber>| message.is_some();
    match &line.command {
        Ok(Command::Stat | Command::Last) => true,
        Ok(Command::List { message } | Command::Uidl { message }) => one(message),
        Ok(_) | Err(_) => false,
    }
}
