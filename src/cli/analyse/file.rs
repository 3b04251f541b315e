//! One file of a run: read from its start to its end, each session told as soon as it is over.

use std::cell::RefCell;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;

use crate::cli::analyse::Run;
use crate::cli::analyse::STDIN;
use crate::cli::analyse::printer::Sink;
use crate::cli::analyse::record;
use crate::cli::args::AnalyseArgs;
use crate::cli::args::AnalyseFormat;
use crate::export::attachments;
use crate::export::eml;
use crate::export::mail_record;
use crate::export::session_record::session_record;
use crate::export::tls_record::tls_record;
use crate::inspect::row::Row;
use crate::proto::line::printable;
use crate::session::RecordedSession;
use crate::source;
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
    let failed: RefCell<Option<anyhow::Error>> = RefCell::default();
    let watch = |progress: source::Progress| {
        run.gauge.set(place, progress);
        // When nobody can be told any more, the rest of the file is not read.
        if failed.borrow().is_some() || run.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let on_session = |session: RecordedSession| {
        if failed.borrow().is_none() {
            *failed.borrow_mut() = tell(path, place, &session, run, sink).err();
        }
    };
    let summary = if path == Path::new(STDIN) {
        source::analyse_reader(io::stdin().lock(), path, &run.options, watch, on_session)
    } else {
        source::analyse(path, &run.options, watch, on_session)
    };
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    let summary = match summary {
        Ok(summary) if summary.cancelled => return Ok(FileEnd::Stopped),
        Ok(summary) => summary,
        Err(error) => {
            sink.complain(format_args!("{error}"))?;
            return Ok(FileEnd::Wrong);
        }
    };
    run.gauge
        .set(place, source::Progress { octets: summary.octets, frames: summary.packets, sessions: summary.sessions });
    for problem in &summary.problems {
        sink.complain(format_args!("{problem}: {}", path.display()))?;
    }
    match args.format {
        AnalyseFormat::Table => (),
        AnalyseFormat::Ndjson => sink.line(&record::file_record(path, &summary).to_string())?,
    }
    let damaged = summary.problems.iter().any(source::Problem::is_damage);
    Ok(if damaged { FileEnd::Wrong } else { FileEnd::Read })
}

/// One session, in the form that was asked for, and its mails.
fn tell(path: &Path, place: usize, session: &RecordedSession, run: &Run, sink: &mut Sink) -> anyhow::Result<()> {
    let args = &run.args;
    if !is_wanted(session, args) {
        return Ok(());
    }
    let name = path.display().to_string();
    let mut record = session_record(&session.timeline, session.index, &name, args.reveal_secrets);
    record["handshake"] = tls_record(session.tls.as_ref());
    if args.mail && args.format == AnalyseFormat::Ndjson {
        mail_record::add_mails(&mut record, &session.timeline);
    }
    match args.format {
        AnalyseFormat::Table => sink.line(&record::table_line(&record))?,
        AnalyseFormat::Ndjson => sink.line(&record.to_string())?,
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

/// Whether a session meets the condition of `--filter`, if there is one.
fn is_wanted(session: &RecordedSession, args: &AnalyseArgs) -> bool {
    args.filter.as_ref().is_none_or(|filter| filter.matches(&Row::new(session, &findings(&session.timeline))))
}
