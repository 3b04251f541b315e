//! The recorder: hears the events of a source and keeps the steps that they make.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::proto::Command;
use crate::proto::Side;
use crate::proto::other::Role;
use crate::proto::secret;
use crate::proto::utterance::Cover;
use crate::proto::utterance::ExchangeNumber;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Journey;
use crate::session::Marks;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::listener::Listener;
use crate::session::mail;
use crate::session::replay;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::session::tls_facts::Began;

/// Makes a timeline of events.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    timeline: Timeline,
    /// The state behind the last step.
    now: Snapshot,
    ears: Vec<Ear>,
    last: Time,
    /// Octets of all steps.
    octets: u64,
    /// Steps of which the messages were let go.
    light: usize,
    /// Room for what is said at once; always empty.
    said: Vec<Utterance>,
}

/// About what a step takes besides its octets.
const STEP: u64 = 512;
/// Secrets shorter than this are in many words by chance.
const LEAST_ECHO: usize = 4;

/// What the recorder knows of one open connection.
#[derive(Clone, Debug)]
struct Ear {
    listener: Listener,
    client: Source,
    server: Source,
    /// Where what can be read comes from. Inside TLS it stays.
    cover: Cover,
    /// The step of each command that has no reply yet.
    asked: BTreeMap<ExchangeNumber, usize>,
    /// How many journeys are told to belong to a step.
    told_journeys: usize,
    closed: bool,
}

/// Where and when the octets of one side came, so that each utterance finds its frames.
#[derive(Clone, Debug, Default)]
struct Source {
    heard: u64,
    pieces: VecDeque<Piece>,
    /// The journey of what is said next.
    journey: Option<usize>,
}

/// Octets that came together.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// The place behind its last octet among all octets of the side.
    end: u64,
    at: Time,
    mark: Mark,
    journey: Option<usize>,
}

/// Where some octets come from.
#[derive(Clone, Debug, Default)]
struct Trace {
    /// When the first of them came and when the last.
    times: Option<(Time, Time)>,
    marks: Marks,
    journeys: Range<usize>,
}

impl Source {
    fn add(&mut self, octets: u64, at: Time, mark: Mark) {
        self.heard += octets;
        self.pieces.push_back(Piece { end: self.heard, at, mark, journey: self.journey });
    }

    /// The times and marks of the octets from `start` to `end`; what lies before is forgotten.
    fn trace(&mut self, start: u64, end: u64) -> Trace {
        while self.pieces.front().is_some_and(|piece| piece.end <= start) {
            self.pieces.pop_front();
        }
        let mut times = None;
        let mut marks = Marks::default();
        let mut journeys = 0..0;
        for piece in &self.pieces {
            if let Some(journey) = piece.journey {
                let first = if journeys.is_empty() { journey } else { journeys.start };
                journeys = first..journey + 1;
            }
            let (first, last) = times.unwrap_or((piece.at, piece.at));
            times = Some((first.min(piece.at), last.max(piece.at)));
            marks.push(piece.mark);
            if end <= piece.end {
                break;
            }
        }
        Trace { times, marks, journeys }
    }
}

impl Recorder {
    /// A recorder that has heard nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All events of a source as a timeline.
    #[must_use]
    pub fn record_all(events: impl IntoIterator<Item = Event>) -> Timeline {
        let mut recorder = Self::new();
        for event in events {
            recorder.record(event);
        }
        recorder.finish()
    }

    /// Hears one event. An event on a connection that was never opened is passed over.
    pub fn record(&mut self, event: Event) {
        let Event { at, connection, mark, kind } = event;
        self.last = self.last.max(at);
        match kind {
            EventKind::Opened(opened) => self.open(at, mark, opened),
            EventKind::Octets { side, octets, cover } => {
                if let Some(id) = connection {
                    self.hear(id, at, mark, (side, &octets, cover));
                }
            }
            EventKind::Gap { side, octets } => {
                if let Some(id) = connection {
                    self.miss(id, at, mark, (side, octets));
                }
            }
            EventKind::Conflict { side, octets } => {
                self.add(at, at, connection, What::Conflict { side, octets }, mark.into());
            }
            EventKind::Travelled(journey) => {
                if let Some(id) = connection {
                    self.travel(id, journey);
                }
            }
            EventKind::Closed(closing) => {
                if let Some(id) = connection {
                    self.finish_words(id);
                    if let Some(ear) = self.ears.get_mut(id.index()) {
                        ear.closed = true;
                        self.add(at, at, connection, What::Closed(closing), mark.into());
                    }
                }
            }
            EventKind::Fact(fact) => {
                let handshake = (fact == Fact::TlsEstablished).then(|| self.untold_journeys(connection));
                self.add(at, at, connection, What::Fact(fact), mark.into());
                self.timeline.carry_last(handshake.unwrap_or_default());
            }
        }
    }

