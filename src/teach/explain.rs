//! Why: what happens in a step, in plain words, with the clause that says so.

use crate::proto::Clause;
use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::auth;
use crate::proto::command::CommandLine;
use crate::proto::keyboard;
use crate::proto::line::printable;
use crate::proto::look_alike;
use crate::proto::look_alike::LookAlike;
use crate::proto::rules;
use crate::proto::secret::masked;
use crate::proto::secret::shown_mechanism;
use crate::proto::spec;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Cursor;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::snapshot::Stage;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain_fact;
use crate::teach::explain_other;
use crate::teach::explain_reply;
use crate::teach::explain_sasl;
use crate::teach::grounds;
use crate::teach::grounds::Quote;
use crate::teach::words::Argument;

/// What a step means.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Explanation {
    /// What happens, in a few words.
    pub title: String,
    /// Why, and what it changes.
    pub sentences: Vec<String>,
    /// Where that is written.
    pub clauses: Vec<Clause>,
    /// What the clause says that it rests on.
    pub quote: Option<Quote>,
    /// What would have been answered, or would have happened, otherwise.
    pub otherwise: Option<String>,
}

/// An explanation that is being written.
pub(super) struct Writer<'a> {
    pub(super) words: &'a Words,
    explanation: Explanation,
}

impl<'a> Writer<'a> {
    fn new(words: &'a Words) -> Self {
        Self { words, explanation: Explanation::default() }
    }

    pub(super) fn title(&mut self, id: &str, arguments: &[(&'static str, Argument<'_>)]) {
        self.explanation.title = self.words.format(id, arguments);
    }

    pub(super) fn say(&mut self, id: &str, arguments: &[(&'static str, Argument<'_>)]) {
        self.explanation.sentences.push(self.words.format(id, arguments));
    }

    /// A sentence that is not ours: the text of an author.
    pub(super) fn quote(&mut self, text: &str) {
        self.explanation.sentences.push(text.to_owned());
    }

    pub(super) fn cite(&mut self, clause: Clause) {
        if !self.explanation.clauses.contains(&clause) {
            self.explanation.clauses.push(clause);
        }
    }
}

/// Explains a step of a timeline, counted from 0. `None` past its end.
#[must_use]
pub fn explain(timeline: &Timeline, place: usize, words: &Words) -> Option<Explanation> {
    let step = timeline.steps().get(place)?;
    let snapshot = timeline.snapshot(Cursor(place));
    let before = step.connection.and_then(|id| snapshot.session(id));
    let mut writer = Writer::new(words);
    match &step.what {
        What::Opened => explain_opened(&mut writer, timeline, step),
        What::Said(said) => explain_said(&mut writer, timeline, said, before),
        What::Gap { side, octets } => {
            writer.title("gap-title", &[("octets", (*octets).into()), ("side", side_word(*side).into())]);
            writer.say("gap-why", &[]);
            writer.cite(spec::SEQUENCE_NUMBERS);
        }
        What::Conflict { side, octets } => {
            writer.title("conflict-title", &[("octets", (*octets).into()), ("side", side_word(*side).into())]);
            writer.say("conflict-why", &[]);
            writer.cite(spec::SEQUENCE_NUMBERS);
        }
        What::Closed(closing) => explain_closed(&mut writer, timeline, (place, step), *closing, before),
        What::Fact(fact) => explain_fact::explain_fact(&mut writer, fact, protocol_of(timeline, step)),
    }
    explain_changes(&mut writer, &step.changes);
    if let Some(topic) = grounds::topic(timeline, place) {
        writer.explanation.quote = grounds::quote(topic, words);
        writer.explanation.otherwise = grounds::otherwise(topic, words);
    }
    Some(writer.explanation)
}

/// The side as Fluent chooses by it.
pub(super) fn side_word(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}

