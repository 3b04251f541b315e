//! What popscope finds in a capture file, for the tests that compare it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use popscope::session::RecordedSession;
use popscope::session::Timeline;
use popscope::source;
use popscope::source::Opened;
use popscope::source::OtherPort;

/// The sessions of a capture, in the order of their first frames, and its summary as text.
pub(crate) struct Recorded {
    pub(crate) sessions: Vec<RecordedSession>,
    /// Frames, what was left out, problems.
    pub(crate) summary: String,
    /// Connections that are no POP3, by the ports of their servers.
    pub(crate) other_ports: BTreeMap<u16, OtherPort>,
}

/// What popscope is told of a capture: the key log beside it, if there is one.
pub(crate) fn options(path: &Path) -> source::Options {
    let keys = path.with_extension("keys");
    let key_log = if keys.exists() { source::key_log(&keys).expect("a key log") } else { source::KeyLog::default() };
    source::Options { key_log, ..source::Options::default() }
}

/// Reads a capture.
pub(crate) fn read(path: &Path) -> Recorded {
    let opened = source::open(path, &options(path), |_, _| ControlFlow::Continue(())).expect("a capture");
    let Opened::Capture(capture) = opened else { panic!("{} is no capture", path.display()) };
    let mut summary = format!("{} frames\n", capture.summary.packets);
    for (kind, count) in &capture.summary.left_out {
        let _ = writeln!(summary, "left out: {count} × {kind}");
    }
    for problem in &capture.summary.problems {
        let _ = writeln!(summary, "problem: {problem}");
    }
    Recorded { sessions: capture.sessions, summary, other_ports: capture.summary.other_ports }
}

/// A timeline of one connection that no capture holds, as if one did.
pub(crate) fn as_recorded(timeline: Timeline) -> RecordedSession {
    RecordedSession::of_timeline(timeline).expect("a connection")
}
