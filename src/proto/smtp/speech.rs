//! How SMTP is heard: behind the 354 to a DATA the client's octets are a mail, up to the dot.

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
use crate::proto::smtp::State;
use crate::proto::smtp::Verb;
use crate::proto::smtp::reply;

/// A server that gives up says so with this code, whatever was asked (RFC 5321 §3.8).
const GIVES_UP: u16 = 421;

/// The state of a session that is heard.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Speech {
    state: Option<State>,
    mail: Mail,
}

/// Where the mail is that a DATA announced.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Mail {
    /// Nobody announced one, or nobody allowed it.
    #[default]
    None,
    /// It travels; `begun` if a piece of it was given out.
    Due { begun: bool },
    /// All of it was said; its reply is due.
    Said,
}

impl Speech {
    fn enter(&mut self, state: State) -> Option<other::State> {
        let changes = self.state.replace(state) != Some(state);
        changes.then_some(other::State::Smtp(state))
    }
}

fn verb_of(waiting: &Waiting) -> Option<Verb> {
    match waiting.asked.verb? {
        other::Verb::Smtp(verb) => Some(verb),
        other::Verb::Pop1(_) | other::Verb::Pop2(_) | other::Verb::Imap(_) => None,
    }
}

impl Grammar for Speech {
    fn client_wants(&self, waiting: &VecDeque<Waiting>) -> Option<Wanted> {
        let announced = waiting.iter().any(|waiting| verb_of(waiting) == Some(Verb::Data));
        match self.mail {
            Mail::Due { begun } => Some(Wanted::Mail { fresh: !begun }),
            // Whether commands or a mail follow, the reply tells.
            Mail::None if announced => None,
            Mail::None | Mail::Said => Some(Wanted::Line),
        }
    }

    fn server_wants(&self, _waiting: &VecDeque<Waiting>) -> Wanted {
        Wanted::Reply
    }

    fn command(&mut self, line: &[u8]) -> Asked {
        let text = first_line(line).0;
        let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
        Asked { verb: Verb::from_word(word).map(other::Verb::Smtp), tag: Vec::new() }
    }

    fn client_content(&mut self, waiting: &VecDeque<Waiting>, whole: bool) -> Heard {
        self.mail = if whole { Mail::Said } else { Mail::Due { begun: true } };
        let data = waiting.iter().find(|waiting| verb_of(waiting) == Some(Verb::Data));
        let role = Role::Content { of: Some(other::Verb::Smtp(Verb::Data)), whole };
        Heard { role, exchange: data.map(|data| data.exchange), enters: None }
    }

    fn server(&mut self, raw: &[u8], waiting: &VecDeque<Waiting>) -> Option<Heard> {
        let code = reply::code(raw)?;
        let tone = reply::tone(code)?;
        let Some(front) = waiting.front() else {
            let greets = self.state.is_none();
            let enters = match tone {
                Tone::Positive if greets => self.enter(State::Connected),
                _ if code == GIVES_UP => self.enter(State::Closing),
                Tone::Positive | Tone::Intermediate | Tone::Negative => None,
            };
            let role = if greets { Role::Greeting(tone) } else { Role::Reply { to: None, tone } };
            return Some(Heard { role, exchange: None, enters });
        };
        let verb = verb_of(front);
        let next = match (verb, self.state) {
            _ if code == GIVES_UP => Some(State::Closing),
            (Some(verb), Some(state)) => Some(state.after(verb, tone)),
            (Some(_) | None, _) => None,
        };
        if verb == Some(Verb::Data) {
            self.mail = if tone == Tone::Intermediate { Mail::Due { begun: false } } else { Mail::None };
        }
        let role = Role::Reply { to: front.asked.verb, tone };
        Some(Heard { role, exchange: Some(front.exchange), enters: next.and_then(|next| self.enter(next)) })
    }

    fn lose(&mut self) {
        self.mail = Mail::None;
    }
}
