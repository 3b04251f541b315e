//! What somebody who learns can wish for.

/// The pages that are about learning, whatever is open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Page {
    /// The ways in.
    Welcome,
    /// What notes say, and what is true.
    Myths,
    /// What there is to be done.
    Exercises,
    /// What the words mean.
    Glossary,
    /// The session in words, from its first step on.
    Words,
}

/// Wishes about learning.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Learn {
    /// Hide the replies that come, and ask for them; or show them again.
    TogglePredict,
    /// Answer the question with one of its choices, counted from 0.
    Predict(usize),
    /// Look at a myth, counted from 0.
    Myth(usize),
    /// Play the scenario of a myth up to the step that shows it.
    PlayMyth(usize),
    /// Look at a term of the glossary, counted from 0.
    Term(usize),
    /// Look at an exercise, counted from 0.
    Exercise(usize),
    /// Begin an exercise, or go on with it.
    Begin(usize),
    /// Begin the open exercise anew.
    Restart,
    /// Say a line to the server of the open exercise.
    Say(String),
    /// Take the last line back.
    Unsay,
    /// The current step is the one that the open exercise asks for.
    Mark,
    /// Answer the open exercise.
    Answer(String),
    /// One more hint for the open exercise.
    Hint,
    /// Open the lesson that comes next in the course.
    NextLesson,
    /// Save what was done, as a file to hand in.
    SaveResults,
}

impl Page {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Welcome => "learn-welcome",
            Self::Myths => "learn-myths",
            Self::Exercises => "learn-exercises",
            Self::Glossary => "learn-glossary",
            Self::Words => "learn-words",
        }
    }

    /// The name in the Fluent files of the command that shows it.
    pub(super) fn command(self) -> &'static str {
        match self {
            Self::Welcome => "do-welcome",
            Self::Myths => "do-myths",
            Self::Exercises => "do-exercises",
            Self::Glossary => "do-glossary",
            Self::Words => "do-words",
        }
    }
}

impl Learn {
    /// Its name in the Fluent files.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::TogglePredict => "do-predict",
            Self::Predict(_) => "do-predict-choice",
            Self::Myth(_) => "do-myths",
            Self::PlayMyth(_) => "do-play-myth",
            Self::Term(_) => "do-glossary",
            Self::Exercise(_) => "do-exercises",
            Self::Begin(_) => "do-begin",
            Self::Restart => "do-restart",
            Self::Say(_) => "do-say",
            Self::Unsay => "do-unsay",
            Self::Mark => "do-mark",
            Self::Answer(_) => "do-answer",
            Self::Hint => "do-hint",
            Self::NextLesson => "do-next-lesson",
            Self::SaveResults => "do-save-results",
        }
    }
}
