//! A command in words: what it asks, what is wrong with its line, and whether it may be said here.

use crate::proto::Clause;
use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::proto::keyboard;
use crate::proto::line::printable;
use crate::proto::look_alike;
use crate::proto::look_alike::LookAlike;
use crate::proto::rules;
use crate::proto::secret::masked;
use crate::proto::secret::shown_mechanism;
use crate::proto::spec;
use crate::session::SessionState;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::teach::Words;
use crate::teach::explain::Writer;
use crate::teach::explain_sasl;
use crate::teach::words::Argument;

/// What a command asks of the server, with all that is wrong with it.
pub(super) fn explain_command(writer: &mut Writer<'_>, line: &CommandLine, said: &Said, before: Option<&SessionState>) {
    let stage = before.map_or(Stage::Unknown, |session| session.stage);
    match (&line.command, line.keyword) {
        (Ok(command), _) => {
            explain_well_formed(writer, command, stage);
            writer.cite(clause_of(command.keyword(), stage));
            if let Err(error) = command.check_lengths() {
                explain_error(writer, error);
            }
        }
        (Err(error), Some(keyword)) => {
            writer.title("command-malformed-title", &[("keyword", keyword.as_str().into())]);
            explain_error(writer, *error);
            writer.cite(clause_of(keyword, stage));
        }
        (Err(error), None) => {
            writer.title("command-unknown-title", &[]);
            explain_error(writer, *error);
            writer.say("command-unknown-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
    explain_look_alikes(writer, said.first_line());
    if line.too_long() {
        explain_error(writer, CommandError::LineTooLong);
    }
    explain_place(writer, line.keyword, before);
}

/// Look-alikes that are told one by one; of more of them the rest is left out.
const MAX_LOOK_ALIKES_TOLD: usize = 6;

/// Characters that only look like those of a command, named one by one.
fn explain_look_alikes(writer: &mut Writer<'_>, line: &[u8]) {
    let text = std::str::from_utf8(line).unwrap_or_default();
    if let Some(meant) = keyboard::in_latin_layout(text) {
        let meant = masked(meant.as_bytes());
        writer.say("command-keyboard", &[("line", (&meant).into())]);
        return;
    }
    for found in look_alike::in_command(line).into_iter().take(MAX_LOOK_ALIKES_TOLD) {
        let told = told_look_alike(&found, writer.words);
        writer.quote(&told);
        writer.cite(spec::BASIC_OPERATION);
    }
}

/// A character that only looks like another: where it stands, its name, and what should stand there.
#[must_use]
pub fn told_look_alike(found: &LookAlike, words: &Words) -> String {
    let letter = printable(found.letter.to_string().as_bytes());
    let (code, name) = (format!("U+{:04X}", u32::from(found.letter)), found.name());
    let meant = match found.meant {
        Some(' ') => words.get("look-alike-space"),
        Some(meant) => words.format("look-alike-sign", &[("sign", (&meant.to_string()).into())]),
        None => words.get("look-alike-nothing"),
    };
    let arguments = [
        ("column", found.column.into()),
        ("letter", (&letter).into()),
        ("code", (&code).into()),
        ("name", (&name).into()),
        ("kind", found.kind.as_str().into()),
        ("meant", (&meant).into()),
    ];
    words.format("look-alike", &arguments)
}

fn explain_error(writer: &mut Writer<'_>, error: CommandError) {
    writer.say(&format!("error-{error:?}"), &[]);
    match error {
        CommandError::LineTooLong | CommandError::ArgumentTooLong => writer.cite(spec::LENGTHS),
        CommandError::EmptyLine
        | CommandError::UnknownKeyword
        | CommandError::MissingArgument
        | CommandError::TooManyArguments
        | CommandError::BadSeparator
        | CommandError::NotANumber
        | CommandError::MessageZero
        | CommandError::NumberTooLarge
        | CommandError::BadDigest
        | CommandError::NotText => writer.cite(spec::BASIC_OPERATION),
    }
}

/// Whether the command may be said here at all.
fn explain_place(writer: &mut Writer<'_>, keyword: Option<Keyword>, before: Option<&SessionState>) {
    let (Some(keyword), Some(session)) = (keyword, before) else { return };
    let Some(phase) = session.stage.phase() else { return };
    if session.is_waiting() {
        return; // The replies that are still to come may change the state first.
    }
    match rules::find(phase, keyword) {
        None => {
            let state = phase.to_string();
            writer.say("wrong-state", &[("keyword", keyword.as_str().into()), ("state", (&state).into())]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Some(rule) if rule.needs == rules::Needs::AcceptedUser && !session.user_accepted => {
            writer.say("wrong-order-pass", &[]);
        }
        Some(_) => (),
    }
}

/// Whether a command may be said in the state and at the moment that the session is known to be in.
pub(super) fn is_in_place(keyword: Keyword, session: Option<&SessionState>) -> bool {
    let Some(session) = session else { return true };
    let Some(phase) = session.stage.phase() else { return true };
    rules::find(phase, keyword).is_some_and(|rule| rule.needs != rules::Needs::AcceptedUser || session.user_accepted)
}

/// The clause that defines a command, in the state it is said in.
pub(super) fn clause_of(keyword: Keyword, stage: Stage) -> Clause {
    let here = stage.phase().and_then(|phase| rules::find(phase, keyword));
    let anywhere = || rules::RULES.iter().find(|rule| rule.keyword == keyword);
    here.or_else(anywhere).map_or(spec::BASIC_OPERATION, |rule| rule.clause)
}

fn explain_well_formed(writer: &mut Writer<'_>, command: &Command, stage: Stage) {
    let keyword = command.keyword();
    let (variant, argument, lines) = match command {
        Command::User { name } | Command::Rpop { user: name } | Command::Apop { name, .. } => {
            ("", printable(name.as_bytes()), 0)
        }
        Command::Auth { mechanism: None, .. } | Command::Lang { range: None } => ("-list", String::new(), 0),
        Command::Lang { range: Some(range) } if range == "*" => ("-any", String::new(), 0),
        Command::Lang { range: Some(range) } => ("", printable(range.as_bytes()), 0),
        Command::Auth { mechanism: Some(mechanism), .. } => ("", printable(shown_mechanism(mechanism).as_bytes()), 0),
        Command::List { message: Some(message) } | Command::Uidl { message: Some(message) } => {
            ("-one", message.to_string(), 0)
        }
        Command::Retr { message } | Command::Dele { message } => ("", message.to_string(), 0),
        Command::Top { message, lines } => ("", message.to_string(), *lines),
        Command::Pass { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Stat
        | Command::List { message: None }
        | Command::Noop
        | Command::Rset
        | Command::Uidl { message: None }
        | Command::Last
        | Command::Quit => ("", String::new(), 0),
    };
    let arguments = [("argument", Argument::from(&argument)), ("lines", lines.into())];
    writer.title(&format!("command-{keyword}{variant}-title"), &arguments);
    let why = match (command, stage) {
        (Command::Quit, Stage::In(Phase::Authorization)) => "command-QUIT-early-why".to_owned(),
        (Command::Quit, Stage::Unknown | Stage::Greeting) => "command-QUIT-unknown-why".to_owned(),
        (_, Stage::Unknown | Stage::Greeting | Stage::In(_) | Stage::Other(_) | Stage::Closed(_)) => {
            format!("command-{keyword}{variant}-why")
        }
    };
    writer.say(&why, &arguments);
    if let Command::Auth { mechanism: Some(mechanism), .. } = command {
        explain_sasl::explain_mechanism(writer, mechanism);
    }
}

/// The command as it is named in the title of its reply: secrets masked, long lines cut.
pub(super) fn short_command(command: &Said, line: &CommandLine, words: &Words) -> String {
    const MOST: usize = 40;
    if let Ok(Command::Apop { name, .. }) = &line.command {
        return format!("APOP {}", printable(name.as_bytes())); // The digest says nothing to a reader.
    }
    let line = masked(&command.raw);
    if line.is_empty() {
        words.get("empty-line")
    } else if line.chars().count() <= MOST {
        line
    } else {
        line.chars().take(MOST).chain(['…']).collect()
    }
}
