//! One direction of a TCP connection: octets in their order, whatever order the segments came in
//! (RFC 9293 §3.4 and §3.10.7.4).
//!
//! The first copy of an octet counts. What comes again with different content is counted, and so is
//! what comes after its place was given up, or so far away that no window can reach it.

mod recent;

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::session::Time;

use recent::Recent;

/// The place of an octet: its sequence number without the wrap at 2^32.
pub(super) type Position = u64;

/// The most octets and pieces that wait behind a hole. Beyond, the hole is a gap.
pub(super) const MAX_HELD_OCTETS: usize = 4 * 1024 * 1024;
pub(super) const MAX_HELD_PIECES: usize = 8192;

/// No window is larger (RFC 7323 §2.2).
pub(super) const MAX_WINDOW: u64 = 1 << 30;

/// Places that were given up and are remembered, so that octets that come too late are counted.
const MAX_GIVEN_UP: usize = 64;

/// When and where something was captured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Stamp {
    pub(super) frame: u64,
    pub(super) at: Time,
    /// Counts the segments of the connection.
    pub(super) turn: u64,
}

/// Octets of a segment that came together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Piece {
    pub(super) start: Position,
    pub(super) octets: Vec<u8>,
    /// Octets behind those that were cut off by the capture.
    pub(super) snapped: u64,
    /// The sender had heard everything of the other side before this place.
    pub(super) heard: Position,
    pub(super) stamp: Stamp,
}

/// How a direction ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ending {
    Fin,
    Rst,
}

/// The end of a direction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct End {
    pub(super) at: Position,
    pub(super) ending: Ending,
    pub(super) heard: Position,
    pub(super) stamp: Stamp,
}

/// What comes next in a direction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Head {
    pub(super) start: Position,
    pub(super) heard: Position,
    pub(super) stamp: Stamp,
}

/// The segments of one direction.
#[derive(Debug, Default)]
pub(super) struct Direction {
    /// The sequence number of the first octet of all.
    first_number: Option<u32>,
    /// The first octet that was not delivered; `None` before anything is known.
    next: Option<Position>,
    /// Invariant: disjoint, by their starts, none before `next`.
    held: BTreeMap<Position, Piece>,
    held_octets: usize,
    end: Option<End>,
    /// The last delivered octets, those before `next`.
    recent: Recent,
    /// The last places that were given up, as first octet and first octet behind.
    given_up: VecDeque<(Position, Position)>,
    /// The other side has heard everything before this place.
    acknowledged: Position,
    /// Since which turn something is missing that the other side has heard.
    pub(super) missed_since: Option<u64>,
    /// The turn of the last piece that was delivered.
    pub(super) last_turn: u64,
    /// Octets that came again with different content.
    pub(super) conflicts: u64,
    /// How many of these were told.
    pub(super) conflicts_told: u64,
    /// Octets that came outside their place.
    pub(super) out_of_place: u64,
}

impl Piece {
    pub(super) fn end(&self) -> Position {
        self.start + self.octets.len() as u64 + self.snapped
    }

    /// The part of it from one place to another.
    fn part(&self, from: Position, to: Position) -> Self {
        let captured = self.start + self.octets.len() as u64;
        let place = |position: Position| usize::try_from(position.min(captured) - self.start).unwrap_or(usize::MAX);
        Self {
            start: from,
            octets: self.octets[place(from)..place(to)].to_vec(),
            snapped: to - to.min(captured).max(from),
            heard: self.heard,
            stamp: self.stamp,
        }
    }
}

impl Direction {
    /// Says where the direction begins, if that is not known yet.
    pub(super) fn begin(&mut self, sequence: u32) {
        if self.next.is_none() {
            // Far enough from 0 that nothing is before it.
            let next = (1 << 32) + u64::from(sequence);
            self.next = Some(next);
            self.first_number = Some(sequence);
            self.given_up.push_back((next - MAX_WINDOW, next));
        }
    }

    /// The sequence number of the first octet of all.
    pub(super) fn first_number(&self) -> Option<u32> {
        self.first_number
    }

