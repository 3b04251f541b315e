//! What `popscope analyse` is told.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::inspect::filter::Filter;

/// `popscope analyse`
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct AnalyseArgs {
    /// Capture files: pcap or pcapng; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// table: one line a session, for people; ndjson: one JSON object a line, for programs
    #[arg(long, value_enum, default_value_t = AnalyseFormat::Table)]
    pub format: AnalyseFormat,
    /// Only the sessions that meet a condition, such as 'user:amy octets>10k'; see docs/filter.md
    #[arg(long, value_name = "EXPR", value_parser = filter)]
    pub filter: Option<Filter>,
    /// Save every fetched message in this folder; names are made by popscope, no file is replaced
    #[arg(long, value_name = "DIR")]
    pub eml: Option<PathBuf>,
    /// Save the frames of the sessions shown in this new file, with the findings as comments; see docs/extract.md
    #[arg(long, value_name = "OUT")]
    pub pcapng: Option<PathBuf>,
    /// With --pcapng: overwrite passwords, digests and SASL responses with as many other octets
    #[arg(long, requires = "pcapng")]
    pub scrub: bool,
    /// Replace the file of --pcapng if it is there
    #[arg(long, requires = "pcapng")]
    pub force: bool,
    /// Save every attachment in this folder, decoded; names are made by popscope, no file is replaced
    #[arg(long, value_name = "DIR")]
    pub attachments: Option<PathBuf>,
    /// With ndjson: tell subject, sender, date and attachments of every fetched message
    #[arg(long)]
    pub mail: bool,
    /// Try the lines of a file as passwords on the digests of APOP and CRAM-MD5
    ///
    /// Each login with a digest then says whether the list has its password; --reveal-secrets shows it. A list of up
    /// to 64 MiB is read once. A larger one has to be a regular file: it is read once for every 256 sessions with
    /// digests, and their records are printed together. Lines of more than 1024 octets are not tried.
    #[arg(long, value_name = "FILE")]
    pub wordlist: Option<PathBuf>,
    /// Tell what became of each message of each mailbox, over all sessions of a file
    ///
    /// A message is known again by its unique-id, else by its content, else it is one of its session only. Up to
    /// 500000 sightings (messages times sessions) are kept for a file.
    #[arg(long)]
    pub mailboxes: bool,
    /// Open TLS with the secrets of a key log, as SSLKEYLOGFILE makes clients write it
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
    /// Print passwords instead of leaving them out
    #[arg(long)]
    pub reveal_secrets: bool,
    /// Take what is said on a server's port for POP3, whatever it looks like: 8110=pop3; repeatable
    #[arg(long = "port", value_name = "N=pop3", value_parser = pop3_port)]
    pub pop3_ports: Vec<u16>,
    /// How many threads work at the same time; otherwise one for each processor
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// No progress on standard error; what is wrong is said all the same
    #[arg(long, visible_alias = "quiet")]
    pub no_progress: bool,
}

/// A port and what is spoken there.
fn pop3_port(text: &str) -> Result<u16, String> {
    let (port, language) = text.split_once('=').ok_or("a port and a protocol, as in 8110=pop3")?;
    if !language.eq_ignore_ascii_case("pop3") {
        return Err(format!("{language} is not spoken here, only pop3 is"));
    }
    match port.parse() {
        Ok(port) if 0 < port => Ok(port),
        Ok(_) | Err(_) => Err(format!("a port is a number from 1 to 65535, not {port}")),
    }
}

/// What `popscope analyse` prints.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum AnalyseFormat {
    /// One line a session, for people.
    Table,
    /// One JSON object a line, for programs.
    Ndjson,
}

/// A filter, or what is wrong with it and where.
fn filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text).map_err(|error| {
        let lines = error.pointed_at(text).replace('\n', "\n  ");
        format!("{error}\n  {lines}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_told_with_what_is_spoken_there() {
        assert_eq!(pop3_port("8110=pop3"), Ok(8110));
        assert_eq!(pop3_port("65535=POP3"), Ok(65535));
        for wrong in ["8110", "0=pop3", "65536=pop3", "8110=imap", "x=pop3", "=pop3"] {
            assert!(pop3_port(wrong).is_err(), "{wrong}");
        }
    }
}
