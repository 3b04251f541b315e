//! Prediction: the next reply is hidden, and the student says what it will be before it is shown.

use serde::Deserialize;
use serde::Serialize;

use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::snapshot::Stage;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What can be asked of a reply that is not shown yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Riddle {
    /// The step of the reply.
    pub step: usize,
    /// The step of the command that it answers, if that was seen.
    pub command: Option<usize>,
    /// The questions that make sense, in order. Invariant: not empty.
    pub questions: Vec<Question>,
}

/// One question with its choices.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// What is asked.
    pub ask: Ask,
    /// What can be answered. Invariant: at least two, all different.
    pub choices: Vec<Choice>,
    /// The place of the right one.
    pub right: usize,
}

/// What is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ask {
    /// How the reply begins.
    Sign,
    /// Which state the session is in afterwards.
    State,
    /// How many messages STAT counts.
    Count,
    /// How many lines LIST or UIDL has.
    Lines,
    /// How many messages are marked afterwards.
    Marks,
    /// How many messages QUIT removes.
    Removed,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// The reply begins so.
    Sign(Indicator),
    /// The session is in this state.
    State(Phase),
    /// So many.
    Number(u64),
}

impl Ask {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sign => "predict-sign",
            Self::State => "predict-state",
            Self::Count => "predict-count",
            Self::Lines => "predict-lines",
            Self::Marks => "predict-marks",
            Self::Removed => "predict-removed",
        }
    }
}

/// How well somebody predicts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Score {
    /// Questions that were answered.
    pub asked: u32,
    /// Questions that were answered right.
    pub right: u32,
    /// Right answers since the last wrong one.
    pub streak: u32,
    /// The longest streak.
    pub best: u32,
}

impl Score {
    /// Counts an answer.
    pub fn count(&mut self, right: bool) {
        self.asked = self.asked.saturating_add(1);
        if right {
            self.right = self.right.saturating_add(1);
            self.streak = self.streak.saturating_add(1);
            self.best = self.best.max(self.streak);
        } else {
            self.streak = 0;
        }
    }
}

