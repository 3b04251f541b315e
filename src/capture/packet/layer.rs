//! A layer of a frame: what kind it is, and the octets that were captured of it.

use etherparse::IpNumber;

use crate::capture::file::LinkType;
use crate::capture::packet::ip::Ends;
use crate::capture::packet::left_out::LeftOut;

/// What some octets are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layer {
    /// A frame as it was captured on a link.
    Link(LinkType),
    /// Ethernet, from its addresses on.
    Ethernet,
    /// What an `EtherType` says, or a length in its place.
    Typed(u16),
    /// LLC, from its addresses on.
    Llc,
    /// MPLS, from its first label on.
    Mpls,
    /// PPP, from its protocol on, or from the two octets of HDLC before it.
    Ppp,
    /// 802.11, from the control field on. `padded` if its header fills whole words of four octets.
    Wifi { padded: bool },
    /// IP of either version.
    Ip,
    /// What IP carries.
    Carried { ends: Ends, protocol: IpNumber },
}

/// Octets of a layer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Data<'a> {
    /// Those that were captured.
    pub(super) octets: &'a [u8],
    /// How many are behind those.
    pub(super) missing: usize,
}

impl<'a> Data<'a> {
    /// The first octets, as many as are wanted, and the rest.
    pub(super) fn split<const LENGTH: usize>(self) -> Result<(&'a [u8; LENGTH], Self), LeftOut> {
        let (first, octets) = self.octets.split_first_chunk().ok_or(self.too_short())?;
        Ok((first, Self { octets, ..self }))
    }

    /// What is behind so many octets.
    pub(super) fn skip(self, length: usize) -> Result<Self, LeftOut> {
        let octets = self.octets.get(length..).ok_or(self.too_short())?;
        Ok(Self { octets, ..self })
    }

    /// How many octets it had before the capture cut it off.
    pub(super) fn whole_length(self) -> usize {
        self.octets.len() + self.missing
    }

    /// What to say when it ends too early: is the capture to blame?
    pub(super) fn too_short(self) -> LeftOut {
        if 0 < self.missing { LeftOut::CutOff } else { LeftOut::Malformed }
    }
}
