//! Why a server answers as it does.

use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::Phase;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::lines;
use crate::proto::reply::read_stat;
use crate::proto::spec;
use crate::proto::utterance::Block;
use crate::session::SessionState;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::teach::explain::Writer;
use crate::teach::explain_command::clause_of;
use crate::teach::explain_command::is_in_place;
use crate::teach::explain_command::short_command;

/// Explains a reply to a command that may not have been seen.
pub(super) fn explain_reply(
    writer: &mut Writer<'_>,
    command: Option<&Said>,
    status: Option<&StatusLine>,
    block: Option<(&Block, &Said)>,
    before: Option<&SessionState>,
) {
    let line = command.and_then(|command| Some((command.command()?, command)));
    match (line, status) {
        (Some((line, said)), Some(status)) => {
            let stage = before.map_or(Stage::Unknown, |session| session.stage);
            let command = short_command(said, line, writer.words);
            let indicator = status.indicator.as_str();
            writer.title("reply-title", &[("command", (&command).into()), ("indicator", indicator.into())]);
            if let Some(keyword) = line.keyword {
                writer.cite(clause_of(keyword, stage));
            }
            explain_answer(writer, line, status, block, before);
            explain_code(writer, status);
        }
        (Some((line, said)), None) => {
            let command = short_command(said, line, writer.words);
            writer.title("reply-lost-title", &[("command", (&command).into())]);
            writer.say("reply-lost-why", &[]);
            writer.cite(spec::SEQUENCE_NUMBERS);
        }
        (None, Some(_)) => {
            writer.title("reply-unasked-title", &[]);
            writer.say("reply-unasked-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        (None, None) => {
            writer.title("reply-rest-title", &[]);
            writer.say("reply-rest-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
    if let Some((block, _)) = block {
        explain_block(writer, block);
    }
    for flaw in status.into_iter().flat_map(StatusLine::flaws) {
        writer.say(&format!("flaw-{flaw:?}"), &[]);
        writer.cite(spec::BASIC_OPERATION);
    }
}

/// What the answer to a command says, well-formed or not.
fn explain_answer(
    writer: &mut Writer<'_>,
    line: &CommandLine,
    status: &StatusLine,
    block: Option<(&Block, &Said)>,
    before: Option<&SessionState>,
) {
    let positive = status.indicator.is_positive();
    let in_place = line.keyword.is_none_or(|keyword| is_in_place(keyword, before));
    match &line.command {
        _ if !in_place => {
            writer.say(if positive { "reply-ok-out-of-place" } else { "reply-err-out-of-place" }, &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Ok(command) => explain_outcome(writer, command, status, block, before),
        Err(_) => {
            writer.say(if positive { "reply-ok-malformed" } else { "reply-err-malformed" }, &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
    if status.indicator == Indicator::Plus {
        writer.say("reply-plus", &[]);
        writer.cite(spec::BASIC_OPERATION);
    }
}

/// What +OK or -ERR to a well-formed command says.
fn explain_outcome(
    writer: &mut Writer<'_>,
    command: &Command,
    status: &StatusLine,
    block: Option<(&Block, &Said)>,
    before: Option<&SessionState>,
) {
    let keyword = command.keyword();
    if status.indicator == Indicator::Err {
        // The message is there: its code says why it cannot be had.
        if status.response_code().as_deref() == Some("UTF8") {
            return;
        }
        writer.say(&format!("reply-err-{keyword}"), &[]);
        return;
    }
    let delivered = block.map(|(block, said)| block.delivered(&said.raw)).unwrap_or_default();
    match command {
        Command::Stat => match read_stat(&status.text) {
            Some((count, octets)) => {
                writer.say("reply-ok-STAT", &[("count", count.into()), ("octets", octets.into())]);
            }
            None => writer.say("reply-ok-STAT-odd", &[]),
        },
        Command::List { message: Some(_) } | Command::Uidl { message: Some(_) } => {
            writer.say(&format!("reply-ok-{keyword}-one"), &[]);
        }
        Command::List { message: None } | Command::Uidl { message: None } => {
            writer.say(&format!("reply-ok-{keyword}"), &[("count", lines(&delivered).count().into())]);
        }
        Command::Retr { .. } | Command::Top { .. } => {
            writer.say(&format!("reply-ok-{keyword}"), &[("octets", delivered.len().into())]);
            writer.cite(spec::MESSAGE_FORMAT);
        }
        Command::Auth { mechanism: None, .. } => writer.say("reply-ok-AUTH-list", &[]),
        Command::Lang { range: None } => writer.say("reply-ok-LANG-list", &[]),
        Command::Quit if before.is_some_and(|session| session.stage == Stage::In(Phase::Authorization)) => {
            writer.say("reply-ok-QUIT-early", &[]);
        }
        Command::User { .. }
        | Command::Pass { .. }
        | Command::Rpop { .. }
        | Command::Apop { .. }
        | Command::Auth { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Lang { range: Some(_) }
        | Command::Dele { .. }
        | Command::Noop
        | Command::Rset
        | Command::Last
        | Command::Quit => writer.say(&format!("reply-ok-{keyword}"), &[]),
    }
}

fn explain_code(writer: &mut Writer<'_>, status: &StatusLine) {
    let Some(code) = status.response_code() else { return };
    // A level that nobody knows is left out, and the one above it still means something (RFC 2449 §8).
    let mut known = code.as_str();
    while !writer.words.has(&code_id(known)) {
        match known.rsplit_once('/') {
            Some((above, _)) => known = above,
            None => return,
        }
    }
    writer.say(&code_id(known), &[]);
    writer.cite(match known {
        "SYS" | "SYS/TEMP" | "SYS/PERM" => spec::SYS_CODE,
        "AUTH" => spec::AUTH_CODE,
        "UTF8" => spec::UTF8_CODE,
        _ => spec::RESPONSE_CODES,
    });
}

fn code_id(code: &str) -> String {
    format!("reply-code-{}", code.replace('/', "-"))
}

fn explain_block(writer: &mut Writer<'_>, block: &Block) {
    if 0 < block.stuffed {
        writer.say("reply-stuffed", &[("count", block.stuffed.into())]);
    }
    let missing: u64 = block.holes.iter().map(|hole| hole.octets).sum();
    if 0 < missing {
        writer.say("reply-holes", &[("octets", missing.into())]);
    }
    writer.say(if block.terminated { "reply-terminator" } else { "reply-unterminated" }, &[]);
    writer.cite(spec::BASIC_OPERATION);
}
