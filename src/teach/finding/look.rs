//! A look at one step: what the watchers see, and how the session stands before it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::utterance::Block;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Fact;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Connection;
use crate::session::timeline::Change;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// One step and all that a watcher may ask about it.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) step: &'a Step,
    /// The place of the step in the timeline.
    pub(super) place: usize,
    /// How the session stands before the step.
    pub(super) standing: &'a Standing,
}

/// A reply whose status line and command were both seen.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    /// What was asked.
    pub(super) line: &'a CommandLine,
    /// The step in which it was asked.
    pub(super) asked_at: usize,
    pub(super) status: &'a StatusLine,
    pub(super) said: &'a Said,
}

impl<'a> Look<'a> {
    /// What was said, if something was said.
    pub(super) fn said(&self) -> Option<&'a Said> {
        self.step.said()
    }

    /// The command line, if it is one.
    pub(super) fn command(&self) -> Option<&'a CommandLine> {
        self.said()?.command()
    }

    /// The reply, if it is one whose status line and command were seen.
    pub(super) fn answer(&self) -> Option<Answer<'a>> {
        let said = self.said()?;
        let Meaning::Reply { status: Some(status), .. } = &said.meaning else { return None };
        Some(Answer { line: self.timeline.asked(said)?, asked_at: said.partner?, status, said })
    }

    /// The same, if there is no doubt what it answers.
    pub(super) fn sure_answer(&self) -> Option<Answer<'a>> {
        self.answer().filter(|answer| self.standing.is_sure() && answer.said.certainty == Certainty::Certain)
    }

    /// The greeting, if it is one.
    pub(super) fn greeting(&self) -> Option<&'a StatusLine> {
        match &self.said()?.meaning {
            Meaning::Greeting(status) => Some(status),
            Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque
            | Meaning::Other(_)
            | Meaning::Stray
            | Meaning::Fragment => None,
        }
    }

    /// The name of the user as it stands behind the step.
    pub(super) fn user_after(&self) -> Option<Arc<str>> {
        let named = self.step.changes.iter().find_map(|change| match change {
            Change::Named(user) => Some(user.clone()),
            Change::Entered(_)
            | Change::Reached(_)
            | Change::Marked(_)
            | Change::Unmarked(_)
            | Change::Removed(_)
            | Change::Spared(_)
            | Change::PerhapsRemoved(_)
            | Change::Covered
            | Change::Ended(_) => None,
        });
        named.or_else(|| self.standing.user.clone())
    }

    /// Whether it was said in the clear.
    pub(super) fn is_clear(&self) -> bool {
        self.said().is_some_and(|said| said.cover == Cover::Clear)
    }
}

impl<'a> Answer<'a> {
    /// Whether the server says yes.
    pub(super) fn is_positive(&self) -> bool {
        self.status.indicator.is_positive()
    }

    /// The command, if it is well-formed.
    pub(super) fn command(&self) -> Option<&'a Command> {
        self.line.command.as_ref().ok()
    }

    /// The block of lines, if nothing of it is missing.
    pub(super) fn whole_block(&self) -> Option<(&'a Block, &'a [u8])> {
        let block = self.said.block().filter(|block| block.is_complete())?;
        Some((block, block.wire(&self.said.raw)))
    }
}

/// How a session stands: told from the changes of its steps, so that nothing is read twice.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own life")]
pub(super) struct Standing {
    /// Whether the recording has the session from its first octet, without a gap so far.
    pub(super) whole: bool,
    /// Whether the greeting came.
    pub(super) greeted: bool,
    pub(super) phase: Option<Phase>,
    pub(super) user: Option<Arc<str>>,
    /// Whether what follows is covered.
    pub(super) tls: bool,
    /// The port of the server.
    pub(super) port: u16,
    /// How many commands were said, and up to which of them all replies came.
    asked: u64,
    answered: u64,
    /// Whether a QUIT was said that the server has to obey.
    pub(super) quit: bool,
    /// Whether a QUIT was answered, and the server has to close.
    pub(super) goodbye: bool,
    /// The messages that are marked as deleted.
    pub(super) marked: BTreeSet<MessageNumber>,
    /// Whether UTF8 was accepted: names, mails and replies may be beyond ASCII (RFC 6856 §2).
    pub(super) utf8: bool,
    /// Whether LANG was accepted: replies may be beyond ASCII (RFC 6856 §3).
    pub(super) language: bool,
}

