//! Timing: how long each reply took, how long the client thought, and what waiting cost.
//!
//! Times are those of the frames. A time that no frame tells is absent, never guessed.

use std::time::Duration;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::capability::Capability;
use crate::proto::command::CommandLine;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::utterance::ExchangeNumber;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// The times of one session.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Timing {
    /// Each command, in order.
    pub exchanges: Vec<ExchangeTiming>,
    /// How often the client said something and had to wait: once for each flight, and for each answer to a challenge.
    pub round_trips: u64,
    /// How long it waited in all: from its last octet of a flight to the last octet of the last reply to it.
    /// Flights whose last reply was not seen whole are not in it.
    pub total_wait: Duration,
    /// Flights of two commands and more: sent before the reply to the one before was there (RFC 2449 §6.6).
    pub pipelined_flights: u64,
    /// Commands in these flights.
    pub pipelined_commands: u64,
    /// Whether CAPA announced PIPELINING; `None` if no list of capabilities was seen.
    pub pipelining_announced: Option<bool>,
    /// The shortest time to the first octet of a reply: a round trip takes no longer.
    pub smallest_reply: Option<Duration>,
    /// Rounds that pipelining would have saved, see [`timing`].
    pub savable_rounds: u64,
}

/// The times of one command and its reply.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExchangeTiming {
    /// The step of the command.
    pub step: usize,
    /// Octets of the command line, line end included.
    pub octets: u64,
    /// Octets of the reply with its block, lost ones included; `None` if it was not seen.
    pub reply_octets: Option<u64>,
    /// From the last octet of the command to the first octet that the server said to it. For AUTH this may be a
    /// challenge.
    pub reply_time: Option<Duration>,
    /// From the last octet of the command to the last octet of the reply.
    pub whole_time: Option<Duration>,
    /// From the last octet of the reply before (or the greeting) to the first octet of the command; `None` if the
    /// command was sent before that reply was whole.
    pub think_time: Option<Duration>,
}

impl Timing {
    /// What pipelining would have saved: each savable round costs at least the smallest reply time.
    #[must_use]
    pub fn saved(&self) -> Option<Duration> {
        self.smallest_reply.map(|round| round.saturating_mul(u32::try_from(self.savable_rounds).unwrap_or(u32::MAX)))
    }
}

/// The times of one connection of a timeline.
///
/// A round is savable if its command could have been sent together with the one before, and was not. RFC 2449 §6.6
/// lets a client send any command before the replies to others; these are waited for all the same:
///
/// - CAPA, which tells whether pipelining is allowed at all;
/// - STLS and AUTH, behind which the next line is no command (RFC 2595 §4, RFC 5034 §4), and QUIT, behind which
///   there is nothing;
/// - a line that is no command;
/// - STAT, LIST and UIDL for all messages, if the command names a message: its number stands in their replies, and
///   in those of the commands that would have been sent with them.
#[must_use]
pub fn timing(timeline: &Timeline, connection: ConnectionId) -> Timing {
    let mut watch = Watch::new(timeline);
    for (place, step) in timeline.steps().iter().enumerate().filter(|(_, step)| step.connection == Some(connection)) {
        watch.see(place, step);
    }
    watch.land();
    watch.timing.smallest_reply = watch.timing.exchanges.iter().filter_map(|exchange| exchange.reply_time).min();
    watch.timing
}

/// Looks at the steps of a connection one by one.
struct Watch<'a> {
    timeline: &'a Timeline,
    timing: Timing,
    flight: Flight,
    /// Commands said so far, and those answered or lost among them.
    asked: ExchangeNumber,
    answered: ExchangeNumber,
    /// When the last reply or the greeting was whole, if that is known.
    replied: Option<Time>,
    /// The last command of the flight before; what it and those that could go with it allow.
    before: Option<Joint>,
}

/// Commands that were sent without waiting.
#[derive(Default)]
struct Flight {
    commands: u64,
    /// The exchange of the last of them.
    last: ExchangeNumber,
    /// When their last octet was said.
    said: Option<Time>,
    /// When the last octet of the last reply came.
    replied: Option<Time>,
}

