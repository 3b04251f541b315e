//! Journeys as frames: the segments of a simulation as somebody at the client's end would capture them.
//!
//! There the client's segments are seen whenever it sends them, also those that are lost behind; those of the
//! server are seen when they come, and the lost ones never.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use crate::capture::write::frames::Frames;
use crate::capture::write::line::Line;
use crate::proto::Side;
use crate::session::ConnectionId;
use crate::session::Journey;
use crate::session::Segment;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::journey::Load;
use crate::session::sealed;

/// How far the journeys of each connection are written.
pub(super) struct Travels<'a> {
    timeline: &'a Timeline,
    said: BTreeMap<ConnectionId, Spoken>,
}

/// What was said on a connection, and how much of it is written.
#[derive(Default)]
struct Spoken {
    /// The octets of each side, as they were said.
    octets: [Vec<u8>; 2],
    /// How many of them are in frames.
    written: [usize; 2],
    /// How many journeys are.
    journeys: usize,
}

impl<'a> Travels<'a> {
    pub(super) fn new(timeline: &'a Timeline) -> Self {
        let mut said: BTreeMap<ConnectionId, Spoken> = BTreeMap::new();
        for step in timeline.steps().iter().filter(|_| timeline.has_journeys()) {
            if let (Some(id), Some(words)) = (step.connection, step.said()) {
                said.entry(id).or_default().octets[words.side as usize].extend_from_slice(&words.raw);
            }
        }
        Self { timeline, said }
    }

    /// Whether it is known how the octets of a connection travelled.
    pub(super) fn knows(&self, id: Option<ConnectionId>) -> bool {
        id.is_some_and(|id| !self.timeline.journeys(id).is_empty())
    }

    /// Writes the journeys that carried a step, unless they are written.
    pub(super) fn tell<W: Write>(&mut self, line: &mut Line, frames: &mut Frames<W>, place: usize) -> io::Result<()> {
        let Some(id) = self.timeline.steps().get(place).and_then(|step| step.connection) else { return Ok(()) };
        self.tell_until(line, frames, id, self.timeline.carried(place).end)
    }

    /// Writes what is left of a connection that ends: of some words nothing may have come.
    pub(super) fn tell_rest<W: Write>(
        &mut self,
        line: &mut Line,
        frames: &mut Frames<W>,
        step: &Step,
    ) -> io::Result<()> {
        let Some(id) = step.connection else { return Ok(()) };
        self.tell_until(line, frames, id, self.timeline.journeys(id).len())
    }

    fn tell_until<W: Write>(
        &mut self,
        line: &mut Line,
        frames: &mut Frames<W>,
        id: ConnectionId,
        end: usize,
    ) -> io::Result<()> {
        let spoken = self.said.entry(id).or_default();
        let journeys = self.timeline.journeys(id);
        while spoken.journeys < end.min(journeys.len()) {
            let journey = &journeys[spoken.journeys];
            spoken.journeys += 1;
            let octets = spoken.wire(journey, frames);
            write(line, frames, journey, &octets)?;
        }
        Ok(())
    }
}

impl Spoken {
    /// The octets of a journey as they are on the wire.
    fn wire<W: Write>(&mut self, journey: &Journey, frames: &mut Frames<W>) -> Vec<u8> {
        let side = journey.side as usize;
        let mut take = |octets: u64| {
            let from = self.written[side];
            let to = from.saturating_add(usize::try_from(octets).unwrap_or(usize::MAX)).min(self.octets[side].len());
            self.written[side] = to;
            self.octets[side][from..to].to_vec()
        };
        match journey.load {
            Load::Clear(octets) => take(octets),
            Load::Sealed(octets) => {
                let said = take(octets);
                let (count, side) = (said.len(), journey.side);
                frames.comment(&format!(
                    "A simulation of TLS: these records stand for {count} octets of the {side} and hold none of them"
                ));
                sealed::application_data(said.len())
            }
            Load::Handshake(turn) => {
                if turn == 0 {
                    frames.comment("A simulation of TLS: this handshake has the shape of one, and no keys");
                }
                sealed::handshake(turn)
            }
        }
    }
}

fn write<W: Write>(line: &mut Line, frames: &mut Frames<W>, journey: &Journey, octets: &[u8]) -> io::Result<()> {
    let base = journey.segments.iter().map(|segment| segment.start).min().unwrap_or(0);
    let mut seen: Vec<(Time, &Segment)> =
        journey.segments.iter().filter_map(|segment| Some((seen_at(journey.side, segment)?, segment))).collect();
    seen.sort_by_key(|(at, _)| *at);
    for (at, segment) in &seen {
        let ahead = segment.start - base;
        let from = usize::try_from(ahead).unwrap_or(usize::MAX).min(octets.len());
        let to = from.saturating_add(usize::try_from(segment.length).unwrap_or(usize::MAX)).min(octets.len());
        if from == to {
            continue;
        }
        if let Some(remark) = remark(segment) {
            frames.comment(&remark);
        }
        line.segment(frames, *at, journey.side, ahead, (&octets[from..to], to == octets.len()))?;
    }
    let last = seen.last().map_or(Time::default(), |(at, _)| *at);
    let at = journey.delivered().map_or(last, |delivered| delivered.max(last));
    let at = if journey.side == Side::Client { last } else { at };
    line.take(frames, at, journey.side, octets.len() as u64)
}

/// When somebody at the client's end sees a sending, if ever.
fn seen_at(side: Side, segment: &Segment) -> Option<Time> {
    match side {
        Side::Client => (!segment.copy).then_some(segment.sent),
        Side::Server => segment.arrived,
    }
}

fn remark(segment: &Segment) -> Option<String> {
    let number = segment.number;
    match (segment.copy, segment.is_lost(), segment.again) {
        (true, _, _) => Some(format!("segment {number}: a copy that the network made")),
        (false, true, again) => Some(format!("segment {number}, sending {}: it will be lost", again + 1)),
        (false, false, 0) => None,
        (false, false, again) => Some(format!("segment {number}, sending {}", again + 1)),
    }
}
