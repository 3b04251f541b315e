//! Why a frame has no segment to give: every frame that is not read is counted by its kind.

use std::fmt;

use crate::capture::file::LinkType;

/// Why a frame has no segment to give.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum LeftOut {
    /// A kind of link that cannot be read.
    UnknownLink(LinkType),
    /// Neither IP nor anything that can hold it, by its `EtherType`: ARP, LLDP and the like.
    EtherType(u16),
    /// Something over LLC, by its destination: spanning tree and the like.
    Llc(u8),
    /// Something over SNAP that is numbered by another organisation.
    Snap([u8; 3]),
    /// Another protocol over PPP, by its number.
    Ppp(u16),
    /// Another family of addresses on a loopback interface, by its number.
    Family(u32),
    /// Something inside MPLS that is neither IP nor Ethernet.
    Mpls,
    /// GRE of a kind that cannot be read.
    Gre,
    /// Beacons, associations and the like.
    WifiManagement,
    /// Acknowledgments and the like.
    WifiControl,
    /// A data frame without data.
    WifiEmpty,
    /// What only those can read who have the key.
    WifiProtected,
    /// A part of a frame that was sent in parts.
    WifiFragment,
    /// A frame that holds several frames.
    WifiAggregate,
    /// A frame that arrived damaged, says who received it.
    WifiDamaged,
    /// UDP.
    Udp,
    /// ICMP of either version.
    Icmp,
    /// Another protocol over IP, by its number.
    OtherProtocol(u8),
    /// A fragment of a packet that never became whole.
    Fragment,
    /// The capture cut the frame off within its headers.
    CutOff,
    /// More layers than any network has.
    TooDeep,
    /// A frame that ends within its headers, or contradicts itself.
    Malformed,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLink(LinkType(number)) => write!(f, "link type {number}"),
            Self::EtherType(0x0806) => f.write_str("ARP"),
            Self::EtherType(0x88CC) => f.write_str("LLDP"),
            Self::EtherType(0x88E5) => f.write_str("MACsec"),
            Self::EtherType(number) => write!(f, "EtherType {number:#06x}"),
            Self::Llc(destination) => write!(f, "LLC {destination:#04x}"),
            Self::Snap([a, b, c]) => write!(f, "SNAP {a:02x}:{b:02x}:{c:02x}"),
            Self::Ppp(number) => write!(f, "PPP protocol {number:#06x}"),
            Self::Family(number) => write!(f, "address family {number}"),
            Self::Mpls => f.write_str("MPLS"),
            Self::Gre => f.write_str("GRE"),
            Self::WifiManagement => f.write_str("802.11 management"),
            Self::WifiControl => f.write_str("802.11 control"),
            Self::WifiEmpty => f.write_str("802.11 without data"),
            Self::WifiProtected => f.write_str("802.11 protected"),
            Self::WifiFragment => f.write_str("802.11 fragment"),
            Self::WifiAggregate => f.write_str("802.11 aggregate"),
            Self::WifiDamaged => f.write_str("802.11 damaged on the air"),
            Self::Udp => f.write_str("UDP"),
            Self::Icmp => f.write_str("ICMP"),
            Self::OtherProtocol(number) => write!(f, "IP protocol {number}"),
            Self::Fragment => f.write_str("IP fragment"),
            Self::CutOff => f.write_str("cut off within its headers"),
            Self::TooDeep => f.write_str("too many layers"),
            Self::Malformed => f.write_str("malformed"),
        }
    }
}
