//! `popscope compare`: sessions side by side, and where they differ.

use crate::cli::args::CompareArgs;
use crate::cli::args::CompareFormat;
use crate::cli::one_session;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::comparison;
use crate::inspect::compare::compare;
use crate::proto::line::printable;
use crate::session::Timeline;
use crate::source;
use crate::source::Servers;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain_fact::narration;

/// A column: what it is called, and what happened in it.
type Column = (String, Timeline);

/// Compares sessions and prints the table.
pub fn run(args: &CompareArgs) -> anyhow::Result<Outcome> {
    let language = Language::from(args.lang);
    let words = Words::new(language);
    let servers = match (&args.profiles, args.generations) {
        (_, true) => Some(Servers::Generations),
        (Some(profiles), false) => Some(Servers::Profiles(profiles.clone())),
        (None, false) => None,
    };
    let columns = match (&servers, args.sessions.as_slice()) {
        (Some(servers), [name]) => {
            let plays = source::play_before(name, servers)?;
            plays.into_iter().map(|play| (narration(&play.title, language).to_owned(), play.timeline)).collect()
        }
        (Some(_), _) => {
            output::complain(format_args!("--generations and --profiles compare one scenario with itself"));
            return Ok(Outcome::UsageIsWrong);
        }
        (None, names) if names.len() < 2 => {
            output::complain(format_args!("two sessions at least are compared; or add --generations or --profiles"));
            return Ok(Outcome::UsageIsWrong);
        }
        (None, names) => {
            let key_log = args.keylog.as_deref().map(source::key_log).transpose()?.unwrap_or_default();
            let options = source::Options { key_log, ..source::Options::default() };
            names.iter().map(|name| column(name, &options)).collect::<anyhow::Result<Vec<Column>>>()?
        }
    };
    let timelines: Vec<&Timeline> = columns.iter().map(|(_, timeline)| timeline).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| printable(name.as_bytes())).collect();
    let comparison = compare(&timelines, servers.is_some());
    let octets = match args.format {
        CompareFormat::Text => comparison::table(&comparison, &names, !args.only_differences, &words).into_bytes(),
        CompareFormat::Json => {
            let mut text = serde_json::to_vec_pretty(&comparison::document(&comparison, &names))?;
            text.push(b'\n');
            text
        }
    };
    output::write(None, false, &octets, true)?;
    Ok(Outcome::Done)
}

/// A scenario by its name or file, or a session of a capture: `office.pcap#2`, the first without a number.
fn column(name: &str, options: &source::Options) -> anyhow::Result<Column> {
    let (path, number) = one_session::parse(name)?;
    if source::is_scenario(path) || !path.exists() {
        let play = source::play_file_or_lesson(name)?;
        return Ok((name.to_owned(), play.timeline));
    }
    Ok((name.to_owned(), one_session::find(path, number, options)?))
}
