//! Generations: what a server of each RFC has, from POP3 of 1988 to that of today.
//!
//! RFC 918 (POP1) and RFC 937 (POP2) are not among them: they are other languages, with engines of their own
//! (`sim::pop1`, `sim::pop2`), and `scenario::ancestors` tells a script of POP3 in them.

use serde::Deserialize;

use crate::proto::Keyword;

/// After which RFC a server is made. They are in the order of the years.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Generation {
    /// 1988 and 1991: LAST, RPOP, TOP. RFC 1225 has the commands of RFC 1081 word for word.
    #[serde(alias = "Rfc1081")]
    Rfc1225,
    /// 1993: RPOP is gone, APOP has come; RSET sets LAST back to zero.
    Rfc1460,
    /// 1994: LAST is gone, UIDL has come; lengths and the autologout timer have their rules.
    Rfc1725,
    /// 1996: the standard, without the extensions.
    Rfc1939,
    /// The standard with what came later: CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034), UTF8 (RFC 6856).
    #[default]
    Modern,
}

impl Generation {
    /// Every generation, the oldest first.
    pub const ALL: [Self; 5] = [Self::Rfc1225, Self::Rfc1460, Self::Rfc1725, Self::Rfc1939, Self::Modern];

    /// What files and people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfc1225 => "rfc1225",
            Self::Rfc1460 => "rfc1460",
            Self::Rfc1725 => "rfc1725",
            Self::Rfc1939 => "rfc1939",
            Self::Modern => "modern",
        }
    }

    /// The RFCs it is made after, as a heading.
    #[must_use]
    pub fn documents(self) -> &'static str {
        match self {
            Self::Rfc1225 => "RFC 1081, 1225",
            Self::Rfc1460 => "RFC 1460",
            Self::Rfc1725 => "RFC 1725",
            Self::Rfc1939 => "RFC 1939",
            Self::Modern => "RFC 1939, 2449, 2595, 5034",
        }
    }

    /// The year in which the first of its RFCs appeared.
    #[must_use]
    pub fn year(self) -> u16 {
        match self {
            Self::Rfc1225 => 1988,
            Self::Rfc1460 => 1993,
            Self::Rfc1725 => 1994,
            Self::Rfc1939 => 1996,
            Self::Modern => 2007,
        }
    }

    /// Whether a command is in its RFCs at all.
    #[must_use]
    pub fn knows(self, keyword: Keyword) -> bool {
        match keyword {
            Keyword::Rpop => self == Self::Rfc1225,
            Keyword::Last => self <= Self::Rfc1460,
            Keyword::Apop => Self::Rfc1460 <= self,
            Keyword::Uidl => Self::Rfc1725 <= self,
            Keyword::Capa | Keyword::Auth | Keyword::Stls | Keyword::Utf8 | Keyword::Lang => self == Self::Modern,
            Keyword::User
            | Keyword::Pass
            | Keyword::Stat
            | Keyword::List
            | Keyword::Retr
            | Keyword::Dele
            | Keyword::Noop
            | Keyword::Rset
            | Keyword::Top
            | Keyword::Quit => true,
        }
    }

    /// What RSET makes of the number that LAST tells.
    #[must_use]
    pub fn last_after_reset(self) -> LastAfterReset {
        match self {
            Self::Rfc1225 => LastAfterReset::AsAtTheStart,
            Self::Rfc1460 => LastAfterReset::Zero,
            Self::Rfc1725 | Self::Rfc1939 | Self::Modern => LastAfterReset::NoSuchCommand,
        }
    }

    /// Whether an argument has at most 40 characters (since RFC 1725).
    #[must_use]
    pub fn limits_arguments(self) -> bool {
        Self::Rfc1725 <= self
    }

    /// Whether an autologout timer has a least duration (since RFC 1725).
    #[must_use]
    pub fn limits_autologout(self) -> bool {
        Self::Rfc1725 <= self
    }

    /// Whether a server may close the connection after a failed login (since RFC 1725).
    #[must_use]
    pub fn may_close_after_a_failed_login(self) -> bool {
        Self::Rfc1725 <= self
    }

    /// Whether a server may say yes to a name that it does not know (since RFC 1939).
    #[must_use]
    pub fn may_hide_unknown_users(self) -> bool {
        Self::Rfc1939 <= self
    }

    /// Whether QUIT may answer that not all marked messages could be removed (since RFC 1939).
    #[must_use]
    pub fn may_fail_at_update(self) -> bool {
        Self::Rfc1939 <= self
    }

    /// What its RFCs call the number of a message: not to be confused with the Message-ID of a mail.
    #[must_use]
    pub fn word_for_numbers(self) -> &'static str {
        match self {
            Self::Rfc1225 | Self::Rfc1460 => "message-id",
            Self::Rfc1725 | Self::Rfc1939 | Self::Modern => "message-number",
        }
    }
}

/// What LAST tells behind RSET.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LastAfterReset {
    /// The number that was determined at the beginning of the session (RFC 1081, RFC 1225).
    AsAtTheStart,
    /// Zero (RFC 1460 §5).
    Zero,
    /// LAST is not there (since RFC 1725).
    NoSuchCommand,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_and_go_with_the_years() {
        let knowing = |keyword| -> Vec<&str> {
            Generation::ALL.into_iter().filter(|made| made.knows(keyword)).map(Generation::name).collect()
        };
        assert_eq!(knowing(Keyword::Rpop), ["rfc1225"]);
        assert_eq!(knowing(Keyword::Last), ["rfc1225", "rfc1460"]);
        assert_eq!(knowing(Keyword::Apop), ["rfc1460", "rfc1725", "rfc1939", "modern"]);
        assert_eq!(knowing(Keyword::Uidl), ["rfc1725", "rfc1939", "modern"]);
        assert_eq!(knowing(Keyword::Capa), ["modern"]);
        assert_eq!(knowing(Keyword::Top).len(), Generation::ALL.len());
    }

    #[test]
    fn f42_the_number_of_a_message_was_called_message_id() {
        let words = Generation::ALL.map(Generation::word_for_numbers);
        assert_eq!(words, ["message-id", "message-id", "message-number", "message-number", "message-number"]);
    }

    #[test]
    fn the_name_of_1988_means_the_same() {
        let read = |text| ron::from_str::<Generation>(text).expect("a generation");
        assert_eq!((read("Rfc1081"), read("Rfc1225")), (Generation::Rfc1225, Generation::Rfc1225));
    }
}
