//! How IMAP is heard: a tag binds a reply to its command, and a star stands before all that comes between.

use std::collections::VecDeque;

use crate::proto::imap::State;
use crate::proto::imap::Tagged;
use crate::proto::imap::Verb;
use crate::proto::imap::words::Status;
use crate::proto::line::first_line;
use crate::proto::other;
use crate::proto::other::Role;
use crate::proto::other::Tone;
use crate::proto::other::grammar::Asked;
use crate::proto::other::grammar::Grammar;
use crate::proto::other::grammar::Heard;
use crate::proto::other::grammar::Waiting;
use crate::proto::other::grammar::Wanted;

/// The state of a session that is heard.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Speech {
    state: Option<State>,
    /// The server asked for the rest of a command: the client's next line is none.
    continued: bool,
}

impl Speech {
    fn enter(&mut self, state: State) -> Option<other::State> {
        let changes = self.state.replace(state) != Some(state);
        changes.then_some(other::State::Imap(state))
    }

    fn greet(&mut self, status: Option<Status>) -> Heard {
        let (tone, state) = match status {
            Some(Status::Ok) => (Tone::Positive, State::NotAuthenticated),
            Some(Status::Preauth) => (Tone::Positive, State::Authenticated),
            Some(Status::No | Status::Bad | Status::Bye) | None => (Tone::Negative, State::Logout),
        };
        Heard { role: Role::Greeting(tone), exchange: None, enters: self.enter(state) }
    }

    /// A response that belongs to no tag.
    fn untagged(&mut self, status: Option<Status>, waiting: &VecDeque<Waiting>) -> Heard {
        if self.state.is_none() && waiting.is_empty() {
            return self.greet(status);
        }
        // A command whose tag could not be read is answered without one (RFC 3501 §7.1.3).
        if let (Some(Status::Bad), Some(nameless)) =
            (status, waiting.iter().find(|waiting| waiting.asked.tag.is_empty()))
        {
            let role = Role::Reply { to: nameless.asked.verb, tone: Tone::Negative };
            return Heard { role, exchange: Some(nameless.exchange), enters: None };
        }
        let front = waiting.front();
        let enters = if status == Some(Status::Bye) { self.enter(State::Logout) } else { None };
        let role = Role::Telling { during: front.and_then(|front| front.asked.verb) };
        Heard { role, exchange: front.map(|front| front.exchange), enters }
    }
}

fn verb_of(waiting: &Waiting) -> Option<Verb> {
    match waiting.asked.verb? {
        other::Verb::Imap(verb) => Some(verb),
        other::Verb::Pop1(_) | other::Verb::Pop2(_) | other::Verb::Smtp(_) => None,
    }
}

impl Grammar for Speech {
    fn client_wants(&self, _waiting: &VecDeque<Waiting>) -> Option<Wanted> {
        Some(if self.continued { Wanted::Continuation } else { Wanted::Line })
    }

    fn server_wants(&self, _waiting: &VecDeque<Waiting>) -> Wanted {
        Wanted::Response
    }

    fn command(&mut self, line: &[u8]) -> Asked {
        let word = first_line(line).0.split(|octet| *octet == b' ').nth(1).unwrap_or_default();
        let tag = Tagged::parse(line).tag.unwrap_or_default();
        let verb = if tag.is_empty() { None } else { Verb::from_word(word) };
        Asked { verb: verb.map(other::Verb::Imap), tag: tag.into_bytes() }
    }

    fn client_content(&mut self, waiting: &VecDeque<Waiting>, whole: bool) -> Heard {
        self.continued = false;
        let front = waiting.front();
        let role = Role::Content { of: front.and_then(|front| front.asked.verb), whole };
        Heard { role, exchange: front.map(|front| front.exchange), enters: None }
    }

    fn server(&mut self, raw: &[u8], waiting: &VecDeque<Waiting>) -> Option<Heard> {
        let mut words = first_line(raw).0.splitn(3, |octet| *octet == b' ');
        let tag = words.next()?;
        let status = words.next().and_then(Status::from_word);
        match tag {
            b"*" => Some(self.untagged(status, waiting)),
            b"+" => {
                let front = waiting.front()?;
                self.continued = true;
                let role = Role::Reply { to: front.asked.verb, tone: Tone::Intermediate };
                Some(Heard { role, exchange: Some(front.exchange), enters: None })
            }
            tag => {
                let status = status?;
                self.continued = false;
                let Some(asked) = waiting.iter().find(|waiting| waiting.asked.tag == tag) else {
                    let role = Role::Reply { to: None, tone: status.tone() };
                    return Some(Heard { role, exchange: None, enters: None });
                };
                let next = verb_of(asked).zip(self.state).map(|(verb, state)| state.after(verb, status));
                let role = Role::Reply { to: asked.asked.verb, tone: status.tone() };
                Some(Heard { role, exchange: Some(asked.exchange), enters: next.and_then(|next| self.enter(next)) })
            }
        }
    }

    fn lose(&mut self) {
        self.continued = false;
    }
}
