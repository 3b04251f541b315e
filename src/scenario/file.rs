//! The file as a person writes it. docs/scenarios.md explains every field.

mod step;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::step::Content;
pub use self::step::ExpectFile;
pub use self::step::SaidAs;
pub use self::step::SaidFile;
pub use self::step::StepFile;
use crate::sim::Deviation;
pub use crate::sim::Phrase;
use crate::sim::client::WithoutTls;
use crate::sim::profile::Generation;
pub use crate::sim::profile::Mechanism;
pub use crate::sim::profile::Policy;
pub use crate::sim::profile::TlsOffer;
use crate::sim::profile::Utf8Offer;
use crate::sim::terms::Expire;
use crate::sim::terms::Trouble;
use crate::sim::tongue::Tongue;

/// A scenario file of more octets is not one that a person wrote, and is not read.
pub const MAX_OCTETS: usize = 8 * 1024 * 1024;

/// A whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Scenario")]
pub struct ScenarioFile {
    /// What it is called.
    pub title: WordsFile,
    /// What it shows, in a few sentences.
    pub about: WordsFile,
    /// When it begins, as RFC 3339 writes it.
    pub start: Option<String>,
    /// How long octets travel in one direction.
    pub latency_millis: Option<u64>,
    /// The line of every client that says nothing else.
    #[serde(default)]
    pub line: LineFile,
    /// How long a client thinks before it says something.
    pub pause_millis: Option<u64>,
    /// The server.
    #[serde(default)]
    pub server: ServerFile,
    /// The clients; without any there is one.
    #[serde(default)]
    pub clients: Vec<ClientFile>,
    /// Who has a maildrop, and what is in it.
    pub users: Vec<UserFile>,
    /// What happens.
    pub steps: Vec<StepFile>,
}

/// Words in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsFile {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

/// A server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerFile {
    /// The profile that it begins with; the other fields override it.
    pub profile: Option<String>,
    /// What it does otherwise than the RFCs say.
    pub deviations: Option<Vec<Deviation>>,
    /// Its name.
    pub host: Option<String>,
    /// Its address and port.
    pub address: Option<String>,
    /// After which RFC it is made.
    pub generation: Option<Generation>,
    /// Whether USER and PASS are there.
    pub user_pass: Option<bool>,
    /// Whether RPOP is there.
    pub rpop: Option<bool>,
    /// Whether APOP is there.
    pub apop: Option<bool>,
    /// The number that timestamps begin with.
    pub process: Option<u32>,
    /// The mechanisms of AUTH.
    pub mechanisms: Option<Vec<Mechanism>>,
    /// TLS.
    pub tls: Option<TlsOffer>,
    /// Whether passwords may travel in the clear.
    pub cleartext_login: Option<Policy>,
    /// Whether CAPA is there.
    pub capa: Option<bool>,
    /// Whether TOP is there.
    pub top: Option<bool>,
    /// Whether UIDL is there.
    pub uidl: Option<bool>,
    /// Whether RESP-CODES is announced.
    pub resp_codes: Option<bool>,
    /// Whether PIPELINING is announced.
    pub pipelining: Option<bool>,
    /// What IMPLEMENTATION says.
    pub implementation: Option<String>,
    /// Further lines of the list of capabilities.
    pub announces: Option<Vec<String>>,
    /// What becomes of unknown names.
    pub unknown_users: Option<Policy>,
    /// What becomes of lines without CR.
    pub bare_line_feed: Option<Policy>,
    /// Seconds of silence after which the server closes.
    pub autologout: Option<u64>,
    /// Failed logins after which the server closes.
    pub login_attempts: Option<u32>,
    /// How many messages UPDATE removes before it fails.
    pub removes_at_most: Option<usize>,
    /// When it dies.
    pub dies: Option<DeathFile>,
    /// Whether positive texts may begin with a lone `+`.
    pub old_plus: bool,
    /// The words of the server.
    pub texts: BTreeMap<Phrase, String>,
    /// Whether AUTH-RESP-CODE is announced.
    pub auth_resp_code: Option<bool>,
    /// Seconds that must pass between two logins.
    pub login_delay: Option<u64>,
    /// How long mail may stay.
    pub expire: Option<Expire>,
    /// Whether UPDATE removes what RETR has delivered where nothing may stay.
    pub implicit_dele: Option<bool>,
    /// Whether UTF8 is there.
    pub utf8: Option<Utf8Offer>,
    /// The languages of LANG, the preferred one first.
    pub languages: Option<Vec<Tongue>>,
}

