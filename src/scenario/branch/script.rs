//! The script that branches leave: its text, and what it means.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::sync::Arc;

use crate::proto::secret::Secret;
use crate::scenario::Scenario;
use crate::scenario::ScenarioError;
use crate::sim::client::Client;

/// The name of the empty session, where others have the name of a lesson.
pub const EMPTY: &str = "empty-session";

/// The text of the empty session.
const EMPTY_TEXT: &str = include_str!("empty.ron");

/// The client that comes to a script which has one alone, and what that one is called beside it.
pub(super) const SECOND: &str = "second";
pub(super) const FIRST: &str = "first";

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

    /// A second client for scripts that have one alone: it is there when somebody acts for it, and comes behind
    /// the others.
    pub(super) fn second(&self) -> Option<Client> {
        let [only] = self.scenario.clients.as_slice() else { return None };
        let address = match only.address {
            IpAddr::V4(address) => IpAddr::from(Ipv4Addr::from_bits(address.to_bits().wrapping_add(1))),
            IpAddr::V6(address) => IpAddr::from(Ipv6Addr::from_bits(address.to_bits().wrapping_add(1))),
        };
        Some(Client::new(Some(SECOND.into()), address, only.link.clone(), only.pause))
    }

    /// The name of such a client.
    #[must_use]
    pub fn second_name(&self) -> Option<&'static str> {
        (self.scenario.clients.len() == 1).then_some(SECOND)
    }

    /// Where a client is.
    pub(super) fn address(&self, client: usize) -> Option<IpAddr> {
        let clients = &self.scenario.clients;
        let second = || (client == clients.len()).then(|| self.second()).flatten();
        clients.get(client).map(|client| client.address).or_else(|| second().map(|client| client.address))
    }

    /// Who has a maildrop.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let store = &self.scenario.site.store;
        let text = |secret: &Secret| String::from_utf8_lossy(secret.reveal()).into_owned();
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
