//! The analysis of a capture: every POP3 session in it, handed out as soon as it is over.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;

use crate::capture::bounds::Bounds;
use crate::capture::file::Frames;
use crate::capture::file::OpenError;
use crate::capture::other_ports::OtherPort;
use crate::capture::packet::LeftOut;
use crate::capture::packet::Unpacked;
use crate::capture::packet::Unpacker;
use crate::capture::problem::Problem;
use crate::capture::table::Finished;
use crate::capture::table::Table;
use crate::capture::tls::key_log::KeyLog;
use crate::session::ConnectionId;
use crate::session::RecordedSession;
use crate::session::Time;

/// How many frames are read between two looks at the watcher.
const WATCH_EVERY: u64 = 1024;

/// What an analysis is told beforehand.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Ports of servers whose connections are POP3 whatever is said on them.
    pub pop3_ports: BTreeSet<u16>,
    /// How much memory it takes at most.
    pub bounds: Bounds,
    /// Secrets of TLS sessions, for what they open.
    pub key_log: KeyLog,
}

/// How far an analysis is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progress {
    /// Octets of the file that were read.
    pub octets: u64,
    /// Frames that were read.
    pub frames: u64,
    /// Sessions that were handed out.
    pub sessions: u64,
}

/// What a capture holds besides its sessions.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// How many frames were read.
    pub packets: u64,
    /// How many octets of the file were read.
    pub octets: u64,
    /// How many TCP connections were seen, those that are no POP3 included.
    pub connections: u64,
    /// How many POP3 sessions were handed out.
    pub sessions: u64,
    /// The earliest and the latest time of a frame.
    pub times: Option<(Time, Time)>,
    /// Frames without a TCP segment, by what they are.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// TCP connections that are no POP3, by the port of their server.
    pub other_ports: BTreeMap<u16, OtherPort>,
    /// The same of all ports for which there was no room in `other_ports`.
    pub more_ports: OtherPort,
    /// What keeps the whole truth from being known.
    pub problems: Vec<Problem>,
    /// Whether the watcher stopped the analysis. Sessions that were not over are not handed out then.
    pub cancelled: bool,
}

/// What is counted over all sessions.
#[derive(Clone, Copy, Debug, Default)]
struct Losses {
    gaps: u64,
    gap_octets: u64,
    snapped: u64,
    snapped_octets: u64,
    conflicts: u64,
    out_of_place: u64,
    secrets_late: u64,
    cut_sessions: u64,
    let_go: u64,
}

/// Finds every POP3 session of a capture file.
///
/// `on_session` gets each session when it is over. `watch` is asked now and then whether to go on.
/// A damaged file gives all that is before the damage, and the damage in the summary.
pub fn analyse<R: Read>(
    reader: R,
    options: &Options,
    mut watch: impl FnMut(Progress) -> ControlFlow<()>,
    mut on_session: impl FnMut(RecordedSession),
) -> Result<Summary, OpenError> {
    let mut frames = Frames::open(reader)?;
    let mut unpacker = Unpacker::default();
    let mut table = Table::new(options);
    let mut summary = Summary::default();
    let mut losses = Losses::default();
    while let Some(frame) = frames.next_frame() {
        let frame = match frame {
            Ok(frame) => frame,
            Err(problem) => {
                summary.problems.push(problem);
                break;
            }
        };
        if !frame.secrets.is_empty() {
            table.learn(frame.secrets);
        }
        summary.packets += 1;
        let (first, last) = summary.times.unwrap_or((frame.at, frame.at));
        summary.times = Some((first.min(frame.at), last.max(frame.at)));
        match unpacker.unpack(&frame) {
            Unpacked::Segment(segment) => table.hear(&segment, frame.number, frame.at),
            Unpacked::Held => (),
            Unpacked::LeftOut(kind) => *summary.left_out.entry(kind).or_default() += 1,
        }
        hand_out(&mut table, &mut summary, &mut losses, &mut on_session);
        if summary.packets.is_multiple_of(WATCH_EVERY) {
            let (octets, frames) = (frames.position(), summary.packets);
            if watch(Progress { octets, frames, sessions: summary.sessions }).is_break() {
                summary.cancelled = true;
                break;
            }
        }
    }
    summary.octets = frames.position();
    if !summary.cancelled {
        table.learn(frames.secrets());
        table.finish();
        hand_out(&mut table, &mut summary, &mut losses, &mut on_session);
    }
    summary.connections = table.connections;
    summary.other_ports = std::mem::take(&mut table.others.ports);
    summary.more_ports = table.others.beyond;
    let fragments = unpacker.incomplete_fragments();
    if 0 < fragments {
        *summary.left_out.entry(LeftOut::Fragment).or_default() += fragments;
    }
    losses.out_of_place += table.after_the_end;
    losses.secrets_late = table.secrets_late;
    summary.add_losses(losses, table.let_go());
    Ok(summary)
}

fn hand_out(
    table: &mut Table,
    summary: &mut Summary,
    losses: &mut Losses,
    on_session: &mut impl FnMut(RecordedSession),
) {
    while let Some((index, finished)) = table.next() {
        losses.add(&finished);
        summary.sessions += 1;
        on_session(finished.into_session(index));
    }
}

impl Finished {
    fn into_session(self, index: u64) -> RecordedSession {
        let connection = self.timeline.connection(ConnectionId(0));
        let ends = connection.map(|connection| (connection.client.address, connection.server.address));
        let (client, server) = ends.unwrap_or(self.ends);
        RecordedSession {
            index,
            client,
            server,
            first_frame: self.first_frame,
            last_frame: self.last_frame,
            frames: self.frames,
            start: self.start,
            end: self.end,
            client_octets: self.tally.client_octets,
            server_octets: self.tally.server_octets,
            gap_octets: self.tally.gap_octets,
            snapped_octets: self.tally.snapped_octets,
            let_go_octets: self.let_go,
            client_sequence: self.client_sequence,
            server_sequence: self.server_sequence,
            tls: self.tls,
            timeline: self.timeline,
        }
    }
}

impl Losses {
    fn add(&mut self, finished: &Finished) {
        self.gaps += finished.tally.gaps;
        self.gap_octets += finished.tally.gap_octets;
        self.snapped += finished.tally.snapped;
        self.snapped_octets += finished.tally.snapped_octets;
        self.conflicts += finished.conflicts;
        self.out_of_place += finished.out_of_place;
        self.cut_sessions += u64::from(0 < finished.let_go);
        self.let_go += finished.let_go;
    }
}

impl Summary {
    fn add_losses(&mut self, losses: Losses, let_go: u64) {
        let fragments = self.left_out.get(&LeftOut::Fragment).copied().unwrap_or(0);
        let all = [
            (losses.gaps, Problem::Gaps { pieces: losses.gaps, octets: losses.gap_octets }),
            (losses.snapped, Problem::Snapped { pieces: losses.snapped, octets: losses.snapped_octets }),
            (losses.conflicts, Problem::Conflicts { octets: losses.conflicts }),
            (losses.out_of_place, Problem::OutOfPlace { octets: losses.out_of_place }),
            (fragments, Problem::Fragments { frames: fragments }),
            (losses.secrets_late, Problem::SecretsLate { sessions: losses.secrets_late }),
            (let_go, Problem::FlowsLetGo { flows: let_go }),
            (losses.let_go, Problem::SessionsCut { sessions: losses.cut_sessions, octets: losses.let_go }),
        ];
        self.problems.extend(all.into_iter().filter(|&(count, _)| 0 < count).map(|(_, problem)| problem));
    }
}

#[cfg(test)]
mod tests;
