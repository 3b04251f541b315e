//! The law of POP2: which command is heard in which state (RFC 937, Server Decision Table).

/// A command of POP2.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    /// Names user and password.
    Helo,
    /// Selects another mailbox.
    Fold,
    /// Asks for the length of a message.
    Read,
    /// Asks for the message itself.
    Retr,
    /// Received: keep it.
    Acks,
    /// Received: delete it.
    Ackd,
    /// Not received: keep it.
    Nack,
    /// Ends the session.
    Quit,
}

/// A state of the server.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// It has greeted, and waits for user and password.
    Auth,
    /// A mailbox is selected.
    Mbox,
    /// The length of a message was told.
    Item,
    /// A message was sent, and waits for its acknowledgment.
    Next,
    /// The session is over.
    Done,
}

impl Verb {
    /// Every command, in the order of a session.
    pub const ALL: [Self; 8] =
        [Self::Helo, Self::Fold, Self::Read, Self::Retr, Self::Acks, Self::Ackd, Self::Nack, Self::Quit];

    /// The command in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helo => "HELO",
            Self::Fold => "FOLD",
            Self::Read => "READ",
            Self::Retr => "RETR",
            Self::Acks => "ACKS",
            Self::Ackd => "ACKD",
            Self::Nack => "NACK",
            Self::Quit => "QUIT",
        }
    }

    /// The command that a word spells. The RFC is silent about small letters; they are understood.
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| word.eq_ignore_ascii_case(verb.as_str().as_bytes()))
    }

    /// Whether the server hears it in a state; anywhere else it is garbage, and the end.
    #[must_use]
    pub fn allowed_in(self, state: State) -> bool {
        match self {
            Self::Helo => state == State::Auth,
            Self::Fold | Self::Read => matches!(state, State::Mbox | State::Item),
            Self::Retr => state == State::Item,
            Self::Acks | Self::Ackd | Self::Nack => state == State::Next,
            Self::Quit => matches!(state, State::Auth | State::Mbox | State::Item),
        }
    }
}

impl State {
    /// Every state, in the order of a session.
    pub const ALL: [Self; 5] = [Self::Auth, Self::Mbox, Self::Item, Self::Next, Self::Done];

    /// Its name, as the RFC has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "AUTH",
            Self::Mbox => "MBOX",
            Self::Item => "ITEM",
            Self::Next => "NEXT",
            Self::Done => "DONE",
        }
    }
}
