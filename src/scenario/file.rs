//! A scenario exactly as it is written in RON. `docs/scenarios.md` describes it for authors.

use std::collections::BTreeMap;

use ron::extensions::Extensions;
use serde::Deserialize;

use crate::sim::Phrase;
use crate::sim::profile::Generation;
use crate::sim::profile::Mechanism;
use crate::sim::profile::TlsOffer;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Scenario")]
pub struct ScenarioFile {
    /// What it is called.
    pub title: WordsFile,
    /// What it shows, in a sentence or two.
    pub about: WordsFile,
    /// When it begins, in RFC 3339.
    #[serde(default)]
    pub start: Option<String>,
    /// Milliseconds that octets travel one way.
    #[serde(default)]
    pub latency_millis: Option<u32>,
    /// What kind of server it is.
    #[serde(default)]
    pub server: ServerFile,
    /// Who has a maildrop.
    pub users: Vec<UserFile>,
    /// Who connects; without names there is one client.
    #[serde(default)]
    pub clients: Vec<ClientFile>,
    /// What happens, in order.
    pub steps: Vec<StepFile>,
}

/// Words in the languages of the program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Words")]
pub struct WordsFile {
    /// English.
    pub en: String,
    /// Russian.
    pub ru: String,
}

/// A kind of server. What is not said is as a good server has it today.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename = "Server")]
#[expect(clippy::struct_excessive_bools, reason = "a list of features, each there or not")]
pub struct ServerFile {
    /// Its address and port.
    pub address: Option<String>,
    /// By which RFC it was written.
    pub generation: Option<Generation>,
    /// What it says, where it does not speak as usual.
    pub texts: BTreeMap<Phrase, String>,
    /// Whether its positive texts may begin with `+` alone.
    pub plus_signs: bool,
    /// Its name, as timestamps carry it.
    pub host: Option<String>,
    /// Whether it offers APOP, with a timestamp in its greeting.
    pub apop: bool,
    /// The number that the timestamp of the first connection begins with.
    pub process: Option<u32>,
    /// Whether it takes USER and PASS.
    pub user: Option<bool>,
    /// Whether it has CAPA.
    pub capa: Option<bool>,
    /// Whether it has TOP.
    pub top: Option<bool>,
    /// Whether it has UIDL.
    pub uidl: Option<bool>,
    /// Whether it speaks TLS, on request or from the first octet.
    pub tls: TlsOffer,
    /// Whether it refuses passwords in the clear.
    pub refuses_cleartext: bool,
    /// Whether it announces PIPELINING.
    pub pipelining: Option<bool>,
    /// Whether it uses response codes.
    pub response_codes: Option<bool>,
    /// Its SASL mechanisms.
    pub mechanisms: Vec<Mechanism>,
    /// What it calls itself in CAPA.
    pub implementation: Option<String>,
    /// Minutes of silence after which it closes; 0 for never.
    pub autologout_minutes: Option<u32>,
    /// Whether it tells with USER that it does not know a name.
    pub tells_unknown_names: bool,
    /// After so many failed logins it closes.
    pub login_attempts: Option<u32>,
    /// UPDATE removes so many messages and then fails.
    pub removes_at_most: Option<usize>,
}

/// Someone who has a maildrop.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "User")]
pub struct UserFile {
    /// The name of the mailbox.
    pub name: String,
    /// The password of USER and PASS, and of AUTH.
    #[serde(default)]
    pub password: Option<String>,
    /// The shared secret of APOP.
    #[serde(default)]
    pub apop_secret: Option<String>,
    /// What is in the maildrop.
    #[serde(default)]
    pub messages: Vec<MailFile>,
}

/// A mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum MailFile {
    /// A mail as it is, head and all.
    Text(String),
    /// The same, with a unique-id of the author's choice.
    Known {
        /// Its unique-id.
        unique_id: String,
        /// The mail as it is.
        text: String,
    },
    /// A mail that is made to have a size.
    Generated {
        /// Its octets.
        octets: u32,
        /// Its subject.
        #[serde(default)]
        subject: Option<String>,
        /// Its unique-id.
        #[serde(default)]
        unique_id: Option<String>,
    },
}

/// Someone who connects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Client")]
pub struct ClientFile {
    /// What it is called.
    pub name: String,
    /// Its address; a port is chosen for each connection.
    #[serde(default)]
    pub address: Option<String>,
}

/// One thing that happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum StepFile {
    /// The author says something.
    Note {
        /// English.
        en: String,
        /// Russian.
        ru: String,
    },
    /// The client connects.
    Connect,
    /// The client says a line; its line end is added.
    C(String),
    /// The client says these octets as they are: without a line end, or with several.
    Raw(String),
    /// The client says octets given in hexadecimal.
    Hex(String),
    /// The server is expected to say this status line. `…` at its end stands for anything.
    S(String),
    /// The server is expected to have said nothing more.
    Silence,
    /// The client closes the connection.
    Close,
    /// The client resets the connection.
    Reset,
    /// The line is lost.
    LoseLine,
    /// Seconds pass.
    Wait(u32),
    /// A mail arrives.
    Deliver(String, MailFile),
    /// Another client does these steps.
    On(String, Vec<StepFile>),
}

/// Reads a file.
pub fn read(text: &str) -> Result<ScenarioFile, ron::error::SpannedError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text)
}
