//! Capture files: pcap and pcapng, packed or not, frame by frame, as far as they can be read.

use std::fmt;
use std::io;
use std::io::Read;

use pcap_file::pcap::PcapParseError;
use pcap_file::pcap::PcapParser;
use pcap_file::pcap::PcapTsResolution;

use crate::capture::input::Input;
use crate::capture::packed::Source;
use crate::capture::packed::Unpackable;
use crate::capture::pcapng::Clock;
use crate::capture::pcapng::Interface;
use crate::capture::pcapng::SECTION_HEADER;
use crate::capture::pcapng::Section;
use crate::capture::problem::Damage;
use crate::capture::problem::Problem;
use crate::session::Time;

/// The longest frame that is believed. Wireshark believes 256 KiB.
pub(super) const MAX_FRAME: usize = 1024 * 1024;

/// Octets of the header of a pcap file, and of the header of each of its frames.
const PCAP_HEADER: usize = 24;
const PCAP_FRAME_HEADER: usize = 16;

/// The kind of link that a frame was seen on: a number of the list at tcpdump.org/linktypes.html.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LinkType(pub u16);

impl LinkType {
    /// BSD loopback, with the address family in the byte order of its host.
    pub const NULL: Self = Self(0);
    /// Ethernet.
    pub const ETHERNET: Self = Self(1);
    /// BSD loopback, with the address family in network byte order.
    pub const LOOP: Self = Self(108);
    /// Raw IP, under the numbers it has or had on some system.
    pub const RAW: [Self; 3] = [Self(101), Self(12), Self(14)];
    /// PPP, with or without the framing of HDLC.
    pub const PPP: Self = Self(9);
    /// PPP or Cisco's HDLC on a serial line.
    pub const PPP_SERIAL: Self = Self(50);
    /// PPP over Ethernet, without the Ethernet.
    pub const PPP_ETHERNET: Self = Self(51);
    /// Cisco's HDLC.
    pub const CISCO_HDLC: Self = Self(104);
    /// PPP behind an octet that says the direction.
    pub const PPP_WITH_DIRECTION: Self = Self(204);
    /// 802.11.
    pub const WIFI: Self = Self(105);
    /// 802.11 behind a Prism header.
    pub const WIFI_PRISM: Self = Self(119);
    /// 802.11 behind a radiotap header.
    pub const WIFI_RADIOTAP: Self = Self(127);
    /// 802.11 behind an AVS header.
    pub const WIFI_AVS: Self = Self(163);
    /// Anything behind a header that tells its link type.
    pub const PPI: Self = Self(192);
    /// Linux cooked capture, version 1.
    pub const LINUX_SLL: Self = Self(113);
    /// Raw IPv4.
    pub const IPV4: Self = Self(228);
    /// Raw IPv6.
    pub const IPV6: Self = Self(229);
    /// Linux cooked capture, version 2.
    pub const LINUX_SLL2: Self = Self(276);
}

/// A frame as it stands in the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Frame<'a> {
    /// Counted from 1, as Wireshark does.
    pub number: u64,
    /// When it was captured.
    pub at: Time,
    /// What kind of link it was captured on.
    pub link: LinkType,
    /// What was kept of it.
    pub octets: &'a [u8],
    /// How many octets it had on the wire.
    pub original_length: u32,
    /// Secrets of TLS sessions that stand before it and behind the frame before, as a key log.
    pub secrets: &'a [u8],
}

/// Which interface a frame came from, and its time as that interface counts it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Origin {
    /// Counts the sections of the file.
    pub(super) section: u32,
    /// Counts the interfaces of a section from 0.
    pub(super) interface: u32,
    /// Ticks of the clock of the interface; `None` where the frame has no time of its own.
    pub(super) ticks: Option<u64>,
}

/// Why a file cannot even be begun.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is something else.
    #[error("this is no capture file: {0}")]
    NotACapture(Start),
    /// It ends before its first frame could begin.
    #[error("the file is cut short in its header, at octet {octet}")]
    CutShort {
        /// Where it ends.
        octet: u64,
    },
    /// The system could not read it.
    #[error("the file cannot be read: {0}")]
    Unreadable(io::Error),
}

