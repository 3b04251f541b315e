//! PPP (RFC 1661), alone, on serial lines and over Ethernet.

use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;
use crate::capture::packet::left_out::LeftOut;

/// Opens a frame. The address and control of HDLC before it may be left away, and so may the first
/// octet of a protocol that is 0 (RFC 1661 §6.5 and §6.6).
pub(super) fn frame(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let data = if data.octets.starts_with(&[0xFF, 0x03]) { data.skip(2)? } else { data };
    let (number, inside) = match *data.octets {
        [0xFF] => return Err(data.too_short()),
        [short, ..] if short & 1 != 0 => (u16::from(short), data.skip(1)?),
        _ => {
            let (&number, inside) = data.split::<2>()?;
            (u16::from_be_bytes(number), inside)
        }
    };
    match number {
        0x0021 | 0x0057 => Ok((Layer::Ip, inside)),
        0x0281 | 0x0283 => Ok((Layer::Mpls, inside)),
        other => Err(LeftOut::Ppp(other)),
    }
}

/// Opens a frame of a serial line, where Cisco's own framing is told from PPP by its address.
pub(super) fn serial(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    match data.octets.first() {
        Some(0x0F | 0x8F) => cisco(data),
        Some(_) | None => Ok((Layer::Ppp, data)),
    }
}

/// Opens a frame of Cisco's HDLC: address, control, and an `EtherType`.
pub(super) fn cisco(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[_, _, high, low], inside) = data.split::<4>()?;
    Ok((Layer::Typed(u16::from_be_bytes([high, low])), inside))
}

/// Opens a frame of PPP over Ethernet: version, code, session and length (RFC 2516 §4).
pub(super) fn over_ethernet(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (_, inside) = data.split::<6>()?;
    Ok((Layer::Ppp, inside))
}
