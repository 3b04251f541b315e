//! One file of a run: read from its start to its end, each session told as soon as it is over.

use std::io;
use std::ops::ControlFlow;
use std::panic;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;
use std::thread;

use anyhow::Context as _;
use serde_json::Value;

use crate::cli::analyse::Run;
use crate::cli::analyse::STDIN;
use crate::cli::analyse::printer::Sink;
use crate::cli::analyse::record;
use crate::cli::args::AnalyseArgs;
use crate::cli::args::AnalyseFormat;
use crate::cli::extract::Extract;
use crate::cli::extract::Written;
use crate::cli::questions::Questions;
use crate::export::attachments;
use crate::export::eml;
use crate::export::login_record::found_lines;
use crate::export::mail_record;
use crate::export::session_record::session_record;
use crate::inspect::fetched::unkept;
use crate::inspect::row::Row;
use crate::proto::line::printable;
use crate::session::RecordedSession;
use crate::source;
use crate::source::SourceError;
use crate::source::Summary;
use crate::teach::finding::findings;

/// How the work on a file ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FileEnd {
    /// The file was read to its end.
    Read,
    /// It is no capture or is damaged, and that was said.
    Wrong,
    /// The run was stopped; nothing is said of the file as a whole.
    Stopped,
}

/// Analyses a file, the one at this place among the arguments, and tells the sink what is in it.
pub fn analyse(path: &Path, place: usize, run: &Run, sink: &mut Sink) -> anyhow::Result<FileEnd> {
    let args = &run.args;
    if args.format == AnalyseFormat::Table && 1 < args.files.len() {
        sink.line(&printable(path.display().to_string().as_bytes()))?;
    }
    let mut questions = Questions::new(args, run.word_list.as_ref());
    let mut extract = Extract::new(args)?;
    let mut told = Ok(());
    let summary = read(path, place, run, |session| {
        let wanted = is_wanted(&session, args);
        let heard = extract.as_mut().map_or(Ok(()), |extract| extract.hear(&session, wanted, sink));
        if wanted && told.is_ok() {
            told = heard.map_err(Into::into).and_then(|()| tell(path, place, &session, run, &mut questions, sink));
        }
        // An extract is made for others than the reader of our output: nothing keeps it from hearing the rest.
        if extract.is_some() { Ok(()) } else { std::mem::replace(&mut told, Ok(())) }
    })?;
    let summary = match summary {
        Ok(summary) if summary.cancelled => return Ok(FileEnd::Stopped),
        Ok(summary) => summary,
        Err(error) => {
            sink.complain(format_args!("{error}"))?;
            return Ok(FileEnd::Wrong);
        }
    };
    let written = match extract {
        Some(extract) => extract.write(path, &summary, || run.is_stopped(place))?,
        None => Written::All,
    };
    if written == Written::Stopped {
        return Ok(FileEnd::Stopped);
    }
    told?;
    run.gauge
        .set(place, source::Progress { octets: summary.octets, frames: summary.packets, sessions: summary.sessions });
    for record in questions.rest()? {
        print(&record, args, sink)?;
    }
    match args.format {
        AnalyseFormat::Table => questions.message_lines().iter().try_for_each(|line| sink.line(line))?,
        AnalyseFormat::Ndjson => {
            let records = questions.message_records(&path.display().to_string());
            records.iter().try_for_each(|record| sink.line(&record.to_string()))?;
        }
    }
    for complaint in questions.complaints() {
        sink.complain(format_args!("{complaint}: {}", path.display()))?;
    }
    for problem in &summary.problems {
        sink.complain(format_args!("{problem}: {}", path.display()))?;
    }
    match args.format {
        AnalyseFormat::Table => (),
        AnalyseFormat::Ndjson => {
            let mut record = record::file_record(path, &summary);
            if let Some(left_out) = questions.sightings_left_out() {
                record["sightings_left_out"] = left_out.into();
            }
            sink.line(&record.to_string())?;
        }
    }
    let damaged = summary.problems.iter().any(source::Problem::is_damage);
    Ok(if damaged || written != Written::All { FileEnd::Wrong } else { FileEnd::Read })
}

