//! The server hears: what it answers to octets, what it dies of, and what is handed out.

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::command::CommandLine;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::fact::Death;
use crate::sim::link::Meddler;
use crate::sim::meddler;
use crate::sim::service::Service;
use crate::sim::truth::MaildropTruth;
use crate::sim::world::WireState;
use crate::sim::world::World;
use crate::sim::world::passing::Telling;
use crate::sim::world::replies::Came;
use crate::sim::world::replies::Reply;

impl World {
    /// What comes of the replies to octets that arrived at a time.
    pub(super) fn hand_out(&mut self, id: ConnectionId, heard: Hearing, arrival: Time) -> Vec<Vec<u8>> {
        let client = self.wires[id.index()].client;
        let latency = self.client(client).link.latency;
        let Hearing { replies, death, last, removed } = heard;
        let mut whole = Vec::new();
        let nothing = replies.is_empty();
        let mut replies = replies.into_iter();
        while let Some(reply) = replies.next() {
            let octets = reply.answer.octets.clone();
            let came = self.reply(id, reply, arrival);
            if came != Came::InPart && !octets.is_empty() {
                self.clients[client.0].hear(&octets, false);
                whole.push(octets);
            }
            if came != Came::Whole {
                self.lose_line(id, Hearing { replies: replies.collect(), death: None, last, removed });
                return whole;
            }
        }
        if nothing {
            self.pass(latency, Telling::Silent); // Even silence is heard at the client's end.
        }
        self.look_into_maildrops();
        self.sessions[id.index()].remove_unheard(removed);
        for fact in last {
            self.tell(Some(id), EventKind::Fact(fact));
        }
        if let Some(death) = death
            && self.wires[id.index()].state == WireState::Open
        {
            self.die(id, death);
        }
        whole
    }

    /// The server hears octets: what it answers, and whether it dies over it.
    pub(super) fn hear(&mut self, id: ConnectionId, octets: &[u8], arrival: Time) -> Hearing {
        let clear = self.wires[id.index()].cover == Cover::Clear;
        let client = self.wires[id.index()].client;
        // Whoever sits on the line knows POP3.
        let pop3 = matches!(self.wires[id.index()].endpoint, Service::Pop3(_));
        let meddler = self.client(client).link.meddler.filter(|_| clear && pop3);
        let mut hearing = Hearing::default();
        let mut left = octets;
        while !left.is_empty() && hearing.death.is_none() {
            // Line by line only where somebody listens to lines; else as it came.
            let by_lines = meddler.is_some() || self.death.is_some();
            let end = left.iter().position(|&octet| octet == b'\n').filter(|_| by_lines);
            let (piece, rest) = left.split_at(end.map_or(left.len(), |feed| feed + 1));
            left = rest;
            self.hear_piece(id, piece, meddler, arrival, &mut hearing);
        }
        hearing
    }

    pub(super) fn hear_piece(
        &mut self,
        id: ConnectionId,
        piece: &[u8],
        meddler: Option<Meddler>,
        arrival: Time,
        hearing: &mut Hearing,
    ) {
        let wire = &mut self.wires[id.index()];
        let line = [std::mem::take(&mut wire.open_line).as_slice(), piece].concat();
        let whole = line.ends_with(b"\n");
        let dies = self.death.filter(|_| whole && is_quit(&line) && self.is_working(id));
        match dies {
            Some(Death::AtQuit) => {
                hearing.death = Some(Death::AtQuit);
                return;
            }
            Some(Death::AmidUpdate(removed)) => {
                self.die_amid_update(id, &line, (removed, arrival), hearing);
                return;
            }
            Some(Death::BeforeGreeting | Death::AfterDele) | None => (),
        }
        let wire = &mut self.wires[id.index()];
        if let Some(answer) = meddler.filter(|_| whole).and_then(|meddler| meddler::answers(meddler, &line)) {
            let standing = wire.endpoint.standing();
            hearing.replies.push(Reply { answer, standing, maildrops: MaildropTruth::of(&self.site.store) });
            return;
        }
        if !whole && (meddler.is_some() || self.death.is_some()) {
            // Somebody who answers lines, or dies over them, waits for their ends.
            if line.len() <= MAX_OPEN_LINE {
                wire.open_line = line;
                return;
            }
        }
        let before = hearing.replies.len();
        wire.endpoint.hear_each(&line, arrival, &mut self.site, |answer, standing, site| {
            hearing.replies.push(Reply { answer, standing, maildrops: MaildropTruth::of(&site.store) });
        });
        for reply in &mut hearing.replies[before..] {
            if let Some(meddler) = meddler {
                meddler::change(meddler, &line, &mut reply.answer);
            }
            if self.death == Some(Death::AfterDele) && is_dele(&line) && reply.answer.is_positive() {
                hearing.death = Some(Death::AfterDele);
            }
        }
    }

    /// The server removes some messages at QUIT and dies before it can say so.
    pub(super) fn die_amid_update(
        &mut self,
        id: ConnectionId,
        line: &[u8],
        (removed, arrival): (usize, Time),
        hearing: &mut Hearing,
    ) {
        let limit = self.site.profile.removes_at_most.replace(removed);
        let wire = &mut self.wires[id.index()];
        wire.endpoint.hear_each(line, arrival, &mut self.site, |answer, _, _| hearing.last.extend(answer.facts));
        hearing.removed = wire.endpoint.standing().removed;
        self.site.profile.removes_at_most = limit;
        hearing.death = Some(Death::AmidUpdate(removed));
    }

    /// Whether a session has a maildrop to work on.
    pub(super) fn is_working(&self, id: ConnectionId) -> bool {
        self.wires[id.index()].endpoint.standing().phase == Some(Phase::Transaction)
    }

    /// The server's process is gone: the system resets what it had open.
    pub(super) fn die(&mut self, id: ConnectionId, death: Death) {
        self.death = None;
        self.tell(Some(id), EventKind::Fact(Fact::ServerDied(death)));
        for place in 0..self.wires.len() {
            let other = ConnectionId(u32::try_from(place).expect("fewer connections than 2^32"));
            if self.wires[place].state != WireState::Closed {
                self.finish(other, Closing::Reset(Side::Server));
            }
        }
    }
}

/// What came of octets that the server heard.
#[derive(Default)]
pub(super) struct Hearing {
    pub(super) replies: Vec<Reply>,
    /// The server dies behind the replies.
    pub(super) death: Option<Death>,
    /// What happened inside behind the replies.
    pub(super) last: Vec<Fact>,
    /// What was removed then.
    pub(super) removed: Vec<MessageNumber>,
}

/// A line that grows past this is handed on without its end.
pub(super) const MAX_OPEN_LINE: usize = 16 * 1024;

fn is_quit(line: &[u8]) -> bool {
    matches!(CommandLine::read(line).command, Ok(Command::Quit))
}

fn is_dele(line: &[u8]) -> bool {
    matches!(CommandLine::read(line).command, Ok(Command::Dele { .. }))
}
