//! The layer between a connection and its recorder: it follows the records of TLS, and what can be
//! opened of them is told instead of them.
//!
//! All else goes through as it came. The keys of a stream cipher lie octet on octet, so every octet
//! from inside keeps the frame and the time of the sealed octet that carried it.

use std::collections::VecDeque;

use crate::capture::tls::connection::Connection;
use crate::capture::tls::connection::Heard;
use crate::capture::tls::hello::Random;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::record;
use crate::capture::tls::record::Found;
use crate::proto::Side;
use crate::proto::dialogue::begins_handshake;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Mark;
use crate::session::tls_facts::Closed;
use crate::session::tls_facts::TlsFacts;

/// The only connection of a recorder of captured traffic.
const ID: ConnectionId = ConnectionId(0);
/// The most octets that wait for the end of what is being said inside.
const MAX_LATE: usize = 64 * 1024;

/// A recorder, and the TLS before it.
#[derive(Debug)]
pub(in crate::capture) struct Layer {
    recorder: Recorder,
    tls: Option<Box<Tls>>,
}

/// The TLS of a connection, from the first record of the client on.
#[derive(Debug)]
struct Tls {
    connection: Connection,
    client: Stream,
    server: Stream,
    /// The first octets of the server from inside.
    greeting: Vec<u8>,
    /// Whether anything from inside was told.
    established: bool,
}

/// The octets of one side, as far as they are not taken as records.
#[derive(Debug, Default)]
struct Stream {
    held: Vec<u8>,
    /// How many of the held octets were told already, as they are.
    told: usize,
    /// The place of the first held octet among all octets of the side.
    start: u64,
    /// Where the held octets came from.
    pieces: VecDeque<Piece>,
    /// What is no part of what is said inside, and came in the middle of it.
    late: VecDeque<Event>,
    late_octets: usize,
}

/// Octets that came together.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// The place behind its last octet.
    end: u64,
    at: Time,
    mark: Mark,
}

impl Layer {
    pub(in crate::capture) fn new() -> Self {
        Self { recorder: Recorder::new(), tls: None }
    }

