//! Phrases: every status line that a server says, with its default words and what may stand in it.

use serde::Deserialize;

use crate::sim::template::Placeholder;

/// A status line of the server. Its words belong to the profile, its sense to the protocol.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// The first line of a connection.
    Greeting,
    /// USER is fine so far.
    User,
    /// USER names nobody, and the server says so.
    UnknownUser,
    /// PASS, APOP or AUTH opened the maildrop.
    Login,
    /// Name and password do not belong together.
    LoginFailed,
    /// Another session has the lock.
    Locked,
    /// PASS came without an accepted USER right before it.
    UserFirst,
    /// After an accepted USER only PASS and QUIT are in place.
    PassNext,
    /// A password would travel in the clear, which this server does not want.
    TlsFirst,
    /// The server does not have this mechanism.
    UnknownMechanism,
    /// A line of AUTH is not what the mechanism wants.
    BadResponse,
    /// The client said `*`.
    Cancelled,
    /// TLS begins.
    Stls,
    /// TLS was begun before (RFC 2595 §4).
    TlsActive,
    /// The list of capabilities follows.
    Capa,
    /// The two numbers of STAT.
    Stat,
    /// The scan listing follows.
    List,
    /// The scan listing of one message.
    ListOne,
    /// The message follows.
    Retr,
    /// The head and some lines follow.
    Top,
    /// The message is marked.
    Dele,
    /// Nothing was done.
    Noop,
    /// All marks are gone.
    Rset,
    /// The unique-id listing follows.
    Uidl,
    /// The unique-id of one message.
    UidlOne,
    /// The highest number touched.
    Last,
    /// No message has this number.
    NoSuchMessage,
    /// The message of this number is marked as deleted.
    Deleted,
    /// QUIT in the AUTHORIZATION state.
    Quit,
    /// QUIT in the TRANSACTION state, and everything marked is removed.
    Update,
    /// QUIT in the TRANSACTION state, and something marked is left.
    NotRemoved,
    /// No such command here.
    UnknownCommand,
    /// The command belongs to another state.
    WrongState,
    /// The arguments are wrong.
    Malformed,
    /// The line is longer than the server takes.
    TooLong,
    /// Something was sent behind a command that must be the last before its reply.
    Ahead,
    /// Name and proof are right, but the last login was too short a time ago.
    LoginDelay,
    /// The maildrop cannot be opened, and that will pass.
    TemporaryTrouble,
    /// The maildrop cannot be opened until somebody mends it.
    PermanentTrouble,
    /// STLS came behind UTF8 (RFC 6856 §2.1).
    TlsTooLate,
    /// UTF-8 mode is on.
    Utf8,
    /// The message can be had in UTF-8 mode only (RFC 6856 §5).
    Utf8Needed,
    /// The list of languages follows.
    Languages,
    /// From here on the replies are in this language.
    Language,
    /// The server does not have this language.
    UnknownLanguage,
}

/// Whether a phrase says yes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sign {
    /// `+OK`, or `+` in very old profiles.
    Positive,
    /// `+OK` in every profile: a lone `+` would be a challenge, or TLS would not be seen to begin.
    PositiveAlways,
    /// `-ERR`
    Negative,
}

impl Phrase {
    /// Every phrase.
    pub const ALL: [Self; 45] = [
        Self::Greeting,
        Self::User,
        Self::UnknownUser,
        Self::Login,
        Self::LoginFailed,
        Self::Locked,
        Self::UserFirst,
        Self::PassNext,
        Self::TlsFirst,
        Self::UnknownMechanism,
        Self::BadResponse,
        Self::Cancelled,
        Self::Stls,
        Self::TlsActive,
        Self::Capa,
        Self::Stat,
        Self::List,
        Self::ListOne,
        Self::Retr,
        Self::Top,
        Self::Dele,
        Self::Noop,
        Self::Rset,
        Self::Uidl,
        Self::UidlOne,
        Self::Last,
        Self::NoSuchMessage,
        Self::Deleted,
        Self::Quit,
        Self::Update,
        Self::NotRemoved,
        Self::UnknownCommand,
        Self::WrongState,
        Self::Malformed,
        Self::TooLong,
        Self::Ahead,
        Self::LoginDelay,
        Self::TemporaryTrouble,
        Self::PermanentTrouble,
        Self::TlsTooLate,
        Self::Utf8,
        Self::Utf8Needed,
        Self::Languages,
        Self::Language,
        Self::UnknownLanguage,
    ];

