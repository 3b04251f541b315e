//! Eve: what somebody on the wire sees of a session. She hears who speaks when and how much; the words only where
//! TLS does not cover them; and nothing of what happens inside the two ends.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::proto::Side;
use crate::proto::octets::Octets;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::replay;
use crate::session::sealed;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// A timeline as the wire shows it.
#[derive(Clone, Debug, Default)]
pub struct WireView {
    /// The steps that the wire shows. What TLS covers is opaque, and of the right size.
    pub timeline: Timeline,
    /// For each of them where it comes from. Invariant: as many as steps, and the origins are sorted.
    pub glimpses: Vec<Glimpse>,
}

/// How the wire shows a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Glimpse {
    /// The step as the ends know it, counted from 0.
    pub origin: usize,
    /// How much of it is seen.
    pub seen: Seen,
}

/// How much of a step the wire shows.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Seen {
    /// Every octet.
    Clear,
    /// A message of the TLS handshake: that TLS begins.
    Handshake,
    /// That something is said, by whom, when, and about how much.
    Sealed,
    /// That a connection begins or ends, or that time passes.
    Outline,
}

impl WireView {
    /// Looks at a timeline from the wire.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let mut watcher = Watcher::new(timeline);
        for (place, step) in timeline.steps().iter().enumerate() {
            watcher.watch(place, step);
        }
        watcher.view
    }
}

/// How many steps the wire shows when so many are shown to the ends.
#[must_use]
pub fn shown_on_wire(glimpses: &[Glimpse], shown: usize) -> usize {
    glimpses.partition_point(|glimpse| glimpse.origin < shown)
}

/// How many steps are shown to the ends when the wire shows so many.
#[must_use]
pub fn shown_to_ends(glimpses: &[Glimpse], shown: usize) -> usize {
    let last = shown.checked_sub(1).and_then(|last| glimpses.get(last));
    last.map_or(0, |glimpse| glimpse.origin + 1)
}

/// Somebody who watches a timeline step by step.
struct Watcher<'a> {
    origin: &'a Timeline,
    view: WireView,
    now: Snapshot,
    /// Where each step of the ends is in the view.
    places: BTreeMap<usize, usize>,
    /// How many octets each side sent on each connection, as the wire has them.
    sent: BTreeMap<(Option<ConnectionId>, bool), u64>,
    /// Connections of which the handshake is among the steps.
    shaken: BTreeSet<Option<ConnectionId>>,
}

impl<'a> Watcher<'a> {
    fn new(origin: &'a Timeline) -> Self {
        let mut view = WireView::default();
        for (id, connection) in (0..).map(ConnectionId).zip(origin.connections()) {
            view.timeline.add_connection(connection.clone());
            for journey in origin.journeys(id) {
                view.timeline.add_journey(id, journey.clone());
            }
        }
        Self {
            origin,
            view,
            now: Snapshot::default(),
            places: BTreeMap::new(),
            sent: BTreeMap::new(),
            shaken: BTreeSet::new(),
        }
    }

    fn watch(&mut self, place: usize, step: &Step) {
        match &step.what {
            What::Said(said) => self.watch_words(place, step, said),
            What::Fact(Fact::TlsEstablished) => self.watch_handshake(place, step),
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) => self.keep(place, step),
            What::Fact(Fact::Note(_) | Fact::TimePassed(_) | Fact::LetGo { .. } | Fact::ExpectationFailed { .. }) => {
                self.keep(place, step);
            }
            // What happens inside no wire shows.
            What::Fact(
                Fact::MaildropHolds { .. }
                | Fact::MailArrived { .. }
                | Fact::MaildropLocked { .. }
                | Fact::MaildropReleased { .. }
                | Fact::MailRemoved { .. }
                | Fact::AutologoutExpired { .. }
                | Fact::ServerDied(_)
                | Fact::UpdateFailed { .. }
                | Fact::Meddled(_)
                | Fact::StandsFor { .. }
                | Fact::GaveUp,
            ) => (),
        }
    }

    fn keep(&mut self, place: usize, step: &Step) {
        self.add(place, step, step.what.clone(), Seen::Outline, None);
    }

    fn watch_words(&mut self, place: usize, step: &Step, said: &Said) {
        let (raw, seen) = match said.cover {
            Cover::Clear if said.meaning == Meaning::Opaque => (said.raw.clone(), self.seen_opaque(step, said)),
            Cover::Clear => (said.raw.clone(), Seen::Clear),
            Cover::Tls => (sealed::application_data(said.raw.len()).into(), Seen::Sealed),
        };
        let start = self.send(step.connection, said.side, raw.len());
        let words = if said.cover == Cover::Tls {
            opaque(said.side, start, raw)
        } else {
            let partner = said.partner.filter(|partner| *partner < place);
            let partner = partner.and_then(|partner| self.places.get(&partner).copied());
            Said { start, partner, ..said.clone() }
        };
        self.add(place, step, What::Said(words), seen, Some(self.origin.carried(place)));
    }

    /// Records that nobody opened: those of a handshake are not sealed.
    fn seen_opaque(&mut self, step: &Step, said: &Said) -> Seen {
        self.shaken.insert(step.connection);
        if said.raw.first() == Some(&HANDSHAKE) { Seen::Handshake } else { Seen::Sealed }
    }

    /// A simulation tells of its handshake as a fact; the wire shows its messages.
    fn watch_handshake(&mut self, place: usize, step: &Step) {
        if self.shaken.contains(&step.connection) {
            return;
        }
        let carried = self.origin.carried(place);
        for (turn, side) in sealed::HANDSHAKE_TURNS.into_iter().enumerate() {
            let raw: Octets = sealed::handshake(turn).into();
            let start = self.send(step.connection, side, raw.len());
            let mine = carried.start + turn..carried.start + turn + 1;
            let mine = if mine.end <= carried.end { mine } else { 0..0 };
            self.add(place, step, What::Said(opaque(side, start, raw)), Seen::Handshake, Some(mine));
        }
    }

    /// Counts octets of a side; tells how many there were before.
    fn send(&mut self, id: Option<ConnectionId>, side: Side, octets: usize) -> u64 {
        let sent = self.sent.entry((id, side == Side::Client)).or_default();
        let start = *sent;
        *sent += octets as u64;
        start
    }

    fn add(&mut self, place: usize, step: &Step, what: What, seen: Seen, carried: Option<std::ops::Range<usize>>) {
        let mut step = Step { what, changes: Box::default(), ..step.clone() };
        self.view.timeline.keep_state(&self.now);
        step.changes = replay::take(&mut self.now, &self.view.timeline, &step).into();
        let here = self.view.timeline.len();
        self.view.timeline.add_step(step);
        self.view.timeline.carry_last(carried.unwrap_or_default());
        self.view.glimpses.push(Glimpse { origin: place, seen });
        self.places.insert(place, here);
    }
}

/// The type of the records that a handshake is made of (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;

fn opaque(side: Side, start: u64, raw: Octets) -> Said {
    Said {
        side,
        start,
        raw,
        meaning: Meaning::Opaque,
        certainty: Certainty::Certain,
        cover: Cover::Clear,
        echoes: false,
        subject: None,
        partner: None,
    }
}
