//! What can be said on the command line.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::inspect::filter::Filter;
use crate::source::serve;
use crate::teach::Language;

/// See POP3: step through a session, or replay captured traffic.
///
/// Without a subcommand the window opens: on a lesson, or on the files given.
#[derive(Clone, Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub struct Arguments {
    /// What to do instead of opening the window.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Scenarios (.ron) and captures (pcap, pcapng) to open in the window; FILE#14 opens it at step 14,
    /// FILE#3.14 at step 14 of its third session.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  popscope                                  open the window on the first lesson
  popscope office.pcapng                    open a capture in the window
  popscope apop#14                          open a lesson at step 14
  popscope scenarios                        which lessons are there?
  popscope play rfc1939-example             print the session of RFC 1939 §10
  popscope play apop --format html --answers end --lang en,ru -o apop.html
                                            a handout for a class, with the answers behind
  popscope play my.ron --format pcapng -o my.pcapng
                                            make a capture of a scenario, for Wireshark
  popscope check lessons/*.ron              do all lessons run and meet their expectations?
  popscope check --results group7/*.ron     what have the students done?
  popscope compare time-machine --generations
                                            the same script from RFC 918 to today
  popscope analyse office.pcapng            a table of the POP3 sessions in a capture
  popscope analyse *.pcap --format ndjson   the same, one JSON object a line
  popscope analyse office.pcap --eml mails  save every message, byte for byte
  popscope analyse office.pcap --filter 'user:amy status:-ERR'
                                            only the sessions that meet a condition
  popscope analyse office.pcap --filter user:amy --pcapng amy.pcapng --scrub
                                            their frames, without passwords
  popscope analyse office.pcap --keylog keys.txt
                                            look inside TLS, with the secrets of one end
  popscope analyse office.pcap --attachments files
                                            save what is attached to them
  tcpdump -U -w - port 110 | popscope analyse -
                                            the sessions as they come in
  popscope scenario office.pcap#3 -o third.ron
                                            a scenario of what was recorded, without its people
  popscope serve --maildrop mails --tls     a server of one's own mails, with STLS

Exit status: 0 done, 1 the input is wrong (said on standard error), 2 wrong usage,
130 interrupted: only whole lines were printed.";

/// The subcommands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// List the shipped scenarios, one a line
    ///
    /// Each line has the name for `popscope play`, a tab, and the title.
    Scenarios,
    /// Run a scenario and print what was said
    Play(PlayArgs),
    /// Check that scenarios and exercises load, run and meet their expectations; with --results, what students did
    Check(CheckArgs),
    /// Lay sessions side by side and tell where they differ
    Compare(CompareArgs),
    /// Find every POP3 session of captures
    #[command(visible_alias = "analyze")]
    Analyse(AnalyseArgs),
    /// Make a scenario of a recorded session, with other names, addresses, secrets and words
    ///
    /// What could not be told as it was is said on standard error. docs/scenarios.md says more.
    Scenario(ScenarioArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the page of the manual, for man -l
    Man,
    /// Print every message of the program, to be put into another language (see docs/translating.md)
    Words(WordsArgs),
    /// Be a POP3 server on this machine, and tell every session
    Serve(ServeArgs),
}

/// `popscope play`
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct PlayArgs {
    /// A file, or the name of a shipped scenario (see `popscope scenarios`)
    pub scenario: String,
    /// text: as the RFCs print a session; json: every step with its state; html: a handout; svg, mermaid: the
    /// ladder as a picture; pcapng: a capture
    #[arg(long, value_enum, default_value_t = PlayFormat::Text)]
    pub format: PlayFormat,
    /// The language of notes and explanations; a handout may have several: en,ru
    #[arg(long, value_enum, default_value = "en", value_delimiter = ',')]
    pub lang: Vec<LanguageArg>,
    /// With html, svg and mermaid: whether the replies of the server stand there, or are left to the reader
    #[arg(long, value_enum, default_value_t = AnswersArg::Shown)]
    pub answers: AnswersArg,
    /// With html, svg and mermaid: only so many steps
    #[arg(long, value_name = "STEPS")]
    pub until: Option<usize>,
    /// With text: print messages line by line instead of a word about them
    #[arg(long)]
    pub whole: bool,
    /// With text: print the words of the author and what happens inside, behind a #
    #[arg(long)]
    pub notes: bool,
    /// Print passwords instead of bullets
    #[arg(long)]
    pub reveal_secrets: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file of --output if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// What `popscope play` prints.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum PlayFormat {
    /// As the RFCs print a session.
    Text,
    /// One JSON document.
    Json,
    /// A handout to read and to print.
    Html,
    /// The ladder as a picture.
    Svg,
    /// The ladder in the language of Mermaid.
    Mermaid,
    /// A capture file.
    Pcapng,
}

/// Whether the replies stand on a sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum AnswersArg {
    /// Where they were said.
    Shown,
    /// Nowhere.
    Hidden,
    /// On a page of their own, at the end of a handout.
    End,
}

/// `popscope check`
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Scenario files, exercise files, or names of shipped scenarios; with --results, files of results
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// The files are results that students saved: play each exercise anew, and print one line a student
    #[arg(long)]
    pub results: bool,
    /// With --results: an exercise of your own that the results may name, beside those of the program; repeatable
    #[arg(long = "exercise", value_name = "FILE", requires = "results")]
    pub exercises: Vec<PathBuf>,
    /// With --results: the language in which is said what is missing
    #[arg(long, value_enum, default_value_t = LanguageArg::En, requires = "results")]
    pub lang: LanguageArg,
}

/// `popscope compare`
#[derive(Args, Clone, Debug)]
pub struct CompareArgs {
    /// Scenarios by name or file, and captures: office.pcap is its first session, office.pcap#3 its third
    #[arg(required = true, value_name = "SESSION")]
    pub sessions: Vec<String>,
    /// Compare one scenario with itself before servers of each generation, from RFC 918 (POP1) to today
    #[arg(long, conflicts_with = "profiles")]
    pub generations: bool,
    /// Compare one scenario with itself before these servers: strict,greenmail; see docs/profiles.md
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub profiles: Option<Vec<String>>,
    /// Open the TLS of captures with the secrets of a key log, as SSLKEYLOGFILE makes clients write it
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
    /// Leave out what is the same in all
    #[arg(long)]
    pub only_differences: bool,
    /// text: a table of at most 100 columns; json: one document
    #[arg(long, value_enum, default_value_t = CompareFormat::Text)]
    pub format: CompareFormat,
    /// The language of the words of the table
    #[arg(long, value_enum, default_value_t = LanguageArg::En)]
    pub lang: LanguageArg,
}

/// What `popscope compare` prints.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum CompareFormat {
    /// A table for people.
    Text,
    /// One JSON document.
    Json,
}

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

/// `popscope scenario`
#[derive(Args, Clone, Debug)]
pub struct ScenarioArgs {
    /// A capture: office.pcap is its first session, office.pcap#3 its third
    #[arg(value_name = "SESSION")]
    pub session: String,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file of --output if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Open TLS with the secrets of a key log
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
}

/// `popscope completions`
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// Which shell
    pub shell: clap_complete::Shell,
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

/// `popscope words`
#[derive(Args, Clone, Debug)]
pub struct WordsArgs {
    /// The language to begin from
    #[arg(long, value_enum, default_value = "en")]
    pub lang: LanguageArg,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum LanguageArg {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl From<LanguageArg> for Language {
    fn from(language: LanguageArg) -> Self {
        match language {
            LanguageArg::En => Self::English,
            LanguageArg::Ru => Self::Russian,
        }
    }
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
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_description_of_the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_port_is_told_with_what_is_spoken_there() {
        assert_eq!(pop3_port("8110=pop3"), Ok(8110));
        assert_eq!(pop3_port("65535=POP3"), Ok(65535));
        for wrong in ["8110", "0=pop3", "65536=pop3", "8110=imap", "x=pop3", "=pop3"] {
            assert!(pop3_port(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn files_alone_open_the_window() {
        let arguments = Arguments::try_parse_from(["popscope", "a.pcap", "b.ron"]).expect("well-formed");
        assert!(arguments.command.is_none());
        assert_eq!(arguments.files.len(), 2);
    }
}
