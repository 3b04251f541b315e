//! What a run prints of a session and of a file: the line of the table, the last object of a file.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::inspect::content::delivered_octets;
use crate::proto::line::printable;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::session::snapshot::Tls;
use crate::source::Summary;
use crate::teach::finding::findings;

/// Longer names are cut: the records of ndjson have them whole.
const USER_WIDTH: usize = 18;

/// The first line of the table.
pub const HEAD: &str = "    #  start                        client                 server                 user                state          tls       cmds  msgs      octets  findings";

/// The line of a session.
#[must_use]
pub fn table_line(session: &RecordedSession) -> String {
    let timeline = &session.timeline;
    let last = timeline.snapshot(Cursor(timeline.len()));
    let state = last.sessions.first();
    let start = timeline.steps().first().map(|step| step.at.to_string());
    let user = state.and_then(|state| state.user.as_deref()).map(|user| printable(user.as_bytes()));
    let reached = state.and_then(|state| state.reached).map(|phase| phase.to_string());
    let commands = timeline.steps().iter().filter(|step| step.said().is_some_and(|said| said.command().is_some()));
    let messages: Vec<u64> = delivered_octets(timeline).collect();
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    format!(
        "{:>5}  {:<27}  {:<21}  {:<21}  {:<USER_WIDTH$}  {:<13}  {:<8}  {:>4}  {:>4}  {:>10}  {:>8}",
        session.index,
        or_dash(start),
        session.client.to_string(),
        session.server.to_string(),
        shortened(&or_dash(user), USER_WIDTH),
        or_dash(reached),
        state.map_or(Tls::None, |state| state.tls).as_str(),
        commands.count(),
        messages.len(),
        messages.iter().sum::<u64>(),
        findings(timeline).len(),
    )
}

/// The last object of a file.
#[must_use]
pub fn file_record(path: &Path, summary: &Summary) -> Value {
    let left_out: serde_json::Map<String, Value> =
        summary.left_out.iter().map(|(kind, count)| (kind.to_string(), (*count).into())).collect();
    json!({
        "type": "file",
        "file": path.display().to_string(),
        "packets": summary.packets,
        "bytes": summary.octets,
        "sessions": summary.sessions,
        "left_out": left_out,
        "problems": summary.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).chain(['…']).collect() }
}
