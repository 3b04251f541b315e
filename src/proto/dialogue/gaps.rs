//! Gaps: what is known of commands and replies whose octets were lost.

use crate::proto::Side;
use crate::proto::dialogue::Dialogue;
use crate::proto::dialogue::cover::Hello;
use crate::proto::dialogue::waiting::OpenBlock;
use crate::proto::multiline::LineRule;
use crate::proto::utterance::Hole;
use crate::proto::utterance::Utterance;

impl Dialogue {
    /// Octets of one side were lost.
    pub fn gap(&mut self, side: Side, octets: u64, said: &mut Vec<Utterance>) {
        let before = said.len();
        self.miss(side, octets, said);
        self.judge(&mut said[before..]);
        // A hole in the one block that is awaited can hide nothing else.
        self.doubtful |= side == Side::Client || self.open.is_none() || 1 < self.waiting.len();
    }

    fn miss(&mut self, side: Side, octets: u64, said: &mut Vec<Utterance>) {
        match side {
            Side::Client => {
                self.flush_line(Side::Client, said);
                self.hello = Hello::default();
                self.client.torn = true;
                self.lines_may_follow = true;
            }
            Side::Server => {
                self.server_gap = true;
                if let Some(open) = &mut self.open {
                    open.holes.push(Hole { at: open.scanned, octets });
                    open.unstuffer.skip_gap();
                } else if self.waiting.front().is_some_and(|front| front.multiline) {
                    self.open_lost_block(octets);
                } else {
                    self.flush_line(Side::Server, said);
                    self.server.torn = true;
                    self.lines_may_follow = true;
                }
            }
        }
        if side == Side::Client || self.open.is_none() {
            self.stream(side).start += octets; // A block counts its holes when it is given out.
        }
    }

    /// Octets were lost where a status line with a block had to come.
    fn open_lost_block(&mut self, octets: u64) {
        let held = self.server.rest().len();
        let mut open = OpenBlock::new(None, 0, LineRule::Strict);
        open.scanned = held;
        open.unstuffer.skip_gap();
        open.holes.push(Hole { at: held, octets });
        self.open = Some(open);
    }

    /// The client goes on, so it has seen the reply that we lost.
    pub(super) fn give_up_lost_reply(&mut self, said: &mut Vec<Utterance>) {
        self.server_gap = false;
        match &self.open {
            // A client that does not pipeline saw the terminator in what was lost at the end.
            Some(open) if open.holes.last().is_some_and(|hole| hole.at == open.scanned) => self.close_block(said),
            Some(open) if open.ends_behind_a_hole(self.server.rest()) => self.close_block(said),
            Some(_) => (),
            None => {
                self.waiting.clear();
                self.server.torn = false;
            }
        }
    }

    /// The end of a lost single-line reply was read.
    pub(super) fn forget_lost_reply(&mut self) {
        if self.server_gap {
            self.server_gap = false;
            self.waiting.pop_front();
        }
    }
}
