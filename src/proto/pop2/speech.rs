//! How POP2 is heard: the sign of a reply says what it is, and a mail ends when its length is there.

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
use crate::proto::pop2::State;
use crate::proto::pop2::Verb;
use crate::proto::pop2::command::reply_number;

/// The state of a session that is heard.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Speech {
    state: Option<State>,
    /// The length of the current message, as the last `=` told it.
    length: u64,
    /// How much of it was given out before it was whole.
    given: u64,
}

impl Speech {
    fn enter(&mut self, state: State) -> Option<other::State> {
        let changes = self.state.replace(state) != Some(state);
        changes.then_some(other::State::Pop2(state))
    }
}

fn verb_of(waiting: Option<&Waiting>) -> Option<Verb> {
    match waiting?.asked.verb? {
        other::Verb::Pop2(verb) => Some(verb),
        other::Verb::Pop1(_) | other::Verb::Smtp(_) | other::Verb::Imap(_) => None,
    }
}

impl Grammar for Speech {
    fn client_wants(&self, _waiting: &VecDeque<Waiting>) -> Option<Wanted> {
        Some(Wanted::Line)
    }

    fn server_wants(&self, waiting: &VecDeque<Waiting>) -> Wanted {
        let asked_for_it = verb_of(waiting.front()) == Some(Verb::Retr) && self.state == Some(State::Item);
        if asked_for_it && 0 < self.length { Wanted::Octets(self.length - self.given) } else { Wanted::Line }
    }

    fn command(&mut self, line: &[u8]) -> Asked {
        let text = first_line(line).0;
        let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
        Asked { verb: Verb::from_word(word).map(other::Verb::Pop2), tag: Vec::new() }
    }

    fn client_content(&mut self, waiting: &VecDeque<Waiting>, whole: bool) -> Heard {
        // Never asked for: a client of POP2 says commands only.
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
            let enters = if whole { self.enter(State::Next) } else { None };
            return Some(Heard { role: Role::Content { of: to, whole }, exchange, enters });
        }
        let tone = match raw.first()? {
            b'+' | b'#' | b'=' => Tone::Positive,
            b'-' => Tone::Negative,
            _ => return None,
        };
        if self.state.is_none() && front.is_none() {
            let state = if tone == Tone::Positive { State::Auth } else { State::Done };
            return Some(Heard { role: Role::Greeting(tone), exchange: None, enters: self.enter(state) });
        }
        let enters = match (verb_of(front), tone) {
            // "If anything goes wrong close the connection."
            (_, Tone::Negative) | (Some(Verb::Quit), _) => self.enter(State::Done),
            (Some(Verb::Helo | Verb::Fold), _) => self.enter(State::Mbox),
            (Some(Verb::Read | Verb::Acks | Verb::Ackd | Verb::Nack), _) => {
                (self.length, self.given) = (reply_number(raw).unwrap_or(0), 0);
                self.enter(State::Item)
            }
            (Some(Verb::Retr) | None, _) => None,
        };
        Some(Heard { role: Role::Reply { to, tone }, exchange, enters })
    }

    fn lose(&mut self) {
        self.length = 0;
    }
}
