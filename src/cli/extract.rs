//! `popscope analyse --pcapng`: the frames of the sessions that are shown, in a file of their own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use crate::cli::analyse::STDIN;
use crate::cli::analyse::printer::Sink;
use crate::cli::args::AnalyseArgs;
use crate::export::whole_file;
use crate::session::RecordedSession;
use crate::source;
use crate::source::CopyError;
use crate::source::Selection;
use crate::source::Summary;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::finding::Code;
use crate::teach::finding::findings;

/// What is asked for, and what of it was found so far.
#[derive(Debug)]
pub struct Extract {
    out: PathBuf,
    force: bool,
    selection: Selection,
    words: Words,
    /// How many sessions could not be copied.
    refused: u64,
    /// What stands beside a frame, for each finding that was met.
    texts: BTreeMap<Code, Arc<str>>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Written {
    /// Every session that was wanted is in the file.
    All,
    /// A session that was wanted is not in the file, and that was said.
    NotAll,
    /// There is no file, for the run was stopped.
    Stopped,
}

/// Why no extract can be made of these files, if none can.
#[must_use]
pub fn why_not(args: &AnalyseArgs) -> Option<String> {
    let out = args.pcapng.as_ref()?;
    let [file] = args.files.as_slice() else {
        return Some("--pcapng makes one file of one capture: name one".to_owned());
    };
    let is_stream = fs::metadata(file).is_ok_and(|known| !known.is_file() && !known.is_dir());
    if file == Path::new(STDIN) || is_stream {
        return Some("--pcapng reads the capture twice: it has to be a file".to_owned());
    }
    let places = (fs::canonicalize(file), fs::canonicalize(out));
    if matches!(&places, (Ok(file), Ok(out)) if file == out) {
        return Some(format!("--pcapng does not replace the capture that it reads: {}", out.display()));
    }
    None
}

impl Extract {
    /// What `--pcapng` asks for, if it was said. A file that may not be replaced is an error.
    pub fn new(args: &AnalyseArgs) -> anyhow::Result<Option<Self>> {
        let Some(out) = &args.pcapng else { return Ok(None) };
        anyhow::ensure!(args.force || fs::symlink_metadata(out).is_err(), already_there(out));
        Ok(Some(Self {
            out: out.clone(),
            force: args.force,
            selection: Selection::new(args.scrub),
            words: Words::new(Language::English),
            refused: 0,
            texts: BTreeMap::new(),
        }))
    }

    /// Hears of a session of the capture, whether it is wanted or not.
    pub fn hear(&mut self, session: &RecordedSession, wanted: bool, sink: &mut Sink) -> io::Result<()> {
        if !wanted {
            self.selection.leave_out(session);
            return Ok(());
        }
        let mut comments = Vec::new();
        for finding in findings(&session.timeline) {
            let step = session.timeline.steps().get(finding.step);
            let frame = step.and_then(|step| step.frames().min()).unwrap_or(session.first_frame);
            let words = &self.words;
            let text = self.texts.entry(finding.code).or_insert_with(|| comment(finding.code, words).into());
            comments.push((frame, Arc::clone(text)));
        }
        if let Err(refusal) = self.selection.choose(session, comments) {
            self.refused += 1;
            sink.complain(format_args!(
                "session {} is not copied, for its secrets cannot be told apart: {refusal}",
                session.index
            ))?;
        }
        Ok(())
    }

    /// Writes the file, whole or not at all; not at all if `is_stopped` says so before the end.
    pub fn write(self, path: &Path, summary: &Summary, is_stopped: impl Fn() -> bool) -> anyhow::Result<Written> {
        let watch = || if is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let written = whole_file::write_with(&self.out, self.force, |out| {
            let copied = source::extract(path, &self.selection, watch, out)?;
            if copied.seen == summary.packets {
                return Ok(copied);
            }
            Err(CopyError::Write(io::Error::other("the capture changed while it was read")))
        });
        match written {
            Ok(_) if self.refused == 0 => Ok(Written::All),
            Ok(_) => Ok(Written::NotAll),
            Err(CopyError::Stopped) => Ok(Written::Stopped),
            Err(CopyError::Write(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(anyhow::anyhow!(already_there(&self.out)))
            }
            Err(error) => Err(error).with_context(|| format!("cannot write {}", self.out.display())),
        }
    }
}

fn already_there(out: &Path) -> String {
    format!("{} is there already; --force replaces it", out.display())
}

/// A finding in a line: code, weight, clause, words.
fn comment(code: Code, words: &Words) -> String {
    format!("{code} ({}, {}): {}", code.severity(), code.clause(), words.get(&format!("finding-{code}")))
}