/// The riddle of the step that comes next; `None` if it is not a reply, or nothing can be asked of it.
///
/// What happens inside the server right before its reply would give the answer away: it is stepped over.
#[must_use]
pub fn riddle(timeline: &Timeline, cursor: Cursor) -> Option<Riddle> {
    let telling = timeline.steps().iter().skip(cursor.0).take_while(|step| tells_of_a_reply(step)).count();
    let place = cursor.0 + telling;
    let step = timeline.steps().get(place)?;
    let said = step.said().filter(|said| said.side == Side::Server && said.certainty != Certainty::Unknown)?;
    let connection = step.connection?;
    let (before, after) = (timeline.snapshot(cursor), timeline.snapshot(Cursor(place + 1)));
    let (before, after) = (before.session(connection)?, after.session(connection)?);
    let sign = match &said.meaning {
        Meaning::Challenge { .. } => Indicator::Plus,
        Meaning::Reply { status: Some(status), .. } => status.indicator,
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Other(_)
        | Meaning::Reply { status: None, .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => return None,
    };
    let asked = said.partner.and_then(|place| timeline.steps().get(place)).and_then(Step::said)?;
    let keyword = asked.command().and_then(|line| line.keyword);
    let mut questions = vec![sign_question(sign, keyword)];
    if let Meaning::Reply { .. } = said.meaning {
        questions.extend(state_question(before.stage, after.stage));
        if sign == Indicator::Ok
            && let Some(Ok(command)) = asked.command().map(|line| &line.command)
        {
            questions.extend(number_question(command, step, said, before, after));
        }
    }
    Some(Riddle { step: place, command: said.partner, questions })
}

/// Whether a step is something inside the server that comes with a reply.
fn tells_of_a_reply(step: &Step) -> bool {
    match &step.what {
        What::Fact(
            Fact::UpdateFailed { .. }
            | Fact::MaildropLocked { .. }
            | Fact::MaildropReleased { .. }
            | Fact::MailRemoved { .. }
            | Fact::LetGo { .. },
        ) => step.connection.is_some(),
        What::Fact(
            Fact::Note(_)
            | Fact::MaildropHolds { .. }
            | Fact::MailArrived { .. }
            | Fact::AutologoutExpired { .. }
            | Fact::TimePassed(_)
            | Fact::TlsEstablished
            | Fact::ServerDied(_)
            | Fact::Meddled(_)
            | Fact::GaveUp
            | Fact::StandsFor { .. }
            | Fact::ExpectationFailed { .. },
        )
        | What::Opened
        | What::Said(_)
        | What::Gap { .. }
        | What::Conflict { .. }
        | What::Closed(_) => false,
    }
}

fn sign_question(sign: Indicator, keyword: Option<Keyword>) -> Question {
    let challenged = sign == Indicator::Plus || keyword == Some(Keyword::Auth);
    let signs: &[Indicator] =
        if challenged { &[Indicator::Ok, Indicator::Err, Indicator::Plus] } else { &[Indicator::Ok, Indicator::Err] };
    let right = signs.iter().position(|other| *other == sign).unwrap_or_default();
    Question { ask: Ask::Sign, choices: signs.iter().map(|sign| Choice::Sign(*sign)).collect(), right }
}

fn state_question(before: Stage, after: Stage) -> Option<Question> {
    let (_, after) = (before.phase()?, after.phase()?);
    let right = Phase::ALL.iter().position(|phase| *phase == after)?;
    Some(Question { ask: Ask::State, choices: Phase::ALL.map(Choice::State).to_vec(), right })
}

fn number_question(
    command: &Command,
    step: &Step,
    said: &Said,
    before: &SessionState,
    after: &SessionState,
) -> Option<Question> {
    let maildrop = &before.maildrop;
    let marked = maildrop.marked_count() as u64;
    let all = maildrop.count.map(u64::from);
    match command {
        Command::Stat => {
            let text = std::str::from_utf8(&said.status()?.text).ok()?;
            let count: u64 = text.split(' ').next()?.parse().ok()?;
            // Without a LIST or a STAT before it nobody can know.
            number(Ask::Count, count, &[all?, count.saturating_sub(1), count.saturating_add(1)])
        }
        Command::List { message: None } | Command::Uidl { message: None } => {
            let delivered = said.delivered()?;
            let lines = crate::proto::line::lines(&delivered).count() as u64;
            number(Ask::Lines, lines, &[all?, lines + 1, lines.saturating_sub(1)])
        }
        Command::Dele { .. } => {
            let marks = after.maildrop.marked_count() as u64;
            number(Ask::Marks, marks, &[marked, marks + 1, 0])
        }
        Command::Rset => {
            number(Ask::Marks, after.maildrop.marked_count() as u64, &[marked, marked.saturating_sub(1), 1])
        }
        Command::Quit if before.stage == Stage::In(Phase::Transaction) => {
            let removed = step.changes.iter().map(|change| match change {
                Change::Removed(numbers) => numbers.len() as u64,
                Change::Entered(_)
                | Change::Reached(_)
                | Change::Named(_)
                | Change::Marked(_)
                | Change::Unmarked(_)
                | Change::Spared(_)
                | Change::PerhapsRemoved(_)
                | Change::Covered
                | Change::Ended(_) => 0,
            });
            let removed = removed.sum();
            number(Ask::Removed, removed, &[all.unwrap_or(removed + 2), removed + 1, 0])
        }
        Command::User { .. }
        | Command::Pass { .. }
        | Command::Rpop { .. }
        | Command::Apop { .. }
        | Command::Auth { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Lang { .. }
        | Command::List { message: Some(_) }
        | Command::Retr { .. }
        | Command::Noop
        | Command::Top { .. }
        | Command::Uidl { message: Some(_) }
        | Command::Last
        | Command::Quit => None,
    }
}

/// A question for a number: the right one and two others, the smallest first.
fn number(ask: Ask, right: u64, others: &[u64]) -> Option<Question> {
    const CHOICES: usize = 3;
    let mut numbers = vec![right];
    for other in others {
        if !numbers.contains(other) && numbers.len() < CHOICES {
            numbers.push(*other);
        }
    }
    numbers.sort_unstable();
    let place = numbers.iter().position(|number| *number == right)?;
    (1 < numbers.len()).then(|| Question {
        ask,
        choices: numbers.into_iter().map(Choice::Number).collect(),
        right: place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::material;

    fn timeline(name: &str) -> Timeline {
        material::find(name).expect("a lesson").timeline
    }

    /// The questions about the reply to a command, with the right answers.
    fn asked(name: &str, line: &str, nth: usize) -> Vec<(Ask, Choice)> {
        let timeline = timeline(name);
        let at = crate::learn::step_at::StepAt::Reply { line: line.to_owned(), nth: Some(nth) };
        let step = at.find(&timeline).expect("a reply");
        let riddle = riddle(&timeline, Cursor(step)).expect("a riddle");
        riddle.questions.iter().map(|question| (question.ask, question.choices[question.right])).collect()
    }

    #[test]
    fn a_reply_has_a_sign_a_state_and_perhaps_a_number() {
        let (ok, err) = (Choice::Sign(Indicator::Ok), Choice::Sign(Indicator::Err));
        let transaction = (Ask::State, Choice::State(Phase::Transaction));
        assert_eq!(asked("rset", "PASS", 1), [(Ask::Sign, ok), transaction]);
        let number = |ask, number| (ask, Choice::Number(number));
        assert_eq!(asked("rset", "DELE 2", 1), [(Ask::Sign, ok), transaction, number(Ask::Marks, 2)]);
        assert_eq!(asked("rset", "RSET", 1), [(Ask::Sign, ok), transaction, number(Ask::Marks, 0)]);
        assert_eq!(asked("numbers-and-octets", "STAT", 2), [(Ask::Sign, ok), transaction, number(Ask::Count, 2)]);
        assert_eq!(asked("numbers-and-octets", "LIST", 2), [(Ask::Sign, ok), transaction, number(Ask::Lines, 2)]);
        let update = (Ask::State, Choice::State(Phase::Update));
        assert_eq!(asked("rset", "QUIT", 1), [(Ask::Sign, ok), update, number(Ask::Removed, 1)]);
        let authorization = (Ask::State, Choice::State(Phase::Authorization));
        assert_eq!(asked("three-states", "STAT", 1), [(Ask::Sign, err), authorization]);
    }

    #[test]
    fn every_riddle_of_every_lesson_can_be_answered() {
        for shipped in crate::scenario::library::ALL {
            let timeline = timeline(shipped.name);
            let mut riddles = 0;
            for cursor in 0..=timeline.len() {
                let Some(riddle) = riddle(&timeline, Cursor(cursor)) else { continue };
                riddles += 1;
                for question in &riddle.questions {
                    assert!(2 <= question.choices.len() && question.right < question.choices.len(), "{question:?}");
                    for (place, choice) in question.choices.iter().enumerate() {
                        assert!(!question.choices[..place].contains(choice), "{question:?}");
                    }
                }
            }
            // A lesson of another protocol alone has no riddles of POP3.
            let speaks =
                timeline.connections().iter().any(|connection| connection.protocol == crate::proto::Protocol::Pop3);
            assert_eq!(0 < riddles, speaks, "{}", shipped.name);
        }
    }

    #[test]
    fn a_wrong_answer_ends_the_streak_and_the_best_one_is_kept() {
        let mut score = Score::default();
        for right in [true, true, false, true] {
            score.count(right);
        }
        assert_eq!(score, Score { asked: 4, right: 3, streak: 1, best: 2 });
    }
}
