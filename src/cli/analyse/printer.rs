//! What the files of a run say, printed in the order of the arguments, whatever order they are read in.
//!
//! The file whose turn it is prints at once. What the others say waits: in memory as long as it is
//! little, then in temporary files. No file is begun that is too far ahead of the one that prints.
//! Only whole lines are handed to standard output.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::Write;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use tempfile::SpooledTempFile;

use crate::cli::output;

/// How much of what waits for its turn is kept in memory, while its file is read and afterwards.
const SPOOL: usize = 8 * 1024 * 1024;
const SPOOL_OF_FINISHED: u64 = 256 * 1024;
/// How many files may be begun beyond the one whose turn it is.
const AHEAD: usize = 64;
/// So many octets of lines are printed together.
const PENDING: usize = 64 * 1024;

/// Prints for all files of a run.
#[derive(Debug)]
pub struct Printer {
    inner: Mutex<Inner>,
    turned: Condvar,
}

struct Inner {
    stdout: Box<dyn Write + Send>,
    stderr: Box<dyn Write + Send>,
    /// Whole lines that were not printed yet.
    pending: Vec<u8>,
    /// Whose turn it is.
    current: usize,
    waiting: BTreeMap<usize, Waiting>,
    progress_is_shown: bool,
    closed: bool,
}

/// What waits for its turn.
#[derive(Debug)]
struct Waiting {
    /// Whole lines.
    lines: SpooledTempFile,
    length: u64,
    complaints: Vec<String>,
    finished: bool,
}

/// What becomes of that which still waits for its turn at the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rest {
    /// It is printed: what was found is not lost.
    Printed,
    /// It is not: one file after the other would not have come so far.
    Dropped,
}

/// Where the work on one file says what it finds.
#[derive(Debug)]
pub struct Sink {
    printer: Arc<Printer>,
    place: usize,
}

impl Sink {
    /// The sink of the file at this place.
    #[must_use]
    pub fn new(printer: Arc<Printer>, place: usize) -> Self {
        Self { printer, place }
    }

    /// Says a line on standard output. `text` holds no line feed.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.printer.lock().line(self.place, text)
    }

    /// Complains on standard error.
    pub fn complain(&mut self, text: fmt::Arguments<'_>) -> io::Result<()> {
        self.printer.lock().complain(self.place, output::complaint(text))
    }

    /// Nothing more will be said of this file.
    pub fn finish(self) -> io::Result<()> {
        let finished = self.printer.lock().finish(self.place);
        self.printer.wake();
        finished
    }
}

impl Printer {
    /// Prints to these.
    #[must_use]
    pub fn new(stdout: Box<dyn Write + Send>, stderr: Box<dyn Write + Send>) -> Self {
        let inner = Inner {
            stdout,
            stderr,
            pending: Vec::new(),
            current: 0,
            waiting: BTreeMap::new(),
            progress_is_shown: false,
            closed: false,
        };
        Self { inner: Mutex::new(inner), turned: Condvar::new() }
    }

    /// Prints a line before those of all files.
    pub fn first(&self, text: &str) -> io::Result<()> {
        self.lock().line(0, text)
    }

    /// Waits until a file may be begun, or until the run is stopped.
    pub fn wait_for_room(&self, place: usize, stopped: impl Fn() -> bool) {
        let mut inner = self.lock();
        while inner.current + AHEAD < place && !stopped() {
            inner = self.turned.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets those look again who wait.
    pub fn wake(&self) {
        // Whoever has looked and not yet slept holds the lock.
        drop(self.lock());
        self.turned.notify_all();
    }

    /// Prints what is there of the file whose turn it is.
    pub fn flush(&self) -> io::Result<()> {
        let mut inner = self.lock();
        inner.take_over()?;
        inner.flush()
    }

    /// Draws how far the run is, over what was drawn before.
    pub fn draw_progress(&self, text: &str) {
        let mut inner = self.lock();
        inner.progress_is_shown = true;
        // A terminal that is gone is no reason to stop.
        let _ = write!(inner.stderr, "\r{text}\x1b[K").and_then(|()| inner.stderr.flush());
    }

    /// Whose turn it is.
    #[must_use]
    pub fn current(&self) -> usize {
        self.lock().current
    }

    /// Prints nothing that is said from here on.
    pub fn close(&self, rest: Rest) -> io::Result<()> {
        let mut inner = self.lock();
        let inner = &mut *inner;
        inner.closed = true;
        inner.take_over()?;
        let waiting = std::mem::take(&mut inner.waiting);
        if rest == Rest::Printed {
            for waiting in waiting.into_values() {
                inner.print(waiting)?;
            }
        }
        inner.flush()?;
        inner.clear_progress();
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn line(&mut self, place: usize, text: &str) -> io::Result<()> {
        debug_assert!(!text.contains('\n'), "one line");
        if self.closed {
            return Ok(());
        }
        if self.current == place {
            self.take_over()?;
            self.pending.extend_from_slice(text.as_bytes());
            self.pending.push(b'\n');
            return if PENDING < self.pending.len() { self.flush() } else { Ok(()) };
        }
        let waiting = self.waiting.entry(place).or_insert_with(Waiting::new);
        waiting.lines.write_all(text.as_bytes())?;
        waiting.lines.write_all(b"\n")?;
        waiting.length += text.len() as u64 + 1;
        Ok(())
    }

    fn complain(&mut self, place: usize, text: String) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        if self.current == place {
            self.take_over()?;
            self.flush()?;
            self.say(&text);
        } else {
            self.waiting.entry(place).or_insert_with(Waiting::new).complaints.push(text);
        }
        Ok(())
    }

    fn finish(&mut self, place: usize) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let waiting = self.waiting.entry(place).or_insert_with(Waiting::new);
        waiting.finished = true;
        if SPOOL_OF_FINISHED < waiting.length && self.current != place {
            waiting.lines.roll()?;
        }
        self.take_over()?;
        self.flush()
    }

    /// Prints what waited of the file whose turn it is, and goes on to the next if it is finished.
    fn take_over(&mut self) -> io::Result<()> {
        while let Some(waiting) = self.waiting.remove(&self.current) {
            let finished = waiting.finished;
            self.print(waiting)?;
            if !finished {
                break;
            }
            self.current += 1;
        }
        Ok(())
    }

    fn print(&mut self, mut waiting: Waiting) -> io::Result<()> {
        if 0 < waiting.length {
            self.flush()?;
            self.clear_progress();
            waiting.lines.rewind()?;
            // No more than was written whole: the disk may have become full within a line.
            io::copy(&mut waiting.lines.take(waiting.length), &mut self.stdout)?;
            self.stdout.flush()?;
        }
        for complaint in &waiting.complaints {
            self.flush()?;
            self.say(complaint);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.clear_progress();
        let pending = std::mem::take(&mut self.pending);
        self.stdout.write_all(&pending)?;
        self.stdout.flush()
    }

    fn say(&mut self, complaint: &str) {
        self.clear_progress();
        // Nobody is left to be told that standard error is gone.
        let _ = writeln!(self.stderr, "{complaint}");
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.progress_is_shown) {
            let _ = write!(self.stderr, "\r\x1b[K").and_then(|()| self.stderr.flush());
        }
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("current", &self.current).field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

impl Waiting {
    fn new() -> Self {
        Self { lines: SpooledTempFile::new(SPOOL), length: 0, complaints: Vec::new(), finished: false }
    }
}

#[cfg(test)]
mod tests;
