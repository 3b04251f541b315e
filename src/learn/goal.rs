//! Goals: what has to be true at the end of an exercise, as a small tree of conditions.

use std::sync::Arc;

use serde::Deserialize;

use crate::inspect::login;
use crate::learn::step_at::StepAt;
use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::UniqueId;
use crate::proto::utterance::Block;
use crate::proto::utterance::Cover;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::snapshot::InsideMaildrop;
use crate::session::snapshot::Stage;
use crate::session::timeline::What;
use crate::sim::Truth;
use crate::teach::Words;

/// A condition. docs/exercises.md explains each.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub enum Goal {
    /// Each of these holds.
    All(Vec<Goal>),
    /// One of these holds.
    Any(Vec<Goal>),
    /// This does not hold.
    Not(Box<Goal>),
    /// On the server lie exactly these messages, by their numbers when the student began.
    Holds {
        /// Whose maildrop.
        user: String,
        /// Which messages.
        messages: Vec<usize>,
    },
    /// These messages were fetched whole, by their numbers when the student began.
    Fetched(Vec<u32>),
    /// In the last session exactly these messages carry a mark.
    Marked(Vec<u32>),
    /// This user logged in.
    LoggedIn(String),
    /// The last session is in this state.
    InState(State),
    /// No password travelled in the clear.
    PasswordCovered,
    /// The student said this command, and the server agreed.
    Said(String),
    /// The student never said this command.
    NeverSaid(String),
    /// The student said at most so many commands.
    AtMost(usize),
    /// The student let so many seconds pass.
    Waited(u64),
    /// No reply to the student was -ERR.
    NoErrors,
    /// The student marked one of these steps.
    Chosen(Vec<StepAt>),
    /// The student answered with one of these words.
    Answered(Vec<String>),
}

/// A state of a session, or its end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum State {
    /// The client says who it is.
    Authorization,
    /// The client works on its maildrop.
    Transaction,
    /// The connection is closed, after QUIT was answered.
    Over,
}

/// All that a goal is held against.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// What happened.
    pub timeline: &'a Timeline,
    /// How many steps of it were there before the student began.
    pub given: usize,
    /// What is true at the end, if it was simulated.
    pub truth: Option<&'a Truth>,
    /// The step that the student marked.
    pub chosen: Option<usize>,
    /// What the student answered.
    pub answer: Option<&'a str>,
}

impl Goal {
    /// The first condition that does not hold; `None` if the goal is reached.
    #[must_use]
    pub fn missing<'g>(&'g self, evidence: &Evidence<'_>) -> Option<&'g Self> {
        match self {
            Self::All(goals) => goals.iter().find_map(|goal| goal.missing(evidence)),
            Self::Any(goals) => {
                let reached = goals.iter().any(|goal| goal.missing(evidence).is_none());
                (!reached).then_some(self)
            }
            Self::Not(goal) => goal.missing(evidence).is_none().then_some(self),
            Self::Holds { .. }
            | Self::Fetched(_)
            | Self::Marked(_)
            | Self::LoggedIn(_)
            | Self::InState(_)
            | Self::PasswordCovered
            | Self::Said(_)
            | Self::NeverSaid(_)
            | Self::AtMost(_)
            | Self::Waited(_)
            | Self::NoErrors
            | Self::Chosen(_)
            | Self::Answered(_) => (!self.holds(evidence)).then_some(self),
        }
    }

