//! The ladder as a Mermaid sequence diagram, for notes and wikis that draw it themselves.

use std::fmt::Write as _;

use crate::export::paper::Answers;
use crate::export::paper::Paper;
use crate::export::paper::Rung;
use crate::export::paper::Shape;
use crate::export::paper::Tone;
use crate::proto::Side;
use crate::session::event::Closing;
use crate::session::lanes::Band;

/// The diagram.
#[must_use]
pub fn mermaid(paper: &Paper) -> String {
    let mut text = String::from("sequenceDiagram\n");
    let _ = writeln!(text, "    accTitle: {}", quoted(&paper.title));
    for (lane, client) in paper.clients.iter().enumerate() {
        let _ = writeln!(text, "    participant C{lane} as {}", quoted(client));
        // The server stands between two clients, or behind all.
        if lane == 0 && paper.clients.len() <= 2 {
            let _ = writeln!(text, "    participant S as {}", quoted(&paper.server));
        }
    }
    if 2 < paper.clients.len() {
        let _ = writeln!(text, "    participant S as {}", quoted(&paper.server));
    }
    let mut bands: Vec<Option<Band>> = vec![None; paper.clients.len()];
    for rung in &paper.rungs {
        if paper.answers != Answers::Shown && !rung.is_question() {
            continue;
        }
        let hidden = paper.answers != Answers::Shown && rung.is_answer();
        step(&mut text, paper, rung, hidden);
        if let (Some(lane), Some(band), Answers::Shown) = (rung.lane, rung.band, paper.answers)
            && bands.get(lane) != Some(&Some(band))
        {
            bands[lane] = Some(band);
            if let Some(state) = band.state() {
                let _ = writeln!(text, "    Note over C{lane},S: {state}");
            }
        }
    }
    text
}

fn step(text: &mut String, paper: &Paper, rung: &Rung, hidden: bool) {
    let client = rung.lane.unwrap_or(0);
    let over = if paper.clients.is_empty() { "S".to_owned() } else { format!("C{client},S") };
    let _ = match &rung.shape {
        Shape::Arrow(arrow) => {
            let said = if hidden { "?".to_owned() } else { quoted(&arrow.text) };
            let lines = arrow.data.len() + arrow.more;
            let data = if hidden || lines == 0 { String::new() } else { format!(" (+{lines})") };
            match (arrow.side, arrow.tone) {
                (Side::Client, _) => writeln!(text, "    C{client}->>S: {said}{data}"),
                // A cross at the end tells -ERR from +OK without any colour.
                (Side::Server, Tone::Err) if !hidden => writeln!(text, "    S--xC{client}: {said}{data}"),
                (Side::Server, Tone::Err | Tone::Ok | Tone::Other | Tone::Command) => {
                    writeln!(text, "    S-->>C{client}: {said}{data}")
                }
            }
        }
        Shape::Closed(Closing::LineLost | Closing::Reset(_)) => {
            writeln!(text, "    C{client}-xS: {}", quoted(&rung.what))
        }
        Shape::Opened
        | Shape::Closed(Closing::Finished(_) | Closing::RecordingEnds)
        | Shape::Gap(_)
        | Shape::Note
        | Shape::Inside => writeln!(text, "    Note over {over}: {}", quoted(&rung.what)),
    };
}

/// Text of which nothing is taken for a sign of the diagram: Mermaid reads `#n;` as the character n.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => quoted.push_str("<br/>"),
            '#' | ';' | '<' | '>' | '"' | '&' | '{' | '}' | '%' | ':' | ',' => {
                let _ = write!(quoted, "#{};", u32::from(character));
            }
            hidden if hidden.is_control() => quoted.push('\u{fffd}'),
            shown => quoted.push(shown),
        }
    }
    // An empty word would end the line too early.
    if quoted.trim().is_empty() { "#32;".to_owned() } else { quoted }
}
