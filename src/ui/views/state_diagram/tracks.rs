//! How often each arrow of the diagram was taken, up to any step of a session.

use std::collections::BTreeMap;

use crate::session::ConnectionId;
use crate::session::Snapshot;
use crate::session::Timeline;
use crate::session::replay;
use crate::ui::views::state_diagram::model::Taken;
use crate::ui::views::state_diagram::model::taken_by;

/// The steps at which each arrow was taken, by connection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tracks {
    /// Invariant: the steps of each are sorted.
    steps: BTreeMap<(ConnectionId, Taken), Vec<u32>>,
}

impl Tracks {
    /// Walks once through a timeline.
    #[must_use]
    pub fn new(timeline: &Timeline) -> Self {
        let mut steps: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        let mut snapshot = Snapshot::default();
        for (place, step) in timeline.steps().iter().enumerate() {
            if let Some(id) = step.connection
                && let Some(before) = snapshot.session(id)
                && let Some(taken) = taken_by(timeline, place, before)
            {
                steps.entry((id, taken)).or_default().push(u32::try_from(place).unwrap_or(u32::MAX));
            }
            replay::take(&mut snapshot, timeline, step);
        }
        for places in steps.values_mut() {
            places.shrink_to_fit();
        }
        Self { steps }
    }

    /// How often an arrow was taken within so many steps.
    #[must_use]
    pub fn count(&self, connection: ConnectionId, taken: Taken, shown: usize) -> usize {
        let places = self.steps.get(&(connection, taken)).map_or(&[][..], Vec::as_slice);
        places.partition_point(|&place| (place as usize) < shown)
    }
}

/// A count in four characters at most: `7`, `9999`, `12k`, `3M`.
#[must_use]
pub fn short_count(number: usize) -> String {
    match number {
        0..10_000 => number.to_string(),
        10_000..1_000_000 => format!("{}k", number / 1000),
        _ => format!("{}M", number / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short() {
        assert_eq!([7, 9999, 12_345, 3_999_999].map(short_count), ["7", "9999", "12k", "3M"]);
    }
}