    /// Whether a single condition holds.
    fn holds(&self, evidence: &Evidence<'_>) -> bool {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => self.missing(evidence).is_none(),
            Self::Holds { user, messages } => evidence.holds(user, messages),
            Self::Fetched(numbers) => numbers.iter().all(|number| evidence.was_fetched(*number)),
            Self::Marked(numbers) => evidence
                .last_session()
                .is_some_and(|session| session.maildrop.marked().map(MessageNumber::get).eq(numbers.iter().copied())),
            Self::LoggedIn(user) => {
                let mut logins = login::logins(evidence.timeline).into_iter();
                logins.any(|login| {
                    evidence.given <= login.step
                        && login.outcome == login::Outcome::Accepted
                        && login.user.as_deref() == Some(user.as_bytes())
                })
            }
            Self::InState(state) => evidence.last_session().is_some_and(|session| match state {
                State::Authorization => session.stage == Stage::In(Phase::Authorization),
                State::Transaction => session.stage == Stage::In(Phase::Transaction),
                State::Over => session.quit && matches!(session.stage, Stage::Closed(_) | Stage::In(Phase::Update)),
            }),
            Self::PasswordCovered => evidence.passwords_are_covered(),
            Self::Said(keyword) => evidence.commands().any(|(step, said)| {
                let reply =
                    step.said().and_then(|said| said.partner).and_then(|place| evidence.timeline.steps().get(place));
                let status = reply.and_then(Step::said).and_then(|said| said.status());
                said == Keyword::from_word(keyword.as_bytes())
                    && status.is_some_and(|status| status.indicator.is_positive())
            }),
            Self::NeverSaid(keyword) => {
                evidence.commands().all(|(_, said)| said != Keyword::from_word(keyword.as_bytes()))
            }
            Self::AtMost(count) => evidence.commands().count() <= *count,
            Self::Waited(seconds) => {
                let waited = evidence.own_steps().map(|step| match &step.what {
                    What::Fact(Fact::TimePassed(time)) => time.as_secs(),
                    What::Opened
                    | What::Said(_)
                    | What::Gap { .. }
                    | What::Conflict { .. }
                    | What::Closed(_)
                    | What::Fact(_) => 0,
                });
                *seconds <= waited.sum()
            }
            Self::NoErrors => evidence.own_steps().all(|step| {
                let status = step.said().and_then(|said| said.status());
                status.is_none_or(|status| status.indicator != Indicator::Err)
            }),
            Self::Chosen(steps) => evidence
                .chosen
                .is_some_and(|chosen| steps.iter().any(|step| step.find(evidence.timeline) == Some(chosen))),
            Self::Answered(words) => evidence.answer.is_some_and(|answer| {
                let plain = |text: &str| text.trim().to_lowercase();
                words.iter().any(|word| plain(word) == plain(answer))
            }),
        }
    }

    /// What is missing, in words.
    #[must_use]
    pub fn tell(&self, words: &Words) -> String {
        let list = |numbers: &[u32]| {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            if numbers.is_empty() { words.get("goal-none") } else { numbers.join(", ") }
        };
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => words.get("goal-not-yet"),
            Self::Holds { user, .. } => words.format("goal-holds", &[("user", user.into())]),
            Self::Fetched(_) => words.get("goal-fetched"),
            Self::Marked(numbers) => words.format("goal-marked", &[("numbers", (&list(numbers)).into())]),
            Self::LoggedIn(user) => words.format("goal-logged-in", &[("user", user.into())]),
            Self::InState(State::Over) => words.get("goal-over"),
            Self::InState(State::Authorization) => words.format("goal-state", &[("state", "AUTHORIZATION".into())]),
            Self::InState(State::Transaction) => words.format("goal-state", &[("state", "TRANSACTION".into())]),
            Self::PasswordCovered => words.get("goal-covered"),
            Self::Said(keyword) => words.format("goal-said", &[("keyword", keyword.into())]),
            Self::NeverSaid(keyword) => words.format("goal-never-said", &[("keyword", keyword.into())]),
            Self::AtMost(count) => words.format("goal-at-most", &[("count", (*count).into())]),
            Self::Waited(seconds) => words.format("goal-waited", &[("count", (seconds / 60).into())]),
            Self::NoErrors => words.get("goal-no-errors"),
            Self::Chosen(_) => words.get("goal-chosen"),
            Self::Answered(_) => words.get("goal-answered"),
        }
    }

    /// Every condition of the tree.
    pub fn conditions(&self) -> Vec<&Self> {
        match self {
            Self::All(goals) | Self::Any(goals) => {
                std::iter::once(self).chain(goals.iter().flat_map(Self::conditions)).collect()
            }
            Self::Not(goal) => std::iter::once(self).chain(goal.conditions()).collect(),
            Self::Holds { .. }
            | Self::Fetched(_)
            | Self::Marked(_)
            | Self::LoggedIn(_)
            | Self::InState(_)
            | Self::PasswordCovered
            | Self::Said(_)
            | Self::NeverSaid(_)
            | Self::AtMost(_)
            | Self::Waited(_)
            | Self::NoErrors
            | Self::Chosen(_)
            | Self::Answered(_) => vec![self],
        }
    }
}

