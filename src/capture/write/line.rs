//! One TCP connection as frames: sequence numbers, acknowledgments, checksums (RFC 9293 §3).

use std::io;
use std::io::Write;
use std::net::IpAddr;
use std::net::SocketAddr;

use etherparse::PacketBuilder;
use etherparse::TcpHeader;

use crate::capture::write::frames::Frames;
use crate::proto::Side;
use crate::proto::utterance::Hole;
use crate::session::Time;
use crate::session::event::Connection;
use crate::session::sealed;

/// The most octets of a segment: an Ethernet frame less the headers of IPv6 and TCP, so that it fits both.
const SEGMENT: usize = 1440;
/// How many segments may come before one is acknowledged. So many are within the window.
const BURST: usize = 16;
const HOPS: u8 = 64;
const WINDOW: u16 = u16::MAX;

/// A connection that is being written.
pub(super) struct Line {
    client: End,
    server: End,
    tls: bool,
}

/// One end of it.
struct End {
    address: SocketAddr,
    hardware: [u8; 6],
    /// The sequence number of what it says next.
    next: u32,
}

/// What a segment is there for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Purpose {
    Open,
    Accept,
    Say,
    /// The last segment of what is said.
    Push,
    Acknowledge,
    Finish,
    Reset,
}

impl Line {
    pub(super) fn new(id: u32, connection: &Connection) -> Self {
        let (client, server) = alike(connection.client.address, connection.server.address);
        // Any number will do, if only it is another for each connection between the same ports.
        let first = id.wrapping_mul(0x0100_0000);
        Self {
            client: End { address: client, hardware: [2, 0, 0, 0, 0, 1], next: first.wrapping_add(0x1000) },
            server: End { address: server, hardware: [2, 0, 0, 0, 0, 2], next: first.wrapping_add(0x0080_0000) },
            tls: false,
        }
    }

    /// The three segments that open a connection.
    pub(super) fn shake_hands<W: Write>(&mut self, frames: &mut Frames<W>, at: Time) -> io::Result<()> {
        self.send(frames, at, Side::Client, &[], Purpose::Open)?;
        self.skip(Side::Client, 1);
        self.send(frames, at, Side::Server, &[], Purpose::Accept)?;
        self.skip(Side::Server, 1);
        self.acknowledge(frames, at, Side::Client)
    }

    /// Octets of a side, with those left out that were lost.
    pub(super) fn say<W: Write>(
        &mut self,
        frames: &mut Frames<W>,
        (at, until): (Time, Time),
        side: Side,
        octets: &[u8],
        holes: &[Hole],
    ) -> io::Result<()> {
        let mut from = 0;
        for hole in holes {
            let to = hole.at.clamp(from, octets.len());
            self.say_whole(frames, at, side, &octets[from..to])?;
            frames.comment(&format!("{} octets of the {side} before this packet were not recorded", hole.octets));
            self.leave_out(side, hole.octets);
            from = to;
        }
        self.say_whole(frames, until.max(at), side, &octets[from..])?;
        self.acknowledge(frames, until.max(at), side.other())
    }

    /// One sending of a segment, so many octets behind what the side says next.
    pub(super) fn segment<W: Write>(
        &mut self,
        frames: &mut Frames<W>,
        at: Time,
        side: Side,
        ahead: u64,
        (octets, last): (&[u8], bool),
    ) -> io::Result<()> {
        let ahead = (ahead & 0xFFFF_FFFF) as u32;
        self.skip(side, ahead);
        self.send(frames, at, side, octets, if last { Purpose::Push } else { Purpose::Say })?;
        self.skip(side, ahead.wrapping_neg());
        Ok(())
    }

    /// So many octets of a side have come, and the other one says so.
    pub(super) fn take<W: Write>(
        &mut self,
        frames: &mut Frames<W>,
        at: Time,
        side: Side,
        octets: u64,
    ) -> io::Result<()> {
        self.leave_out(side, octets);
        self.acknowledge(frames, at, side.other())
    }

