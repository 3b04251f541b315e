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
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::cli::questions::Questions;
use crate::cli::questions::WordList;
use crate::export::eml;
use crate::export::login_record::found_lines;
use crate::export::session_record::session_record;
use crate::proto::line::printable;
use crate::session::RecordedSession;
use crate::source;
use crate::source::Options;
use crate::source::Summary;

/// Analyses each file in turn. A file that is no capture is said, and the others are read all the same.
pub fn run(args: &AnalyseArgs) -> anyhow::Result<Outcome> {
    let list = args.wordlist.as_deref().map(WordList::open).transpose()?;
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Done;
    if args.format == AnalyseFormat::Table {
        writeln!(stdout, "{HEAD}")?;
    }
    for path in &args.files {
        if !analyse_file(path, args, list.as_ref(), &mut stdout)? {
            outcome = Outcome::InputIsWrong;
        }
        stdout.flush()?;
    }
    Ok(outcome)
}

/// One file; `false` if it is no capture or is damaged.
fn analyse_file(
    path: &Path,
    args: &AnalyseArgs,
    list: Option<&WordList>,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    if args.format == AnalyseFormat::Table && 1 < args.files.len() {
        writeln!(out, "{}", printable(path.display().to_string().as_bytes()))?;
    }
    let mut questions = Questions::new(args, list);
    let failed: RefCell<Option<anyhow::Error>> = RefCell::default();
    // When nobody can be told any more, the rest of the file is not read.
    let watch = |_| if failed.borrow().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let summary = source::analyse(path, &Options::default(), watch, |session| {
        if failed.borrow().is_none() {
            *failed.borrow_mut() = tell(path, &session, args, &mut questions, out).err();
        }
    });
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
    for record in questions.rest()? {
        print(&record, args, out)?;
    }
    match args.format {
        AnalyseFormat::Table => questions.message_lines().iter().try_for_each(|line| writeln!(out, "{line}"))?,
        AnalyseFormat::Ndjson => {
            let records = questions.message_records(&path.display().to_string());
            records.iter().try_for_each(|record| writeln!(out, "{record}"))?;
        }
    }
    for complaint in questions.complaints() {
        output::complain(format_args!("{complaint}: {}", path.display()));
    }
    for problem in &summary.problems {
        output::complain(format_args!("{problem}: {}", path.display()));
    }
    match args.format {
        AnalyseFormat::Table => (),
        AnalyseFormat::Ndjson => {
            let mut record = file_record(path, &summary);
            if let Some(left_out) = questions.sightings_left_out() {
                record["sightings_left_out"] = left_out.into();
            }
            writeln!(out, "{record}")?;
        }
    }
    Ok(!summary.problems.iter().any(source::Problem::is_damage))
}

/// One session, in the form that was asked for, and its mails.
fn tell(
    path: &Path,
    session: &RecordedSession,
    args: &AnalyseArgs,
    questions: &mut Questions<'_>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let record = session_record(session, &path.display().to_string(), args.reveal_secrets);
    for record in questions.ask(session, record)? {
        print(&record, args, out)?;
    }
    if let Some(folder) = &args.eml {
        // Two files may have sessions of the same number.
        let prefix = if 1 < args.files.len() { format!("file-{:02}-", place_of(path, args)) } else { String::new() };
        eml::write_all(&session.timeline, session.index, &prefix, folder)
            .with_context(|| format!("cannot save the messages in {}", folder.display()))?;
    }
    Ok(())
}

/// The record of a session, in the form that was asked for.
fn print(record: &Value, args: &AnalyseArgs, out: &mut impl Write) -> anyhow::Result<()> {
    match args.format {
        AnalyseFormat::Table => {
            writeln!(out, "{}", table_line(record))?;
            found_lines(record).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        AnalyseFormat::Ndjson => writeln!(out, "{record}")?,
    }
    Ok(())
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
