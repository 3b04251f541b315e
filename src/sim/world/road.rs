//! What travels between the ends: octets in segments, handshakes, and lines that are cut.

use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Time;
use crate::session::journey::Load;
use crate::session::sealed::HANDSHAKE_TURNS;
use crate::sim::link::Cut;
use crate::sim::travel::Portion;
use crate::sim::world::WireState;
use crate::sim::world::World;
use crate::sim::world::passing::Telling;

impl World {
    /// As much of what a side says as comes through before the line is cut, and whether it is cut there.
    pub(super) fn until_cut<'a>(&self, id: ConnectionId, side: Side, octets: &'a [u8]) -> (&'a [u8], bool) {
        let wire = &self.wires[id.index()];
        let said = wire.said[side as usize];
        match self.client(wire.client).link.cut {
            Some(Cut { side: cut, octets: last }) if cut == side && last <= said + octets.len() as u64 => {
                let passing = usize::try_from(last.saturating_sub(said)).unwrap_or(usize::MAX).min(octets.len());
                (&octets[..passing], true)
            }
            Some(_) | None => (octets, false),
        }
    }

    /// Tells how octets travel that a side says at a time; what of them is there when.
    pub(super) fn travel(&mut self, id: ConnectionId, side: Side, octets: u64, now: Time) -> Vec<Portion> {
        let wire = &mut self.wires[id.index()];
        wire.said[side as usize] += octets;
        let load = match wire.cover {
            Cover::Clear => Load::Clear(octets),
            Cover::Tls => Load::Sealed(octets),
        };
        self.carry(id, side, load, now)
    }

    pub(super) fn carry(&mut self, id: ConnectionId, side: Side, load: Load, now: Time) -> Vec<Portion> {
        let wire = &mut self.wires[id.index()];
        let (journey, portions) = wire.course.carry(&self.clients[wire.client.0].link, side, load, now);
        if !journey.segments.is_empty() {
            self.tell(Some(id), EventKind::Travelled(journey));
        }
        portions
    }

    /// The handshake of TLS travels; the clock stands at its end afterwards, as the client sees it.
    pub(super) fn shake_hands(&mut self, id: ConnectionId) {
        let mut now = self.clock.now();
        for (turn, side) in HANDSHAKE_TURNS.into_iter().enumerate() {
            let portions = self.carry(id, side, Load::Handshake(turn), now);
            if turn + 1 < HANDSHAKE_TURNS.len() {
                now = portions.last().map_or(now, |portion| portion.delivered);
            }
        }
        self.pass(now.since(self.clock.now()), Telling::Silent);
        self.wires[id.index()].cover = Cover::Tls;
    }

    /// Tells octets as they come to be known; `false` if the connection ended meanwhile.
    pub(super) fn tell_portions(
        &mut self,
        id: ConnectionId,
        side: Side,
        octets: &[u8],
        portions: &[Portion],
        at: impl Fn(&Portion) -> Time,
    ) -> bool {
        let mut from = 0;
        for (place, portion) in portions.iter().enumerate() {
            let to = usize::try_from(portion.end).unwrap_or(usize::MAX).min(octets.len());
            let same_time = portions.get(place + 1).is_some_and(|next| at(next) == at(portion));
            if same_time || from == to {
                continue;
            }
            self.pass(at(portion).since(self.clock.now()), Telling::Silent);
            if self.wires[id.index()].state != WireState::Open {
                return false;
            }
            let cover = self.wires[id.index()].cover;
            self.tell(Some(id), EventKind::Octets { side, octets: octets[from..to].to_vec(), cover });
            from = to;
        }
        true
    }
}