    /// Octets of a side that are in no frame.
    pub(super) fn leave_out(&mut self, side: Side, octets: u64) {
        self.skip(side, (octets & 0xFFFF_FFFF) as u32);
    }

    /// A handshake that only looks like one of TLS, unless there was one.
    pub(super) fn start_tls<W: Write>(&mut self, frames: &mut Frames<W>, at: Time) -> io::Result<()> {
        if self.tls {
            return Ok(());
        }
        self.tls = true;
        frames.comment("A simulation of TLS: this handshake has the shape of one, and no keys");
        for (turn, side) in sealed::HANDSHAKE_TURNS.into_iter().enumerate() {
            self.say(frames, (at, at), side, &sealed::handshake(turn), &[])?;
        }
        Ok(())
    }

    /// Both sides close, this one first.
    pub(super) fn finish<W: Write>(&mut self, frames: &mut Frames<W>, at: Time, first: Side) -> io::Result<()> {
        for side in [first, first.other()] {
            self.send(frames, at, side, &[], Purpose::Finish)?;
            self.skip(side, 1);
        }
        self.acknowledge(frames, at, first)
    }

    /// One side breaks the connection off.
    pub(super) fn reset<W: Write>(&mut self, frames: &mut Frames<W>, at: Time, side: Side) -> io::Result<()> {
        self.send(frames, at, side, &[], Purpose::Reset)
    }

    fn say_whole<W: Write>(&mut self, frames: &mut Frames<W>, at: Time, side: Side, octets: &[u8]) -> io::Result<()> {
        let mut segments = (1..).zip(octets.chunks(SEGMENT)).peekable();
        while let Some((number, segment)) = segments.next() {
            let purpose = if segments.peek().is_none() { Purpose::Push } else { Purpose::Say };
            self.send(frames, at, side, segment, purpose)?;
            self.skip(side, u32::try_from(segment.len()).unwrap_or(0));
            if number % BURST == 0 && purpose == Purpose::Say {
                self.acknowledge(frames, at, side.other())?;
            }
        }
        Ok(())
    }

    fn acknowledge<W: Write>(&mut self, frames: &mut Frames<W>, at: Time, side: Side) -> io::Result<()> {
        self.send(frames, at, side, &[], Purpose::Acknowledge)
    }

    fn skip(&mut self, side: Side, octets: u32) {
        let end = match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        };
        end.next = end.next.wrapping_add(octets);
    }

    fn send<W: Write>(
        &self,
        frames: &mut Frames<W>,
        at: Time,
        side: Side,
        octets: &[u8],
        purpose: Purpose,
    ) -> io::Result<()> {
        let (from, to) = match side {
            Side::Client => (&self.client, &self.server),
            Side::Server => (&self.server, &self.client),
        };
        let mut header = TcpHeader::new(from.address.port(), to.address.port(), from.next, WINDOW);
        header.syn = matches!(purpose, Purpose::Open | Purpose::Accept);
        header.psh = purpose == Purpose::Push;
        header.fin = purpose == Purpose::Finish;
        header.rst = purpose == Purpose::Reset;
        header.ack = purpose != Purpose::Open;
        if header.ack {
            header.acknowledgment_number = to.next;
        }
        let ethernet = PacketBuilder::ethernet2(from.hardware, to.hardware);
        let ip = match (from.address.ip(), to.address.ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => ethernet.ipv4(from.octets(), to.octets(), HOPS),
            (from, to) => ethernet.ipv6(v6(from), v6(to), HOPS),
        };
        let packet = ip.tcp_header(header);
        let mut frame = Vec::with_capacity(packet.size(octets.len()));
        packet.write(&mut frame, octets).map_err(io::Error::other)?;
        frames.add(at, &frame)
    }
}

/// Both addresses in one family: a packet has no two.
fn alike(client: SocketAddr, server: SocketAddr) -> (SocketAddr, SocketAddr) {
    if client.is_ipv4() == server.is_ipv4() {
        return (client, server);
    }
    let mapped = |address: SocketAddr| SocketAddr::new(IpAddr::from(v6(address.ip())), address.port());
    (mapped(client), mapped(server))
}

fn v6(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}
