//! Lines on their way to somebody who may not read: a thread prints them, and what finds no room is counted.
//!
//! The server never waits for whoever reads its lines. When they are read again, the gap is told in their place.

use std::collections::VecDeque;
use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread::JoinHandle;
use std::time::Duration;

/// What may wait: lines, and their octets together.
pub(super) const ROOM: (usize, usize) = (1024, 16 << 20);
/// How often is looked whether all was printed.
const TICK: Duration = Duration::from_millis(20);

/// Where lines go.
pub(super) struct Lines {
    shared: Arc<Shared>,
    printer: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    lines: VecDeque<Line>,
    octets: usize,
    /// Lines that found no room behind the last of those that wait.
    let_go: u64,
    /// Nothing more comes.
    ended: bool,
    /// All was printed, or could not be.
    done: bool,
    failed: Option<io::Error>,
}

enum Line {
    Text(String),
    /// So many were let go here.
    Gap(u64),
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    /// Lines that a thread writes to `out`, each at once. `told` says where lines were let go.
    pub(super) fn to(
        mut out: impl Write + Send + 'static,
        mut told: impl FnMut(&mut dyn Write, u64) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Self> {
        let shared: Arc<Shared> = Arc::default();
        let theirs = Arc::clone(&shared);
        let work = move || {
            let mut result = Ok(());
            while result.is_ok()
                && let Some(line) = next(&theirs)
            {
                result = match line {
                    Line::Text(text) => writeln!(out, "{text}"),
                    Line::Gap(count) => told(&mut out, count),
                };
                result = result.and_then(|()| out.flush());
            }
            let mut waiting = theirs.lock();
            waiting.done = true;
            waiting.failed = result.err();
            waiting.lines.clear();
        };
        let printer = std::thread::Builder::new().name("printer".to_owned()).spawn(work)?;
        Ok(Self { shared, printer: Some(printer) })
    }

    /// Whether the last lines could be printed.
    pub(super) fn check(&self) -> io::Result<()> {
        self.shared.lock().failed.take().map_or(Ok(()), Err)
    }

    /// Prints a line as soon as those before it are; never waits.
    pub(super) fn print(&self, text: String) -> io::Result<()> {
        let mut waiting = self.shared.lock();
        if let Some(error) = waiting.failed.take() {
            return Err(error);
        }
        let full = ROOM.0 <= waiting.lines.len() || ROOM.1 < waiting.octets + text.len();
        if full && !waiting.lines.is_empty() {
            waiting.let_go += 1;
            return Ok(());
        }
        let gap = std::mem::take(&mut waiting.let_go);
        if 0 < gap {
            waiting.lines.push_back(Line::Gap(gap));
        }
        waiting.octets += text.len();
        waiting.lines.push_back(Line::Text(text));
        drop(waiting);
        self.shared.changed.notify_all();
        Ok(())
    }

    /// Waits until all is printed, but not for longer than this. Tells how many lines nobody has read.
    pub(super) fn finish(mut self, patience: Duration) -> io::Result<u64> {
        {
            let mut waiting = self.shared.lock();
            waiting.ended = true;
        }
        self.shared.changed.notify_all();
        let mut left = patience;
        loop {
            let mut waiting = self.shared.lock();
            if waiting.done {
                let failed = waiting.failed.take();
                drop(waiting);
                if let Some(printer) = self.printer.take() {
                    let _ = printer.join(); // One that panicked has said so.
                }
                return failed.map_or(Ok(0), Err);
            }
            if left.is_zero() {
                let lines = waiting.lines.iter().map(|line| match line {
                    Line::Text(_) => 1,
                    Line::Gap(count) => *count,
                });
                // One more is in the hands of the printer.
                return Ok(lines.sum::<u64>() + waiting.let_go + 1);
            }
            drop(waiting);
            let tick = TICK.min(left);
            std::thread::sleep(tick);
            left = left.saturating_sub(tick);
        }
    }
}

/// The next line to be printed; `None` when all is.
fn next(shared: &Shared) -> Option<Line> {
    let mut waiting = shared.lock();
    loop {
        if let Some(line) = waiting.lines.pop_front() {
            if let Line::Text(text) = &line {
                waiting.octets -= text.len();
            }
            return Some(line);
        }
        let gap = std::mem::take(&mut waiting.let_go);
        if 0 < gap {
            return Some(Line::Gap(gap));
        }
        if waiting.ended {
            return None;
        }
        waiting = shared.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Receiver;
    use std::sync::mpsc::Sender;
    use std::sync::mpsc::channel;

    use super::*;

    /// Whoever takes nothing before it is let.
    struct Gate(Receiver<()>, Arc<Mutex<Vec<u8>>>);

    impl Write for Gate {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            // When nobody holds it any more all passes.
            let _ = self.0.recv();
            self.1.lock().expect("no panic").extend_from_slice(octets);
            Ok(octets.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn stalled() -> (Lines, Sender<()>, Arc<Mutex<Vec<u8>>>) {
        let (open, gate) = channel();
        let printed: Arc<Mutex<Vec<u8>>> = Arc::default();
        let told = |out: &mut dyn Write, count: u64| writeln!(out, "{count} lines let go");
        (Lines::to(Gate(gate, Arc::clone(&printed)), told).expect("a thread"), open, printed)
    }

    #[test]
    fn lines_that_nobody_reads_are_let_go_and_counted() {
        let (lines, open, printed) = stalled();
        for number in 0..ROOM.0 + 501 {
            lines.print(format!("{number}")).expect("it does not wait");
        }
        drop(open);
        assert_eq!(lines.finish(Duration::from_secs(20)).expect("all is printed"), 0);
        let text = String::from_utf8(printed.lock().expect("no panic").clone()).expect("text");
        let told: u64 = text.lines().filter_map(|line| line.strip_suffix(" lines let go")?.parse::<u64>().ok()).sum();
        let kept = text.lines().filter(|line| !line.ends_with("let go")).count() as u64;
        assert_eq!(told + kept, ROOM.0 as u64 + 501);
        assert!(0 < told && text.starts_with("0\n1\n"), "{told}");
    }

    #[test]
    fn the_end_does_not_wait_for_somebody_who_does_not_read() {
        let (lines, open, _) = stalled();
        for number in 0..10 {
            lines.print(format!("{number}")).expect("it does not wait");
        }
        assert_eq!(lines.finish(Duration::from_millis(100)).expect("nothing failed"), 10);
        drop(open);
    }

    #[test]
    fn a_reader_that_has_gone_is_told() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let lines = Lines::to(Gone, |_, _| Ok(())).expect("a thread");
        let mut told = lines.print("a".to_owned());
        for _ in 0..1000 {
            if told.is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
            told = lines.print("b".to_owned());
        }
        assert_eq!(told.expect_err("the reader is gone").kind(), io::ErrorKind::BrokenPipe);
    }
}
