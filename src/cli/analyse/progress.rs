//! How far a run is: one line on standard error, for people who look at a terminal.

use std::fmt;
use std::io;
use std::io::IsTerminal as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::cli::analyse::STDIN;
use crate::source::Progress;

/// Whether somebody is there to look at it.
#[must_use]
pub fn is_wanted() -> bool {
    io::stderr().is_terminal()
}

/// How far each file is. The workers set it, the main thread reads it.
#[derive(Debug)]
pub struct Gauge {
    files: Vec<FileGauge>,
    /// The size of all files; `None` if it cannot be known.
    total: Option<u64>,
}

/// How far a file is.
#[derive(Debug, Default)]
struct FileGauge {
    octets: AtomicU64,
    sessions: AtomicU64,
}

impl Gauge {
    /// Nothing was read of these files.
    #[must_use]
    pub fn new(files: &[PathBuf]) -> Self {
        let size = |path: &PathBuf| {
            let metadata = std::fs::metadata(path).ok().filter(|_| path != Path::new(STDIN));
            // A pipe tells no size, and a file that is not there will be complained about.
            metadata.map_or(Some(0).filter(|_| path != Path::new(STDIN)), |metadata| {
                metadata.is_file().then_some(metadata.len())
            })
        };
        Self { total: files.iter().map(size).sum(), files: files.iter().map(|_| FileGauge::default()).collect() }
    }

    /// Says how far the file at a place is.
    pub fn set(&self, place: usize, progress: Progress) {
        if let Some(file) = self.files.get(place) {
            file.octets.store(progress.octets, Ordering::Relaxed);
            file.sessions.store(progress.sessions, Ordering::Relaxed);
        }
    }

    fn sum(&self, of: impl Fn(&FileGauge) -> &AtomicU64) -> u64 {
        self.files.iter().map(|file| of(file).load(Ordering::Relaxed)).sum()
    }
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (octets, sessions) = (self.sum(|file| &file.octets), self.sum(|file| &file.sessions));
        match self.total {
            Some(total) if 0 < total => {
                let percent = u128::from(octets.min(total)) * 100 / u128::from(total);
                write!(f, "{percent:>3} %  {} of {}", Octets(octets), Octets(total))?;
            }
            Some(_) | None => write!(f, "{}", Octets(octets))?,
        }
        write!(f, "  sessions: {sessions}")
    }
}

/// A number of octets for people.
#[derive(Clone, Copy, Debug)]
struct Octets(u64);

impl fmt::Display for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut unit = 1;
        for name in ["octets", "KiB", "MiB", "GiB"] {
            if self.0 / unit < 1024 || name == "GiB" {
                return if unit == 1 {
                    write!(f, "{} {name}", self.0)
                } else {
                    write!(f, "{}.{} {name}", self.0 / unit, self.0 % unit * 10 / unit)
                };
            }
            unit *= 1024;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_told_in_units_that_are_read_at_a_glance() {
        let told = |octets| Octets(octets).to_string();
        assert_eq!(told(1023), "1023 octets");
        assert_eq!(told(1536), "1.5 KiB");
        assert_eq!(told(1024 * 1024 - 1), "1023.9 KiB");
        assert_eq!(told(7 << 40), "7168.0 GiB");
    }

    #[test]
    fn a_run_is_as_far_as_its_files_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a"), [0; 3000]).expect("a file");
        std::fs::write(path("b"), [0; 1096]).expect("a file");
        let gauge = Gauge::new(&[path("a"), path("b"), path("missing")]);
        assert_eq!(gauge.to_string(), "  0 %  0 octets of 4.0 KiB  sessions: 0");
        gauge.set(0, Progress { octets: 1048, frames: 9, sessions: 2 });
        gauge.set(1, Progress { octets: 1000, frames: 9, sessions: 3 });
        assert_eq!(gauge.to_string(), " 50 %  2.0 KiB of 4.0 KiB  sessions: 5");
    }

    #[test]
    fn of_standard_input_nobody_knows_the_size() {
        let gauge = Gauge::new(&[PathBuf::from(STDIN)]);
        gauge.set(0, Progress { octets: 5, frames: 0, sessions: 1 });
        assert_eq!(gauge.to_string(), "5 octets  sessions: 1");
    }
}
