//! Size and digest of each message that a session brought. Nothing of the message is copied.

use sha2::Digest as _;
use sha2::Sha256;

use crate::inspect::fetched::request;
use crate::proto::MessageNumber;
use crate::proto::auth;
use crate::proto::utterance::Block;
use crate::session::Timeline;
use crate::session::timeline::Said;

/// What RETR or TOP brought, in figures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Content {
    /// The number of the message in the session.
    pub number: MessageNumber,
    /// Whether RETR or TOP brought it.
    pub via: &'static str,
    /// Octets as delivered.
    pub octets: u64,
    /// SHA-256 of these octets.
    pub sha256: [u8; 32],
    /// Whether nothing is missing.
    pub complete: bool,
    /// The step of the reply.
    pub step: usize,
}

impl Content {
    /// Whether these are all octets of the message, and so name it.
    #[must_use]
    pub fn is_whole_message(&self) -> bool {
        self.complete && self.via == "RETR"
    }

    /// The digest in lower-case hexadecimal.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        auth::hex(&self.sha256)
    }
}

/// The content of all messages of a timeline, in the order in which they came.
pub fn contents(timeline: &Timeline) -> impl Iterator<Item = Content> {
    (0..timeline.len()).filter_map(|step| content_at(timeline, step))
}

/// The octets of each of these, as delivered: without their digests this takes much less time.
pub fn delivered_octets(timeline: &Timeline) -> impl Iterator<Item = u64> {
    let messages = (0..timeline.len()).filter_map(|step| message_at(timeline, step));
    messages.map(|(_, said, block)| {
        let mut octets = 0;
        block.deliver(&said.raw, |piece| octets += piece.len() as u64);
        block.unkept.as_ref().map_or(octets, |unkept| unkept.octets)
    })
}

/// The message that a step brought: its number, and by which command it came.
fn message_at(timeline: &Timeline, step: usize) -> Option<((MessageNumber, &'static str), &Said, &Block)> {
    let message = request(timeline, step)?;
    let said = timeline.steps().get(step)?.said()?;
    Some((message, said, said.block()?))
}

fn content_at(timeline: &Timeline, step: usize) -> Option<Content> {
    let ((number, via), said, block) = message_at(timeline, step)?;
    if let Some(unkept) = &block.unkept {
        let (octets, sha256, complete) = (unkept.octets, unkept.sha256, unkept.complete);
        return Some(Content { number, via, octets, sha256, complete, step });
    }
    let mut octets = 0;
    let mut digest = Sha256::new();
    block.deliver(&said.raw, |piece| {
        octets += piece.len() as u64;
        digest.update(piece);
    });
    Some(Content { number, via, octets, sha256: digest.finalize().into(), complete: block.is_complete(), step })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::fetched::fetched;
    use crate::inspect::testing::C;
    use crate::inspect::testing::S;
    use crate::inspect::testing::timeline;

    #[test]
    fn figures_are_those_of_the_octets_delivered() {
        let timeline = timeline(&[
            (S, "+OK\r\n"),
            (C, "RETR 1\r\nTOP 2 0\r\nLIST\r\nRETR 3\r\n"),
            (S, "+OK\r\na\r\n..b\r\n.\r\n+OK\r\nx\r\n.\r\n+OK\r\n1 2\r\n.\r\n+OK\r\ncut"),
        ]);
        let contents: Vec<_> = contents(&timeline).collect();
        let fetched: Vec<_> = fetched(&timeline).collect();
        assert_eq!(contents.len(), 3);
        for (content, fetched) in contents.iter().zip(&fetched) {
            assert_eq!((content.number, content.via, content.step), (fetched.number, fetched.via, fetched.step));
            assert_eq!(content.octets, fetched.octets.len() as u64);
            assert_eq!(content.sha256_hex(), auth::hex(&Sha256::digest(&fetched.octets)));
        }
        assert!(delivered_octets(&timeline).eq(contents.iter().map(|content| content.octets)));
        let whole: Vec<_> = contents.iter().map(Content::is_whole_message).collect();
        assert_eq!(whole, [true, false, false]);
    }
}
