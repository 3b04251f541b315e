//! `popscope check`: are these scenarios and exercises right? And with `--results`: what did the students do?

use std::io;
use std::io::Write as _;
use std::path::Path;

use crate::cli::args::CheckArgs;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::learn::exercise;
use crate::learn::library;
use crate::learn::results;
use crate::proto::line::printable;
use crate::source;
use crate::teach::Words;

/// Loads and plays each scenario. A line on standard output for one that is right; what is wrong
/// stands on standard error.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    if args.results {
        return check_results(args);
    }
    let words = Words::new(args.lang.into());
    let mut outcome = Outcome::Done;
    let mut stdout = io::stdout().lock();
    for name in &args.files {
        if let Some(text) = exercise::text_of(Path::new(name)) {
            match library::read_exercise(name, exercise::name_of(Path::new(name)), &text) {
                Ok(_) => writeln!(stdout, "{}: right, an exercise", printable(name.as_bytes()))?,
                Err(error) => {
                    say(&output::told(error.into(), &words));
                    outcome = Outcome::InputIsWrong;
                }
            }
            continue;
        }
        match source::play_file_or_lesson(name) {
            Ok(play) if play.failures.is_empty() => {
                writeln!(stdout, "{}: right, {} steps", printable(name.as_bytes()), play.timeline.len())?;
            }
            Ok(play) => {
                for failure in &play.failures {
                    let place = failure.place;
                    output::complain(format_args!(
                        "{name}:{}:{}: {}",
                        place.line,
                        place.column,
                        words.tell(&failure.what)
                    ));
                }
                outcome = Outcome::InputIsWrong;
            }
            Err(error) => {
                say(&output::told(error, &words));
                outcome = Outcome::InputIsWrong;
            }
        }
    }
    stdout.flush()?;
    Ok(outcome)
}

/// Says every line of an error.
fn say(error: &impl std::fmt::Display) {
    for line in error.to_string().lines() {
        output::complain(format_args!("{line}"));
    }
}

/// Plays what students claim to have done, and prints one line for each of them.
fn check_results(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let mut own = Vec::new();
    let mut outcome = Outcome::Done;
    for path in &args.exercises {
        let name = path.display().to_string();
        let read = source::read_text(path).map_err(anyhow::Error::new);
        let read = read.and_then(|text| Ok(library::read_exercise(&name, exercise::name_of(path), &text)?));
        match read {
            Ok(exercise) => own.push(exercise),
            Err(error) => {
                say(&error);
                return Ok(Outcome::InputIsWrong);
            }
        }
    }
    let exercises: Vec<_> = library::exercises().iter().cloned().chain(own).collect();
    let words = Words::new(args.lang.into());
    let mut stdout = io::stdout().lock();
    for name in &args.files {
        let read = source::read_text(Path::new(name)).map_err(anyhow::Error::new);
        match read.and_then(|text| Ok(results::check(name, &text, &exercises, &words)?)) {
            Ok(report) => {
                writeln!(stdout, "{}: {report}", printable(name.as_bytes()))?;
                for problem in &report.problems {
                    output::complain(format_args!("{name}:{}: {}", problem.place, problem.what));
                    outcome = Outcome::InputIsWrong;
                }
            }
            Err(error) => {
                say(&error);
                outcome = Outcome::InputIsWrong;
            }
        }
    }
    stdout.flush()?;
    Ok(outcome)
}
