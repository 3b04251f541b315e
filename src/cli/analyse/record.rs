//! What a run prints of a session and of a file: the line of the table, the last object of a file.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::source::Summary;

/// Longer names are cut: the records of ndjson have them whole.
const USER_WIDTH: usize = 18;

/// The first line of the table.
pub const HEAD: &str = "    #  start                        client                 server                 user                state          tls       cmds  msgs      octets  findings";

/// The line of a session, made of its record.
#[must_use]
pub fn table_line(record: &Value) -> String {
    let text = |name: &str| record[name].as_str().unwrap_or("-").to_owned();
    let count = |name: &str| record[name].as_array().map_or(0, Vec::len);
    let messages = record["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let octets: u64 = messages.iter().filter_map(|message| message["octets"].as_u64()).sum();
    format!(
        "{:>5}  {:<27}  {:<21}  {:<21}  {:<USER_WIDTH$}  {:<13}  {:<8}  {:>4}  {:>4}  {:>10}  {:>8}",
        record["index"].as_u64().unwrap_or(0),
        text("start"),
        text("client"),
        text("server"),
        shortened(&text("user"), USER_WIDTH),
        text("state"),
        text("tls"),
        count("exchanges"),
        messages.len(),
        octets,
        count("findings"),
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
