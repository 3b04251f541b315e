//! Fragments of chosen sessions: whose they are is known when the last of a packet came.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::patch::Patch;
use super::router::Router;
use super::selection::Selection;
use crate::capture::file::Frames;
use crate::capture::file::OpenError;
use crate::capture::packet::Unpacked;
use crate::capture::packet::Unpacker;

/// The frames with fragments that belong to chosen sessions, each with what is to be changed in its packet.
pub(super) fn plan<R: Read>(selection: &Selection, reader: R) -> Result<BTreeMap<u64, Arc<[Patch]>>, OpenError> {
    let mut frames = Frames::open(reader)?;
    let mut unpacker = Unpacker::default();
    let mut router = Router::new(selection);
    let mut plan = BTreeMap::new();
    while let Some(Ok(frame)) = frames.next_frame() {
        let route = match unpacker.unpack(&frame) {
            Unpacked::Segment(segment) => router.route(&segment, frame.number),
            Unpacked::Held | Unpacked::LeftOut(_) => None,
        };
        let place = unpacker.place();
        if let (true, Some(route)) = (place.fragment, route) {
            let (packet, numbers) = unpacker.whole();
            let patches: Arc<[Patch]> = route.patches(packet, place.header).into();
            plan.extend(numbers.iter().map(|&number| (number, Arc::clone(&patches))));
        }
    }
    Ok(plan)
}
