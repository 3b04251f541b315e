//! Packets: from a frame of any link to the TCP segment in it.
//!
//! Checksums are not verified: a host that leaves them to its network card captures wrong ones.

use std::fmt;
use std::net::SocketAddr;

use etherparse::EtherType;
use etherparse::IpNumber;
use etherparse::Ipv6ExtensionSlice;
use etherparse::Ipv6ExtensionsSlice;
use etherparse::LaxIpSlice;
use etherparse::ether_type;
use etherparse::ip_number;

use crate::capture::file::Frame;
use crate::capture::file::LinkType;
use crate::capture::fragment::Fragment;
use crate::capture::fragment::Fragments;
use crate::capture::fragment::PacketId;

/// The most VLAN tags of a frame.
const MAX_TAGS: usize = 4;
const PPPOE_SESSION: EtherType = EtherType(0x8864);

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

/// Why a frame has no segment to give.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum LeftOut {
    /// A kind of link that cannot be read.
    UnknownLink(LinkType),
    /// ARP, LLDP, spanning tree and the like.
    NotIp,
    /// UDP.
    Udp,
    /// ICMP of either version.
    Icmp,
    /// Another protocol over IP, by its number.
    OtherProtocol(u8),
    /// A fragment of a packet that never became whole.
    Fragment,
    /// A frame that ends within its headers, or contradicts itself.
    Malformed,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLink(LinkType(number)) => write!(f, "link type {number}"),
            Self::NotIp => f.write_str("not IP"),
            Self::Udp => f.write_str("UDP"),
            Self::Icmp => f.write_str("ICMP"),
            Self::OtherProtocol(number) => write!(f, "IP protocol {number}"),
            Self::Fragment => f.write_str("IP fragment"),
            Self::Malformed => f.write_str("malformed"),
        }
    }
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
    /// The payload of the packet that was put together last.
    whole: Vec<u8>,
    place: Place,
}

/// Where in its frame the segment lies that was unpacked, or the fragment.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Place {
    /// Where in the frame its octets begin.
    pub(super) at: usize,
    /// How many octets of the frame belong to it.
    pub(super) length: usize,
    /// Where in the payload of the packet these octets stand; not 0 in fragments alone.
    pub(super) offset: usize,
    /// Where in that payload the TCP header begins.
    pub(super) header: usize,
    /// Whether this is a fragment.
    pub(super) fragment: bool,
}

/// What IP carries.
#[derive(Clone, Copy, Debug)]
struct Payload<'a> {
    ends: (std::net::IpAddr, std::net::IpAddr),
    protocol: IpNumber,
    octets: &'a [u8],
    /// Octets behind those that were not captured.
    snapped: usize,
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

    /// Where the segment or fragment lies that was unpacked last.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The payload of the packet that was put together last, and the numbers of its frames.
    pub(super) fn whole(&self) -> (&[u8], &[u64]) {
        (&self.whole, self.fragments.frames_of_whole())
    }

    fn segment<'a>(&'a mut self, frame: &Frame<'a>) -> Result<Option<Segment<'a>>, LeftOut> {
        let octets = ip_packet(frame.link, frame.octets)?;
        let (ip, _) = LaxIpSlice::from_slice(octets).map_err(|_| LeftOut::Malformed)?;
        let ends = (ip.source_addr(), ip.destination_addr());
        let payload = ip.payload();
        let snapped = match declared_length(&ip) {
            Some(declared) => declared.saturating_sub(octets.len()),
            // Without a length of its own the packet is as long as its frame.
            None => (frame.original_length as usize).saturating_sub(frame.octets.len()),
        };
        let protocol = payload.ip_number;
        let at = place_in(frame.octets, payload.payload);
        self.place = Place { at, length: payload.payload.len(), ..Place::default() };
        if !payload.fragmented {
            return tcp(Payload { ends, protocol, octets: payload.payload, snapped }).map(Some);
        }
        if 0 < snapped {
            return Err(LeftOut::Fragment);
        }
        let (identification, offset, more) = fragment_of(&ip).ok_or(LeftOut::Malformed)?;
        let id = PacketId { from: ends.0, to: ends.1, identification, protocol: protocol.0 };
        self.place.offset = usize::from(offset.value()) * 8;
        self.place.fragment = true;
        let fragment = Fragment { frame: frame.number, offset, more, octets: payload.payload };
        let Some(whole) = self.fragments.add(id, frame.at, fragment) else { return Ok(None) };
        self.whole = whole;
        // Behind the fragment header more headers may come (RFC 8200 §4.5).
        let (_, protocol, octets, _) = Ipv6ExtensionsSlice::from_slice_lax(protocol, &self.whole);
        self.place.header = place_in(&self.whole, octets);
        tcp(Payload { ends, protocol, octets, snapped: 0 }).map(Some)
    }
}

/// Where a part begins in the octets that it is a part of.
fn place_in(octets: &[u8], part: &[u8]) -> usize {
    part.as_ptr().addr().saturating_sub(octets.as_ptr().addr())
}

