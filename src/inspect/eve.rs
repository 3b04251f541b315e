//! What Eve learnt: all that somebody on the wire has of a session so far, and what she could make of it.

mod guess;

use crate::inspect::eve::guess::Guess;
use crate::inspect::eve::guess::Guessing;
use crate::inspect::fetched::fetched_at;
use crate::inspect::login::CredentialKind;
use crate::inspect::login::Outcome;
use crate::inspect::login::logins;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::line::printable;
use crate::proto::secret::Secret;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::session::eve::Glimpse;
use crate::session::eve::Seen;
use crate::session::snapshot::Tls;
use crate::session::timeline::What;

pub use guess::Guesses;
pub use guess::WORDS;

/// Octets that TLS adds to what is said; less of it than this is no answer with a mail in it.
const SHORT_ANSWER: u64 = 120;
/// Mails and logins that are told one by one.
const MOST: usize = 50;

/// All that Eve has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Learnt {
    /// The ends of each connection, with the names by which they are known on the wire.
    pub ends: Vec<Ends>,
    /// Who logged in, and with what.
    pub logins: Vec<SeenLogin>,
    /// The mails that passed in the clear.
    pub mails: Vec<SeenMail>,
    /// How many mails more there were.
    pub more_mails: usize,
    /// What was sealed.
    pub sealed: Sealed,
    /// Whether a server refused STLS, or somebody did in its place.
    pub stls_refused: bool,
}

/// The ends of a connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ends {
    /// The address of the client.
    pub client: String,
    /// The address of the server.
    pub server: String,
    /// What the server said of itself in the clear.
    pub greeting: Option<String>,
    /// Whether and how TLS covers it.
    pub tls: Tls,
}

/// A login as Eve has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeenLogin {
    /// The name of the mailbox.
    pub user: String,
    /// The way.
    pub mechanism: String,
    /// What she has of the secret.
    pub has: Has,
    /// What the server said to it, as far as Eve has heard.
    pub outcome: Outcome,
}

/// What Eve has of a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Has {
    /// The name alone.
    Nothing,
    /// The password or a token that is as good.
    Password(Secret),
    /// A digest. If a word of a small list gives the same one, this word is the password.
    Digest(Option<&'static str>),
    /// A digest on which no word was tried: it would take too long.
    Untried,
    /// Octets that she cannot read.
    Undecoded,
}

/// A mail as Eve has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeenMail {
    /// Its size.
    pub octets: usize,
    /// Its subject.
    pub subject: Option<String>,
    /// Whether she has all of it.
    pub complete: bool,
}

/// What can be told of words that nobody can read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sealed {
    /// Octets of the client, as the wire has them.
    pub client_octets: u64,
    /// Octets of the server.
    pub server_octets: u64,
    /// How often the client spoke: about so many commands.
    pub turns: usize,
    /// The sizes of answers that are long enough to hold a mail, in their order.
    pub long_answers: Vec<u64>,
}

impl Learnt {
    /// What Eve has learnt when so many steps of what the wire shows are over, given how it shows each.
    #[must_use]
    pub fn of(timeline: &Timeline, glimpses: &[Glimpse], cursor: Cursor) -> Self {
        Self::with(timeline, glimpses, cursor, &mut Guesses::default())
    }

    /// The same for somebody who looks again and again: what was guessed before is not guessed anew.
    #[must_use]
    pub fn with(timeline: &Timeline, glimpses: &[Glimpse], cursor: Cursor, guesses: &mut Guesses) -> Self {
        let mut learnt = Self { ends: ends(timeline, cursor), ..Self::default() };
        learnt.learn_logins(timeline, cursor, guesses);
        let steps = timeline.steps().iter().zip(glimpses).enumerate().take(cursor.0);
        let mut answer = 0;
        for (place, (step, glimpse)) in steps {
            let What::Said(said) = &step.what else { continue };
            match glimpse.seen {
                Seen::Sealed => learnt.sealed.count(said.side, said.raw.len() as u64, &mut answer),
                Seen::Handshake | Seen::Outline => (),
                Seen::Clear => {
                    learnt.stls_refused |= refuses_stls(timeline, place);
                    learnt.learn_mail(timeline, place);
                }
            }
        }
        learnt.sealed.end_answer(&mut answer);
        learnt
    }

