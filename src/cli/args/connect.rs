//! What `popscope connect` is told.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::source::connect;

/// `popscope connect`
///
/// Commands are read from standard input, one a line, and each is said when the replies before it are there. Behind STLS
/// the next one waits for TLS. The end of the input closes the connection; only QUIT lets a server remove anything.
/// docs/serve.md says more.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct ConnectArgs {
    /// A server: host, host:port or a POP URL; without a port 110, or 995 with --tls implicit
    #[arg(value_name = "SERVER")]
    pub server: String,
    /// Whether TLS covers what is said: stls: the first command asks for it; implicit: from the first octet
    #[arg(long, value_enum, value_name = "HOW")]
    pub tls: Option<ConnectTls>,
    /// Trust the certificates of a file in PEM instead of those of this system
    #[arg(long, value_name = "FILE", conflicts_with = "accept_fingerprint")]
    pub ca: Option<PathBuf>,
    /// Accept the certificate of this SHA-256 and no other
    #[arg(long, value_name = "SHA256", value_parser = fingerprint)]
    pub accept_fingerprint: Option<connect::Trust>,
    /// Let the client of a scenario speak, a file or a shipped one; it stops where the server answers otherwise
    #[arg(long, value_name = "SCENARIO")]
    pub script: Option<String>,
    /// Say a password even where everybody on the way to another machine can read it
    #[arg(long)]
    pub allow_cleartext_password: bool,
    /// Give up when a reply has not come for so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub timeout: NonZeroU64,
    /// text: what is said, as it is said; ndjson: one JSON object at the end, as of popscope analyse
    #[arg(long, value_enum, default_value_t = ConnectFormat::Text)]
    pub format: ConnectFormat,
    /// With text: print messages line by line instead of a word about them
    #[arg(long)]
    pub whole: bool,
    /// Write what was said to a capture, at the end; it holds the passwords
    #[arg(long, value_name = "FILE")]
    pub pcapng: Option<PathBuf>,
    /// Replace the file of --pcapng if it is there
    #[arg(long, requires = "pcapng")]
    pub force: bool,
    /// Print passwords instead of bullets
    #[arg(long)]
    pub reveal_secrets: bool,
}

/// How TLS covers what `popscope connect` says.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ConnectTls {
    /// Behind the first command.
    Stls,
    /// From the first octet.
    Implicit,
}

/// What `popscope connect` prints.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ConnectFormat {
    /// What is said, as it is said.
    Text,
    /// One JSON object.
    Ndjson,
}

fn fingerprint(text: &str) -> Result<connect::Trust, String> {
    connect::Trust::of_fingerprint(text).ok_or_else(|| "a SHA-256 has 64 hexadecimal digits".to_owned())
}
