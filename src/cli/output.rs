//! Standard output, standard error, files and exit codes.

use std::io;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::cli::analyse::interrupt;
use crate::export::whole_file;
use crate::proto::line::printable;
use crate::source::SourceError;
use crate::teach::Words;

/// What a subcommand found: done, or the input is wrong and that has been said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// All went well.
    Done,
    /// Something in the input is wrong; it stands on standard error.
    InputIsWrong,
    /// The command line makes no sense; that stands on standard error.
    UsageIsWrong,
    /// The person ended it before its time.
    Interrupted,
}

/// An error in the words of a language, as far as it is about a scenario. All others are English.
#[must_use]
pub fn told(error: SourceError, words: &Words) -> anyhow::Error {
    match error {
        SourceError::Scenario(error) => anyhow::Error::msg(error.told(|sentence| words.tell(sentence))),
        other => anyhow::Error::new(other),
    }
}

/// The exit code of an outcome. An error is told on standard error.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::InputIsWrong) => ExitCode::from(1),
        Ok(Outcome::UsageIsWrong) => ExitCode::from(2),
        Ok(Outcome::Interrupted) => ExitCode::from(interrupt::EXIT_STATUS),
        // Who reads our output may stop whenever he likes.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

/// A complaint on standard error.
pub fn complain(text: std::fmt::Arguments<'_>) {
    // Nobody is left to be told that standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{}", complaint(text));
}

/// What a complaint looks like. Names of files and words of their authors may hold anything: a
/// terminal obeys none of it.
#[must_use]
pub fn complaint(text: std::fmt::Arguments<'_>) -> String {
    let text = text.to_string();
    let lines: Vec<String> = text.lines().map(|line| printable(line.as_bytes())).collect();
    format!("popscope: {}", lines.join("\n"))
}

/// Writes to a file, or to standard output.
///
/// A file is written whole or not at all, and over another only when asked for.
pub fn write(path: Option<&Path>, force: bool, octets: &[u8], is_text: bool) -> anyhow::Result<()> {
    let Some(path) = path else {
        let mut stdout = io::stdout().lock();
        anyhow::ensure!(
            is_text || !stdout.is_terminal(),
            "a capture is not for a terminal: name a file with --output, or send it to another program"
        );
        stdout.write_all(octets)?;
        stdout.flush()?;
        return Ok(());
    };
    if force {
        whole_file::replace(path, octets).with_context(|| format!("cannot write {}", path.display()))
    } else {
        whole_file::write_new(path, octets).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                anyhow::anyhow!("{} is there already; --force replaces it", path.display())
            } else {
                anyhow::Error::new(error).context(format!("cannot write {}", path.display()))
            }
        })
    }
}

/// Whether somebody stopped reading what we write.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.into_iter().any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
