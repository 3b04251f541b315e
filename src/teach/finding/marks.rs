//! Deletion marks, and the messages that commands name (RFC 1939 §5 and §6).

use super::Code;
use super::Report;
use super::look::Look;
use super::maildrop::Known;
use crate::proto::Command;
use crate::proto::Phase;
use crate::proto::line::LineEnd;
use crate::session::timeline::Change;
use crate::session::timeline::What;

pub(super) fn look(look: &Look<'_>, known: &Known, report: &mut Report) {
    for change in &look.step.changes {
        match change {
            Change::Spared(_) => report.add(look.place, Code::MarksLost),
            Change::PerhapsRemoved(_) if matches!(look.step.what, What::Closed(_)) => {
                report.add(look.place, Code::MarksInDoubt);
            }
            Change::PerhapsRemoved(_) => report.add(look.place, Code::UpdateFailed),
            Change::Entered(_)
            | Change::Named(_)
            | Change::Marked(_)
            | Change::Unmarked(_)
            | Change::Removed(_)
            | Change::Covered
            | Change::Ended(_) => (),
        }
    }
    let marked = &look.standing.marked;
    let beyond = |command: &Command| {
        let number = command.message()?;
        Some(known.most()? < u64::from(number.get()))
    };
    if let Some(Ok(command)) = look.command().map(|line| &line.command)
        && look.standing.sure_phase() == Some(Phase::Transaction)
    {
        if command.message().is_some_and(|number| marked.contains(&number)) {
            report.add(look.place, Code::MarkedNamed);
        } else if beyond(command) == Some(true) {
            report.add(look.place, Code::NumberBeyondMaildrop);
        }
    }
    look_at_refusal(look, known, report);
    if let Some(answer) = look.sure_answer()
        && let Some(command) = answer.command()
        && answer.is_positive()
        && look.standing.phase == Some(Phase::Transaction)
    {
        if command.message().is_some_and(|number| marked.contains(&number)) {
            let again = matches!(command, Command::Dele { .. });
            report.add(look.place, if again { Code::MarkedTwice } else { Code::MarkedAccepted });
        } else if beyond(command) == Some(true) {
            report.add(look.place, Code::NumberBeyondAccepted);
        }
    }
}

/// Whether the server refuses a message that has to be there.
fn look_at_refusal(look: &Look<'_>, known: &Known, report: &mut Report) {
    let Some(answer) = look.sure_answer().filter(|answer| !answer.is_positive()) else { return };
    // A response code tells of another reason, and so may a line that is wrong in itself.
    let other_reason = answer.status.response_code().is_some() || answer.line.end != LineEnd::CrLf;
    let Some(command) = answer.command().filter(|_| !other_reason) else { return };
    let Some(number) = command.message().filter(|_| look.standing.phase == Some(Phase::Transaction)) else { return };
    let there = known.sizes.contains_key(&number)
        || known.unique_ids.contains_key(&number)
        || known.most().is_some_and(|most| u64::from(number.get()) <= most);
    if known.unmarked.contains(&number) {
        let optional = matches!(command, Command::Top { .. } | Command::Uidl { .. });
        if !optional {
            report.add(look.place, Code::RsetWithoutEffect);
        }
    } else if there && matches!(command, Command::Retr { .. }) && !look.standing.marked.contains(&number) {
        report.add(look.place, Code::ListedMessageRefused);
    }
}
