//! How long each frame takes, written down for whoever measures the window. Nothing of it is shown.

use std::fs::File;
use std::io;
use std::io::LineWriter;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// The name of the environment variable that names the file.
pub const VARIABLE: &str = "POPSCOPE_FRAME_TIMES";

/// A file with one line a frame.
#[derive(Debug)]
pub struct FrameTimes {
    file: LineWriter<File>,
    began: Instant,
}

/// The moment at which something began: a frame, or the program.
#[derive(Clone, Copy, Debug)]
pub struct Began(Instant);

impl Began {
    /// This moment.
    #[must_use]
    pub fn now() -> Self {
        Self(now())
    }
}

impl FrameTimes {
    /// The file that the environment names, if it names one.
    ///
    /// # Errors
    ///
    /// If the file cannot be made.
    pub fn from_environment(start: Began) -> io::Result<Option<Self>> {
        let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
        path.map(|path| Self::new(Path::new(&path), start)).transpose()
    }

    /// Makes the file, with the names of its columns. `start` is when the program began to make its window.
    ///
    /// # Errors
    ///
    /// If the file cannot be made.
    pub fn new(path: &Path, Began(began): Began) -> io::Result<Self> {
        let mut file = LineWriter::new(File::create(path)?);
        writeln!(file, "# seconds since the start, ms of this frame before painting, ms of the whole frame before")?;
        Ok(Self { file, began })
    }

    /// A frame begins.
    #[must_use]
    pub fn begin(&self) -> Began {
        Began::now()
    }

    /// All views are read and laid out. `before` is what the whole frame before this one took of the
    /// processor, in seconds, as eframe tells it: with tessellation and painting.
    ///
    /// # Errors
    ///
    /// If the line cannot be written.
    pub fn end(&mut self, Began(began): Began, before: Option<f32>) -> io::Result<()> {
        let since = began.duration_since(self.began).as_secs_f64();
        let millis = began.elapsed().as_secs_f64() * 1000.0;
        writeln!(self.file, "{since:.4} {millis:.3} {:.3}", before.unwrap_or(0.0) * 1000.0)
    }
}

#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frame_has_its_line() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("frames.txt");
        let mut times = FrameTimes::new(&path, Began::now()).expect("a file");
        for before in [None, Some(0.002)] {
            let began = times.begin();
            times.end(began, before).expect("a line");
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with('#') && lines[1].ends_with(" 0.000") && lines[2].ends_with(" 2.000"), "{text}");
    }
}