    /// The first octet that was not delivered.
    pub(super) fn next(&self) -> Option<Position> {
        self.next
    }

    /// The place of a sequence number, the one nearest to what comes next.
    pub(super) fn place(&self, sequence: u32) -> Option<Position> {
        let next = self.next?;
        let distance = sequence.wrapping_sub((next & 0xFFFF_FFFF) as u32).cast_signed();
        Some(next.wrapping_add_signed(i64::from(distance)))
    }

    /// The other side has heard everything before this place.
    pub(super) fn acknowledge(&mut self, position: Position, turn: u64) {
        self.acknowledged = self.acknowledged.max(position);
        if self.missed_since.is_none() && self.next.is_some_and(|next| next < self.acknowledged) {
            self.missed_since = Some(turn);
        }
    }

    pub(super) fn acknowledged(&self) -> Position {
        self.acknowledged
    }

    /// Takes what is new of a segment.
    pub(super) fn add(&mut self, piece: Piece) {
        let Some(next) = self.next else { return };
        let (start, end) = (piece.start, piece.end());
        if next + MAX_WINDOW < end {
            self.out_of_place += end - start;
            return;
        }
        if start < next {
            self.compare_delivered(&piece, next);
        }
        if start == next && self.held.is_empty() {
            self.hold(piece);
            return;
        }
        let mut from = start.max(next);
        let mut fresh = Vec::new();
        let before = self.held.range(..=from).next_back().map_or(from, |(&place, _)| place);
        for held in self.held.range(before..end.max(before)).map(|(_, held)| held) {
            if held.end() <= from {
                continue;
            }
            if from < held.start {
                fresh.push((from, held.start));
            }
            if 1 < piece.octets.len() {
                self.conflicts += differences(&piece, held.start, &held.octets);
            }
            from = from.max(held.end());
        }
        if from < end {
            fresh.push((from, end));
        }
        for (from, to) in fresh {
            self.hold(piece.part(from, to));
        }
    }

    /// Says that the direction ends.
    pub(super) fn add_end(&mut self, end: End) {
        let better = match self.end {
            None => true,
            Some(known) => known.ending == Ending::Fin && end.ending == Ending::Rst,
        };
        if better {
            self.end = Some(end);
        }
    }

    /// What comes first of all that was not delivered, behind a hole or not.
    pub(super) fn first(&self) -> Option<Head> {
        let piece =
            self.held.values().next().map(|piece| Head { start: piece.start, heard: piece.heard, stamp: piece.stamp });
        let next = self.next?;
        let end = self.end.map(|end| Head { start: end.at.max(next), heard: end.heard, stamp: end.stamp });
        match (piece, end) {
            (Some(piece), Some(end)) => Some(if end.start < piece.start { end } else { piece }),
            (piece, end) => piece.or(end),
        }
    }

    /// What can be delivered next as far as this direction alone is concerned.
    pub(super) fn head(&self) -> Option<Head> {
        self.first().filter(|head| Some(head.start) == self.next)
    }

    /// Whether the next piece waits behind a hole.
    pub(super) fn hole(&self) -> Option<Head> {
        self.first().filter(|head| Some(head.start) != self.next)
    }

    /// Whether more waits than may.
    pub(super) fn overflows(&self) -> bool {
        MAX_HELD_OCTETS < self.held_octets || MAX_HELD_PIECES < self.held.len()
    }

    /// How many octets wait.
    pub(super) fn held_octets(&self) -> usize {
        self.held_octets
    }

    /// Takes the piece that comes next.
    pub(super) fn take_piece(&mut self, turn: u64) -> Option<Piece> {
        let next = self.next?;
        let (&start, _) = self.held.first_key_value()?;
        if start != next {
            return None;
        }
        let (_, piece) = self.held.pop_first()?;
        self.held_octets -= piece.octets.len();
        self.last_turn = self.last_turn.max(piece.stamp.turn);
        if piece.snapped == 0 {
            self.recent.add(&piece.octets);
        } else {
            self.recent.clear();
        }
        self.advance(piece.end(), turn);
        Some(piece)
    }

