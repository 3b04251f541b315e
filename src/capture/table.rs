//! The table of connections: each segment finds its own, each session its recorder.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::SocketAddr;

use crate::capture::analysis::Options;
use crate::capture::bounds::Account;
use crate::capture::detect::Detector;
use crate::capture::detect::Verdict;
use crate::capture::flow::Conversation;
use crate::capture::flow::Tally;
use crate::capture::order::Order;
use crate::capture::other_ports::Others;
use crate::capture::packet::Segment;
use crate::capture::tls::hello::Random;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::layer::Layer;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::TlsFacts;
use crate::session::event::Closing;

/// The most connections that are known at the same time. Beyond, those that were silent longest go.
pub(super) const MAX_FLOWS: usize = 65_536;
/// How many go at once.
const LET_GO: usize = MAX_FLOWS / 16;
/// The most octets of one connection that are kept until it is known to be POP3.
const MAX_UNDECIDED: usize = 64 * 1024;
/// The most octets of all connections that wait for others.
const MAX_HELD: usize = 256 * 1024 * 1024;

/// Of how many sessions that stayed sealed it is known whether their secrets come after all.
const MAX_SEALED: usize = 65_536;

/// Two ends, the lesser address first.
type Ends = (SocketAddr, SocketAddr);

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
    flows: BTreeMap<Ends, Flow>,
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

/// A connection that is or may be POP3.
#[derive(Debug)]
struct Live {
    conversation: Conversation,
    listener: Listener,
    first_frame: u64,
    last_frame: u64,
    frames: u64,
    start: Time,
    end: Time,
    /// What it takes of the account.
    weight: u64,
    /// Octets that were not kept, for there was no room.
    let_go: u64,
}

/// Who hears the events of a connection.
#[derive(Debug)]
enum Listener {
    /// Nothing was said.
    Nobody,
    /// What was said is kept until it is known what it is.
    Detector {
        detector: Detector,
        events: Vec<Event>,
        octets: usize,
    },
    Recorder(Layer),
    /// It is TLS on a port of something else. Its keys are known, so it is seen whether POP3 is inside.
    Trial {
        layer: Box<Layer>,
        octets: usize,
    },
    /// It is no POP3.
    Dismissed,
}

