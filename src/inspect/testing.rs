//! Small sessions for the tests of this module, written as what each side says.

use std::net::SocketAddr;

use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::RecordedSession;
use crate::session::Recorder;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::event::Connection;
use crate::session::event::Mark;
use crate::session::event::Party;

pub(crate) use Side::Client as C;
pub(crate) use Side::Server as S;

/// What a side says when two octets of it are lost.
pub(crate) const LOST: &str = "…";

/// The text of a side that closes the connection.
pub(crate) const END: &str = "∎";

/// A millisecond, the time between two events.
pub(crate) const MILLI: i64 = 1_000_000;

/// What was said, one event a millisecond from the first on.
pub(crate) fn timeline(script: &[(Side, &str)]) -> Timeline {
    timeline_from(0, Opening::Connection, script)
}

/// The same from a millisecond on, opened as told.
pub(crate) fn timeline_from(start: i64, opening: Opening, script: &[(Side, &str)]) -> Timeline {
    let party = |port| Party { name: None, address: SocketAddr::from(([192, 0, 2, 1], port)) };
    let opened = EventKind::Opened(Connection {
        client: party(40_000),
        server: party(110),
        opening,
        protocol: crate::proto::Protocol::Pop3,
    });
    let said = script.iter().map(|&(side, text)| match text {
        LOST => EventKind::Gap { side, octets: 2 },
        END => EventKind::Closed(Closing::Finished(side)),
        text => EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear },
    });
    let events = (0_i64..).zip([opened].into_iter().chain(said)).map(|(place, kind)| Event {
        at: Time::from_nanos((start + place) * MILLI),
        connection: Some(ConnectionId(0)),
        mark: Mark::Frame(place.unsigned_abs() + 1),
        kind,
    });
    Recorder::record_all(events)
}

/// A session that begins at a millisecond.
pub(crate) fn session(index: u64, start: i64, script: &[(Side, &str)]) -> RecordedSession {
    let timeline = timeline_from(start, Opening::Connection, script);
    let frames = script.len() as u64 + 1;
    let session = RecordedSession::of_timeline(timeline).expect("a connection");
    RecordedSession { index, last_frame: frames, frames, ..session }
}
