//! Packets: from a frame of any link, through whatever is wrapped around it, to the TCP segment in it.
//!
//! Each layer is opened by the file that knows it, and says which layer is inside. Checksums are not
//! verified: a host that leaves them to its network card captures wrong ones.

mod ethernet;
mod ip;
mod layer;
mod left_out;
mod link;
mod plain;
mod ppp;
mod tunnel;
mod wifi;

use std::net::SocketAddr;

use etherparse::IpNumber;
use etherparse::Ipv6ExtensionsSlice;
use etherparse::ip_number;

use crate::capture::file::Frame;
use crate::capture::fragment::Extent;
use crate::capture::fragment::Fragment;
use crate::capture::fragment::Fragments;
use crate::capture::fragment::Whole;
use crate::capture::packet::ip::Ends;
use crate::capture::packet::ip::Piece;
use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;

pub use left_out::LeftOut;

/// The most layers of a frame. Eight tunnels inside each other have no more.
const MAX_LAYERS: usize = 32;

/// A TCP segment, as far as it was captured (RFC 9293 §3.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Segment<'a> {
    /// Who sent it.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// The number of its first octet.
    pub sequence: u32,
    /// The number of the next octet that the sender expects of the receiver.
    pub acknowledgment: Option<u32>,
    /// The sender opens the connection.
    pub syn: bool,
    /// The sender has no more to say.
    pub fin: bool,
    /// The sender breaks the connection off.
    pub rst: bool,
    /// Its payload.
    pub octets: &'a [u8],
    /// How many octets of its payload are behind those and were not captured.
    pub snapped: u32,
}

/// What was in a frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unpacked<'a> {
    /// A TCP segment.
    Segment(Segment<'a>),
    /// A fragment, kept until the others come.
    Held,
    /// Nothing of use.
    LeftOut(LeftOut),
}

/// Unpacks frames, one after the other.
#[derive(Debug, Default)]
pub struct Unpacker {
    fragments: Fragments,
    /// The packet that was put together last.
    whole: Whole,
    place: Place,
}

/// Where the segment lies that was unpacked last, or what was held of one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// In its frame. Its header begins there.
    Frame { header: usize },
    /// In a packet that was put together. Its header begins there in [`Unpacker::whole`].
    Pieces { header: usize },
}

impl Default for Place {
    fn default() -> Self {
        Self::Frame { header: 0 }
    }
}

/// What is at the bottom of the layers.
#[derive(Clone, Copy, Debug)]
enum Bottom<'a> {
    /// A segment, and its octets from the header on.
    Segment(Segment<'a>, &'a [u8]),
    Fragment(Piece<'a>),
}

impl Unpacker {
    /// The segment in a frame.
    pub fn unpack<'a>(&'a mut self, frame: &Frame<'a>) -> Unpacked<'a> {
        match self.segment(frame) {
            Ok(Some(segment)) => Unpacked::Segment(segment),
            Ok(None) => Unpacked::Held,
            Err(left_out) => Unpacked::LeftOut(left_out),
        }
    }

    /// How many frames held fragments of packets that are not whole.
    #[must_use]
    pub fn incomplete_fragments(&self) -> u64 {
        self.fragments.incomplete()
    }

    /// Where the segment lies that was unpacked last.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The packet that was put together last.
    pub(super) fn whole(&self) -> &Whole {
        &self.whole
    }

