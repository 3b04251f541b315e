//! A session that a capture holds, and what the capture tells about it besides its words.

use std::net::SocketAddr;

use crate::proto::Side;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::TlsFacts;

/// One POP3 session of a capture.
#[derive(Clone, Debug)]
pub struct RecordedSession {
    /// Its place among the sessions of the file by their first frames, counted from 0.
    ///
    /// Sessions are handed out as they end, so the numbers come in no order.
    pub index: u64,
    /// The end that opened the connection.
    pub client: SocketAddr,
    /// The end that listened.
    pub server: SocketAddr,
    /// The number of its first frame.
    pub first_frame: u64,
    /// The number of its last frame, up to the one that ends it.
    pub last_frame: u64,
    /// How many frames it has, up to the one that ends it.
    pub frames: u64,
    /// The earliest time of a frame of it.
    pub start: Time,
    /// The latest time of a frame of it.
    pub end: Time,
    /// Octets the client said, without those sent again.
    pub client_octets: u64,
    /// Octets the server said, without those sent again.
    pub server_octets: u64,
    /// Octets that were said and not captured.
    pub gap_octets: u64,
    /// Octets that were cut off their frames by the capture.
    pub snapped_octets: u64,
    /// Octets that were not kept, to bound the memory.
    pub let_go_octets: u64,
    /// The TCP sequence number of the first octet of the client, if it is known.
    ///
    /// Up to where octets are read inside TLS, the octet at the place [`Said::start`](crate::session::timeline::Said::start) has this number and so many more.
    pub client_sequence: Option<u32>,
    /// The TCP sequence number of the first octet of the server, if it is known.
    pub server_sequence: Option<u32>,
    /// What is known of its TLS, if there was a handshake.
    pub tls: Option<TlsFacts>,
    /// What was said.
    pub timeline: Timeline,
}

impl RecordedSession {
    /// A timeline of one connection that no capture holds, as if the first session of one did. `None` without a
    /// connection.
    #[must_use]
    pub fn of_timeline(timeline: Timeline) -> Option<Self> {
        let ends = timeline.connections().first()?;
        let (first, last) = (timeline.steps().first()?, timeline.steps().last()?);
        let octets = |side: Side| {
            let said = timeline.steps().iter().filter_map(|step| step.said()).filter(|said| said.side == side);
            said.map(|said| said.raw.len() as u64).sum()
        };
        Some(Self {
            index: 0,
            client: ends.client.address,
            server: ends.server.address,
            first_frame: 1,
            last_frame: 1,
            frames: 1,
            start: first.at,
            end: last.until,
            client_octets: octets(Side::Client),
            server_octets: octets(Side::Server),
            gap_octets: 0,
            snapped_octets: 0,
            let_go_octets: 0,
            client_sequence: None,
            server_sequence: None,
            tls: None,
            timeline,
        })
    }

    /// Whether all that was said is in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.gap_octets == 0 && self.snapped_octets == 0 && self.let_go_octets == 0
    }
}
