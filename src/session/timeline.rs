//! The timeline: every step of a conversation, and the state at any of them.

mod said;
mod step;

pub use said::Said;
pub use step::Change;
pub use step::Step;
pub use step::What;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::proto::command::CommandLine;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Journey;
use crate::session::Snapshot;
use crate::session::Time;
use crate::session::event::Connection;
use crate::session::replay;

/// Steps between two keyframes. A seek replays at most so many.
const KEYFRAME_DISTANCE: usize = 64;

/// Every step of a conversation of one client or several, in order.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    connections: Vec<Connection>,
    steps: Vec<Step>,
    /// How octets travelled, for each connection that tells it: those of captures have frames instead.
    journeys: BTreeMap<ConnectionId, Vec<Journey>>,
    /// Which journeys carried a step, as a range in the list of its connection.
    carried: BTreeMap<usize, Range<usize>>,
    /// Invariant: `keyframes[k]` is the state before step `(k + 1) * KEYFRAME_DISTANCE`. Before the first there is none.
    keyframes: Vec<Snapshot>,
}

impl Timeline {
    /// The connections, by their ids.
    #[must_use]
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// The connection of an id.
    #[must_use]
    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.get(id.index())
    }

    /// All steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// When it began, or `None` if nothing happened.
    #[must_use]
    pub fn start(&self) -> Option<Time> {
        self.steps.first().map(|step| step.at)
    }

    /// The state when so many steps are shown. It costs about the same at every place.
    #[must_use]
    pub fn snapshot(&self, cursor: Cursor) -> Snapshot {
        let shown = cursor.0.min(self.steps.len());
        let keyframe = (shown / KEYFRAME_DISTANCE).min(self.keyframes.len());
        let kept = keyframe.checked_sub(1).and_then(|before| self.keyframes.get(before));
        let mut snapshot = kept.cloned().unwrap_or_default();
        for place in keyframe * KEYFRAME_DISTANCE..shown {
            replay::take(&mut snapshot, self, &self.steps[place]);
        }
        snapshot
    }

    /// The step of the command that a reply answers, or of the reply to a command.
    #[must_use]
    pub fn partner(&self, step: &Step) -> Option<&Step> {
        self.steps.get(step.said()?.partner?)
    }

    /// The command line that a reply answers, if it was seen.
    #[must_use]
    pub fn asked(&self, reply: &Said) -> Option<&CommandLine> {
        self.steps.get(reply.partner?)?.said()?.command()
    }

    /// How the octets of a connection travelled, in the order in which they were said. Empty for captures.
    #[must_use]
    pub fn journeys(&self, id: ConnectionId) -> &[Journey] {
        self.journeys.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether it is known of any connection how its octets travelled.
    #[must_use]
    pub fn has_journeys(&self) -> bool {
        !self.journeys.is_empty()
    }

    /// Which journeys of its connection carried a step.
    #[must_use]
    pub fn carried(&self, place: usize) -> Range<usize> {
        self.carried.get(&place).cloned().unwrap_or_default()
    }

    /// How the octets of a step travelled. Commands that were sent together share their segments.
    pub fn journeys_of(&self, place: usize) -> impl Iterator<Item = &Journey> {
        let step = self.steps.get(place);
        let side = step.and_then(Step::said).map(|said| said.side);
        let all = step.and_then(|step| step.connection).map_or(&[][..], |id| self.journeys(id));
        let mine = all.get(self.carried(place)).unwrap_or_default();
        mine.iter().filter(move |journey| side.is_none_or(|side| side == journey.side))
    }

    /// Keeps how octets travel that are said next; tells its place among those of the connection.
    pub(super) fn add_journey(&mut self, id: ConnectionId, journey: Journey) -> usize {
        let journeys = self.journeys.entry(id).or_default();
        journeys.push(journey);
        journeys.len() - 1
    }

    /// Keeps which journeys carried the step that was added last.
    pub(super) fn carry_last(&mut self, journeys: Range<usize>) {
        if let Some(last) = self.steps.len().checked_sub(1)
            && !journeys.is_empty()
        {
            self.carried.insert(last, journeys);
        }
    }

    pub(super) fn add_connection(&mut self, connection: Connection) -> ConnectionId {
        let id = ConnectionId(u32::try_from(self.connections.len()).expect("fewer connections than 2^32"));
        self.connections.push(connection);
        id
    }

    /// Gives back the room that was kept for more: a capture has many short timelines.
    pub(super) fn shrink(&mut self) {
        self.connections.shrink_to_fit();
        self.steps.shrink_to_fit();
        self.keyframes.shrink_to_fit();
        self.steps.iter_mut().for_each(|step| step.marks.shrink());
    }

    /// What happens in a step, to be changed.
    pub(super) fn what_mut(&mut self, place: usize) -> Option<&mut What> {
        self.steps.get_mut(place).map(|step| &mut step.what)
    }

    /// Keeps the state before the next step, if it is one of those that are kept.
    pub(super) fn keep_state(&mut self, now: &Snapshot) {
        if !self.is_empty() && self.len().is_multiple_of(KEYFRAME_DISTANCE) {
            self.keyframes.push(now.clone());
        }
    }

    /// Adds a step.
    pub(super) fn add_step(&mut self, step: Step) {
        let place = self.steps.len();
        if let What::Said(Said { partner: Some(command), meaning, .. }) = &step.what
            && answers(meaning)
            && let Some(What::Said(asked)) = self.steps.get_mut(*command).map(|step| &mut step.what)
        {
            asked.partner = Some(place);
        }
        self.steps.push(step);
    }
}

/// Whether a command has its answer with this.
fn answers(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Reply { .. } => true,
        Meaning::Other(turn) => turn.completes(),
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::utterance::Block;

    /// A window keeps every step of a capture: what they take was measured, and is not to grow unseen.
    #[test]
    fn a_step_takes_little_room() {
        assert!(size_of::<Step>() <= 200, "{}", size_of::<Step>());
        assert!(size_of::<Said>() <= 144, "{}", size_of::<Said>());
        assert!(size_of::<Meaning>() <= 80, "{}", size_of::<Meaning>());
        assert!(size_of::<Block>() <= 64, "{}", size_of::<Block>());
    }
}
