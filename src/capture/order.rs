//! The numbering of sessions: each gets its place by first packet, though it is recognised later
//! and ends in no order at all.
//!
//! A session gets its number as soon as no connection that began before it can still turn out to be
//! a session. Until then it waits, even if it is over. Not more than [`MAX_WAITING`] wait: then the
//! oldest is numbered, and a connection before it that is recognised later is numbered later.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

/// The most finished sessions that wait for their number.
pub(super) const MAX_WAITING: usize = 256;

/// Gives out numbers. Connections are known by their first frame.
#[derive(Debug)]
pub(super) struct Order<T> {
    open: BTreeSet<u64>,
    /// Sessions without a number, and with what is to be handed out once they have one.
    waiting: BTreeMap<u64, Option<T>>,
    finished: usize,
    /// The numbers of sessions that go on.
    numbers: BTreeMap<u64, u64>,
    next: u64,
    ready: VecDeque<(u64, T)>,
    /// Whether anything happened since there was nothing to hand out.
    stirred: bool,
}

impl<T> Order<T> {
    pub(super) fn new() -> Self {
        Self {
            open: BTreeSet::new(),
            waiting: BTreeMap::new(),
            finished: 0,
            numbers: BTreeMap::new(),
            next: 0,
            ready: VecDeque::new(),
            stirred: false,
        }
    }

    /// A connection begins.
    pub(super) fn begin(&mut self, first_frame: u64) {
        self.open.insert(first_frame);
    }

    /// A connection is no session.
    pub(super) fn dismiss(&mut self, first_frame: u64) {
        self.stirred = true;
        self.open.remove(&first_frame);
    }

    /// A connection is a session.
    pub(super) fn accept(&mut self, first_frame: u64) {
        self.stirred = true;
        self.open.remove(&first_frame);
        self.waiting.insert(first_frame, None);
    }

    /// A session is over.
    pub(super) fn finish(&mut self, first_frame: u64, session: T) {
        self.stirred = true;
        if let Some(number) = self.numbers.remove(&first_frame) {
            self.ready.push_back((number, session));
        } else {
            self.finished += 1;
            self.waiting.insert(first_frame, Some(session));
        }
    }

    /// The next session that is over and has a number. When there is need, none waits for its number.
    pub(super) fn next(&mut self, need: bool) -> Option<(u64, T)> {
        if !self.stirred && !need {
            return None; // So it is after most frames.
        }
        let next = self.take_next(need);
        self.stirred = next.is_some();
        next
    }

    fn take_next(&mut self, need: bool) -> Option<(u64, T)> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            let (&first, _) = self.waiting.first_key_value()?;
            let settled = self.open.first().is_none_or(|&open| first < open);
            if !settled && self.finished <= MAX_WAITING && !need {
                return None;
            }
            let number = self.next;
            self.next += 1;
            match self.waiting.pop_first()? {
                (_, Some(session)) => {
                    self.finished -= 1;
                    return Some((number, session));
                }
                (first, None) => {
                    self.numbers.insert(first, number);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_numbered_by_their_first_frame() {
        let mut order = Order::new();
        for frame in [1, 2, 3] {
            order.begin(frame);
        }
        order.accept(3);
        order.finish(3, "third");
        assert_eq!(order.next(false), None, "frames 1 and 2 may still turn out to be sessions");
        order.dismiss(1);
        order.accept(2);
        assert_eq!(order.next(false), Some((1, "third")));
        assert_eq!(order.next(false), None);
        order.finish(2, "second");
        assert_eq!(order.next(false), Some((0, "second")));
    }

    #[test]
    fn an_undecided_connection_holds_up_only_so_many() {
        let mut order = Order::new();
        order.begin(0);
        let frames = 1..=MAX_WAITING as u64 + 1;
        for frame in frames.clone() {
            order.begin(frame);
            order.accept(frame);
            order.finish(frame, frame);
            if frame <= MAX_WAITING as u64 {
                assert_eq!(order.next(false), None);
            }
        }
        assert_eq!(order.next(false), Some((0, 1)));
        assert_eq!(order.next(false), None);
        order.accept(0);
        order.finish(0, 0);
        assert_eq!(order.next(false), Some((1, 0)));
    }
}
