//! Ethernet and what its types stand for: VLAN tags, PPP, LLC, MPLS.

use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;
use crate::capture::packet::left_out::LeftOut;
use crate::capture::packet::ppp;

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86DD;
const VLAN: [u16; 4] = [0x8100, 0x88A8, 0x9100, 0x9200];
const MPLS: [u16; 2] = [0x8847, 0x8848];
const PPPOE_SESSION: u16 = 0x8864;
/// Ethernet inside something that tells an `EtherType` (RFC 1701).
pub(super) const BRIDGED: u16 = 0x6558;
const PPP: u16 = 0x880B;
/// What is no more is no type, but a length, with LLC behind it.
const MAX_LENGTH: u16 = 1500;

/// Opens an Ethernet frame.
pub(super) fn frame(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[.., high, low], inside) = data.split::<14>()?;
    Ok((Layer::Typed(u16::from_be_bytes([high, low])), inside))
}

/// Opens what a type stands for.
pub(super) fn typed(kind: u16, data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    match kind {
        IPV4 | IPV6 => Ok((Layer::Ip, data)),
        BRIDGED => Ok((Layer::Ethernet, data)),
        PPP => Ok((Layer::Ppp, data)),
        PPPOE_SESSION => ppp::over_ethernet(data),
        tag if VLAN.contains(&tag) => {
            let (&[_, _, high, low], inside) = data.split::<4>()?;
            Ok((Layer::Typed(u16::from_be_bytes([high, low])), inside))
        }
        label if MPLS.contains(&label) => Ok((Layer::Mpls, data)),
        length if length <= MAX_LENGTH => Ok((Layer::Llc, data)),
        other => Err(LeftOut::EtherType(other)),
    }
}

/// Opens LLC, which holds a type if SNAP is inside it (RFC 1042).
pub(super) fn llc(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let Some(&destination) = data.octets.first() else { return Err(data.too_short()) };
    if destination != 0xAA {
        return Err(LeftOut::Llc(destination));
    }
    let (&[_, _, _, a, b, c, high, low], inside) = data.split::<8>()?;
    match [a, b, c] {
        // Types, and types that a bridge has translated.
        [0, 0, 0 | 0xF8] => Ok((Layer::Typed(u16::from_be_bytes([high, low])), inside)),
        organisation => Err(LeftOut::Snap(organisation)),
    }
}

/// Goes behind the labels of MPLS (RFC 3032 §2.1). What is there says only the router that made
/// them: IP shows itself by its first octets, and the rest is taken for Ethernet, with or without
/// the control word of a pseudo-wire (RFC 4448 §4.6).
pub(super) fn mpls(mut data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    loop {
        let (&[_, _, last, _], inside) = data.split::<4>()?;
        data = inside;
        if last & 1 != 0 {
            break;
        }
    }
    if is_ip(data) {
        return Ok((Layer::Ip, data));
    }
    let control_word = data.octets.first().is_some_and(|first| first >> 4 == 0);
    let behind = data.skip(4).ok().filter(|_| control_word);
    match [behind, Some(data)].into_iter().flatten().find(|&data| is_ethernet(data)) {
        Some(inside) => Ok((Layer::Ethernet, inside)),
        None if data.octets.len() < 18 && 0 < data.missing => Err(LeftOut::CutOff),
        None => Err(LeftOut::Mpls),
    }
}

/// Whether octets are a packet whose length its frame can have.
fn is_ip(data: Data<'_>) -> bool {
    match *data.octets {
        [first, _, high, low, ..] if first >> 4 == 4 && 5 <= first & 0xF => {
            usize::from(u16::from_be_bytes([high, low])) <= data.whole_length()
        }
        [first, _, _, _, high, low, ..] if first >> 4 == 6 => {
            usize::from(u16::from_be_bytes([high, low])) + 40 <= data.whole_length()
        }
        _ => false,
    }
}

/// Whether octets are a frame of Ethernet with a type that is known here.
fn is_ethernet(data: Data<'_>) -> bool {
    let Ok((layer, inside)) = frame(data) else { return false };
    match layer {
        Layer::Typed(kind) if MAX_LENGTH < kind => typed(kind, inside).is_ok() || [0x0806, 0x88CC].contains(&kind),
        Layer::Typed(_) => llc(inside).is_ok(),
        Layer::Link(_)
        | Layer::Ethernet
        | Layer::Llc
        | Layer::Mpls
        | Layer::Ppp
        | Layer::Wifi { .. }
        | Layer::Ip
        | Layer::Carried { .. } => false,
    }
}
