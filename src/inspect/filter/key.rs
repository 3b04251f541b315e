//! Keys: what a filter can ask of a row.

use crate::proto::Keyword;
use crate::teach::finding::Code;

/// What stands before the sign of a term.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Key {
    /// Whom the client said it is.
    User,
    /// How it tried to log in.
    Mech,
    /// What came of the login.
    Login,
    /// The end that opened the connection.
    Client,
    /// The end that listened.
    Server,
    /// The port of that end.
    Port,
    /// The last state reached.
    State,
    /// How TLS covers it.
    Tls,
    /// A command that was said.
    Cmd,
    /// An indicator that was said.
    Status,
    /// What was remarked.
    Finding,
    /// How much it matters.
    Severity,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// How long it took.
    Duration,
    /// The longest wait for a reply.
    Reply,
    /// The median of the waits for replies.
    Median,
    /// How many commands were said.
    Commands,
    /// How many messages came.
    Messages,
    /// Octets of those.
    Octets,
    /// How many messages were marked.
    Marked,
    /// How many messages were removed.
    Deleted,
    /// Octets that the client said.
    ClientOctets,
    /// Octets that the server said.
    ServerOctets,
    /// Octets that were lost.
    Lost,
    /// How many frames it has.
    Frames,
    /// Whether all of it was recorded.
    Complete,
    /// Its place in the file.
    Index,
}

/// What the values of a key are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Any text, with stars.
    Text,
    /// An address, with or without a port, or a prefix of addresses.
    Address,
    /// A whole number.
    Number,
    /// A time from one moment to another.
    Duration,
    /// A moment.
    Time,
    /// One of the three states, or none.
    State,
    /// Whether and how TLS covers.
    Tls,
    /// A keyword.
    Command,
    /// An indicator.
    Status,
    /// The name of a finding, with stars.
    Finding,
    /// How much a finding matters.
    Severity,
    /// Yes or no.
    YesNo,
    /// What came of a login.
    Login,
}

impl Key {
    /// Every key, in the order in which they are explained.
    pub const ALL: [Self; 28] = [
        Self::User,
        Self::Mech,
        Self::Login,
        Self::Client,
        Self::Server,
        Self::Port,
        Self::State,
        Self::Tls,
        Self::Cmd,
        Self::Status,
        Self::Finding,
        Self::Severity,
        Self::Start,
        Self::End,
        Self::Duration,
        Self::Reply,
        Self::Median,
        Self::Commands,
        Self::Messages,
        Self::Octets,
        Self::Marked,
        Self::Deleted,
        Self::ClientOctets,
        Self::ServerOctets,
        Self::Lost,
        Self::Frames,
        Self::Complete,
        Self::Index,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Mech => "mech",
            Self::Login => "login",
            Self::Client => "client",
            Self::Server => "server",
            Self::Port => "port",
            Self::State => "state",
            Self::Tls => "tls",
            Self::Cmd => "cmd",
            Self::Status => "status",
            Self::Finding => "finding",
            Self::Severity => "severity",
            Self::Start => "start",
            Self::End => "end",
            Self::Duration => "duration",
            Self::Reply => "reply",
            Self::Median => "median",
            Self::Commands => "commands",
            Self::Messages => "messages",
            Self::Octets => "octets",
            Self::Marked => "marked",
            Self::Deleted => "deleted",
            Self::ClientOctets => "client-octets",
            Self::ServerOctets => "server-octets",
            Self::Lost => "lost",
            Self::Frames => "frames",
            Self::Complete => "complete",
            Self::Index => "index",
        }
    }

    /// The name of the message that says in a line what it is.
    #[must_use]
    pub fn words_id(self) -> String {
        format!("filter-key-{}", self.name())
    }

    /// The key that is written so, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// The key that may have been meant.
    pub(super) fn near(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let other_names = [
            ("command", Self::Cmd),
            ("code", Self::Finding),
            ("ip", Self::Client),
            ("addr", Self::Client),
            ("source", Self::Client),
            ("src", Self::Client),
            ("dst", Self::Server),
            ("bytes", Self::Octets),
            ("size", Self::Octets),
            ("time", Self::Start),
            ("removed", Self::Deleted),
            ("auth", Self::Mech),
        ];
        let other = other_names.into_iter().find(|(other, _)| *other == name).map(|(_, key)| key);
        let begins = || Self::ALL.into_iter().find(|key| 2 <= name.len() && key.name().starts_with(&name));
        let misspelt = || Self::ALL.into_iter().find(|key| is_misspelt(key.name(), &name));
        other.or_else(begins).or_else(misspelt)
    }

    /// What its values are.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::User | Self::Mech => Kind::Text,
            Self::Client | Self::Server => Kind::Address,
            Self::Port
            | Self::Commands
            | Self::Messages
            | Self::Octets
            | Self::Marked
            | Self::Deleted
            | Self::ClientOctets
            | Self::ServerOctets
            | Self::Lost
            | Self::Frames
            | Self::Index => Kind::Number,
            Self::Duration | Self::Reply | Self::Median => Kind::Duration,
            Self::Start | Self::End => Kind::Time,
            Self::State => Kind::State,
            Self::Tls => Kind::Tls,
            Self::Cmd => Kind::Command,
            Self::Status => Kind::Status,
            Self::Finding => Kind::Finding,
            Self::Severity => Kind::Severity,
            Self::Complete => Kind::YesNo,
            Self::Login => Kind::Login,
        }
    }
}

