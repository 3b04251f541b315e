//! One TCP connection: both directions, in the order in which their ends can have heard them.
//!
//! A segment acknowledges what its sender had heard. So it is delivered only after those octets of
//! the other side, however late they stand in the file. When they are in no file at all, a gap
//! takes their place, and so a lost reply is missed *before* the next command.

mod patience;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use crate::capture::packet::Segment;
use crate::capture::reassembly::Direction;
use crate::capture::reassembly::End;
use crate::capture::reassembly::Ending;
use crate::capture::reassembly::MAX_WINDOW;
use crate::capture::reassembly::Piece;
use crate::capture::reassembly::Position;
use crate::capture::reassembly::Stamp;
use crate::proto::Command;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;

/// The ports where POP3 servers listen, and those of POP1 and POP2 did.
pub(super) const SERVER_PORTS: [u16; 4] = [110, 995, 1110, 109];

/// One of the two ends, by its place in [`Conversation::ends`].
type Place = usize;

/// What a connection carried and lacked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Tally {
    pub(super) client_octets: u64,
    pub(super) server_octets: u64,
    pub(super) gaps: u64,
    pub(super) gap_octets: u64,
    pub(super) snapped: u64,
    pub(super) snapped_octets: u64,
}

/// What a segment is on a connection where nothing waits for anything.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum InOrder {
    /// What a side says next.
    Octets(Side),
    /// It says nothing.
    Nothing,
    /// Something is to be looked at more closely.
    No,
}

/// A connection whose segments come one by one.
#[derive(Debug)]
pub(super) struct Conversation {
    ends: [SocketAddr; 2],
    directions: [Direction; 2],
    /// The sequence number of each end's SYN, if it was seen.
    initial: [Option<u32>; 2],
    client: Option<Place>,
    opening: Opening,
    began: Stamp,
    /// The last segment.
    now: Stamp,
    /// Whether anyone was told of the connection.
    told: bool,
    finished_first: Option<Place>,
    reset: Option<(Place, Stamp)>,
    closed: bool,
    tally: Tally,
}

impl Conversation {
    /// A connection that begins, for the capture, with this segment. Of `told_ports` a person says
    /// that servers listen there.
    pub(super) fn new(segment: &Segment<'_>, frame: u64, at: Time, told_ports: &BTreeSet<u16>) -> Self {
        let ends = [segment.from, segment.to];
        let told = |place: Place| told_ports.contains(&ends[place].port());
        let known = |place: Place| SERVER_PORTS.contains(&ends[place].port());
        let client = match (segment.syn, segment.acknowledgment) {
            (true, None) => Some(0),
            (true, Some(_)) => Some(1),
            (false, _) if told(0) != told(1) => Some(usize::from(told(0))),
            (false, _) if known(0) != known(1) => Some(usize::from(known(0))),
            (false, _) => None,
        };
        let opening = if segment.syn { Opening::Connection } else { Opening::MidStream };
        let began = Stamp { frame, at, turn: 0 };
        Self {
            ends,
            directions: [Direction::default(), Direction::default()],
            initial: [None; 2],
            client,
            opening,
            began,
            now: began,
            told: false,
            finished_first: None,
            reset: None,
            closed: false,
            tally: Tally::default(),
        }
    }

    /// Whether a segment cannot belong to this connection, but opens another one between the same ports.
    pub(super) fn is_succeeded_by(&self, segment: &Segment<'_>) -> bool {
        let known = self.initial[self.place(segment)];
        segment.syn && segment.acknowledgment.is_none() && known != Some(segment.sequence)
    }

    /// Hears a segment; what can be delivered by now is added to `events`.
    ///
    /// Mostly that is the segment itself, as it is: then nothing is added, but it is told who says its octets.
    pub(super) fn hear(
        &mut self,
        segment: &Segment<'_>,
        frame: u64,
        at: Time,
        events: &mut Vec<Event>,
    ) -> Option<Side> {
        self.now = Stamp { frame, at, turn: self.now.turn + 1 };
        let (this, other) = (self.place(segment), 1 - self.place(segment));
        let mut sequence = segment.sequence;
        if segment.syn {
            self.initial[this] = Some(sequence);
            sequence = sequence.wrapping_add(1); // SYN has a number of its own.
            self.directions[this].begin(sequence);
        }
        let heard = self.hear_acknowledgment(other, segment);
        let length = segment.octets.len() as u64 + u64::from(segment.snapped);
        if 0 < length {
            self.directions[this].begin(sequence);
        }
        match self.hear_in_order(segment, sequence, heard) {
            InOrder::Octets(side) => return Some(side),
            InOrder::Nothing => return None,
            InOrder::No => (),
        }
        if let Some(start) = self.directions[this].place(sequence) {
            let stamp = self.now;
            if 0 < length {
                let (octets, snapped) = (segment.octets.to_vec(), u64::from(segment.snapped));
                self.directions[this].add(Piece { start, octets, snapped, heard, stamp });
            }
            if segment.rst || segment.fin {
                let ending = if segment.rst { Ending::Rst } else { Ending::Fin };
                self.directions[this].add_end(End { at: start + length, ending, heard, stamp });
            }
        }
        self.deliver(false, events);
        self.tell_conflicts(this, events);
        None
    }

