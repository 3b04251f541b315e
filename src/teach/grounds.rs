//! What an explanation rests on: the topic of a step, the clause in its own words, and what would have
//! been answered otherwise.

use crate::proto::Clause;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Protocol;
use crate::proto::command::CommandLine;
use crate::proto::spec;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Cursor;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain_command::is_in_place;
use crate::teach::explain_connection::follows_autologout;

/// What a step is about. Clause, lesson and the other answer are found by it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Topic {
    /// Its name in the Fluent files: that of a command, or of a kind of step.
    pub name: &'static str,
    /// How it stands with the answer.
    pub case: Case,
}

/// How a step stands to an answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Case {
    /// A command: its answer is still to come.
    Asked,
    /// The answer was +OK.
    Granted,
    /// The answer was -ERR.
    Refused,
    /// It is no matter of +OK or -ERR.
    Plain,
}

/// A clause in its own words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Quote {
    /// Where it stands.
    pub clause: Clause,
    /// What it says; in other languages than that of the RFC, what it says in them.
    pub text: String,
}

/// What a step of a timeline is about. `None` past its end, and for what only the author or the program says.
#[must_use]
pub fn topic(timeline: &Timeline, place: usize) -> Option<Topic> {
    let step = timeline.steps().get(place)?;
    let plain = |name| Some(Topic { name, case: Case::Plain });
    match &step.what {
        What::Opened => plain(opened(timeline, step)),
        What::Said(said) => Some(topic_of_said(timeline, said, before(timeline, place, step).as_ref())),
        What::Gap { .. } => plain("gap"),
        What::Conflict { .. } => plain("conflict"),
        What::Closed(closing) => plain(closed(timeline, place, step, *closing)),
        What::Fact(fact) => plain(name_of_fact(fact)?),
    }
}

/// The clause that a topic rests on, in its own words.
#[must_use]
pub fn quote(topic: Topic, words: &Words) -> Option<Quote> {
    let clause = source(topic.name)?;
    let id = format!("quote-{}", topic.name);
    words.has(&id).then(|| Quote { clause, text: words.get(&id) })
}

/// What would have been answered, or would have happened, otherwise.
#[must_use]
pub fn otherwise(topic: Topic, words: &Words) -> Option<String> {
    let of = |way: &str| words.get(&format!("{way}-{}", topic.name));
    let id = match topic.case {
        Case::Asked => "otherwise-asked",
        Case::Granted => "otherwise-granted",
        Case::Refused => "otherwise-refused",
        Case::Plain => {
            let id = format!("otherwise-{}", topic.name);
            return words.has(&id).then(|| words.get(&id));
        }
    };
    let (granted, refused) = (of("granted"), of("refused"));
    Some(words.format(id, &[("granted", (&granted).into()), ("refused", (&refused).into())]))
}

fn before(timeline: &Timeline, place: usize, step: &Step) -> Option<SessionState> {
    timeline.snapshot(Cursor(place)).session(step.connection?).cloned()
}

fn protocol(timeline: &Timeline, step: &Step) -> Protocol {
    step.connection.and_then(|id| timeline.connection(id)).map_or(Protocol::Pop3, |connection| connection.protocol)
}

fn turn(protocol: Protocol) -> Option<&'static str> {
    match protocol {
        Protocol::Pop3 => None,
        Protocol::Pop2 => Some("turn-POP2"),
        Protocol::Pop1 => Some("turn-POP1"),
        Protocol::Smtp => Some("turn-SMTP"),
        Protocol::Imap => Some("turn-IMAP"),
    }
}

fn opened(timeline: &Timeline, step: &Step) -> &'static str {
    let connection = step.connection.and_then(|id| timeline.connection(id));
    match connection.map(|connection| (turn(connection.protocol), connection.opening)) {
        Some((Some(other), _)) => other,
        Some((None, Opening::MidStream)) => "opened-midstream",
        Some((None, Opening::Connection)) | None => "opened",
    }
}

fn closed(timeline: &Timeline, place: usize, step: &Step, closing: Closing) -> &'static str {
    if let Some(other) = turn(protocol(timeline, step)) {
        return other;
    }
    let quit = before(timeline, place, step).is_some_and(|session| session.quit);
    match closing {
        Closing::RecordingEnds => "closed-recording",
        Closing::Finished(_) | Closing::Reset(_) if quit => "closed-in-order",
        Closing::Finished(_) if follows_autologout(timeline, place, step) => "autologout",
        Closing::Finished(_) | Closing::Reset(_) | Closing::LineLost => "closed-early",
    }
}