impl Evidence<'_> {
    /// The steps that the student's own doing brought about.
    fn own_steps(&self) -> impl Iterator<Item = &Step> {
        self.timeline.steps().iter().skip(self.given)
    }

    /// The student's commands, with their keywords.
    fn commands(&self) -> impl Iterator<Item = (&Step, Option<Keyword>)> {
        self.own_steps().filter_map(|step| Some((step, step.said()?.command()?.keyword)))
    }

    fn end(&self) -> Snapshot {
        self.timeline.snapshot(Cursor(self.timeline.len()))
    }

    fn last_session(&self) -> Option<SessionState> {
        self.end().sessions.last().cloned()
    }

    /// Whether a maildrop holds exactly these of the messages that it held when the student began.
    fn holds(&self, user: &str, numbers: &[usize]) -> bool {
        let start = self.timeline.snapshot(Cursor(self.given));
        let (Some(inside), Some(truth)) = (start.inside.get(user), self.truth) else { return false };
        let at_start: Vec<&UniqueId> = inside.messages.iter().map(|message| &message.unique_id).collect();
        let wanted = numbers.iter().map(|number| number.checked_sub(1).and_then(|place| at_start.get(place)).copied());
        let held = truth.maildrops.iter().find(|maildrop| *maildrop.user == *user);
        held.is_some_and(|held| held.unique_ids.iter().map(Some).eq(wanted))
    }

    /// Whether the student fetched the message that had this number at the beginning. Later sessions may call it by
    /// another one: it is known by its unique-id.
    fn was_fetched(&self, number: u32) -> bool {
        let start = self.timeline.snapshot(Cursor(self.given));
        self.timeline.steps().iter().enumerate().skip(self.given).any(|(place, step)| {
            let Some(said) = step.said() else { return false };
            let asked = self.timeline.asked(said).and_then(|line| line.command.as_ref().ok());
            let Some(fetched) = asked.filter(|command| command.keyword() == Keyword::Retr).and_then(Command::message)
            else {
                return false;
            };
            let meant = match self.maildrop_at_login(place, step) {
                Some((user, inside)) => {
                    let wanted = start.inside.get(&user).and_then(|inside| unique_id(inside, number));
                    // What came later has the numbers behind.
                    wanted.map_or(fetched.get() == number, |wanted| {
                        unique_id(&inside, fetched.get()).is_some_and(|fetched| fetched == wanted)
                    })
                }
                None => fetched.get() == number,
            };
            meant && said.block().is_some_and(Block::is_complete)
        })
    }

    /// Whose maildrop the session of a step has open, and what lay in it when it was opened.
    fn maildrop_at_login(&self, place: usize, step: &Step) -> Option<(Arc<str>, InsideMaildrop)> {
        let earlier = self.timeline.steps()[..place].iter().enumerate().rev();
        let mut ours = earlier.filter(|(_, earlier)| earlier.connection == step.connection);
        let (login, user) = ours.find_map(|(place, earlier)| match &earlier.what {
            What::Fact(Fact::MaildropLocked { user }) => Some((place, user)),
            What::Opened
            | What::Said(_)
            | What::Gap { .. }
            | What::Conflict { .. }
            | What::Closed(_)
            | What::Fact(_) => None,
        })?;
        let inside = self.timeline.snapshot(Cursor(login)).inside.get(user)?.clone();
        Some((user.clone(), inside))
    }

    /// Whether every password that travelled did so inside TLS.
    fn passwords_are_covered(&self) -> bool {
        let reveals = |mechanism: &login::Mechanism| match mechanism {
            login::Mechanism::UserPass
            | login::Mechanism::Plain
            | login::Mechanism::Login
            | login::Mechanism::Xoauth2
            | login::Mechanism::Other(_)
            | login::Mechanism::Unnamed => true,
            login::Mechanism::Rpop
            | login::Mechanism::Apop
            | login::Mechanism::CramMd5
            | login::Mechanism::ScramSha256 => false,
        };
        login::logins(self.timeline)
            .iter()
            .all(|login| login.cover == Cover::Tls || login.credential.is_none() || !reveals(&login.mechanism))
    }
}

/// The unique-id of the message of a number, counted from 1.
fn unique_id(inside: &InsideMaildrop, number: u32) -> Option<&UniqueId> {
    let place = usize::try_from(number.checked_sub(1)?).ok()?;
    Some(&inside.messages.get(place)?.unique_id)
}