/// Reads a file and has each session told, where there are processors enough by another thread.
fn read(
    path: &Path,
    place: usize,
    run: &Run,
    mut tell: impl FnMut(RecordedSession) -> anyhow::Result<()> + Send,
) -> anyhow::Result<Result<Summary, SourceError>> {
    let failed = AtomicBool::new(false);
    let analyse = |on_session: &mut dyn FnMut(RecordedSession)| {
        let watch = |progress: source::Progress| {
            run.gauge.set(place, progress);
            // When nobody can be told any more, the rest of the file is not read.
            let stop = failed.load(Ordering::Relaxed) || run.is_stopped(place);
            if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if path == Path::new(STDIN) {
            source::analyse_reader(io::stdin().lock(), path, &run.options, watch, on_session)
        } else {
            source::analyse(path, &run.options, watch, on_session)
        }
    };
    if !run.tells_aside {
        let mut told = Ok(());
        let summary = analyse(&mut |session| {
            if told.is_ok() {
                told = tell(session);
                failed.store(told.is_err(), Ordering::Relaxed);
            }
        });
        return told.map(|()| summary);
    }
    thread::scope(|scope| {
        // Sessions may be large: not more than one waits.
        let (sender, sessions) = sync_channel::<RecordedSession>(1);
        let failed = &failed;
        let work = move || {
            let told = sessions.into_iter().try_for_each(&mut tell);
            failed.store(told.is_err(), Ordering::Relaxed);
            told
        };
        let teller = thread::Builder::new().name("tell".to_owned()).spawn_scoped(scope, work)?;
        let summary = analyse(&mut |session| {
            // Whoever does not listen any more has failed, and says so below.
            let _ = sender.send(session);
        });
        drop(sender);
        teller.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)).map(|()| summary)
    })
}

/// One session, in the form that was asked for, and its mails.
fn tell(
    path: &Path,
    place: usize,
    session: &RecordedSession,
    run: &Run,
    questions: &mut Questions<'_>,
    sink: &mut Sink,
) -> anyhow::Result<()> {
    let args = &run.args;
    let name = path.display().to_string();
    let mut record = session_record(session, &name, args.reveal_secrets);
    if args.mail && args.format == AnalyseFormat::Ndjson {
        mail_record::add_mails(&mut record, &session.timeline);
    }
    for record in questions.ask(session, record)? {
        print(&record, args, sink)?;
    }
    let unkept = if args.eml.is_some() || args.attachments.is_some() { unkept(&session.timeline) } else { 0 };
    if 0 < unkept {
        let number = session.index;
        let name = path.display();
        sink.complain(format_args!("{unkept} messages of session {number} were not kept and cannot be saved: {name}"))?;
    }
    // Two files may have sessions of the same number.
    let prefix = if 1 < args.files.len() { format!("file-{:02}-", place + 1) } else { String::new() };
    if let Some(folder) = &args.eml {
        eml::write_all(&session.timeline, session.index, &prefix, folder)
            .with_context(|| format!("cannot save the messages in {}", folder.display()))?;
    }
    if let Some(folder) = &args.attachments {
        attachments::write_all(&session.timeline, session.index, &prefix, folder)
            .with_context(|| format!("cannot save the attachments in {}", folder.display()))?;
    }
    Ok(())
}

/// The record of a session, in the form that was asked for.
fn print(record: &Value, args: &AnalyseArgs, sink: &mut Sink) -> anyhow::Result<()> {
    match args.format {
        AnalyseFormat::Table => {
            sink.line(&record::table_line(record))?;
            found_lines(record).iter().try_for_each(|line| sink.line(line))?;
        }
        AnalyseFormat::Ndjson => sink.line(&record.to_string())?,
    }
    Ok(())
}

/// Whether a session meets the condition of `--filter`, if there is one.
fn is_wanted(session: &RecordedSession, args: &AnalyseArgs) -> bool {
    args.filter.as_ref().is_none_or(|filter| filter.matches(&Row::new(session, &findings(&session.timeline))))
}
