//! IP of both versions: its ends, what it carries, and its fragments (RFC 791, RFC 8200).

use std::net::IpAddr;

use etherparse::IpFragOffset;
use etherparse::IpNumber;
use etherparse::Ipv6ExtensionSlice;
use etherparse::LaxIpSlice;

use crate::capture::fragment::PacketId;
use crate::capture::packet::layer::Data;
use crate::capture::packet::left_out::LeftOut;

/// Who sent a packet, and to whom.
pub(super) type Ends = (IpAddr, IpAddr);

/// What a packet holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Opened<'a> {
    Payload(Ends, IpNumber, Data<'a>),
    Piece(Piece<'a>),
}

/// A fragment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) id: PacketId,
    pub(super) offset: IpFragOffset,
    pub(super) more: bool,
    pub(super) octets: &'a [u8],
}

/// Opens a packet. What is behind its end by its own length is padding.
pub(super) fn open(data: Data<'_>) -> Result<Opened<'_>, LeftOut> {
    let (ip, stopped) = LaxIpSlice::from_slice(data.octets).map_err(|_| {
        let versions = [4, 6];
        let known = data.octets.first().is_none_or(|first| versions.contains(&(first >> 4)));
        if known { data.too_short_for(40) } else { LeftOut::Malformed }
    })?;
    let ends = (ip.source_addr(), ip.destination_addr());
    let payload = ip.payload();
    let missing = match declared_length(&ip) {
        Some(declared) => declared.saturating_sub(data.octets.len()),
        // Without a length of its own the packet is as long as its frame.
        None => data.missing,
    };
    let protocol = payload.ip_number;
    if !payload.fragmented {
        if stopped.is_some() {
            return Err(Data { missing, ..data }.too_short());
        }
        return Ok(Opened::Payload(ends, protocol, Data { octets: payload.payload, missing }));
    }
    if 0 < missing {
        return Err(LeftOut::Fragment);
    }
    let (identification, offset, more) = fragment_of(&ip).ok_or(LeftOut::Malformed)?;
    let id = PacketId { from: ends.0, to: ends.1, identification, protocol: protocol.0 };
    Ok(Opened::Piece(Piece { id, offset, more, octets: payload.payload }))
}

impl Data<'_> {
    /// What to say of a header of at most so many octets that cannot be read.
    fn too_short_for(self, header: usize) -> LeftOut {
        if self.octets.len() < header { self.too_short() } else { LeftOut::Malformed }
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
fn fragment_of(ip: &LaxIpSlice<'_>) -> Option<(u32, IpFragOffset, bool)> {
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
