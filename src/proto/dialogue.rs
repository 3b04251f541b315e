//! The dialogue: octets of both sides become what was said, and each reply finds its command.
//!
//! Octets come in the order in which the two sides can have seen them, cut anywhere. A reply belongs
//! to the oldest command without one (RFC 2449 §6.6); whether lines follow its status line is known
//! from the command *and* the status. Nothing is ever dropped: what has no meaning comes out as such.

use std::collections::VecDeque;

use super::Command;
use super::Indicator;
use super::Keyword;
use super::Side;
use super::StatusLine;
use super::command::CommandLine;
use super::line::LineEnd;
use super::line::first_line;
use super::multiline::LineRule;
use super::multiline::TERMINATOR;
use super::multiline::Unstuffer;

/// A line that grows past this without an end is given out as it is, so that memory stays bounded.
pub const MAX_OPEN_LINE: usize = 64 * 1024;

/// One thing said on the wire, whole: a command, a reply with its block, a challenge.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Utterance {
    /// Who said it.
    pub side: Side,
    /// The place of its first octet among all octets of that side.
    pub start: u64,
    /// Its octets, as they were on the wire.
    pub raw: Vec<u8>,
    /// What it means.
    pub meaning: Meaning,
}

/// Counts the commands of a dialogue from 0; a reply has the number of its command.
pub type ExchangeNumber = u64;

/// What an utterance means, or why it has no meaning.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// The first line of the server.
    Greeting(StatusLine),
    /// A command line, well-formed or not.
    Command {
        /// Its number.
        exchange: ExchangeNumber,
        /// The line taken apart.
        line: CommandLine,
    },
    /// A line of the server within AUTH (RFC 5034 §4).
    Challenge {
        /// The AUTH it belongs to.
        exchange: ExchangeNumber,
        /// The line taken apart.
        status: StatusLine,
    },
    /// The client's answer to a challenge.
    SaslResponse {
        /// The AUTH it belongs to.
        exchange: ExchangeNumber,
        /// Counts the responses of this AUTH from 0, an initial response included.
        nth: usize,
    },
    /// A reply, with its block of lines if it has one.
    Reply {
        /// The command it answers; `None` if that command was not seen, or nothing was asked.
        exchange: Option<ExchangeNumber>,
        /// `None` if the status line was lost.
        status: Option<StatusLine>,
        /// The lines behind the status line.
        block: Option<Block>,
    },
    /// Octets of TLS, or of anything else that cannot be read.
    Opaque,
    /// A line that is neither a reply nor part of one.
    Stray,
    /// A line that began or ended in octets that were lost.
    Fragment,
}

/// The lines behind a status line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Block {
    /// Where it begins in the octets of the reply.
    pub start: usize,
    /// Where its content ends: there the terminator stands, if it came.
    pub end: usize,
    /// What ends a line in it.
    pub rule: LineRule,
    /// How many stuffing dots it has.
    pub stuffed: usize,
    /// Whether the terminator came.
    pub terminated: bool,
    /// Octets that were lost, in the order of their places.
    pub holes: Vec<Hole>,
}

/// Octets of a block that were lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hole {
    /// Its place in the octets of the reply.
    pub at: usize,
    /// How many octets are missing.
    pub octets: u64,
}

impl Block {
    /// Whether nothing of it is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.terminated && self.holes.is_empty()
    }

    /// Its octets on the wire, without the terminator.
    #[must_use]
    pub fn wire<'a>(&self, raw: &'a [u8]) -> &'a [u8] {
        &raw[self.start..self.end]
    }

    /// The message or list as delivered: without stuffing dots and without the terminator.
    #[must_use]
    pub fn delivered(&self, raw: &[u8]) -> Vec<u8> {
        let mut delivered = Vec::with_capacity(self.end - self.start);
        let mut unstuffer = Unstuffer::new(self.rule);
        let mut from = self.start;
        for hole in &self.holes {
            unstuffer.push(&raw[from..hole.at], |piece| delivered.extend_from_slice(piece));
            unstuffer.skip_gap();
            from = hole.at;
        }
        unstuffer.push(&raw[from..self.end], |piece| delivered.extend_from_slice(piece));
        delivered
    }
}

