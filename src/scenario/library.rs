//! The scenarios that come with the program, in the order in which they are best learnt.

use crate::scenario::Scenario;

/// A scenario inside the program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shipped {
    /// The name of its file, without `.ron`.
    pub name: &'static str,
    /// What is in the file.
    pub text: &'static str,
}

impl Shipped {
    /// The scenario, ready to be played.
    ///
    /// # Panics
    ///
    /// Never: a test reads every one of them.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let file = format!("scenarios/{}.ron", self.name);
        Scenario::parse(&file, self.text).unwrap_or_else(|error| panic!("our own scenario is wrong: {error}"))
    }
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        [$(Shipped { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".ron")) }),*]
    };
}

/// Every scenario of the program.
pub const ALL: &[Shipped] = &shipped![
    "first-session",
    "what-is-a-maildrop",
    "three-states",
    "the-reply",
    "numbers-and-octets",
    "delete-and-update",
    "rset",
    "unique-ids",
    "top",
    "capa",
    "auth",
    "stls",
    "implicit-tls",
    "download-and-delete",
    "leave-on-server",
    "line-drops",
    "quit-early",
    "autologout",
    "two-clients",
    "new-mail",
    "dot-stuffing",
    "apop",
    "capa-and-stls",
    "eve-cleartext",
    "eve-apop",
    "eve-stls",
    "eve-implicit-tls",
    "eve-stls-stripped",
    "pipelining",
    "sasl-plain",
    "scram",
    "xoauth2",
    "response-codes",
    "login-delay",
    "expire",
    "utf8",
    "lang",
    "slow-line",
    "lost-segments",
    "cut-in-the-middle",
    "server-dies",
    "full-disk",
    "rfc1939-example",
    "telnet-practice",
    "asozykin",
    "monstrvb-commands",
    "monstrvb",
    "ne-skagu",
    "kcope",
    "time-machine",
    "spot-greenmail",
    "spot-smtp4dev",
    "spot-filius",
    "road-of-a-mail",
    "smtp-replies",
    "imap-stays",
    "pop2-session",
    "pop1-session",
];

/// The scenario of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|shipped| shipped.name == name)
}
