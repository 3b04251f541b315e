//! The terms of an account: what holds for one user beyond name and password.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::proto::scram;
use crate::proto::secret::Secret;

/// How long mail may stay on the server (RFC 2449 §6.7). Ordered by how long.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub enum Expire {
    /// So many days at least; with 0 nothing may be left behind.
    Days(u32),
    /// As long as the user wants.
    Never,
}

impl Expire {
    /// After which time a rule of the site removes a message, if it ever does.
    #[must_use]
    pub fn retention(self) -> Option<Duration> {
        match self {
            Self::Days(0) | Self::Never => None, // With 0 a message goes with the session that has read it.
            Self::Days(days) => Some(Duration::from_hours(24 * u64::from(days))),
        }
    }
}

impl std::fmt::Display for Expire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}"),
            Self::Never => f.write_str("NEVER"),
        }
    }
}

/// Why a maildrop cannot be opened, though name and password are right (RFC 3206 §4).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum Trouble {
    /// It will pass.
    Temporary,
    /// Somebody has to mend it.
    Permanent,
}

/// What holds for one user.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Terms {
    /// What XOAUTH2 is compared with.
    pub token: Option<Secret>,
    /// What SCRAM hashes the password with; made of the name if there is none.
    pub salt: Option<Vec<u8>>,
    /// How often SCRAM hashes the password, 4096 times if nothing is said.
    pub iterations: Option<u32>,
    /// Who may open this maildrop with a name and a password of their own (RFC 4616 §2).
    pub delegates: Vec<Arc<str>>,
    /// The time that must pass between two logins, if it is another than that of the server.
    pub login_delay: Option<Duration>,
    /// How long mail may stay, if it is another time than that of the server.
    pub expire: Option<Expire>,
    /// Why the maildrop cannot be opened.
    pub trouble: Option<Trouble>,
}

impl Terms {
    /// The salt of SCRAM for a name. Whoever asks for a name that nobody has gets one too, and learns nothing.
    #[must_use]
    pub fn salt_for(&self, name: &str) -> Vec<u8> {
        self.salt.clone().unwrap_or_else(|| scram::nonce_of(format!("salt of {name}").as_bytes()).into_bytes())
    }

    /// How often SCRAM hashes the password.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.iterations.unwrap_or(scram::LEAST_ITERATIONS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_is_longer_than_any_number_of_days() {
        let mut all = [Expire::Never, Expire::Days(30), Expire::Days(0)];
        all.sort();
        assert_eq!(all, [Expire::Days(0), Expire::Days(30), Expire::Never]);
        assert_eq!(all.map(|expire| expire.to_string()), ["0", "30", "NEVER"]);
        assert_eq!(all.map(Expire::retention), [None, Some(Duration::from_hours(720)), None]);
    }

    #[test]
    fn a_name_that_nobody_has_gets_a_salt_too() {
        let terms = Terms::default();
        assert_eq!(terms.salt_for("nobody"), terms.salt_for("nobody"));
        assert_ne!(terms.salt_for("nobody"), terms.salt_for("amy"));
        assert_eq!(terms.rounds(), 4096);
    }
}
