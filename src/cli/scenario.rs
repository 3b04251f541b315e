//! `popscope scenario`: a scenario made of a recorded session, with other names and words.

use anyhow::Context as _;

use crate::cli::args::ScenarioArgs;
use crate::cli::one_session;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::source;
use crate::source::retell::retell;

/// Makes the scenario, and tells what could not be told as it was.
pub fn run(args: &ScenarioArgs) -> anyhow::Result<Outcome> {
    let (path, number) = one_session::parse(&args.session)?;
    let key_log = args.keylog.as_deref().map(source::key_log).transpose()?.unwrap_or_default();
    let options = source::Options { key_log, ..source::Options::default() };
    let timeline = one_session::find(path, number, &options)?;
    let told = retell(&timeline).with_context(|| format!("session {number} of {}", path.display()))?;
    output::write(args.output.as_deref(), args.force, told.text.as_bytes(), true)?;
    for remark in &told.remarks {
        output::complain(format_args!("{remark}"));
    }
    Ok(Outcome::Done)
}
