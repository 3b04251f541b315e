//! One file of a run: read from its start to its end, each session told as soon as it is over.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use serde_json::Value;

use crate::cli::analyse::Run;
use crate::cli::analyse::STDIN;
use crate::cli::analyse::printer::Sink;
use crate::cli::analyse::record;
use crate::cli::analyse::record::table_line;
use crate::cli::analyse::relay;
use crate::cli::args::AnalyseArgs;
use crate::cli::args::AnalyseFormat;
use crate::cli::extract::Extract;
use crate::cli::extract::Written;
use crate::cli::questions::Questions;
use crate::cli::questions::Told;
use crate::cli::questions::riddles;
use crate::export::attachments;
use crate::export::eml;
use crate::export::login_record::found_lines;
use crate::export::mail_record;
use crate::export::session_record::session_line;
use crate::export::session_record::session_record;
use crate::inspect::fetched::unkept;
use crate::inspect::row::Row;
use crate::proto::line::printable;
use crate::session::RecordedSession;
use crate::session::Step;
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
    let failed = AtomicBool::new(false);
    let name = path.display().to_string();
    let tell = |words: Words| {
        let heard = extract.as_mut().map_or(Ok(()), |extract| extract.hear(&words.session, words.wanted, sink));
        let Words { session, wanted, told: what } = words;
        if wanted && told.is_ok() {
            told =
                heard.map_err(Into::into).and_then(|()| tell(path, place, (&session, what), run, &mut questions, sink));
        }
        // An extract is made for others than the reader of our output: nothing keeps it from hearing the rest.
        failed.store(told.is_err() && args.pcapng.is_none(), Ordering::Relaxed);
        session
    };
    let words = |session| Words::of(session, &name, args);
    let summary = relay::run(run.helpers, words, tell, |give| {
        // When nobody can be told any more, the rest of the file is not read.
        read(path, place, run, &failed, &mut |session| {
            let weight = weight(&session);
            give(session, weight);
        })
    })?;
    if extract.is_none() {
        std::mem::replace(&mut told, Ok(()))?;
    }
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
    for told in questions.rest()? {
        print(told, args, sink)?;
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

/// Reads a file, as long as nothing has failed.
fn read(
    path: &Path,
    place: usize,
    run: &Run,
    failed: &AtomicBool,
    on_session: &mut dyn FnMut(RecordedSession),
) -> Result<Summary, SourceError> {
    let watch = |progress: source::Progress| {
        run.gauge.set(place, progress);
        let stop = failed.load(Ordering::Relaxed) || run.is_stopped(place);
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    if path == Path::new(STDIN) {
        source::analyse_reader(io::stdin().lock(), path, &run.options, watch, on_session)
    } else {
        source::analyse(path, &run.options, watch, on_session)
    }
}

/// About how many octets of memory a session takes.
fn weight(session: &RecordedSession) -> u64 {
    session.client_octets + session.server_octets + (session.timeline.len() * size_of::<Step>()) as u64
}

/// A session, and what is to be said of it.
struct Words {
    session: RecordedSession,
    /// Whether it meets the condition of `--filter`, if there is one.
    wanted: bool,
    told: Told,
}

impl Words {
    /// Puts a session of the file of this name into words. This takes the most time of all that is done with it.
    fn of(session: RecordedSession, file: &str, args: &AnalyseArgs) -> Self {
        let timeline = &session.timeline;
        let filter = args.filter.as_ref();
        let wanted = filter.is_none_or(|filter| filter.matches(&Row::new(&session, &findings(timeline))));
        if !wanted {
            return Self { session, wanted, told: Told::default() };
        }
        let riddles = if args.wordlist.is_some() { riddles(timeline) } else { Vec::new() };
        let line = match args.format {
            AnalyseFormat::Table => table_line(&session),
            AnalyseFormat::Ndjson if riddles.is_empty() && !args.mail => {
                session_line(&session, file, args.reveal_secrets)
            }
            AnalyseFormat::Ndjson => String::new(),
        };
        let mut record = Value::Null;
        if !riddles.is_empty() || line.is_empty() {
            record = session_record(&session, file, args.reveal_secrets);
            if args.mail {
                mail_record::add_mails(&mut record, timeline);
            }
        }
        Self { told: Told { line, record, riddles }, wanted, session }
    }
}

/// Says what is to be said of a session, and saves its mails.
fn tell(
    path: &Path,
    place: usize,
    (session, told): (&RecordedSession, Told),
    run: &Run,
    questions: &mut Questions<'_>,
    sink: &mut Sink,
) -> anyhow::Result<()> {
    let args = &run.args;
    for told in questions.ask(session, told)? {
        print(told, args, sink)?;
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

/// What is told of a session, in the form that was asked for.
fn print(told: Told, args: &AnalyseArgs, sink: &mut Sink) -> anyhow::Result<()> {
    let Told { line, record, .. } = told;
    match args.format {
        AnalyseFormat::Table => {
            sink.line(&line)?;
            found_lines(&record).iter().try_for_each(|line| sink.line(line))?;
        }
        AnalyseFormat::Ndjson if record.is_null() => sink.line(&line)?,
        AnalyseFormat::Ndjson => sink.line(&record.to_string())?,
    }
    Ok(())
}
