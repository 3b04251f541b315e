//! The words of one row of the table of sessions.

use crate::inspect::row::Row;
use crate::proto::line::printable;
use crate::session::snapshot::Tls;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::text::duration;
use crate::ui::text::grouped;
use crate::ui::text::size;
use crate::ui::views::sessions::Column;
use crate::ui::views::sessions::column::octets;

/// What stands in a cell. Findings and the state have signs of their own: see `paint`.
#[must_use]
pub fn text(row: &Row, column: Column, words: &Words) -> String {
    let absent = || icons::NONE.to_owned();
    match column {
        Column::Number => (row.index + 1).to_string(),
        Column::Start => row.start.to_string().chars().skip(11).take(12).collect(),
        Column::Duration => duration(row.duration(), words),
        Column::Client => row.client.to_string(),
        Column::Server => row.server.to_string(),
        Column::User => row.user.as_deref().map_or_else(absent, |user| printable(user.as_bytes())),
        Column::State => row.reached.map_or_else(absent, |phase| phase.to_string()),
        Column::Tls => match row.tls {
            Tls::None => absent(),
            Tls::Stls => "STLS".to_owned(),
            Tls::Implicit => "TLS".to_owned(),
        },
        Column::Commands => grouped(row.commands.total()),
        Column::Messages => grouped(row.messages),
        Column::Octets => size(octets(row), words),
        Column::Marks if row.marked == 0 => absent(),
        Column::Marks => format!("{}/{}", row.marked, row.removed),
        Column::Findings => {
            let [errors, warnings, notes] = counts(row);
            words.format(
                "sessions-findings-words",
                &[("errors", errors.into()), ("warnings", warnings.into()), ("notes", notes.into())],
            )
        }
        Column::Slowest => row.largest_reply.map_or_else(absent, |longest| duration(longest, words)),
    }
}

/// How many findings of each weight, the gravest first.
#[must_use]
pub fn counts(row: &Row) -> [u64; 3] {
    [row.findings.errors, row.findings.warnings, row.findings.notes]
}

/// What a cell does not have room for.
#[must_use]
pub fn hint(row: &Row, column: Column, words: &Words) -> Option<String> {
    match column {
        Column::Number => Some(words.format("sessions-frames", &[("count", row.frames.into())])),
        Column::Start => Some(format!("{} {} {}", row.start, icons::NONE, row.end)),
        Column::Client | Column::Server | Column::User => Some(text(row, column, words)),
        Column::State => {
            let reached = text(row, column, words);
            let whole = words.get(if row.complete { "sessions-whole" } else { "sessions-not-whole" });
            Some(format!("{reached} {} {whole}", icons::DOT))
        }
        Column::Octets => {
            let [client, server, lost] = [row.client_octets, row.server_octets, row.lost_octets].map(grouped);
            let arguments = [("client", (&client).into()), ("server", (&server).into()), ("lost", (&lost).into())];
            Some(words.format("sessions-octets-words", &arguments))
        }
        Column::Findings => {
            let mut lines = vec![text(row, column, words)];
            lines.extend(row.findings.codes.iter().rev().map(|code| {
                let sign = icons::severity(code.severity());
                format!("{sign} {}", words.get(&format!("finding-{}", code.as_str())))
            }));
            Some(lines.join("\n"))
        }
        Column::Marks => Some(
            words.format("sessions-marks-words", &[("marked", row.marked.into()), ("removed", row.removed.into())]),
        ),
        Column::Slowest => {
            let median = row.median_reply?;
            Some(words.format("summary-median", &[("median", (&duration(median, words)).into())]))
        }
        Column::Duration | Column::Tls | Column::Commands | Column::Messages => None,
    }
}

/// The row as a screen reader says it.
#[must_use]
pub fn spoken(row: &Row, words: &Words) -> String {
    let said = |column: Column| format!("{} {}", words.get(column.word()), text(row, column, words));
    let columns = [Column::User, Column::State, Column::Commands, Column::Messages, Column::Findings];
    let columns: Vec<String> = columns.into_iter().map(said).collect();
    let number = words.format("sessions-session", &[("number", (row.index + 1).into())]);
    format!("{number}, {}, {}", row.client, columns.join(", "))
}
