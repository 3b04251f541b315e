//! How a connection begins and ends, in words.

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::spec;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Fact;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::timeline::What;
use crate::teach::explain::Writer;
use crate::teach::explain::protocol_of;
use crate::teach::explain::side_word;
use crate::teach::explain_other;

/// The begin of a connection, or the first that was recorded of it.
pub(super) fn explain_opened(writer: &mut Writer<'_>, timeline: &Timeline, step: &Step) {
    let connection = step.connection.and_then(|id| timeline.connection(id));
    if let Some(connection) = connection.filter(|connection| connection.protocol != Protocol::Pop3) {
        explain_other::explain_opened(writer, connection.protocol, connection.server.address.port());
        return;
    }
    match connection.map(|connection| connection.opening) {
        Some(Opening::Connection) | None => {
            writer.title("opened-title", &[]);
            writer.say("opened-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Some(Opening::MidStream) => {
            writer.title("opened-midstream-title", &[]);
            writer.say("opened-midstream-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
    }
}

/// The end of a connection, and what it means for the session.
pub(super) fn explain_closed(
    writer: &mut Writer<'_>,
    timeline: &Timeline,
    (place, step): (usize, &Step),
    closing: Closing,
    before: Option<&SessionState>,
) {
    let other = before.filter(|_| protocol_of(timeline, step) != Protocol::Pop3);
    match closing {
        Closing::Finished(side) => {
            writer.title(if side == Side::Client { "closed-client-title" } else { "closed-server-title" }, &[]);
            if other.is_some() {
                // Said below.
            } else if before.is_some_and(|session| session.quit) {
                writer.say("closed-after-quit", &[]);
            } else if side == Side::Server && follows_autologout(timeline, place, step) {
                writer.say("closed-autologout", &[]);
                writer.cite(spec::BASIC_OPERATION);
            } else {
                writer.say(without_quit(timeline, place), &[]);
            }
        }
        Closing::Reset(side) => {
            writer.title("closed-reset-title", &[("side", side_word(side).into())]);
            if other.is_none() && !before.is_some_and(|session| session.quit) {
                writer.say(without_quit(timeline, place), &[]);
            }
        }
        Closing::LineLost => {
            writer.title("closed-lost-title", &[]);
            if other.is_none() {
                writer.say("closed-lost-why", &[]);
            }
        }
        Closing::RecordingEnds => {
            writer.title("closed-recording-title", &[]);
            writer.say("closed-recording-why", &[]);
        }
    }
    match other {
        Some(session) => explain_other::explain_closed(writer, session),
        None => writer.cite(spec::UPDATE),
    }
}

/// What can be told of an end that no QUIT was seen before: what nobody can read may have been one.
fn without_quit(timeline: &Timeline, place: usize) -> &'static str {
    if ends_sealed(timeline, place) { "closed-sealed" } else { "closed-without-quit" }
}

/// Whether nobody could read what was said last before a step on its connection.
#[must_use]
pub fn ends_sealed(timeline: &Timeline, place: usize) -> bool {
    let connection = timeline.steps().get(place).and_then(|step| step.connection);
    let mut last = timeline.steps()[..place].iter().rev().filter(|earlier| earlier.connection == connection);
    last.find_map(Step::said).is_some_and(|said| said.meaning == Meaning::Opaque)
}

/// Whether the step before on the same connection was the end of the server's patience.
pub(super) fn follows_autologout(timeline: &Timeline, place: usize, step: &Step) -> bool {
    let mut earlier = timeline.steps()[..place].iter().rev();
    let last = earlier.find(|earlier| earlier.connection == step.connection);
    last.is_some_and(|last| matches!(last.what, What::Fact(Fact::AutologoutExpired { .. })))
}