    /// Hears a segment on a connection where nothing waits for anything. Most are so.
    fn hear_in_order(&mut self, segment: &Segment<'_>, sequence: u32, heard: Position) -> InOrder {
        let (this, other) = (self.place(segment), 1 - self.place(segment));
        let plain = !(segment.syn || segment.fin || segment.rst) && segment.snapped == 0;
        let quiet = self.told && self.reset.is_none() && self.directions.iter().all(Direction::waits_for_nothing);
        let known = self.directions[other].next().is_none_or(|next| heard <= next);
        if !(plain && quiet && known) || self.closed {
            return InOrder::No;
        }
        if segment.octets.is_empty() {
            return InOrder::Nothing;
        }
        if self.directions[this].place(sequence) != self.directions[this].next() {
            return InOrder::No;
        }
        self.directions[this].pass(segment.octets, self.now.turn);
        let side = self.side(this);
        match side {
            Side::Client => self.tally.client_octets += segment.octets.len() as u64,
            Side::Server => self.tally.server_octets += segment.octets.len() as u64,
        }
        InOrder::Octets(side)
    }

    /// Says that octets came again with different content.
    fn tell_conflicts(&mut self, place: Place, events: &mut Vec<Event>) {
        let direction = &mut self.directions[place];
        let octets = direction.conflicts - direction.conflicts_told;
        if 0 < octets && self.told && !self.closed {
            direction.conflicts_told = direction.conflicts;
            events.push(event(self.now, EventKind::Conflict { side: self.side(place), octets }));
        }
    }

    /// Delivers all that is left and says how the connection ended, unless that was seen.
    pub(super) fn finish(&mut self, closing: Closing, events: &mut Vec<Event>) {
        self.deliver(true, events);
        if !self.closed {
            self.close(closing, self.now, events);
        }
    }

    /// Delivers all that is left, so that nothing waits any more.
    pub(super) fn flush(&mut self, events: &mut Vec<Event>) {
        self.deliver(true, events);
    }

    /// Whether its end was seen and told.
    pub(super) fn closed(&self) -> bool {
        self.closed
    }

    /// The sequence number of what each end would say next, if both are known.
    pub(super) fn next_numbers(&self) -> Option<[(SocketAddr, u32); 2]> {
        let number = |place: Place| Some((self.directions[place].next()? & 0xFFFF_FFFF) as u32);
        Some([(self.ends[0], number(0)?), (self.ends[1], number(1)?)])
    }

    /// The sequence numbers of the first octet of the client and of the server, where they are known.
    pub(super) fn first_numbers(&self) -> [Option<u32>; 2] {
        let client = self.client.unwrap_or(0);
        [client, 1 - client].map(|place| self.directions[place].first_number())
    }

    /// Where its server listens, if it is known who that is.
    pub(super) fn server_port(&self) -> Option<u16> {
        self.client.map(|client| self.ends[1 - client].port())
    }

    /// How many octets wait for others.
    pub(super) fn held_octets(&self) -> usize {
        self.directions.iter().map(Direction::held_octets).sum()
    }

    /// What it carried and lacked so far.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Octets that came again with different content.
    pub(super) fn conflicts(&self) -> u64 {
        self.directions.iter().map(|direction| direction.conflicts).sum()
    }

    /// Octets that came outside their place.
    pub(super) fn out_of_place(&self) -> u64 {
        self.directions.iter().map(|direction| direction.out_of_place).sum()
    }

    fn place(&self, segment: &Segment<'_>) -> Place {
        usize::from(self.ends[0] != segment.from)
    }

    /// What the sender of a segment had heard of the other side.
    fn hear_acknowledgment(&mut self, other: Place, segment: &Segment<'_>) -> Position {
        let Some(number) = segment.acknowledgment else { return 0 };
        let turn = self.now.turn;
        let direction = &mut self.directions[other];
        if segment.rst && direction.next().is_none() {
            return 0; // A reset may have any number here (RFC 9293 §3.10.7.1).
        }
        direction.begin(number);
        let (Some(heard), Some(next)) = (direction.place(number), direction.next()) else { return 0 };
        if next + MAX_WINDOW < heard {
            return 0;
        }
        if !segment.rst {
            direction.acknowledge(heard, turn);
        }
        heard
    }

