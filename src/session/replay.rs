//! Replay: what each step changes in the state. The observer's half of the law in [`rules`].
//!
//! Everything changes with the reply, for only then is it known that the server did it.

mod inside;
mod maildrop;

use std::sync::Arc;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::auth;
use crate::proto::command::CommandLine;
use crate::proto::imap;
use crate::proto::other;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::rules;
use crate::proto::rules::Next;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::maildrop::Fate;
use crate::session::replay::inside::take_fact;
use crate::session::replay::maildrop::remove;
use crate::session::replay::maildrop::unmark;
use crate::session::replay::maildrop::work;
use crate::session::snapshot::Stage;
use crate::session::snapshot::Tls;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// Takes one step of a timeline: changes the state, and tells what changed.
pub fn take(snapshot: &mut Snapshot, timeline: &Timeline, step: &Step) -> Vec<Change> {
    match &step.what {
        What::Opened => {
            let opening = step.connection.and_then(|id| timeline.connection(id)).map(|connection| connection.opening);
            let stage = match opening {
                Some(Opening::Connection) | None => Stage::Greeting,
                Some(Opening::MidStream) => Stage::Unknown,
            };
            let certainty = if stage == Stage::Unknown { Certainty::Unknown } else { Certainty::Certain };
            snapshot.sessions.push_back_mut(SessionState { certainty, ..SessionState::new(stage) });
            Vec::new()
        }
        What::Said(said) => {
            let said = Heard { timeline, connection: step.connection, said };
            change_session(snapshot, step.connection, |session| hear(session, said))
        }
        What::Closed(closing) => change_session(snapshot, step.connection, |session| close(session, *closing)),
        What::Fact(Fact::TlsEstablished) => change_session(snapshot, step.connection, |session| {
            if session.tls == Tls::None {
                session.tls = Tls::Implicit;
            }
            Vec::new()
        }),
        What::Fact(fact) => {
            take_fact(snapshot, step.connection, fact);
            Vec::new()
        }
        What::Conflict { .. } => Vec::new(),
        What::Gap { .. } => change_session(snapshot, step.connection, |session| {
            session.certainty = session.certainty.max(Certainty::Likely);
            session.answered = session.asked; // What was asked may have been answered in the gap.
            Vec::new()
        }),
    }
}

fn change_session(
    snapshot: &mut Snapshot,
    connection: Option<ConnectionId>,
    change: impl FnOnce(&mut SessionState) -> Vec<Change>,
) -> Vec<Change> {
    let Some(place) = connection.map(ConnectionId::index) else { return Vec::new() };
    snapshot.sessions.get_mut(place).map(change).unwrap_or_default()
}

/// A message on the wire, and where to look up what was said before.
#[derive(Clone, Copy)]
struct Heard<'a> {
    timeline: &'a Timeline,
    connection: Option<ConnectionId>,
    said: &'a Said,
}