    /// Hears an event of the connection.
    pub(in crate::capture) fn record(&mut self, event: Event, keys: &KeyLog) {
        match event.kind {
            EventKind::Octets { side, octets, cover: Cover::Clear } => {
                self.record_octets(side, &octets, (event.at, event.mark), keys);
            }
            EventKind::Gap { side, .. } => {
                self.tell_rest(side);
                if let Some(tls) = &mut self.tls {
                    tls.connection.lose(side, Closed::Gap);
                }
                self.recorder.record(event);
            }
            EventKind::Closed(_) => {
                self.tell_rest(Side::Client);
                self.tell_rest(Side::Server);
                self.recorder.record(event);
            }
            EventKind::Opened(_)
            | EventKind::Octets { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Fact(_) => {
                self.recorder.record(event);
            }
        }
    }

    /// Hears octets of the connection.
    pub(in crate::capture) fn record_octets(
        &mut self,
        side: Side,
        octets: &[u8],
        (at, mark): (Time, Mark),
        keys: &KeyLog,
    ) {
        if self.is_tls(side, octets, mark) {
            self.hear(side, octets, Piece { end: 0, at, mark }, keys);
        } else {
            self.recorder.hear(ID, at, mark, (side, octets, Cover::Clear));
        }
    }

    /// Lets go the octets of all messages so far, and tells how many octets that were.
    pub(in crate::capture) fn lighten(&mut self) -> u64 {
        self.recorder.lighten()
    }

    /// About how many octets of memory it takes.
    pub(in crate::capture) fn weight(&self) -> u64 {
        let streams = self.tls.iter().flat_map(|tls| [&tls.client, &tls.server]);
        self.recorder.weight() + streams.map(|stream| (stream.held.len() + stream.late_octets) as u64).sum::<u64>()
    }

    /// Whether the server's first words inside TLS are those of POP3; `None` while they may come.
    pub(in crate::capture) fn greets(&mut self) -> Option<bool> {
        const GREETING: &[u8] = b"+OK";
        let tls = self.tls.as_mut()?;
        if GREETING.len() <= tls.greeting.len() {
            return Some(tls.greeting.starts_with(GREETING));
        }
        let hopeless = tls.connection.is_shut(Side::Server) || !GREETING.starts_with(&tls.greeting);
        hopeless.then_some(false)
    }

    /// What names the session in a key log.
    pub(in crate::capture) fn random(&self) -> Option<Random> {
        self.tls.as_ref()?.connection.random()
    }

    /// What was recorded, and what the TLS was.
    pub(in crate::capture) fn finish(self, keys: &KeyLog) -> (Timeline, Option<TlsFacts>) {
        let facts = self.tls.as_ref().map(|tls| tls.connection.facts(keys));
        (self.recorder.finish(), facts)
    }

    /// Whether these octets belong to records of TLS, which begin with the client's if they begin here.
    fn is_tls(&mut self, side: Side, octets: &[u8], mark: Mark) -> bool {
        if self.tls.is_some() {
            // The reply to STLS may come behind a client that did not wait for it.
            return side == Side::Client || self.recorder.is_covered(ID);
        }
        if side != Side::Client || !begins_handshake(octets) {
            return false;
        }
        let Some(began) = self.recorder.tls_would_begin(ID) else { return false };
        let frame = match mark {
            Mark::Frame(number) => number,
            Mark::Nowhere | Mark::ScriptLine(_) => 0,
        };
        self.tls = Some(Box::new(Tls {
            connection: Connection::new(began, frame),
            client: Stream::default(),
            server: Stream::default(),
            greeting: Vec::new(),
            established: false,
        }));
        true
    }

    /// Hears octets of records.
    fn hear(&mut self, side: Side, octets: &[u8], piece: Piece, keys: &KeyLog) {
        let Some(tls) = &mut self.tls else { return };
        let mut out = Vec::new();
        tls.hear(side, octets, piece, keys, &mut out);
        for told in out {
            self.tell(side, told);
        }
        self.tell_late(Side::Client, false);
        self.tell_late(Side::Server, false);
    }

    fn tell(&mut self, side: Side, told: Told) {
        let Some(tls) = &mut self.tls else { return };
        match told {
            Told::Inside { events, after_loss } => {
                if let (Some(first), false) = (events.first(), tls.established) {
                    tls.established = true;
                    let fact = EventKind::Fact(Fact::TlsEstablished);
                    self.recorder.record(Event { kind: fact, ..first.clone() });
                    if after_loss {
                        self.recorder.resume_inside(ID);
                    }
                }
                for event in events {
                    self.recorder.record(event);
                }
            }
            Told::Opaque(event) => {
                let shut = tls.connection.is_shut(side);
                if tls.established && !shut && self.recorder.is_amid(ID, side) {
                    tls.stream(side).postpone(event);
                    return;
                }
                if shut {
                    self.tell_late(side, true);
                }
                self.recorder.record(event);
            }
        }
        self.tell_late(side, false);
    }

    /// Tells what came in the middle of something, if that is over, or in any case.
    fn tell_late(&mut self, side: Side, force: bool) {
        let Some(tls) = &mut self.tls else { return };
        let stream = tls.stream(side);
        while !stream.late.is_empty() {
            if !(force || MAX_LATE < stream.late_octets) && self.recorder.is_amid(ID, side) {
                return;
            }
            if let Some(event) = stream.late.pop_front() {
                stream.late_octets -= octets_of(&event);
                self.recorder.record(event);
            }
        }
    }

    /// No more octets of a side will make a record whole: tells those that are left.
    fn tell_rest(&mut self, side: Side) {
        let Some(tls) = &mut self.tls else { return };
        let stream = tls.stream(side);
        let mut out = Vec::new();
        stream.opaque(side, stream.told, stream.held.len(), &mut out);
        stream.take(stream.held.len());
        self.tell_late(side, true);
        for told in out {
            if let Told::Opaque(event) = told {
                self.recorder.record(event);
            }
        }
    }
}

/// What records give to be told.
#[derive(Debug)]
enum Told {
    /// Octets as they are.
    Opaque(Event),
    /// Octets from inside, of one record.
    Inside { events: Vec<Event>, after_loss: bool },
}

impl Tls {
    fn stream(&mut self, side: Side) -> &mut Stream {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Takes the records that are whole by now.
    fn hear(&mut self, side: Side, octets: &[u8], piece: Piece, keys: &KeyLog, out: &mut Vec<Told>) {
        let stream = match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        };
        stream.held.extend_from_slice(octets);
        let end = stream.start + stream.held.len() as u64;
        stream.pieces.push_back(Piece { end, ..piece });
        // Octets before `from` are done with; those before `at` belong to records that were heard.
        let (mut from, mut at) = (stream.told, 0);
        while at < stream.held.len() {
            let rest = &stream.held[at..];
            let record = match record::find(rest) {
                Found::Record(record) => record,
                Found::Beginning => {
                    if !self.connection.may_open(side, rest[0], keys) {
                        stream.opaque(side, from, stream.held.len(), out);
                        from = stream.held.len();
                    }
                    break;
                }
                Found::Other => {
                    self.connection.lose(side, Closed::Malformed);
                    at = stream.held.len();
                    break;
                }
            };
            let length = record.length();
            let frame = stream.frame_of(at + length);
            let heard = self.connection.hear(side, &record, frame, at < from, keys);
            if let Heard::Inside { content, start, after_loss } = heard {
                stream.opaque(side, from, at, out);
                if side == Side::Server && self.greeting.len() < 3 {
                    self.greeting.extend(content.iter().take(3));
                }
                out.push(Told::Inside { events: stream.inside(side, at + start, &content), after_loss });
                from = at + length;
            }
            at += length;
        }
        if self.connection.is_shut(side) {
            at = stream.held.len(); // Nobody asks any more where a record begins.
        }
        let until = at.max(from);
        stream.opaque(side, from, until.min(at), out);
        stream.told = until - at;
        stream.take(at);
    }
}

impl Stream {
    /// Tells held octets as they are, each piece with its frame.
    fn opaque(&self, side: Side, from: usize, to: usize, out: &mut Vec<Told>) {
        if from < to {
            out.extend(self.events(side, from, &self.held[from..to], Cover::Clear).into_iter().map(Told::Opaque));
        }
    }