/// How the octets at hand begin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Opening {
    /// With the connection: the server greets first.
    Connection,
    /// Somewhere in the middle.
    MidStream,
}

/// Whether octets came in the clear or out of a TLS layer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Cover {
    /// As they stand on the wire.
    Clear,
    /// Read inside TLS, by one of its ends or with its keys.
    Tls,
}

/// Takes the octets of both sides and gives out what they say.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, each with its own life")]
pub struct Dialogue {
    client: Stream,
    server: Stream,
    /// Commands without a reply, oldest first.
    waiting: VecDeque<Waiting>,
    next_exchange: ExchangeNumber,
    greeting_due: bool,
    /// The AUTH whose challenge the client's next line answers.
    challenged: bool,
    /// The block that is being read.
    open: Option<OpenBlock>,
    /// The last reply answered a command that was not seen: lines without a status may follow it.
    lines_may_follow: bool,
    /// Octets of the server were lost since anything of it was read.
    server_gap: bool,
    secrecy: Secrecy,
}

/// Whether the clear octets can still be read as POP3.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Secrecy {
    Clear,
    Opaque,
}

/// A command that has no reply yet.
#[derive(Clone, Debug)]
struct Waiting {
    exchange: ExchangeNumber,
    keyword: Option<Keyword>,
    multiline: bool,
    /// SASL responses so far.
    responses: usize,
}

/// A block whose terminator has not come.
#[derive(Clone, Debug)]
struct OpenBlock {
    status: Option<StatusLine>,
    /// Length of the status line.
    start: usize,
    /// How much of the buffer was read. Invariant: `start <= scanned`.
    scanned: usize,
    unstuffer: Unstuffer,
    rule: LineRule,
    holes: Vec<Hole>,
}

/// The octets of one side that were not given out yet.
#[derive(Clone, Debug, Default)]
struct Stream {
    buffer: Vec<u8>,
    /// Octets of the buffer that were given out. Invariant: `head <= buffer.len()`.
    head: usize,
    /// The place of `buffer[head]` among all octets of the side.
    start: u64,
    /// Octets behind `head` known to hold no line end.
    searched: usize,
    /// The next line lost its beginning.
    torn: bool,
}

impl Stream {
    fn push(&mut self, octets: &[u8]) {
        self.buffer.drain(..self.head);
        self.head = 0;
        self.buffer.extend_from_slice(octets);
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.head..]
    }

    /// The length of the first line, line end included.
    fn line_length(&mut self) -> Option<usize> {
        let rest = &self.buffer[self.head..];
        let found = rest[self.searched..].iter().position(|&octet| octet == b'\n');
        let length = found.map(|feed| self.searched + feed + 1);
        if length.is_none() {
            self.searched = rest.len();
        }
        length
    }

    /// Gives out the first octets.
    fn take(&mut self, side: Side, length: usize, meaning: Meaning) -> Utterance {
        let raw = self.rest()[..length].to_vec();
        let start = self.start;
        self.head += length;
        self.start += length as u64;
        self.searched = 0;
        self.torn = false;
        Utterance { side, start, raw, meaning }
    }
}

impl Dialogue {
    /// A dialogue of which nothing was heard yet.
    #[must_use]
    pub fn new(opening: Opening) -> Self {
        Self {
            client: Stream::default(),
            server: Stream::default(),
            waiting: VecDeque::new(),
            next_exchange: 0,
            greeting_due: opening == Opening::Connection,
            challenged: false,
            open: None,
            lines_may_follow: opening == Opening::MidStream,
            server_gap: false,
            secrecy: Secrecy::Clear,
        }
    }

    /// Hears octets of one side; what is whole by now is added to `said`.
    pub fn push(&mut self, side: Side, octets: &[u8], cover: Cover, said: &mut Vec<Utterance>) {
        if octets.is_empty() {
            return;
        }
        if cover == Cover::Clear && (self.secrecy == Secrecy::Opaque || self.starts_tls(side, octets)) {
            self.push_opaque(side, octets, said);
            return;
        }
        match side {
            Side::Client => {
                self.client.push(octets);
                self.read_client(said);
            }
            Side::Server => {
                self.server.push(octets);
                self.read_server(said);
            }
        }
    }

