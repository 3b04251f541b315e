//! A timeline as one JSON document: every step with its state, for other programs.

use serde_json::Value;
use serde_json::json;

use crate::proto::MessageNumber;
use crate::proto::other::Role;
use crate::proto::other::Tone;
use crate::proto::other::Turn;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Mark;
use crate::session::replay;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain::explain;

/// The document. Octets of a message are not in it: an export as pcapng has them.
#[must_use]
pub fn story(timeline: &Timeline, title: &str, words: &Words, reveal_secrets: bool) -> Value {
    let connections: Vec<Value> = timeline
        .connections()
        .iter()
        .map(|connection| {
            json!({ "protocol": connection.protocol.as_str(), "client": connection.client.to_string(), "client_address": connection.client.address.to_string(),
                "server_address": connection.server.address.to_string() })
        })
        .collect();
    let mut now = Snapshot::default();
    let steps: Vec<Value> = timeline
        .steps()
        .iter()
        .enumerate()
        .map(|(place, step)| {
            replay::take(&mut now, timeline, step);
            let session = step.connection.and_then(|id| now.session(id));
            step_value(timeline, place, step, session, words, reveal_secrets)
        })
        .collect();
    json!({ "title": title, "language": words.language().code(), "connections": connections, "steps": steps })
}

fn step_value(
    timeline: &Timeline,
    place: usize,
    step: &Step,
    session: Option<&SessionState>,
    words: &Words,
    reveal_secrets: bool,
) -> Value {
    let explanation = explain(timeline, place, words).unwrap_or_default();
    let script_line = step.marks.iter().find_map(|mark| match mark {
        Mark::ScriptLine(line) => Some(*line),
        Mark::Nowhere | Mark::Frame(_) => None,
    });
    let clauses: Vec<String> = explanation.clauses.iter().map(ToString::to_string).collect();
    json!({
        "step": place,
        "at": step.at.to_string(),
        "connection": step.connection.map(|id| id.0),
        "kind": kind(step),
        "from": step.said().map(|said| said.side.to_string()),
        "line": step.said().map(|said| shown_line(said, reveal_secrets)),
        "octets": step.said().map(|said| said.raw.len()),
        "answers": step.said().filter(|said| is_reply(said)).and_then(|said| said.partner),
        "state": session.map(state),
        "marked": session.map(|session| session.maildrop.marked().map(MessageNumber::get).collect::<Vec<_>>()),
        "script_line": script_line,
        "title": explanation.title,
        "why": explanation.sentences,
        "clauses": clauses,
    })
}

fn is_reply(said: &Said) -> bool {
    matches!(said.meaning, Meaning::Reply { .. }) || said.turn().is_some_and(Turn::completes)
}

/// The name of the state after the step.
fn state(session: &SessionState) -> String {
    match session.stage {
        Stage::Greeting => "connected".to_owned(),
        Stage::Unknown => "unknown".to_owned(),
        Stage::In(phase) => phase.to_string(),
        Stage::Other(state) => state.to_string(),
        Stage::Closed(_) => "closed".to_owned(),
    }
}

fn shown_line(said: &Said, reveal_secrets: bool) -> String {
    if said.meaning == Meaning::Opaque { String::new() } else { said.shown_line(reveal_secrets) }
}

/// The kind of a step, as one word.
fn kind(step: &Step) -> &'static str {
    match &step.what {
        What::Opened => "opened",
        What::Gap { .. } => "gap",
        What::Conflict { .. } => "conflict",
        What::Closed(_) => "closed",
        What::Fact(Fact::Note(_)) => "note",
        What::Fact(_) => "fact",
        What::Said(said) => match &said.meaning {
            Meaning::Greeting(_) => "greeting",
            Meaning::Command { .. } => "command",
            Meaning::Challenge { .. } => "challenge",
            Meaning::SaslResponse { .. } => "sasl-response",
            Meaning::Reply { .. } => "reply",
            Meaning::Other(turn) => match turn.role {
                Role::Greeting(_) => "greeting",
                Role::Command(_) => "command",
                Role::Reply { tone: Tone::Intermediate, .. } => "challenge",
                Role::Reply { .. } => "reply",
                Role::Telling { .. } => "telling",
                Role::Content { .. } => "content",
            },
            Meaning::Opaque => "opaque",
            Meaning::Stray => "stray",
            Meaning::Fragment => "fragment",
        },
    }
}
