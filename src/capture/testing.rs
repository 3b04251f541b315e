//! Small captures, built by hand: packets of a conversation, and files that hold them.

use std::net::SocketAddr;
use std::ops::ControlFlow;

use etherparse::PacketBuilder;
use etherparse::TcpHeader;

use crate::capture::Options;
use crate::capture::Summary;
use crate::capture::analyse;
use crate::proto::Side;
use crate::session::RecordedSession;
use crate::session::Timeline;
use crate::session::timeline::What;

/// A TCP segment to be put into a frame.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Packet {
    pub(super) side: Side,
    pub(super) sequence: u32,
    pub(super) acknowledgment: Option<u32>,
    pub(super) flags: &'static str,
    pub(super) octets: Vec<u8>,
}

/// A conversation that is being made up, with sequence numbers that wrap soon.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    pub(super) client: SocketAddr,
    pub(super) server: SocketAddr,
    next: [u32; 2],
    pub(super) packets: Vec<Packet>,
}

fn place(side: Side) -> usize {
    usize::from(side == Side::Server)
}

impl Talk {
    /// Nothing was said; the server listens on this port.
    pub(super) fn new(port: u16) -> Self {
        Self {
            client: SocketAddr::from(([10, 0, 0, 1], 40_000)),
            server: SocketAddr::from(([10, 0, 0, 2], port)),
            next: [u32::MAX - 20, u32::MAX - 40],
            packets: Vec::new(),
        }
    }

    /// A connection to port 110 that was just opened.
    pub(super) fn open() -> Self {
        Self::new(110).shake()
    }

    pub(super) fn shake(self) -> Self {
        self.add(Side::Client, "S", b"").add(Side::Server, "SA", b"").add(Side::Client, "A", b"")
    }

    /// The client says something.
    pub(super) fn c(self, octets: impl AsRef<[u8]>) -> Self {
        self.add(Side::Client, "A", octets.as_ref())
    }

    /// The server says something.
    pub(super) fn s(self, octets: impl AsRef<[u8]>) -> Self {
        self.add(Side::Server, "A", octets.as_ref())
    }

    /// Both close, this side first.
    pub(super) fn fin(self, first: Side) -> Self {
        self.add(first, "FA", b"").add(first.other(), "FA", b"").add(first, "A", b"")
    }

    pub(super) fn add(mut self, side: Side, flags: &'static str, octets: &[u8]) -> Self {
        let acknowledgment = flags.contains('A').then_some(self.next[place(side.other())]);
        let sequence = self.next[place(side)];
        self.packets.push(Packet { side, sequence, acknowledgment, flags, octets: octets.to_vec() });
        let numbers = u32::try_from(octets.len()).expect("short") + u32::from(flags.contains(['S', 'F']));
        self.next[place(side)] = sequence.wrapping_add(numbers);
        self
    }

    /// The same without some packets.
    pub(super) fn without(mut self, lost: &[usize]) -> Self {
        let packets = std::mem::take(&mut self.packets);
        self.packets = (0..).zip(packets).filter(|(at, _)| !lost.contains(at)).map(|(_, packet)| packet).collect();
        self
    }

    /// The frame of each packet on Ethernet.
    pub(super) fn frames(&self) -> Vec<Vec<u8>> {
        self.packets.iter().map(|packet| ethernet(self.client, self.server, packet)).collect()
    }

    /// A pcap file of them, one packet a millisecond.
    pub(super) fn pcap(&self) -> Vec<u8> {
        pcap(&self.frames())
    }

    /// What our analysis finds in it.
    pub(super) fn analysed(&self) -> (Vec<RecordedSession>, Summary) {
        analysed(&self.pcap())
    }

    /// What was said, by the only session in it.
    #[track_caller]
    pub(super) fn words(&self) -> Vec<String> {
        let (sessions, _) = self.analysed();
        assert_eq!(sessions.len(), 1, "one session");
        words(&sessions[0].timeline)
    }
}

