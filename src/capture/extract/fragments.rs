//! Fragments of chosen sessions: whose they are is known when the last of a packet came.

use std::collections::BTreeMap;
use std::io::Read;

use super::CopyError;
use super::Watch;
use super::check;
use super::patch::Patch;
use super::router::Router;
use super::selection::Selection;
use crate::capture::file::Frames;
use crate::capture::packet::Place;
use crate::capture::packet::Unpacked;
use crate::capture::packet::Unpacker;

/// The frames with fragments that belong to chosen sessions, each with what is to be changed in it.
///
/// In tunnels a packet may be sent in fragments whose own packets are sent in fragments.
pub(super) fn plan<R: Read>(
    selection: &Selection,
    reader: R,
    watch: &mut Watch<'_>,
) -> Result<BTreeMap<u64, Vec<Patch>>, CopyError> {
    let mut frames = Frames::open(reader)?;
    let mut unpacker = Unpacker::default();
    let mut router = Router::new(selection);
    let mut plan: BTreeMap<u64, Vec<Patch>> = BTreeMap::new();
    while let Some(Ok(frame)) = frames.next_frame() {
        check(frame.number, watch)?;
        let route = match unpacker.unpack(&frame) {
            Unpacked::Segment(segment) => router.route(&segment, frame.number),
            Unpacked::Held | Unpacked::LeftOut(_) => None,
        };
        let (Some(route), Place::Pieces { header }) = (route, unpacker.place()) else { continue };
        let whole = unpacker.whole();
        let patches = route.patches(&whole.octets, header);
        for extent in &whole.extents {
            let part = |patch: &Patch| {
                let (at, range) = extent.part_of(patch.at, patch.octets.len())?;
                Some(Patch { at, octets: patch.octets[range].to_vec() })
            };
            plan.entry(extent.frame).or_default().extend(patches.iter().filter_map(part));
        }
    }
    Ok(plan)
}
