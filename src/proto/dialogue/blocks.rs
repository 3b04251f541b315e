//! The block of a multi-line reply: read on until its terminator, and given out as one reply.

use crate::proto::Side;
use crate::proto::dialogue::Dialogue;
use crate::proto::dialogue::waiting::Waiting;
use crate::proto::dialogue::waiting::line_stop;
use crate::proto::dialogue::waiting::starts_with_status;
use crate::proto::dialogue::waiting::terminator_length;
use crate::proto::utterance::Block;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Utterance;

impl Dialogue {
    /// Reads on in the open block. `false` if more octets are needed.
    pub(super) fn read_block(&mut self, said: &mut Vec<Utterance>) -> bool {
        let Some(open) = &mut self.open else { return false };
        let rest = &self.server.buffer[self.server.head..];
        let is_listing = self.waiting.front().is_some_and(Waiting::is_listing);
        while open.scanned < rest.len() && !open.unstuffer.ended() {
            if is_listing && open.unstuffer.at_line_start() {
                match starts_with_status(&rest[open.scanned..]) {
                    // No line of a listing begins so: the terminator was forgotten.
                    Some(true) if 1 < self.waiting.len() => {
                        self.close_block(said);
                        return true;
                    }
                    Some(_) => (),
                    None => return false,
                }
            }
            // Listings are read line by line, so that the start of each line can be looked at.
            let until = if is_listing { line_stop(rest, open.scanned) } else { rest.len() };
            open.scanned += open.unstuffer.push(&rest[open.scanned..until], |_| ());
        }
        if open.unstuffer.ended() {
            self.close_block(said);
            return true;
        }
        false
    }

    /// Gives out the open block as a reply, terminated or not.
    pub(super) fn close_block(&mut self, said: &mut Vec<Utterance>) {
        let Some(open) = self.open.take() else { return };
        let front = self.waiting.pop_front();
        let exchange = front.map(|front| front.exchange);
        let terminated = open.unstuffer.ended() || open.ends_behind_a_hole(self.server.rest());
        let terminator = if terminated { terminator_length(&self.server.rest()[..open.scanned]) } else { 0 };
        let block = Block {
            start: open.start,
            end: open.scanned - terminator,
            rule: open.rule,
            stuffed: open.unstuffer.stuffed(),
            forgets_stuffing: open.unstuffer.forgets_stuffing(),
            terminated,
            holes: open.holes,
            unkept: None,
        };
        self.lines_may_follow = false;
        self.server_gap = false;
        let missing: u64 = block.holes.iter().map(|hole| hole.octets).sum();
        let meaning = Meaning::Reply { exchange, status: open.status, block: Some(Box::new(block)) };
        said.push(self.server.take(Side::Server, open.scanned, meaning));
        self.server.start += missing;
    }
}
