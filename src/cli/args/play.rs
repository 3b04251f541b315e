//! What `popscope play` is told.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::args::LanguageArg;

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
