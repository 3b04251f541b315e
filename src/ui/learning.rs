//! What the window remembers of somebody who learns: the open exercise, and the riddle of the next reply.

use crate::learn::Exercise;
use crate::learn::exercise::Deed;
use crate::learn::exercise::Does;
use crate::learn::goal::Goal;
use crate::learn::library;
use crate::learn::predict;
use crate::learn::predict::Question;
use crate::learn::predict::Riddle;
use crate::ui::document::Title;
use crate::ui::player::Player;

/// The state of learning.
#[derive(Debug, Default)]
pub struct Learning {
    /// Whether the welcome waits for a lesson to be open behind it.
    pub greets: bool,
    /// The myth that is looked at, counted from 0.
    pub myth: usize,
    /// The exercise that is looked at, counted from 0.
    pub exercise: usize,
    /// The exercise that was begun.
    pub doing: Option<Doing>,
    /// The riddles, while replies are hidden.
    pub predicting: Option<Predicting>,
}

/// An exercise under way.
#[derive(Clone, Debug)]
pub struct Doing {
    /// Which one.
    pub exercise: &'static Exercise,
    /// What was said to the server.
    pub said: Vec<String>,
    /// What the program has to say about it.
    pub verdict: Option<Verdict>,
}

/// What the program says about an attempt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It is done.
    Done,
    /// This does not hold yet.
    Missing(Goal),
    /// It cannot be played.
    Impossible(Title),
}

impl Doing {
    /// A fresh attempt.
    #[must_use]
    pub fn new(exercise: &'static Exercise) -> Self {
        Self { exercise, said: Vec::new(), verdict: None }
    }

    /// The name of its document among the lessons.
    #[must_use]
    pub fn document(exercise: &Exercise) -> String {
        format!("exercises/{}", exercise.name)
    }

    /// What was done so far, if saying is what the exercise asks for.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        match self.exercise.does {
            Does::Type => Some(Deed::Typed(self.said.clone())),
            Does::Mark | Does::Answer => None,
        }
    }
}

impl Learning {
    /// The exercise that a document of this name shows, if it is the one that was begun.
    #[must_use]
    pub fn doing_in(&self, lesson: Option<&str>) -> Option<&Doing> {
        self.doing.as_ref().filter(|doing| lesson == Some(Doing::document(doing.exercise).as_str()))
    }

    /// The exercise that is looked at.
    #[must_use]
    pub fn chosen(&self) -> Option<&'static Exercise> {
        library::exercises().get(self.exercise)
    }
}

/// Riddles, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Predicting {
    /// The riddle at the cursor, if there is one.
    pub riddle: Option<Riddle>,
    /// What was answered to its first questions.
    pub answers: Vec<usize>,
    /// The riddle that was solved last, as long as its reply is the current step.
    pub solved: Option<Solved>,
    /// The session and the cursor that the riddle is for.
    key: Option<(u64, usize)>,
}

/// A riddle with all its answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Solved {
    /// The step of the reply.
    pub step: usize,
    /// Each question with what was answered.
    pub questions: Vec<(Question, usize)>,
}

impl Predicting {
    /// Looks for the riddle at the cursor, if it has moved.
    pub fn follow(&mut self, player: &Player) {
        let key = Some((player.generation(), player.cursor().0));
        if self.key != key {
            self.key = key;
            self.answers.clear();
            self.riddle = predict::riddle(&player.session().timeline, player.cursor());
            self.solved = self.solved.take().filter(|solved| Some(solved.step) == player.cursor().step());
        }
    }

    /// The question that waits for an answer.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.riddle.as_ref()?.questions.get(self.answers.len())
    }

    /// Takes an answer: whether it was right. `None` if nothing was asked, or there is no such choice.
    pub fn answer(&mut self, choice: usize) -> Option<bool> {
        let question = self.question().filter(|question| choice < question.choices.len())?;
        let right = question.right == choice;
        self.answers.push(choice);
        if let Some(riddle) = self.riddle.take_if(|riddle| riddle.questions.len() == self.answers.len()) {
            let answers = std::mem::take(&mut self.answers);
            self.solved =
                Some(Solved { step: riddle.step, questions: riddle.questions.into_iter().zip(answers).collect() });
        }
        Some(right)
    }
}
