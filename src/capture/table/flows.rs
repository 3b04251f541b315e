//! Connections by their ends, found fast: segments of one connection mostly follow each other.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::net::SocketAddr;

/// Two ends, the lesser address first.
pub(super) type Ends = (SocketAddr, SocketAddr);

/// How many places are remembered. Must be a power of two.
const RECENT: usize = 1024;

/// What is known of each connection.
#[derive(Debug)]
pub(super) struct Flows<T> {
    /// Invariant: for each entry, `slots` has these ends and what is known of them at that place.
    places: BTreeMap<Ends, usize>,
    slots: Vec<Option<(Ends, T)>>,
    /// Places of `slots` that hold nothing.
    free: Vec<usize>,
    /// The place of the connection that was last looked up, for each of so many kinds of ends.
    recent: Box<[usize; RECENT]>,
}

impl<T> Flows<T> {
    pub(super) fn new() -> Self {
        Self { places: BTreeMap::new(), slots: Vec::new(), free: Vec::new(), recent: Box::new([0; RECENT]) }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn get(&self, ends: &Ends) -> Option<&T> {
        self.slots.get(*self.places.get(ends)?)?.as_ref().map(|(_, known)| known)
    }

    pub(super) fn get_mut(&mut self, ends: &Ends) -> Option<&mut T> {
        let place = self.place(ends)?;
        self.at(place)
    }

    /// The place of a connection. It keeps it until it is removed.
    pub(super) fn place(&mut self, ends: &Ends) -> Option<usize> {
        let recent = &mut self.recent[kind(ends)];
        let is_there = matches!(self.slots.get(*recent), Some(Some((there, _))) if there == ends);
        if !is_there {
            *recent = *self.places.get(ends)?;
        }
        Some(*recent)
    }

    /// What is known of the connection at a place.
    pub(super) fn at(&mut self, place: usize) -> Option<&mut T> {
        self.slots.get_mut(place)?.as_mut().map(|(_, known)| known)
    }

    /// Adds a connection, and tells its place.
    pub(super) fn insert(&mut self, ends: Ends, known: T) -> usize {
        self.remove(&ends);
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[place] = Some((ends, known));
        self.places.insert(ends, place);
        self.recent[kind(&ends)] = place;
        place
    }

    pub(super) fn remove(&mut self, ends: &Ends) {
        if let Some(place) = self.places.remove(ends) {
            self.slots[place] = None;
            self.free.push(place);
        }
    }

    /// The ends of all connections, in their order.
    pub(super) fn ends(&self) -> impl Iterator<Item = &Ends> {
        self.places.keys()
    }

    /// All connections, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Ends, &T)> {
        self.slots.iter().flatten().map(|(ends, known)| (ends, known))
    }
}

/// Which of the remembered places some ends have.
fn kind((low, high): &Ends) -> usize {
    let number = |end: &SocketAddr| {
        let address = match end.ip() {
            IpAddr::V4(address) => u64::from(address.to_bits()),
            IpAddr::V6(address) => {
                let [_, _, _, _, _, _, _, _, low @ ..] = address.octets();
                u64::from_be_bytes(low)
            }
        };
        address ^ u64::from(end.port()) << 40
    };
    // The upper bits of a product hang on all of its factors.
    let mixed = (number(low).wrapping_mul(3) ^ number(high)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 48) as usize % RECENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(number: u16) -> Ends {
        (SocketAddr::from(([192, 0, 2, 1], 110)), SocketAddr::from(([192, 0, 2, 9], number)))
    }

    #[test]
    fn connections_are_found_whatever_was_looked_up_before() {
        let mut flows = Flows::new();
        for round in 0..3_u32 {
            for number in 0..2000_u16 {
                flows.insert(ends(number), u32::from(number) + round);
            }
            for number in (0..2000_u16).rev().chain([5, 5, 7, 5]) {
                assert_eq!(flows.get_mut(&ends(number)).copied(), Some(u32::from(number) + round));
                assert_eq!(flows.get(&ends(number)), Some(&(u32::from(number) + round)));
            }
            assert_eq!(flows.get_mut(&ends(2000)), None);
        }
        assert_eq!(flows.len(), 2000);
        assert!(flows.ends().is_sorted());
        assert_eq!(flows.iter().count(), 2000);
    }

    #[test]
    fn what_was_removed_is_not_found_and_its_place_is_used_again() {
        let mut flows = Flows::new();
        for number in 0..100 {
            flows.insert(ends(number), number);
            flows.remove(&ends(number));
            assert_eq!(flows.get_mut(&ends(number)), None);
            assert_eq!(flows.get(&ends(number)), None);
        }
        assert_eq!((flows.len(), flows.slots.len()), (0, 1));
    }
}
