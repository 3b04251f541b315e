//! The client of a scenario before a server that nobody simulates: what it says, and whether it hears what it should.
//!
//! ```text
//! scenario ─► run ─► moves: what the client said before each reply, and how the server answered
//! timeline of the real connection ─► what to say (digests and proofs made anew) ─► verdict on the answers
//! ```

use crate::proto::Command;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::auth::apop_digest;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::scram;
use crate::proto::secret::Secret;
use crate::proto::utterance::Meaning;
use crate::scenario::Scenario;
use crate::scenario::plan::Action;
use crate::scenario::run;
use crate::session::ConnectionId;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::sim::Store;

/// How a server answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// `+OK`
    Positive,
    /// `-ERR`
    Negative,
    /// A challenge of AUTH.
    Challenge,
    /// What is no reply.
    Strange,
}

/// What a server asks within AUTH.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    /// The mechanism that the client chose, in capitals.
    pub mechanism: String,
    /// The question, decoded; nothing if it is no base64.
    pub octets: Vec<u8>,
}

/// What there is to say of the answers to the last move.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// They have not all come.
    Waiting,
    /// The server answered as that of the scenario.
    AsExpected,
    /// It did not.
    Unexpected {
        /// What the server of the scenario answered.
        expected: Tone,
        /// What this one did; `None` if it closed the connection.
        got: Option<Tone>,
    },
}

/// The client of a scenario, as far as it has come.
#[derive(Clone, Debug)]
pub struct Dial {
    moves: Vec<Vec<Line>>,
    /// The next of them.
    next: usize,
    /// How often the server had spoken before the last move.
    heard: usize,
    /// What it should answer to it.
    expected: Vec<Tone>,
    scram: Option<scram::ClientSide>,
}

/// Something that is said before the next reply comes.
#[derive(Clone, Debug)]
struct Line {
    say: Say,
    /// As people may see it.
    shown: String,
    expected: Option<Tone>,
}

/// What is said, and what has to be made anew because another server asks otherwise.
#[derive(Clone, Debug)]
enum Say {
    Octets(Vec<u8>),
    Apop { user: String, secret: Secret },
    CramMd5 { user: String, secret: Secret },
    ScramFirst { user: String, with_command: bool },
    ScramFinal { password: Secret },
    ScramEnd,
}