    /// Octets of one side were lost.
    pub fn gap(&mut self, side: Side, octets: u64, said: &mut Vec<Utterance>) {
        match side {
            Side::Client => {
                self.flush_line(Side::Client, said);
                self.client.torn = true;
                self.lines_may_follow = true;
            }
            Side::Server => {
                self.server_gap = true;
                if let Some(open) = &mut self.open {
                    open.holes.push(Hole { at: open.scanned, octets });
                    open.unstuffer.skip_gap();
                } else if self.waiting.front().is_some_and(|front| front.multiline) {
                    self.open_lost_block(octets);
                } else {
                    self.flush_line(Side::Server, said);
                    self.server.torn = true;
                    self.lines_may_follow = true;
                }
            }
        }
        if side == Side::Client || self.open.is_none() {
            self.stream(side).start += octets; // A block counts its holes when it is given out.
        }
    }

    /// Nothing more will come: gives out what is unfinished.
    pub fn finish(&mut self, said: &mut Vec<Utterance>) {
        if self.open.is_some() {
            self.close_block(said);
        }
        self.flush_line(Side::Server, said);
        self.flush_line(Side::Client, said);
    }

    /// How many commands have no reply yet.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.waiting.len()
    }

    /// Octets that are held until their line or block is whole.
    #[must_use]
    pub fn held(&self) -> usize {
        self.client.rest().len() + self.server.rest().len()
    }

    fn stream(&mut self, side: Side) -> &mut Stream {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    // ---- TLS

    /// Whether these octets begin a TLS handshake that can begin here.
    fn starts_tls(&self, side: Side, octets: &[u8]) -> bool {
        let handshake = octets.starts_with(&[0x16, 0x03]);
        let nothing_said = self.next_exchange == 0 && self.client.start == 0 && self.client.rest().is_empty();
        let asked = self.waiting.back().is_some_and(|last| last.keyword == Some(Keyword::Stls));
        handshake && side == Side::Client && (nothing_said || asked) && self.client.rest().is_empty()
    }

    fn push_opaque(&mut self, side: Side, octets: &[u8], said: &mut Vec<Utterance>) {
        let pending = self.waiting.back().is_some_and(|last| last.keyword == Some(Keyword::Stls));
        if !pending {
            // Implicit TLS, or TLS after the reply to STLS.
            self.secrecy = Secrecy::Opaque;
        }
        let stream = self.stream(side);
        stream.push(octets);
        let length = stream.rest().len();
        let utterance = stream.take(side, length, Meaning::Opaque);
        said.push(utterance);
    }

    // ---- the client

    fn read_client(&mut self, said: &mut Vec<Utterance>) {
        while let Some(length) = self.client.line_length() {
            self.hear_client_line(length, said);
        }
        if MAX_OPEN_LINE < self.client.rest().len() {
            let length = self.client.rest().len();
            said.push(self.client.take(Side::Client, length, Meaning::Stray));
            self.client.torn = true;
        }
    }

    fn hear_client_line(&mut self, length: usize, said: &mut Vec<Utterance>) {
        if self.client.torn {
            // The beginning was lost, and with it perhaps the command.
            said.push(self.client.take(Side::Client, length, Meaning::Fragment));
            return;
        }
        if self.challenged {
            self.challenged = false;
            if let Some(front) = self.waiting.front_mut() {
                let nth = front.responses;
                front.responses += 1;
                let meaning = Meaning::SaslResponse { exchange: front.exchange, nth };
                said.push(self.client.take(Side::Client, length, meaning));
                return;
            }
        }
        if self.server_gap {
            self.give_up_lost_reply(said);
        }
        self.greeting_due = false; // A client that speaks first leaves no room for a greeting.
        let line = CommandLine::read(&self.client.rest()[..length]);
        let exchange = self.next_exchange;
        self.next_exchange += 1;
        self.waiting.push_back(Waiting::for_line(exchange, &line));
        self.lines_may_follow = false;
        said.push(self.client.take(Side::Client, length, Meaning::Command { exchange, line }));
    }

    // ---- the server

    fn read_server(&mut self, said: &mut Vec<Utterance>) {
        loop {
            if self.open.is_some() {
                if !self.read_block(said) {
                    return;
                }
                continue;
            }
            let Some(length) = self.server.line_length() else { break };
            self.hear_server_line(length, said);
        }
        if MAX_OPEN_LINE < self.server.rest().len() {
            let length = self.server.rest().len();
            said.push(self.server.take(Side::Server, length, Meaning::Stray));
            self.server.torn = true;
        }
    }

    fn hear_server_line(&mut self, length: usize, said: &mut Vec<Utterance>) {
        let line = &self.server.rest()[..length];
        let status = StatusLine::read(line);
        if self.server.torn && status.is_none() {
            said.push(self.server.take(Side::Server, length, Meaning::Fragment));
            self.forget_lost_reply();
            return;
        }
        self.server_gap = false;
        let Some(status) = status else {
            if self.lines_may_follow {
                // The rest of a block whose beginning was not seen.
                self.open = Some(OpenBlock::new(None, 0, LineRule::after(first_line(line).1)));
                return;
            }
            said.push(self.server.take(Side::Server, length, Meaning::Stray));
            return;
        };
        if self.greeting_due {
            self.greeting_due = false;
            said.push(self.server.take(Side::Server, length, Meaning::Greeting(status)));
            return;
        }
        let Some(front) = self.waiting.front() else {
            self.lines_may_follow |= status.indicator == Indicator::Ok && self.next_exchange == 0;
            let meaning = Meaning::Reply { exchange: None, status: Some(status), block: None };
            said.push(self.server.take(Side::Server, length, meaning));
            return;
        };
        if front.keyword == Some(Keyword::Auth) && status.indicator == Indicator::Plus {
            self.challenged = true;
            let meaning = Meaning::Challenge { exchange: front.exchange, status };
            said.push(self.server.take(Side::Server, length, meaning));
        } else if front.multiline && status.indicator.is_positive() {
            let rule = LineRule::after(status.end);
            self.open = Some(OpenBlock::new(Some(status), length, rule));
        } else {
            let exchange = Some(front.exchange);
            let starts_tls = front.keyword == Some(Keyword::Stls) && status.indicator == Indicator::Ok;
            self.waiting.pop_front();
            self.challenged = false;
            said.push(self.server.take(
                Side::Server,
                length,
                Meaning::Reply { exchange, status: Some(status), block: None },
            ));
            if starts_tls {
                self.secrecy = Secrecy::Opaque;
                self.flush_line(Side::Server, said);
            }
        }
    }

    // ---- blocks

    /// Reads on in the open block. `false` if more octets are needed.
    fn read_block(&mut self, said: &mut Vec<Utterance>) -> bool {
        let Some(open) = &mut self.open else { return false };
        let rest = &self.server.buffer[self.server.head..];
        let is_listing = self.waiting.front().is_some_and(Waiting::is_listing);
        while open.scanned < rest.len() && !open.unstuffer.ended() {
            if is_listing && open.unstuffer.at_line_start() {
                match starts_with_status(&rest[open.scanned..]) {
                    // No line of a listing begins so: the terminator was forgotten.
                    Some(true) if 1 < self.waiting.len() => {
                        self.close_block(said);
                        return true;
                    }
                    Some(_) => (),
                    None => return false,
                }
            }
            // Listings are read line by line, so that the start of each line can be looked at.
            let until = if is_listing { line_stop(rest, open.scanned) } else { rest.len() };
            open.scanned += open.unstuffer.push(&rest[open.scanned..until], |_| ());
        }
        if open.unstuffer.ended() {
            self.close_block(said);
            return true;
        }
        false
    }

    /// Gives out the open block as a reply, terminated or not.
    fn close_block(&mut self, said: &mut Vec<Utterance>) {
        let Some(open) = self.open.take() else { return };
        let front = self.waiting.pop_front();
        let exchange = front.map(|front| front.exchange);
        let terminated = open.unstuffer.ended() || open.ends_behind_a_hole(self.server.rest());
        let terminator = if terminated { terminator_length(&self.server.rest()[..open.scanned]) } else { 0 };
        let block = Block {
            start: open.start,
            end: open.scanned - terminator,
            rule: open.rule,
            stuffed: open.unstuffer.stuffed(),
            terminated,
            holes: open.holes,
        };
        self.lines_may_follow = false;
        self.server_gap = false;
        let missing: u64 = block.holes.iter().map(|hole| hole.octets).sum();
        let meaning = Meaning::Reply { exchange, status: open.status, block: Some(block) };
        said.push(self.server.take(Side::Server, open.scanned, meaning));
        self.server.start += missing;
    }

    /// Octets were lost where a status line with a block had to come.
    fn open_lost_block(&mut self, octets: u64) {
        let held = self.server.rest().len();
        let mut open = OpenBlock::new(None, 0, LineRule::Strict);
        open.scanned = held;
        open.unstuffer.skip_gap();
        open.holes.push(Hole { at: held, octets });
        self.open = Some(open);
    }

    /// The client goes on, so it has seen the reply that we lost.
    fn give_up_lost_reply(&mut self, said: &mut Vec<Utterance>) {
        self.server_gap = false;
        match &self.open {
            // A client that does not pipeline saw the terminator in what was lost at the end.
            Some(open) if open.holes.last().is_some_and(|hole| hole.at == open.scanned) => self.close_block(said),
            Some(open) if open.ends_behind_a_hole(self.server.rest()) => self.close_block(said),
            Some(_) => (),
            None => {
                self.waiting.clear();
                self.server.torn = false;
            }
        }
    }

    /// The end of a lost single-line reply was read.
    fn forget_lost_reply(&mut self) {
        if self.server_gap {
            self.server_gap = false;
            self.waiting.pop_front();
        }
    }

    /// Gives out an unfinished line.
    fn flush_line(&mut self, side: Side, said: &mut Vec<Utterance>) {
        let opaque = self.secrecy == Secrecy::Opaque;
        let stream = self.stream(side);
        let length = stream.rest().len();
        if 0 < length {
            let meaning = if opaque { Meaning::Opaque } else { Meaning::Fragment };
            said.push(stream.take(side, length, meaning));
        }
    }
}

