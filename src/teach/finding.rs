//! Findings: what an attentive reader would remark on a session, each with its clause.

use std::fmt;

use crate::proto::Clause;
use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::LineEnd;
use crate::proto::reply::StatusFlaw;
use crate::proto::rules;
use crate::proto::spec;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::replay;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// A remark on one step.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Finding {
    /// The step, counted from 0.
    pub step: usize,
    /// What is remarked.
    pub code: Code,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Not forbidden, but unwise or incomplete.
    Warning,
    /// Against the RFC.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What can be remarked.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Code {
    /// A password went over the wire in the clear.
    CleartextPassword,
    /// A line of the client is no command.
    UnknownCommand,
    /// A command is not written as it must be.
    MalformedCommand,
    /// A command line is longer than 255 octets.
    CommandTooLong,
    /// A line ends with LF alone.
    BareLineFeed,
    /// A command is not allowed in the state.
    WrongState,
    /// The server accepts a command that is not allowed in the state.
    WrongStateAccepted,
    /// An indicator is not in upper case, or runs into the text.
    MalformedStatus,
    /// A positive reply begins with `+` alone.
    PlusStatus,
    /// A status line is longer than 512 octets.
    StatusTooLong,
    /// A line of the server that is no reply.
    NotAReply,
    /// A reply that nothing asked for.
    UnaskedReply,
    /// A multi-line reply without its last dot.
    Unterminated,
    /// RETR delivers another size than LIST or STAT announced.
    SizeDiffers,
    /// Octets are missing in the recording.
    OctetsMissing,
    /// Octets came again with different content.
    ConflictingOctets,
    /// Marked messages were kept for want of QUIT.
    MarksLost,
    /// The server could not remove all marked messages.
    UpdateFailed,
}

