//! 802.11, and what capture programs put before it: radiotap, Prism, AVS.

use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;
use crate::capture::packet::left_out::LeftOut;

/// How an AVS header begins, in whatever version.
const AVS: [u8; 3] = [0x80, 0x21, 0x10];

/// Addresses, duration and sequence of a frame with three addresses.
const HEADER: usize = 24;

/// Goes behind a radiotap header, which says among other things whether the frame is damaged.
pub(super) fn radiotap(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[_, _, low, high, ..], _) = data.split::<8>()?;
    let length = usize::from(u16::from_le_bytes([low, high]));
    let inside = data.skip(length.max(8))?;
    let flags = radiotap_flags(&data.octets[..length.max(8)]).unwrap_or(0);
    if flags & 0x40 != 0 {
        return Err(LeftOut::WifiDamaged);
    }
    Ok((Layer::Wifi { padded: flags & 0x20 != 0 }, inside))
}

/// The flags of a radiotap header, if it has them: behind the words that say what is present, and
/// behind a time of eight octets in its place.
fn radiotap_flags(header: &[u8]) -> Option<u8> {
    let word = |at: usize| Some(u32::from_le_bytes(header.get(at..at + 4)?.try_into().ok()?));
    let present = word(4)?;
    let mut at = 8;
    let mut last = present;
    while last & 0x8000_0000 != 0 {
        last = word(at)?;
        at += 4;
    }
    if present & 1 != 0 {
        at = at.next_multiple_of(8) + 8;
    }
    (present & 2 != 0).then(|| header.get(at).copied()).flatten()
}

/// Goes behind a Prism header, or an AVS header that took its number.
pub(super) fn prism(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    if data.octets.starts_with(&AVS) {
        return avs(data);
    }
    let (&[kind, _, _, kind_end, a, b, c, d], _) = data.split::<8>()?;
    let length = match (kind, kind_end) {
        (0x44, _) => u32::from_le_bytes([a, b, c, d]),
        (_, 0x44) => u32::from_be_bytes([a, b, c, d]),
        // Some drivers leave the header away.
        _ => return Ok((Layer::Wifi { padded: false }, data)),
    };
    behind(length, data)
}

/// Goes behind an AVS header.
pub(super) fn avs(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[_, _, _, _, a, b, c, d], _) = data.split::<8>()?;
    if !data.octets.starts_with(&AVS) {
        return Err(LeftOut::Malformed);
    }
    behind(u32::from_be_bytes([a, b, c, d]), data)
}

fn behind(length: u32, data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let length = usize::try_from(length).map_err(|_| LeftOut::Malformed)?;
    if length < 8 {
        return Err(LeftOut::Malformed);
    }
    Ok((Layer::Wifi { padded: false }, data.skip(length)?))
}

/// Opens a frame: of data there is LLC inside (IEEE 802.11 §9.2 and §9.3.2).
pub(super) fn frame(padded: bool, data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[control, flags], _) = data.split::<2>()?;
    match control >> 2 & 3 {
        _ if control & 3 != 0 => return Err(LeftOut::Malformed),
        0 => return Err(LeftOut::WifiManagement),
        2 => (),
        _ => return Err(LeftOut::WifiControl),
    }
    if control & 0x40 != 0 {
        return Err(LeftOut::WifiEmpty);
    }
    if flags & 0x40 != 0 {
        return Err(LeftOut::WifiProtected);
    }
    let (header, _) = data.split::<HEADER>()?;
    if flags & 0x04 != 0 || header[22] & 0x0F != 0 {
        return Err(LeftOut::WifiFragment);
    }
    let has_quality = control & 0x80 != 0;
    let fourth_address = if flags & 3 == 3 { 6 } else { 0 };
    let quality = if has_quality { 2 } else { 0 };
    let high_throughput = if has_quality && flags & 0x80 != 0 { 4 } else { 0 };
    let length = HEADER + fourth_address + quality + high_throughput;
    let inside = data.skip(if padded { length.next_multiple_of(4) } else { length })?;
    let aggregated = has_quality && data.octets[HEADER + fourth_address] & 0x80 != 0;
    if aggregated { aggregate(inside) } else { Ok((Layer::Llc, inside)) }
}

/// Opens a frame of several frames, if there is only one in it.
fn aggregate(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&[.., high, low], inside) = data.split::<14>()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    // Another one would have a header at the next word of four octets; a check sequence is shorter.
    let rest = inside.whole_length().saturating_sub((14 + length).next_multiple_of(4) - 14);
    if 14 < rest { Err(LeftOut::WifiAggregate) } else { Ok((Layer::Llc, inside)) }
}
