//! Whether a connection speaks POP3: by its port, and by what is said on it.

use std::collections::BTreeSet;

use crate::capture::flow::SERVER_PORTS;
use crate::capture::tls::hello;
use crate::capture::tls::key_log::KeyLog;
use crate::proto::Keyword;
use crate::proto::Side;
use crate::proto::utterance::Opening;
use crate::session::EventKind;
use crate::session::event::Connection;

/// The port of POP3 inside TLS from the first octet (RFC 8314 §3.1).
const TLS_PORT: u16 = 995;

/// How much of each side is looked at.
const LOOK: usize = 512;

/// What is known of a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    /// Too little was said.
    Open,
    /// It is POP3.
    Pop3,
    /// It is TLS whose keys are known: what is inside can be seen.
    Sealed,
    /// It is something else.
    Other,
}

/// Where the server listens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Port {
    /// On a port of POP3.
    Pop3,
    /// On the port of POP3 inside TLS.
    Tls,
    /// On a port that the person says is one of POP3.
    Told,
    /// On any other.
    Any,
}

/// Listens to the first words of a connection.
#[derive(Debug)]
pub(super) struct Detector {
    port: Port,
    /// Whether all was heard from the first octet on. A gap is kept as a line feed.
    whole: bool,
    spoke_first: Option<Side>,
    client: Vec<u8>,
    server: Vec<u8>,
    /// Whether a piece of the server began with a status, at whatever place.
    status: bool,
    /// Whether a piece of the client began with a command.
    command: bool,
}

/// What some octets can be the beginning of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Likeness {
    Yes,
    No,
    /// They are too few to say.
    Perhaps,
}

impl Detector {
    pub(super) fn new(connection: &Connection, pop3_ports: &BTreeSet<u16>) -> Self {
        let port = match connection.server.address.port() {
            port if pop3_ports.contains(&port) => Port::Told,
            TLS_PORT => Port::Tls,
            port if SERVER_PORTS.contains(&port) => Port::Pop3,
            _ => Port::Any,
        };
        Self {
            port,
            whole: connection.opening == Opening::Connection,
            spoke_first: None,
            client: Vec::new(),
            server: Vec::new(),
            status: false,
            command: false,
        }
    }

    /// Hears what happens next.
    pub(super) fn hear(&mut self, kind: &EventKind, keys: &KeyLog) -> Verdict {
        match kind {
            EventKind::Octets { side, octets, .. } => {
                self.spoke_first.get_or_insert(*side);
                match side {
                    Side::Client => self.command |= command(octets) == Likeness::Yes,
                    Side::Server => self.status |= status(octets) == Likeness::Yes,
                }
                self.keep(*side, octets);
            }
            EventKind::Gap { side, .. } => {
                self.whole = false;
                self.keep(*side, b"\n");
            }
            EventKind::Opened(_)
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Closed(_)
            | EventKind::Fact(_) => (),
        }
        match self.port {
            Port::Pop3 => self.judge_pop3_port(),
            Port::Tls => self.judge_tls_port(),
            Port::Told => Verdict::Pop3,
            Port::Any => self.judge_sealed(keys).unwrap_or_else(|| self.judge_any_port()),
        }
    }

    /// Says what to think of a connection of which nothing more will be heard.
    pub(super) fn conclude(&self) -> Verdict {
        let said = !(self.client.is_empty() && self.server.is_empty());
        let text = is_text(&self.client) && is_text(&self.server);
        match self.port {
            // The middle of a message, without a word that would show it.
            Port::Pop3 if said && text && !self.whole => Verdict::Pop3,
            // A greeting that was cut off before it could have gone on as one of POP1.
            Port::Pop3 | Port::Tls if self.greets_cut_off() => Verdict::Pop3,
            Port::Pop3 | Port::Tls | Port::Any => Verdict::Other,
            Port::Told => Verdict::Pop3,
        }
    }

    fn greets_cut_off(&self) -> bool {
        self.spoke_first == Some(Side::Server)
            && status(&self.server) == Likeness::Yes
            && pop1(&self.server) == Likeness::Perhaps
    }

