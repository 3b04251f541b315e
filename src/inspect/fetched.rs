//! The messages that a session brought.

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::session::Timeline;

/// A message that RETR or TOP brought.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fetched {
    /// Its number in the session.
    pub number: MessageNumber,
    /// Whether RETR or TOP brought it.
    pub via: &'static str,
    /// Its octets as delivered.
    pub octets: Vec<u8>,
    /// Whether nothing is missing.
    pub complete: bool,
    /// The step of the reply.
    pub step: usize,
}

/// All messages of a timeline in the order in which they came.
pub fn fetched(timeline: &Timeline) -> impl Iterator<Item = Fetched> {
    (0..timeline.len()).filter_map(|step| fetched_at(timeline, step))
}

/// How many messages of a timeline were not kept, to bound the memory.
#[must_use]
pub fn unkept(timeline: &Timeline) -> usize {
    let blocks = timeline.steps().iter().filter_map(|step| step.said()?.block());
    blocks.filter(|block| block.unkept.is_some()).count()
}

/// The message that a step brought; `None` also if it was not kept.
#[must_use]
pub fn fetched_at(timeline: &Timeline, step: usize) -> Option<Fetched> {
    let (number, via) = request(timeline, step)?;
    let said = timeline.steps().get(step)?.said()?;
    let block = said.block().filter(|block| block.unkept.is_none())?;
    Some(Fetched { number, via, octets: block.delivered(&said.raw), complete: block.is_complete(), step })
}

/// Which message a step brought, and by which command. Nothing of the message is copied.
#[must_use]
pub fn request(timeline: &Timeline, step: usize) -> Option<(MessageNumber, &'static str)> {
    let said = timeline.steps().get(step)?.said()?;
    said.block()?;
    let command = timeline.asked(said)?.command.as_ref().ok()?;
    let brings = matches!(command, Command::Retr { .. } | Command::Top { .. });
    Some((command.message().filter(|_| brings)?, command.keyword().as_str()))
}
