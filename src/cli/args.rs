//! What can be said on the command line.

mod analyse;
mod connect;
mod play;
mod serve;

pub use analyse::AnalyseArgs;
pub use analyse::AnalyseFormat;
pub use connect::ConnectArgs;
pub use connect::ConnectFormat;
pub use connect::ConnectTls;
pub use play::AnswersArg;
pub use play::PlayArgs;
pub use play::PlayFormat;
pub use serve::ServeArgs;
pub use serve::ServeFormat;

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

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
  popscope connect localhost:1110           speak with a server, one command a line

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
    /// Be the client of a POP3 server: what is typed is said, and what comes is told
    Connect(ConnectArgs),
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
    /// The language in which is said what is wrong or missing
    #[arg(long, value_enum, default_value_t = LanguageArg::En)]
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_description_of_the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn files_alone_open_the_window() {
        let arguments = Arguments::try_parse_from(["popscope", "a.pcap", "b.ron"]).expect("well-formed");
        assert!(arguments.command.is_none());
        assert_eq!(arguments.files.len(), 2);
    }
}
