//! Logins: who tried to log in, how, with what, and what came of it.

mod sasl;

use std::collections::BTreeMap;
use std::fmt;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::StatusLine;
use crate::proto::auth;
use crate::proto::command::CommandLine;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::proto::secret::Secret;
use crate::proto::secret::shown_mechanism;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// One attempt to log in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Login {
    /// The step of its command: PASS, APOP or AUTH, and USER if no PASS came.
    pub step: usize,
    /// The step of the reply that decided, if it was seen.
    pub reply: Option<usize>,
    /// How the client proves who it is.
    pub mechanism: Mechanism,
    /// Whose mailbox it is, decoded, if that can be read.
    pub user: Option<Vec<u8>>,
    /// On whose behalf PLAIN acts, if it says so (RFC 4616 §2).
    pub authorization_identity: Option<Vec<u8>>,
    /// What is to prove it, if it was said.
    pub credential: Option<Credential>,
    /// What a digest was made with: the timestamp of the greeting or the challenge, decoded if it is base64.
    pub challenge: Option<Vec<u8>>,
    /// What came of it.
    pub outcome: Outcome,
    /// The response code of the reply, if it has one.
    pub response_code: Option<String>,
    /// Whether TLS covered it.
    pub cover: Cover,
    /// How sure all this is.
    pub certainty: Certainty,
}

/// How a client proves who it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Mechanism {
    /// USER and PASS (RFC 1939 §7).
    UserPass,
    /// APOP (RFC 1939 §7).
    Apop,
    /// AUTH PLAIN (RFC 4616).
    Plain,
    /// AUTH LOGIN.
    Login,
    /// AUTH CRAM-MD5 (RFC 2195).
    CramMd5,
    /// AUTH XOAUTH2.
    Xoauth2,
    /// Another one, of which nothing is decoded.
    Other(String),
    /// AUTH with a word that names none, and may be a secret.
    Unnamed,
}

/// What is to prove who a client is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credential {
    /// What it is.
    pub kind: CredentialKind,
    /// Its octets.
    pub secret: Secret,
}

/// What a credential is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CredentialKind {
    /// A password.
    Password,
    /// A token that somebody else gave out.
    Token,
    /// A digest in hexadecimal, made of a password and a challenge.
    Digest,
    /// Octets as they came: they are no base64, or nobody knows how to read them.
    Undecoded,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The server said `+OK`.
    Accepted,
    /// The server said `-ERR`.
    Refused,
    /// The client gave up: it answered a challenge with `*`, or sent no PASS after USER.
    Cancelled,
    /// No reply was seen.
    Unknown,
}

impl Login {
    /// The user, printable.
    #[must_use]
    pub fn shown_user(&self) -> Option<String> {
        self.user.as_deref().map(printable)
    }

    /// The digest, if it is one that a password can be held against.
    #[must_use]
    pub fn digest(&self) -> Option<&[u8]> {
        let credential = self.credential.as_ref().filter(|credential| credential.kind == CredentialKind::Digest)?;
        self.challenge.as_ref().map(|_| credential.secret.reveal())
    }

    /// Whether the digest is that of a password; `None` if there is no digest, or its challenge was not seen.
    #[must_use]
    pub fn matches(&self, password: &[u8]) -> Option<bool> {
        let (digest, challenge) = (self.digest()?, self.challenge.as_deref()?);
        let expected = match self.mechanism {
            Mechanism::Apop => auth::apop_digest(challenge, password),
            Mechanism::CramMd5 => auth::cram_md5_digest(challenge, password),
            Mechanism::UserPass
            | Mechanism::Plain
            | Mechanism::Login
            | Mechanism::Xoauth2
            | Mechanism::Other(_)
            | Mechanism::Unnamed => return None,
        };
        Some(expected.as_bytes().eq_ignore_ascii_case(digest))
    }
}

impl Mechanism {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::UserPass => "USER/PASS",
            Self::Apop => "APOP",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::Xoauth2 => "XOAUTH2",
            Self::Other(name) => name,
            Self::Unnamed => "unknown",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "PLAIN" => Self::Plain,
            "LOGIN" => Self::Login,
            "CRAM-MD5" => Self::CramMd5,
            "XOAUTH2" => Self::Xoauth2,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl CredentialKind {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token => "token",
            Self::Digest => "digest",
            Self::Undecoded => "undecoded",
        }
    }
}

impl Outcome {
    /// Its name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }
}

/// Every attempt to log in, in the order of the commands.
#[must_use]
pub fn logins(timeline: &Timeline) -> Vec<Login> {
    let mut listener = Listener { timeline, talks: BTreeMap::new(), attempts: BTreeMap::new() };
    for (place, step) in timeline.steps().iter().enumerate() {
        listener.hear(place, step);
    }
    listener.finish()
}

/// Hears a timeline step by step.
struct Listener<'a> {
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

impl Listener<'_> {
    fn hear(&mut self, place: usize, step: &Step) {
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
                Meaning::Reply { .. } | Meaning::Opaque | Meaning::Stray | Meaning::Fragment => (),
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
        let status = reply.and_then(status_of);
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

    fn finish(mut self) -> Vec<Login> {
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

impl Credential {
    fn new(kind: CredentialKind, octets: &[u8]) -> Self {
        Self { kind, secret: Secret::new(octets) }
    }
}

/// What stands behind the keyword and one space.
fn rest_of(line: &[u8]) -> &[u8] {
    line.iter().position(|&octet| octet == b' ').map_or(&[], |space| &line[space + 1..])
}

/// Whether octets are a digest in hexadecimal. Capitals are against RFC 1939 §7, and mean the same.
fn is_digest(octets: &[u8]) -> bool {
    octets.len() == 32 && octets.iter().all(u8::is_ascii_hexdigit)
}

fn status_of(said: &Said) -> Option<&StatusLine> {
    match &said.meaning {
        Meaning::Reply { status, .. } => status.as_ref(),
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => None,
    }
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

#[cfg(test)]
mod tests;
