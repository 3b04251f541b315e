//! A client: who it is, how far away, and what it remembers to compute its logins.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::proto::auth::apop_digest;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::auth::xoauth2_response;
use crate::proto::line::MAX_COMMAND_LINE;
use crate::proto::line::first_line;
use crate::proto::scram;
use crate::session::ConnectionId;
use crate::session::event::Party;
use crate::sim::Link;

/// The first of the ports that systems choose for a client by themselves (RFC 6335 §6).
const FIRST_PORT: u16 = 49152;

/// What a client does before a login on a connection that TLS does not cover.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub enum WithoutTls {
    /// It says who it is all the same.
    #[default]
    GoOn,
    /// It says QUIT, and nothing more.
    GiveUp,
}

/// Somebody who connects and sends what a script says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Client {
    /// What people call it, if it has a name.
    pub name: Option<Arc<str>>,
    /// Where it is; each connection has a port of its own.
    pub address: IpAddr,
    /// The port that it speaks from, if it chooses one: RPOP wants one below 1024 (RFC 1225).
    pub port: Option<u16>,
    /// The line to the server.
    pub link: Link,
    /// What it does where TLS was to be and is not.
    pub without_tls: WithoutTls,
    /// How long it thinks before it says something.
    pub pause: Duration,
    /// The connection it uses, if it has one.
    pub(super) connection: Option<ConnectionId>,
    /// The last line of the server that it may have to compute with.
    heard: Vec<u8>,
    timestamp: Option<Vec<u8>>,
    /// The exchange of SCRAM that is going on.
    scram: Option<scram::ClientSide>,
    /// How many exchanges it has begun: each has a nonce of its own.
    exchanges: u32,
}

impl Client {
    /// A client that has not connected.
    #[must_use]
    pub fn new(name: Option<Arc<str>>, address: IpAddr, link: Link, pause: Duration) -> Self {
        let without_tls = WithoutTls::GoOn;
        Self {
            name,
            address,
            port: None,
            link,
            pause,
            without_tls,
            connection: None,
            heard: Vec::new(),
            timestamp: None,
            scram: None,
            exchanges: 0,
        }
    }

    /// Remembers what a login may need: the timestamp of a greeting, the last challenge.
    pub(super) fn hear(&mut self, line: &[u8], greeting: bool) {
        if greeting {
            self.timestamp = apop_timestamp(line).map(<[u8]>::to_vec);
        }
        self.heard = line.to_vec();
    }

    /// `APOP name digest`, from the timestamp of the greeting; `None` if it had none.
    #[must_use]
    pub fn apop_line(&self, name: &str, secret: &[u8]) -> Option<String> {
        let timestamp = self.timestamp.as_ref()?;
        Some(format!("APOP {name} {}", apop_digest(timestamp, secret)))
    }

    /// Name and token of XOAUTH2: with the AUTH command, or as the response to its challenge.
    #[must_use]
    pub fn xoauth2_line(&self, name: &str, token: &[u8]) -> String {
        self.begin_auth("XOAUTH2", &encode_base64(&xoauth2_response(name, token)))
    }

    /// The first message of SCRAM-SHA-256: with the AUTH command, or as the response to its challenge.
    pub fn scram_first_line(&mut self, name: &str) -> String {
        self.exchanges += 1;
        let seed = format!("{:?} {} {}", self.name, self.address, self.exchanges);
        let side = scram::ClientSide::begin(name, &scram::nonce_of(seed.as_bytes()));
        let line = self.begin_auth(scram::NAME, &encode_base64(side.first().to_string().as_bytes()));
        self.scram = Some(side);
        line
    }

    /// The last message of SCRAM-SHA-256. Who is asked by somebody who cannot be the server calls the login off.
    ///
    /// `None` if there was no first message, or no challenge.
    pub fn scram_final_line(&mut self, password: &[u8]) -> Option<String> {
        let question = self.challenge()?;
        let answer = self.scram.as_mut()?.answer(&question, password);
        Some(answer.map_or_else(|_| "*".to_owned(), |answer| encode_base64(answer.as_bytes())))
    }

