//! How long octets wait for others that are missing, and what is given up then.

use super::Conversation;
use super::Place;
use super::event;
use crate::capture::reassembly::Head;
use crate::capture::reassembly::Position;
use crate::capture::reassembly::Stamp;
use crate::session::Event;
use crate::session::EventKind;

/// How many more segments of a connection may come before octets that the other side acknowledges
/// are given up. They come, if at all, a few frames later: the capture may have swapped them.
const PATIENCE: u64 = 64;

impl Conversation {
    /// Gives up what keeps other octets from being delivered, if it is time for that.
    pub(super) fn unblock(&mut self, force: bool, events: &mut Vec<Event>) -> bool {
        if force && self.directions.iter_mut().any(|direction| direction.hole().is_some() && direction.pull_reset()) {
            return true;
        }
        let holes = [0, 1].map(|place| self.given_up(place, force));
        let place = match holes {
            [None, None] => return self.free(force),
            [Some(_), None] => 0,
            [None, Some(_)] => 1,
            // A hole behind which octets can go on at once was there before the other.
            [Some(_), Some(_)] => {
                let opens = |place: Place| {
                    let known = self.directions[1 - place].next();
                    self.directions[place].hole().is_some_and(|head| known.is_none_or(|next| head.heard <= next))
                };
                match (opens(0), opens(1)) {
                    (true, false) => 0,
                    (false, true) => 1,
                    (true, true) | (false, false) => self.client.unwrap_or(0),
                }
            }
        };
        let Some(until) = holes[place] else { return false };
        let stamp = self.revealed(place);
        let octets = self.directions[place].give_up(until, self.now.turn);
        self.tell(place, &[], events);
        self.tally.gaps += 1;
        self.tally.gap_octets += octets;
        let side = self.side(place);
        events.push(event(stamp, EventKind::Gap { side, octets }));
        true
    }

    /// Up to where the octets of an end are to be given up now.
    fn given_up(&self, place: Place, force: bool) -> Option<Position> {
        let turn = self.now.turn;
        let direction = &self.directions[place];
        let next = direction.next()?;
        let acknowledged = direction.acknowledged();
        // No more at once than the next piece of the other side wants to be heard before it.
        let answer = self.directions[1 - place].head().map(|head| head.heard).filter(|&heard| next < heard);
        let wanted = answer.map_or(acknowledged, |heard| heard.min(acknowledged));
        let expired = direction.missed_since.is_some_and(|since| since + PATIENCE <= turn);
        let Some(hole) = direction.hole() else {
            // The last octet that is missing may be the number of a FIN.
            let octets_miss = if force { next + 1 < acknowledged } else { next + 1 < acknowledged && expired };
            return (octets_miss && direction.head().is_none() && !self.other_went_on(place)).then_some(wanted);
        };
        if expired && next < acknowledged {
            return Some(wanted.min(hole.start));
        }
        (force || direction.overflows()).then_some(answer.map_or(hole.start, |heard| heard.min(hole.start)))
    }

    /// Whether an end kept talking long after the other acknowledged what it never said: then the
    /// acknowledgment was wrong.
    fn other_went_on(&self, place: Place) -> bool {
        let direction = &self.directions[place];
        let claimed = self.directions[1 - place].head().filter(|head| direction.next() < Some(head.heard));
        claimed.is_some_and(|head| head.stamp.turn + PATIENCE < direction.last_turn)
    }

    /// Lets a piece go that waits for octets which nothing shows to be missing.
    fn free(&mut self, force: bool) -> bool {
        let turn = self.now.turn;
        let blocked = |place: Place| {
            let (direction, other) = (&self.directions[place], &self.directions[1 - place]);
            let expected = other.missed_since.is_some_and(|since| turn < since + PATIENCE);
            let in_vain = !expected || self.other_went_on(1 - place);
            let waited =
                |head: &Head| force || direction.overflows() || (in_vain && head.stamp.turn + PATIENCE <= turn);
            direction.head().filter(waited).map(|head| head.stamp.frame)
        };
        let first = [0, 1].into_iter().filter(|&place| blocked(place).is_some()).min_by_key(|&place| blocked(place));
        let Some(place) = first else { return false };
        self.directions[place].free_first();
        self.directions[1 - place].disbelieve_acknowledgment();
        true
    }

    /// The piece that first shows that octets of an end are missing.
    fn revealed(&self, place: Place) -> Stamp {
        let next = self.directions[place].next();
        let behind = self.directions[place].hole().map(|head| head.stamp);
        let answer = self.directions[1 - place].first().filter(|head| next < Some(head.heard)).map(|head| head.stamp);
        [behind, answer].into_iter().flatten().min_by_key(|stamp| stamp.frame).unwrap_or(self.now)
    }
}
