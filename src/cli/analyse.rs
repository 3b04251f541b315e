//! `popscope analyse`: the POP3 sessions of captures, of several files at the same time.
//!
//! ```text
//! workers ─► file::analyse (one file) ─► Sink ─► Printer ─► standard output, in the order of the arguments
//! ```
//!
//! The main thread does no work on files. It draws the progress and hears Ctrl+C, so that neither
//! waits for a file, not even for standard input that says nothing.

pub mod file;
pub mod interrupt;
pub mod printer;
pub mod progress;
pub mod record;
pub mod relay;

use std::collections::BTreeMap;
use std::io;
use std::panic;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::channel;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;

use crate::cli::args::AnalyseArgs;
use crate::cli::args::AnalyseFormat;
use crate::cli::extract;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::cli::questions::WordList;
use crate::source;
use crate::source::Options;

use file::FileEnd;
use printer::Printer;
use printer::Rest;
use printer::Sink;
use progress::Gauge;

/// How a file is named that is standard input.
pub const STDIN: &str = "-";

/// How long the main thread sleeps between two looks. The progress is drawn no more often than that.
const TICK: Duration = Duration::from_millis(200);
/// More helpers than these find nothing to do: reading a file takes about as long as they together.
const MAX_HELPERS: usize = 3;
/// How many ticks a worker gets to stop after Ctrl+C. One that waits for standard input cannot.
const GRACE: usize = 3;

/// What all files of a run share.
#[derive(Debug)]
pub struct Run {
    /// What was asked for.
    pub args: AnalyseArgs,
    /// What the analysis of each file is told.
    pub options: Options,
    /// The words of `--wordlist`.
    pub word_list: Option<WordList>,
    /// How many threads put the sessions of a file into words while another reads it.
    pub helpers: usize,
    /// How far the run is.
    pub gauge: Gauge,
    printer: Arc<Printer>,
    /// The next file that nobody works on.
    next: AtomicUsize,
    stopped: AtomicBool,
    /// The first file whose work failed. Those behind it are not of interest any more.
    failed: AtomicUsize,
    /// How each file ended, by its place among the arguments.
    ends: Mutex<BTreeMap<usize, anyhow::Result<FileEnd>>>,
}

impl Run {
    /// What is the same for all files is made here, before the first of them is opened.
    fn new(args: &AnalyseArgs) -> anyhow::Result<Self> {
        let key_log = args.keylog.as_deref().map(source::key_log).transpose()?.unwrap_or_default();
        let pop3_ports = args.pop3_ports.iter().copied().collect();
        Ok(Self {
            args: args.clone(),
            options: Options { pop3_ports, key_log, ..Options::default() },
            word_list: args.wordlist.as_deref().map(WordList::open).transpose()?,
            helpers: (jobs(args) / args.files.len().max(1)).saturating_sub(1).min(MAX_HELPERS),
            gauge: Gauge::new(&args.files),
            printer: Arc::new(Printer::new(Box::new(io::stdout()), Box::new(io::stderr()))),
            next: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            failed: AtomicUsize::new(usize::MAX),
            ends: Mutex::default(),
        })
    }

    /// Whether the work on the file at this place is to end before its time.
    #[must_use]
    pub fn is_stopped(&self, place: usize) -> bool {
        self.is_stopped_for_all() || self.failed.load(Ordering::Relaxed) < place
    }

    fn is_stopped_for_all(&self) -> bool {
        self.stopped.load(Ordering::Relaxed) || interrupt::came()
    }

    /// Whether nothing more will be printed.
    fn is_over(&self) -> bool {
        self.is_stopped_for_all() || self.failed.load(Ordering::Relaxed) <= self.printer.current()
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.printer.wake();
    }

    /// Works on one file after the other, until none is left.
    fn work(&self) {
        loop {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = self.args.files.get(place) else { return };
            self.printer.wait_for_room(place, || self.is_stopped(place));
            if self.is_stopped(place) {
                return;
            }
            let _fallen = Fallen { run: self, place };
            let mut sink = Sink::new(Arc::clone(&self.printer), place);
            let end = file::analyse(path, place, self, &mut sink).and_then(|end| {
                sink.finish()?;
                Ok(end)
            });
            let failed = end.is_err();
            self.ends.lock().unwrap_or_else(PoisonError::into_inner).insert(place, end);
            if failed {
                self.fail(place);
            }
        }
    }

