//! What replies tell of the maildrop, and what they change in it.

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::StatusLine;
use crate::proto::line::lines;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_stat;
use crate::proto::reply::read_unique_id_listing;
use crate::session::SessionState;
use crate::session::maildrop::Fate;
use crate::session::timeline::Change;
use crate::session::timeline::Said;

/// A maildrop that claims more messages than this gets no row for each.
const MAX_ROWS_BY_STAT: u32 = 100_000;

/// What a successful command of the TRANSACTION state tells and does.
pub(super) fn work(
    session: &mut SessionState,
    command: &Command,
    status: &StatusLine,
    reply: &Said,
    changes: &mut Vec<Change>,
) {
    let maildrop = &mut session.maildrop;
    match command {
        Command::Stat => {
            if let Some((count, octets)) = read_stat(&status.text) {
                // Marked messages count in neither figure (RFC 1939 §5), yet they have their numbers.
                let marked = u32::try_from(maildrop.marked_count()).unwrap_or(u32::MAX);
                maildrop.count = Some(count.saturating_add(marked).min(MAX_ROWS_BY_STAT));
                maildrop.octets = Some(octets);
            }
        }
        Command::List { message: Some(_) } => {
            if let Some((number, octets)) = read_scan_listing(&status.text) {
                maildrop.learn(number, |message| message.octets = Some(octets));
            }
        }
        Command::Uidl { message: Some(_) } => {
            if let Some((number, unique_id)) = read_unique_id_listing(&status.text) {
                maildrop.learn(number, |message| message.unique_id = Some(unique_id));
            }
        }
        Command::List { message: None } => {
            for_each_line(reply, |line| {
                if let Some((number, octets)) = read_scan_listing(line) {
                    maildrop.learn(number, |message| message.octets = Some(octets));
                }
            });
        }
        Command::Uidl { message: None } => {
            for_each_line(reply, |line| {
                if let Some((number, unique_id)) = read_unique_id_listing(line) {
                    maildrop.learn(number, |message| message.unique_id = Some(unique_id));
                }
            });
        }
        Command::Retr { message } | Command::Top { message, .. } => learn_mail(session, command, *message, reply),
        Command::Dele { message } => {
            maildrop.learn(*message, |message| message.fate = Fate::Marked);
            maildrop.count_octets();
            changes.push(Change::Marked(vec![*message]));
        }
        Command::Rset => unmark(session, changes),
        Command::User { .. }
        | Command::Pass { .. }
        | Command::Rpop { .. }
        | Command::Apop { .. }
        | Command::Auth { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Lang { .. }
        | Command::Noop
        | Command::Last
        | Command::Quit => (),
    }
}

/// RSET takes the marks away (RFC 1939 §5).
pub(super) fn unmark(session: &mut SessionState, changes: &mut Vec<Change>) {
    let unmarked = session.maildrop.turn_marked(Fate::Unmarked);
    if !unmarked.is_empty() {
        session.maildrop.count_octets();
        changes.push(Change::Unmarked(unmarked));
    }
}

fn for_each_line(reply: &Said, mut each: impl FnMut(&[u8])) {
    if let Some(delivered) = reply.delivered() {
        lines(&delivered).for_each(|(line, _)| each(line));
    }
}

fn learn_mail(session: &mut SessionState, command: &Command, number: MessageNumber, reply: &Said) {
    let Some(block) = reply.block() else { return };
    let whole = block.came_whole() && matches!(command, Command::Retr { .. });
    session.maildrop.learn(number, |message| {
        if whole {
            message.retrieved = true;
            message.octets = Some(block.delivered_octets());
        }
        if reply.subject.is_some() {
            message.subject.clone_from(&reply.subject);
        }
    });
}

/// The server removes what is marked, or says that it could not remove all of it (RFC 1939 §6).
pub(super) fn remove(session: &mut SessionState, all: bool, changes: &mut Vec<Change>) {
    let fate = if all { Fate::Removed } else { Fate::Unknown };
    let gone = session.maildrop.turn_marked(fate);
    if !gone.is_empty() {
        changes.push(if all { Change::Removed(gone) } else { Change::PerhapsRemoved(gone) });
    }
}