/// A group of commands as a client that pipelines would have sent it.
#[derive(Clone, Copy, Default)]
struct Joint {
    /// Whether another command may follow the last one at once.
    open: bool,
    /// Whether the reply to one of them tells message numbers.
    tells_numbers: bool,
}

impl<'a> Watch<'a> {
    fn new(timeline: &'a Timeline) -> Self {
        Self {
            timeline,
            timing: Timing::default(),
            flight: Flight::default(),
            asked: 0,
            answered: 0,
            replied: None,
            before: None,
        }
    }

    fn see(&mut self, place: usize, step: &Step) {
        match &step.what {
            What::Said(said) => match &said.meaning {
                Meaning::Greeting(_) => self.replied = Some(step.until),
                Meaning::Command { exchange, line } => self.see_command(place, step, said, (*exchange, Some(line))),
                Meaning::Other(turn) => self.see_turn(place, step, said, turn),
                Meaning::Challenge { exchange, .. } => {
                    self.see_first_octet(said, step.at);
                    if self.flight.last == *exchange {
                        let waited_since = self.flight.said.take();
                        self.add_wait(waited_since, Some(step.until));
                    }
                }
                Meaning::SaslResponse { exchange, .. } => {
                    self.timing.round_trips += 1;
                    if self.flight.last == *exchange {
                        self.flight.said = Some(step.until);
                    }
                }
                Meaning::Reply { exchange, .. } => {
                    self.replied = is_whole(said).then_some(step.until);
                    if let Some(exchange) = exchange {
                        self.answered = exchange + 1;
                        self.see_reply(step, said, *exchange);
                    }
                }
                Meaning::Opaque | Meaning::Stray | Meaning::Fragment => self.replied = None,
            },
            What::Gap { .. } => {
                self.answered = self.asked; // What was asked may have been answered in the gap.
                self.replied = None;
            }
            What::Opened | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => (),
        }
    }

    fn see_command(
        &mut self,
        place: usize,
        step: &Step,
        said: &Said,
        (exchange, line): (ExchangeNumber, Option<&CommandLine>),
    ) {
        let waits = self.asked <= self.answered;
        self.asked = exchange + 1;
        let joint = line.map(Joint::of).unwrap_or_default();
        if waits {
            self.land();
            self.timing.round_trips += 1;
            self.before = Some(match self.before.filter(|before| line.is_some_and(|line| before.takes(line))) {
                Some(before) => {
                    self.timing.savable_rounds += 1;
                    before.with(joint)
                }
                None => joint,
            });
        } else {
            self.before = Some(self.before.map_or(joint, |before| before.with(joint)));
        }
        self.flight.commands += 1;
        self.flight.last = exchange;
        self.flight.said = Some(step.until);
        self.flight.replied = None;
        let think_time = self.replied.filter(|_| waits).and_then(|replied| between(replied, step.at));
        let mut exchange = ExchangeTiming {
            step: place,
            octets: said.raw.len() as u64,
            reply_octets: None,
            reply_time: None,
            whole_time: None,
            think_time,
        };
        if let Some((reply, answer)) = self.timeline.partner(step).and_then(|reply| Some((reply, reply.said()?))) {
            let holes = answer.block().map_or(0, |block| block.holes.iter().map(|hole| hole.octets).sum());
            exchange.reply_octets = Some(answer.raw.len() as u64 + holes);
            if has_status(answer) {
                exchange.reply_time = between(step.until, reply.at);
            }
            if is_whole(answer) {
                exchange.whole_time = between(step.until, reply.until);
            }
        }
        self.timing.exchanges.push(exchange);
    }

    /// The same for the protocols beside POP3; which of their rounds could be saved is not told.
    fn see_turn(&mut self, place: usize, step: &Step, said: &Said, turn: &Turn) {
        let Some(exchange) = turn.exchange else {
            self.replied = (said.side == Side::Server).then_some(step.until);
            return;
        };
        match (turn.role, said.side) {
            (Role::Command(_), _) => self.see_command(place, step, said, (exchange, None)),
            _ if turn.completes() => {
                self.replied = Some(step.until);
                self.answered = self.answered.max(exchange + 1);
                self.see_first_octet(said, step.at);
                self.see_reply(step, said, exchange);
            }
            (_, Side::Server) => {
                self.see_first_octet(said, step.at);
                if self.flight.last == exchange && matches!(turn.role, Role::Reply { .. }) {
                    let waited_since = self.flight.said.take();
                    self.add_wait(waited_since, Some(step.until));
                }
            }
            (_, Side::Client) => {
                self.timing.round_trips += 1;
                if self.flight.last == exchange {
                    self.flight.said = Some(step.until);
                }
            }
        }
    }