    /// The empty line behind the proof of the server, or `*` if it proves nothing.
    ///
    /// `None` if there was no exchange of SCRAM, or no challenge.
    pub fn scram_end_line(&mut self) -> Option<String> {
        let proof = self.challenge()?;
        let accepted = self.scram.take()?.accepts(&proof);
        Some(if accepted { String::new() } else { "*".to_owned() })
    }

    /// A command with its initial response, or the response alone where a challenge waits for it. If the command would
    /// be too long it goes alone, and the response waits for the challenge (RFC 5034 §4).
    fn begin_auth(&self, mechanism: &str, response: &str) -> String {
        if self.challenge().is_some() {
            return response.to_owned();
        }
        let line = format!("AUTH {mechanism} {response}");
        if MAX_COMMAND_LINE < line.len() + 2 { format!("AUTH {mechanism}") } else { line }
    }

    /// What the last line asks, if it is a challenge.
    fn challenge(&self) -> Option<Vec<u8>> {
        decode_base64(first_line(&self.heard).0.strip_prefix(b"+ ")?)
    }

    /// The response to a CRAM-MD5 challenge; `None` if the last line was no challenge.
    #[must_use]
    pub fn cram_md5_line(&self, name: &str, secret: &[u8]) -> Option<String> {
        let challenge = self.challenge()?;
        Some(encode_base64(format!("{name} {}", cram_md5_digest(&challenge, secret)).as_bytes()))
    }

    pub(super) fn party(&self, id: ConnectionId) -> Party {
        let offset = u16::try_from(id.0 % u32::from(u16::MAX - FIRST_PORT)).unwrap_or_default();
        let port = self.port.unwrap_or(FIRST_PORT + offset);
        Party { name: self.name.clone(), address: SocketAddr::new(self.address, port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_computed_from_what_was_heard() {
        let address = IpAddr::from([192, 0, 2, 1]);
        let mut client = Client::new(Some("laptop".into()), address, Link::default(), Duration::ZERO);
        assert_eq!(client.apop_line("mrose", b"tanstaaf"), None);
        client.hear(b"+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n", true);
        let line = client.apop_line("mrose", b"tanstaaf");
        assert_eq!(line.as_deref(), Some("APOP mrose c4c9334bac560ecc979e58001b3e22fb"));
        client.hear(b"+ PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n", false);
        let line = client.cram_md5_line("tim", b"tanstaaftanstaaf");
        assert_eq!(line.as_deref(), Some("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"));
    }

    #[test]
    fn f34_a_response_that_does_not_fit_waits_for_the_challenge() {
        let address = IpAddr::from([192, 0, 2, 1]);
        let mut client = Client::new(None, address, Link::default(), Duration::ZERO);
        assert_eq!(client.xoauth2_line("amy", b"t"), "AUTH XOAUTH2 dXNlcj1hbXkBYXV0aD1CZWFyZXIgdAEB");
        assert_eq!(client.xoauth2_line("amy", &[b't'; 200]), "AUTH XOAUTH2");
        client.hear(b"+ \r\n", false);
        assert!(client.xoauth2_line("amy", &[b't'; 200]).starts_with("dXNlcj1hbXkB"));
    }

    #[test]
    fn a_server_that_proves_nothing_is_not_gone_on_with() {
        let address = IpAddr::from([192, 0, 2, 1]);
        let mut client = Client::new(None, address, Link::default(), Duration::ZERO);
        assert_eq!((client.scram_final_line(b"x"), client.scram_end_line()), (None, None));
        assert!(client.scram_first_line("amy").starts_with("AUTH SCRAM-SHA-256 "));
        client.hear(format!("+ {}\r\n", encode_base64(b"r=other,s=YQ==,i=1")).as_bytes(), false);
        assert_eq!(client.scram_final_line(b"x").as_deref(), Some("*"));
        client.hear(format!("+ {}\r\n", encode_base64(b"v=AAAA")).as_bytes(), false);
        assert_eq!(client.scram_end_line().as_deref(), Some("*"));
    }
}
