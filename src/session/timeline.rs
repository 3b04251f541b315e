//! The timeline: every step of a conversation, and the state at any of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::Octets;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::printable;
use crate::proto::other;
use crate::proto::other::Turn;
use crate::proto::secret::MASK;
use crate::proto::secret::masked;
use crate::proto::secret::masked_in;
use crate::proto::secret::masked_piece;
use crate::proto::utterance::Block;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::Journey;
use crate::session::Marks;
use crate::session::Snapshot;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::replay;

/// Steps between two keyframes. A seek replays at most so many.
const KEYFRAME_DISTANCE: usize = 64;

/// What a person steps through: one message on the wire, or one thing that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// When its first octet was said.
    pub at: Time,
    /// When its last octet was said.
    pub until: Time,
    /// The connection, if it belongs to one.
    pub connection: Option<ConnectionId>,
    /// What happened.
    pub what: What,
    /// What it changed, in order.
    pub changes: Box<[Change]>,
    /// The places in the source that it came from, in order.
    pub marks: Marks,
}

/// What happens in a step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum What {
    /// A connection was opened, or found open.
    Opened,
    /// A side said something.
    Said(Said),
    /// A side said something that was not recorded.
    Gap {
        /// Who.
        side: Side,
        /// How many octets.
        octets: u64,
    },
    /// Octets came again with different content. The first copy counts.
    Conflict {
        /// Who said them.
        side: Side,
        /// How many octets differ.
        octets: u64,
    },
    /// The connection ended.
    Closed(Closing),
    /// Something that the wire does not show.
    Fact(Fact),
}

/// A message on the wire.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// Who said it.
    pub side: Side,
    /// The place of its first octet among all octets of that side.
    ///
    /// Octets that were read inside TLS count as they were read, and stand in place of the records
    /// that carried them; all others count as they were on the wire.
    pub start: u64,
    /// Its octets.
    pub raw: Octets,
    /// What they mean.
    pub meaning: Meaning,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether they were read inside TLS.
    pub cover: Cover,
    /// A reply that repeats the secret of its command.
    pub echoes: bool,
    /// The subject of the mail that RETR or TOP brought.
    pub subject: Option<Arc<str>>,
    /// The other half of the exchange: the step of the reply for a command, of the command for all else.
    pub partner: Option<usize>,
}

/// What a step changed, as the wire shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// The session entered a state.
    Entered(Phase),
    /// The session entered a state of a protocol beside POP3.
    Reached(other::State),
    /// The client named its mailbox, and the server did not object.
    Named(Arc<str>),
    /// Messages got a deletion mark.
    Marked(Vec<MessageNumber>),
    /// RSET took the marks away.
    Unmarked(Vec<MessageNumber>),
    /// Marked messages were removed.
    Removed(Vec<MessageNumber>),
    /// Marked messages were kept, because the session ended without UPDATE.
    Spared(Vec<MessageNumber>),
    /// The server could not remove all of these.
    PerhapsRemoved(Vec<MessageNumber>),
    /// TLS covers what follows.
    Covered,
    /// The session is over.
    Ended(Closing),
}

impl Step {
    /// What was said, if something was said.
    #[must_use]
    pub fn said(&self) -> Option<&Said> {
        match &self.what {
            What::Said(said) => Some(said),
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => None,
        }
    }

    /// The numbers of the frames it came from.
    pub fn frames(&self) -> impl Iterator<Item = u64> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Frame(number) => Some(*number),
            Mark::Nowhere | Mark::ScriptLine(_) => None,
        })
    }
}

impl Said {
    /// The command line, if it is one.
    #[must_use]
    pub fn command(&self) -> Option<&CommandLine> {
        match &self.meaning {
            Meaning::Command { line, .. } => Some(line),
            Meaning::Greeting(_)
            | Meaning::Other(_)
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }

    /// The status line of a reply, if it is one and has it.
    #[must_use]
    pub fn status(&self) -> Option<&StatusLine> {
        match &self.meaning {
            Meaning::Reply { status, .. } => status.as_ref(),
            Meaning::Greeting(_)
            | Meaning::Other(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }

    /// The block of a multi-line reply.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        match &self.meaning {
            Meaning::Reply { block, .. } => block.as_deref(),
            Meaning::Greeting(_)
            | Meaning::Other(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }

    /// What it is in a protocol beside POP3.
    #[must_use]
    pub fn turn(&self) -> Option<&Turn> {
        match &self.meaning {
            Meaning::Other(turn) => Some(turn),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }

    /// The block as delivered, without stuffing and terminator.
    #[must_use]
    pub fn delivered(&self) -> Option<Vec<u8>> {
        self.block().map(|block| block.delivered(&self.raw))
    }

    /// The first line as people may see it: printable, with secrets masked unless they are asked for.
    #[must_use]
    pub fn shown_line(&self, reveal_secrets: bool) -> String {
        if reveal_secrets || (self.side == Side::Server && !self.echoes) {
            return printable(self.first_line());
        }
        if let Some(status) = self.status().filter(|_| self.side == Side::Server) {
            return format!("{} {MASK}", status.indicator);
        }
        match &self.meaning {
            Meaning::SaslResponse { .. } if self.first_line() != b"*" => MASK.to_owned(),
            Meaning::Other(turn) => masked_in(turn.protocol, &self.raw),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque => masked(&self.raw),
            Meaning::Stray | Meaning::Fragment => masked_piece(&self.raw),
        }
    }

    /// The first line, without its line end.
    #[must_use]
    pub fn first_line(&self) -> &[u8] {
        crate::proto::line::first_line(&self.raw).0
    }
}

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

    /// A window keeps every step of a capture: what they take was measured, and is not to grow unseen.
    #[test]
    fn a_step_takes_little_room() {
        assert!(size_of::<Step>() <= 200, "{}", size_of::<Step>());
        assert!(size_of::<Said>() <= 144, "{}", size_of::<Said>());
        assert!(size_of::<Meaning>() <= 80, "{}", size_of::<Meaning>());
        assert!(size_of::<Block>() <= 64, "{}", size_of::<Block>());
    }
}
