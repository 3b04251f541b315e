//! Time that passes: servers that close, and timers that run out.

use std::time::Duration;

use crate::proto::Side;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::sim::ledger;
use crate::sim::server::Site;
use crate::sim::server::deviate::farewell;
use crate::sim::service::Service;
use crate::sim::world::Wire;
use crate::sim::world::WireState;
use crate::sim::world::World;

impl World {
    /// Servers that have said their last word close, as nobody did it before them; one client may still.
    pub(super) fn let_servers_close(&mut self, except: Option<ConnectionId>) {
        for place in 0..self.wires.len() {
            let id = ConnectionId(u32::try_from(place).expect("fewer connections than 2^32"));
            if self.wires[place].state == WireState::Closing && Some(id) != except {
                let latency = self.client(self.wires[place].client).link.latency;
                self.pass(latency, Telling::Silent);
                self.finish(id, Closing::Finished(Side::Server));
            }
        }
    }

    pub(super) fn finish(&mut self, id: ConnectionId, closing: Closing) {
        let wire = &mut self.wires[id.index()];
        wire.state = WireState::Closed;
        let facts = wire.endpoint.hang_up(&mut self.site);
        self.sessions[id.index()].close(closing);
        // The server gives the lock back when it has noticed the end.
        self.tell(Some(id), EventKind::Closed(closing));
        self.look_into_maildrops();
        for fact in facts {
            self.tell(Some(id), EventKind::Fact(fact));
        }
    }

    /// Lets time pass, and closes the sessions whose clients were silent for too long meanwhile.
    pub(super) fn pass(&mut self, duration: Duration, telling: Telling) {
        let end = self.clock.now() + duration;
        while let Some((at, id)) = self.next_autologout().filter(|(at, _)| *at <= end) {
            self.wind(at, telling);
            let idle = self.clock.now().since(self.wires[id.index()].heard_at);
            self.tell(Some(id), EventKind::Fact(Fact::AutologoutExpired { idle }));
            // Without any reply, and without UPDATE (RFC 1939 §3), unless the server deviates.
            if let Some(octets) = farewell(&self.site.profile) {
                let client = self.wires[id.index()].client;
                let said_at = at.before(self.client(client).link.latency);
                let portions = self.travel(id, Side::Server, octets.len() as u64, said_at);
                if let Some(last) = portions.last() {
                    self.wind(last.delivered, Telling::Silent);
                }
                let cover = self.wires[id.index()].cover;
                self.tell(Some(id), EventKind::Octets { side: Side::Server, octets, cover });
            }
            self.finish(id, Closing::Finished(Side::Server));
        }
        self.wind(end, telling);
    }

    /// Winds the clock, and lets the rules of the site remove on the way what has lain for long enough.
    pub(super) fn wind(&mut self, until: Time, telling: Telling) {
        loop {
            let Site { profile, store } = &mut self.site;
            let next = ledger::next_expiry(profile, store, self.clock.now()).filter(|next| *next <= until);
            let Some(next) = next else { break };
            self.wind_clock(next, telling);
            for (user, unique_ids) in ledger::expired(&self.site.profile, &self.site.store, next) {
                for unique_id in &unique_ids {
                    self.site.store.remove_by_site(&user, unique_id).expect("the message lies there");
                }
                self.look_into_maildrops();
                self.tell(None, EventKind::Fact(Fact::MailRemoved { user, unique_ids }));
            }
        }
        self.wind_clock(until, telling);
    }

    pub(super) fn wind_clock(&mut self, until: Time, telling: Telling) {
        let duration = until.since(self.clock.now());
        self.clock.advance(duration);
        if telling == Telling::Told && !duration.is_zero() {
            self.tell(None, EventKind::Fact(Fact::TimePassed(duration)));
        }
    }

    pub(super) fn next_autologout(&self) -> Option<(Time, ConnectionId)> {
        let limit = self.site.profile.patience()?;
        // The timer is one of POP3 (RFC 1939 §3).
        let timed = |wire: &Wire| wire.state == WireState::Open && matches!(wire.endpoint, Service::Pop3(_));
        let open = (0..).zip(&self.wires).filter(|(_, wire)| timed(wire));
        open.map(|(id, wire)| (wire.heard_at + limit, ConnectionId(id))).min()
    }
}

/// Whether the passing of time is an event of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Telling {
    Told,
    Silent,
}
