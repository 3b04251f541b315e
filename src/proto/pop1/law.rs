//! The law of POP1: which command is heard when (RFC 918, Commands and Diagram).
//!
//! RFC 918 draws the states and gives them no names: the names are ours.

/// A command of POP1.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    /// Names the user.
    User,
    /// Gives the password.
    Pass,
    /// Begins to read a mailbox.
    Retr,
    /// Begins to read a mailbox, and to delete what was read.
    Rdel,
    /// Ready to receive the mail.
    Rcev,
    /// Has received the mail.
    Rcvd,
    /// Aborts the transaction.
    Rset,
    /// Does nothing.
    Noop,
    /// Ends the session.
    Quit,
}

/// A state of the server.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// It has greeted, and waits for the user.
    Auth,
    /// The user is named, and the password is due.
    Named,
    /// The login is done, and no transaction is under way.
    Command,
    /// The mailbox is open and locked, and its length was told.
    Open,
    /// The mail was sent, and waits for its acknowledgment.
    Sent,
    /// The session is over.
    Done,
}

impl Verb {
    /// Every command, in the order of a session.
    pub const ALL: [Self; 9] =
        [Self::User, Self::Pass, Self::Retr, Self::Rdel, Self::Rcev, Self::Rcvd, Self::Rset, Self::Noop, Self::Quit];

    /// The command in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Pass => "PASS",
            Self::Retr => "RETR",
            Self::Rdel => "RDEL",
            Self::Rcev => "RCEV",
            Self::Rcvd => "RCVD",
            Self::Rset => "RSET",
            Self::Noop => "NOOP",
            Self::Quit => "QUIT",
        }
    }

    /// The command that a word spells. RFC 918 is silent about small letters; they are understood.
    ///
    /// The diagram spells RCEV as RECV. The text, the list and the scenario have RCEV, so RECV is no command.
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| word.eq_ignore_ascii_case(verb.as_str().as_bytes()))
    }

    /// Whether the server obeys it in a state.
    ///
    /// PASS must follow USER, RCEV must follow RETR or RDEL, RCVD must follow RCEV; RSET leads out of a
    /// transaction, and is one of the five commands that are heard outside of one.
    #[must_use]
    pub fn allowed_in(self, state: State) -> bool {
        match self {
            Self::User => state == State::Auth,
            Self::Pass => state == State::Named,
            Self::Retr | Self::Rdel | Self::Noop => state == State::Command,
            Self::Rcev => state == State::Open,
            Self::Rcvd => state == State::Sent,
            Self::Rset => matches!(state, State::Command | State::Open | State::Sent),
            Self::Quit => matches!(state, State::Auth | State::Command),
        }
    }
}

impl State {
    /// Every state, in the order of a session.
    pub const ALL: [Self; 6] = [Self::Auth, Self::Named, Self::Command, Self::Open, Self::Sent, Self::Done];

    /// Its name in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "AUTH",
            Self::Named => "NAMED",
            Self::Command => "COMMAND",
            Self::Open => "OPEN",
            Self::Sent => "SENT",
            Self::Done => "DONE",
        }
    }
}