/// A client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientFile {
    /// What steps call it.
    pub name: String,
    /// Its address.
    pub address: Option<String>,
    /// The port it speaks from, below 1024 for RPOP.
    pub port: Option<u16>,
    /// How long octets travel in one direction.
    pub latency_millis: Option<u64>,
    /// Its line to the server.
    #[serde(default)]
    pub line: LineFile,
    /// What it does where TLS does not cover the connection.
    #[serde(default)]
    pub without_tls: WithoutTls,
    /// How long it thinks before it says something.
    pub pause_millis: Option<u64>,
}

/// A line. What is left out is as it was.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct LineFile {
    /// How long octets travel in one direction.
    pub latency_millis: Option<u64>,
    /// How many octets pass in a second, in each direction.
    pub octets_per_second: Option<u32>,
    /// The most octets of a segment.
    pub segment: Option<u64>,
    /// The numbers of segments that are lost.
    pub lose: Option<Vec<u32>>,
    /// The numbers of segments that come twice.
    pub double: Option<Vec<u32>>,
    /// The numbers of segments that are overtaken.
    pub late: Option<Vec<u32>>,
    /// Of a hundred segments so many are lost by chance.
    pub loss_percent: Option<u32>,
    /// What the chance is made of.
    pub seed: Option<u64>,
    /// Behind which octet the line is cut.
    pub cut: Option<CutFile>,
    /// Who sits in the middle.
    pub meddles: Option<MeddlerFile>,
}

/// The last octet that comes through, counted from 1 for each side.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum CutFile {
    /// One of the client.
    Client(u64),
    /// One of the server.
    Server(u64),
}

/// An attacker in the middle.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum MeddlerFile {
    /// Lets neither end know that the other one would take TLS.
    StripStls,
    /// Nobody: for a line of one's own among others.
    Nobody,
}

/// When a server dies.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum DeathFile {
    /// Before its first greeting.
    BeforeGreeting,
    /// When the reply to the first DELE is out.
    AfterDele,
    /// When the first QUIT has come, before UPDATE.
    AtQuit,
    /// In the middle of the first UPDATE, when so many messages are removed.
    AmidUpdate(usize),
}

/// A user.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserFile {
    /// The name of the mailbox.
    pub name: String,
    /// For PASS, AUTH PLAIN and AUTH LOGIN.
    pub password: Option<String>,
    /// For APOP and AUTH CRAM-MD5.
    pub secret: Option<String>,
    /// What lies in the maildrop at the start.
    #[serde(default)]
    pub messages: Vec<MessageFile>,
    /// For AUTH XOAUTH2.
    pub token: Option<String>,
    /// What SCRAM hashes the password with.
    pub salt: Option<String>,
    /// How often SCRAM hashes the password.
    pub iterations: Option<u32>,
    /// Who may open the maildrop too.
    #[serde(default)]
    pub delegates: Vec<String>,
    /// Seconds between two logins, if they are others than those of the server.
    pub login_delay: Option<u64>,
    /// How long mail may stay, if it is another time than that of the server.
    pub expire: Option<Expire>,
    /// Why the maildrop cannot be opened.
    pub trouble: Option<Trouble>,
}

/// A message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum MessageFile {
    /// Head, blank line, body.
    Text(String),
    /// The same with more to say.
    Mail {
        /// Head, blank line, body.
        text: String,
        /// Its unique-id.
        unique_id: Option<String>,
        /// Its size, to be checked.
        octets: Option<usize>,
    },
    /// A message of an exact size.
    Generated {
        /// Its size.
        octets: usize,
        /// Its subject.
        subject: String,
        /// Who sends it.
        from: Option<String>,
        /// Its unique-id.
        unique_id: Option<String>,
    },
}

/// Reads a file. Where `Some(…)` and double parentheses would only be noise, they may be left out.
pub fn read(text: &str) -> Result<ScenarioFile, ron::error::SpannedError> {
    read_as(text)
}

/// Reads another file that is written in the same manner.
pub fn read_as<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, ron::error::SpannedError> {
    use ron::extensions::Extensions;
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    ron::Options::default().with_default_extension(extensions).from_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_are_errors() {
        assert!(read("(titel: 1)").is_err());
    }
}