impl Table {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            flows: BTreeMap::new(),
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
        let known = match self.flows.get_mut(&ends) {
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
            Some(Flow { state: State::Live(live), .. }) if !live.conversation.is_succeeded_by(segment) => true,
            Some(_) => {
                self.end(&ends, Closing::LineLost);
                false
            }
            None => false,
        };
        if !known {
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
            self.flows.insert(ends, Flow { last_frame: frame, state: State::Live(live) });
        }
        let Some(flow) = self.flows.get_mut(&ends) else { return };
        flow.last_frame = frame;
        let State::Live(live) = &mut flow.state else { return };
        live.frames += 1;
        live.last_frame = frame;
        live.start = live.start.min(at);
        live.end = live.end.max(at);
        let held = live.conversation.held_octets();
        live.conversation.hear(segment, frame, at, &mut self.events);
        self.held = (self.held + live.conversation.held_octets()).saturating_sub(held);
        if MAX_HELD < self.held {
            self.held -= live.conversation.held_octets();
            live.conversation.flush(&mut self.events);
        }
        let verdict = live.listen(&mut self.events, &mut self.order, &self.options, &mut self.account);
        if verdict == Verdict::Other || live.conversation.closed() {
            self.end(&ends, Closing::RecordingEnds);
        }
    }

    /// Nothing more will be heard.
    pub(super) fn finish(&mut self) {
        for ends in self.flows.keys().copied().collect::<Vec<_>>() {
            self.end(&ends, Closing::RecordingEnds);
        }
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

impl Live {
    /// Hears what was delivered.
    fn listen(
        &mut self,
        heard: &mut Vec<Event>,
        order: &mut Order<Finished>,
        options: &Options,
        account: &mut Account,
    ) -> Verdict {
        for event in heard.drain(..) {
            match &mut self.listener {
                Listener::Nobody => {
                    if let EventKind::Opened(connection) = &event.kind {
                        let detector = Detector::new(connection, &options.pop3_ports);
                        self.listener = Listener::Detector { detector, events: vec![event], octets: 0 };
                    }
                }
                Listener::Detector { detector, events, octets } => {
                    let verdict = detector.hear(&event.kind, &options.key_log);
                    if let EventKind::Octets { octets: said, .. } = &event.kind {
                        *octets += said.len();
                        account.undecided += said.len() as u64;
                    }
                    events.push(event);
                    let too_much = MAX_UNDECIDED < *octets
                        || MAX_UNDECIDED / 16 < events.len()
                        || account.bounds.undecided < account.undecided;
                    match verdict {
                        Verdict::Open if too_much => {
                            self.conclude(order, options, account);
                            account.dismissed += u64::from(self.is_dismissed());
                        }
                        Verdict::Open => (),
                        Verdict::Pop3 => self.accept(order, options, account),
                        Verdict::Sealed => self.try_inside(options),
                        Verdict::Other => self.dismiss(account),
                    }
                }
                Listener::Trial { .. } => self.hear_inside(event, order, options, account),
                Listener::Recorder(_) => self.record(event, options, account),
                Listener::Dismissed => (),
            }
        }
        match &self.listener {
            Listener::Nobody | Listener::Detector { .. } | Listener::Trial { .. } => Verdict::Open,
            Listener::Recorder(_) => Verdict::Pop3,
            Listener::Dismissed => Verdict::Other,
        }
    }

    /// Records an event, if there is room for it.
    fn record(&mut self, event: Event, options: &Options, account: &mut Account) {
        let Listener::Recorder(recorder) = &mut self.listener else { return };
        let keys = &options.key_log;
        match &event.kind {
            EventKind::Octets { octets, .. } => {
                let more = octets.len() as u64;
                if 0 < self.let_go || !account.has_room(self.weight, more) {
                    self.let_go += more;
                    return;
                }
            }
            EventKind::Gap { .. } | EventKind::Conflict { .. } if 0 < self.let_go => return,
            EventKind::Closed(_) if 0 < self.let_go => {
                let kind = EventKind::Fact(Fact::LetGo { octets: self.let_go });
                recorder.record(Event { kind, ..event }, keys);
            }
            EventKind::Opened(_)
            | EventKind::Gap { .. }
            | EventKind::Conflict { .. }
            | EventKind::Closed(_)
            | EventKind::Fact(_) => (),
        }
        recorder.record(event, keys);
        let weight = recorder.weight();
        account.change(self.weight, weight);
        self.weight = weight;
    }

    /// Octets that are kept until it is known what they are.
    fn undecided(&self) -> u64 {
        match &self.listener {
            Listener::Detector { octets, .. } | Listener::Trial { octets, .. } => *octets as u64,
            Listener::Nobody | Listener::Recorder(_) | Listener::Dismissed => 0,
        }
    }

    fn dismiss(&mut self, account: &mut Account) {
        account.undecided -= self.undecided();
        self.listener = Listener::Dismissed;
    }

    /// Decides about a connection that did not show clearly what it is.
    fn conclude(&mut self, order: &mut Order<Finished>, options: &Options, account: &mut Account) {
        match &self.listener {
            Listener::Detector { detector, .. } => match detector.conclude() {
                Verdict::Pop3 => self.accept(order, options, account),
                Verdict::Open | Verdict::Sealed | Verdict::Other => self.dismiss(account),
            },
            Listener::Trial { .. } => self.dismiss(account),
            Listener::Nobody | Listener::Recorder(_) | Listener::Dismissed => (),
        }
    }

    /// Listens inside TLS.
    fn try_inside(&mut self, options: &Options) {
        let listener = std::mem::replace(&mut self.listener, Listener::Dismissed);
        if let Listener::Detector { events, octets, .. } = listener {
            let mut layer = Box::new(Layer::new());
            for event in events {
                layer.record(event, &options.key_log);
            }
            self.listener = Listener::Trial { layer, octets };
        }
    }

    /// Hears inside TLS until the server has said what it is.
    fn hear_inside(&mut self, event: Event, order: &mut Order<Finished>, options: &Options, account: &mut Account) {
        let Listener::Trial { layer, octets } = &mut self.listener else { return };
        if let EventKind::Octets { octets: said, .. } = &event.kind {
            *octets += said.len();
            account.undecided += said.len() as u64;
        }
        layer.record(event, &options.key_log);
        match layer.greets() {
            Some(true) => {
                account.undecided -= self.undecided();
                let listener = std::mem::replace(&mut self.listener, Listener::Dismissed);
                if let Listener::Trial { layer, .. } = listener {
                    order.accept(self.first_frame);
                    self.weight = layer.weight();
                    account.change(0, self.weight);
                    self.listener = Listener::Recorder(*layer);
                }
            }
            Some(false) => self.dismiss(account),
            None if MAX_UNDECIDED < *octets || account.bounds.undecided < account.undecided => {
                account.dismissed += 1;
                self.dismiss(account);
            }
            None => (),
        }
    }

    fn accept(&mut self, order: &mut Order<Finished>, options: &Options, account: &mut Account) {
        account.undecided -= self.undecided();
        let listener = std::mem::replace(&mut self.listener, Listener::Dismissed);
        if let Listener::Detector { events, .. } = listener {
            order.accept(self.first_frame);
            self.listener = Listener::Recorder(Layer::new());
            for event in events {
                self.record(event, options, account);
            }
        }
    }

    fn is_dismissed(&self) -> bool {
        matches!(self.listener, Listener::Dismissed)
    }

    /// What names its TLS in a key log, if nothing is known of it there.
    fn sealed(&self, keys: &KeyLog) -> Option<Random> {
        match &self.listener {
            Listener::Recorder(layer) => layer.random().filter(|random| !keys.knows(random)),
            Listener::Nobody | Listener::Detector { .. } | Listener::Trial { .. } | Listener::Dismissed => None,
        }
    }

    fn finished(self, ends: Ends, keys: &KeyLog) -> Option<(u64, Finished)> {
        let Listener::Recorder(layer) = self.listener else { return None };
        let (timeline, tls) = layer.finish(keys);
        let [client_sequence, server_sequence] = self.conversation.first_numbers();
        let finished = Finished {
            ends,
            frames: self.frames,
            first_frame: self.first_frame,
            last_frame: self.last_frame,
            start: self.start,
            end: self.end,
            tally: self.conversation.tally(),
            let_go: self.let_go,
            weight: self.weight,
            conflicts: self.conversation.conflicts(),
            out_of_place: self.conversation.out_of_place(),
            client_sequence,
            server_sequence,
            tls,
            timeline,
        };
        Some((self.first_frame, finished))
    }
}
