//! Why: what happens in a step, in plain words, with the clause that says so.

use crate::proto::Clause;
use crate::proto::Indicator;
use crate::proto::MessageNumber;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::auth;
use crate::proto::line::printable;
use crate::proto::spec;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::Cursor;
use crate::session::Sentence;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain_command;
use crate::teach::explain_connection;
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

    pub(super) fn tell(&mut self, sentence: &Sentence) {
        self.explanation.sentences.push(self.words.tell(sentence));
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
        What::Opened => explain_connection::explain_opened(&mut writer, timeline, step),
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
        What::Closed(closing) => {
            explain_connection::explain_closed(&mut writer, timeline, (place, step), *closing, before);
        }
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

/// What is spoken on the connection of a step.
pub(super) fn protocol_of(timeline: &Timeline, step: &Step) -> Protocol {
    step.connection.and_then(|id| timeline.connection(id)).map_or(Protocol::Pop3, |connection| connection.protocol)
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
        Meaning::Command { line, .. } => explain_command::explain_command(writer, line, said, before),
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
            writer.cite(spec::TLS);
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

fn say_numbers(writer: &mut Writer<'_>, id: &str, numbers: &[MessageNumber]) {
    let mut told: Vec<String> = numbers.iter().take(MAX_NUMBERS_TOLD).map(ToString::to_string).collect();
    if MAX_NUMBERS_TOLD < numbers.len() {
        told.push("…".to_owned());
    }
    let told = told.join(", ");
    writer.say(id, &[("count", numbers.len().into()), ("numbers", (&told).into())]);
}

#[cfg(test)]
mod tests;
