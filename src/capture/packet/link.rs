//! Links: what a frame begins with, by the number that its file gives (tcpdump.org/linktypes.html).

use crate::capture::file::LinkType;
use crate::capture::packet::layer::Data;
use crate::capture::packet::layer::Layer;
use crate::capture::packet::left_out::LeftOut;
use crate::capture::packet::ppp;
use crate::capture::packet::wifi;

/// Opens a frame of a link.
pub(super) fn open(link: LinkType, data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    match link {
        LinkType::ETHERNET => Ok((Layer::Ethernet, data)),
        LinkType::LINUX_SLL => {
            let (&[.., high, low], inside) = data.split::<16>()?;
            Ok((cooked(u16::from_be_bytes([high, low])), inside))
        }
        LinkType::LINUX_SLL2 => {
            let (&[high, low, ..], inside) = data.split::<20>()?;
            Ok((cooked(u16::from_be_bytes([high, low])), inside))
        }
        LinkType::NULL | LinkType::LOOP => loopback(data),
        LinkType::IPV4 | LinkType::IPV6 => Ok((Layer::Ip, data)),
        LinkType::PPP => Ok((Layer::Ppp, data)),
        LinkType::PPP_SERIAL => ppp::serial(data),
        LinkType::CISCO_HDLC => ppp::cisco(data),
        LinkType::PPP_ETHERNET => ppp::over_ethernet(data),
        // An octet that says the direction.
        LinkType::PPP_WITH_DIRECTION => Ok((Layer::Ppp, data.skip(1)?)),
        LinkType::WIFI => Ok((Layer::Wifi { padded: false }, data)),
        LinkType::WIFI_RADIOTAP => wifi::radiotap(data),
        LinkType::WIFI_PRISM => wifi::prism(data),
        LinkType::WIFI_AVS => wifi::avs(data),
        LinkType::PPI => {
            let (&[_, _, l0, l1, a, b, c, d], _) = data.split::<8>()?;
            let inside = data.skip(usize::from(u16::from_le_bytes([l0, l1])).max(8))?;
            let number = u32::from_le_bytes([a, b, c, d]);
            let number = u16::try_from(number).map_err(|_| LeftOut::Malformed)?;
            Ok((Layer::Link(LinkType(number)), inside))
        }
        raw if LinkType::RAW.contains(&raw) => Ok((Layer::Ip, data)),
        unknown => Err(LeftOut::UnknownLink(unknown)),
    }
}

/// What is inside a Linux cooked capture. Some numbers below the `EtherType`s have a meaning of
/// their own there.
fn cooked(kind: u16) -> Layer {
    match kind {
        0x0001 => Layer::Typed(0), // 802.3 without a type: LLC, if anything.
        other => Layer::Typed(other),
    }
}

/// A loopback interface tells the family of addresses, by some host's own number of it, in the byte
/// order of that host.
fn loopback(data: Data<'_>) -> Result<(Layer, Data<'_>), LeftOut> {
    let (&family, inside) = data.split::<4>()?;
    match family {
        [0, 0, 0, 2 | 10 | 24 | 28 | 30] | [2 | 10 | 24 | 28 | 30, 0, 0, 0] => Ok((Layer::Ip, inside)),
        [_, _, 0, 0] => Err(LeftOut::Family(u32::from_le_bytes(family))),
        _ => Err(LeftOut::Family(u32::from_be_bytes(family))),
    }
}
