//! Hears what both sides say, and finds the attempts to log in.

use std::collections::BTreeMap;

use crate::inspect::login::Credential;
use crate::inspect::login::CredentialKind;
use crate::inspect::login::Login;
use crate::inspect::login::Mechanism;
use crate::inspect::login::Outcome;
use crate::inspect::login::is_digest;
use crate::inspect::login::sasl;
use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::StatusLine;
use crate::proto::auth;
use crate::proto::command::CommandLine;
use crate::proto::secret::MASK;
use crate::proto::secret::Secret;
use crate::proto::secret::shown_mechanism;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// Hears a timeline step by step.
pub(super) struct Listener<'a> {
    timeline: &'a Timeline,
    talks: BTreeMap<Option<ConnectionId>, Talk>,
    /// The attempts by the steps of their commands.
    attempts: BTreeMap<usize, Attempt>,
}

/// What one connection has said that later attempts need.
#[derive(Default)]
struct Talk {
    /// The timestamp of the greeting.
    timestamp: Option<Vec<u8>>,
    user: Option<Named>,
    /// The step of the last command.
    last_command: usize,
    closed: bool,
}

/// A USER.
struct Named {
    step: usize,
    name: Vec<u8>,
    /// Whether a PASS followed.
    used: bool,
}

/// An attempt, and what an AUTH said before it is decoded.
struct Attempt {
    login: Login,
    sasl: Option<sasl::Exchange>,
}

impl<'a> Listener<'a> {
    /// Nothing was heard yet.
    pub(super) fn new(timeline: &'a Timeline) -> Self {
        Self { timeline, talks: BTreeMap::new(), attempts: BTreeMap::new() }
    }

    /// Hears the next step.
    pub(super) fn hear(&mut self, place: usize, step: &Step) {
        let talk = self.talks.entry(step.connection).or_default();
        match &step.what {
            What::Closed(closing) => talk.closed = *closing != Closing::RecordingEnds,
            What::Said(said) => match &said.meaning {
                Meaning::Greeting(status) => {
                    talk.timestamp = auth::apop_timestamp(&status.text).map(<[u8]>::to_vec);
                }
                Meaning::Command { line, .. } => {
                    talk.last_command = place;
                    self.hear_command(place, step.connection, said, line);
                }
                Meaning::Challenge { status, .. } => self.hear_sasl(said, |sasl| sasl.challenge(&status.text)),
                Meaning::SaslResponse { .. } => self.hear_sasl(said, |sasl| sasl.response(said.first_line())),
                Meaning::Reply { .. } | Meaning::Other(_) | Meaning::Opaque | Meaning::Stray | Meaning::Fragment => (),
            },
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => (),
        }
    }

    fn hear_sasl(&mut self, said: &Said, take: impl FnOnce(&mut sasl::Exchange)) {
        let Some(attempt) = said.partner.and_then(|command| self.attempts.get_mut(&command)) else { return };
        attempt.login.certainty = attempt.login.certainty.max(said.certainty);
        attempt.login.cover = said.cover;
        if let Some(sasl) = &mut attempt.sasl {
            take(sasl);
        }
    }

    fn hear_command(&mut self, place: usize, connection: Option<ConnectionId>, said: &Said, line: &CommandLine) {
        match line.keyword {
            Some(Keyword::User) => {
                self.give_up_user(connection, true);
                let named = Named { step: place, name: rest_of(said.first_line()).to_vec(), used: false };
                self.talks.entry(connection).or_default().user = Some(named);
            }
            Some(Keyword::Pass) => self.hear_pass(place, connection, said),
            Some(Keyword::Rpop) => self.hear_rpop(place, connection, said),
            Some(Keyword::Apop) => {
                self.give_up_user(connection, true);
                let timestamp = self.talks.get(&connection).and_then(|talk| talk.timestamp.clone());
                self.hear_apop(place, said, timestamp);
            }
            Some(Keyword::Auth) => {
                if let Some((mechanism, sasl)) = begun(said, line) {
                    self.give_up_user(connection, true);
                    let login = self.login(place, said, mechanism);
                    self.attempts.insert(place, Attempt { login, sasl: Some(sasl) });
                }
            }
            Some(
                Keyword::Stls
                | Keyword::Capa
                | Keyword::Utf8
                | Keyword::Lang
                | Keyword::Stat
                | Keyword::List
                | Keyword::Retr
                | Keyword::Dele
                | Keyword::Noop
                | Keyword::Rset
                | Keyword::Top
                | Keyword::Uidl
                | Keyword::Last
                | Keyword::Quit,
            )
            | None => (),
        }
    }

    fn hear_pass(&mut self, place: usize, connection: Option<ConnectionId>, said: &Said) {
        let mut login = self.login(place, said, Mechanism::UserPass);
        let secret = rest_of(said.first_line());
        if !secret.is_empty() {
            login.credential = Some(Credential::new(CredentialKind::Password, secret));
        }
        if let Some(named) = self.talks.get_mut(&connection).and_then(|talk| talk.user.as_mut()) {
            if named.used {
                login.certainty = login.certainty.max(Certainty::Likely); // A second PASS names nobody.
            }
            named.used = true;
            login.user = Some(named.name.clone());
        }
        self.attempts.insert(place, Attempt { login, sasl: None });
    }

