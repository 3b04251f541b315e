//! How POP1 is heard: a sign says what a reply is, and the mail ends when as many octets came as were told.

use std::collections::VecDeque;

use crate::proto::line::first_line;
use crate::proto::other;
use crate::proto::other::Role;
use crate::proto::other::Tone;
use crate::proto::other::grammar::Asked;
use crate::proto::other::grammar::Grammar;
use crate::proto::other::grammar::Heard;
use crate::proto::other::grammar::Waiting;
use crate::proto::other::grammar::Wanted;
use crate::proto::pop1::State;
use crate::proto::pop1::Verb;
use crate::proto::pop1::command::reply_number;

/// The state of a session that is heard.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Speech {
    state: Option<State>,
    /// The length of the mailbox, as the last `#` told it.
    length: u64,
    /// How much of it was given out before it was whole.
    given: u64,
}

impl Speech {
    fn enter(&mut self, state: State) -> Option<other::State> {
        let changes = self.state.replace(state) != Some(state);
        changes.then_some(other::State::Pop1(state))
    }
}

fn verb_of(waiting: Option<&Waiting>) -> Option<Verb> {
    match waiting?.asked.verb? {
        other::Verb::Pop1(verb) => Some(verb),
        other::Verb::Pop2(_) | other::Verb::Smtp(_) | other::Verb::Imap(_) => None,
    }
}

impl Grammar for Speech {
    fn client_wants(&self, _waiting: &VecDeque<Waiting>) -> Option<Wanted> {
        Some(Wanted::Line)
    }

    fn server_wants(&self, waiting: &VecDeque<Waiting>) -> Wanted {
        let asked_for_it = verb_of(waiting.front()) == Some(Verb::Rcev) && self.state == Some(State::Open);
        if asked_for_it && 0 < self.length { Wanted::Octets(self.length - self.given) } else { Wanted::Line }
    }

    fn command(&mut self, line: &[u8]) -> Asked {
        let text = first_line(line).0;
        let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
        Asked { verb: Verb::from_word(word).map(other::Verb::Pop1), tag: Vec::new() }
    }

    fn client_content(&mut self, waiting: &VecDeque<Waiting>, whole: bool) -> Heard {
        // Never asked for: a client of POP1 says commands only.
        let front = waiting.front();
        let role = Role::Content { of: front.and_then(|front| front.asked.verb), whole };
        Heard { role, exchange: front.map(|front| front.exchange), enters: None }
    }

    fn server(&mut self, raw: &[u8], waiting: &VecDeque<Waiting>) -> Option<Heard> {
        let front = waiting.front();
        let exchange = front.map(|front| front.exchange);
        let to = front.and_then(|front| front.asked.verb);
        if let Wanted::Octets(left) = self.server_wants(waiting) {
            let whole = left <= raw.len() as u64;
            self.given += raw.len() as u64;
            let enters = if whole { self.enter(State::Sent) } else { None };
            return Some(Heard { role: Role::Content { of: to, whole }, exchange, enters });
        }
        let tone = match raw.first()? {
            b'+' | b'#' => Tone::Positive,
            b'-' => Tone::Negative,
            _ => return None,
        };
        if self.state.is_none() && front.is_none() {
            let state = if tone == Tone::Positive { State::Auth } else { State::Done };
            return Some(Heard { role: Role::Greeting(tone), exchange: None, enters: self.enter(state) });
        }
        let enters = match (verb_of(front), tone, self.state) {
            // PASS must follow USER: whatever else came in its place, or a wrong password, leads back.
            (_, Tone::Negative, Some(State::Named)) => self.enter(State::Auth),
            // What could not be deleted ends the transaction all the same.
            (Some(Verb::Rcvd), Tone::Negative, Some(State::Sent)) => self.enter(State::Command),
            (_, Tone::Negative, _) | (Some(Verb::Noop) | None, _, _) => None,
            (Some(Verb::User), _, _) => self.enter(State::Named),
            (Some(Verb::Pass | Verb::Rcvd | Verb::Rset), _, _) => self.enter(State::Command),
            (Some(Verb::Retr | Verb::Rdel), _, _) => {
                (self.length, self.given) = (reply_number(raw).unwrap_or(0), 0);
                self.enter(State::Open)
            }
            (Some(Verb::Rcev), _, _) => self.enter(State::Sent),
            (Some(Verb::Quit), _, _) => self.enter(State::Done),
        };
        Some(Heard { role: Role::Reply { to, tone }, exchange, enters })
    }

    fn lose(&mut self) {
        self.length = 0;
    }
}