    fn fail(&self, place: usize) {
        self.failed.fetch_min(place, Ordering::Relaxed);
        self.printer.wake();
    }

    /// How the files ended, taken together: the first error counts.
    fn outcome(&self) -> anyhow::Result<Outcome> {
        let ends = std::mem::take(&mut *self.ends.lock().unwrap_or_else(PoisonError::into_inner));
        let mut outcome = Outcome::Done;
        for end in ends.into_values() {
            match end? {
                FileEnd::Read | FileEnd::Stopped => (),
                FileEnd::Wrong => outcome = Outcome::InputIsWrong,
            }
        }
        Ok(outcome)
    }
}

/// Nobody waits for a file whose work ended in a panic.
struct Fallen<'a> {
    run: &'a Run,
    place: usize,
}

impl Drop for Fallen<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.run.fail(self.place);
        }
    }
}

/// Analyses all files. One that is no capture is said, and the others are read all the same.
pub fn run(args: &AnalyseArgs) -> anyhow::Result<Outcome> {
    if 1 < args.files.iter().filter(|path| *path == Path::new(STDIN)).count() {
        output::complain(format_args!("standard input ({STDIN}) can be read only once"));
        return Ok(Outcome::UsageIsWrong);
    }
    if let Some(why) = extract::why_not(args) {
        output::complain(format_args!("{why}"));
        return Ok(Outcome::UsageIsWrong);
    }
    interrupt::listen();
    let run = match Run::new(args) {
        Ok(run) => Arc::new(run),
        Err(error) => {
            output::complain(format_args!("{error:#}"));
            return Ok(Outcome::InputIsWrong);
        }
    };
    if args.format == AnalyseFormat::Table {
        run.printer.first(record::HEAD)?;
    }
    let (workers, over) = start(&run)?;
    let draws = !args.no_progress && progress::is_wanted();
    let mut grace = GRACE;
    let mut failed = None;
    while over.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        if run.is_over() {
            run.printer.wake();
            grace -= 1;
            if grace == 0 {
                break;
            }
        } else if failed.is_some() {
            // An extract is made for others than the reader of our output.
        } else if let Err(error) = run.printer.flush() {
            // Who waits for the lines of a slow file sees those that are there; but nobody waits.
            failed = Some(error);
            if args.pcapng.is_none() {
                run.stop();
            }
        } else if draws {
            run.printer.draw_progress(&run.gauge.to_string());
        }
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    if interrupt::came() {
        // What is printed is printed whole; who still works is left alone with it.
        run.printer.close(Rest::Printed)?;
        return Ok(Outcome::Interrupted);
    }
    // One that waits for standard input, when another has failed, is not waited for.
    for worker in workers.into_iter().filter(|worker| 0 < grace || worker.is_finished()) {
        if let Err(panicked) = worker.join() {
            panic::resume_unwind(panicked);
        }
    }
    run.printer.close(Rest::Dropped)?;
    run.outcome()
}

/// How many threads may work at the same time.
fn jobs(args: &AnalyseArgs) -> usize {
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(processors, usize::from)
}

/// Starts the workers. The channel is closed when all of them are done.
fn start(run: &Arc<Run>) -> anyhow::Result<(Vec<JoinHandle<()>>, Receiver<()>)> {
    let jobs = jobs(&run.args).min(run.args.files.len());
    let (sender, over) = channel();
    let mut workers = Vec::new();
    for number in 1..=jobs {
        let (run, sender) = (Arc::clone(run), sender.clone());
        let work = move || {
            let _sender = sender;
            run.work();
        };
        let worker = thread::Builder::new().name(format!("analyse {number}")).spawn(work);
        workers.push(worker.context("cannot start a thread")?);
    }
    Ok((workers, over))
}
