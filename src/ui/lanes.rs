//! Lanes: which column of the ladder each connection has, and the state behind every step.

use crate::proto::Phase;
use crate::proto::dialogue::Opening;
use crate::session::ConnectionId;
use crate::session::Timeline;
use crate::session::timeline::Change;
use crate::session::timeline::What;

/// What tints the ladder and the scrubber behind a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Band {
    /// Connected; the greeting has not come.
    Greeting,
    /// Somewhere in a session whose beginning was not seen.
    Unknown,
    /// In one of the three states.
    In(Phase),
    /// The session is over.
    Closed,
}

/// One client: all connections of the same name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lane {
    /// What stands above it.
    pub name: String,
    /// Where each band begins. Invariant: sorted by step.
    runs: Vec<(usize, Band)>,
}

/// The columns of a timeline.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lanes {
    /// The clients, from left to right.
    pub clients: Vec<Lane>,
    /// What stands above the server.
    pub server: String,
    /// The lane of each connection.
    of_connection: Vec<usize>,
    /// The band behind each step, of the connection that it belongs to.
    of_step: Vec<Option<Band>>,
}

impl Lane {
    /// The band right behind a step; `None` before the first connection of the lane.
    #[must_use]
    pub fn band(&self, step: usize) -> Option<Band> {
        let behind = self.runs.partition_point(|&(start, _)| start <= step);
        behind.checked_sub(1).map(|run| self.runs[run].1)
    }

    /// The first step from `step` on at which the band changes.
    #[must_use]
    pub fn next_change(&self, step: usize) -> Option<usize> {
        let behind = self.runs.partition_point(|&(start, _)| start < step);
        self.runs.get(behind).map(|&(start, _)| start)
    }
}

impl Lanes {
    /// Walks once through a timeline.
    #[must_use]
    pub fn new(timeline: &Timeline) -> Self {
        let mut lanes = Self::default();
        for connection in timeline.connections() {
            let name = connection.client.to_string();
            let lane = lanes.clients.iter().position(|lane| lane.name == name).unwrap_or_else(|| {
                lanes.clients.push(Lane { name, runs: Vec::new() });
                lanes.clients.len() - 1
            });
            lanes.of_connection.push(lane);
            if lanes.server.is_empty() {
                lanes.server = connection.server.to_string();
            }
        }
        let mut last = None;
        for (place, step) in timeline.steps().iter().enumerate() {
            if let Some((id, lane)) = step.connection.and_then(|id| Some((id, lanes.lane(id)?))) {
                let entered = step.changes.iter().rev().find_map(|change| match change {
                    Change::Entered(phase) => Some(Band::In(*phase)),
                    Change::Ended(_) => Some(Band::Closed),
                    Change::Named(_)
                    | Change::Marked(_)
                    | Change::Unmarked(_)
                    | Change::Removed(_)
                    | Change::Spared(_)
                    | Change::PerhapsRemoved(_)
                    | Change::Covered => None,
                });
                let band = match (&step.what, timeline.connection(id).map(|connection| connection.opening)) {
                    (What::Opened, Some(Opening::MidStream)) => Some(Band::Unknown),
                    (What::Opened, _) => Some(Band::Greeting),
                    (What::Closed(_), _) => Some(Band::Closed),
                    (What::Said(_) | What::Gap { .. } | What::Fact(_), _) => entered,
                };
                if let Some(band) = band {
                    lanes.clients[lane].runs.push((place, band));
                }
                last = lanes.clients[lane].runs.last().map(|&(_, band)| band);
            }
            lanes.of_step.push(last);
        }
        lanes
    }

    /// The lane of a connection.
    #[must_use]
    pub fn lane(&self, connection: ConnectionId) -> Option<usize> {
        self.of_connection.get(connection.index()).copied()
    }

    /// The band behind a step, of the connection that spoke last.
    #[must_use]
    pub fn band(&self, step: usize) -> Option<Band> {
        self.of_step.get(step).copied().flatten()
    }
}
