//! `popscope completions` and `popscope man`: what a shell and a manual know of the command line.

use std::io;
use std::io::Write as _;

use clap::CommandFactory as _;

use crate::cli::args::Arguments;
use crate::cli::args::CompletionsArgs;
use crate::cli::output::Outcome;

/// Prints the completions of a shell.
pub fn completions(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "popscope", &mut script);
    print(&script)
}

/// Prints the page of the manual: the program, and behind it every subcommand.
pub fn man() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        clap_mangen::Man::new(subcommand.clone()).render(&mut page)?;
    }
    print(&page)
}

fn print(octets: &[u8]) -> anyhow::Result<Outcome> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(octets)?;
    stdout.flush()?;
    Ok(Outcome::Done)
}
