//! A recorded session told again: a scenario in which the same is said, and nobody of the recording occurs.
//!
//! ```text
//! timeline ─► exchanges (what was asked and answered) ─┬─► cast (who and what stands for whom) ─► beats (steps)
//!                                                      ├─► letters (messages of the same octets and lines)
//!                                                      └─► server (what it can do)
//!                                                             all ─► compose ─► text, played and compared
//! ```

pub mod exchanges;

mod cast;
mod letters;

mod beats;
mod server;

pub mod compose;

use std::fmt;

use crate::scenario::mail::MAX_GENERATED;
use crate::scenario::mail::MAX_GENERATED_IN_ALL;
use crate::session::Timeline;

/// A session as the text of a scenario.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Retold {
    /// The text.
    pub text: String,
    /// What could not be told as it was.
    pub remarks: Vec<Remark>,
    /// How many exchanges were compared.
    pub exchanges: usize,
}

/// Why a session cannot be told again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Nothing was said that can be read.
    NothingSaid,
    /// Everything is inside TLS, and its secrets are not there.
    Sealed,
    /// It is not POP3.
    OtherProtocol,
    /// It is too long for a scenario.
    TooLong,
}

/// Something that the scenario does not tell as it was.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Remark {
    /// The recording begins inside the session: what must have come before was added.
    BeginningAdded,
    /// What TLS hides is left out.
    Sealed,
    /// So many octets were not recorded.
    Gaps(u64),
    /// So many pieces were neither commands nor replies, and are left out.
    Pieces(usize),
    /// In so many messages line ends were not CR LF: other octets stand for them.
    LineEnds(usize),
    /// Of so many messages only the size is kept.
    OnlySizes(usize),
    /// So many messages are shorter than they were: a scenario does not hold so much.
    Shortened(usize),
    /// The login used a mechanism that the simulator does not know: a password stands for it.
    OtherMechanism,
    /// So many capabilities are none that the simulator knows.
    Capabilities(usize),
    /// This exchange went otherwise.
    Differs {
        /// Its number, counted from 1; the greeting is the first.
        number: usize,
        /// What was said.
        said: String,
        /// What came in the recording.
        was: String,
        /// What comes in the scenario.
        is: String,
    },
}

impl Retold {
    /// Whether every exchange goes as in the recording.
    #[must_use]
    pub fn agrees(&self) -> bool {
        !self.remarks.iter().any(|remark| matches!(remark, Remark::Differs { .. }))
    }
}

impl Refusal {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NothingSaid => "retell-nothing",
            Self::Sealed => "retell-all-sealed",
            Self::OtherProtocol => "retell-other",
            Self::TooLong => "retell-too-long",
        }
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingSaid => "nothing was said in it that can be read",
            Self::Sealed => "all of it is inside TLS, and the secrets that open it are not there",
            Self::OtherProtocol => "it is not POP3",
            Self::TooLong => "it is too long for a scenario",
        })
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeginningAdded => {
                f.write_str("the recording begins inside the session: what must have come before was added")
            }
            Self::Sealed => f.write_str("what TLS hides is left out"),
            Self::Gaps(octets) => write!(f, "octets that were not recorded: {octets}"),
            Self::Pieces(count) => write!(f, "pieces that are neither commands nor replies, left out: {count}"),
            Self::LineEnds(count) => write!(f, "messages with line ends that are not CR LF, now filled: {count}"),
            Self::OnlySizes(count) => write!(f, "messages of which only the size is kept: {count}"),
            Self::Shortened(count) => write!(
                f,
                "messages made shorter, for a scenario has at most {} MiB of one and {} MiB of all: {count}",
                MAX_GENERATED >> 20,
                MAX_GENERATED_IN_ALL >> 20,
            ),
            Self::OtherMechanism => f.write_str("a login that the simulator does not know became USER and PASS"),
            Self::Capabilities(count) => write!(f, "capabilities that the simulator does not know: {count}"),
            Self::Differs { number, said, was, is } => {
                write!(f, "exchange {number}, {said}: {was} in the recording, {is} in the scenario")
            }
        }
    }
}

/// Tells a session again: the first connection of a timeline.
pub fn retell(timeline: &Timeline) -> Result<Retold, Refusal> {
    compose::compose(timeline)
}

#[cfg(test)]
mod tests;
