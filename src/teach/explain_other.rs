//! What is said in the protocols beside POP3, in words: one message for each command and each kind of reply.

use crate::proto::Clause;
use crate::proto::Protocol;
use crate::proto::imap;
use crate::proto::other::Role;
use crate::proto::other::State;
use crate::proto::other::Tone;
use crate::proto::other::Turn;
use crate::proto::other::Verb;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::smtp;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::snapshot::Stage;
use crate::session::timeline::Said;
use crate::teach::explain::Writer;

/// A connection to such a server.
pub(super) fn explain_opened(writer: &mut Writer<'_>, protocol: Protocol, port: u16) {
    let port = port.to_string();
    writer.title("turn-opened-title", &[("protocol", protocol.as_str().into()), ("port", (&port).into())]);
    writer.say(&format!("turn-{protocol}-opened-why"), &[]);
    writer.cite(match protocol {
        Protocol::Pop3 | Protocol::Pop2 => pop2::PHILOSOPHY,
        Protocol::Pop1 => pop1::PROTOCOL,
        Protocol::Smtp => smtp::GREETING,
        Protocol::Imap => imap::STATES,
    });
}

/// Its end, given the state before it.
pub(super) fn explain_closed(writer: &mut Writer<'_>, before: &SessionState) {
    writer.say(if before.quit { "turn-closed-in-order" } else { "turn-closed-early" }, &[]);
    if let Stage::Other(state) = before.stage {
        writer.cite(state.clause());
    }
}

/// A state that was entered.
pub(super) fn explain_reached(writer: &mut Writer<'_>, state: State) {
    writer.say(
        "turn-change-reached",
        &[("protocol", state.protocol().as_str().into()), ("state", state.as_str().into())],
    );
    writer.cite(state.clause());
}

/// A fact from inside that means something else than in POP3. Tells whether it did.
pub(super) fn explain_fact(writer: &mut Writer<'_>, protocol: Protocol, fact: &Fact) -> bool {
    match (fact, protocol) {
        (Fact::MailArrived { .. }, Protocol::Smtp) => {
            writer.say("turn-fact-arrived-why", &[]);
            writer.cite(smtp::Verb::Data.clause());
        }
        (Fact::MailRemoved { .. }, Protocol::Pop2) => {
            writer.say("turn-fact-removed-POP2-why", &[]);
            writer.cite(pop2::COMMANDS);
        }
        (Fact::MailRemoved { .. }, Protocol::Pop1) => {
            writer.say("turn-fact-removed-POP1-why", &[]);
            writer.cite(pop1::COMMANDS);
        }
        (Fact::MaildropLocked { .. }, Protocol::Pop1) => {
            writer.say("turn-fact-locked-POP1-why", &[]);
            writer.cite(pop1::PROTOCOL);
        }
        (Fact::MaildropReleased { .. }, Protocol::Pop1) => {
            writer.say("turn-fact-released-POP1-why", &[]);
            writer.cite(pop1::PROTOCOL);
        }
        (Fact::MailRemoved { .. }, Protocol::Imap) => {
            writer.say("turn-fact-removed-IMAP-why", &[]);
            writer.cite(imap::Verb::Expunge.clause());
        }
        (_, Protocol::Pop3 | Protocol::Pop2 | Protocol::Pop1 | Protocol::Smtp | Protocol::Imap) => return false,
    }
    true
}

/// Something that was said.
pub(super) fn explain_turn(writer: &mut Writer<'_>, turn: &Turn, said: &Said, before: Option<&SessionState>) {
    if let Role::Command(verb) = turn.role {
        explain_command(writer, turn.protocol, verb, before);
        return;
    }
    let (kind, clauses) = kind_of(turn, said);
    let id = |part: &str| format!("turn-{}-{kind}-{part}", turn.protocol);
    writer.title(&id("title"), &[]);
    writer.say(&id("why"), &[]);
    for clause in clauses {
        writer.cite(clause);
    }
}

fn explain_command(writer: &mut Writer<'_>, protocol: Protocol, verb: Option<Verb>, before: Option<&SessionState>) {
    let word = verb.map_or("unknown", Verb::as_str);
    writer.title(&format!("turn-{protocol}-{word}-title"), &[]);
    writer.say(&format!("turn-{protocol}-{word}-why"), &[]);
    match verb {
        Some(verb) => writer.cite(verb.clause()),
        None => writer.cite(match protocol {
            Protocol::Pop3 | Protocol::Pop2 => pop2::SERVER_STATES,
            Protocol::Pop1 => pop1::COMMANDS,
            Protocol::Smtp => smtp::CODES,
            Protocol::Imap => imap::TAGS,
        }),
    }
    // While a reply is due, the state may change before the server hears this.
    let settled = before.filter(|session| !session.is_waiting()).map(|session| session.stage);
    if let (Some(verb), Some(Stage::Other(state))) = (verb, settled)
        && !verb.allowed_in(state)
    {
        writer.say("turn-wrong-state", &[("verb", verb.as_str().into()), ("state", state.as_str().into())]);
        writer.cite(state.clause());
    }
}

/// The kind of a reply or a content, as its words are named, and where it is defined.
fn kind_of(turn: &Turn, said: &Said) -> (&'static str, Vec<Clause>) {
    match turn.protocol {
        Protocol::Pop3 | Protocol::Pop2 => pop2_kind(turn, said),
        Protocol::Pop1 => pop1_kind(turn, said),
        Protocol::Smtp => smtp_kind(turn, said),
        Protocol::Imap => imap_kind(turn, said),
    }
}

