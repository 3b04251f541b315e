//! The client of a scenario before a server that nobody simulates: what it says, and whether it hears what it should.
//!
//! ```text
//! scenario ─► run ─► moves: what the client said before each reply, and how the server answered
//! timeline of the real connection ─► what to say (digests and proofs made anew) ─► verdict on the answers
//! ```

mod moves;

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
use crate::scenario::dial::moves::Reader;
use crate::scenario::plan::Action;
use crate::scenario::run;
use crate::session::ConnectionId;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::session::timeline::What;

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