    fn learn_logins(&mut self, timeline: &Timeline, cursor: Cursor, guesses: &mut Guesses) {
        let mut guessing = Guessing::new(guesses);
        for login in logins(timeline).into_iter().filter(|login| login.step < cursor.0).take(MOST) {
            let heard = login.reply.is_some_and(|reply| reply < cursor.0);
            let has = match &login.credential {
                None => Has::Nothing,
                Some(credential) => match credential.kind {
                    CredentialKind::Password | CredentialKind::Token => Has::Password(credential.secret.clone()),
                    CredentialKind::Digest => match guessing.guess(&login) {
                        Guess::Word(word) => Has::Digest(Some(word)),
                        Guess::None => Has::Digest(None),
                        Guess::Untried => Has::Untried,
                    },
                    CredentialKind::Undecoded => Has::Undecoded,
                },
            };
            self.logins.push(SeenLogin {
                user: login.shown_user().unwrap_or_default(),
                mechanism: login.mechanism.to_string(),
                has,
                outcome: if heard { login.outcome } else { Outcome::Unknown },
            });
        }
    }

    fn learn_mail(&mut self, timeline: &Timeline, place: usize) {
        let Some(mail) = fetched_at(timeline, place) else { return };
        if self.mails.len() == MOST {
            self.more_mails += 1;
            return;
        }
        let said = timeline.steps().get(place).and_then(|step| step.said());
        let subject = said.and_then(|said| said.subject.as_ref()).map(|subject| printable(subject.as_bytes()));
        self.mails.push(SeenMail { octets: mail.octets.len(), subject, complete: mail.complete && mail.via == "RETR" });
    }
}

impl Sealed {
    fn count(&mut self, side: Side, octets: u64, answer: &mut u64) {
        match side {
            Side::Client => {
                self.end_answer(answer);
                self.turns += 1;
                self.client_octets += octets;
            }
            Side::Server => {
                self.server_octets += octets;
                *answer += octets;
            }
        }
    }

    fn end_answer(&mut self, answer: &mut u64) {
        let octets = std::mem::take(answer);
        if SHORT_ANSWER <= octets && self.long_answers.len() < MOST {
            self.long_answers.push(octets);
        }
    }

    /// Whether anything was sealed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.client_octets + self.server_octets == 0
    }
}

fn ends(timeline: &Timeline, cursor: Cursor) -> Vec<Ends> {
    let snapshot = timeline.snapshot(cursor);
    let opened = snapshot.sessions.iter().zip(timeline.connections()).take(MOST);
    let mut ends: Vec<Ends> = opened
        .map(|(state, connection)| Ends {
            client: connection.client.address.ip().to_string(),
            server: connection.server.address.to_string(),
            greeting: None,
            tls: state.tls,
        })
        .collect();
    for step in timeline.steps().iter().take(cursor.0) {
        if let (Some(id), Some(said)) = (step.connection, step.said())
            && let (Meaning::Greeting(status), Some(end)) = (&said.meaning, ends.get_mut(id.index()))
        {
            end.greeting = Some(printable(&status.text));
        }
    }
    ends
}

fn refuses_stls(timeline: &Timeline, place: usize) -> bool {
    let said = timeline.steps().get(place).and_then(|step| step.said());
    let refused = said.and_then(|said| said.status()).is_some_and(|status| !status.indicator.is_positive());
    let asked = said.and_then(|said| timeline.asked(said)).and_then(|line| line.keyword);
    refused && asked == Some(Keyword::Stls)
}
