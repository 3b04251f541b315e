//! Keywords: the first words of command lines (RFC 1939 §3).

use std::fmt;

/// The first word of a command line. Its case does not matter (RFC 1939 §3).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Keyword {
    /// Names the mailbox (RFC 1939 §7).
    User,
    /// Gives the password (RFC 1939 §7).
    Pass,
    /// Says who asks on a trusted machine, in place of PASS; gone since RFC 1460 (RFC 1225).
    Rpop,
    /// Gives name and digest at once (RFC 1939 §7).
    Apop,
    /// Starts a SASL login (RFC 5034).
    Auth,
    /// Asks for TLS (RFC 2595 §4).
    Stls,
    /// Asks what the server can do (RFC 2449 §5).
    Capa,
    /// Lets names, mails and replies be UTF-8 (RFC 6856 §2.1).
    Utf8,
    /// Chooses the language of the replies (RFC 6856 §3.2).
    Lang,
    /// Number and octets of the maildrop (RFC 1939 §5).
    Stat,
    /// Number and octets of each message (RFC 1939 §5).
    List,
    /// A whole message (RFC 1939 §5).
    Retr,
    /// Marks a message as deleted (RFC 1939 §5).
    Dele,
    /// Nothing (RFC 1939 §5).
    Noop,
    /// Takes all marks away (RFC 1939 §5).
    Rset,
    /// The head of a message and some of its lines (RFC 1939 §7).
    Top,
    /// The unique-id of each message (RFC 1939 §7).
    Uidl,
    /// The highest number touched; gone since RFC 1725 (RFC 1460 §5).
    Last,
    /// Ends the session (RFC 1939 §4 and §6).
    Quit,
}

impl Keyword {
    /// Every keyword, in the order of a session.
    pub const ALL: [Self; 19] = [
        Self::User,
        Self::Pass,
        Self::Rpop,
        Self::Apop,
        Self::Auth,
        Self::Stls,
        Self::Capa,
        Self::Utf8,
        Self::Lang,
        Self::Stat,
        Self::List,
        Self::Retr,
        Self::Dele,
        Self::Noop,
        Self::Rset,
        Self::Top,
        Self::Uidl,
        Self::Last,
        Self::Quit,
    ];

    /// The keyword in capitals, as the RFC prints it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Pass => "PASS",
            Self::Rpop => "RPOP",
            Self::Apop => "APOP",
            Self::Auth => "AUTH",
            Self::Stls => "STLS",
            Self::Capa => "CAPA",
            Self::Utf8 => "UTF8",
            Self::Lang => "LANG",
            Self::Stat => "STAT",
            Self::List => "LIST",
            Self::Retr => "RETR",
            Self::Dele => "DELE",
            Self::Noop => "NOOP",
            Self::Rset => "RSET",
            Self::Top => "TOP",
            Self::Uidl => "UIDL",
            Self::Last => "LAST",
            Self::Quit => "QUIT",
        }
    }

    /// The keyword a word spells, in any case.
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|keyword| word.eq_ignore_ascii_case(keyword.as_str().as_bytes()))
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found_in_any_case() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::from_word(keyword.as_str().as_bytes()), Some(keyword));
            assert_eq!(Keyword::from_word(keyword.as_str().to_ascii_lowercase().as_bytes()), Some(keyword));
        }
        assert_eq!(Keyword::from_word(b"RERT"), None);
        assert_eq!(Keyword::from_word(b"loop"), None);
        assert_eq!(Keyword::from_word(b"STARTTLS"), None);
    }
}
