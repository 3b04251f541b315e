//! Whether all of a part is there, when a mail was recorded or fetched in part.

use crate::inspect::fetched::Fetched;
use crate::inspect::mail::Part;
use crate::proto::multiline::Unstuffer;
use crate::session::Timeline;
use crate::session::timeline::Said;

/// What of a mail is missing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Missing {
    /// Places among the delivered octets at which others were lost.
    pub holes: Vec<usize>,
    /// Whether its end is there.
    pub end: End,
}

/// Whether the end of a mail is there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum End {
    /// It is.
    #[default]
    Seen,
    /// TOP asked for some lines: there may be more.
    NotAskedFor,
    /// The recording ends before.
    NotRecorded,
}

/// Whether all of a part is there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Wholeness {
    /// It is.
    #[default]
    Whole,
    /// Only some lines of the mail were asked for, and this part ends with them.
    PerhapsCut,
    /// Octets of it are missing.
    Cut,
}

impl Wholeness {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::PerhapsCut => "perhaps-cut",
            Self::Cut => "cut",
        }
    }
}

impl Missing {
    /// What is missing of a message that was fetched.
    #[must_use]
    pub fn of(timeline: &Timeline, message: &Fetched) -> Self {
        let said = timeline.steps().get(message.step).and_then(|step| step.said());
        said.map(|said| Self::of_reply(said, message.via == "TOP")).unwrap_or_default()
    }

    /// What is missing of the block of a reply.
    #[must_use]
    pub fn of_reply(said: &Said, asked_for_lines: bool) -> Self {
        let Some(block) = said.block() else { return Self::default() };
        let mut delivered = 0;
        let mut unstuffer = Unstuffer::new(block.rule);
        let mut from = block.start;
        let mut holes = Vec::with_capacity(block.holes.len());
        for hole in &block.holes {
            let wire = said.raw.get(from..hole.at.min(block.end)).unwrap_or_default();
            unstuffer.push(wire, |piece| delivered += piece.len());
            unstuffer.skip_gap();
            from += wire.len();
            holes.push(delivered);
        }
        let end = match (block.terminated, asked_for_lines) {
            (false, _) => End::NotRecorded,
            (true, true) => End::NotAskedFor,
            (true, false) => End::Seen,
        };
        Self { holes, end }
    }
}

/// Marks the parts that are not whole, or may be so. `length` is that of the mail.
pub(super) fn mark(parts: &mut [Part], length: usize, missing: &Missing) {
    for part in parts {
        let range = part.head.start..part.body.end;
        // Behind the last octet of a part there is still the line end of the delimiter.
        let after = if range.end == length { length + 1 } else { range.end };
        // What is lost where a part begins belongs to what stands before it, if there is such a thing.
        let first = missing.holes.partition_point(|&hole| hole <= range.start && 0 < range.start);
        let holed = missing.holes.get(first).is_some_and(|&hole| hole <= after);
        part.wholeness = match (part.wholeness, missing.end) {
            _ if holed => Wholeness::Cut,
            (Wholeness::PerhapsCut, End::NotRecorded) => Wholeness::Cut,
            (Wholeness::PerhapsCut, End::NotAskedFor) => Wholeness::PerhapsCut,
            (Wholeness::Whole | Wholeness::Cut | Wholeness::PerhapsCut, _) => Wholeness::Whole,
        };
    }
}