impl Dial {
    /// The client that connects first to a server of POP3; `None` if nobody does, or says anything.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        if !speaks_pop3(scenario) {
            return None;
        }
        let timeline = run(scenario).timeline();
        let id = pop3_connection(&timeline)?;
        let moves = Reader { timeline: &timeline, id, store: &scenario.site.store }.moves();
        let expected = heard_on(&timeline, id).next().map(tone).into_iter().collect();
        (!moves.is_empty()).then_some(Self { moves, next: 0, heard: 0, expected, scram: None })
    }

    /// How many moves there are, and how many were made.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.moves.len())
    }

    /// What is said next, as people may see it; nothing at the end.
    #[must_use]
    pub fn next_lines(&self) -> Vec<&str> {
        self.moves.get(self.next).into_iter().flatten().map(|line| line.shown.as_str()).collect()
    }

    /// What is to be said now, by what this server has said so far. A nonce is random octets in base64.
    pub fn advance(&mut self, timeline: &Timeline, nonce: &str) -> Vec<Vec<u8>> {
        let Some(lines) = self.moves.get(self.next).cloned() else { return Vec::new() };
        self.next += 1;
        self.heard = heard(timeline).count();
        self.expected = lines.iter().filter_map(|line| line.expected).collect();
        lines.into_iter().map(|line| self.octets(line.say, timeline, nonce)).collect()
    }

    /// Goes over a move.
    pub fn skip(&mut self) {
        self.next = (self.next + 1).min(self.moves.len());
        self.expected.clear();
    }

    /// Takes the answers to the last move as they are.
    pub fn accept(&mut self) {
        self.expected.clear();
    }

    /// What is to be said of the answers to the last move.
    #[must_use]
    pub fn verdict(&self, timeline: &Timeline) -> Verdict {
        let mut answers = heard(timeline).skip(self.heard).map(tone);
        for expected in &self.expected {
            let got = answers.next();
            match got {
                Some(got) if got == *expected => (),
                None if !is_over(timeline) => return Verdict::Waiting,
                got => return Verdict::Unexpected { expected: *expected, got },
            }
        }
        Verdict::AsExpected
    }

    fn octets(&mut self, say: Say, timeline: &Timeline, nonce: &str) -> Vec<u8> {
        let asked = || challenge(timeline).map(|challenge| challenge.octets).unwrap_or_default();
        let line = match say {
            Say::Octets(octets) => return octets,
            Say::Apop { user, secret } => {
                // Without a timestamp there is nothing to make a digest of, and the server will say so.
                let timestamp = timestamp(timeline).unwrap_or_default();
                format!("APOP {user} {}", apop_digest(timestamp, secret.reveal()))
            }
            Say::CramMd5 { user, secret } => {
                encode_base64(format!("{user} {}", cram_md5_digest(&asked(), secret.reveal())).as_bytes())
            }
            Say::ScramFirst { user, with_command } => {
                let side = scram::ClientSide::begin(&user, nonce);
                let first = encode_base64(side.first().to_string().as_bytes());
                self.scram = Some(side);
                if with_command { format!("AUTH {} {first}", scram::NAME) } else { first }
            }
            Say::ScramFinal { password } => {
                let answer = self.scram.as_mut().map(|side| side.answer(&asked(), password.reveal()));
                // Whoever is asked by somebody who cannot be the server calls the login off.
                answer.and_then(Result::ok).map_or_else(|| "*".to_owned(), |answer| encode_base64(answer.as_bytes()))
            }
            Say::ScramEnd => {
                let proved = self.scram.take().is_some_and(|side| side.accepts(&asked()));
                if proved { String::new() } else { "*".to_owned() }
            }
        };
        (line + "\r\n").into_bytes()
    }
}

/// Whether the first connection of a scenario is one of POP3.
#[must_use]
pub fn speaks_pop3(scenario: &Scenario) -> bool {
    let mut actions = scenario.steps.iter().map(|step| &step.action);
    let first = actions.find(|action| matches!(action, Action::Connect(_)));
    first == Some(&Action::Connect(Protocol::Pop3))
}

/// The challenge that waits for a response on the only connection of a timeline.
#[must_use]
pub fn challenge(timeline: &Timeline) -> Option<Challenge> {
    let last = said(timeline).next_back()?;
    let Meaning::Challenge { exchange, status } = &last.meaning else { return None };
    let mechanism = match said(timeline).find_map(|said| command_of(said, *exchange)) {
        Some(Command::Auth { mechanism, .. }) => mechanism.clone(),
        Some(_) | None => None,
    };
    let octets = decode_base64(status.text.trim_ascii()).unwrap_or_default();
    Some(Challenge { mechanism: mechanism.unwrap_or_default(), octets })
}

/// The timestamp of the greeting, for APOP.
#[must_use]
pub fn timestamp(timeline: &Timeline) -> Option<&[u8]> {
    apop_timestamp(&said(timeline).find_map(greeting)?.text)
}

/// Whether the client of a timeline waits for a greeting or a reply.
#[must_use]
pub fn is_waiting(timeline: &Timeline) -> bool {
    let Some(last) = said(timeline).next_back() else { return !is_over(timeline) };
    let unanswered = said(timeline).filter(|said| said.command().is_some() && said.partner.is_none()).count();
    let asks = usize::from(matches!(last.meaning, Meaning::Challenge { .. }));
    !is_over(timeline) && (last.side == Side::Client || asks < unanswered)
}

/// Whether the connection of a timeline was closed.
#[must_use]
pub fn is_over(timeline: &Timeline) -> bool {
    timeline.steps().iter().rev().any(|step| matches!(step.what, What::Closed(_)))
}

fn said(timeline: &Timeline) -> impl DoubleEndedIterator<Item = &Said> {
    timeline.steps().iter().filter_map(|step| step.said())
}

fn heard(timeline: &Timeline) -> impl Iterator<Item = &Said> {
    said(timeline).filter(|said| said.side == Side::Server)
}