    /// Hears octets of a side: the same as the event that tells of them, without a copy of the octets.
    pub fn hear(&mut self, id: ConnectionId, at: Time, mark: Mark, (side, octets, cover): (Side, &[u8], Cover)) {
        self.last = self.last.max(at);
        let Some(ear) = self.ears.get_mut(id.index()) else { return };
        ear.source(side).add(octets.len() as u64, at, mark);
        if cover == Cover::Tls {
            ear.cover = cover;
        }
        let mut said = std::mem::take(&mut self.said);
        ear.listener.push(side, octets, cover, &mut said);
        self.add_said(id, &mut said);
        self.said = said;
    }

    /// The timeline so far, without words that are not whole yet.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Lets go the octets of all messages so far; their sizes and digests stay. Tells how many octets that were.
    pub fn lighten(&mut self) -> u64 {
        let places = self.light..self.timeline.len();
        self.light = places.end;
        let gone = places.map(|place| self.timeline.let_message_go(place)).sum();
        self.octets -= gone;
        gone
    }

    /// About how many octets of memory it takes.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let held: usize = self.ears.iter().map(|ear| ear.listener.held()).sum();
        self.octets + held as u64 + STEP * self.timeline.len() as u64
    }

    /// The state behind the last step.
    #[must_use]
    pub fn now(&self) -> &Snapshot {
        &self.now
    }

    /// The whole timeline, unfinished words included.
    #[must_use]
    pub fn finish(mut self) -> Timeline {
        for place in 0..self.ears.len() {
            if !self.ears[place].closed {
                self.finish_words(ConnectionId(u32::try_from(place).expect("fewer connections than 2^32")));
            }
        }
        self.timeline.shrink();
        self.timeline
    }

    /// How TLS would come to be, if a record of it were the next that the client says.
    #[must_use]
    pub fn tls_would_begin(&self, id: ConnectionId) -> Option<Began> {
        let listener = &self.ears.get(id.index())?.listener;
        let began = if listener.nothing_said() { Began::Implicit } else { Began::Stls };
        listener.tls_may_start().then_some(began)
    }

    /// Whether TLS covers what is said on a connection now.
    #[must_use]
    pub fn is_covered(&self, id: ConnectionId) -> bool {
        self.ears.get(id.index()).is_some_and(|ear| ear.listener.is_covered())
    }

    /// Whether a side is in the middle of something that it says inside TLS.
    #[must_use]
    pub fn is_amid(&self, id: ConnectionId, side: Side) -> bool {
        self.ears.get(id.index()).is_some_and(|ear| ear.listener.is_amid(side))
    }

    /// What comes next from inside TLS is not the first that was said there.
    pub fn resume_inside(&mut self, id: ConnectionId) {
        if let Some(ear) = self.ears.get_mut(id.index()) {
            ear.listener.resume_inside();
        }
    }

    fn open(&mut self, at: Time, mark: Mark, connection: Connection) {
        self.ears.push(Ear {
            listener: Listener::new(connection.protocol, connection.opening),
            client: Source::default(),
            server: Source::default(),
            cover: Cover::Clear,
            asked: BTreeMap::new(),
            told_journeys: 0,
            closed: false,
        });
        let id = self.timeline.add_connection(connection);
        self.add(at, at, Some(id), What::Opened, mark.into());
    }

    fn miss(&mut self, id: ConnectionId, at: Time, mark: Mark, (side, octets): (Side, u64)) {
        let Some(ear) = self.ears.get_mut(id.index()) else { return };
        ear.source(side).add(octets, at, Mark::Nowhere);
        let mut said = Vec::new();
        ear.listener.gap(side, octets, &mut said);
        self.add_said(id, &mut said);
        self.add(at, at, Some(id), What::Gap { side, octets }, mark.into());
    }

    fn finish_words(&mut self, id: ConnectionId) {
        let Some(ear) = self.ears.get_mut(id.index()) else { return };
        let mut said = Vec::new();
        ear.listener.finish(&mut said);
        self.add_said(id, &mut said);
    }

    fn add_said(&mut self, id: ConnectionId, said: &mut Vec<Utterance>) {
        for Utterance { side, start, raw, meaning, certainty } in said.drain(..) {
            let ear = &mut self.ears[id.index()];
            let holes: u64 = match &meaning {
                Meaning::Reply { block: Some(block), .. } => block.holes.iter().map(|hole| hole.octets).sum(),
                _ => 0,
            };
            let trace = ear.source(side).trace(start, start + raw.len() as u64 + holes);
            let Trace { times, marks, journeys } = trace;
            ear.told_journeys = ear.told_journeys.max(journeys.end);
            let (at, until) = times.unwrap_or((self.last, self.last));
            self.octets += raw.len() as u64;
            let partner = ear.partner(&meaning, self.timeline.len());
            let cover = if meaning == Meaning::Opaque { Cover::Clear } else { ear.cover };
            let subject = self.subject(&meaning, &raw, partner);
            let echoes = partner.is_some_and(|partner| self.echoes(&meaning, partner));
            let said = Said { side, start, raw, meaning, certainty, cover, echoes, subject, partner };
            self.add(at, until, Some(id), What::Said(said), marks);
            self.timeline.carry_last(journeys);
        }
    }

    /// Keeps how octets travel that the same side says next.
    fn travel(&mut self, id: ConnectionId, journey: Journey) {
        let Some(ear) = self.ears.get_mut(id.index()) else { return };
        let side = journey.side;
        ear.source(side).journey = Some(self.timeline.add_journey(id, journey));
    }

    /// Journeys that carried nothing which was said: the handshake of TLS.
    fn untold_journeys(&mut self, connection: Option<ConnectionId>) -> Range<usize> {
        let Some(id) = connection else { return 0..0 };
        let all = self.timeline.journeys(id).len();
        let Some(ear) = self.ears.get_mut(id.index()) else { return 0..0 };
        let untold = ear.told_journeys..all;
        ear.told_journeys = all;
        untold
    }

    /// Whether a reply repeats the secret of its command, as servers do that print what they did not understand.
    fn echoes(&self, meaning: &Meaning, partner: usize) -> bool {
        let Meaning::Reply { status: Some(status), .. } = meaning else { return false };
        let Some(asked) = self.timeline.steps().get(partner).and_then(Step::said) else { return false };
        let Some(hidden) = secret::hidden(&asked.raw) else { return false };
        // Shorter ones are in many words by chance.
        let secret = &asked.raw[hidden.range];
        LEAST_ECHO <= secret.len() && memchr::memmem::find(&status.text, secret).is_some()
    }

    /// The subject of the mail in a reply to RETR or TOP.
    fn subject(&self, meaning: &Meaning, raw: &[u8], partner: Option<usize>) -> Option<Arc<str>> {
        let Meaning::Reply { block: Some(block), status: Some(_), .. } = meaning else { return None };
        match self.timeline.steps().get(partner?)?.said()?.command()?.command {
            Ok(Command::Retr { .. } | Command::Top { .. }) => mail::subject_of(block, raw),
            Ok(_) | Err(_) => None,
        }
    }

    fn add(&mut self, at: Time, until: Time, connection: Option<ConnectionId>, what: What, marks: Marks) {
        let mut step = Step { at, until, connection, what, changes: Box::default(), marks };
        self.timeline.keep_state(&self.now);
        step.changes = replay::take(&mut self.now, &self.timeline, &step).into();
        self.timeline.add_step(step);
    }
}

