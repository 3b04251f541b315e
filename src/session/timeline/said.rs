//! A message on the wire, with what it means.

use std::sync::Arc;

use crate::proto::Octets;
use crate::proto::Side;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line;
use crate::proto::line::printable;
use crate::proto::other::Turn;
use crate::proto::secret::MASK;
use crate::proto::secret::masked;
use crate::proto::secret::masked_in;
use crate::proto::secret::masked_piece;
use crate::proto::utterance::Block;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;

/// A message on the wire.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// Who said it.
    pub side: Side,
    /// The place of its first octet among all octets of that side.
    ///
    /// Octets that were read inside TLS count as they were read, and stand in place of the records
    /// that carried them; all others count as they were on the wire.
    pub start: u64,
    /// Its octets.
    pub raw: Octets,
    /// What they mean.
    pub meaning: Meaning,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether they were read inside TLS.
    pub cover: Cover,
    /// A reply that repeats the secret of its command.
    pub echoes: bool,
    /// The subject of the mail that RETR or TOP brought.
    pub subject: Option<Arc<str>>,
    /// The other half of the exchange: the step of the reply for a command, of the command for all else.
    pub partner: Option<usize>,
}

impl Said {
    /// The command line, if it is one.
    #[must_use]
    pub fn command(&self) -> Option<&CommandLine> {
        if let Meaning::Command { line, .. } = &self.meaning { Some(line) } else { None }
    }

    /// The status line of a reply, if it is one and has it.
    #[must_use]
    pub fn status(&self) -> Option<&StatusLine> {
        if let Meaning::Reply { status, .. } = &self.meaning { status.as_ref() } else { None }
    }

    /// The block of a multi-line reply.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        if let Meaning::Reply { block, .. } = &self.meaning { block.as_deref() } else { None }
    }

    /// What it is in a protocol beside POP3.
    #[must_use]
    pub fn turn(&self) -> Option<&Turn> {
        if let Meaning::Other(turn) = &self.meaning { Some(turn) } else { None }
    }

    /// The block as delivered, without stuffing and terminator.
    #[must_use]
    pub fn delivered(&self) -> Option<Vec<u8>> {
        self.block().map(|block| block.delivered(&self.raw))
    }

    /// The first line as people may see it: printable, with secrets masked unless they are asked for.
    #[must_use]
    pub fn shown_line(&self, reveal_secrets: bool) -> String {
        if reveal_secrets || (self.side == Side::Server && !self.echoes) {
            return printable(self.first_line());
        }
        if let Some(status) = self.status().filter(|_| self.side == Side::Server) {
            return format!("{} {MASK}", status.indicator);
        }
        match &self.meaning {
            Meaning::SaslResponse { .. } if self.first_line() != b"*" => MASK.to_owned(),
            Meaning::Other(turn) => masked_in(turn.protocol, &self.raw),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque => masked(&self.raw),
            Meaning::Stray | Meaning::Fragment => masked_piece(&self.raw),
        }
    }

    /// The first line, without its line end.
    #[must_use]
    pub fn first_line(&self) -> &[u8] {
        line::first_line(&self.raw).0
    }
}