impl Standing {
    pub(super) fn new(connection: Option<&Connection>) -> Self {
        Self {
            whole: connection.is_some_and(|connection| connection.opening == Opening::Connection),
            port: connection.map_or(0, |connection| connection.server.address.port()),
            ..Self::default()
        }
    }

    /// Whether nothing is missing that could explain what comes.
    pub(super) fn is_sure(&self) -> bool {
        self.whole && self.greeted
    }

    /// Whether a command waits for its reply: the state is then not the one that the next will find.
    pub(super) fn is_waiting(&self) -> bool {
        self.answered < self.asked
    }

    /// The state that a command said here will find, if that is beyond doubt.
    pub(super) fn sure_phase(&self) -> Option<Phase> {
        self.phase.filter(|_| self.is_sure() && !self.is_waiting())
    }

    /// Takes what a step changes.
    pub(super) fn take(&mut self, timeline: &Timeline, step: &Step) {
        match &step.what {
            What::Said(said) => self.hear(timeline, said),
            What::Gap { .. } => {
                self.whole = false;
                self.answered = self.asked;
            }
            What::Fact(Fact::TlsEstablished) => self.tls = true,
            What::Closed(_) => self.phase = None,
            What::Opened | What::Conflict { .. } | What::Fact(_) => (),
        }
        for change in &step.changes {
            match change {
                Change::Entered(phase) => self.phase = Some(*phase),
                Change::Named(user) => self.user = Some(user.clone()),
                Change::Marked(numbers) => self.marked.extend(numbers),
                Change::Unmarked(_) | Change::Removed(_) | Change::Spared(_) | Change::PerhapsRemoved(_) => {
                    self.marked.clear();
                }
                Change::Covered => self.tls = true,
                Change::Reached(_) | Change::Ended(_) => (),
            }
        }
    }

    fn hear(&mut self, timeline: &Timeline, said: &Said) {
        match &said.meaning {
            Meaning::Greeting(_) => self.greeted = true,
            Meaning::Command { exchange, line } => {
                self.asked = exchange + 1;
                self.quit |= line.command == Ok(Command::Quit);
            }
            Meaning::Reply { exchange: Some(exchange), status, .. } => {
                self.answered = exchange + 1;
                let positive = status.as_ref().is_some_and(|status| status.indicator.is_positive());
                let asked = said.partner.and_then(|place| timeline.steps().get(place)?.said());
                if asked.and_then(Said::command).is_some_and(|line| line.command == Ok(Command::Quit)) {
                    // A QUIT that was refused before the login ends nothing.
                    self.quit = positive || self.phase != Some(Phase::Authorization);
                    self.goodbye |= self.quit;
                }
                let keyword = asked.and_then(Said::command).and_then(|line| line.keyword).filter(|_| positive);
                self.utf8 |= keyword == Some(Keyword::Utf8);
                self.language |= keyword == Some(Keyword::Lang);
            }
            Meaning::Reply { exchange: None, .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Opaque
            | Meaning::Other(_)
            | Meaning::Stray
            | Meaning::Fragment => (),
        }
    }
}

/// The first word of a command line in capitals, if it has the length of a keyword.
pub(super) fn first_word(said: &Said) -> Option<[u8; 4]> {
    let text = said.first_line();
    let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
    let mut capitals = [b' '; 4];
    capitals.get_mut(..word.len())?.copy_from_slice(word);
    Some(capitals.map(|octet| octet.to_ascii_uppercase()))
}

/// Whether a command gives a password, or what is as good, as it is (RFC 1939 §13, RFC 4616 §6).
pub(super) fn gives_password(line: &CommandLine) -> bool {
    match &line.command {
        Ok(Command::Pass { .. }) => true,
        Ok(Command::Auth { mechanism: Some(mechanism), .. }) => {
            matches!(mechanism.as_str(), "PLAIN" | "LOGIN" | "XOAUTH2" | "OAUTHBEARER")
        }
        Ok(_) | Err(_) => false,
    }
}

/// Whether a keyword begins a login or goes on with one.
pub(super) fn is_login(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::User | Keyword::Pass | Keyword::Apop | Keyword::Auth)
}
