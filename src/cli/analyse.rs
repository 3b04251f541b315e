//! `popscope analyse`: the POP3 sessions of captures.

use std::cell::RefCell;
use std::io;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;
use serde_json::json;

use crate::cli::args::AnalyseArgs;
use crate::cli::args::AnalyseFormat;
use crate::cli::extract;
use crate::cli::extract::Extract;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::eml;
use crate::export::session_record::session_record;
use crate::inspect::row::Row;
use crate::proto::line::printable;
use crate::session::RecordedSession;
use crate::source;
use crate::source::Options;
use crate::source::Summary;
use crate::teach::finding::findings;

/// Analyses each file in turn. A file that is no capture is said, and the others are read all the same.
pub fn run(args: &AnalyseArgs) -> anyhow::Result<Outcome> {
    if let Some(why) = extract::why_not(args) {
        output::complain(format_args!("{why}"));
        return Ok(Outcome::UsageIsWrong);
    }
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Done;
    if args.format == AnalyseFormat::Table {
        writeln!(stdout, "{HEAD}")?;
    }
    for path in &args.files {
        if !analyse_file(path, args, &mut stdout)? {
            outcome = Outcome::InputIsWrong;
        }
        stdout.flush()?;
    }
    Ok(outcome)
}

/// One file; `false` if it is no capture or is damaged.
fn analyse_file(path: &Path, args: &AnalyseArgs, out: &mut impl Write) -> anyhow::Result<bool> {
    if args.format == AnalyseFormat::Table && 1 < args.files.len() {
        writeln!(out, "{}", printable(path.display().to_string().as_bytes()))?;
    }
    let failed: RefCell<Option<anyhow::Error>> = RefCell::default();
    // When nobody can be told any more, the rest of the file is not read.
    // An extract is made for others than the reader of our output.
    let in_vain = || failed.borrow().is_some() && args.pcapng.is_none();
    let watch = |_| if in_vain() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let mut extract = Extract::new(args)?;
    let summary = source::analyse(path, &Options::default(), watch, |session| {
        let wanted = is_wanted(&session, args);
        if let Some(extract) = &mut extract {
            extract.hear(&session, wanted);
        }
        if wanted && failed.borrow().is_none() {
            *failed.borrow_mut() = tell(path, &session, args, out).err();
        }
    });
    let copied = match (extract, &summary) {
        (Some(extract), Ok(summary)) => extract.write(path, summary)?,
        (Some(_) | None, _) => true,
    };
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    let summary = match summary {
        Ok(summary) => summary,
        Err(error) => {
            output::complain(format_args!("{error}"));
            return Ok(false);
        }
    };
    for problem in &summary.problems {
        output::complain(format_args!("{problem}: {}", path.display()));
    }
    match args.format {
        AnalyseFormat::Table => (),
        AnalyseFormat::Ndjson => writeln!(out, "{}", file_record(path, &summary))?,
    }
    Ok(copied && !summary.problems.iter().any(source::Problem::is_damage))
}

/// One session, in the form that was asked for, and its mails.
fn tell(path: &Path, session: &RecordedSession, args: &AnalyseArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let record = session_record(&session.timeline, session.index, &name, args.reveal_secrets);
    match args.format {
        AnalyseFormat::Table => writeln!(out, "{}", table_line(&record))?,
        AnalyseFormat::Ndjson => writeln!(out, "{record}")?,
    }
    if let Some(folder) = &args.eml {
        // Two files may have sessions of the same number.
        let prefix = if 1 < args.files.len() { format!("file-{:02}-", place_of(path, args)) } else { String::new() };
        eml::write_all(&session.timeline, session.index, &prefix, folder)
            .with_context(|| format!("cannot save the messages in {}", folder.display()))?;
    }
    Ok(())
}

/// Whether a session meets the condition of `--filter`, if there is one.
fn is_wanted(session: &RecordedSession, args: &AnalyseArgs) -> bool {
    args.filter.as_ref().is_none_or(|filter| filter.matches(&Row::new(session, &findings(&session.timeline))))
}

fn place_of(path: &Path, args: &AnalyseArgs) -> usize {
    args.files.iter().position(|other| other == path).map_or(0, |place| place + 1)
}

/// Longer names are cut: the records of ndjson have them whole.
const USER_WIDTH: usize = 18;

const HEAD: &str = "    #  start                        client                 server                 user                state          tls       cmds  msgs      octets  findings";

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).chain(['…']).collect() }
}

fn table_line(record: &Value) -> String {
    let text = |name: &str| record[name].as_str().unwrap_or("-").to_owned();
    let count = |name: &str| record[name].as_array().map_or(0, Vec::len);
    let messages = record["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let octets: u64 = messages.iter().filter_map(|message| message["octets"].as_u64()).sum();
    format!(
        "{:>5}  {:<27}  {:<21}  {:<21}  {:<USER_WIDTH$}  {:<13}  {:<8}  {:>4}  {:>4}  {:>10}  {:>8}",
        record["index"].as_u64().unwrap_or(0),
        text("start"),
        text("client"),
        text("server"),
        shortened(&text("user"), USER_WIDTH),
        text("state"),
        text("tls"),
        count("exchanges"),
        messages.len(),
        octets,
        count("findings"),
    )
}

/// The last line of a file.
fn file_record(path: &Path, summary: &Summary) -> Value {
    let left_out: serde_json::Map<String, Value> =
        summary.left_out.iter().map(|(kind, count)| (kind.to_string(), (*count).into())).collect();
    json!({
        "type": "file",
        "file": path.display().to_string(),
        "packets": summary.packets,
        "bytes": summary.octets,
        "sessions": summary.sessions,
        "left_out": left_out,
        "problems": summary.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
