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
    timeline.steps().iter().enumerate().filter_map(|(step, reply)| {
        let said = reply.said()?;
        let block = said.block()?;
        let (number, via) = match timeline.asked(said)?.command.as_ref().ok()? {
            Command::Retr { message } => (*message, "RETR"),
            Command::Top { message, .. } => (*message, "TOP"),
            _ => return None,
        };
        Some(Fetched { number, via, octets: block.delivered(&said.raw), complete: block.is_complete(), step })
    })
}
