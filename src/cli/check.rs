//! `popscope check`: are these scenarios right?

use std::io;
use std::io::Write as _;

use crate::cli::args::CheckArgs;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::proto::line::printable;
use crate::source;

/// Loads and plays each scenario. A line on standard output for one that is right; what is wrong
/// stands on standard error.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut stdout = io::stdout().lock();
    for name in &args.files {
        match source::play_file_or_lesson(name) {
            Ok(play) if play.failures.is_empty() => {
                writeln!(stdout, "{}: right, {} steps", printable(name.as_bytes()), play.timeline.len())?;
            }
            Ok(play) => {
                for failure in &play.failures {
                    let place = failure.place;
                    output::complain(format_args!("{name}:{}:{}: {}", place.line, place.column, failure.text));
                }
                outcome = Outcome::InputIsWrong;
            }
            Err(error) => {
                for line in error.to_string().lines() {
                    output::complain(format_args!("{line}"));
                }
                outcome = Outcome::InputIsWrong;
            }
        }
    }
    stdout.flush()?;
    Ok(outcome)
}
