//! A recorded session as one JSON object: what `popscope analyse --format ndjson` prints.

use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::inspect::fetched::Fetched;
use crate::inspect::fetched::fetched;
use crate::inspect::row;
use crate::proto::Command;
use crate::proto::Phase;
use crate::proto::auth;
use crate::proto::command::CommandLine;
use crate::proto::line::printable;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::teach::finding::Finding;
use crate::teach::finding::findings;

/// The object of one session. `timeline` holds one connection.
#[must_use]
pub fn session_record(timeline: &Timeline, index: u64, file: &str, reveal_secrets: bool) -> Value {
    let last = timeline.snapshot(Cursor(timeline.len()));
    let session = last.sessions.first();
    let connection = timeline.connections().first();
    let address = |party: Option<&crate::session::event::Party>| party.map(|party| party.address.to_string());
    json!({
        "type": "session",
        "index": index,
        "file": file,
        "client": address(connection.map(|connection| &connection.client)),
        "server": address(connection.map(|connection| &connection.server)),
        "start": timeline.steps().first().map(|step| step.at.to_string()),
        "end": timeline.steps().last().map(|step| step.until.to_string()),
        "user": session.and_then(|session| session.user.as_deref()).map(|user| printable(user.as_bytes())),
        "state": session.and_then(|session| session.reached).as_ref().map(Phase::to_string),
        "tls": session.map_or(Tls::None, |session| session.tls).as_str(),
        "complete": row::is_complete(timeline, session),
        "exchanges": exchanges(timeline, reveal_secrets),
        "messages": fetched(timeline).map(|message| message_value(&message, session)).collect::<Vec<_>>(),
        "findings": findings(timeline).iter().map(finding_value).collect::<Vec<_>>(),
    })
}

fn exchanges(timeline: &Timeline, reveal_secrets: bool) -> Vec<Value> {
    let said = timeline.steps().iter().filter_map(|step| Some((step, step.said()?)));
    let commands = said.filter_map(|(step, said)| Some((step, said, said.command()?)));
    commands.map(|(step, said, line)| exchange(timeline, step, (said, line), reveal_secrets)).collect()
}

fn exchange(timeline: &Timeline, step: &Step, (said, line): (&Said, &CommandLine), reveal_secrets: bool) -> Value {
    let reply = said.partner.and_then(|place| timeline.steps().get(place));
    let status = reply.and_then(Step::said).and_then(|reply| match &reply.meaning {
        Meaning::Reply { status, .. } => status.as_ref(),
        _ => None,
    });
    let mut frames: Vec<u64> = step.frames().chain(reply.into_iter().flat_map(Step::frames)).collect();
    frames.sort_unstable();
    frames.dedup();
    let (keyword, argument, secret) = words_of(said, line, reveal_secrets);
    let mut value = json!({
        "command": keyword,
        "argument": argument,
        "status": status.map(|status| status.indicator.as_str()),
        "text": status.map(crate::proto::StatusLine::shown_text),
        "at": step.at.to_string(),
        "reply_at": reply.map(|reply| reply.at.to_string()),
        "frames": frames,
    });
    if secret {
        value["secret"] = true.into();
    }
    value
}

/// Keyword, argument, and whether there is a secret among the arguments.
fn words_of(said: &Said, line: &CommandLine, reveal_secrets: bool) -> (String, Option<String>, bool) {
    let text = said.first_line();
    let (word, rest) = match text.iter().position(|&octet| octet == b' ') {
        Some(space) => (&text[..space], Some(&text[space + 1..])),
        None => (text, None),
    };
    let keyword = line.keyword.map_or_else(|| printable(word), |keyword| keyword.as_str().to_owned());
    let shown = crate::proto::secret::masked(&said.raw);
    let secret = shown.ends_with(crate::proto::secret::MASK);
    match (&line.command, secret && !reveal_secrets) {
        (Ok(Command::Auth { mechanism: Some(mechanism), .. }), true) => {
            (keyword, Some(crate::proto::secret::shown_mechanism(mechanism).to_owned()), true)
        }
        (Ok(_) | Err(_), true) if line.keyword.is_some() => (keyword, None, true),
        // A line that was only meant as PASS may hide its secret anywhere.
        (Ok(_) | Err(_), true) => (shown.split(' ').next().unwrap_or_default().replace('•', ""), None, true),
        (Ok(_) | Err(_), false) => (keyword, rest.map(printable), secret),
    }
}

fn message_value(message: &Fetched, session: Option<&SessionState>) -> Value {
    let fate = session.and_then(|session| session.maildrop.message(message.number)).map(|known| known.fate);
    json!({
        "number": message.number.get(),
        "octets": message.octets.len(),
        "sha256": auth::hex(&Sha256::digest(&message.octets)),
        "via": message.via,
        "complete": message.complete,
        "fate": fate.map_or("unknown", fate_word),
    })
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept | Fate::Unmarked | Fate::Spared => "kept",
        Fate::Marked => "marked",
        Fate::Removed => "removed",
        Fate::Unknown => "unknown",
    }
}

fn finding_value(finding: &Finding) -> Value {
    json!({
        "code": finding.code.as_str(),
        "severity": finding.code.severity().to_string(),
        "clause": finding.code.clause().to_string(),
        "step": finding.step,
    })
}