    fn segment<'a>(&'a mut self, frame: &Frame<'a>) -> Result<Option<Segment<'a>>, LeftOut> {
        if let Some((header, segment)) = plain::segment(frame) {
            self.place = Place::Frame { header };
            return Ok(Some(segment));
        }
        let missing = (frame.original_length as usize).saturating_sub(frame.octets.len());
        let mut piece = match descend(Layer::Link(frame.link), Data { octets: frame.octets, missing })? {
            Bottom::Segment(segment, octets) => {
                self.place = Place::Frame { header: place_in(frame.octets, octets) };
                return Ok(Some(segment));
            }
            Bottom::Fragment(piece) => piece,
        };
        self.place = Place::Pieces { header: 0 };
        let (at, length) = (place_in(frame.octets, piece.octets), piece.octets.len());
        let mut extents = Extent::new(frame.number, at, length).into_iter().collect();
        let mut buffer;
        // A packet that was put together may hold a fragment again, in a tunnel: always of a smaller packet.
        let (ends, protocol) = loop {
            let fragment = Fragment { extents, offset: piece.offset, more: piece.more, octets: piece.octets };
            let Some(whole) = self.fragments.add(piece.id, frame.at, &fragment) else { return Ok(None) };
            let ends = (piece.id.from, piece.id.to);
            let protocol = IpNumber(piece.id.protocol);
            match descend_whole(ends, protocol, &whole.octets)? {
                Bottom::Segment(_, octets) => {
                    self.place = Place::Pieces { header: place_in(&whole.octets, octets) };
                    self.whole = whole;
                    break (ends, protocol);
                }
                Bottom::Fragment(inner) => {
                    extents = whole.extents_of(place_in(&whole.octets, inner.octets), inner.octets.len());
                    buffer = inner.octets.to_vec();
                    piece = Piece { octets: &buffer, ..inner };
                }
            }
        };
        match descend_whole(ends, protocol, &self.whole.octets)? {
            Bottom::Segment(segment, _) => Ok(Some(segment)),
            Bottom::Fragment(_) => Ok(None),
        }
    }
}

/// Where a part begins in the octets that it is a part of.
fn place_in(octets: &[u8], part: &[u8]) -> usize {
    part.as_ptr().addr().saturating_sub(octets.as_ptr().addr())
}

/// Opens the payload of a packet that was put together.
fn descend_whole(ends: Ends, protocol: IpNumber, octets: &[u8]) -> Result<Bottom<'_>, LeftOut> {
    // Behind the fragment header more headers may come (RFC 8200 §4.5).
    let (_, protocol, octets, _) = Ipv6ExtensionsSlice::from_slice_lax(protocol, octets);
    descend(Layer::Carried { ends, protocol }, Data { octets, missing: 0 })
}

/// Opens one layer after the other.
fn descend(mut layer: Layer, mut data: Data<'_>) -> Result<Bottom<'_>, LeftOut> {
    for _ in 0..MAX_LAYERS {
        (layer, data) = match layer {
            Layer::Link(link) => link::open(link, data)?,
            Layer::Ethernet => ethernet::frame(data)?,
            Layer::Typed(kind) => ethernet::typed(kind, data)?,
            Layer::Llc => ethernet::llc(data)?,
            Layer::Mpls => ethernet::mpls(data)?,
            Layer::Ppp => ppp::frame(data)?,
            Layer::Wifi { padded } => wifi::frame(padded, data)?,
            Layer::Ip => match ip::open(data)? {
                ip::Opened::Payload(ends, protocol, inside) => (Layer::Carried { ends, protocol }, inside),
                ip::Opened::Piece(piece) => return Ok(Bottom::Fragment(piece)),
            },
            Layer::Carried { ends, protocol: ip_number::TCP } => {
                return tcp(ends, data).map(|segment| Bottom::Segment(segment, data.octets));
            }
            Layer::Carried { protocol, .. } => tunnel::open(protocol, data)?,
        };
    }
    Err(LeftOut::TooDeep)
}

/// Reads a TCP header, which may be cut off within its options.
fn tcp(ends: Ends, data: Data<'_>) -> Result<Segment<'_>, LeftOut> {
    let octets = data.octets;
    let Some(&[a, b, c, d, s0, s1, s2, s3, a0, a1, a2, a3, offset, flags, ..]) = octets.first_chunk::<20>() else {
        return Err(data.too_short());
    };
    let header = usize::from(offset >> 4) * 4;
    if header < 20 || octets.len() + data.missing < header {
        return Err(LeftOut::Malformed);
    }
    let snapped = data.missing - header.saturating_sub(octets.len());
    Ok(Segment {
        from: SocketAddr::new(ends.0, u16::from_be_bytes([a, b])),
        to: SocketAddr::new(ends.1, u16::from_be_bytes([c, d])),
        sequence: u32::from_be_bytes([s0, s1, s2, s3]),
        acknowledgment: (flags & 0x10 != 0).then_some(u32::from_be_bytes([a0, a1, a2, a3])),
        syn: flags & 0x02 != 0,
        fin: flags & 0x01 != 0,
        rst: flags & 0x04 != 0,
        octets: octets.get(header..).unwrap_or_default(),
        snapped: u32::try_from(snapped).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests;