    fn deliver(&mut self, force: bool, events: &mut Vec<Event>) {
        while !self.closed {
            if let Some(place) = self.ready() {
                self.give(place, events);
            } else if !self.unblock(force || self.reset.is_some(), events) {
                break;
            }
        }
        if let Some((place, stamp)) = self.reset.take()
            && !self.closed
        {
            self.close(Closing::Reset(self.side(place)), stamp, events);
        }
    }

    /// The end whose next piece can be delivered; of two the one that was captured first.
    fn ready(&self) -> Option<Place> {
        let head = |place: Place| {
            let head = self.directions[place].head()?;
            let known = self.directions[1 - place].next();
            known.is_none_or(|next| head.heard <= next).then_some(head.stamp.frame)
        };
        [0, 1].into_iter().filter(|&place| head(place).is_some()).min_by_key(|&place| head(place))
    }

    fn give(&mut self, place: Place, events: &mut Vec<Event>) {
        let turn = self.now.turn;
        if let Some(piece) = self.directions[place].take_piece(turn) {
            self.tell(place, &piece.octets, events);
            let side = self.side(place);
            if !piece.octets.is_empty() {
                match side {
                    Side::Client => self.tally.client_octets += piece.octets.len() as u64,
                    Side::Server => self.tally.server_octets += piece.octets.len() as u64,
                }
                let kind = EventKind::Octets { side, octets: piece.octets, cover: Cover::Clear };
                events.push(event(piece.stamp, kind));
            }
            if 0 < piece.snapped {
                self.tally.snapped += 1;
                self.tally.snapped_octets += piece.snapped;
                events.push(event(piece.stamp, EventKind::Gap { side, octets: piece.snapped }));
            }
        } else if let Some(end) = self.directions[place].take_end(turn) {
            match (end.ending, self.finished_first) {
                (Ending::Rst, _) => self.reset = Some((place, end.stamp)),
                (Ending::Fin, None) => self.finished_first = Some(place),
                (Ending::Fin, Some(first)) if first == place => (),
                (Ending::Fin, Some(first)) => {
                    self.close(Closing::Finished(self.side(first)), end.stamp, events);
                }
            }
        }
    }

    /// Makes the connection known before anything is said on it.
    fn tell(&mut self, place: Place, octets: &[u8], events: &mut Vec<Event>) {
        if self.told {
            return;
        }
        self.told = true;
        let client = *self.client.get_or_insert_with(|| client_by_words(&self.ends, place, octets));
        let party = |place: Place| Party { name: None, address: self.ends[place] };
        let connection = Connection {
            client: party(client),
            server: party(1 - client),
            opening: self.opening,
            protocol: crate::proto::Protocol::Pop3,
        };
        events.push(event(self.began, EventKind::Opened(connection)));
    }

    fn close(&mut self, closing: Closing, stamp: Stamp, events: &mut Vec<Event>) {
        self.tell_conflicts(0, events);
        self.tell_conflicts(1, events);
        self.closed = true;
        if self.told {
            events.push(event(stamp, EventKind::Closed(closing)));
        }
    }

    fn side(&self, place: Place) -> Side {
        if self.client == Some(place) { Side::Client } else { Side::Server }
    }
}

/// Who is the client when neither SYN nor port says so: the one who does not answer like a server,
/// the one who commands, or else the end with the higher port.
fn client_by_words(ends: &[SocketAddr; 2], speaker: Place, octets: &[u8]) -> Place {
    if octets.starts_with(b"+OK") || octets.starts_with(b"-ERR") {
        return 1 - speaker;
    }
    let line = octets.split(|&octet| octet == b'\n').next().unwrap_or_default();
    if line.len() < octets.len() && Command::parse(line.strip_suffix(b"\r").unwrap_or(line)).is_ok() {
        return speaker;
    }
    usize::from(ends[0].port() < ends[1].port())
}

fn event(stamp: Stamp, kind: EventKind) -> Event {
    let connection = match &kind {
        EventKind::Opened(_) | EventKind::Fact(_) => None,
        EventKind::Octets { .. }
        | EventKind::Gap { .. }
        | EventKind::Conflict { .. }
        | EventKind::Travelled(_)
        | EventKind::Closed(_) => Some(ConnectionId(0)),
    };
    Event { at: stamp.at, connection, mark: Mark::Frame(stamp.frame), kind }
}

#[cfg(test)]
mod tests;
