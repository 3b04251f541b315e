//! Sessions side by side, as a table of text and as JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::inspect::compare::Comparison;
use crate::inspect::compare::Difference;
use crate::inspect::compare::Moment;
use crate::inspect::compare::Row;
use crate::inspect::compare::moment::Exchange;
use crate::inspect::compare::moment::Kind;
use crate::proto::MessageNumber;
use crate::proto::Side;
use crate::proto::ancestry::Rule;
use crate::session::event::Closing;
use crate::session::snapshot::Stage;
use crate::session::timeline::Change;
use crate::teach::Words;

/// The most characters of a line of the table.
pub const WIDTH: usize = 100;

/// Fewer characters for a column than this, and the cells stand one below the other.
const LEAST_COLUMN: usize = 17;

/// Numbers of messages that stand in a cell: all of them in each would make a long session longer than any file.
const NUMBERS: usize = 20;

/// Commands that stand in a cell in the place of one.
const EXCHANGES: usize = 6;

/// Between two columns.
const GAP: &str = " | ";

/// The table for people, with lines of at most [`WIDTH`] characters.
///
/// A row whose cells are all the same has one cell. `names` says what each column is.
#[must_use]
pub fn table(comparison: &Comparison, names: &[String], all: bool, words: &Words) -> String {
    let mut text = String::new();
    for (letter, name) in letters().zip(names) {
        wrap(&format!("{letter}  {name}"), WIDTH, "   ", &mut text);
    }
    text.push('\n');
    for row in comparison.rows.iter().filter(|row| all || !row.differences.is_empty()) {
        row_text(row, comparison.columns, words, &mut text);
    }
    let arguments = [("rows", comparison.rows.len().into()), ("count", comparison.differing().into())];
    wrap(&words.format("compare-summary", &arguments), WIDTH, "", &mut text);
    text
}

fn row_text(row: &Row, columns: usize, words: &Words, text: &mut String) {
    let marker = if row.differences.is_empty() { ' ' } else { '≠' };
    let mut head = format!("{marker} {}", asked(row, words));
    if !row.differences.is_empty() {
        let _ = write!(head, "  ({})", differences(&row.differences, words)); // Writing to a String cannot fail.
    }
    wrap(&head, WIDTH, "    ", text);
    if row.differences.is_empty() && !row.is_mixed() {
        if let Some(outcome) = row.first().map(|moment| outcome(moment, words)).filter(|outcome| !outcome.is_empty()) {
            wrap(&format!("    {outcome}"), WIDTH, "      ", text);
        }
        return;
    }
    let outcomes: Vec<String> = row
        .cells
        .iter()
        .map(|cell| cell.as_ref().map_or_else(|| "–".to_owned(), |moment| cell_text(row, moment, words)))
        .collect();
    let width = (WIDTH - 4 + GAP.len()) / columns.max(1);
    match width.checked_sub(GAP.len()).filter(|width| LEAST_COLUMN <= *width) {
        Some(width) => side_by_side(&outcomes, width, text),
        None => one_below_the_other(&outcomes, text),
    }
}

/// A cell of a row that differs: if the clients said different things, it says which.
fn cell_text(row: &Row, moment: &Moment, words: &Words) -> String {
    let outcome = outcome(moment, words);
    let said = row.differences.contains(&Difference::Command) && moment.exchanges.is_empty();
    if said { format!("{}: {outcome}", moment.asked) } else { outcome }
}

fn side_by_side(cells: &[String], width: usize, text: &mut String) {
    let cells: Vec<Vec<String>> = letters()
        .zip(cells)
        .map(|(letter, cell)| {
            let mut lines = String::new();
            wrap(&format!("{letter} {cell}"), width, "  ", &mut lines);
            lines.lines().map(str::to_owned).collect()
        })
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let parts: Vec<String> = cells
            .iter()
            .map(|cell| {
                let part = cell.get(line).map_or("", String::as_str);
                format!("{part}{}", " ".repeat(width.saturating_sub(part.chars().count())))
            })
            .collect();
        let _ = writeln!(text, "    {}", parts.join(GAP).trim_end()); // Writing to a String cannot fail.
    }
}

/// Columns with the same outcome share a line.
fn one_below_the_other(cells: &[String], text: &mut String) {
    let mut told = BTreeSet::new();
    for cell in cells {
        if told.insert(cell) {
            let who: Vec<String> =
                letters().zip(cells).filter(|(_, other)| *other == cell).map(|(letter, _)| letter).collect();
            wrap(&format!("    {} {cell}", who.join(" ")), WIDTH, "      ", text);
        }
    }
}

/// What a moment came to, in one line.
#[must_use]
pub fn outcome(moment: &Moment, words: &Words) -> String {
    parts(moment, words).join("  ")
}

