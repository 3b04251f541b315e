//! The law of IMAP: which command may be said in which state, and where its reply leads (RFC 3501 §3).

use crate::proto::Clause;
use crate::proto::imap::words::Status;

/// A command of IMAP that the lessons need.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    /// What the server can do.
    Capability,
    /// Gives name and password.
    Login,
    /// Opens a mailbox.
    Select,
    /// Asks for messages, or what is known of them.
    Fetch,
    /// Changes flags.
    Store,
    /// Removes what is flagged as deleted.
    Expunge,
    /// Nothing; but the server may tell news.
    Noop,
    /// Ends the session.
    Logout,
}

/// A state of a session.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// The client has to say who it is.
    NotAuthenticated,
    /// It can select a mailbox.
    Authenticated,
    /// A mailbox is selected.
    Selected,
    /// The session is over.
    Logout,
}

impl Verb {
    /// Every command, in the order of a session.
    pub const ALL: [Self; 8] = [
        Self::Capability,
        Self::Login,
        Self::Select,
        Self::Fetch,
        Self::Store,
        Self::Expunge,
        Self::Noop,
        Self::Logout,
    ];

    /// The command in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capability => "CAPABILITY",
            Self::Login => "LOGIN",
            Self::Select => "SELECT",
            Self::Fetch => "FETCH",
            Self::Store => "STORE",
            Self::Expunge => "EXPUNGE",
            Self::Noop => "NOOP",
            Self::Logout => "LOGOUT",
        }
    }

    /// The command that a word spells, in any case (RFC 3501 §9).
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| word.eq_ignore_ascii_case(verb.as_str().as_bytes()))
    }

    /// Where it is defined.
    #[must_use]
    pub fn clause(self) -> Clause {
        let section = match self {
            Self::Capability => "6.1.1",
            Self::Noop => "6.1.2",
            Self::Logout => "6.1.3",
            Self::Login => "6.2.3",
            Self::Select => "6.3.1",
            Self::Expunge => "6.4.3",
            Self::Fetch => "6.4.5",
            Self::Store => "6.4.6",
        };
        Clause::new(3501, section)
    }

    /// Whether it may be said in a state.
    #[must_use]
    pub fn allowed_in(self, state: State) -> bool {
        match (self, state) {
            (_, State::Logout) => false,
            (Self::Capability | Self::Noop | Self::Logout, _) => true,
            (Self::Login, state) => state == State::NotAuthenticated,
            (Self::Select, state) => matches!(state, State::Authenticated | State::Selected),
            (Self::Fetch | Self::Store | Self::Expunge, state) => state == State::Selected,
        }
    }
}

impl State {
    /// Every state, in the order of a session.
    pub const ALL: [Self; 4] = [Self::NotAuthenticated, Self::Authenticated, Self::Selected, Self::Logout];

    /// Its name, as the RFC has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAuthenticated => "NOT AUTHENTICATED",
            Self::Authenticated => "AUTHENTICATED",
            Self::Selected => "SELECTED",
            Self::Logout => "LOGOUT",
        }
    }

    /// The state behind the tagged reply to a command.
    #[must_use]
    pub fn after(self, verb: Verb, status: Status) -> Self {
        match (verb, status) {
            (Verb::Login, Status::Ok) => self.max(Self::Authenticated),
            (Verb::Select, Status::Ok) => Self::Selected,
            // A SELECT that fails leaves no mailbox selected (RFC 3501 §6.3.1).
            (Verb::Select, Status::No) => self.min(Self::Authenticated),
            (Verb::Logout, Status::Ok) => Self::Logout,
            (
                Verb::Capability
                | Verb::Login
                | Verb::Select
                | Verb::Fetch
                | Verb::Store
                | Verb::Expunge
                | Verb::Noop
                | Verb::Logout,
                Status::Ok | Status::No | Status::Bad | Status::Preauth | Status::Bye,
            ) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_select_that_fails_leaves_no_mailbox() {
        let state = State::Selected;
        assert_eq!(state.after(Verb::Select, Status::No), State::Authenticated);
        assert_eq!(state.after(Verb::Select, Status::Bad), State::Selected);
        assert_eq!(State::NotAuthenticated.after(Verb::Select, Status::No), State::NotAuthenticated);
        assert_eq!(State::NotAuthenticated.after(Verb::Login, Status::Ok), State::Authenticated);
        assert_eq!(state.after(Verb::Logout, Status::Ok), State::Logout);
    }
}