impl Ear {
    fn source(&mut self, side: Side) -> &mut Source {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// The step of the command that this answers; remembers commands at their `place`.
    fn partner(&mut self, meaning: &Meaning, place: usize) -> Option<usize> {
        match meaning {
            Meaning::Command { exchange, .. } => {
                self.asked.insert(*exchange, place);
                None
            }
            Meaning::Reply { exchange: Some(exchange), .. } => {
                // Replies come in order: what is older stays without one.
                while self.asked.first_key_value().is_some_and(|(older, _)| older < exchange) {
                    self.asked.pop_first();
                }
                self.asked.remove(exchange)
            }
            Meaning::Challenge { exchange, .. } | Meaning::SaslResponse { exchange, .. } => {
                self.asked.get(exchange).copied()
            }
            Meaning::Other(turn) => match turn.role {
                Role::Command(_) => {
                    self.asked.extend(turn.exchange.map(|exchange| (exchange, place)));
                    None
                }
                // Tags bind replies to their commands in any order.
                Role::Reply { .. } | Role::Telling { .. } | Role::Content { .. } | Role::Greeting(_) => {
                    let exchange = turn.exchange.as_ref()?;
                    if turn.completes() { self.asked.remove(exchange) } else { self.asked.get(exchange).copied() }
                }
            },
            Meaning::Reply { exchange: None, .. }
            | Meaning::Greeting(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }
}

#[cfg(test)]
mod tests;
