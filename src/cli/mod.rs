//! The command line: the same engine as the window, for scripts.

pub mod args;
pub mod one_session;
pub mod output;

pub mod analyse;
pub mod check;
pub mod compare;
pub mod connect;
pub mod extract;
pub mod play;
pub mod questions;
pub mod scenario;
pub mod scenarios;
pub mod serve;
pub mod shell;
pub mod words;

use std::process::ExitCode;

use args::Command;

/// Runs a subcommand; the exit code says how it went.
#[must_use]
pub fn run(command: &Command) -> ExitCode {
    let outcome = match command {
        Command::Scenarios => scenarios::run(),
        Command::Play(args) => play::run(args),
        Command::Check(args) => check::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Analyse(args) => analyse::run(args),
        Command::Scenario(args) => scenario::run(args),
        Command::Connect(args) => connect::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man => shell::man(),
        Command::Words(args) => words::run(args.lang.into()),
    };
    output::exit_code(outcome)
}
