//! What a client of POP3 says, said in POP1 and POP2: the rules, each with the clause it stands on.
//!
//! The rules are names only; `scenario::ancestors` follows them.

use crate::proto::Clause;
use crate::proto::Protocol;
use crate::proto::pop1;
use crate::proto::pop2;

/// A protocol before POP3, in which its clients would have spoken.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Ancestor {
    /// RFC 918.
    Pop1,
    /// RFC 937.
    Pop2,
}

impl Ancestor {
    /// Both, the older one first.
    pub const ALL: [Self; 2] = [Self::Pop1, Self::Pop2];

    /// The protocol.
    #[must_use]
    pub fn protocol(self) -> Protocol {
        match self {
            Self::Pop1 => Protocol::Pop1,
            Self::Pop2 => Protocol::Pop2,
        }
    }

    /// That of a protocol, if it is one before POP3.
    #[must_use]
    pub fn of(protocol: Protocol) -> Option<Self> {
        Self::ALL.into_iter().find(|ancestor| ancestor.protocol() == protocol)
    }

    /// What it is called as a column: its RFC, its name, its year.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Pop1 => "RFC 918, POP1 (1984)",
            Self::Pop2 => "RFC 937, POP2 (1985)",
        }
    }
}

/// By which rule something stands, or nothing, in the place of a command of POP3.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Rule {
    /// USER: POP1 has it too.
    Name,
    /// USER: POP2 says it together with the password.
    NameWithPassword,
    /// PASS: POP1 has it too, and POP2 has HELO for both.
    Login,
    /// STAT: POP2 tells the count of a mailbox with FOLD, and POP1 the length with RETR, which RSET aborts.
    Count,
    /// STAT: FOLD would leave the mailbox, and remove what ACKD marked.
    CountWouldDelete,
    /// LIST: READ tells the length of one message.
    Length,
    /// RETR: POP2 has READ, RETR and ACKS; POP1 has RETR, RCEV and RCVD for the whole mailbox.
    Fetch,
    /// RETR, and DELE follows: the acknowledgment of POP2 is ACKD, and POP1 begins with RDEL.
    FetchToDelete,
    /// RETR: the whole mailbox has come already.
    FetchedAlready,
    /// DELE of what was not fetched: without receiving it nobody can delete it.
    DeleteUnread,
    /// DELE: the client has said so when it fetched the message.
    DeletedAlready,
    /// DELE, and RSET follows: nothing takes a deletion back.
    DeleteTakenBack,
    /// DELE of some messages: RDEL deletes all.
    DeleteOfSome,
    /// NOOP: POP1 has it too.
    Noop,
    /// QUIT: both have it too.
    Quit,
    /// There is nothing like it.
    NoCounterpart,
    /// It needs a login, or comes behind one.
    OutOfPlace,
    /// The client says its password inside TLS only.
    NoTls,
    /// The server has closed the connection.
    Ended,
    /// It would take too many commands.
    TooMuch,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 20] = [
        Self::Name,
        Self::NameWithPassword,
        Self::Login,
        Self::Count,
        Self::CountWouldDelete,
        Self::Length,
        Self::Fetch,
        Self::FetchToDelete,
        Self::FetchedAlready,
        Self::DeleteUnread,
        Self::DeletedAlready,
        Self::DeleteTakenBack,
        Self::DeleteOfSome,
        Self::Noop,
        Self::Quit,
        Self::NoCounterpart,
        Self::OutOfPlace,
        Self::NoTls,
        Self::Ended,
        Self::TooMuch,
    ];

    /// Its name in files, and in the names of messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameWithPassword => "name-with-password",
            Self::Login => "login",
            Self::Count => "count",
            Self::CountWouldDelete => "count-would-delete",
            Self::Length => "length",
            Self::Fetch => "fetch",
            Self::FetchToDelete => "fetch-to-delete",
            Self::FetchedAlready => "fetched-already",
            Self::DeleteUnread => "delete-unread",
            Self::DeletedAlready => "deleted-already",
            Self::DeleteTakenBack => "delete-taken-back",
            Self::DeleteOfSome => "delete-of-some",
            Self::Noop => "noop",
            Self::Quit => "quit",
            Self::NoCounterpart => "no-counterpart",
            Self::OutOfPlace => "out-of-place",
            Self::NoTls => "no-tls",
            Self::Ended => "ended",
            Self::TooMuch => "too-much",
        }
    }

    /// Whether the client says something by it.
    #[must_use]
    pub fn says_something(self) -> bool {
        match self {
            Self::Name
            | Self::Login
            | Self::Count
            | Self::Length
            | Self::Fetch
            | Self::FetchToDelete
            | Self::DeleteUnread
            | Self::Noop
            | Self::Quit => true,
            Self::NameWithPassword
            | Self::CountWouldDelete
            | Self::FetchedAlready
            | Self::DeletedAlready
            | Self::DeleteTakenBack
            | Self::DeleteOfSome
            | Self::NoCounterpart
            | Self::OutOfPlace
            | Self::NoTls
            | Self::Ended
            | Self::TooMuch => false,
        }
    }

    /// Whether it means the same in both protocols.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Quit | Self::NoCounterpart | Self::OutOfPlace | Self::NoTls | Self::Ended | Self::TooMuch)
    }

    /// The clause it stands on.
    #[must_use]
    pub fn clause(self, ancestor: Ancestor) -> Clause {
        match (ancestor, self) {
            (Ancestor::Pop1, Self::OutOfPlace) => pop1::DIAGRAM,
            (
                Ancestor::Pop1,
                Self::Count
                | Self::Fetch
                | Self::FetchToDelete
                | Self::FetchedAlready
                | Self::DeleteUnread
                | Self::DeletedAlready
                | Self::DeleteOfSome,
            ) => pop1::PROTOCOL,
            (Ancestor::Pop1, _) => pop1::COMMANDS,
            (Ancestor::Pop2, Self::Ended) => pop2::PHILOSOPHY,
            (Ancestor::Pop2, Self::OutOfPlace) => pop2::SERVER_STATES,
            (Ancestor::Pop2, Self::Length) => pop2::MESSAGE_LENGTH,
            (Ancestor::Pop2, _) => pop2::COMMANDS,
        }
    }
}