    /// What scenarios call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::User => "user",
            Self::UnknownUser => "unknown_user",
            Self::Login => "login",
            Self::LoginFailed => "login_failed",
            Self::Locked => "locked",
            Self::UserFirst => "user_first",
            Self::PassNext => "pass_next",
            Self::TlsFirst => "tls_first",
            Self::UnknownMechanism => "unknown_mechanism",
            Self::BadResponse => "bad_response",
            Self::Cancelled => "cancelled",
            Self::Stls => "stls",
            Self::TlsActive => "tls_active",
            Self::Capa => "capa",
            Self::Stat => "stat",
            Self::List => "list",
            Self::ListOne => "list_one",
            Self::Retr => "retr",
            Self::Top => "top",
            Self::Dele => "dele",
            Self::Noop => "noop",
            Self::Rset => "rset",
            Self::Uidl => "uidl",
            Self::UidlOne => "uidl_one",
            Self::Last => "last",
            Self::NoSuchMessage => "no_such_message",
            Self::Deleted => "deleted",
            Self::Quit => "quit",
            Self::Update => "update",
            Self::NotRemoved => "not_removed",
            Self::UnknownCommand => "unknown_command",
            Self::WrongState => "wrong_state",
            Self::Malformed => "malformed",
            Self::TooLong => "too_long",
            Self::Ahead => "ahead",
            Self::LoginDelay => "login_delay",
            Self::TemporaryTrouble => "temporary_trouble",
            Self::PermanentTrouble => "permanent_trouble",
            Self::TlsTooLate => "tls_too_late",
            Self::Utf8 => "utf8",
            Self::Utf8Needed => "utf8_needed",
            Self::Languages => "languages",
            Self::Language => "language",
            Self::UnknownLanguage => "unknown_language",
        }
    }

    /// The words of a polite server.
    #[must_use]
    pub fn default_text(self) -> &'static str {
        match self {
            Self::Greeting => "+OK POP3 server ready",
            Self::User => "+OK send your password",
            Self::UnknownUser => "-ERR never heard of mailbox {user}",
            Self::Login => "+OK {user}'s maildrop has {messages} ({octets} octets)",
            Self::LoginFailed => "-ERR name or password is wrong",
            Self::Locked => "-ERR maildrop already locked",
            Self::UserFirst => "-ERR say USER first",
            Self::PassNext => "-ERR only PASS or QUIT can follow USER",
            Self::TlsFirst => "-ERR start TLS first: passwords do not travel in the clear here",
            Self::UnknownMechanism => "-ERR unknown mechanism",
            Self::BadResponse => "-ERR this is no valid response",
            Self::Cancelled => "-ERR authentication cancelled",
            Self::Stls => "+OK begin TLS negotiation",
            Self::TlsActive => "-ERR TLS is already active",
            Self::Capa => "+OK capability list follows",
            Self::Stat => "+OK {count} {octets}",
            Self::List => "+OK {messages} ({octets} octets)",
            Self::ListOne => "+OK {number} {size}",
            Self::Retr => "+OK {size} octets",
            Self::Top => "+OK top of message follows",
            Self::Dele => "+OK message {number} marked as deleted",
            Self::Noop => "+OK",
            Self::Rset => "+OK maildrop has {messages} ({octets} octets)",
            Self::Uidl => "+OK unique-id listing follows",
            Self::UidlOne => "+OK {number} {unique_id}",
            Self::Last => "+OK {last}",
            Self::NoSuchMessage => "-ERR no such message, only {messages} in maildrop",
            Self::Deleted => "-ERR message {number} already deleted",
            Self::Quit => "+OK goodbye",
            Self::Update => "+OK goodbye ({left})",
            Self::NotRemoved => "-ERR some deleted messages not removed",
            Self::UnknownCommand => "-ERR unknown command",
            Self::WrongState => "-ERR {keyword} is not allowed in the {state} state",
            Self::Malformed => "-ERR {problem}",
            Self::TooLong => "-ERR the line is too long",
            Self::Ahead => "-ERR nothing may be sent ahead of this reply",
            Self::LoginDelay => "-ERR too little time has passed since the last login",
            Self::TemporaryTrouble => "-ERR the maildrop cannot be opened now, try again later",
            Self::PermanentTrouble => "-ERR the maildrop is damaged, ask for help",
            Self::TlsTooLate => "-ERR STLS cannot follow UTF8",
            Self::Utf8 => "+OK UTF-8 mode is on",
            Self::Utf8Needed => "-ERR this message needs UTF-8 mode",
            Self::Languages => "+OK language listing follows",
            Self::Language => "+OK {language} the replies are in English now",
            Self::UnknownLanguage => "-ERR no such language here",
        }
    }

    /// Whether it says yes.
    #[must_use]
    pub fn sign(self) -> Sign {
        match self {
            // Before the greeting there is no state, and only a positive one opens the session (RFC 1939 §4).
            Self::Greeting | Self::Stls => Sign::PositiveAlways,
            Self::User
            | Self::Login
            | Self::Capa
            | Self::Stat
            | Self::List
            | Self::ListOne
            | Self::Retr
            | Self::Top
            | Self::Dele
            | Self::Noop
            | Self::Rset
            | Self::Uidl
            | Self::UidlOne
            | Self::Last
            | Self::Quit
            | Self::Update
            | Self::Utf8
            | Self::Languages
            | Self::Language => Sign::Positive,
            Self::UnknownUser
            | Self::LoginFailed
            | Self::Locked
            | Self::UserFirst
            | Self::PassNext
            | Self::TlsFirst
            | Self::UnknownMechanism
            | Self::BadResponse
            | Self::Cancelled
            | Self::TlsActive
            | Self::NoSuchMessage
            | Self::Deleted
            | Self::NotRemoved
            | Self::UnknownCommand
            | Self::WrongState
            | Self::Malformed
            | Self::TooLong
            | Self::Ahead
            | Self::LoginDelay
            | Self::TemporaryTrouble
            | Self::PermanentTrouble
            | Self::TlsTooLate
            | Self::Utf8Needed
            | Self::UnknownLanguage => Sign::Negative,
        }
    }

    /// What follows the sign because clients read it (RFC 1939 §9), and whether more may follow it.
    #[must_use]
    pub fn significant(self) -> Option<(&'static str, bool)> {
        match self {
            Self::Stat => Some(("{count} {octets}", true)),
            Self::ListOne => Some(("{number} {size}", true)),
            // Nothing may follow the unique-id (RFC 1939 §7, UIDL).
            Self::UidlOne => Some(("{number} {unique_id}", false)),
            Self::Last => Some(("{last}", true)),
            // The tag that was chosen, exactly (RFC 6856 §3.2).
            Self::Language => Some(("{language}", true)),
            Self::Greeting
            | Self::User
            | Self::UnknownUser
            | Self::Login
            | Self::LoginFailed
            | Self::Locked
            | Self::UserFirst
            | Self::PassNext
            | Self::TlsFirst
            | Self::UnknownMechanism
            | Self::BadResponse
            | Self::Cancelled
            | Self::Stls
            | Self::TlsActive
            | Self::Capa
            | Self::List
            | Self::Retr
            | Self::Top
            | Self::Dele
            | Self::Noop
            | Self::Rset
            | Self::Uidl
            | Self::NoSuchMessage
            | Self::Deleted
            | Self::Quit
            | Self::Update
            | Self::NotRemoved
            | Self::UnknownCommand
            | Self::WrongState
            | Self::Malformed
            | Self::TooLong
            | Self::Ahead
            | Self::LoginDelay
            | Self::TemporaryTrouble
            | Self::PermanentTrouble
            | Self::TlsTooLate
            | Self::Utf8
            | Self::Utf8Needed
            | Self::Languages
            | Self::UnknownLanguage => None,
        }
    }

    /// What may stand in braces.
    #[must_use]
    pub fn placeholders(self) -> &'static [Placeholder] {
        use Placeholder as P;
        match self {
            Self::Greeting => &[P::Host, P::Timestamp],
            Self::User
            | Self::UnknownUser
            | Self::LoginFailed
            | Self::Locked
            | Self::LoginDelay
            | Self::TemporaryTrouble
            | Self::PermanentTrouble => &[P::Host, P::User],
            Self::UserFirst
            | Self::PassNext
            | Self::TlsFirst
            | Self::UnknownMechanism
            | Self::BadResponse
            | Self::Cancelled
            | Self::Stls
            | Self::TlsActive
            | Self::Capa
            | Self::UnknownCommand
            | Self::TooLong
            | Self::Ahead
            | Self::TlsTooLate
            | Self::Utf8
            | Self::Utf8Needed
            | Self::Languages
            | Self::UnknownLanguage
            | Self::Quit => &[P::Host],
            Self::Language => &[P::Host, P::Language],
            Self::Login | Self::Stat | Self::List | Self::Noop | Self::Rset | Self::Uidl => {
                &[P::Host, P::User, P::Count, P::Messages, P::Octets]
            }
            Self::ListOne | Self::Retr | Self::Top | Self::Dele | Self::UidlOne => {
                &[P::Host, P::User, P::Count, P::Messages, P::Octets, P::Number, P::Size, P::UniqueId]
            }
            Self::Last => &[P::Host, P::User, P::Count, P::Messages, P::Octets, P::Last],
            Self::NoSuchMessage | Self::Deleted => &[P::Host, P::User, P::Count, P::Messages, P::Octets, P::Number],
            Self::Update | Self::NotRemoved => &[P::Host, P::User, P::Left],
            Self::WrongState => &[P::Host, P::Keyword, P::State],
            Self::Malformed => &[P::Host, P::Problem],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::template::Template;

    #[test]
    fn the_default_words_are_valid() {
        for phrase in Phrase::ALL {
            assert!(Template::parse(phrase, phrase.default_text(), false).is_ok(), "{phrase:?}");
        }
    }
}
