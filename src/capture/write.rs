//! The way back: a timeline as a pcapng file, with all the TCP that a real capture would show.
//!
//! Sequence numbers, acknowledgments and checksums are right, so that any other program reads the
//! file as well. Octets that were lost leave their place empty. What is said inside TLS is written
//! as TLS records of the right size with nothing inside: the octets in the clear stay out of the file.
//! A simulation knows the segments that its octets travelled in: the file has these, as somebody at the
//! client's end would have captured them.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use crate::capture::write::frames::Frames;
use crate::capture::write::line::Line;
use crate::capture::write::travels::Travels;
use crate::proto::Side;
use crate::proto::utterance::Block;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Hole;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::sealed;
use crate::session::timeline::Said;
use crate::session::timeline::What;

mod frames;
mod line;
pub mod stream;
mod travels;

/// Writes a timeline as a pcapng file. The same timeline gives the same octets.
pub fn pcapng<W: Write>(timeline: &Timeline, out: W) -> io::Result<()> {
    let mut frames = Frames::new(out)?;
    let mut lines: Vec<Line> =
        (0..).zip(timeline.connections()).map(|(id, connection)| Line::new(id, connection)).collect();
    let within = gaps_within_blocks(timeline);
    let mut travels = Travels::new(timeline);
    if timeline.has_journeys() {
        frames.hold();
    }
    for (place, (step, within)) in timeline.steps().iter().zip(within).enumerate() {
        let Some(line) = step.connection.and_then(|id| lines.get_mut(id.index())) else {
            comment_on(&mut frames, step);
            continue;
        };
        match &step.what {
            What::Opened => {
                let connection = step.connection.and_then(|id| timeline.connection(id));
                if connection.is_some_and(|connection| connection.opening == Opening::Connection) {
                    line.shake_hands(&mut frames, step.at)?;
                }
            }
            What::Said(_) if travels.knows(step.connection) => travels.tell(line, &mut frames, place)?,
            What::Said(said) => say(line, &mut frames, step, said)?,
            // What is missing within a block is left out where the block is written.
            What::Gap { .. } if within => (),
            What::Gap { side, octets } => {
                frames.comment(&format!("{octets} octets of the {side} before this packet were not recorded"));
                line.leave_out(*side, *octets);
            }
            What::Conflict { side, octets } => {
                frames.comment(&format!("{octets} octets of the {side} came again with different content"));
            }
            What::Closed(closing) if travels.knows(step.connection) => {
                travels.tell_rest(line, &mut frames, step)?;
                end(line, &mut frames, step, *closing)?;
            }
            What::Closed(closing) => end(line, &mut frames, step, *closing)?,
            What::Fact(Fact::TlsEstablished) if travels.knows(step.connection) => {
                travels.tell(line, &mut frames, place)?;
            }
            What::Fact(Fact::TlsEstablished) => line.start_tls(&mut frames, step.at)?,
            What::Fact(_) => comment_on(&mut frames, step),
        }
    }
    frames.finish()
}

fn end<W: Write>(line: &mut Line, frames: &mut Frames<W>, step: &Step, closing: Closing) -> io::Result<()> {
    match closing {
        Closing::Finished(side) => line.finish(frames, step.at, side),
        Closing::Reset(side) => line.reset(frames, step.at, side),
        Closing::LineLost | Closing::RecordingEnds => Ok(()),
    }
}

/// Notes of the author stand beside the next packet.
fn comment_on<W: Write>(frames: &mut Frames<W>, step: &Step) {
    if let What::Fact(Fact::Note(note)) = &step.what {
        frames.comment(&note.en);
    }
}

fn say<W: Write>(line: &mut Line, frames: &mut Frames<W>, step: &Step, said: &Said) -> io::Result<()> {
    if said.cover == Cover::Tls {
        line.start_tls(frames, step.at)?;
        frames.comment(&format!(
            "A simulation of TLS: these records stand for {} octets of the {} and hold none of them",
            said.raw.len(),
            said.side
        ));
        let records = sealed::application_data(said.raw.len());
        return line.say(frames, (step.at, step.until), said.side, &records, &[]);
    }
    let holes: &[Hole] = said.block().map(|block: &Block| block.holes.as_slice()).unwrap_or_default();
    line.say(frames, (step.at, step.until), said.side, &said.raw, holes)
}

/// For each step whether it is a gap that a later block counts among its holes.
fn gaps_within_blocks(timeline: &Timeline) -> Vec<bool> {
    let steps = timeline.steps();
    let mut within = vec![false; steps.len()];
    // The gaps of each speaker that no block has claimed.
    let mut open: BTreeMap<(Option<ConnectionId>, bool), Vec<usize>> = BTreeMap::new();
    for (place, step) in steps.iter().enumerate() {
        let speaker = |side: Side| (step.connection, side == Side::Client);
        match &step.what {
            What::Gap { side, .. } => open.entry(speaker(*side)).or_default().push(place),
            What::Said(said) => {
                let holes = said.block().map_or(0, |block| block.holes.len());
                let mine = open.remove(&speaker(said.side)).unwrap_or_default();
                for &place in mine.iter().rev().take(holes) {
                    within[place] = true;
                }
            }
            What::Opened | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => (),
        }
    }
    within
}

#[cfg(test)]
mod tests;
