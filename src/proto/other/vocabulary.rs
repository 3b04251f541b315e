//! The commands and states of all protocols beside POP3, for those who treat them alike.

use std::fmt;

use crate::proto::Clause;
use crate::proto::Protocol;
use crate::proto::imap;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::smtp;

/// A command of a protocol beside POP3.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    /// Of POP1.
    Pop1(pop1::Verb),
    /// Of POP2.
    Pop2(pop2::Verb),
    /// Of SMTP.
    Smtp(smtp::Verb),
    /// Of IMAP.
    Imap(imap::Verb),
}

/// A state of a protocol beside POP3.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// Of POP1.
    Pop1(pop1::State),
    /// Of POP2.
    Pop2(pop2::State),
    /// Of SMTP.
    Smtp(smtp::State),
    /// Of IMAP.
    Imap(imap::State),
}

impl Verb {
    /// All commands of a protocol, in the order of a session; none of POP3.
    #[must_use]
    pub fn all(protocol: Protocol) -> Vec<Self> {
        match protocol {
            Protocol::Pop3 => Vec::new(),
            Protocol::Pop1 => pop1::Verb::ALL.map(Self::Pop1).to_vec(),
            Protocol::Pop2 => pop2::Verb::ALL.map(Self::Pop2).to_vec(),
            Protocol::Smtp => smtp::Verb::ALL.map(Self::Smtp).to_vec(),
            Protocol::Imap => imap::Verb::ALL.map(Self::Imap).to_vec(),
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn protocol(self) -> Protocol {
        match self {
            Self::Pop1(_) => Protocol::Pop1,
            Self::Pop2(_) => Protocol::Pop2,
            Self::Smtp(_) => Protocol::Smtp,
            Self::Imap(_) => Protocol::Imap,
        }
    }

    /// The command in capitals, as its RFC prints it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pop1(verb) => verb.as_str(),
            Self::Pop2(verb) => verb.as_str(),
            Self::Smtp(verb) => verb.as_str(),
            Self::Imap(verb) => verb.as_str(),
        }
    }

    /// Where it is defined.
    #[must_use]
    pub fn clause(self) -> Clause {
        match self {
            Self::Pop1(_) => pop1::COMMANDS,
            Self::Pop2(_) => pop2::COMMANDS,
            Self::Smtp(verb) => verb.clause(),
            Self::Imap(verb) => verb.clause(),
        }
    }

    /// Whether it may be said in a state of its protocol.
    #[must_use]
    pub fn allowed_in(self, state: State) -> bool {
        match (self, state) {
            (Self::Pop1(verb), State::Pop1(state)) => verb.allowed_in(state),
            (Self::Pop2(verb), State::Pop2(state)) => verb.allowed_in(state),
            (Self::Smtp(verb), State::Smtp(state)) => verb.allowed_in(state),
            (Self::Imap(verb), State::Imap(state)) => verb.allowed_in(state),
            (Self::Pop1(_) | Self::Pop2(_) | Self::Smtp(_) | Self::Imap(_), _) => false,
        }
    }
}

impl State {
    /// All states of a protocol, in the order of a session; none of POP3.
    #[must_use]
    pub fn all(protocol: Protocol) -> Vec<Self> {
        match protocol {
            Protocol::Pop3 => Vec::new(),
            Protocol::Pop1 => pop1::State::ALL.map(Self::Pop1).to_vec(),
            Protocol::Pop2 => pop2::State::ALL.map(Self::Pop2).to_vec(),
            Protocol::Smtp => smtp::State::ALL.map(Self::Smtp).to_vec(),
            Protocol::Imap => imap::State::ALL.map(Self::Imap).to_vec(),
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn protocol(self) -> Protocol {
        match self {
            Self::Pop1(_) => Protocol::Pop1,
            Self::Pop2(_) => Protocol::Pop2,
            Self::Smtp(_) => Protocol::Smtp,
            Self::Imap(_) => Protocol::Imap,
        }
    }

    /// Its name in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pop1(state) => state.as_str(),
            Self::Pop2(state) => state.as_str(),
            Self::Smtp(state) => state.as_str(),
            Self::Imap(state) => state.as_str(),
        }
    }

    /// Where it is defined.
    #[must_use]
    pub fn clause(self) -> Clause {
        match self {
            Self::Pop1(_) => pop1::DIAGRAM,
            Self::Pop2(_) => pop2::SERVER_STATES,
            Self::Smtp(_) => smtp::ORDER,
            Self::Imap(_) => imap::STATES,
        }
    }

    /// Whether nothing but the end of the connection follows.
    #[must_use]
    pub fn is_last(self) -> bool {
        match self {
            Self::Pop1(state) => state == pop1::State::Done,
            Self::Pop2(state) => state == pop2::State::Done,
            Self::Smtp(state) => state == smtp::State::Closing,
            Self::Imap(state) => state == imap::State::Logout,
        }
    }

    /// The place of the state among all of its protocol.
    #[must_use]
    pub fn rank(self) -> usize {
        match self {
            Self::Pop1(state) => state as usize,
            Self::Pop2(state) => state as usize,
            Self::Smtp(state) => state as usize,
            Self::Imap(state) => state as usize,
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_stands_at_its_rank_and_has_a_command_unless_it_is_the_last() {
        for protocol in Protocol::ALL {
            for (rank, state) in State::all(protocol).into_iter().enumerate() {
                assert_eq!((state.rank(), state.protocol()), (rank, protocol));
                // While a mail of SMTP travels there are no commands.
                let silent = state.is_last() || state == State::Smtp(smtp::State::Data);
                assert_eq!(Verb::all(protocol).into_iter().any(|verb| verb.allowed_in(state)), !silent, "{state}");
            }
        }
    }

    #[test]
    fn a_command_of_one_protocol_is_allowed_in_no_state_of_another() {
        for verb in Protocol::ALL.into_iter().flat_map(Verb::all) {
            for state in Protocol::ALL.into_iter().flat_map(State::all) {
                assert!(verb.protocol() == state.protocol() || !verb.allowed_in(state), "{verb} in {state}");
            }
        }
    }
}