fn pop2_kind(turn: &Turn, said: &Said) -> (&'static str, Vec<Clause>) {
    let zero = pop2::command::reply_number(said.first_line()) == Some(0);
    match (turn.role, said.raw.first()) {
        (Role::Content { .. }, _) => ("content", vec![pop2::COMMANDS, pop2::MESSAGE_LENGTH]),
        (_, Some(b'-')) => ("minus", vec![pop2::REPLIES, pop2::PHILOSOPHY]),
        (Role::Greeting(_), _) => ("greeting", vec![pop2::REPLIES]),
        (_, Some(b'#')) => ("count", vec![pop2::REPLIES]),
        (_, Some(b'=')) if zero => ("length-zero", vec![pop2::REPLIES, pop2::MESSAGE_LENGTH]),
        (_, Some(b'=')) => ("length", vec![pop2::REPLIES, pop2::MESSAGE_LENGTH]),
        (Role::Command(_) | Role::Reply { .. } | Role::Telling { .. }, _) => ("plus", vec![pop2::REPLIES]),
    }
}

fn pop1_kind(turn: &Turn, said: &Said) -> (&'static str, Vec<Clause>) {
    let to = match turn.role {
        Role::Reply { to: Some(Verb::Pop1(verb)), .. } => Some(verb),
        Role::Greeting(_) | Role::Command(_) | Role::Reply { .. } | Role::Telling { .. } | Role::Content { .. } => None,
    };
    match (turn.role, said.raw.first(), to) {
        (Role::Content { .. }, ..) => ("content", vec![pop1::SCENARIO, pop1::DIAGRAM]),
        (_, Some(b'-'), Some(pop1::Verb::Rcvd)) => ("minus-RCVD", vec![pop1::COMMANDS]),
        (_, Some(b'-'), _) => ("minus", vec![pop1::REPLIES, pop1::DIAGRAM]),
        (Role::Greeting(_), ..) => ("greeting", vec![pop1::PROTOCOL]),
        (_, Some(b'#'), _) => ("count", vec![pop1::PROTOCOL, pop1::REPLIES]),
        (_, _, Some(pop1::Verb::Rcvd)) => ("plus-RCVD", vec![pop1::PROTOCOL, pop1::COMMANDS]),
        (Role::Command(_) | Role::Reply { .. } | Role::Telling { .. }, ..) => ("plus", vec![pop1::REPLIES]),
    }
}

fn smtp_kind(turn: &Turn, said: &Said) -> (&'static str, Vec<Clause>) {
    let code = smtp::reply::code(&said.raw).unwrap_or(0);
    let to = match turn.role {
        Role::Reply { to: Some(Verb::Smtp(verb)), .. } => Some(verb),
        Role::Greeting(_) | Role::Command(_) | Role::Reply { .. } | Role::Telling { .. } | Role::Content { .. } => None,
    };
    match (turn.role, turn.tone(), code) {
        (Role::Content { .. }, ..) => ("content", vec![smtp::Verb::Data.clause(), smtp::TRANSPARENCY]),
        (_, _, 421) => ("gives-up", vec![smtp::CODES]),
        (Role::Greeting(_), Some(Tone::Positive), _) => ("greeting", vec![smtp::GREETING]),
        (Role::Greeting(_), ..) => ("greeting-no", vec![smtp::GREETING]),
        (_, Some(Tone::Intermediate), _) => ("more", vec![smtp::FIRST_DIGIT, smtp::Verb::Data.clause()]),
        (_, Some(Tone::Positive), _) => match to {
            Some(smtp::Verb::Data) => ("yes-mail", vec![smtp::Verb::Data.clause(), smtp::TRACE]),
            Some(smtp::Verb::Quit) => ("yes-quit", vec![smtp::Verb::Quit.clause()]),
            Some(_) | None => ("yes", vec![smtp::FIRST_DIGIT, smtp::CODES]),
        },
        (_, _, 503) => ("no-order", vec![smtp::ORDER]),
        (_, _, 500 | 501 | 555) => ("no-syntax", vec![smtp::CODES]),
        (Role::Command(_) | Role::Reply { .. } | Role::Telling { .. }, ..) => ("no", vec![smtp::FIRST_DIGIT]),
    }
}

fn imap_kind(turn: &Turn, said: &Said) -> (&'static str, Vec<Clause>) {
    match (turn.role, turn.tone()) {
        (Role::Content { .. }, _) => ("content", vec![imap::CONTINUATION]),
        (Role::Greeting(_), Some(Tone::Positive)) => ("greeting", vec![imap::STATUS]),
        (Role::Greeting(_), _) => ("greeting-no", vec![imap::STATUS]),
        (_, Some(Tone::Positive)) => ("ok", vec![imap::TAGS, imap::STATUS]),
        (_, Some(Tone::Intermediate)) => ("more", vec![imap::CONTINUATION]),
        (_, Some(Tone::Negative)) => ("no", vec![imap::STATUS]),
        (Role::Command(_) | Role::Reply { .. } | Role::Telling { .. }, None) => told_kind(said),
    }
}

/// What the server tells behind a star: a word, or a number and a word.
fn told_kind(said: &Said) -> (&'static str, Vec<Clause>) {
    let words: Vec<&[u8]> = said.first_line().split(|octet| *octet == b' ').skip(1).take(2).collect();
    let is = |word: &str| words.iter().any(|found| found.eq_ignore_ascii_case(word.as_bytes()));
    if is("FETCH") {
        ("told-FETCH", vec![imap::MESSAGE_DATA, imap::LITERALS])
    } else if is("EXISTS") || is("RECENT") {
        ("told-sizes", vec![imap::SIZES])
    } else if is("EXPUNGE") {
        ("told-EXPUNGE", vec![imap::MESSAGE_DATA])
    } else if is("BYE") {
        ("told-BYE", vec![imap::STATUS])
    } else {
        ("told", vec![imap::SERVER_DATA])
    }
}