    /// Whether nothing is held back, missing or at its end.
    pub(super) fn waits_for_nothing(&self) -> bool {
        self.held.is_empty() && self.end.is_none() && self.missed_since.is_none()
    }

    /// Delivers octets that come next while nothing waits.
    pub(super) fn pass(&mut self, octets: &[u8], turn: u64) {
        let Some(next) = self.next else { return };
        self.last_turn = self.last_turn.max(turn);
        self.recent.add(octets);
        self.advance(next + octets.len() as u64, turn);
    }

    /// Takes the end, if it comes next.
    pub(super) fn take_end(&mut self, turn: u64) -> Option<End> {
        let next = self.next?;
        let end = self.end.take_if(|end| end.at <= next)?;
        self.recent.clear(); // FIN has a number of its own.
        self.advance(next + 1, turn);
        Some(end)
    }

    /// Gives up what is missing before a place. Returns how many octets that are.
    pub(super) fn give_up(&mut self, until: Position, turn: u64) -> u64 {
        let Some(next) = self.next else { return 0 };
        self.recent.clear();
        if self.given_up.len() == MAX_GIVEN_UP {
            self.given_up.pop_front();
        }
        self.given_up.push_back((next, until));
        self.advance(until, turn);
        until - next
    }

    /// Lets the next piece, or the end, come without what its sender had heard.
    pub(super) fn free_first(&mut self) {
        if let Some(piece) = self.held.values_mut().next() {
            piece.heard = 0;
        }
        if let Some(end) = &mut self.end {
            end.heard = 0;
        }
    }

    /// Lets a reset take effect where the octets end: its place alone is no sign of octets.
    /// `false` if something else waits behind the hole.
    pub(super) fn pull_reset(&mut self) -> bool {
        match (&mut self.end, self.next) {
            (Some(end), Some(next)) if end.ending == Ending::Rst && self.held.is_empty() => {
                end.at = next;
                true
            }
            _ => false,
        }
    }

    /// The other side spoke of this place, but nothing says that it was right.
    pub(super) fn disbelieve_acknowledgment(&mut self) {
        self.acknowledged = self.next.unwrap_or(0);
        self.missed_since = None;
    }

    fn advance(&mut self, to: Position, turn: u64) {
        self.next = Some(to);
        self.missed_since = (to < self.acknowledged).then_some(turn);
    }

    fn hold(&mut self, piece: Piece) {
        self.held_octets += piece.octets.len();
        self.held.insert(piece.start, piece);
    }

    /// Looks at octets that came again, or too late.
    fn compare_delivered(&mut self, piece: &Piece, next: Position) {
        // A keep-alive probe repeats the last octet, or what stands for it (RFC 9293 §3.8.4).
        if piece.octets.len() <= 1 && piece.start + 1 == next {
            return;
        }
        let [older, newer] = self.recent.parts();
        let middle = next - newer.len() as u64;
        self.conflicts += differences(piece, middle - older.len() as u64, older) + differences(piece, middle, newer);
        for &(from, to) in &self.given_up {
            self.out_of_place += piece.end().min(to).saturating_sub(piece.start.max(from));
        }
    }
}

/// How many octets of a piece differ from those that stand at a place.
fn differences(piece: &Piece, start: Position, octets: &[u8]) -> u64 {
    let from = piece.start.max(start);
    let to = (piece.start + piece.octets.len() as u64).min(start + octets.len() as u64);
    if to <= from {
        return 0;
    }
    let part = |octets: &[u8], start: Position| {
        let place = |position: Position| usize::try_from(position - start).unwrap_or(usize::MAX);
        (place(from), place(to).min(octets.len()))
    };
    let (ours, theirs) = (part(&piece.octets, piece.start), part(octets, start));
    let pairs = piece.octets[ours.0..ours.1].iter().zip(&octets[theirs.0..theirs.1]);
    pairs.filter(|(ours, theirs)| ours != theirs).count() as u64
}

#[cfg(test)]
mod tests;