fn topic_of_said(timeline: &Timeline, said: &Said, before: Option<&SessionState>) -> Topic {
    let plain = |name| Topic { name, case: Case::Plain };
    match &said.meaning {
        Meaning::Greeting(status) if status.indicator.is_positive() => plain("greeting"),
        Meaning::Greeting(_) => plain("greeting-refused"),
        Meaning::Command { line, .. } => of_line(line, Case::Asked, before),
        Meaning::Challenge { .. } => plain("challenge"),
        Meaning::SaslResponse { .. } if said.first_line() == b"*" => plain("sasl-cancel"),
        Meaning::SaslResponse { .. } => plain("sasl"),
        Meaning::Reply { status, .. } => {
            let command = said.partner.and_then(|place| timeline.steps().get(place)).and_then(Step::said);
            match (command.and_then(Said::command), status) {
                (Some(line), Some(status)) => {
                    let case = if status.indicator.is_positive() { Case::Granted } else { Case::Refused };
                    of_line(line, case, before)
                }
                (Some(_), None) => plain("reply-lost"),
                (None, Some(_)) => plain("reply-unasked"),
                (None, None) => plain("reply-rest"),
            }
        }
        Meaning::Other(other) => plain(turn(other.protocol).unwrap_or("turn-POP2")),
        Meaning::Opaque => plain("opaque"),
        Meaning::Stray => plain("stray"),
        Meaning::Fragment => plain("fragment"),
    }
}

/// A command or its answer, in the state that the session was in.
fn of_line(line: &CommandLine, case: Case, before: Option<&SessionState>) -> Topic {
    let plain = |name| Topic { name, case: Case::Plain };
    let waits = case == Case::Asked && before.is_some_and(SessionState::is_waiting);
    match (&line.command, line.keyword) {
        (_, None) => plain("unknown"),
        // While replies are due, nobody can say in which state the command will be heard.
        (_, Some(keyword)) if !waits && !is_in_place(keyword, before) => plain("out-of-place"),
        (Err(_), Some(_)) => plain("malformed"),
        (Ok(_), Some(Keyword::Quit)) => {
            let early = before.is_some_and(|session| session.stage == Stage::In(Phase::Authorization));
            if early { plain("quit-early") } else { Topic { name: "QUIT", case } }
        }
        (Ok(_), Some(keyword)) => Topic { name: keyword.as_str(), case },
    }
}

fn name_of_fact(fact: &Fact) -> Option<&'static str> {
    match fact {
        // What an author says or expects, and what we did not keep, is no matter of an RFC.
        Fact::Note(_) | Fact::StandsFor { .. } | Fact::ExpectationFailed { .. } | Fact::LetGo { .. } => None,
        Fact::MaildropHolds { .. } => Some("fact-holds"),
        Fact::MailArrived { .. } => Some("fact-arrived"),
        Fact::MaildropLocked { .. } => Some("fact-locked"),
        Fact::MaildropReleased { .. } => Some("fact-released"),
        Fact::MailRemoved { .. } => Some("fact-removed"),
        Fact::AutologoutExpired { .. } => Some("autologout"),
        Fact::TimePassed(_) => Some("fact-time"),
        Fact::TlsEstablished => Some("fact-tls"),
        Fact::ServerDied(_) => Some("fact-died"),
        Fact::UpdateFailed { .. } => Some("fact-update-failed"),
        Fact::Meddled(_) => Some("fact-meddled"),
        Fact::GaveUp => Some("fact-gave-up"),
    }
}

/// Where the quotation of a topic stands. Every name that [`topic`] gives is here.
fn source(name: &str) -> Option<Clause> {
    Some(match name {
        "USER" | "PASS" | "APOP" | "TOP" | "UIDL" => spec::OPTIONAL,
        "RPOP" => spec::RPOP,
        "AUTH" | "challenge" | "sasl" | "sasl-cancel" => spec::AUTH,
        "STLS" | "fact-tls" => spec::STLS,
        "CAPA" => spec::CAPA,
        "UTF8" => spec::UTF8,
        "LANG" => spec::LANG,
        "STAT" | "LIST" | "RETR" | "DELE" | "NOOP" | "RSET" => spec::TRANSACTION,
        "LAST" => spec::LAST,
        "QUIT" | "quit-early" | "closed-in-order" | "closed-early" | "closed-recording" | "fact-released"
        | "fact-removed" | "fact-died" | "fact-update-failed" => spec::UPDATE,
        "opened" | "opened-midstream" | "unknown" | "malformed" | "out-of-place" | "reply-unasked" | "reply-rest"
        | "stray" | "fragment" | "autologout" | "fact-time" => spec::BASIC_OPERATION,
        "greeting" | "greeting-refused" | "fact-holds" | "fact-arrived" | "fact-locked" => spec::AUTHORIZATION,
        "gap" | "conflict" | "reply-lost" => spec::SEQUENCE_NUMBERS,
        "opaque" => spec::TLS,
        "fact-meddled" | "fact-gave-up" => spec::TLS_DANGERS,
        "turn-POP2" => crate::proto::pop2::PHILOSOPHY,
        "turn-POP1" => crate::proto::pop1::PROTOCOL,
        "turn-SMTP" => crate::proto::smtp::REPLIES,
        "turn-IMAP" => crate::proto::imap::TAGS,
        _ => return None,
    })
}
