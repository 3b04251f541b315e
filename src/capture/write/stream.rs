//! A pcapng file that is written while it happens: events come in, frames go out, and nothing is kept.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use crate::capture::write::frames::Frames;
use crate::capture::write::line::Line;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Time;
use crate::session::event::Closing;

/// A file that is being written.
///
/// What is said inside TLS stands in it as the records that carried it, with the secrets that open them.
pub struct Stream<W: Write> {
    frames: Frames<W>,
    /// The connections that are open, each with whether records of TLS were seen on it.
    lines: BTreeMap<ConnectionId, (Line, bool)>,
}

impl<W: Write> Stream<W> {
    /// A file without frames.
    pub fn new(out: W) -> io::Result<Self> {
        Ok(Self { frames: Frames::new(out)?, lines: BTreeMap::new() })
    }

    /// Writes what an event shows on the wire.
    pub fn write(&mut self, event: &Event) -> io::Result<()> {
        let Some(id) = event.connection else { return Ok(()) };
        let (frames, at) = (&mut self.frames, event.at);
        if let EventKind::Opened(connection) = &event.kind {
            let mut line = Line::new(id.0, connection);
            if connection.opening == Opening::Connection {
                line.shake_hands(frames, at)?;
            }
            self.lines.insert(id, (line, false));
            return Ok(());
        }
        let Some((line, sealed)) = self.lines.get_mut(&id) else { return Ok(()) };
        match &event.kind {
            // What was said in place of a handshake stands there as records already.
            EventKind::Octets { side, octets, cover: Cover::Clear } if !*sealed => {
                line.say(frames, (at, at), *side, octets, &[])?;
            }
            EventKind::Gap { side, octets } => line.leave_out(*side, *octets),
            EventKind::Closed(closing) => {
                match closing {
                    Closing::Finished(side) => line.finish(frames, at, *side)?,
                    Closing::Reset(side) => line.reset(frames, at, *side)?,
                    Closing::LineLost | Closing::RecordingEnds => (),
                }
                self.lines.remove(&id);
            }
            EventKind::Opened(_)
            | EventKind::Octets { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Fact(_) => (),
        }
        Ok(())
    }

    /// Writes records of TLS as they were on the wire.
    pub fn write_sealed(&mut self, at: Time, id: ConnectionId, side: Side, octets: &[u8]) -> io::Result<()> {
        match self.lines.get_mut(&id) {
            Some((line, sealed)) => {
                *sealed = true;
                line.say(&mut self.frames, (at, at), side, octets, &[])
            }
            None => Ok(()),
        }
    }

    /// Writes a line of a key log, which opens records that follow.
    pub fn write_secret(&mut self, line: &str) -> io::Result<()> {
        self.frames.secret(line)
    }

    /// Writes what is still held back.
    pub fn finish(self) -> io::Result<()> {
        self.frames.finish()
    }
}
