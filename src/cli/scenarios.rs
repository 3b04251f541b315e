//! `popscope scenarios`: what is there to play?

use std::io;
use std::io::Write as _;

use crate::cli::output::Outcome;
use crate::source;

/// Lists the shipped scenarios, one a line.
pub fn run() -> anyhow::Result<Outcome> {
    let mut stdout = io::stdout().lock();
    for (name, title) in source::lessons() {
        writeln!(stdout, "{name}\t{}", title.en)?;
    }
    stdout.flush()?;
    Ok(Outcome::Done)
}
