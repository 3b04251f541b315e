//! A step that an author points at: by what was said, so that it is found again however the story changes.

use serde::Deserialize;

use crate::proto::utterance::Meaning;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// A step, described.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub enum StepAt {
    /// A command of this line, or of these first words.
    Command {
        /// The line.
        line: String,
        /// The first, the second, …; counted from 1.
        nth: Option<usize>,
    },
    /// The reply to a command of this line.
    Reply {
        /// The line of the command.
        line: String,
        /// The first, the second, …; counted from 1.
        nth: Option<usize>,
    },
    /// A greeting.
    Greeting {
        /// The first, the second, …; counted from 1.
        nth: Option<usize>,
    },
    /// The end of a connection.
    Closed {
        /// The first, the second, …; counted from 1.
        nth: Option<usize>,
    },
    /// Behind everything.
    End,
}

impl StepAt {
    /// The place of the step in a timeline. [`StepAt::End`] is behind the last one.
    #[must_use]
    pub fn find(&self, timeline: &Timeline) -> Option<usize> {
        let steps = timeline.steps().iter().enumerate();
        let nth = |nth: &Option<usize>| nth.unwrap_or(1).saturating_sub(1);
        match self {
            Self::Command { line, nth: which } => {
                steps.filter(|(_, step)| says(step, line)).nth(nth(which)).map(|(place, _)| place)
            }
            Self::Reply { line, nth: which } => {
                let (_, command) = steps.filter(|(_, step)| says(step, line)).nth(nth(which))?;
                command.said()?.partner
            }
            Self::Greeting { nth: which } => {
                let greets = |step: &Step| step.said().is_some_and(|said| matches!(said.meaning, Meaning::Greeting(_)));
                steps.filter(|(_, step)| greets(step)).nth(nth(which)).map(|(place, _)| place)
            }
            Self::Closed { nth: which } => {
                let closed = |step: &Step| matches!(step.what, What::Closed(_));
                steps.filter(|(_, step)| closed(step)).nth(nth(which)).map(|(place, _)| place)
            }
            Self::End => Some(timeline.len()),
        }
    }
}

/// Whether a step is a command of this line, or of one that goes on behind it with a space.
fn says(step: &Step, line: &str) -> bool {
    let is_command = |said: &&Said| said.command().is_some();
    step.said().filter(is_command).is_some_and(|said| {
        said.first_line()
            .strip_prefix(line.as_bytes())
            .is_some_and(|rest| rest.first().is_none_or(|octet| *octet == b' '))
    })
}