impl Kind {
    /// Its name, for the message `filter-value-…` that says what is expected.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Address => "address",
            Self::Number => "number",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::State => "state",
            Self::Tls => "tls",
            Self::Command => "command",
            Self::Status => "status",
            Self::Finding => "finding",
            Self::Severity => "severity",
            Self::YesNo => "yes-no",
            Self::Login => "login",
        }
    }

    /// Whether its values can be compared with `<` and `>`.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        match self {
            Self::Number | Self::Duration | Self::Time | Self::State | Self::Severity => true,
            Self::Text
            | Self::Address
            | Self::Tls
            | Self::Command
            | Self::Status
            | Self::Finding
            | Self::YesNo
            | Self::Login => false,
        }
    }

    /// All its values, if they can be listed.
    #[must_use]
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Text | Self::Address | Self::Number | Self::Duration | Self::Time => Vec::new(),
            Self::State => vec!["authorization", "transaction", "update", "none"],
            Self::Tls => vec!["none", "stls", "implicit"],
            Self::Command => Keyword::ALL.iter().map(|keyword| keyword.as_str()).chain(["other"]).collect(),
            Self::Status => vec!["+OK", "-ERR"],
            Self::Finding => Code::ALL.iter().map(|code| code.as_str()).collect(),
            Self::Severity => vec!["error", "warning", "note"],
            Self::YesNo => vec!["yes", "no"],
            Self::Login => vec!["ok", "failed", "none"],
        }
    }
}

/// Whether one letter of a name is missing, too many or another, or two stand in each other's place.
fn is_misspelt(name: &str, written: &str) -> bool {
    let same = name.bytes().zip(written.bytes()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&name.as_bytes()[same..], &written.as_bytes()[same..]);
    let behind = |octets: &'_ [u8], from: usize| octets.get(from..).map(<[u8]>::to_vec);
    let swapped = matches!((a, b), ([a0, a1, a2 @ ..], [b0, b1, b2 @ ..]) if a0 == b1 && a1 == b0 && a2 == b2);
    let found = [(1, 0), (0, 1), (1, 1)].into_iter().any(|(skip_a, skip_b)| {
        let rest = behind(a, skip_a);
        rest.is_some() && rest == behind(b, skip_b)
    });
    3 <= written.len() && (found || swapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;
    use crate::teach::Words;

    #[test]
    fn every_key_has_its_name_and_its_words() {
        for (place, key) in Key::ALL.into_iter().enumerate() {
            assert_eq!(Key::from_name(&key.name().to_ascii_uppercase()), Some(key));
            assert_eq!(key as usize, place, "all keys are listed");
            for words in Language::ALL.map(Words::new) {
                assert!(words.has(&key.words_id()), "{}", key.words_id());
                assert!(words.has(&format!("filter-value-{}", key.kind().name())), "{}", key.kind().name());
            }
        }
    }

    #[test]
    fn a_misspelt_key_is_understood() {
        assert_eq!(Key::near("fnding"), Some(Key::Finding));
        assert_eq!(Key::near("finidng"), Some(Key::Finding));
        assert_eq!(Key::near("usser"), Some(Key::User));
        assert_eq!(Key::near("uses"), Some(Key::User));
        assert_eq!(Key::near("msg"), None);
        assert_eq!(Key::near("mess"), Some(Key::Messages));
        assert_eq!(Key::near("bytes"), Some(Key::Octets));
        assert_eq!(Key::near("xyzzy"), None);
    }
}
