//! What the window remembers of somebody who learns: the open exercise, and the riddle of the next reply.

use std::sync::Arc;

use crate::learn::Exercise;
use crate::learn::Progress;
use crate::learn::exercise::Deed;
use crate::learn::exercise::Does;
use crate::learn::goal::Goal;
use crate::learn::library;
use crate::learn::predict;
use crate::learn::predict::Question;
use crate::learn::predict::Riddle;
use crate::ui::document::Origin;
use crate::ui::document::Title;
use crate::ui::player::Player;

/// An exercise that can be begun, and the document that shows it.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The exercise.
    pub exercise: Arc<Exercise>,
    /// Where its document comes from: the program, or a file of a teacher.
    pub origin: Origin,
}

/// The state of learning.
#[derive(Debug)]
pub struct Learning {
    /// Every exercise: those of the program, then those that were opened as files.
    pub exercises: Vec<Offered>,
    /// Whether the welcome waits for a lesson to be open behind it.
    pub greets: bool,
    /// The myth that is looked at, counted from 0.
    pub myth: usize,
    /// The term of the glossary that is looked at, counted from 0.
    pub term: usize,
    /// The exercise that is looked at, counted from 0.
    pub exercise: usize,
    /// The exercise that was begun.
    pub doing: Option<Doing>,
    /// The riddles, while replies are hidden.
    pub predicting: Option<Predicting>,
}

impl Default for Learning {
    fn default() -> Self {
        let offered = |exercise: &Exercise| Offered {
            origin: Origin::Lesson(format!("exercises/{}", exercise.name)),
            exercise: Arc::new(exercise.clone()),
        };
        Self {
            exercises: library::exercises().iter().map(offered).collect(),
            greets: false,
            myth: 0,
            term: 0,
            exercise: 0,
            doing: None,
            predicting: None,
        }
    }
}

/// An exercise under way.
#[derive(Clone, Debug)]
pub struct Doing {
    /// Which one.
    pub exercise: Arc<Exercise>,
    /// Where its document comes from.
    pub origin: Origin,
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
    pub fn new(offered: Offered) -> Self {
        Self { exercise: offered.exercise, origin: offered.origin, said: Vec::new(), verdict: None }
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
    /// The exercise that a document of this origin shows, if it is the one that was begun.
    #[must_use]
    pub fn doing_in(&self, origin: Option<&Origin>) -> Option<&Doing> {
        self.doing.as_ref().filter(|doing| origin == Some(&doing.origin))
    }

    /// The exercise that is looked at.
    #[must_use]
    pub fn chosen(&self) -> Option<&Offered> {
        self.exercises.get(self.exercise)
    }

    /// The exercise to go on with when the chosen one is done: the next that is not done yet.
    #[must_use]
    pub fn next_to_do(&self, progress: &Progress) -> Option<(usize, &Exercise)> {
        let behind = self.exercises.iter().enumerate().skip(self.exercise + 1);
        let all = behind.chain(self.exercises.iter().enumerate().take(self.exercise));
        let mut open = all.filter(|(_, offered)| !progress.exercises.contains_key(&offered.exercise.name));
        open.next().map(|(place, offered)| (place, &*offered.exercise))
    }

    /// Takes an exercise of a file into the list, and looks at it. One of the same file makes room.
    pub fn offer(&mut self, exercise: Arc<Exercise>, origin: Origin) {
        let offered = Offered { exercise, origin };
        if let Some(place) = self.exercises.iter().position(|other| other.origin == offered.origin) {
            self.exercises[place] = offered;
            self.exercise = place;
        } else {
            self.exercises.push(offered);
            self.exercise = self.exercises.len() - 1;
        }
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