/// How a file begins that is no capture.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Start(pub [u8; 4]);

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it begins with")?;
        for octet in self.0 {
            write!(f, " {octet:02x}")?;
        }
        f.write_str(", ")?;
        match self.0 {
            [0x1F, 0x8B, _, _] => f.write_str("as gzip does: it is packed twice"),
            [0x28, 0xB5, 0x2F, 0xFD] => f.write_str("as zstd does: it is packed twice"),
            [0xFD, b'7', b'z', b'X'] => f.write_str("as xz does: unpack it first"),
            [b'B', b'Z', b'h', _] => f.write_str("as bzip2 does: unpack it first"),
            [b'P', b'K', 3, 4] => f.write_str("as zip does: unpack it first"),
            [0xA1, 0xB2, 0xCD, 0x34] | [0x34, 0xCD, 0xB2, 0xA1] => {
                f.write_str("as the modified pcap of old Linux systems does: convert it with editcap")
            }
            _ => f.write_str("but pcap begins with d4 c3 b2 a1 and pcapng with 0a 0d 0d 0a"),
        }
    }
}

/// The frames of a capture file, in order.
#[derive(Debug)]
pub struct Frames<R> {
    input: Input<Source<R>>,
    format: Format,
    count: u64,
    over: bool,
}

/// What kind of capture file it is.
#[derive(Debug)]
enum Format {
    Pcap(PcapParser),
    PcapNg(Section),
}

/// Where a frame was found in the octets at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) at: Time,
    pub(super) link: LinkType,
    pub(super) original: u32,
    pub(super) origin: Origin,
    /// Octets before the frame.
    pub(super) header: usize,
    /// Octets of the frame.
    pub(super) captured: usize,
    /// Octets to take in all. Invariant: `header + captured <= total`.
    pub(super) total: usize,
}

/// Why no frame could be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The stream ends within something.
    Ended,
    Damage(Damage),
    /// It is packed, and cannot be unpacked any further.
    Unpackable(Unpackable),
    Unreadable(io::ErrorKind),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match Unpackable::within(&error) {
            Some(unpackable) => Self::Unpackable(unpackable),
            None => Self::Unreadable(error.kind()),
        }
    }
}

/// A packed file that ends too early is a file that ends too early.
impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match Unpackable::within(&error) {
            Some(Unpackable { octet, damage: None }) => Self::CutShort { octet },
            Some(_) | None => Self::Unreadable(error),
        }
    }
}

impl<R: Read> Frames<R> {
    /// Looks what kind of file it is.
    pub fn open(reader: R) -> Result<Self, OpenError> {
        let mut input = Input::new(Source::open(reader)?);
        if !input.fill(4)? {
            return Err(match input.octets().len() as u64 {
                0 => OpenError::Empty,
                octet => OpenError::CutShort { octet },
            });
        }
        let start = [0, 1, 2, 3].map(|place| input.octets()[place]);
        let format = if start == SECTION_HEADER.to_be_bytes() {
            Format::PcapNg(Section::default())
        } else {
            let whole = input.fill(PCAP_HEADER)?;
            let mut header = [0; PCAP_HEADER];
            let known = input.octets().len().min(PCAP_HEADER);
            header[..known].copy_from_slice(&input.octets()[..known]);
            let (_, parser) = PcapParser::new(&header).map_err(|_| OpenError::NotACapture(Start(start)))?;
            if !whole {
                return Err(OpenError::CutShort { octet: input.end() });
            }
            input.take(PCAP_HEADER);
            Format::Pcap(parser)
        };
        Ok(Self { input, format, count: 0, over: false })
    }