    /// The server said something to a command before its reply.
    fn see_first_octet(&mut self, said: &Said, at: Time) {
        let asked = said.partner.and_then(|place| self.timeline.steps().get(place));
        let exchange = self.timing.exchanges.iter_mut().rev().find(|exchange| Some(exchange.step) == said.partner);
        if let (Some(asked), Some(exchange)) = (asked, exchange) {
            let times = [exchange.reply_time, between(asked.until, at)];
            exchange.reply_time = times.into_iter().flatten().min();
        }
    }

    fn see_reply(&mut self, step: &Step, said: &Said, exchange: ExchangeNumber) {
        if self.flight.last == exchange {
            self.flight.replied = is_whole(said).then_some(step.until);
        }
        let positive = status_is_positive(said);
        if let Some(Ok(Command::Capa)) = self.timeline.asked(said).map(|line| line.command.as_ref())
            && let (true, Some(list)) = (positive, said.delivered())
        {
            let announced = Capability::read_all(&list).iter().any(|capability| capability.tag == "PIPELINING");
            self.timing.pipelining_announced = Some(announced);
        }
    }

    /// A flight is over: all that was said in it was answered, or will not be.
    fn land(&mut self) {
        let flight = std::mem::take(&mut self.flight);
        if 1 < flight.commands {
            self.timing.pipelined_flights += 1;
            self.timing.pipelined_commands += flight.commands;
        }
        self.add_wait(flight.said, flight.replied);
    }

    fn add_wait(&mut self, from: Option<Time>, to: Option<Time>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.timing.total_wait += to.since(from);
        }
    }
}

impl Joint {
    fn of(line: &CommandLine) -> Self {
        let open = match line.command.as_ref().map(Command::keyword) {
            Ok(Keyword::Capa | Keyword::Stls | Keyword::Auth | Keyword::Utf8 | Keyword::Lang | Keyword::Quit)
            | Err(_) => false,
            Ok(
                Keyword::User
                | Keyword::Pass
                | Keyword::Rpop
                | Keyword::Apop
                | Keyword::Stat
                | Keyword::List
                | Keyword::Retr
                | Keyword::Dele
                | Keyword::Noop
                | Keyword::Rset
                | Keyword::Top
                | Keyword::Uidl
                | Keyword::Last,
            ) => true,
        };
        let tells_numbers = matches!(
            line.command,
            Ok(Command::Stat | Command::List { message: None } | Command::Uidl { message: None } | Command::Last)
        );
        Self { open, tells_numbers }
    }

    /// Whether a command could have been sent with these.
    fn takes(self, line: &CommandLine) -> bool {
        let names_message = line.command.as_ref().is_ok_and(|command| command.message().is_some());
        self.open && line.command.is_ok() && !(self.tells_numbers && names_message)
    }

    fn with(self, last: Self) -> Self {
        Self { open: last.open, tells_numbers: self.tells_numbers || last.tells_numbers }
    }
}

/// The time between two moments; `None` if the second is before the first, as clocks of captures may have it.
fn between(from: Time, to: Time) -> Option<Duration> {
    (from <= to).then(|| to.since(from))
}

fn has_status(reply: &Said) -> bool {
    matches!(&reply.meaning, Meaning::Reply { status: Some(_), .. } | Meaning::Other(_))
}

fn status_is_positive(reply: &Said) -> bool {
    matches!(&reply.meaning, Meaning::Reply { status: Some(status), .. } if status.indicator.is_positive())
}

/// Whether the last octet of a reply was seen.
fn is_whole(reply: &Said) -> bool {
    match reply.block() {
        Some(block) => block.terminated && !block.ends_in_doubt(),
        None => has_status(reply),
    }
}

#[cfg(test)]
mod tests;