impl Code {
    /// Every code, in the order of its name in this file.
    pub const ALL: [Self; 18] = [
        Self::CleartextPassword,
        Self::UnknownCommand,
        Self::MalformedCommand,
        Self::CommandTooLong,
        Self::BareLineFeed,
        Self::WrongState,
        Self::WrongStateAccepted,
        Self::MalformedStatus,
        Self::PlusStatus,
        Self::StatusTooLong,
        Self::NotAReply,
        Self::UnaskedReply,
        Self::Unterminated,
        Self::SizeDiffers,
        Self::OctetsMissing,
        Self::ConflictingOctets,
        Self::MarksLost,
        Self::UpdateFailed,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CleartextPassword => "cleartext-password",
            Self::UnknownCommand => "unknown-command",
            Self::MalformedCommand => "malformed-command",
            Self::CommandTooLong => "command-too-long",
            Self::BareLineFeed => "bare-line-feed",
            Self::WrongState => "wrong-state",
            Self::WrongStateAccepted => "wrong-state-accepted",
            Self::MalformedStatus => "malformed-status",
            Self::PlusStatus => "plus-status",
            Self::StatusTooLong => "status-too-long",
            Self::NotAReply => "not-a-reply",
            Self::UnaskedReply => "unasked-reply",
            Self::Unterminated => "unterminated",
            Self::SizeDiffers => "size-differs",
            Self::OctetsMissing => "octets-missing",
            Self::ConflictingOctets => "conflicting-octets",
            Self::MarksLost => "marks-lost",
            Self::UpdateFailed => "update-failed",
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::OctetsMissing | Self::MarksLost | Self::UpdateFailed => Severity::Note,
            Self::CleartextPassword
            | Self::UnknownCommand
            | Self::WrongState
            | Self::SizeDiffers
            | Self::ConflictingOctets => Severity::Warning,
            Self::MalformedCommand
            | Self::CommandTooLong
            | Self::BareLineFeed
            | Self::WrongStateAccepted
            | Self::MalformedStatus
            | Self::PlusStatus
            | Self::StatusTooLong
            | Self::NotAReply
            | Self::UnaskedReply
            | Self::Unterminated => Severity::Error,
        }
    }

    /// Where it is written.
    #[must_use]
    pub fn clause(self) -> Clause {
        match self {
            Self::CleartextPassword => spec::CLEARTEXT,
            Self::CommandTooLong => spec::LENGTHS,
            Self::SizeDiffers => spec::MESSAGE_FORMAT,
            Self::ConflictingOctets => spec::SEQUENCE_NUMBERS,
            Self::MarksLost | Self::UpdateFailed => spec::UPDATE,
            Self::UnknownCommand
            | Self::MalformedCommand
            | Self::BareLineFeed
            | Self::WrongState
            | Self::WrongStateAccepted
            | Self::MalformedStatus
            | Self::PlusStatus
            | Self::StatusTooLong
            | Self::NotAReply
            | Self::UnaskedReply
            | Self::Unterminated
            | Self::OctetsMissing => spec::BASIC_OPERATION,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// All findings of a timeline, in the order of their steps.
#[must_use]
pub fn findings(timeline: &Timeline) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut now = Snapshot::default();
    for (place, step) in timeline.steps().iter().enumerate() {
        let before = step.connection.and_then(|id| now.session(id));
        let mut report = |code| found.push(Finding { step: place, code });
        look_at(timeline, step, before, &mut report);
        replay::take(&mut now, timeline, step);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn look_at(timeline: &Timeline, step: &Step, before: Option<&SessionState>, report: &mut impl FnMut(Code)) {
    match &step.what {
        What::Said(said) => look_at_words(timeline, said, before, report),
        What::Gap { .. } => report(Code::OctetsMissing),
        What::Conflict { .. } => report(Code::ConflictingOctets),
        What::Closed(_) | What::Opened | What::Fact(_) => (),
    }
    for change in &step.changes {
        match change {
            Change::Spared(_) => report(Code::MarksLost),
            Change::PerhapsRemoved(_) => report(Code::UpdateFailed),
            Change::Entered(_)
            | Change::Named(_)
            | Change::Marked(_)
            | Change::Unmarked(_)
            | Change::Removed(_)
            | Change::Covered
            | Change::Ended(_) => (),
        }
    }
}

fn look_at_words(timeline: &Timeline, said: &Said, before: Option<&SessionState>, report: &mut impl FnMut(Code)) {
    match &said.meaning {
        Meaning::Command { line, .. } => look_at_command(line, said, before, report),
        Meaning::Greeting(status) => {
            look_at_status(status, report);
            if status.indicator == Indicator::Plus {
                report(Code::PlusStatus);
            }
        }
        Meaning::Challenge { .. } | Meaning::SaslResponse { .. } | Meaning::Opaque | Meaning::Fragment => (),
        Meaning::Stray => {
            if said.side == Side::Server {
                report(Code::NotAReply);
            }
        }
        Meaning::Reply { exchange, status, block } => {
            let line = timeline.asked(said);
            if let Some(status) = status {
                look_at_status(status, report);
                if exchange.is_none() && before.is_some_and(|session| session.reached.is_some()) {
                    report(Code::UnaskedReply);
                }
                if let Some(line) = line {
                    look_at_outcome(line, status, said, before, report);
                }
            }
            if block.as_ref().is_some_and(|block| !block.terminated && block.holes.is_empty()) {
                report(Code::Unterminated);
            }
        }
    }
}

fn look_at_command(line: &CommandLine, said: &Said, before: Option<&SessionState>, report: &mut impl FnMut(Code)) {
    match (&line.command, line.keyword) {
        (Err(CommandError::UnknownKeyword), _) | (Err(_), None) => report(Code::UnknownCommand),
        (Err(_), Some(_)) => report(Code::MalformedCommand),
        (Ok(_), _) => (),
    }
    let clear = said.cover == Cover::Clear;
    let password = match &line.command {
        Ok(Command::Pass { .. }) => true,
        Ok(Command::Auth { mechanism: Some(mechanism), .. }) => mechanism == "PLAIN" || mechanism == "LOGIN",
        Ok(_) | Err(_) => false,
    };
    if clear && password {
        report(Code::CleartextPassword);
    }
    if line.too_long() {
        report(Code::CommandTooLong);
    }
    if line.end == LineEnd::Lf {
        report(Code::BareLineFeed);
    }
    // While replies are still to come, the state is not the one that the command will find.
    let settled = !before.is_some_and(SessionState::is_waiting);
    if settled && line.keyword.is_some_and(|keyword| !is_allowed(keyword, before)) {
        report(Code::WrongState);
    }
}

/// Whether a command may be said in the state that a session is known to be in.
fn is_allowed(keyword: Keyword, session: Option<&SessionState>) -> bool {
    session.and_then(|session| session.stage.phase()).is_none_or(|phase| rules::find(phase, keyword).is_some())
}

fn look_at_status(status: &StatusLine, report: &mut impl FnMut(Code)) {
    for flaw in status.flaws() {
        report(match flaw {
            StatusFlaw::NotUpperCase | StatusFlaw::NoSpace => Code::MalformedStatus,
            StatusFlaw::TooLong => Code::StatusTooLong,
            StatusFlaw::BareLf => Code::BareLineFeed,
        });
    }
}

fn look_at_outcome(
    line: &CommandLine,
    status: &StatusLine,
    reply: &Said,
    before: Option<&SessionState>,
    report: &mut impl FnMut(Code),
) {
    if !status.indicator.is_positive() {
        return;
    }
    if status.indicator == Indicator::Plus {
        report(Code::PlusStatus);
    }
    if line.keyword.is_some_and(|keyword| !is_allowed(keyword, before)) {
        report(Code::WrongStateAccepted);
    }
    if let Ok(Command::Retr { message }) = &line.command
        && let Some(block) = reply.block().filter(|block| block.is_complete())
    {
        let announced = before.and_then(|session| session.maildrop.message(*message)?.octets);
        let delivered = block.end - block.start - block.stuffed;
        if announced.is_some_and(|octets| octets != delivered as u64) {
            report(Code::SizeDiffers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::utterance::Certainty;
    use crate::teach::Language;
    use crate::teach::Words;

    #[test]
    fn a_long_name_is_no_mistake_where_lines_may_be_long() {
        // RFC 2449 §4 lets a command have 255 octets, so forty characters bind only servers without CAPA.
        let line = format!("USER {}@example.org\r\n", "x".repeat(60));
        let mut found = Vec::new();
        let said = Said {
            side: Side::Client,
            start: 0,
            raw: line.as_bytes().into(),
            meaning: Meaning::Command { exchange: 0, line: CommandLine::read(line.as_bytes()) },
            certainty: Certainty::Certain,
            cover: Cover::Clear,
            subject: None,
            partner: None,
        };
        look_at_command(&CommandLine::read(line.as_bytes()), &said, None, &mut |code| found.push(code));
        assert_eq!(found, []);
    }

    #[test]
    fn every_code_has_its_name_and_its_words() {
        for words in Language::ALL.map(Words::new) {
            for code in Code::ALL {
                assert!(words.has(&format!("finding-{code}")), "{}: {code}", words.language());
            }
        }
        let mut names: Vec<_> = Code::ALL.map(Code::as_str).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