fn heard_on(timeline: &Timeline, id: ConnectionId) -> impl Iterator<Item = &Said> {
    let steps = timeline.steps().iter().filter(move |step| step.connection == Some(id));
    steps.filter_map(|step| step.said()).filter(|said| said.side == Side::Server)
}

fn pop3_connection(timeline: &Timeline) -> Option<ConnectionId> {
    let place = timeline.connections().iter().position(|connection| connection.protocol == Protocol::Pop3)?;
    u32::try_from(place).ok().map(ConnectionId)
}

/// The status line of a greeting.
fn greeting(said: &Said) -> Option<&StatusLine> {
    let Meaning::Greeting(status) = &said.meaning else { return None };
    Some(status)
}

/// The command that began an exchange.
fn command_of(said: &Said, number: u64) -> Option<&Command> {
    let Meaning::Command { exchange, line } = &said.meaning else { return None };
    line.command.as_ref().ok().filter(|_| *exchange == number)
}

fn tone(said: &Said) -> Tone {
    let of = |positive: bool| if positive { Tone::Positive } else { Tone::Negative };
    match &said.meaning {
        Meaning::Greeting(status) | Meaning::Reply { status: Some(status), .. } => of(status.indicator.is_positive()),
        Meaning::Challenge { .. } => Tone::Challenge,
        Meaning::Reply { status: None, .. }
        | Meaning::Command { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => Tone::Strange,
    }
}

/// Reads the moves of a client out of what was played.
struct Reader<'a> {
    timeline: &'a Timeline,
    id: ConnectionId,
    store: &'a Store,
}

impl Reader<'_> {
    fn moves(&self) -> Vec<Vec<Line>> {
        let steps = self.timeline.steps().iter().filter(|step| step.connection == Some(self.id));
        let all: Vec<&Said> = steps.filter_map(|step| step.said()).collect();
        let mut moves: Vec<Vec<Line>> = Vec::new();
        let mut answered = true;
        for (place, said) in all.iter().enumerate() {
            if said.side == Side::Server {
                answered = true;
                continue;
            }
            let expected = expected(said, &all[place + 1..]);
            let say = self.say(said, &all[..place], expected);
            let line = Line { say, shown: said.shown_line(false), expected };
            match moves.last_mut().filter(|_| !std::mem::take(&mut answered)) {
                Some(last) => last.push(line),
                None => moves.push(vec![line]),
            }
        }
        moves
    }

    /// What was right before the server of the scenario is made anew; what was wrong stays as it was.
    fn say(&self, said: &Said, before: &[&Said], expected: Option<Tone>) -> Say {
        let as_it_was = Say::Octets(said.raw.to_vec());
        let made_anew = match &said.meaning {
            Meaning::Command { line, .. } => match &line.command {
                Ok(Command::Apop { name, digest }) => self.apop(name, digest, before),
                Ok(Command::Auth { mechanism: Some(name), initial_response: Some(first) }) if name == scram::NAME => {
                    scram_user(first.reveal()).map(|user| Say::ScramFirst { user, with_command: true })
                }
                Ok(_) | Err(_) => None,
            },
            Meaning::SaslResponse { exchange, .. } => self.response(said, *exchange, before, expected),
            Meaning::Greeting(_)
            | Meaning::Challenge { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        };
        made_anew.unwrap_or(as_it_was)
    }

    fn apop(&self, name: &str, digest: &str, before: &[&Said]) -> Option<Say> {
        let greeting = before.iter().copied().find_map(greeting)?;
        let secret = self.store.account(name)?.secret.clone()?;
        let right = apop_digest(apop_timestamp(&greeting.text)?, secret.reveal()) == digest;
        right.then(|| Say::Apop { user: name.to_owned(), secret })
    }

    fn response(&self, said: &Said, number: u64, before: &[&Said], expected: Option<Tone>) -> Option<Say> {
        let auth = before.iter().copied().find_map(|said| command_of(said, number));
        let Some(Command::Auth { mechanism: Some(mechanism), initial_response }) = auth else { return None };
        let asked = before.iter().rev().find_map(|said| {
            let Meaning::Challenge { exchange, status } = &said.meaning else { return None };
            decode_base64(status.text.trim_ascii()).filter(|_| *exchange == number)
        })?;
        match mechanism.as_str() {
            "CRAM-MD5" => {
                let response = String::from_utf8(decode_base64(said.first_line())?).ok()?;
                let (name, digest) = response.rsplit_once(' ')?;
                let secret = self.store.account(name)?.secret.clone()?;
                let right = cram_md5_digest(&asked, secret.reveal()) == digest;
                right.then(|| Say::CramMd5 { user: name.to_owned(), secret })
            }
            scram::NAME if asked.is_empty() => {
                scram_user(said.first_line()).map(|user| Say::ScramFirst { user, with_command: false })
            }
            scram::NAME if said.first_line().is_empty() => Some(Say::ScramEnd),
            // The proof was right if the server proved itself in return.
            scram::NAME if expected == Some(Tone::Challenge) => {
                let responses = before.iter().find_map(|said| {
                    let Meaning::SaslResponse { exchange, .. } = &said.meaning else { return None };
                    scram_user(said.first_line()).filter(|_| *exchange == number)
                });
                let first = initial_response.as_ref().and_then(|first| scram_user(first.reveal()));
                let account = self.store.account(&first.or(responses)?)?;
                let password = account.password.clone().or_else(|| account.secret.clone())?;
                Some(Say::ScramFinal { password })
            }
            _ => None,
        }
    }
}

