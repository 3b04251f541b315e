//! Logins and times of the open session.

use std::time::Duration;

use crate::inspect::login::Login;
use crate::inspect::login::Outcome;
use crate::inspect::login::logins;
use crate::inspect::timing::Timing;
use crate::inspect::timing::timing;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::proto::utterance::Cover;
use crate::session::ConnectionId;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::text::certainty;
use crate::ui::text::duration;
use crate::ui::views::shown;
use crate::ui::widgets::chart::Tone;

/// Rounds of a hash that are spent on the typed secret in a frame; what is left waits for the next one.
const FRAME_ROUNDS: u32 = 20_000;
/// Logins that are listed; a session that tries passwords has many.
pub(super) const MAX_LOGINS: usize = 50;

/// What is known of a session, read once.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, ConnectionId)>,
    model: Model,
    /// A secret that digests are held against. It is forgotten with the session, and never saved.
    pub(super) secret: String,
    tried: Tried,
}

/// What came of holding the typed secret against the logins, in their order.
#[derive(Debug, Default)]
pub struct Tried {
    secret: String,
    results: Vec<Option<bool>>,
}

/// Logins and times.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Attempts to log in.
    pub logins: Vec<Login>,
    /// The times of the followed connection.
    pub timing: Timing,
    /// The longest time of a reply or a thought.
    pub longest: Duration,
}

/// A line about a login.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LoginLine {
    /// What is told.
    pub text: String,
    /// What came of it, with its sign.
    pub outcome: String,
    /// The colour of the outcome.
    pub tone: Tone,
    /// The step of its command.
    pub step: usize,
    /// Whether the typed secret is its secret; `None` if nothing was typed, or there is no digest.
    pub matches: Option<bool>,
}

/// A line about an exchange.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExchangeLine {
    /// The step of its command.
    pub step: usize,
    /// The command.
    pub command: String,
    /// How long the reply took.
    pub reply: Option<Duration>,
    /// How long the client thought before.
    pub think: Option<Duration>,
    /// Octets of the reply.
    pub octets: Option<u64>,
}

impl State {
    /// Holds the typed secret against some more logins. Tells whether there are others still.
    pub fn go_on(&mut self) -> bool {
        let Tried { secret, results } = &mut self.tried;
        if *secret != self.secret {
            secret.clone_from(&self.secret);
            results.clear();
        }
        if secret.is_empty() {
            return false;
        }
        let mut rounds: u32 = 0;
        while let Some(login) = self.model.logins[..self.model.logins.len().min(MAX_LOGINS)].get(results.len()) {
            if FRAME_ROUNDS <= rounds {
                return true;
            }
            if login.digest().is_some() {
                rounds = rounds.saturating_add(login.rounds());
            }
            results.push(login.matches(secret.as_bytes()));
        }
        false
    }

    /// The model of the open session, the secret that is typed, and what came of it.
    pub fn split(&mut self, player: &Player) -> (&Model, &mut String, &Tried) {
        let connection = player.followed().unwrap_or(ConnectionId(0));
        let key = Some((player.generation(), connection));
        if self.key != key {
            if self.key.is_none_or(|(generation, _)| generation != player.generation()) {
                self.secret.clear();
            }
            self.tried = Tried::default();
            self.model = Model::new(player, connection);
            self.key = key;
        }
        (&self.model, &mut self.secret, &self.tried)
    }
}

impl Tried {
    /// Whether the secret is that of a login; `None` if that is not known, or not yet.
    #[must_use]
    pub fn matches(&self, login: usize) -> Option<bool> {
        self.results.get(login).copied().flatten()
    }
}

impl Model {
    fn new(player: &Player, connection: ConnectionId) -> Self {
        let timeline = &player.session().timeline;
        let timing = timing(timeline, connection);
        let times = timing.exchanges.iter().flat_map(|exchange| [exchange.reply_time, exchange.think_time]);
        let longest = times.flatten().max().unwrap_or_default();
        Self { logins: logins(timeline), timing, longest }
    }

    /// Whether a digest was seen that a secret can be held against.
    #[must_use]
    pub fn has_digest(&self) -> bool {
        self.logins.iter().any(|login| login.digest().is_some())
    }