/// The IP packet in a frame, and whatever padding or check sequence is behind it.
fn ip_packet(link: LinkType, octets: &[u8]) -> Result<&[u8], LeftOut> {
    match link {
        LinkType::ETHERNET => below(octets.get(12..).ok_or(LeftOut::Malformed)?),
        LinkType::LINUX_SLL => below(octets.get(14..).ok_or(LeftOut::Malformed)?),
        LinkType::LINUX_SLL2 => {
            let (protocol, rest) = split_type(octets)?;
            behind_type(protocol, rest.get(18..).ok_or(LeftOut::Malformed)?)
        }
        LinkType::NULL | LinkType::LOOP => {
            let (family, rest) = octets.split_at_checked(4).ok_or(LeftOut::Malformed)?;
            // Some host's own number of IPv4 or IPv6, in the byte order of that host.
            match family {
                [0, 0, 0, 2 | 10 | 24 | 28 | 30] | [2 | 10 | 24 | 28 | 30, 0, 0, 0] => Ok(rest),
                _ => Err(LeftOut::NotIp),
            }
        }
        LinkType::IPV4 | LinkType::IPV6 => Ok(octets),
        raw if LinkType::RAW.contains(&raw) => Ok(octets),
        unknown => Err(LeftOut::UnknownLink(unknown)),
    }
}

/// What is below the type at the start of these octets.
fn below(octets: &[u8]) -> Result<&[u8], LeftOut> {
    let (protocol, rest) = split_type(octets)?;
    behind_type(protocol, rest)
}

/// Goes through VLAN tags and the like down to IP.
fn behind_type(mut protocol: EtherType, mut rest: &[u8]) -> Result<&[u8], LeftOut> {
    for _ in 0..=MAX_TAGS {
        match protocol {
            ether_type::IPV4 | ether_type::IPV6 => return Ok(rest),
            ether_type::VLAN_TAGGED_FRAME | ether_type::PROVIDER_BRIDGING | ether_type::VLAN_DOUBLE_TAGGED_FRAME => {
                (protocol, rest) = split_type(rest.get(2..).ok_or(LeftOut::Malformed)?)?;
            }
            PPPOE_SESSION => {
                // Version and length of PPPoE, then the protocol of PPP (RFC 2516 §4, RFC 1661 §2).
                return match rest.get(6..8) {
                    Some([0x00, 0x21 | 0x57]) => Ok(&rest[8..]),
                    Some(_) => Err(LeftOut::NotIp),
                    None => Err(LeftOut::Malformed),
                };
            }
            // A length instead of a type: LLC and perhaps SNAP (RFC 1042).
            EtherType(length) if length <= 1500 => match rest.split_at_checked(6) {
                Some(([0xAA, 0xAA, 3, 0, 0, 0], behind)) => (protocol, rest) = split_type(behind)?,
                _ => return Err(LeftOut::NotIp),
            },
            _ => return Err(LeftOut::NotIp),
        }
    }
    Err(LeftOut::Malformed)
}

fn split_type(octets: &[u8]) -> Result<(EtherType, &[u8]), LeftOut> {
    match octets.split_at_checked(2) {
        Some((&[high, low], rest)) => Ok((EtherType(u16::from_be_bytes([high, low])), rest)),
        _ => Err(LeftOut::Malformed),
    }
}

/// The length of a packet by its own header. A network card that cuts packets itself leaves it 0.
fn declared_length(ip: &LaxIpSlice<'_>) -> Option<usize> {
    match ip {
        LaxIpSlice::Ipv4(packet) => {
            let length = usize::from(packet.header().total_len());
            (packet.header().slice().len() <= length).then_some(length)
        }
        LaxIpSlice::Ipv6(packet) => {
            let length = usize::from(packet.header().payload_length());
            (0 < length).then_some(packet.header().slice().len() + length)
        }
    }
}

/// Number of the packet, place of the fragment, whether more follow.
fn fragment_of(ip: &LaxIpSlice<'_>) -> Option<(u32, etherparse::IpFragOffset, bool)> {
    match ip {
        LaxIpSlice::Ipv4(packet) => {
            let header = packet.header();
            Some((u32::from(header.identification()), header.fragments_offset(), header.more_fragments()))
        }
        LaxIpSlice::Ipv6(packet) => packet.extensions().clone().into_iter().find_map(|extension| match extension {
            Ipv6ExtensionSlice::Fragment(header) => {
                Some((header.identification(), header.fragment_offset(), header.more_fragments()))
            }
            Ipv6ExtensionSlice::HopByHop(_)
            | Ipv6ExtensionSlice::Routing(_)
            | Ipv6ExtensionSlice::DestinationOptions(_)
            | Ipv6ExtensionSlice::Authentication(_) => None,
        }),
    }
}

/// Reads a TCP header, which may be cut off within its options.
fn tcp(payload: Payload<'_>) -> Result<Segment<'_>, LeftOut> {
    match payload.protocol {
        ip_number::TCP => (),
        ip_number::UDP => return Err(LeftOut::Udp),
        ip_number::ICMP | ip_number::IPV6_ICMP => return Err(LeftOut::Icmp),
        IpNumber(other) => return Err(LeftOut::OtherProtocol(other)),
    }
    let octets = payload.octets;
    let Some(&[a, b, c, d, s0, s1, s2, s3, a0, a1, a2, a3, offset, flags, ..]) = octets.first_chunk::<20>() else {
        return Err(LeftOut::Malformed);
    };
    let header = usize::from(offset >> 4) * 4;
    if header < 20 || octets.len() + payload.snapped < header {
        return Err(LeftOut::Malformed);
    }
    let snapped = payload.snapped - header.saturating_sub(octets.len());
    Ok(Segment {
        from: SocketAddr::new(payload.ends.0, u16::from_be_bytes([a, b])),
        to: SocketAddr::new(payload.ends.1, u16::from_be_bytes([c, d])),
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
