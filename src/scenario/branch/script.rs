//! The script that branches leave: its text, and what it means.

use std::sync::Arc;

use crate::scenario::Scenario;
use crate::scenario::ScenarioError;

/// The name of the empty session, where others have the name of a lesson.
pub const EMPTY: &str = "empty-session";

/// The text of the empty session.
const EMPTY_TEXT: &str = include_str!("empty.ron");

/// A scenario with its text.
#[derive(Clone, Debug)]
pub struct Script {
    text: Arc<str>,
    scenario: Arc<Scenario>,
}

/// Somebody who has a maildrop in a script. Nothing of it is real, so its password may be shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// Its name.
    pub user: String,
    /// For PASS, AUTH PLAIN and AUTH LOGIN.
    pub password: Option<String>,
    /// For APOP and AUTH CRAM-MD5.
    pub secret: Option<String>,
}

impl Script {
    /// Reads a script. The name of the file is for messages only.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ScenarioError> {
        let scenario = Scenario::parse(file_name, text)?;
        Ok(Self { text: text.into(), scenario: Arc::new(scenario) })
    }

    /// A script whose meaning is known.
    #[must_use]
    pub fn of(text: &str, scenario: Scenario) -> Self {
        Self { text: text.into(), scenario: Arc::new(scenario) }
    }

    /// A script in which a person does everything: three small mails wait for amy.
    ///
    /// # Panics
    ///
    /// Never: a test reads it.
    #[must_use]
    pub fn empty() -> Self {
        Self::parse(EMPTY, EMPTY_TEXT).unwrap_or_else(|error| panic!("our own scenario is wrong: {error}"))
    }

    /// What is in its file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The names of the clients, by their places; one without a name has none.
    #[must_use]
    pub fn clients(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.scenario.clients.iter().map(|client| client.name.as_deref())
    }

    /// Who has a maildrop.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let store = &self.scenario.site.store;
        let text = |secret: &crate::proto::secret::Secret| String::from_utf8_lossy(secret.reveal()).into_owned();
        let accounts = store.users().filter_map(|user| store.account(user));
        accounts
            .map(|account| Account {
                user: account.user.to_string(),
                password: account.password.as_ref().map(text),
                secret: account.secret.as_ref().map(text),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::run;

    #[test]
    fn the_empty_session_waits_with_three_mails_behind_its_greeting() {
        let script = Script::empty();
        assert_eq!(run(script.scenario()).failures, []);
        assert_eq!(script.scenario().site.store.mails("amy").count(), 3);
        let amy = &script.accounts()[0];
        assert_eq!((amy.user.as_str(), amy.password.as_deref()), ("amy", Some("sesame")));
        assert!(script.clients().eq([Some("laptop"), Some("phone")]));
    }
}
