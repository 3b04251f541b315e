//! A recorded session as one JSON object: what `popscope analyse --format ndjson` prints.

use serde_json::Value;
use serde_json::json;

use crate::export::login_record::login_value;
use crate::export::timing_record::add_times;
use crate::export::timing_record::timing_value;
use crate::export::tls_record::tls_record;
use crate::inspect::content::Content;
use crate::inspect::content::contents;
use crate::inspect::login::logins;
use crate::inspect::row;
use crate::inspect::timing::ExchangeTiming;
use crate::inspect::timing::timing;
use crate::proto::Command;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::proto::line::printable;
use crate::proto::utterance::Certainty;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::maildrop::Fate;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::teach::finding::Finding;
use crate::teach::finding::findings;

/// The object of one session of a file.
#[must_use]
pub fn session_record(recorded: &RecordedSession, file: &str, reveal_secrets: bool) -> Value {
    let timeline = &recorded.timeline;
    let last = timeline.snapshot(Cursor(timeline.len()));
    let session = last.sessions.first();
    let timing = timing(timeline, ConnectionId(0));
    let mut record = json!({
        "type": "session",
        "index": recorded.index,
        "file": file,
        "client": recorded.client.to_string(),
        "server": recorded.server.to_string(),
        "start": timeline.steps().first().map(|step| step.at.to_string()),
        "end": timeline.steps().last().map(|step| step.until.to_string()),
        "user": session.and_then(|session| session.user.as_deref()).map(|user| printable(user.as_bytes())),
        "state": session.and_then(|session| session.reached).as_ref().map(Phase::to_string),
        "certainty": session.map_or(Certainty::Unknown, |session| session.certainty).as_str(),
        "tls": session.map_or(Tls::None, |session| session.tls).as_str(),
        "complete": row::is_complete(timeline, session),
        "first_frame": recorded.first_frame,
        "frames": recorded.frames,
        "client_octets": recorded.client_octets,
        "server_octets": recorded.server_octets,
        "gap_octets": recorded.gap_octets,
        "snapped_octets": recorded.snapped_octets,
        "let_go_octets": recorded.let_go_octets,
        "logins": null,
        "exchanges": null,
        "messages": null,
        "timing": null,
        "findings": null,
        "handshake": tls_record(recorded.tls.as_ref()),
    });
    // The long ones are put in their places as they are: within the object above they would be copied.
    record["logins"] = logins(timeline).iter().map(|login| login_value(login, reveal_secrets)).collect();
    record["exchanges"] = exchanges(timeline, &timing.exchanges, reveal_secrets).into();
    record["messages"] = contents(timeline).map(|content| message_value(&content, session)).collect();
    record["timing"] = timing_value(&timing);
    record["findings"] = findings(timeline).iter().map(finding_value).collect();
    record
}

fn exchanges(timeline: &Timeline, times: &[ExchangeTiming], reveal_secrets: bool) -> Vec<Value> {
    let commands = timeline.steps().iter().enumerate().filter_map(|(place, step)| {
        let said = step.said()?;
        Some((place, step, said, said.command()?))
    });
    let value = |(place, step, said, line)| {
        let mut value = exchange(timeline, step, (said, line), reveal_secrets);
        // Invariant of the timing: its exchanges are sorted by step.
        let found = times.binary_search_by_key(&place, |exchange| exchange.step);
        add_times(&mut value, found.ok().map(|found| &times[found]));
        value
    };
    commands.map(value).collect()
}

fn exchange(timeline: &Timeline, step: &Step, (said, line): (&Said, &CommandLine), reveal_secrets: bool) -> Value {
    let reply = said.partner.and_then(|place| timeline.steps().get(place));
    let status = reply.and_then(Step::said).and_then(Said::status);
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
        "certainty": reply.and_then(Step::said).unwrap_or(said).certainty.as_str(),
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

fn message_value(content: &Content, session: Option<&SessionState>) -> Value {
    let fate = session.and_then(|session| session.maildrop.message(content.number)).map(|known| known.fate);
    json!({
        "number": content.number.get(),
        "octets": content.octets,
        "sha256": content.sha256_hex(),
        "via": content.via,
        "complete": content.complete,
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