    fn keep(&mut self, side: Side, octets: &[u8]) {
        let heard = match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        };
        let room = LOOK.saturating_sub(heard.len()).min(octets.len());
        heard.extend_from_slice(&octets[..room]);
    }

    fn judge_pop3_port(&self) -> Verdict {
        if !(is_text(&self.client) || is_text(&self.server)) {
            return Verdict::Other;
        }
        match pop1(&self.server) {
            Likeness::Yes if self.whole => return Verdict::Other,
            Likeness::Perhaps if self.whole && self.client.is_empty() => return Verdict::Open,
            Likeness::Yes | Likeness::Perhaps | Likeness::No => (),
        }
        if !self.whole {
            let status =
                self.status || self.server.split(|octet| *octet == b'\n').any(|line| status(line) == Likeness::Yes);
            let command =
                self.command || self.client.split(|octet| *octet == b'\n').any(|line| command(line) == Likeness::Yes);
            return if status || command { Verdict::Pop3 } else { Verdict::Open };
        }
        match (status(&self.server), command(&self.client)) {
            (Likeness::Yes, _) | (_, Likeness::Yes) => Verdict::Pop3,
            // An unknown command may come first; the server shows what it is.
            (Likeness::No, Likeness::No) => Verdict::Other,
            (Likeness::No, Likeness::Perhaps) if !is_text(&self.server) => Verdict::Other,
            (Likeness::Perhaps, Likeness::No) if !is_text(&self.client) => Verdict::Other,
            (Likeness::No | Likeness::Perhaps, Likeness::No | Likeness::Perhaps) => Verdict::Open,
        }
    }

    fn judge_tls_port(&self) -> Verdict {
        match self.client.as_slice() {
            _ if self.spoke_first == Some(Side::Server) => self.judge_pop3_port(),
            [0x16, 0x03, ..] => Verdict::Pop3,
            [] | [0x16] => Verdict::Open,
            _ => self.judge_pop3_port(),
        }
    }

    /// A connection that begins with TLS, if there are keys at all. `None` if it does not.
    fn judge_sealed(&self, keys: &KeyLog) -> Option<Verdict> {
        if keys.is_empty() || !self.whole || self.spoke_first != Some(Side::Client) {
            return None;
        }
        match hello::random_of(&self.client) {
            Ok(random) => keys.knows(&random).then_some(Verdict::Sealed),
            Err(hello::NoRandom::TooShort) => Some(Verdict::Open),
            Err(hello::NoRandom::Other) => None,
        }
    }

    /// Anywhere else both sides must speak POP3: `+OK` alone is said by Redis and others too.
    fn judge_any_port(&self) -> Verdict {
        let (status, command) = (status(&self.server), command(&self.client));
        // Redis knows AUTH and QUIT as well, and does not greet.
        let shared = first_word(&self.client).and_then(Keyword::from_word);
        let greets = self.whole && self.spoke_first == Some(Side::Server);
        if self.whole && !greets {
            return Verdict::Other;
        }
        match (status, command) {
            (Likeness::No, _) | (_, Likeness::No) => Verdict::Other,
            (Likeness::Yes, Likeness::Yes) if greets => Verdict::Pop3,
            (Likeness::Yes, Likeness::Yes) if matches!(shared, Some(Keyword::Auth | Keyword::Quit)) => Verdict::Other,
            (Likeness::Yes, Likeness::Yes) => Verdict::Pop3,
            (Likeness::Perhaps, _) | (_, Likeness::Perhaps) => Verdict::Open,
        }
    }
}

/// Whether octets begin with `+OK` or `-ERR` as a word.
fn status(octets: &[u8]) -> Likeness {
    let mut likeness = Likeness::No;
    for word in [b"+OK".as_slice(), b"-ERR"] {
        let known = octets.len().min(word.len());
        if !octets[..known].eq_ignore_ascii_case(&word[..known]) {
            continue;
        }
        match octets.get(word.len()) {
            Some(b' ' | b'\r' | b'\n') => return Likeness::Yes,
            Some(_) => (),
            None => likeness = Likeness::Perhaps,
        }
    }
    likeness
}

/// Whether a server greets as one of POP1, which says `+OK` too and hears USER and PASS (RFC 918).
fn pop1(octets: &[u8]) -> Likeness {
    const GREETING: &[u8] = b"+OK POP1 ";
    match octets {
        _ if octets.starts_with(GREETING) => Likeness::Yes,
        _ if GREETING.starts_with(octets) => Likeness::Perhaps,
        _ => Likeness::No,
    }
}

/// Whether octets begin with a command of POP3.
fn command(octets: &[u8]) -> Likeness {
    let longest = Keyword::ALL.iter().map(|keyword| keyword.as_str().len()).max().unwrap_or(0);
    match first_word(octets) {
        Some(word) if Keyword::from_word(word).is_some() => Likeness::Yes,
        None if octets.len() <= longest => {
            let begins = |keyword: Keyword| {
                keyword.as_str().as_bytes().get(..octets.len()).is_some_and(|start| start.eq_ignore_ascii_case(octets))
            };
            if Keyword::ALL.into_iter().any(begins) { Likeness::Perhaps } else { Likeness::No }
        }
        Some(_) | None => Likeness::No,
    }
}

/// The word before the first space or line end, if there is one.
fn first_word(octets: &[u8]) -> Option<&[u8]> {
    let length = octets.iter().position(|octet| matches!(octet, b' ' | b'\r' | b'\n'))?;
    Some(&octets[..length])
}

/// Whether octets can be lines for people, in whatever language.
fn is_text(octets: &[u8]) -> bool {
    octets.iter().all(|&octet| 0x20 <= octet || matches!(octet, b'\t' | b'\r' | b'\n' | 0x0C | 0x1B))
}

#[cfg(test)]
mod tests;
