//! Connections that are no POP3, by the port of their server: a person may know better.

use std::collections::BTreeMap;

/// The most ports that are told apart.
pub(super) const MAX_PORTS: usize = 1024;

/// What went on at a port where no POP3 was found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OtherPort {
    /// How many connections, those left away on which nothing was said.
    pub connections: u64,
    /// How many octets they carried, those included that came twice.
    pub octets: u64,
}

/// Counts them.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Invariant: at most `MAX_PORTS`.
    pub(super) ports: BTreeMap<u16, OtherPort>,
    /// What went on at all ports beyond those.
    pub(super) beyond: OtherPort,
}

impl Others {
    /// Counts a connection.
    pub(super) fn add(&mut self, port: u16, octets: u64) {
        let counted = self.of(port);
        counted.connections += 1;
        counted.octets += octets;
    }

    /// Counts more octets of a connection.
    pub(super) fn add_octets(&mut self, port: u16, octets: u64) {
        self.of(port).octets += octets;
    }

    fn of(&mut self, port: u16) -> &mut OtherPort {
        if MAX_PORTS <= self.ports.len() && !self.ports.contains_key(&port) {
            return &mut self.beyond;
        }
        self.ports.entry(port).or_default()
    }
}
