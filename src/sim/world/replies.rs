//! Replies: how they come to the client, and what changes with them.

use crate::proto::Side;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::snapshot::Tls;
use crate::sim::server::Answer;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::truth::MaildropTruth;
use crate::sim::world::WireState;
use crate::sim::world::World;
use crate::sim::world::hearing::Hearing;
use crate::sim::world::passing::Telling;

impl World {
    /// Tells as much of a reply as comes that the server gave at a time. If the line is cut, it is not closed yet.
    pub(super) fn reply(&mut self, id: ConnectionId, reply: Reply, said_at: Time) -> Came {
        let Reply { answer: Answer { octets, message: _, facts, then, refusal: _ }, standing, maildrops } = reply;
        let (passing, cut) = self.until_cut(id, Side::Server, &octets);
        let first = self.site_facts(id, &standing, &octets, facts);
        let portions = self.travel(id, Side::Server, passing.len() as u64, said_at);
        let (begin, end) = portions
            .first()
            .zip(portions.last())
            .map_or((said_at, said_at), |(first, last)| (first.delivered, last.delivered));
        let spoken_until = end.before(self.client(self.wires[id.index()].client).link.latency);
        let wire = &mut self.wires[id.index()];
        wire.heard_at = wire.heard_at.max(spoken_until); // Who is spoken to is not silent.
        self.pass(begin.since(self.clock.now()), Telling::Silent);
        self.maildrops = maildrops;
        for fact in first {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        let last = portions
            .iter()
            .rposition(|portion| portions.last().is_some_and(|last| portion.delivered != last.delivered));
        let amid = last.map_or(&[][..], |last| &portions[..=last]);
        let heard = usize::try_from(amid.last().map_or(0, |portion| portion.end)).unwrap_or(0).min(passing.len());
        self.tell_portions(id, Side::Server, &passing[..heard], amid, |portion| portion.delivered);
        self.pass(end.since(self.clock.now()), Telling::Silent);
        let whole = passing.len() == octets.len();
        if whole {
            self.sessions[id.index()].learn(standing);
            if then == Then::StartTls {
                self.sessions[id.index()].tls = Tls::Stls;
            }
        } else {
            self.sessions[id.index()].remove_unheard(standing.removed);
        }
        let cover = self.wires[id.index()].cover;
        if heard < passing.len() {
            self.tell(Some(id), EventKind::Octets { side: Side::Server, octets: passing[heard..].to_vec(), cover });
        }
        if cut {
            let client = self.wires[id.index()].client;
            self.clients[client.0].link.cut = None;
            return if whole { Came::WholeAndNoMore } else { Came::InPart };
        }
        match then {
            Then::GoOn => (),
            Then::StartTls => {
                self.shake_hands(id);
                self.tell(Some(id), EventKind::Fact(Fact::TlsEstablished));
            }
            Then::Close => self.wires[id.index()].state = WireState::Closing,
        }
        Came::Whole
    }

    /// What happened inside with a reply, in order: a failed UPDATE is told as such.
    pub(super) fn site_facts(
        &self,
        id: ConnectionId,
        standing: &Standing,
        octets: &[u8],
        mut facts: Vec<Fact>,
    ) -> Vec<Fact> {
        let marked = self.sessions[id.index()].marked.len();
        let removed = standing.removed.len();
        if standing.quit && octets.starts_with(b"-ERR") && self.site.profile.removes_at_most.is_some() {
            let left = marked.saturating_sub(removed);
            facts.insert(facts.len().saturating_sub(1), Fact::UpdateFailed { removed, left });
        }
        facts
    }

    /// The line is lost before the replies come: the server did what it was asked, and nobody hears of it.
    pub(super) fn lose_line(&mut self, id: ConnectionId, hearing: Hearing) {
        let Hearing { replies, death: _, last, removed } = hearing;
        for Reply { answer, standing, maildrops } in replies {
            self.maildrops = maildrops;
            self.sessions[id.index()].remove_unheard(standing.removed);
            for fact in answer.facts {
                self.tell(Some(id), EventKind::Fact(fact));
            }
        }
        self.look_into_maildrops();
        self.sessions[id.index()].remove_unheard(removed);
        for fact in last {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        if self.wires[id.index()].state == WireState::Open {
            self.finish(id, Closing::LineLost);
        }
    }
}

/// What the server answers to one line, and how things stand then.
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) standing: Standing,
    pub(super) maildrops: Vec<MaildropTruth>,
}

/// How much of a reply came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Came {
    Whole,
    /// All of it, and nothing more will.
    WholeAndNoMore,
    InPart,
}
