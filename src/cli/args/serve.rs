//! What `popscope serve` is told.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::source::serve;

/// `popscope serve`
///
/// It listens on this machine alone and keeps the maildrops in memory: what is removed is back at the next start. Ctrl+C
/// ends it. docs/serve.md says more.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct ServeArgs {
    /// A file, or the name of a shipped scenario, whose server and maildrops are served; otherwise the first lesson
    #[arg(conflicts_with = "maildrop")]
    pub scenario: Option<String>,
    /// Where to listen; port 0 lets the system choose one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:1110", value_parser = address)]
    pub listen: SocketAddr,
    /// Where to listen with TLS from the first octet, as on port 995
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    pub tls_listen: Option<SocketAddr>,
    /// Offer STLS, with a certificate that is made at the start
    #[arg(long)]
    pub tls: bool,
    /// Write that certificate to a file, for clients that want to trust it
    #[arg(long, value_name = "FILE")]
    pub save_certificate: Option<PathBuf>,
    /// Listen on an address that others than this machine can reach
    #[arg(long)]
    pub allow_remote: bool,
    /// Serve the files *.eml of a folder in the order of their names; they are read once and never touched
    #[arg(long, value_name = "DIR")]
    pub maildrop: Option<PathBuf>,
    /// With --maildrop: whose it is
    #[arg(long, value_name = "NAME", requires = "maildrop", default_value = "amy")]
    pub user: String,
    /// With --maildrop: the password, which is APOP's secret too
    #[arg(long, value_name = "TEXT", requires = "maildrop", default_value = serve::PASSWORD)]
    pub password: String,
    /// With --maildrop: give it to so many users, whose names end in 1, 2, 3, and so on
    #[arg(long, value_name = "N", requires = "maildrop")]
    pub accounts: Option<NonZeroUsize>,
    /// How the server behaves: strict, or like one of the servers of docs/profiles.md, with its deviations
    #[arg(long, value_name = "NAME", value_parser = serve::profile)]
    pub profile: Option<Box<serve::Profile>>,
    /// Greet with a timestamp and take APOP
    #[arg(long)]
    pub apop: bool,
    /// Take AUTH with these mechanisms, separated by commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = serve::mechanism)]
    pub mechanisms: Vec<serve::Mechanism>,
    /// Seconds that must pass from one login of a user to the next (RFC 2449 §6.5)
    #[arg(long, value_name = "SECONDS")]
    pub login_delay: Option<u64>,
    /// The most connections at the same time
    #[arg(long, value_name = "N", default_value = "2048")]
    pub connections: NonZeroUsize,
    /// text: a line for each session, for people; ndjson: one JSON object a line, for programs
    #[arg(long, value_enum, default_value_t = ServeFormat::Text)]
    pub format: ServeFormat,
    /// Write what happens to a capture, with the secrets of its TLS; it is there when the server has ended
    #[arg(long, value_name = "FILE")]
    pub pcapng: Option<PathBuf>,
    /// Replace the files of --pcapng and --save-certificate if they are there
    #[arg(long)]
    pub force: bool,
    /// Print passwords instead of leaving them out
    #[arg(long)]
    pub reveal_secrets: bool,
}

/// What `popscope serve` prints of a session.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ServeFormat {
    /// One line, for people.
    Text,
    /// One JSON object, for programs.
    Ndjson,
}

/// An address and a port. Names are not looked up, but for that of this machine.
fn address(text: &str) -> Result<SocketAddr, String> {
    let numbers = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    numbers.parse().map_err(|_| "an address and a port, as in 127.0.0.1:1110 or [::1]:1110".to_owned())
}
