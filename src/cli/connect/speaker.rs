//! Who speaks on a connection: somebody who types, or the client of a scenario.

use std::io;
use std::io::BufRead as _;
use std::io::Read as _;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::TryRecvError;
use std::sync::mpsc::sync_channel;

use anyhow::Context as _;

use crate::session::Timeline;
use crate::source;
use crate::source::connect::Dial;
use crate::source::connect::Tone;
use crate::source::connect::Verdict;
use crate::source::connect::client_of_scenario;
use crate::source::connect::nonce;

/// Lines that are read ahead.
const AHEAD: usize = 16;
/// The longest line that is read.
const MAX_LINE: u64 = 64 * 1024;

/// Who speaks.
pub(super) enum Speaker {
    /// Lines of standard input, and the one that comes next.
    Typed { lines: Receiver<io::Result<Vec<u8>>>, next: Option<Vec<u8>>, ended: bool, failed: Option<io::Error> },
    /// The client of a scenario.
    Scenario { dial: Box<Dial>, is_lesson: bool },
}

/// What a speaker wants.
pub(super) enum Wish {
    /// Nothing, for the time being.
    Wait,
    /// These octets are said together.
    Say(Vec<Vec<u8>>),
    /// Nothing more.
    Done,
    /// It cannot go on, and this is why.
    GiveUp(String),
}

impl Speaker {
    /// Whoever types, or writes into a pipe.
    pub(super) fn of_standard_input() -> anyhow::Result<Self> {
        let (sender, lines) = sync_channel(AHEAD);
        let work = move || {
            let mut input = io::stdin().lock();
            loop {
                let mut line = Vec::new();
                let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
                let told = match read {
                    Ok(0) => return,
                    Ok(octets) if octets as u64 == MAX_LINE => {
                        Err(io::Error::new(io::ErrorKind::InvalidData, "a line is longer than 64 KiB"))
                    }
                    Ok(_) => Ok(line),
                    Err(error) => Err(error),
                };
                let failed = told.is_err();
                if sender.send(told).is_err() || failed {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("standard input".to_owned()).spawn(work).context("cannot start a thread")?;
        Ok(Self::Typed { lines, next: None, ended: false, failed: None })
    }

    /// The client of a scenario.
    pub(super) fn of_scenario(name: &str) -> anyhow::Result<Self> {
        let dial = client_of_scenario(name)?.with_context(|| format!("no client speaks POP3 in {name}"))?;
        Ok(Self::Scenario { dial: Box::new(dial), is_lesson: source::is_lesson(name) })
    }

    /// Whether its passwords are in every copy of the program, and so no secrets.
    pub(super) fn is_lesson(&self) -> bool {
        matches!(self, Self::Scenario { is_lesson: true, .. })
    }

    /// Whether nobody types.
    pub(super) fn is_scenario(&self) -> bool {
        matches!(self, Self::Scenario { .. })
    }

    /// What it wants. `waits` says whether replies are due.
    pub(super) fn wish(&mut self, timeline: &Timeline, waits: bool) -> anyhow::Result<Wish> {
        self.look();
        match self {
            Self::Typed { .. } if waits => Ok(Wish::Wait),
            Self::Typed { next, ended, failed, .. } => match (next.take(), failed.take()) {
                (Some(line), _) => Ok(Wish::Say(vec![line])),
                (None, Some(error)) => Err(anyhow::Error::new(error).context("cannot read standard input")),
                (None, None) if *ended => Ok(Wish::Done),
                (None, None) => Ok(Wish::Wait),
            },
            Self::Scenario { dial, .. } => match dial.verdict(timeline) {
                Verdict::Waiting => Ok(Wish::Wait),
                Verdict::Unexpected { expected, got } => Ok(Wish::GiveUp(format!(
                    "the server answers otherwise than that of the scenario: expected {}, got {}",
                    tone(Some(expected)),
                    tone(got)
                ))),
                Verdict::AsExpected if dial.next_lines().is_empty() => Ok(Wish::Done),
                Verdict::AsExpected => {
                    let nonce = nonce().context("the system has no chance to give")?;
                    Ok(Wish::Say(dial.advance(timeline, &nonce)))
                }
            },
        }
    }

    /// Takes the next line, if there is one.
    fn look(&mut self) {
        let Self::Typed { lines, next: next @ None, ended, failed } = self else { return };
        match lines.try_recv() {
            Ok(Ok(line)) => *next = Some(line_of(&line)),
            Ok(Err(error)) => *failed = Some(error),
            Err(TryRecvError::Disconnected) => *ended = true,
            Err(TryRecvError::Empty) => (),
        }
    }
}

/// A line as POP3 ends it.
fn line_of(typed: &[u8]) -> Vec<u8> {
    let line = typed.strip_suffix(b"\n").unwrap_or(typed);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    [line, b"\r\n"].concat()
}

fn tone(tone: Option<Tone>) -> &'static str {
    match tone {
        Some(Tone::Positive) => "+OK",
        Some(Tone::Negative) => "-ERR",
        Some(Tone::Challenge) => "a challenge",
        Some(Tone::Strange) => "what is no reply",
        None => "the end of the connection",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_ends_as_the_network_wants_it() {
        for typed in ["NOOP", "NOOP\n", "NOOP\r\n"] {
            assert_eq!(line_of(typed.as_bytes()), b"NOOP\r\n");
        }
        assert_eq!(line_of(b"\n"), b"\r\n", "an empty response calls nothing off");
        assert_eq!(line_of(b"a\rb\r\r\n"), b"a\rb\r\r\n");
    }
}