/// What a moment came to: the line of the server, what it delivered, and what changed.
#[must_use]
pub fn parts(moment: &Moment, words: &Words) -> Vec<String> {
    if let Some(rule) = moment.stands.filter(|rule| !rule.says_something()) {
        return vec![format!("({})", words.get(&format!("compare-not-said-{}", rule.as_str())))];
    }
    if !moment.exchanges.is_empty() {
        return exchanged(moment, words);
    }
    let mut parts: Vec<String> = moment.answered.iter().cloned().collect();
    if let Some(Stage::Closed(closing)) = moment.stage.filter(|_| moment.kind == Kind::Closed) {
        parts.push(words.format(closed_word(closing), &[("side", closed_by(closing).into())]));
    }
    if moment.answered.is_none() && moment.kind == Kind::Command {
        parts.push(words.get("compare-unanswered"));
    }
    if let Some(block) = &moment.block {
        let (lines, octets) = (block.lines.into(), block.octets.into());
        parts.push(words.format("compare-block", &[("lines", lines), ("octets", octets)]));
        if !block.whole {
            parts.push(words.get("compare-unterminated"));
        }
    }
    for change in &moment.changes {
        match change {
            Change::Entered(phase) => parts.push(format!("→ {phase}")),
            Change::Reached(state) => parts.push(format!("→ {state}")),
            Change::Marked(_) | Change::Unmarked(_) | Change::Spared(_) => {
                let numbers = listed(moment.marked.numbers(), moment.marked.len());
                parts.push(words.format("compare-marked", &[("numbers", (&numbers).into())]));
            }
            Change::Removed(numbers) => {
                let numbers = listed(numbers.iter().copied(), numbers.len());
                parts.push(words.format("compare-removed", &[("numbers", (&numbers).into())]));
            }
            Change::Named(_) | Change::PerhapsRemoved(_) | Change::Covered | Change::Ended(_) => (),
        }
    }
    parts
}

/// What was said in a protocol beside POP3, each command with what was answered.
fn exchanged(moment: &Moment, words: &Words) -> Vec<String> {
    let told = moment.exchanges.iter().take(EXCHANGES).map(|exchange| {
        let answered = match (&exchange.answered, &exchange.mail) {
            (Some(line), None) => line.clone(),
            (_, Some(mail)) => {
                let (lines, octets) = (mail.lines.into(), mail.octets.into());
                words.format("compare-block", &[("lines", lines), ("octets", octets)])
            }
            (None, None) => words.get("compare-unanswered"),
        };
        if exchange.asked.is_empty() { answered } else { format!("{} → {answered}", exchange.asked) }
    });
    let mut told: Vec<String> = told.collect();
    if EXCHANGES < moment.exchanges.len() {
        told.push(format!("… ({})", moment.exchanges.len()));
    }
    if let Some(Change::Reached(state)) = moment.changes.last() {
        told.push(format!("→ {state}"));
    }
    told
}

/// Numbers of messages; of a long list the first ones, and how many there are.
fn listed(numbers: impl Iterator<Item = MessageNumber>, count: usize) -> String {
    let told: Vec<_> = numbers.take(NUMBERS).map(|number| number.to_string()).collect();
    match count.saturating_sub(told.len()) {
        0 if told.is_empty() => "–".to_owned(),
        0 => told.join(", "),
        1.. => format!("{}, … ({count})", told.join(", ")),
    }
}

/// The name of an end in the Fluent files.
fn closed_word(closing: Closing) -> &'static str {
    match closing {
        Closing::Finished(Side::Client) => "closed-client-title",
        Closing::Finished(Side::Server) => "closed-server-title",
        Closing::Reset(_) => "closed-reset-title",
        Closing::LineLost => "closed-lost-title",
        Closing::RecordingEnds => "closed-recording-title",
    }
}

fn closed_by(closing: Closing) -> &'static str {
    match closing {
        Closing::Finished(Side::Server) | Closing::Reset(Side::Server) => "server",
        Closing::Finished(Side::Client) | Closing::Reset(Side::Client) | Closing::LineLost | Closing::RecordingEnds => {
            "client"
        }
    }
}

/// What was said in a row, or what stands there instead.
#[must_use]
pub fn asked(row: &Row, words: &Words) -> String {
    let Some(first) = row.first() else { return String::new() };
    match first.kind {
        Kind::Greeting => words.get("compare-greeting"),
        Kind::Closed => words.get("compare-closed"),
        Kind::Challenge => words.get("compare-challenge"),
        Kind::Gap => words.get("compare-gap"),
        Kind::Alone if first.asked.is_empty() => words.get("compare-alone"),
        Kind::Command | Kind::Response | Kind::Alone => first.asked.clone(),
    }
}

/// In what the cells of a row differ, in words.
#[must_use]
pub fn differences(differences: &BTreeSet<Difference>, words: &Words) -> String {
    let told = differences.iter().map(|difference| words.get(word(*difference)));
    told.collect::<Vec<_>>().join(", ")
}

