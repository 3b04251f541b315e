//! The data of what is said: the block of a reply, a mail, the further lines of a reply.

use crate::proto::Protocol;
use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::line::lines;
use crate::proto::other::Role;
use crate::session::timeline::Said;

impl Said {
    /// Whether it is a mail without a status line of its own, as SMTP, POP1 and POP2 send them.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.turn().is_some_and(|turn| matches!(turn.role, Role::Content { .. }))
    }

    /// The octets behind the first line, without a terminator: the block of a reply, a mail, or the further
    /// lines of a reply. `None` if there are none.
    #[must_use]
    pub fn data(&self) -> Option<&[u8]> {
        match (self.block(), self.turn()) {
            (Some(block), _) => Some(block.wire(&self.raw)),
            (None, Some(turn)) if self.is_content() => Some(&self.raw[..turn.content_end(&self.raw)]),
            (None, Some(_)) => {
                let (text, end) = first_line(&self.raw);
                Some(&self.raw[text.len() + end.octets()..]).filter(|rest| !rest.is_empty())
            }
            (None, None) => None,
        }
    }

    /// How many octets of its data are delivered: stuffing dots do not count (RFC 1939 §11, RFC 5321 §4.5.2).
    #[must_use]
    pub fn data_octets(&self) -> usize {
        let data = self.data().unwrap_or_default();
        let stuffed = match (self.block(), self.turn()) {
            (Some(block), _) => block.stuffed,
            (None, Some(turn)) if turn.protocol == Protocol::Smtp && self.is_content() => {
                let mut at_start = true;
                let dots = lines(data).filter(|(line, end)| {
                    let stuffed = at_start && line.starts_with(b".");
                    at_start = *end == LineEnd::CrLf;
                    stuffed
                });
                dots.count()
            }
            (None, Some(_) | None) => 0,
        };
        data.len() - stuffed
    }

    /// Whether a dot marked the end of its data.
    #[must_use]
    pub fn ends_with_dot(&self) -> bool {
        self.block().is_some_and(|block| block.terminated)
            || self.turn().is_some_and(|turn| turn.content_end(&self.raw) < self.raw.len())
    }
}