/// A packet as an Ethernet frame.
pub(super) fn ethernet(client: SocketAddr, server: SocketAddr, packet: &Packet) -> Vec<u8> {
    let (from, to) = match packet.side {
        Side::Client => (client, server),
        Side::Server => (server, client),
    };
    let mut header = TcpHeader::new(from.port(), to.port(), packet.sequence, 65_535);
    header.syn = packet.flags.contains('S');
    header.fin = packet.flags.contains('F');
    header.rst = packet.flags.contains('R');
    header.urg = packet.flags.contains('U');
    header.urgent_pointer = u16::from(header.urg);
    header.ack = packet.acknowledgment.is_some();
    header.acknowledgment_number = packet.acknowledgment.unwrap_or(0);
    let ethernet = PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]);
    let ip = match (from, to) {
        (SocketAddr::V4(from), SocketAddr::V4(to)) => ethernet.ipv4(from.ip().octets(), to.ip().octets(), 64),
        (SocketAddr::V6(from), SocketAddr::V6(to)) => ethernet.ipv6(from.ip().octets(), to.ip().octets(), 64),
        (SocketAddr::V4(_), SocketAddr::V6(_)) | (SocketAddr::V6(_), SocketAddr::V4(_)) => panic!("one family"),
    };
    let mut frame = Vec::new();
    ip.tcp_header(header).write(&mut frame, &packet.octets).expect("a Vec can be written");
    // A short frame is padded, and some captures keep the check sequence too.
    if frame.len() < 60 {
        frame.resize(60, 0);
    }
    frame.extend_from_slice(b"fcs!");
    frame
}

/// A pcap file: little-endian, microseconds, one frame a millisecond.
pub(super) fn pcap(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = pcap_header(1);
    for (at, frame) in (0..).zip(frames) {
        file.extend(pcap_frame(at, frame, frame.len()));
    }
    file
}

pub(super) fn pcap_header(link: u32) -> Vec<u8> {
    let mut file = vec![0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0];
    file.extend(link.to_le_bytes());
    file
}

pub(super) fn pcap_frame(millis: u32, octets: &[u8], original: usize) -> Vec<u8> {
    let length = |length: usize| u32::try_from(length).expect("short").to_le_bytes();
    let mut frame = (millis / 1000).to_le_bytes().to_vec();
    frame.extend((millis % 1000 * 1000).to_le_bytes());
    frame.extend(length(octets.len()));
    frame.extend(length(original));
    frame.extend(octets);
    frame
}

/// A block of a little-endian pcapng file.
pub(super) fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    body.resize(body.len().next_multiple_of(4), 0);
    let length = u32::try_from(body.len() + 12).expect("short").to_le_bytes();
    [&kind.to_le_bytes(), length.as_slice(), &body, &length].concat()
}

/// The block that begins a section.
pub(super) fn section() -> Vec<u8> {
    let mut body = 0x1A2B_3C4D_u32.to_le_bytes().to_vec();
    body.extend([1, 0, 0, 0]);
    body.extend([0xFF; 8]);
    block(0x0A0D_0D0A, &body)
}

/// A pcapng file: one section, one Ethernet interface, microseconds, one frame a millisecond.
pub(super) fn pcapng(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = section();
    file.extend(block(1, &[1, 0, 0, 0, 0, 0, 0, 0]));
    for (at, frame) in (0_u32..).zip(frames) {
        let length = u32::try_from(frame.len()).expect("short").to_le_bytes();
        let mut body = [[0; 4], [0; 4], (at * 1000).to_le_bytes(), length, length].concat();
        body.extend(frame);
        file.extend(block(6, &body));
    }
    file
}

/// What our analysis finds in a file, sessions by their indexes.
#[track_caller]
pub(super) fn analysed(file: &[u8]) -> (Vec<RecordedSession>, Summary) {
    let mut sessions = Vec::new();
    let summary = analyse(file, &Options::default(), |_| ControlFlow::Continue(()), |session| sessions.push(session))
        .expect("a capture");
    sessions.sort_by_key(|session: &RecordedSession| session.index);
    (sessions, summary)
}

/// Every step of a timeline as a line of text.
pub(super) fn words(timeline: &Timeline) -> Vec<String> {
    let letter = |side: &Side| match side {
        Side::Client => 'C',
        Side::Server => 'S',
    };
    let word = |what: &What| match what {
        What::Opened => "opened".to_owned(),
        What::Said(said) => format!("{}: {}", letter(&said.side), String::from_utf8_lossy(&said.raw).escape_debug()),
        What::Gap { side, octets } => format!("{}: gap of {octets}", letter(side)),
        What::Conflict { side, octets } => format!("{}: {octets} octets differ", letter(side)),
        What::Closed(closing) => format!("{closing:?}"),
        What::Fact(fact) => format!("{fact:?}"),
    };
    timeline.steps().iter().map(|step| word(&step.what)).collect()
}