/// The name of a difference in the Fluent files.
#[must_use]
pub fn word(difference: Difference) -> &'static str {
    match difference {
        Difference::Presence => "compare-presence",
        Difference::Command => "compare-command",
        Difference::Status => "compare-status",
        Difference::Text => "compare-text",
        Difference::Block => "compare-block-differs",
        Difference::State => "compare-state",
        Difference::Marks => "compare-marks",
    }
}

/// The comparison as one JSON document.
#[must_use]
pub fn document(comparison: &Comparison, names: &[String]) -> Value {
    let rows: Vec<Value> = comparison
        .rows
        .iter()
        .map(|row| {
            let differs: Vec<_> = row.differences.iter().map(|difference| difference.as_str()).collect();
            let cells: Vec<Value> = row.cells.iter().map(|cell| cell.as_ref().map_or(Value::Null, moment)).collect();
            json!({ "differs": differs, "cells": cells })
        })
        .collect();
    json!({
        "type": "comparison",
        "columns": names,
        "by_script": comparison.by_script,
        "differing": comparison.differing(),
        "rows": rows,
    })
}

fn moment(moment: &Moment) -> Value {
    json!({
        "step": moment.step,
        "reply_step": (moment.last_step != moment.step).then_some(moment.last_step),
        "script_line": moment.script_line,
        "command": (!moment.asked.is_empty()).then_some(&moment.asked),
        "status": moment.indicator.map(crate::proto::Indicator::as_str),
        "line": moment.answered,
        "block": moment.block.map(|block| json!({
            "octets": block.octets, "lines": block.lines, "complete": block.whole,
        })),
        "state": moment.stage.map(stage),
        "marked": moment.marked.numbers().take(NUMBERS).map(MessageNumber::get).collect::<Vec<_>>(),
        "marked_count": moment.marked.len(),
        "protocol": moment.protocol.as_str(),
        "stands_for": moment.stands.map(Rule::as_str),
        "exchanges": moment.exchanges.iter().map(exchange).collect::<Vec<_>>(),
    })
}

fn exchange(exchange: &Exchange) -> Value {
    json!({
        "command": exchange.asked,
        "granted": exchange.granted,
        "line": exchange.answered,
        "octets": exchange.mail.map(|mail| mail.octets),
    })
}

fn stage(stage: Stage) -> String {
    match stage {
        Stage::In(phase) => phase.to_string(),
        Stage::Other(other) => other.to_string(),
        Stage::Greeting => "greeting".to_owned(),
        Stage::Unknown => "unknown".to_owned(),
        Stage::Closed(_) => "closed".to_owned(),
    }
}

/// A, B, … Z, then A2, B2, …
fn letters() -> impl Iterator<Item = String> {
    (0_usize..).map(|place| {
        let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
        if place < 26 { letter.to_string() } else { format!("{letter}{}", place / 26 + 1) }
    })
}

/// Writes text in lines of at most so many characters: between words where it can, within them where it must.
fn wrap(text: &str, width: usize, indent: &str, out: &mut String) {
    let mut line = String::new();
    let mut used = 0;
    let lead = text.len() - text.trim_start_matches(' ').len();
    line.push_str(&text[..lead]);
    used += lead;
    let mut fresh = true;
    for word in text[lead..].split(' ') {
        let mut word = word;
        loop {
            let space = usize::from(!fresh);
            let length = word.chars().count();
            if used + space + length <= width {
                if !fresh {
                    line.push(' ');
                }
                line.push_str(word);
                used += space + length;
                fresh = false;
                break;
            }
            if fresh {
                // No line has room for it: it is cut.
                let room = width.saturating_sub(used).max(1);
                let cut = word.char_indices().nth(room).map_or(word.len(), |(at, _)| at);
                line.push_str(&word[..cut]);
                word = &word[cut..];
            }
            out.push_str(line.trim_end());
            out.push('\n');
            line.clear();
            line.push_str(indent);
            used = indent.chars().count();
            fresh = true;
            if word.is_empty() {
                break;
            }
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_long_and_no_word_is_lost() {
        for width in 5..40 {
            let mut out = String::new();
            let text = "  +OK amy's maildrop has 2 messages (320 octets) averyveryverylongwordwithoutanyspace é";
            wrap(text, width, "  ", &mut out);
            assert!(out.lines().all(|line| line.chars().count() <= width), "{out}");
            let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            assert_eq!(letters(&out), letters(text));
        }
    }

    #[test]
    fn of_many_numbers_the_first_ones_are_told_and_how_many_there_are() {
        let listed = |count| {
            let numbers = (1..=count).filter_map(MessageNumber::new);
            listed(numbers, count as usize)
        };
        assert_eq!(listed(0), "–");
        assert_eq!(listed(3), "1, 2, 3");
        assert!(listed(20).ends_with("19, 20"));
        assert!(listed(20_000).ends_with("19, 20, … (20000)"));
    }

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = letters().take(28).collect();
        assert_eq!((names[0].as_str(), names[25].as_str(), names[26].as_str()), ("A", "Z", "A2"));
    }
}
