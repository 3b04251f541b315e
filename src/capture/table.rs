//! The table of connections: each segment finds its own, each session its recorder.

mod flows;
mod live;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use crate::capture::analysis::Options;
use crate::capture::bounds::Account;
use crate::capture::detect::Verdict;
use crate::capture::flow::Conversation;
use crate::capture::flow::Tally;
use crate::capture::order::Order;
use crate::capture::other_ports::Others;
use crate::capture::packet::Segment;
use crate::capture::tls::hello::Random;
use crate::session::Event;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::TlsFacts;
use crate::session::event::Closing;
use crate::session::event::Mark;

use flows::Ends;
use flows::Flows;
use live::Heard;
use live::Listener;
use live::Live;

/// The most connections that are known at the same time. Beyond, those that were silent longest go.
pub(super) const MAX_FLOWS: usize = 65_536;
/// How many go at once.
const LET_GO: usize = MAX_FLOWS / 16;
/// The most octets of all connections that wait for others.
const MAX_HELD: usize = 256 * 1024 * 1024;

/// Of how many sessions that stayed sealed it is known whether their secrets come after all.
const MAX_SEALED: usize = 65_536;

/// A session that is over.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) ends: Ends,
    pub(super) first_frame: u64,
    pub(super) last_frame: u64,
    pub(super) frames: u64,
    pub(super) start: Time,
    pub(super) end: Time,
    pub(super) tally: Tally,
    pub(super) conflicts: u64,
    pub(super) out_of_place: u64,
    /// Octets that were not kept.
    pub(super) let_go: u64,
    weight: u64,
    pub(super) client_sequence: Option<u32>,
    pub(super) server_sequence: Option<u32>,
    pub(super) tls: Option<TlsFacts>,
    pub(super) timeline: Timeline,
}

/// All connections.
#[derive(Debug)]
pub(super) struct Table {
    /// With the secrets that the capture itself has told by now.
    options: Options,
    flows: Flows<Flow>,
    order: Order<Finished>,
    held: usize,
    account: Account,
    /// How many connections there were.
    pub(super) connections: u64,
    /// How many were let go though they were not over.
    let_go: u64,
    /// New octets that came on sessions after their end.
    pub(super) after_the_end: u64,
    /// Connections that are no POP3.
    pub(super) others: Others,
    /// Sessions that stayed sealed, by what names them in a key log.
    sealed: BTreeSet<Random>,
    /// How many of these got their secrets after their end.
    pub(super) secrets_late: u64,
    events: Vec<Event>,
}

/// A place in the table.
#[derive(Debug)]
struct Flow {
    last_frame: u64,
    state: State,
}

/// How much a connection is listened to.
#[derive(Debug)]
enum State {
    Live(Box<Live>),
    /// It is over: only another SYN is of interest. Of a session it is known which octets each end
    /// would have said next, so that those which come too late are counted.
    Past(Option<[(SocketAddr, u32); 2]>),
    /// It is no POP3. Its server listens on this port.
    Other(u16),
}