/// How the server answered.
fn expected(said: &Said, behind: &[&Said]) -> Option<Tone> {
    let of_exchange = |number: u64| {
        let mut replies = behind.iter().filter(|later| later.side == Side::Server);
        replies.find_map(|later| match &later.meaning {
            Meaning::Challenge { exchange, .. } if *exchange == number => Some(Tone::Challenge),
            Meaning::Reply { exchange: Some(exchange), .. } if *exchange == number => Some(tone(later)),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        })
    };
    match &said.meaning {
        Meaning::Command { exchange, .. } | Meaning::SaslResponse { exchange, .. } => of_exchange(*exchange),
        Meaning::Greeting(_)
        | Meaning::Challenge { .. }
        | Meaning::Reply { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => None,
    }
}

/// Who the first message of SCRAM is from, in base64.
fn scram_user(line: &[u8]) -> Option<String> {
    Some(scram::ClientFirst::read(&decode_base64(line)?)?.user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library;
    use crate::session::Recorder;

    fn dial(name: &str) -> (Dial, Timeline) {
        let scenario = library::find(name).expect("a lesson").scenario();
        (Dial::of(&scenario).expect("a client of POP3"), run(&scenario).timeline())
    }

    #[test]
    fn the_moves_of_a_lesson_are_what_its_client_said() {
        let (mut dial, timeline) = dial("first-session");
        let mut said = Vec::new();
        while !dial.next_lines().is_empty() {
            assert_eq!(dial.next_lines().len(), 1);
            said.extend(dial.advance(&timeline, "x"));
        }
        let expected = super::said(&timeline).filter(|said| said.side == Side::Client).map(|said| said.raw.to_vec());
        assert_eq!(said, expected.collect::<Vec<_>>());
        assert!(!dial.next_lines().iter().any(|line| line.contains("sesame")));
    }

    #[test]
    fn lines_that_went_together_go_together() {
        let (dial, _) = dial("pipelining");
        assert!(dial.moves.iter().any(|lines| 1 < lines.len()));
    }

    #[test]
    fn what_is_no_pop3_has_no_client() {
        for name in ["smtp-replies", "pop2-session", "pop1-session"] {
            assert!(Dial::of(&library::find(name).expect("a lesson").scenario()).is_none(), "{name}");
        }
    }

    #[test]
    fn nobody_waits_before_the_first_step_of_nothing_and_behind_the_end() {
        let (_, timeline) = dial("first-session");
        assert!(is_over(&timeline) && !is_waiting(&timeline));
        let nothing = Recorder::new().finish();
        assert!(is_waiting(&nothing) && challenge(&nothing).is_none() && timestamp(&nothing).is_none());
    }
}