fn explain_opened(writer: &mut Writer<'_>, timeline: &Timeline, step: &Step) {
    let connection = step.connection.and_then(|id| timeline.connection(id));
    if let Some(connection) = connection.filter(|connection| connection.protocol != Protocol::Pop3) {
        explain_other::explain_opened(writer, connection.protocol, connection.server.address.port());
        return;
    }
    match connection.map(|connection| connection.opening) {
        Some(Opening::Connection) | None => {
            writer.title("opened-title", &[]);
            writer.say("opened-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Some(Opening::MidStream) => {
            writer.title("opened-midstream-title", &[]);
            writer.say("opened-midstream-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
}

fn explain_closed(
    writer: &mut Writer<'_>,
    timeline: &Timeline,
    (place, step): (usize, &Step),
    closing: Closing,
    before: Option<&SessionState>,
) {
    let other = before.filter(|_| protocol_of(timeline, step) != Protocol::Pop3);
    match closing {
        Closing::Finished(side) => {
            writer.title(if side == Side::Client { "closed-client-title" } else { "closed-server-title" }, &[]);
            if other.is_some() {
                // Said below.
            } else if before.is_some_and(|session| session.quit) {
                writer.say("closed-after-quit", &[]);
            } else if side == Side::Server && follows_autologout(timeline, place, step) {
                writer.say("closed-autologout", &[]);
                writer.cite(spec::BASIC_OPERATION);
            } else {
                writer.say(without_quit(timeline, place), &[]);
            }
        }
        Closing::Reset(side) => {
            writer.title("closed-reset-title", &[("side", side_word(side).into())]);
            if other.is_none() && !before.is_some_and(|session| session.quit) {
                writer.say(without_quit(timeline, place), &[]);
            }
        }
        Closing::LineLost => {
            writer.title("closed-lost-title", &[]);
            if other.is_none() {
                writer.say("closed-lost-why", &[]);
            }
        }
        Closing::RecordingEnds => {
            writer.title("closed-recording-title", &[]);
            writer.say("closed-recording-why", &[]);
        }
    }
    match other {
        Some(session) => explain_other::explain_closed(writer, session),
        None => writer.cite(spec::UPDATE),
    }
}

/// What can be told of an end that no QUIT was seen before: what nobody can read may have been one.
fn without_quit(timeline: &Timeline, place: usize) -> &'static str {
    if ends_sealed(timeline, place) { "closed-sealed" } else { "closed-without-quit" }
}

/// Whether nobody could read what was said last before a step on its connection.
#[must_use]
pub fn ends_sealed(timeline: &Timeline, place: usize) -> bool {
    let connection = timeline.steps().get(place).and_then(|step| step.connection);
    let mut last = timeline.steps()[..place].iter().rev().filter(|earlier| earlier.connection == connection);
    last.find_map(Step::said).is_some_and(|said| said.meaning == Meaning::Opaque)
}

/// What is spoken on the connection of a step.
fn protocol_of(timeline: &Timeline, step: &Step) -> Protocol {
    step.connection.and_then(|id| timeline.connection(id)).map_or(Protocol::Pop3, |connection| connection.protocol)
}

/// Whether the step before on the same connection was the end of the server's patience.
pub(super) fn follows_autologout(timeline: &Timeline, place: usize, step: &Step) -> bool {
    let mut earlier = timeline.steps()[..place].iter().rev();
    let last = earlier.find(|earlier| earlier.connection == step.connection);
    last.is_some_and(|last| matches!(last.what, What::Fact(crate::session::Fact::AutologoutExpired { .. })))
}

fn explain_said(writer: &mut Writer<'_>, timeline: &Timeline, said: &Said, before: Option<&SessionState>) {
    match &said.meaning {
        Meaning::Greeting(status) => {
            if status.indicator.is_positive() {
                writer.title("greeting-title", &[]);
                writer.say("greeting-why", &[]);
                if status.indicator == Indicator::Plus {
                    writer.say("reply-plus", &[]);
                }
                if auth::apop_timestamp(&status.text).is_some() {
                    writer.say("greeting-timestamp", &[]);
                    writer.cite(spec::OPTIONAL);
                }
            } else {
                writer.title("greeting-err-title", &[]);
                writer.say("greeting-err-why", &[]);
            }
            writer.cite(spec::AUTHORIZATION);
        }
        Meaning::Command { line, .. } => explain_command(writer, line, said, before),
        Meaning::Challenge { status, .. } => {
            writer.title(if status.text.is_empty() { "challenge-empty-title" } else { "challenge-title" }, &[]);
            writer.say("challenge-why", &[]);
            explain_sasl::explain_challenge(writer, timeline, said);
            writer.cite(spec::AUTH);
        }
        Meaning::SaslResponse { .. } => {
            let cancels = said.first_line() == b"*";
            writer.title(if cancels { "sasl-cancel-title" } else { "sasl-title" }, &[]);
            writer.say(if cancels { "sasl-cancel-why" } else { "sasl-why" }, &[]);
            explain_sasl::explain_response(writer, timeline, said);
            writer.cite(spec::AUTH);
        }
        Meaning::Reply { status, block, .. } => {
            let command = said.partner.and_then(|place| timeline.steps().get(place)).and_then(Step::said);
            explain_reply::explain_reply(
                writer,
                command,
                status.as_ref(),
                block.as_deref().map(|block| (block, said)),
                before,
            );
        }
        Meaning::Other(turn) => explain_other::explain_turn(writer, turn, said, before),
        Meaning::Opaque => {
            let octets = said.raw.len().into();
            writer.title("opaque-title", &[("octets", octets), ("side", side_word(said.side).into())]);
            writer.say("opaque-why", &[]);
            writer.cite(spec::CLEARTEXT);
        }
        Meaning::Stray => {
            writer.title("stray-title", &[("side", side_word(said.side).into())]);
            writer.say("stray-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Meaning::Fragment => {
            writer.title("fragment-title", &[]);
            writer.say("fragment-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
    if said.cover == Cover::Tls && said.meaning != Meaning::Opaque {
        writer.say("command-inside-tls", &[]);
    }
    if matches!(said.meaning, Meaning::Command { .. }) && before.is_some_and(SessionState::is_waiting) {
        writer.say("command-pipelined", &[]);
        writer.cite(spec::PIPELINING);
    }
}

fn explain_command(writer: &mut Writer<'_>, line: &CommandLine, said: &Said, before: Option<&SessionState>) {
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

fn explain_changes(writer: &mut Writer<'_>, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Entered(phase) => {
                let state = phase.to_string();
                writer.say("change-entered", &[("state", (&state).into())]);
                writer.cite(phase.clause());
            }
            Change::Reached(state) => explain_other::explain_reached(writer, *state),
            Change::Named(user) => {
                let user = printable(user.as_bytes());
                writer.say("change-named", &[("user", (&user).into())]);
            }
            Change::Marked(numbers) => say_numbers(writer, "change-marked", numbers),
            Change::Unmarked(numbers) => say_numbers(writer, "change-unmarked", numbers),
            Change::Removed(numbers) => say_numbers(writer, "change-removed", numbers),
            Change::PerhapsRemoved(numbers) => say_numbers(writer, "change-perhaps-removed", numbers),
            Change::Spared(numbers) => say_numbers(writer, "spared", numbers),
            Change::Covered => writer.say("change-covered", &[]),
            Change::Ended(_) => (),
        }
    }
}

/// Numbers that are told one by one; a long list is cut.
const MAX_NUMBERS_TOLD: usize = 12;

fn say_numbers(writer: &mut Writer<'_>, id: &str, numbers: &[crate::proto::MessageNumber]) {
    let mut told: Vec<String> = numbers.iter().take(MAX_NUMBERS_TOLD).map(ToString::to_string).collect();
    if MAX_NUMBERS_TOLD < numbers.len() {
        told.push("…".to_owned());
    }
    let told = told.join(", ");
    writer.say(id, &[("count", numbers.len().into()), ("numbers", (&told).into())]);
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

#[cfg(test)]
mod tests;
