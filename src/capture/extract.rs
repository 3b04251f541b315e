//! Extracts: the frames of chosen sessions, as they stand in the file, with remarks beside them.
//!
//! ```text
//! first pass: analysis ─► Selection (who, from which frame to which; numbers only)
//! second pass: frame ─► segment ─► Router (whose is it?) ─► patched where a secret is ─► Blocks
//! ```
//!
//! A fragment of an IP packet does not tell whose it is until the last one came. At the first
//! fragment the file is walked once more, to learn that of all of them.

mod blocks;
mod fragments;
mod patch;
mod router;
mod secrets;
mod selection;

use std::collections::BTreeMap;
use std::io;
use std::io::Read;
use std::io::Write;
use std::ops::ControlFlow;

use crate::capture::file::Frames;
use crate::capture::file::OpenError;
use crate::capture::file::Origin;
use crate::capture::packet::Place;
use crate::capture::packet::Unpacked;
use crate::capture::packet::Unpacker;

use blocks::Blocks;
use patch::Patch;
use router::Router;

pub use selection::Refusal;
pub use selection::Selection;

/// Is asked now and then whether to go on.
type Watch<'a> = dyn FnMut() -> ControlFlow<()> + 'a;

/// Frames between two looks at the watch.
const WATCH_EVERY: u64 = 1024;

/// What was copied.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Copied {
    /// Frames of the file that were looked at.
    pub seen: u64,
    /// Frames that were copied.
    pub frames: u64,
    /// Frames of those in which octets were overwritten.
    pub scrubbed: u64,
}

/// Why nothing could be copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The file cannot be read again.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The copy cannot be written.
    #[error("the copy cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The watcher stopped it.
    #[error("the copy was stopped")]
    Stopped,
}

/// Copies the frames of the chosen sessions, in the order of the file, as a pcapng file.
///
/// `open` gives the file from its start each time it is asked, packed or not. `watch` is asked now and then
/// whether to go on. Where the file is damaged the copy ends.
/// Blocks that hold no frame, such as keys of TLS, are not copied.
pub fn copy<R: Read>(
    selection: &Selection,
    mut open: impl FnMut() -> Result<R, OpenError>,
    mut watch: impl FnMut() -> ControlFlow<()>,
    out: impl Write,
) -> Result<Copied, CopyError> {
    let mut frames = Frames::open(open()?)?;
    let mut unpacker = Unpacker::default();
    let mut router = Router::new(selection);
    let mut fragments = None;
    let mut blocks = Blocks::new(out)?;
    let mut interfaces: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let mut copied = Copied::default();
    // What is wrong with the file the analysis has told.
    while let Some(Ok((frame, origin))) = frames.next_with_origin() {
        copied.seen += 1;
        check(copied.seen, &mut watch)?;
        let route = match unpacker.unpack(&frame) {
            Unpacked::Segment(segment) => router.route(&segment, frame.number),
            Unpacked::Held => None,
            Unpacked::LeftOut(_) => continue,
        };
        let patches: Option<Vec<Patch>> = match unpacker.place() {
            Place::Frame { header } => route.map(|route| route.patches(frame.octets, header)),
            Place::Pieces { .. } => {
                let known = match &mut fragments {
                    Some(known) => known,
                    none => none.insert(fragments::plan(selection, open()?, &mut watch)?),
                };
                known.get(&frame.number).cloned()
            }
        };
        let Some(patches) = patches else { continue };
        let mut octets = frame.octets.to_vec();
        if patch::apply(&mut octets, &patches) {
            copied.scrubbed += 1;
            let whole = frame.original_length as usize == octets.len();
            patch::renew_check_sequence(frame.link, frame.octets, &mut octets, whole);
        }
        let (number, at, original) = (frame.number, frame.at, frame.original_length);
        let known = frames.interface(origin);
        let described = known.ok_or_else(|| io::Error::other("a frame of an interface that was not described"))?;
        let Origin { section, interface, ticks } = origin;
        let ticks = ticks.unwrap_or_else(|| described.clock.ticks(at));
        let id = if let Some(&id) = interfaces.get(&(section, interface)) {
            id
        } else {
            let id = blocks.interface(&described)?;
            interfaces.insert((section, interface), id);
            id
        };
        blocks.packet(id, ticks, &octets, original, &selection.comments(number))?;
        copied.frames += 1;
    }
    blocks.finish()?;
    Ok(copied)
}

fn check(frames: u64, watch: &mut Watch<'_>) -> Result<(), CopyError> {
    let over = frames.is_multiple_of(WATCH_EVERY) && watch().is_break();
    if over { Err(CopyError::Stopped) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
