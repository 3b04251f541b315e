//! Whose segment it is: the chosen session of its connection, if there is one at this place of the file.

use std::collections::BTreeMap;

use super::patch;
use super::patch::Patch;
use super::selection::Ends;
use super::selection::Recorded;
use super::selection::Selection;
use super::selection::Wanted;
use super::selection::ends_of;
use crate::capture::packet::Segment;

/// Follows the connections of the chosen sessions, from the first frame of the file on.
#[derive(Debug)]
pub(super) struct Router<'a> {
    selection: &'a Selection,
    /// How far each connection is: sessions begun, and whether the last of them gave way to another connection.
    known: BTreeMap<Ends, (usize, bool)>,
}

/// A segment of a chosen session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route<'a> {
    wanted: &'a Wanted,
    /// Whether it came after the session was over.
    late: bool,
    /// Whether the client sent it.
    of_client: bool,
    /// The number of its first octet.
    sequence: u32,
    /// How many octets it has.
    length: usize,
    /// The sum over its addresses, ports left out, as a checksum counts it: all that stands in the place of one
    /// where a network card computes the rest.
    addresses: u16,
    /// How many of its octets were not captured.
    snapped: usize,
}

impl<'a> Router<'a> {
    pub(super) fn new(selection: &'a Selection) -> Self {
        Self { selection, known: BTreeMap::new() }
    }

    /// The chosen session that a segment belongs to.
    pub(super) fn route(&mut self, segment: &Segment<'_>, frame: u64) -> Option<Route<'a>> {
        let ends = ends_of(segment.from, segment.to);
        let sessions = self.selection.sessions_of(&ends)?;
        let (begun, left) = self.known.entry(ends).or_default();
        while sessions.get(*begun).is_some_and(|next| next.first_frame <= frame) {
            *begun += 1;
            *left = false;
        }
        let Recorded { last_frame, wanted, .. } = sessions.get(begun.checked_sub(1)?)?;
        let late = *last_frame < frame;
        // What comes after the end belongs to it still, until another connection opens.
        *left |= late && segment.syn;
        if *left {
            return None;
        }
        let wanted = wanted.as_ref()?;
        // SYN has a number of its own.
        let sequence = segment.sequence.wrapping_add(u32::from(segment.syn));
        let of_client = segment.from == wanted.client;
        Some(Route {
            wanted,
            late,
            of_client,
            sequence,
            length: segment.octets.len(),
            addresses: patch::sum_of_addresses(segment.from.ip(), segment.to.ip()),
            snapped: segment.snapped as usize,
        })
    }
}

impl Route<'_> {
    /// What is to be changed in its packet, whose TCP header begins at `header`.
    pub(super) fn patches(&self, packet: &[u8], header: usize) -> Vec<Patch> {
        let Some(secrets) = self.wanted.secrets.as_ref().filter(|_| self.of_client && 0 < self.length) else {
            return Vec::new();
        };
        let Some(&offset) = packet.get(header + 12) else { return Vec::new() };
        let data = header + usize::from(offset >> 4) * 4;
        let Some(octets) = packet.get(data..data + self.length) else { return Vec::new() };
        let mut covered = octets.to_vec();
        secrets.cover(self.sequence, &mut covered, self.late);
        let whole = data - header + self.length + self.snapped;
        patch::patches(packet, header, data, covered, patch::partial_checksum(self.addresses, whole))
    }
}