impl Table {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            flows: Flows::new(),
            order: Order::new(),
            held: 0,
            account: Account::new(options.bounds),
            connections: 0,
            let_go: 0,
            after_the_end: 0,
            others: Others::default(),
            sealed: BTreeSet::new(),
            secrets_late: 0,
            events: Vec::new(),
        }
    }

    /// Learns secrets of TLS sessions, for what comes later.
    pub(super) fn learn(&mut self, secrets: &[u8]) {
        if secrets.is_empty() {
            return;
        }
        let key_log = &mut self.options.key_log;
        key_log.add(secrets);
        let before = self.sealed.len();
        self.sealed.retain(|random| !key_log.knows(random));
        self.secrets_late += (before - self.sealed.len()) as u64;
    }

    /// Hears a segment. Sessions that are over come out of [`Self::next`].
    pub(super) fn hear(&mut self, segment: &Segment<'_>, frame: u64, at: Time) {
        let ends = if segment.from <= segment.to { (segment.from, segment.to) } else { (segment.to, segment.from) };
        let known = self.flows.place(&ends);
        let known = match known.and_then(|place| self.flows.at(place)) {
            Some(Flow { last_frame, state: State::Past(next) }) if !segment.syn => {
                *last_frame = frame;
                self.after_the_end += next.map_or(0, |next| new_octets(next, segment));
                return;
            }
            Some(Flow { last_frame, state: State::Other(port) }) if !segment.syn => {
                *last_frame = frame;
                self.others.add_octets(*port, segment.octets.len() as u64 + u64::from(segment.snapped));
                return;
            }
            Some(Flow { state: State::Live(live), .. }) if !live.conversation.is_succeeded_by(segment) => known,
            Some(_) => {
                self.end(&ends, Closing::LineLost);
                None
            }
            None => None,
        };
        let place = known.unwrap_or_else(|| {
            if MAX_FLOWS <= self.flows.len() {
                self.make_room();
            }
            self.connections += 1;
            self.order.begin(frame);
            let live = Box::new(Live {
                conversation: Conversation::new(segment, frame, at, &self.options.pop3_ports),
                listener: Listener::Nobody,
                first_frame: frame,
                last_frame: frame,
                frames: 0,
                start: at,
                end: at,
                weight: 0,
                let_go: 0,
            });
            self.flows.insert(ends, Flow { last_frame: frame, state: State::Live(live) })
        });
        let Some(flow) = self.flows.at(place) else { return };
        flow.last_frame = frame;
        let State::Live(live) = &mut flow.state else { return };
        live.frames += 1;
        live.last_frame = frame;
        live.start = live.start.min(at);
        live.end = live.end.max(at);
        let held = live.conversation.held_octets();
        let passed = live.conversation.hear(segment, frame, at, &mut self.events);
        self.held = (self.held + live.conversation.held_octets()).saturating_sub(held);
        if MAX_HELD < self.held {
            self.held -= live.conversation.held_octets();
            live.conversation.flush(&mut self.events);
        }
        let verdict = match passed {
            Some(side) => {
                let heard = Heard { side, octets: segment.octets, at, mark: Mark::Frame(frame) };
                live.listen_to(heard, &mut self.order, &self.options, &mut self.account)
            }
            None => live.listen(&mut self.events, &mut self.order, &self.options, &mut self.account),
        };
        if verdict == Verdict::Other || live.conversation.closed() {
            self.end(&ends, Closing::RecordingEnds);
        }
    }

    /// Nothing more will be heard.
    pub(super) fn finish(&mut self) {
        for ends in self.flows.ends().copied().collect::<Vec<_>>() {
            self.end(&ends, Closing::RecordingEnds);
        }
    }

    /// Octets of messages of which only size and digest were kept.
    pub(super) fn unkept(&self) -> u64 {
        self.account.unkept
    }

    /// How many connections were let go though they were not over.
    pub(super) fn let_go(&self) -> u64 {
        self.let_go + self.account.dismissed
    }

    /// The next session that is over.
    pub(super) fn next(&mut self) -> Option<(u64, Finished)> {
        let (index, finished) = self.order.next(self.account.is_pressed())?;
        self.account.change(finished.weight, 0);
        Some((index, finished))
    }

    /// Ends a connection, if it was not over.
    fn end(&mut self, ends: &Ends, closing: Closing) {
        let Some(flow) = self.flows.get_mut(ends) else { return };
        if let State::Past(_) | State::Other(_) = flow.state {
            return;
        }
        let State::Live(mut live) = std::mem::replace(&mut flow.state, State::Past(None)) else { return };
        self.held = self.held.saturating_sub(live.conversation.held_octets());
        if !live.is_dismissed() {
            live.conversation.finish(closing, &mut self.events);
            live.listen(&mut self.events, &mut self.order, &self.options, &mut self.account);
            live.conclude(&mut self.order, &self.options, &mut self.account);
        }
        self.account.undecided -= live.undecided();
        self.order.dismiss(live.first_frame);
        if matches!(live.listener, Listener::Recorder(_)) {
            flow.state = State::Past(live.conversation.next_numbers());
        }
        if let (Listener::Dismissed, Some(port)) = (&live.listener, live.conversation.server_port()) {
            let tally = live.conversation.tally();
            let octets = tally.client_octets + tally.server_octets + tally.snapped_octets;
            self.others.add(port, octets + live.conversation.held_octets() as u64);
            flow.state = State::Other(port);
        }
        if let Some(random) = live.sealed(&self.options.key_log)
            && self.sealed.len() < MAX_SEALED
        {
            self.sealed.insert(random);
        }
        if let Some((first_frame, finished)) = live.finished(*ends, &self.options.key_log) {
            self.order.finish(first_frame, finished);
        }
    }

    /// Lets those go that were silent longest.
    fn make_room(&mut self) {
        let mut silence: Vec<(u64, Ends)> = self.flows.iter().map(|(&ends, flow)| (flow.last_frame, ends)).collect();
        silence.select_nth_unstable(LET_GO);
        for (_, ends) in silence.into_iter().take(LET_GO) {
            if let Some(Flow { state: State::Live(live), .. }) = self.flows.get(&ends)
                && !matches!(live.listener, Listener::Nobody)
            {
                self.let_go += 1;
            }
            self.end(&ends, Closing::RecordingEnds);
            self.flows.remove(&ends);
        }
    }
}

/// How many octets of a segment come behind what its sender had said.
fn new_octets(next: [(SocketAddr, u32); 2], segment: &Segment<'_>) -> u64 {
    let length = u32::try_from(segment.octets.len()).unwrap_or(u32::MAX);
    let said = next.into_iter().find(|(end, _)| *end == segment.from).map(|(_, next)| next);
    let new = said.map_or(0, |next| segment.sequence.wrapping_add(length).wrapping_sub(next).cast_signed());
    u64::try_from(new).unwrap_or(0).min(u64::from(length))
}
