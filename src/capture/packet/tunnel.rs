//! Tunnels: packets inside packets. IP in IP, GRE, ERSPAN, and those inside UDP.

use etherparse::IpNumber;
use etherparse::ip_number;

use crate::capture::packet::ethernet::BRIDGED;
use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;
use crate::capture::packet::left_out::LeftOut;

const ETHERNET_IN_IP: IpNumber = IpNumber(97);
const MPLS_IN_IP: IpNumber = IpNumber(137);

/// The ports of VXLAN (RFC 7348 §8), as assigned and as Linux had it before.
const VXLAN_PORTS: [u16; 2] = [4789, 8472];
const GENEVE_PORT: u16 = 6081;
const GTP_PORT: u16 = 2152;

const ERSPAN_2: u16 = 0x88BE;
const ERSPAN_3: u16 = 0x22EB;
const PPP: u16 = 0x880B;

/// Opens what IP carries, if it is a tunnel.
pub(super) fn open(protocol: IpNumber, data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    match protocol {
        ip_number::IPV4 | ip_number::IPV6 => Ok((Layer::Ip, data)),
        ip_number::GRE => gre(data),
        ip_number::UDP => udp(data),
        // Version 3 and twelve zeros (RFC 3378 §3).
        ETHERNET_IN_IP => Ok((Layer::Ethernet, data.skip(2)?)),
        MPLS_IN_IP => Ok((Layer::Mpls, data)),
        ip_number::ICMP | ip_number::IPV6_ICMP => Err(LeftOut::Icmp),
        IpNumber(other) => Err(LeftOut::OtherProtocol(other)),
    }
}

/// GRE (RFC 2784, RFC 2890), and what PPTP makes of it (RFC 2637 §4.1).
fn gre(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[flags, more, high, low], mut inside) = data.split::<4>()?;
    let kind = u16::from_be_bytes([high, low]);
    let (checksum, routing, key, sequence) = (flags & 0x80, flags & 0x40, flags & 0x20, flags & 0x10);
    if routing != 0 {
        return Err(LeftOut::Gre); // RFC 1701 had it, RFC 2784 has not.
    }
    let words = [checksum, key, sequence].into_iter().filter(|&flag| flag != 0).count();
    match more & 0x07 {
        0 => {
            inside = inside.skip(4 * words)?;
            match kind {
                ERSPAN_2 if sequence == 0 => Ok((Layer::Ethernet, inside)), // The first version has no header.
                ERSPAN_2 => Ok((Layer::Ethernet, inside.skip(8)?)),
                ERSPAN_3 => erspan_3(inside),
                other => Ok((Layer::Typed(other), inside)),
            }
        }
        1 if kind == PPP => {
            let acknowledgment = usize::from(more & 0x80 != 0);
            inside = inside.skip(4 * (words + acknowledgment))?;
            if inside.whole_length() == 0 { Err(LeftOut::Gre) } else { Ok((Layer::Ppp, inside)) }
        }
        _ => Err(LeftOut::Gre),
    }
}

/// A mirrored frame, behind twelve octets that say how it was mirrored, or twenty.
fn erspan_3(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[.., high, low], inside) = data.split::<12>()?;
    let inside = if low & 1 != 0 { inside.skip(8)? } else { inside };
    match high >> 2 & 0x1F {
        2 => Ok((Layer::Ip, inside)),
        _ => Ok((Layer::Ethernet, inside)),
    }
}

/// The tunnels inside UDP, known by the port to which they are sent, and by how they begin.
fn udp(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[_, _, high, low, ..], inside) = data.split::<8>()?;
    let found = match u16::from_be_bytes([high, low]) {
        port if VXLAN_PORTS.contains(&port) => vxlan(inside),
        GENEVE_PORT => geneve(inside),
        GTP_PORT => gtp(inside),
        _ => None,
    };
    found.ok_or(LeftOut::Udp)
}

/// VXLAN: a flag that must be set, and the number of the network (RFC 7348 §5).
fn vxlan(data: Data<'_>) -> Option<(Layer, Data<'_>)> {
    let (&[flags, ..], inside) = data.split::<8>().ok()?;
    (flags & 0x08 != 0).then_some((Layer::Ethernet, inside))
}

/// Geneve: version 0, options of the told length, and an `EtherType` (RFC 8926 §3.4).
fn geneve(data: Data<'_>) -> Option<(Layer, Data<'_>)> {
    let (&[first, _, high, low, ..], inside) = data.split::<8>().ok()?;
    let inside = inside.skip(usize::from(first & 0x3F) * 4).ok()?;
    let layer = match u16::from_be_bytes([high, low]) {
        BRIDGED => Layer::Ethernet,
        other => Layer::Typed(other),
    };
    (first >> 6 == 0).then_some((layer, inside))
}

/// GTP-U of version 1, a packet of a mobile subscriber (3GPP TS 29.281 §5).
fn gtp(data: Data<'_>) -> Option<(Layer, Data<'_>)> {
    let (&[flags, kind, ..], mut inside) = data.split::<8>().ok()?;
    if flags >> 4 != 0b0011 || kind != 255 {
        return None;
    }
    if flags & 0x07 != 0 {
        let (&[_, _, _, mut next], rest) = inside.split::<4>().ok()?;
        inside = rest;
        // Each extension tells its length in words, and ends with the kind of the next one.
        while next != 0 {
            let length = usize::from(*inside.octets.first()?) * 4;
            next = *inside.octets.get(length.checked_sub(1)?)?;
            inside = inside.skip(length).ok()?;
        }
    }
    Some((Layer::Ip, inside))
}