/// What a message on the wire changes.
fn hear(session: &mut SessionState, heard: Heard<'_>) -> Vec<Change> {
    let said = heard.said;
    match &said.meaning {
        Meaning::Command { exchange, line } => {
            session.asked = exchange + 1;
            session.quitting |= line.command == Ok(Command::Quit);
        }
        Meaning::Reply { exchange: Some(exchange), .. } => {
            session.answered = exchange + 1;
            let asked = heard.timeline.asked(said);
            if asked.is_some_and(|line| line.command == Ok(Command::Quit)) {
                session.quitting = false;
            }
        }
        Meaning::Other(turn) => match (turn.role, turn.exchange) {
            (Role::Command(_), Some(exchange)) => session.asked = exchange + 1,
            (_, Some(exchange)) if turn.completes() => session.answered = session.answered.max(exchange + 1),
            (_, _) => (),
        },
        Meaning::Greeting(_)
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Reply { exchange: None, .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => (),
    }
    match &said.meaning {
        Meaning::Greeting(status) => {
            if status.indicator.is_positive() {
                session.enter(Phase::Authorization);
                return vec![Change::Entered(Phase::Authorization)];
            }
            Vec::new()
        }
        Meaning::Reply { exchange: _, status: Some(status), .. } => match heard.timeline.asked(said) {
            Some(line) => hear_reply(session, line, status, heard),
            None => Vec::new(),
        },
        Meaning::Other(turn) => hear_turn(session, turn, heard),
        Meaning::Opaque if session.tls == Tls::None && said.side == Side::Client => hear_hello(session),
        Meaning::Command { .. } if said.cover == Cover::Tls && session.tls == Tls::None => {
            session.tls = Tls::Implicit;
            vec![Change::Covered]
        }
        Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Reply { .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => Vec::new(),
    }
}

/// What octets of TLS tell that the client says before anybody has agreed to it.
fn hear_hello(session: &mut SessionState) -> Vec<Change> {
    session.tls = match session.asked {
        0 => Tls::Implicit,
        // The reply to STLS was lost, and the client goes on with TLS.
        1.. if !session.is_waiting() && session.certainty != Certainty::Certain => Tls::Stls,
        // The reply to STLS is still to come, or it was a refusal.
        1.. => return Vec::new(),
    };
    vec![Change::Covered]
}

/// What something changes that is said in a protocol beside POP3: its reader knows the states.
fn hear_turn(session: &mut SessionState, turn: &Turn, heard: Heard<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let Some(state) = turn.enters else { return changes };
    let logged_in =
        state == other::State::Pop2(pop2::State::Mbox) || state == other::State::Imap(imap::State::Authenticated);
    // POP1 names the user before the password, and may name another one after a wrong one.
    let named = state == other::State::Pop1(pop1::State::Named);
    if (named || logged_in && session.user.is_none())
        && let Some(asked) = heard.said.partner.and_then(|place| heard.timeline.steps().get(place)).and_then(Step::said)
        && let Some(user) = other::name_in(turn.protocol, &asked.raw)
    {
        name_user(session, &user, &mut changes);
    }
    session.stage = Stage::Other(state);
    session.quit = state.is_last();
    changes.push(Change::Reached(state));
    changes
}

/// What a reply changes, given the command that it answers.
fn hear_reply(session: &mut SessionState, line: &CommandLine, status: &StatusLine, reply: Heard<'_>) -> Vec<Change> {
    let Some(keyword) = line.keyword else {
        session.user_accepted = false; // PASS has to follow immediately (RFC 1939 §7).
        return Vec::new();
    };
    let positive = status.indicator.is_positive();
    let mut changes = Vec::new();
    if positive {
        learn_phase(session, keyword, &mut changes);
    }
    if keyword == Keyword::User {
        hear_user(session, line, positive, &mut changes);
    } else if session.stage == Stage::In(Phase::Authorization) && keyword != Keyword::Capa {
        session.user_accepted = false; // PASS has to follow immediately (RFC 1939 §7).
    }
    match &line.command {
        Ok(Command::Apop { name, .. }) if positive => name_user(session, name, &mut changes),
        Ok(Command::Auth { mechanism: Some(mechanism), initial_response }) if positive => {
            let initial = initial_response.as_ref().and_then(|secret| auth::sasl_name(mechanism, 0, secret.reveal()));
            if let Some(name) = initial.or_else(|| sasl_name(mechanism, reply)) {
                name_user(session, &name, &mut changes);
            }
        }
        Ok(Command::Stls) if positive => {
            session.tls = Tls::Stls;
            changes.push(Change::Covered);
        }
        Ok(command) if positive => work(session, command, status, reply.said, &mut changes),
        // A lenient server takes RSET with an argument, and the marks are gone all the same.
        Err(_) if positive && keyword == Keyword::Rset => unmark(session, &mut changes),
        Ok(_) | Err(_) => (),
    }
    go_on(session, keyword, line, positive, &mut changes);
    changes
}

/// A command that succeeded tells in which state a session must be whose beginning was not seen.
fn learn_phase(session: &mut SessionState, keyword: Keyword, changes: &mut Vec<Change>) {
    if !matches!(session.stage, Stage::Unknown | Stage::Greeting) {
        return;
    }
    let mut phases = rules::phases_of(keyword);
    if let (Some(only), None) = (phases.next(), phases.next()) {
        session.enter(only);
        session.certainty = Certainty::Likely; // The reply may belong to a command that was not seen.
        changes.push(Change::Entered(only));
    }
}

fn hear_user(session: &mut SessionState, line: &CommandLine, positive: bool, changes: &mut Vec<Change>) {
    if session.stage.phase().is_some_and(|phase| phase != Phase::Authorization) {
        return;
    }
    session.user_accepted = positive;
    if let (true, Ok(Command::User { name })) = (positive, &line.command) {
        name_user(session, name, changes);
    }
}

fn name_user(session: &mut SessionState, name: &str, changes: &mut Vec<Change>) {
    let name: Arc<str> = auth::compared(name).as_ref().into();
    session.user = Some(name.clone());
    changes.push(Change::Named(name));
}

/// The name that the responses of an AUTH give, found between the command and its reply.
fn sasl_name(mechanism: &str, reply: Heard<'_>) -> Option<String> {
    let between = reply.timeline.steps().iter().skip(reply.said.partner? + 1).take(MAX_SASL_STEPS);
    let ours = between.filter(|step| step.connection == reply.connection).filter_map(Step::said);
    ours.filter(|said| said.partner == reply.said.partner).find_map(|said| match said.meaning {
        Meaning::SaslResponse { nth, .. } => auth::sasl_name(mechanism, nth, said.first_line()),
        Meaning::Greeting(_)
        | Meaning::Other(_)
        | Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::Reply { .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => None,
    })
}

/// Steps behind AUTH in which its responses are looked for.
const MAX_SASL_STEPS: usize = 64;

/// Where the reply leads, by the table of rules.
fn go_on(session: &mut SessionState, keyword: Keyword, line: &CommandLine, positive: bool, changes: &mut Vec<Change>) {
    let listing = matches!(line.command, Ok(Command::Auth { mechanism: None, .. }));
    let Some(rule) = session.stage.phase().and_then(|phase| rules::find(phase, keyword)) else { return };
    match if positive { rule.on_ok } else { rule.on_err } {
        Next::Enter(_) if listing => (), // AUTH without a mechanism only lists them.
        Next::Enter(Phase::Update) => {
            if line.command.is_err() && !positive {
                return; // A QUIT with an argument is refused, not obeyed.
            }
            session.enter(Phase::Update);
            changes.push(Change::Entered(Phase::Update));
            session.quit = true;
            remove(session, positive, changes);
        }
        Next::Enter(phase) => {
            session.enter(phase);
            changes.push(Change::Entered(phase));
        }
        Next::Close => session.quit = positive,
        Next::Stay => (),
    }
}

/// The end of the connection: without UPDATE nothing is removed (RFC 1939 §6).
fn close(session: &mut SessionState, closing: Closing) -> Vec<Change> {
    let mut changes = Vec::new();
    if closing != Closing::RecordingEnds {
        // A QUIT that nobody answered may have been obeyed, wholly or in part, or not.
        if session.quitting {
            remove(session, false, &mut changes);
        }
        let spared = session.maildrop.turn_marked(Fate::Spared);
        if !spared.is_empty() {
            session.maildrop.count_octets();
            changes.push(Change::Spared(spared));
        }
    }
    session.stage = Stage::Closed(closing);
    session.user_accepted = false;
    changes.push(Change::Ended(closing));
    changes
}
