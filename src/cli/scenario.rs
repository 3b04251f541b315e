//! `popscope scenario`: a scenario made of a recorded session, with other names and words.

use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;

use crate::cli::args::ScenarioArgs;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::source;
use crate::source::retell::retell;

/// Makes the scenario, and tells what could not be told as it was.
pub fn run(args: &ScenarioArgs) -> anyhow::Result<Outcome> {
    let (path, number) = session_of(&args.session)?;
    let key_log = args.keylog.as_deref().map(source::key_log).transpose()?.unwrap_or_default();
    let options = source::Options { key_log, ..source::Options::default() };
    let mut found = None;
    source::analyse(
        path,
        &options,
        |_| ControlFlow::Continue(()),
        |session| {
            if session.index + 1 == number {
                found = Some(session.timeline);
            }
        },
    )?;
    let timeline = found.with_context(|| format!("there is no session {number} in {}", path.display()))?;
    let told = retell(&timeline).with_context(|| format!("session {number} of {}", path.display()))?;
    output::write(args.output.as_deref(), args.force, told.text.as_bytes(), true)?;
    for remark in &told.remarks {
        output::complain(format_args!("{remark}"));
    }
    Ok(Outcome::Done)
}

/// A file, and the number of a session in it: `office.pcap#2`, the first without a number.
fn session_of(name: &str) -> anyhow::Result<(&Path, u64)> {
    let path = Path::new(name);
    let Some((file, number)) = name.rsplit_once('#').filter(|_| !path.exists()) else { return Ok((path, 1)) };
    let number = number.parse().ok().filter(|number| 0 < *number);
    let number = number.with_context(|| format!("behind # stands the number of a session, counted from 1: {name}"))?;
    Ok((Path::new(file), number))
}
