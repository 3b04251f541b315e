//! A connection that is or may be POP3, and who listens to it: the detector, then a recorder.

use super::Finished;
use super::flows::Ends;
use crate::capture::analysis::Options;
use crate::capture::bounds::Account;
use crate::capture::detect::Detector;
use crate::capture::detect::Verdict;
use crate::capture::flow::Conversation;
use crate::capture::order::Order;
use crate::capture::tls::hello::Random;
use crate::capture::tls::key_log::KeyLog;
use crate::capture::tls::layer::Layer;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Mark;

/// The most octets of one connection that are kept until it is known to be POP3.
const MAX_UNDECIDED: usize = 64 * 1024;

/// A connection that is or may be POP3.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) conversation: Conversation,
    pub(super) listener: Listener,
    pub(super) first_frame: u64,
    pub(super) last_frame: u64,
    pub(super) frames: u64,
    pub(super) start: Time,
    pub(super) end: Time,
    /// What it takes of the account.
    pub(super) weight: u64,
    /// Octets that were not kept, for there was no room.
    pub(super) let_go: u64,
}

/// Octets that a side says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    pub(super) side: Side,
    pub(super) octets: &'a [u8],
    pub(super) at: Time,
    pub(super) mark: Mark,
}

impl From<Heard<'_>> for Event {
    fn from(heard: Heard<'_>) -> Self {
        let Heard { side, octets, at, mark } = heard;
        let kind = EventKind::Octets { side, octets: octets.to_vec(), cover: Cover::Clear };
        Self { at, connection: Some(ConnectionId(0)), mark, kind }
    }
}

/// Who hears the events of a connection.
#[derive(Debug)]
pub(super) enum Listener {
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

impl Live {
    /// Hears what was delivered.
    pub(super) fn listen(
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

    /// Hears octets that come next.
    pub(super) fn listen_to(
        &mut self,
        heard: Heard<'_>,
        order: &mut Order<Finished>,
        options: &Options,
        account: &mut Account,
    ) -> Verdict {
        if let Listener::Recorder(_) = self.listener {
            self.record_octets(heard, options, account);
            return Verdict::Pop3;
        }
        self.listen(&mut vec![heard.into()], order, options, account)
    }

    /// Records octets, if there is room for them.
    fn record_octets(&mut self, heard: Heard<'_>, options: &Options, account: &mut Account) {
        let Listener::Recorder(recorder) = &mut self.listener else { return };
        let more = heard.octets.len() as u64;
        if self.let_go == 0 && !account.has_room(self.weight, more) {
            let gone = recorder.lighten();
            account.unkept += gone;
            account.change(self.weight, self.weight - gone);
            self.weight -= gone;
        }
        if 0 < self.let_go || !account.has_room(self.weight, more) {
            self.let_go += more;
            return;
        }
        recorder.record_octets(heard.side, heard.octets, (heard.at, heard.mark), &options.key_log);
        let weight = recorder.weight();
        account.change(self.weight, weight);
        self.weight = weight;
    }

    /// Records an event, if there is room for it.
    fn record(&mut self, event: Event, options: &Options, account: &mut Account) {
        let Listener::Recorder(recorder) = &mut self.listener else { return };
        let keys = &options.key_log;
        match &event.kind {
            EventKind::Octets { side, octets, .. } => {
                let heard = Heard { side: *side, octets, at: event.at, mark: event.mark };
                return self.record_octets(heard, options, account);
            }
            EventKind::Gap { .. } | EventKind::Conflict { .. } if 0 < self.let_go => return,
            EventKind::Closed(_) if 0 < self.let_go => {
                let kind = EventKind::Fact(Fact::LetGo { octets: self.let_go });
                recorder.record(Event { kind, ..event }, keys);
            }
            EventKind::Opened(_)
            | EventKind::Gap { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Closed(_)
            | EventKind::Fact(_) => (),
        }
        recorder.record(event, keys);
        let weight = recorder.weight();
        account.change(self.weight, weight);
        self.weight = weight;
    }

    /// Octets that are kept until it is known what they are.
    pub(super) fn undecided(&self) -> u64 {
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
    pub(super) fn conclude(&mut self, order: &mut Order<Finished>, options: &Options, account: &mut Account) {
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

    pub(super) fn is_dismissed(&self) -> bool {
        matches!(self.listener, Listener::Dismissed)
    }

    /// What names its TLS in a key log, if nothing is known of it there.
    pub(super) fn sealed(&self, keys: &KeyLog) -> Option<Random> {
        match &self.listener {
            Listener::Recorder(layer) => layer.random().filter(|random| !keys.knows(random)),
            Listener::Nobody | Listener::Detector { .. } | Listener::Trial { .. } | Listener::Dismissed => None,
        }
    }

    pub(super) fn finished(self, ends: Ends, keys: &KeyLog) -> Option<(u64, Finished)> {
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
