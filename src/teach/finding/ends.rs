//! How sessions end by silence: the autologout timer (RFC 1939 §3).

use std::time::Duration;

use super::Code;
use super::Report;
use super::look::Look;
use crate::proto::Side;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::Time;
use crate::session::timeline::What;

/// The least that an autologout timer may be (RFC 1939 §3).
const TEN_MINUTES: Duration = Duration::from_mins(10);

/// Words by which servers say that they waited too long.
const SILENCE: [&[u8]; 6] = [b"inactiv", b"idle", b"timeout", b"timed out", b"time out", b"autologout"];

/// The most octets of a status line that are searched for such words.
const MAX_SEARCHED: usize = 512;

/// What is kept of the silence of a session.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// When something was last said.
    last_words: Option<Time>,
}

impl Ends {
    pub(super) fn look(&mut self, look: &Look<'_>, report: &mut Report) {
        match &look.step.what {
            What::Fact(Fact::AutologoutExpired { idle }) if *idle < TEN_MINUTES => {
                report.add(look.place, Code::AutologoutTooEarly);
            }
            What::Said(said) => {
                if let Meaning::Reply { exchange: None, status: Some(status), .. } = &said.meaning
                    && said.side == Side::Server
                    && look.standing.is_sure()
                    && self.last_words.is_some_and(|last| look.step.at.since(last) < TEN_MINUTES)
                    && speaks_of_silence(&status.text)
                {
                    report.add(look.place, Code::AutologoutTooEarly);
                }
                self.last_words = Some(look.step.until);
            }
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => (),
        }
    }
}

fn speaks_of_silence(text: &[u8]) -> bool {
    let text = text[..text.len().min(MAX_SEARCHED)].to_ascii_lowercase();
    SILENCE.iter().any(|word| memchr::memmem::find(&text, word).is_some())
}