impl Waiting {
    fn for_line(exchange: ExchangeNumber, line: &CommandLine) -> Self {
        let multiline = match (&line.command, line.keyword) {
            (Ok(command), _) => command.reply_is_multiline(),
            // A server that accepts a malformed RETR or TOP sends a message all the same.
            (Err(_), Some(keyword)) => matches!(keyword, Keyword::Retr | Keyword::Top | Keyword::Capa),
            (Err(_), None) => false,
        };
        let initial = matches!(line.command, Ok(Command::Auth { initial_response: Some(_), .. }));
        Self { exchange, keyword: line.keyword, multiline, responses: usize::from(initial) }
    }

    /// Whether no line of its block can begin with `+OK` or `-ERR`.
    fn is_listing(&self) -> bool {
        matches!(self.keyword, Some(Keyword::List | Keyword::Uidl | Keyword::Capa | Keyword::Auth))
    }
}

impl OpenBlock {
    fn new(status: Option<StatusLine>, start: usize, rule: LineRule) -> Self {
        Self { status, start, scanned: start, unstuffer: Unstuffer::new(rule), rule, holes: Vec::new() }
    }

    /// Whether all that came behind the last hole is a terminator, of which the line start was lost.
    fn ends_behind_a_hole(&self, rest: &[u8]) -> bool {
        self.holes.last().is_some_and(|hole| matches!(&rest[hole.at..self.scanned], b".\r\n" | b"\n.\r\n"))
    }
}

/// Whether octets begin with `+OK` or `-ERR`; `None` if they are too few to say.
fn starts_with_status(octets: &[u8]) -> Option<bool> {
    for word in [b"+OK".as_slice(), b"-ERR"] {
        if octets.starts_with(word) {
            return Some(true);
        }
        if word.starts_with(octets) {
            return None;
        }
    }
    Some(false)
}

/// Where the line that goes on at `from` stops.
fn line_stop(octets: &[u8], from: usize) -> usize {
    octets[from..].iter().position(|&octet| octet == b'\n').map_or(octets.len(), |feed| from + feed + 1)
}

fn terminator_length(octets: &[u8]) -> usize {
    if octets.ends_with(TERMINATOR) { TERMINATOR.len() } else { LineEnd::Lf.octets() + 1 }
}

#[cfg(test)]
mod tests;
