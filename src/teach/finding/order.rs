//! The order of a session: states, USER before PASS, nothing behind QUIT (RFC 1939 §3 to §7).

use super::Code;
use super::Report;
use super::look::Look;
use super::look::is_login;
use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::command::CommandLine;
use crate::proto::rules;
use crate::session::event::Closing;
use crate::session::timeline::Change;
use crate::session::timeline::What;

/// What is kept of the order of a session.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// USER was accepted right before: PASS is due.
    user_accepted: bool,
    /// The client spoke before the greeting, and it was told.
    early_told: bool,
}

impl Order {
    pub(super) fn look(&mut self, look: &Look<'_>, report: &mut Report) {
        self.look_at_command(look, report);
        self.look_at_answer(look, report);
        if let What::Closed(Closing::Finished(Side::Client) | Closing::Reset(Side::Client)) = look.step.what {
            let spared = look.step.changes.iter().any(|change| matches!(change, Change::Spared(_)));
            let standing = look.standing;
            let at_work = standing.is_sure() && standing.phase == Some(Phase::Transaction);
            if at_work && !standing.quit && !spared {
                report.add(look.place, Code::NoQuit);
            }
        }
    }

    fn look_at_command(&mut self, look: &Look<'_>, report: &mut Report) {
        let Some(line) = look.command() else { return };
        let standing = look.standing;
        if standing.whole && !standing.greeted && !self.early_told {
            self.early_told = true;
            report.add(look.place, Code::BeforeGreeting);
        }
        if standing.quit {
            report.add(look.place, Code::CommandAfterQuit);
            return;
        }
        let (Some(phase), Some(keyword)) = (standing.sure_phase(), line.keyword) else { return };
        if is_login(keyword) && phase == Phase::Transaction {
            report.add(look.place, Code::SecondLogin);
        } else if rules::find(phase, keyword).is_none() {
            report.add(look.place, Code::WrongState);
        } else if phase == Phase::Authorization && keyword == Keyword::Pass && !self.user_accepted {
            report.add(look.place, Code::PassWithoutUser);
        } else if self.user_accepted
            && !matches!(keyword, Keyword::Pass | Keyword::Rpop | Keyword::Quit | Keyword::Capa)
        {
            report.add(look.place, Code::PassExpected);
        }
    }

    fn look_at_answer(&mut self, look: &Look<'_>, report: &mut Report) {
        let Some(answer) = look.answer() else { return };
        let accepted = look.sure_answer().is_some() && answer.is_positive();
        let Some(keyword) = answer.line.keyword else {
            self.user_accepted = false;
            if accepted && answer.line.command == Err(CommandError::UnknownKeyword) {
                report.add(look.place, Code::UnknownAccepted);
            }
            return;
        };
        if accepted && matches!(keyword, Keyword::Last | Keyword::Rpop) {
            report.add(look.place, Code::OldCommandAccepted);
        }
        let phase = look.standing.phase;
        if let (Some(phase), Some(_), true) = (phase, look.sure_answer(), answer.is_positive()) {
            if rules::find(phase, keyword).is_none() {
                report.add(look.place, Code::WrongStateAccepted);
            } else if is_malformed(answer.line) {
                report.add(look.place, Code::MalformedAccepted);
            } else if keyword == Keyword::Pass && !self.user_accepted {
                report.add(look.place, Code::PassWithoutUserAccepted);
            }
        }
        if keyword == Keyword::User {
            self.user_accepted = answer.is_positive() && phase == Some(Phase::Authorization);
        } else if keyword != Keyword::Capa {
            self.user_accepted = false;
        }
    }
}

/// Whether a line breaks the grammar, so that a server MUST refuse it (RFC 1939 §3).
fn is_malformed(line: &CommandLine) -> bool {
    let Err(error) = line.command else { return false };
    match error {
        CommandError::MissingArgument
        | CommandError::TooManyArguments
        | CommandError::BadSeparator
        | CommandError::NotANumber
        | CommandError::MessageZero
        | CommandError::BadDigest => true,
        // What is too long or too large may be borne, and what is unknown here may be an extension.
        CommandError::EmptyLine
        | CommandError::UnknownKeyword
        | CommandError::NumberTooLarge
        | CommandError::NotText
        | CommandError::ArgumentTooLong
        | CommandError::LineTooLong => false,
    }
}