    /// Tells octets from inside, which were sealed at a place of the held octets.
    fn inside(&self, side: Side, from: usize, content: &[u8]) -> Vec<Event> {
        self.events(side, from, content, Cover::Tls)
    }

    fn events(&self, side: Side, from: usize, octets: &[u8], cover: Cover) -> Vec<Event> {
        let mut events = Vec::new();
        let (mut place, mut rest) = (self.start + from as u64, octets);
        for piece in &self.pieces {
            let room = usize::try_from(piece.end.saturating_sub(place)).unwrap_or(usize::MAX).min(rest.len());
            if room == 0 {
                continue;
            }
            let (part, behind) = rest.split_at(room);
            let kind = EventKind::Octets { side, octets: part.to_vec(), cover };
            events.push(Event { at: piece.at, connection: Some(ID), mark: piece.mark, kind });
            place += room as u64;
            rest = behind;
        }
        events
    }

    /// The frame of the held octet before a place.
    fn frame_of(&self, place: usize) -> u64 {
        let place = self.start + place as u64;
        let piece = self.pieces.iter().find(|piece| place <= piece.end);
        piece.map_or(0, |piece| match piece.mark {
            Mark::Frame(number) => number,
            Mark::Nowhere | Mark::ScriptLine(_) => 0,
        })
    }

    /// Forgets octets that are done with.
    fn take(&mut self, length: usize) {
        self.held.drain(..length);
        self.start += length as u64;
        self.told = self.told.min(self.held.len());
        while self.pieces.front().is_some_and(|piece| piece.end <= self.start) {
            self.pieces.pop_front();
        }
    }

    fn postpone(&mut self, event: Event) {
        self.late_octets += octets_of(&event);
        self.late.push_back(event);
    }
}

fn octets_of(event: &Event) -> usize {
    match &event.kind {
        EventKind::Octets { octets, .. } => octets.len(),
        EventKind::Opened(_)
        | EventKind::Gap { .. }
        | EventKind::Conflict { .. }
        | EventKind::Travelled(_)
        | EventKind::Closed(_)
        | EventKind::Fact(_) => 0,
    }
}

#[cfg(test)]
mod tests;
