//! Lanes: which column of the ladder each connection has, and the state behind every step.

use crate::proto::Phase;
use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Step;
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
    /// In a state of a protocol beside POP3.
    Other(State),
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
    /// The servers, from left to right: one for each protocol.
    pub servers: Vec<Server>,
    /// The lane of each connection, and the place of its server.
    of_connection: Vec<(usize, usize)>,
    /// The band behind each step, of the connection that it belongs to.
    of_step: Vec<Option<Band>>,
}

/// The server of one protocol.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Server {
    /// What it speaks.
    pub protocol: Protocol,
    /// Its port, where that tells servers apart.
    pub port: Option<u16>,
    /// Its name.
    pub name: String,
}

impl Band {
    /// The name of the state, if the session is in one.
    #[must_use]
    pub fn state(self) -> Option<String> {
        match self {
            Self::In(phase) => Some(phase.to_string()),
            Self::Other(state) => Some(state.to_string()),
            Self::Greeting | Self::Unknown | Self::Closed => None,
        }
    }
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
        let mut lanes = Self { servers: servers(timeline), ..Self::default() };
        let mut last = None;
        for (place, step) in timeline.steps().iter().enumerate() {
            if let Some(id) = step.connection {
                if step.what == What::Opened {
                    lanes.add_connection(timeline, id);
                }
                if let Some(lane) = lanes.lane(id) {
                    if let Some(band) = band_of(timeline, id, step) {
                        lanes.clients[lane].runs.push((place, band));
                    }
                    last = lanes.clients[lane].runs.last().map(|&(_, band)| band);
                }
            }
            lanes.of_step.push(last);
        }
        lanes.name_single_connections(timeline);
        lanes
    }

    /// Gives a connection the lane of its client, or one of its own while that lane is in use.
    fn add_connection(&mut self, timeline: &Timeline, id: ConnectionId) {
        let Some(connection) = timeline.connection(id) else { return };
        let client = &connection.client;
        let name = client.name.as_deref().map_or_else(|| client.address.ip().to_string(), str::to_owned);
        let free = |lane: &Lane| lane.name == name && matches!(lane.runs.last(), None | Some((_, Band::Closed)));
        let lane = self.clients.iter().position(free).unwrap_or_else(|| {
            self.clients.push(Lane { name: name.clone(), runs: Vec::new() });
            self.clients.len() - 1
        });
        // Connections are opened in the order of their ids.
        let server = self.servers.iter().position(|server| server.protocol == connection.protocol);
        self.of_connection.push((lane, server.unwrap_or(0)));
    }

    /// Where an unnamed client has one connection only, its port is part of its name.
    fn name_single_connections(&mut self, timeline: &Timeline) {
        for lane in 0..self.clients.len() {
            let mut all = timeline.connections().iter().zip(&self.of_connection).filter(|(_, of)| of.0 == lane);
            if let (Some((only, _)), None) = (all.next(), all.next()) {
                self.clients[lane].name = only.client.to_string();
            }
        }
    }

    /// All servers in one line, for those who draw one lifeline only.
    #[must_use]
    pub fn title(&self) -> String {
        let Some(first) = self.servers.first() else { return String::new() };
        let ports = self.servers.iter().filter_map(|server| Some(format!("{} :{}", server.protocol, server.port?)));
        std::iter::once(first.name.clone()).chain(ports).collect::<Vec<_>>().join(" · ")
    }

    /// The lane of a connection.
    #[must_use]
    pub fn lane(&self, connection: ConnectionId) -> Option<usize> {
        self.of_connection.get(connection.index()).map(|of| of.0)
    }

    /// The place of the server of a connection.
    #[must_use]
    pub fn server(&self, connection: ConnectionId) -> Option<usize> {
        self.of_connection.get(connection.index()).map(|of| of.1)
    }

    /// The band behind a step, of the connection that spoke last.
    #[must_use]
    pub fn band(&self, step: usize) -> Option<Band> {
        self.of_step.get(step).copied().flatten()
    }
}

/// The servers of a timeline, in the order in which they are first spoken to. Several servers of one protocol
/// share a lifeline.
fn servers(timeline: &Timeline) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    for connection in timeline.connections() {
        let protocol = connection.protocol;
        if servers.iter().all(|server| server.protocol != protocol) {
            let port = Some(connection.server.address.port());
            servers.push(Server { protocol, port, name: connection.server.to_string() });
        }
    }
    // Where only POP3 is spoken, nobody need be told.
    if let [only] = servers.as_mut_slice()
        && only.protocol == Protocol::Pop3
    {
        only.port = None;
    }
    servers
}

/// The band that a step begins on its connection.
fn band_of(timeline: &Timeline, id: ConnectionId, step: &Step) -> Option<Band> {
    match &step.what {
        What::Opened => match timeline.connection(id)?.opening {
            Opening::Connection => Some(Band::Greeting),
            Opening::MidStream => Some(Band::Unknown),
        },
        What::Closed(_) => Some(Band::Closed),
        What::Said(_) | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => {
            step.changes.iter().rev().find_map(|change| match change {
                Change::Entered(phase) => Some(Band::In(*phase)),
                Change::Reached(state) => Some(Band::Other(*state)),
                Change::Ended(_) => Some(Band::Closed),
                Change::Named(_)
                | Change::Marked(_)
                | Change::Unmarked(_)
                | Change::Removed(_)
                | Change::Spared(_)
                | Change::PerhapsRemoved(_)
                | Change::Covered => None,
            })
        }
    }
}
