//! Messages that are not kept: of long sessions size and digest are enough, when memory is scarce.

use sha2::Digest as _;
use sha2::Sha256;

use crate::proto::Command;
use crate::proto::utterance::Hole;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Unkept;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// Shorter messages are kept: little would be won.
const SHORT: usize = 4096;

impl Timeline {
    /// Lets go the octets of the message that a step brought, but not their number and their digest.
    /// Tells how many octets that were.
    pub(super) fn let_message_go(&mut self, place: usize) -> u64 {
        let Some(said) = self.steps().get(place).and_then(|step| step.said()) else { return 0 };
        let asked = self.asked(said).and_then(|line| line.command.as_ref().ok());
        if said.raw.len() < SHORT || !matches!(asked, Some(Command::Retr { .. } | Command::Top { .. })) {
            return 0;
        }
        let Some(What::Said(said)) = self.what_mut(place) else { return 0 };
        let_go(said)
    }
}

fn let_go(said: &mut Said) -> u64 {
    let Meaning::Reply { block: Some(block), .. } = &mut said.meaning else { return 0 };
    if block.unkept.is_some() {
        return 0;
    }
    let (mut octets, mut digest) = (0, Sha256::new());
    block.deliver(&said.raw, |piece| {
        octets += piece.len() as u64;
        digest.update(piece);
    });
    let complete = block.is_complete();
    block.unkept = Some(Box::new(Unkept { octets, sha256: digest.finalize().into(), complete }));
    let gone = (said.raw.len() - block.start) as u64;
    let lost: u64 = block.holes.iter().map(|hole| hole.octets).sum();
    block.holes = vec![Hole { at: block.start, octets: gone + lost }];
    (block.end, block.stuffed) = (block.start, 0);
    said.raw = said.raw[..block.start].into();
    gone
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::proto::MessageNumber;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::ConnectionId;
    use crate::session::Cursor;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    #[test]
    fn size_and_digest_stay_and_so_does_the_state() {
        let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
        let opened = Connection {
            client: party(40_000),
            server: party(110),
            opening: Opening::Connection,
            protocol: crate::proto::Protocol::Pop3,
        };
        let event = |connection, kind| Event { at: Time::default(), connection, mark: Mark::Nowhere, kind };
        let say = |side, octets: &str| {
            let kind = EventKind::Octets { side, octets: octets.as_bytes().to_vec(), cover: Cover::Clear };
            event(Some(ConnectionId(0)), kind)
        };
        let mail = format!("Subject: a\r\n\r\n{}", "..x\r\n".repeat(2000));
        let mut recorder = Recorder::new();
        for event in [
            event(None, EventKind::Opened(opened)),
            say(Side::Server, "+OK\r\n"),
            say(Side::Client, "USER amy\r\nPASS x\r\nRETR 1\r\nQUIT\r\n"),
            say(Side::Server, &format!("+OK\r\n+OK\r\n+OK\r\n{mail}.\r\n+OK\r\n")),
        ] {
            recorder.record(event);
        }
        let before = recorder.timeline().clone();
        let weight = recorder.weight();
        let gone = recorder.lighten();
        assert_eq!(gone, mail.len() as u64 + 3);
        assert_eq!(recorder.weight(), weight - gone);
        assert_eq!(recorder.lighten(), 0, "it is done once");
        let timeline = recorder.finish();
        let block = timeline.steps().iter().find_map(|step| step.said()?.block()).expect("the message");
        let unkept = block.unkept.as_ref().expect("it was let go");
        let delivered = mail.replace("\r\n.", "\r\n");
        assert_eq!((unkept.octets, unkept.complete), (delivered.len() as u64, true));
        assert_eq!(unkept.sha256[..], Sha256::digest(delivered)[..]);
        let first = MessageNumber::FIRST;
        for steps in 0..=timeline.len() {
            let [old, new] = [&before, &timeline].map(|timeline| timeline.snapshot(Cursor(steps)));
            assert_eq!(new, old, "the state does not change");
        }
        let last = timeline.snapshot(Cursor(usize::MAX));
        let message = last.session(ConnectionId(0)).and_then(|session| session.maildrop.message(first)).cloned();
        assert!(message.is_some_and(|message| message.retrieved && message.subject.as_deref() == Some("a")));
    }
}