    /// The next frame; `None` at the end. After a problem there is nothing more.
    pub fn next_frame(&mut self) -> Option<Result<Frame<'_>, Problem>> {
        Some(self.next_with_origin()?.map(|(frame, _)| frame))
    }

    /// What the file says of the interface of the last frame.
    pub(super) fn interface(&self, origin: Origin) -> Option<Interface> {
        match &self.format {
            Format::Pcap(parser) => {
                let header = parser.header();
                let resolution = match header.ts_resolution {
                    PcapTsResolution::MicroSecond => 6,
                    PcapTsResolution::NanoSecond => 9,
                };
                let link = LinkType((u32::from(header.datalink) & 0xFFFF) as u16);
                let clock = Clock { resolution, offset: 0 };
                Some(Interface { link, snap_length: header.snaplen, clock, words: None })
            }
            Format::PcapNg(section) => section.interface(origin.interface).cloned(),
        }
    }

    /// The next frame, and where it came from.
    pub(super) fn next_with_origin(&mut self) -> Option<Result<(Frame<'_>, Origin), Problem>> {
        if self.over {
            return None;
        }
        if let Format::PcapNg(section) = &mut self.format {
            section.secrets.clear();
        }
        let found = match &mut self.format {
            Format::Pcap(parser) => next_of_pcap(&mut self.input, parser),
            Format::PcapNg(section) => section.next(&mut self.input),
        };
        match found {
            Ok(Some(found)) => {
                self.count += 1;
                let octets = &self.input.take(found.total)[found.header..found.header + found.captured];
                let secrets = match &self.format {
                    Format::Pcap(_) => &[][..],
                    Format::PcapNg(section) => &section.secrets,
                };
                let frame = Frame {
                    number: self.count,
                    at: found.at,
                    link: found.link,
                    octets,
                    original_length: found.original,
                    secrets,
                };
                Some(Ok((frame, found.origin)))
            }
            Ok(None) => {
                self.over = true;
                None
            }
            Err(fault) => {
                self.over = true;
                Some(Err(self.problem(&fault)))
            }
        }
    }

    /// Secrets of TLS sessions behind the last frame.
    #[must_use]
    pub fn secrets(&self) -> &[u8] {
        match &self.format {
            Format::Pcap(_) => &[],
            Format::PcapNg(section) => &section.secrets,
        }
    }

    /// How many octets of the file were taken; of a packed file, as it is packed.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.input.reader.packed_position().unwrap_or(self.input.position())
    }

    fn problem(&self, fault: &Fault) -> Problem {
        let (after_frame, octet) = (self.count, self.input.position());
        match *fault {
            Fault::Ended => {
                let octet = self.input.reader.packed_position().unwrap_or(self.input.end());
                Problem::CutShort { frame: after_frame + 1, octet }
            }
            Fault::Unpackable(Unpackable { octet, damage: None }) => {
                Problem::CutShort { frame: after_frame + 1, octet }
            }
            Fault::Unpackable(Unpackable { octet, damage: Some((packing, damage)) }) => {
                Problem::Damaged { after_frame, octet, damage: Damage::Packed(packing, damage) }
            }
            Fault::Damage(damage) => Problem::Damaged { after_frame, octet, damage },
            Fault::Unreadable(kind) => Problem::Unreadable { after_frame, octet: self.input.end(), kind },
        }
    }
}

/// Finds the next frame of a pcap file. Its fields are taken as they are: frames longer than the
/// snap length of the header, which some programs write, are frames all the same.
fn next_of_pcap<R: Read>(input: &mut Input<R>, parser: &PcapParser) -> Result<Option<Found>, Fault> {
    let header = parser.header();
    let mut needed = PCAP_FRAME_HEADER;
    loop {
        if !input.fill(needed)? {
            return if input.octets().is_empty() { Ok(None) } else { Err(Fault::Ended) };
        }
        match parser.next_raw_packet(input.octets()) {
            Ok((_, raw)) => {
                let captured = raw.incl_len as usize;
                if MAX_FRAME < captured {
                    return Err(Fault::Damage(Damage::FrameLength(raw.incl_len)));
                }
                let (fraction, second) = match header.ts_resolution {
                    PcapTsResolution::MicroSecond => (i64::from(raw.ts_frac) * 1000, 1_000_000),
                    PcapTsResolution::NanoSecond => (i64::from(raw.ts_frac), 1_000_000_000),
                };
                let ticks = u64::from(raw.ts_sec) * second + u64::from(raw.ts_frac);
                return Ok(Some(Found {
                    at: Time::from_nanos(i64::from(raw.ts_sec) * 1_000_000_000 + fraction),
                    // The upper half may tell the length of a frame check sequence.
                    link: LinkType((u32::from(header.datalink) & 0xFFFF) as u16),
                    original: raw.orig_len,
                    origin: Origin { section: 0, interface: 0, ticks: Some(ticks) },
                    header: PCAP_FRAME_HEADER,
                    captured,
                    total: PCAP_FRAME_HEADER + captured,
                }));
            }
            Err(PcapParseError::IncompleteBuffer(length, _)) if length <= MAX_FRAME => {
                needed = PCAP_FRAME_HEADER + length;
            }
            Err(PcapParseError::IncompleteBuffer(length, _)) => {
                return Err(Fault::Damage(Damage::FrameLength(u32::try_from(length).unwrap_or(u32::MAX))));
            }
            // A raw frame is not looked at so closely that this could come.
            Err(PcapParseError::Validation(_)) => return Err(Fault::Damage(Damage::FrameLength(0))),
        }
    }
}

#[cfg(test)]
mod tests;