    /// RPOP names the user on the machine of the client; whose mailbox it is, USER has said (RFC 1081).
    fn hear_rpop(&mut self, place: usize, connection: Option<ConnectionId>, said: &Said) {
        let mut login = self.login(place, said, Mechanism::Rpop);
        let remote = rest_of(said.first_line());
        login.user = Some(remote.to_vec()).filter(|name| !name.is_empty());
        if let Some(named) = self.talks.get_mut(&connection).and_then(|talk| talk.user.as_mut()) {
            named.used = true;
            login.user = Some(named.name.clone());
            login.authorization_identity = Some(remote.to_vec()).filter(|name| *name != named.name);
        }
        self.attempts.insert(place, Attempt { login, sasl: None });
    }

    fn hear_apop(&mut self, place: usize, said: &Said, timestamp: Option<Vec<u8>>) {
        let mut login = self.login(place, said, Mechanism::Apop);
        let rest = rest_of(said.first_line());
        let space = rest.iter().rposition(|&octet| octet == b' ');
        let (name, digest) = space.map_or((rest, None), |space| (&rest[..space], Some(&rest[space + 1..])));
        login.user = Some(name.to_vec());
        login.challenge = timestamp;
        login.credential = digest.map(|digest| {
            let kind = if is_digest(digest) { CredentialKind::Digest } else { CredentialKind::Undecoded };
            Credential::new(kind, digest)
        });
        self.attempts.insert(place, Attempt { login, sasl: None });
    }

    /// A USER after which no PASS came is an attempt of its own.
    fn give_up_user(&mut self, connection: Option<ConnectionId>, went_on: bool) {
        let Some(named) = self.talks.get_mut(&connection).and_then(|talk| talk.user.take()) else { return };
        let Some(said) = self.timeline.steps().get(named.step).and_then(Step::said).filter(|_| !named.used) else {
            return;
        };
        let mut login = self.login(named.step, said, Mechanism::UserPass);
        login.user = Some(named.name);
        if login.outcome == Outcome::Accepted {
            login.outcome = if went_on { Outcome::Cancelled } else { Outcome::Unknown };
        }
        self.attempts.insert(named.step, Attempt { login, sasl: None });
    }

    /// An attempt as its command and its reply tell it.
    fn login(&self, place: usize, said: &Said, mechanism: Mechanism) -> Login {
        let reply = said.partner.and_then(|reply| self.timeline.steps().get(reply)).and_then(Step::said);
        let status = reply.and_then(Said::status);
        let outcome = match status.map(|status| status.indicator.is_positive()) {
            Some(true) => Outcome::Accepted,
            Some(false) => Outcome::Refused,
            None => Outcome::Unknown,
        };
        Login {
            step: place,
            reply: said.partner,
            mechanism,
            user: None,
            authorization_identity: None,
            credential: None,
            challenge: None,
            outcome,
            response_code: status.and_then(StatusLine::response_code),
            cover: said.cover,
            certainty: reply.map_or(said.certainty, |reply| said.certainty.max(reply.certainty)),
        }
    }

    /// The attempts in the order of their commands.
    pub(super) fn finish(mut self) -> Vec<Login> {
        let connections: Vec<_> = self.talks.iter().map(|(id, talk)| (*id, talk.went_on())).collect();
        for (connection, went_on) in connections {
            self.give_up_user(connection, went_on);
        }
        let decoded = self.attempts.into_values().map(|attempt| match attempt.sasl {
            Some(sasl) => sasl.decode(attempt.login),
            None => attempt.login,
        });
        decoded.collect()
    }
}

impl Talk {
    /// Whether anything came after the USER that waits.
    fn went_on(&self) -> bool {
        self.closed || self.user.as_ref().is_some_and(|named| named.step < self.last_command)
    }
}

/// What stands behind the keyword and one space.
fn rest_of(line: &[u8]) -> &[u8] {
    line.iter().position(|&octet| octet == b' ').map_or(&[], |space| &line[space + 1..])
}

/// The mechanism that an AUTH names and what it says at once; `None` if it only asks for the list of mechanisms.
fn begun(said: &Said, line: &CommandLine) -> Option<(Mechanism, sasl::Exchange)> {
    if let Ok(Command::Auth { mechanism: Some(name), initial_response }) = &line.command
        && shown_mechanism(name) != MASK
    {
        let sasl = sasl::Exchange::begun(initial_response.as_ref().map(Secret::reveal));
        return Some((Mechanism::named(name), sasl));
    }
    let rest = rest_of(said.first_line());
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let word = words.next()?;
    let name = std::str::from_utf8(word).ok().map(str::to_ascii_uppercase);
    // The word as it came: capitals alone would make every response look like a name.
    let is_name = std::str::from_utf8(word).is_ok_and(|word| shown_mechanism(word) != MASK);
    match name.filter(|_| is_name) {
        Some(name) => {
            let behind: Vec<_> = words.collect();
            let sasl = if behind.is_empty() {
                sasl::Exchange::begun(None)
            } else {
                sasl::Exchange::unreadable(&behind.join(&b' '))
            };
            Some((Mechanism::named(&name), sasl))
        }
        None => Some((Mechanism::Unnamed, sasl::Exchange::unreadable(rest))),
    }
}
