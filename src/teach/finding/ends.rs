//! How sessions end by silence: the autologout timer (RFC 1939 §3).

use std::time::Duration;

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use crate::proto::Side;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::timeline::What;

/// The least that an autologout timer may be (RFC 1939 §3).
const TEN_MINUTES: Duration = Duration::from_mins(10);

/// A server that closes within this time does so because of what was said last.
const AT_ONCE: Duration = Duration::from_secs(10);

/// Words by which servers say that they waited too long.
const SILENCE: [&[u8]; 6] = [b"inactiv", b"idle", b"timeout", b"timed out", b"time out", b"autologout"];

/// The most octets of a status line that are searched for such words.
const MAX_SEARCHED: usize = 512;

/// What is kept of the silence of a session.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// When something was last said.
    last_words: Option<Time>,
    /// The refusal of a command that was not well-formed, if it was the last that was said.
    corrected: Option<usize>,
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
                self.corrected = look.sure_answer().filter(corrects).map(|_| look.place);
            }
            What::Closed(Closing::Finished(Side::Server)) => {
                let at_once = self.last_words.is_some_and(|last| look.step.at.since(last) < AT_ONCE);
                if let Some(place) = self.corrected.take().filter(|_| at_once && !look.standing.quit) {
                    report.add(place, Code::ClosedUnasked);
                }
            }
            What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => (),
        }
    }
}

/// Whether a reply refuses a line that is only written wrong: no login, and nothing that floods the server.
fn corrects(answer: &Answer<'_>) -> bool {
    !answer.is_positive() && answer.line.keyword.is_some() && answer.line.command.is_err() && !answer.line.too_long()
}

fn speaks_of_silence(text: &[u8]) -> bool {
    let text = text[..text.len().min(MAX_SEARCHED)].to_ascii_lowercase();
    SILENCE.iter().any(|word| memchr::memmem::find(&text, word).is_some())
}
