//! Replies: how status lines are written, and whether each has its question (RFC 1939 §3).

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use super::look::is_login;
use crate::proto::Command;
use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::reply::StatusFlaw;
use crate::proto::utterance::Meaning;
use crate::session::event::Closing;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What is kept of the replies of a session.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// What only the next step can tell.
    open: Option<Open>,
    /// The step of the last command that was said.
    last_asked: usize,
    /// A challenge of AUTH waits for the client.
    challenged: bool,
    /// The last reply refused a login: the server may close the connection, whatever else was asked.
    login_refused: bool,
    /// A command of an extension succeeded: lines may follow, as behind LANG.
    lines_may_follow: bool,
}

/// Something strange whose reason the next step shows.
#[derive(Clone, Copy, Debug)]
enum Open {
    /// A reply that nothing asked for: perhaps an autologout that speaks.
    Unasked { step: usize, negative: bool },
    /// A block without its terminator: perhaps the connection broke.
    Unterminated { step: usize },
}

impl Replies {
    pub(super) fn look(&mut self, look: &Look<'_>, report: &mut Report) {
        match &look.step.what {
            What::Said(said) => {
                self.resolve(None, report);
                self.hear(look, said, report);
            }
            What::Closed(closing) => {
                self.resolve(Some(*closing), report);
                let by_server = matches!(closing, Closing::Finished(Side::Server) | Closing::Reset(Side::Server));
                let left =
                    look.standing.is_waiting() && look.standing.is_sure() && !look.standing.goodbye && !self.challenged;
                let left = left && !self.login_refused;
                if by_server && left {
                    report.add(self.last_asked, Code::Unanswered);
                }
            }
            What::Gap { .. } => self.open = None,
            What::Opened | What::Conflict { .. } | What::Fact(_) => (),
        }
    }

    /// The recording has no further step of this connection.
    pub(super) fn finish(mut self, report: &mut Report) {
        self.resolve(Some(Closing::RecordingEnds), report);
    }

    fn resolve(&mut self, closing: Option<Closing>, report: &mut Report) {
        match (self.open.take(), closing) {
            (Some(Open::Unasked { step, negative: true }), Some(_)) => report.add(step, Code::AutologoutReply),
            (Some(Open::Unasked { step, .. }), Some(_) | None) => report.add(step, Code::UnaskedReply),
            (Some(Open::Unterminated { step }), None | Some(Closing::Finished(Side::Server))) => {
                report.add(step, Code::Unterminated);
            }
            (Some(Open::Unterminated { step }), Some(_)) => report.add(step, Code::CutShort),
            (None, _) => (),
        }
    }

    fn hear(&mut self, look: &Look<'_>, said: &Said, report: &mut Report) {
        let mut add = |code| report.add(look.place, code);
        self.challenged = matches!(said.meaning, Meaning::Challenge { .. });
        match &said.meaning {
            Meaning::Greeting(status) => {
                look_at_status(look, status, &mut add);
                match status.indicator {
                    Indicator::Ok => (),
                    Indicator::Plus => add(Code::PlusStatus),
                    Indicator::Err => add(Code::NegativeGreeting),
                }
            }
            Meaning::Reply { exchange, status, block } => {
                let extension = |answer: Answer<'_>| answer.line.keyword.is_none() && answer.is_positive();
                self.lines_may_follow = look.answer().is_some_and(extension);
                let login = |answer: Answer<'_>| answer.line.keyword.is_some_and(is_login);
                self.login_refused = look.answer().is_some_and(|answer| login(answer) && !answer.is_positive());
                if let Some(status) = status {
                    look_at_status(look, status, &mut add);
                    look_at_language(look, &mut add);
                    if status.indicator == Indicator::Plus && exchange.is_some() {
                        add(Code::PlusStatus);
                    }
                    if exchange.is_none() && look.standing.is_sure() {
                        let negative = status.indicator == Indicator::Err;
                        self.open = Some(Open::Unasked { step: look.place, negative });
                    }
                }
                if block.as_ref().is_some_and(|block| !block.terminated && block.holes.is_empty()) {
                    self.open = Some(Open::Unterminated { step: look.place });
                }
            }
            Meaning::Stray if said.side == Side::Server && look.standing.whole && !self.lines_may_follow => {
                add(Code::NotAReply);
            }
            Meaning::Command { .. } => {
                self.last_asked = look.place;
                self.lines_may_follow = false;
            }
            Meaning::Stray
            | Meaning::Other(_)
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Opaque
            | Meaning::Fragment => (),
        }
    }
}

fn look_at_status(look: &Look<'_>, status: &StatusLine, add: &mut impl FnMut(Code)) {
    for flaw in status.flaws() {
        add(match flaw {
            StatusFlaw::NotUpperCase => Code::StatusNotUpperCase,
            StatusFlaw::NoSpace => Code::MalformedStatus,
            StatusFlaw::TooLong => Code::StatusTooLong,
            StatusFlaw::BareLf => Code::BareLineFeed,
        });
    }
    let beyond_ascii = look.standing.utf8 || look.standing.language || answers_lang(look);
    if !status.text.is_ascii() && !beyond_ascii {
        add(Code::NonAsciiReply);
    }
    if status.text.contains(&b'\r') {
        add(Code::BareCarriageReturn);
    }
    if status.text.iter().any(|octet| octet.is_ascii_control() && *octet != b'\r') {
        add(Code::ControlInReply);
    }
}

/// Whether this is the reply to LANG: it is in the new language already (RFC 6856 §3.2).
fn answers_lang(look: &Look<'_>) -> bool {
    look.answer().is_some_and(|answer| answer.line.keyword == Some(Keyword::Lang))
}

/// The tag of the language stands first in the reply that chooses it (RFC 6856 §3.2).
fn look_at_language(look: &Look<'_>, add: &mut impl FnMut(Code)) {
    let Some(answer) = look.answer().filter(Answer::is_positive) else { return };
    if !matches!(answer.command(), Some(Command::Lang { range: Some(_) })) {
        return;
    }
    let tag = answer.status.text.split(|octet| *octet == b' ').next().unwrap_or_default();
    let is_tag = tag.first().is_some_and(u8::is_ascii_alphabetic)
        && tag.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-');
    if !is_tag {
        add(Code::LanguageWithoutTag);
    }
}