    /// A login in words.
    #[must_use]
    pub fn login(&self, place: usize, secrets: Secrets, tried: &Tried, words: &Words) -> Option<LoginLine> {
        let login = self.logins.get(place)?;
        let user = login.shown_user().unwrap_or_else(|| icons::NONE.to_owned());
        let secret = login.credential.as_ref().map(|credential| {
            let kind = words.get(&format!("credential-{}", credential.kind.as_str()));
            let octets = match secrets {
                Secrets::Masked => MASK.to_owned(),
                Secrets::Shown => printable(credential.secret.reveal()),
            };
            format!("{kind} {octets}")
        });
        let cover = words.get(match login.cover {
            Cover::Clear => "summary-clear",
            Cover::Tls => "login-tls",
        });
        let mut parts = vec![login.mechanism.to_string(), user];
        parts.extend(secret);
        parts.push(cover);
        parts.extend(login.response_code.as_deref().map(|code| format!("[{code}]")));
        parts.extend(certainty(login.certainty, words));
        let (sign, word, tone) = match login.outcome {
            Outcome::Accepted => (icons::CHOSEN, "summary-accepted", Tone::Good),
            Outcome::Refused => (icons::REFUSED, "summary-refused", Tone::Bad),
            Outcome::Cancelled => (icons::NOT_CHOSEN, "login-cancelled", Tone::Doubtful),
            Outcome::Unknown => (icons::NOT_CHOSEN, "login-unknown", Tone::Quiet),
        };
        Some(LoginLine {
            text: parts.join(&format!(" {} ", icons::DOT)),
            outcome: format!("{sign} {}", words.get(word)),
            tone,
            step: login.step,
            matches: tried.matches(place),
        })
    }

    /// An exchange in words.
    #[must_use]
    pub fn exchange(&self, place: usize, player: &Player, words: &Words) -> Option<ExchangeLine> {
        let exchange = self.timing.exchanges.get(place)?;
        let said = player.session().timeline.steps().get(exchange.step)?.said()?;
        Some(ExchangeLine {
            step: exchange.step,
            command: shown::first_line(said, player.secrets, words),
            reply: exchange.reply_time,
            think: exchange.think_time,
            octets: exchange.reply_octets,
        })
    }

    /// What the times of the session come to.
    #[must_use]
    pub fn totals(&self, words: &Words) -> String {
        let rounds = words.format("timing-rounds", &[("count", self.timing.round_trips.into())]);
        let wait = duration(self.timing.total_wait, words);
        let mut parts = vec![rounds, words.format("timing-waited", &[("time", (&wait).into())])];
        if let Some(saved) = self.timing.saved().filter(|saved| !saved.is_zero()) {
            let saved = duration(saved, words);
            parts.push(words.format("timing-saved", &[("time", (&saved).into())]));
        }
        parts.join(&format!(" {} ", icons::DOT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::login::Credential;
    use crate::inspect::login::CredentialKind;
    use crate::inspect::login::Mechanism;
    use crate::proto::secret::Secret;
    use crate::proto::utterance::Certainty;

    fn login(number: usize) -> Login {
        let said = format!("n=amy,r=abc,r=abcdef{number},s=c2FsdA==,i=4096,c=biws,r=abcdef{number}");
        let secret = Secret::new(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Login {
            step: 1,
            reply: None,
            mechanism: Mechanism::ScramSha256,
            user: None,
            authorization_identity: None,
            credential: Some(Credential { kind: CredentialKind::Digest, secret }),
            challenge: Some(said.into_bytes()),
            outcome: Outcome::Unknown,
            response_code: None,
            cover: Cover::Clear,
            certainty: Certainty::Certain,
        }
    }

    #[test]
    fn a_typed_secret_is_held_against_a_few_logins_in_a_frame_and_once_against_each() {
        let logins = (0..12).map(login).collect();
        let mut state = State { model: Model { logins, ..Model::default() }, ..State::default() };
        assert!(!state.go_on() && state.tried.results.is_empty(), "nothing was typed");
        "sesame".clone_into(&mut state.secret);
        let mut frames = vec![];
        while state.go_on() {
            frames.push(state.tried.results.len());
        }
        assert_eq!(frames, [5, 10]);
        assert_eq!((state.tried.matches(11), state.tried.matches(12)), (Some(false), None));
        assert!(!state.go_on());
        state.secret.push('!');
        assert!(state.go_on() && state.tried.results.len() == 5, "another secret begins anew");
    }
}
