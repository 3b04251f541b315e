//! Problems: what is wrong with a capture, or missing in it, and where.

use std::fmt;
use std::io;

use crate::capture::packed::MAX_WINDOW;

/// Something that keeps the whole truth from being in the result.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// The file ends within a frame or block.
    CutShort {
        /// The number of the frame that is not whole.
        frame: u64,
        /// Where the file ends, packed or not.
        octet: u64,
    },
    /// From here on the file makes no sense.
    Damaged {
        /// How many frames were read before.
        after_frame: u64,
        /// Where the part begins that makes no sense. Of a packed file the octets are counted as they
        /// were before it was packed, unless the packing itself is damaged.
        octet: u64,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The system could not read on.
    Unreadable {
        /// How many frames were read before.
        after_frame: u64,
        /// Where reading failed.
        octet: u64,
        /// Why.
        kind: io::ErrorKind,
    },
    /// Octets of sessions that were never captured.
    Gaps {
        /// How many pieces.
        pieces: u64,
        /// How many octets.
        octets: u64,
    },
    /// Octets of sessions that the capture cut off its frames.
    Snapped {
        /// How many pieces.
        pieces: u64,
        /// How many octets.
        octets: u64,
    },
    /// The same octets of a session came twice with different content; the first copy counts.
    Conflicts {
        /// How many octets differ.
        octets: u64,
    },
    /// Octets of sessions that came after their place was given up or their session was over, or
    /// that lie outside any window.
    OutOfPlace {
        /// How many octets.
        octets: u64,
    },
    /// Fragments of IP packets that never became whole.
    Fragments {
        /// How many frames.
        frames: u64,
    },
    /// Flows that were let go to bound the memory, though they were not over.
    FlowsLetGo {
        /// How many.
        flows: u64,
    },
    /// Secrets that stand in the file behind the end of the sessions that they would have opened.
    SecretsLate {
        /// How many sessions.
        sessions: u64,
    },
    /// Octets of sessions that were not kept, to bound the memory.
    SessionsCut {
        /// How many sessions.
        sessions: u64,
        /// How many octets.
        octets: u64,
    },
}

impl Problem {
    /// Whether the file itself is wrong, rather than what was recorded in it.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::CutShort { .. } | Self::Damaged { .. } | Self::Unreadable { .. } => true,
            Self::Gaps { .. }
            | Self::Snapped { .. }
            | Self::Conflicts { .. }
            | Self::OutOfPlace { .. }
            | Self::Fragments { .. }
            | Self::FlowsLetGo { .. }
            | Self::SecretsLate { .. }
            | Self::SessionsCut { .. } => false,
        }
    }
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Damage {
    /// A frame says it has so many octets.
    FrameLength(u32),
    /// A block says it has so many octets.
    BlockLength(u32),
    /// The length at the end of a block is not that at its start.
    BlockEnd {
        /// The length at its start.
        start: u32,
        /// The length at its end.
        end: u32,
    },
    /// A section does not say in which order its octets are.
    ByteOrder(u32),
    /// A frame comes from an interface that was not described.
    Interface(u32),
    /// More interfaces are described than can be real.
    Interfaces,
    /// The file is packed, and cannot be unpacked from here on. The place is one of the packed file.
    Packed(Packing, PackingDamage),
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Packing {
    /// gzip (RFC 1952).
    Gzip,
    /// zstd (RFC 8878).
    Zstd,
}

/// Why a file cannot be unpacked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PackingDamage {
    /// A header makes no sense.
    Header,
    /// The packed data make no sense.
    Data,
    /// What was unpacked is not what was packed.
    CheckSum,
    /// Behind the end comes something else.
    Rubbish,
    /// It asks for so many octets of memory.
    Memory(u64),
    /// It was packed with a dictionary, which is not in the file.
    Dictionary,
}

impl PackingDamage {
    /// Whether a file that is only cut short looks the same.
    pub(super) fn may_come_of_the_end(self) -> bool {
        match self {
            Self::Header | Self::Data => true,
            Self::CheckSum | Self::Rubbish | Self::Memory(_) | Self::Dictionary => false,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutShort { frame, octet } => write!(f, "the file is cut short in frame {frame}, at octet {octet}"),
            Self::Damaged { after_frame, octet, damage } => {
                write!(f, "the file is damaged after frame {after_frame}, at octet {octet}: {damage}")
            }
            Self::Unreadable { after_frame, octet, kind } => {
                write!(f, "the file cannot be read after frame {after_frame}, at octet {octet}: {kind}")
            }
            Self::Gaps { pieces, octets } => write!(f, "{octets} octets in {pieces} gaps were not captured"),
            Self::Snapped { pieces, octets } => write!(f, "{octets} octets were cut off {pieces} frames"),
            Self::Conflicts { octets } => write!(f, "{octets} octets were sent again with different content"),
            Self::OutOfPlace { octets } => write!(f, "{octets} octets came outside their place and were left out"),
            Self::Fragments { frames } => write!(f, "{frames} fragments never became whole packets"),
            Self::SessionsCut { sessions, octets } => {
                write!(f, "{octets} octets of {sessions} sessions were let go to bound the memory")
            }
            Self::SecretsLate { sessions } => {
                write!(f, "the secrets of {sessions} TLS sessions stand behind their end and were not used")
            }
            Self::FlowsLetGo { flows } => write!(f, "{flows} open flows were let go to bound the memory"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrameLength(length) => write!(f, "a frame of {length} octets"),
            Self::BlockLength(length) => write!(f, "a block of {length} octets"),
            Self::BlockEnd { start, end } => write!(f, "a block of {start} octets ends as one of {end}"),
            Self::ByteOrder(magic) => write!(f, "a section with the byte order {magic:#010x}"),
            Self::Interface(number) => write!(f, "a frame of the unknown interface {number}"),
            Self::Interfaces => write!(f, "too many interfaces"),
            Self::Packed(packing, damage) => write!(f, "{packing}: {damage}"),
        }
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

impl fmt::Display for PackingDamage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("a header that makes no sense"),
            Self::Data => f.write_str("data that make no sense"),
            Self::CheckSum => f.write_str("the check sum is another one"),
            Self::Rubbish => f.write_str("something else behind its end"),
            Self::Memory(octets) => write!(f, "it needs {octets} octets of memory, and gets at most {MAX_WINDOW}"),
            Self::Dictionary => f.write_str("it needs a dictionary"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_say_what_and_where() {
        let cut = Problem::CutShort { frame: 17, octet: 3482 };
        assert_eq!(cut.to_string(), "the file is cut short in frame 17, at octet 3482");
        let damaged = Problem::Damaged { after_frame: 2, octet: 99, damage: Damage::FrameLength(u32::MAX) };
        assert_eq!(damaged.to_string(), "the file is damaged after frame 2, at octet 99: a frame of 4294967295 octets");
    }
}
