//! The dialogue: octets of both sides become what was said, and each reply finds its command.
//!
//! Octets come in the order in which the two sides can have seen them, cut anywhere. A reply belongs
//! to the oldest command without one (RFC 2449 §6.6); whether lines follow its status line is known
//! from the command *and* the status. Nothing is ever dropped: what has no meaning comes out as such.

mod blocks;
mod cover;
mod gaps;
pub(in crate::proto) mod stream;
mod waiting;

use std::collections::VecDeque;

use super::Indicator;
use super::Keyword;
use super::Side;
use super::StatusLine;
use super::command::CommandLine;
use super::line::first_line;
use super::multiline::LineRule;
use super::reply::announced_octets;
use super::utterance::Certainty;
use super::utterance::Cover;
use super::utterance::ExchangeNumber;
use super::utterance::Meaning;
use super::utterance::Opening;
use super::utterance::Utterance;
use cover::Hello;
pub use cover::begins_handshake;
use stream::Stream;
use waiting::OpenBlock;
use waiting::Waiting;

/// A line that grows past this without an end is given out as it is, so that memory stays bounded.
pub const MAX_OPEN_LINE: usize = 64 * 1024;

/// Takes the octets of both sides and gives out what they say.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "five independent facts, each with its own life")]
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
    /// A line that some server may mean as a reply came since the last command.
    strayed: bool,
    /// Octets of the server were lost since anything of it was read.
    server_gap: bool,
    /// Something is missing that may have held commands or replies: what follows is likely, not certain.
    doubtful: bool,
    secrecy: Secrecy,
    /// Octets were read inside TLS: what is held comes from there.
    inside: bool,
    /// The record of TLS that the client is in the middle of, behind an STLS that has no reply.
    hello: Hello,
}

/// Whether the clear octets can still be read as POP3.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Secrecy {
    Clear,
    Opaque,
}

impl Dialogue {
    /// A dialogue of which nothing was heard yet.
    #[must_use]
    pub fn new(opening: Opening) -> Self {
        Self {
            client: Stream { perhaps_torn: opening == Opening::MidStream, ..Stream::default() },
            server: Stream::default(),
            waiting: VecDeque::new(),
            next_exchange: 0,
            greeting_due: opening == Opening::Connection,
            challenged: false,
            open: None,
            lines_may_follow: opening == Opening::MidStream,
            strayed: false,
            server_gap: false,
            doubtful: opening == Opening::MidStream,
            secrecy: Secrecy::Clear,
            inside: false,
            hello: Hello::default(),
        }
    }

    /// Hears octets of one side; what is whole by now is added to `said`.
    pub fn push(&mut self, side: Side, octets: &[u8], cover: Cover, said: &mut Vec<Utterance>) {
        let before = said.len();
        self.hear(side, octets, cover, said);
        self.judge(&mut said[before..]);
    }

    fn hear(&mut self, side: Side, octets: &[u8], cover: Cover, said: &mut Vec<Utterance>) {
        if octets.is_empty() {
            return;
        }
        if cover == Cover::Clear && side == Side::Client && self.hello.is_open() {
            let (hello, rest) = octets.split_at(self.hello.take(octets));
            self.give_opaque(side, hello, said);
            self.hear(side, rest, cover, said);
            return;
        }
        if cover == Cover::Clear && (self.secrecy == Secrecy::Opaque || self.starts_tls(side, octets)) {
            self.push_opaque(side, octets, said);
            return;
        }
        self.inside |= cover == Cover::Tls;
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

    /// Nothing more will come: gives out what is unfinished.
    pub fn finish(&mut self, said: &mut Vec<Utterance>) {
        let before = said.len();
        if self.open.is_some() {
            self.close_block(said);
        }
        self.flush_line(Side::Server, said);
        self.flush_line(Side::Client, said);
        self.judge(&mut said[before..]);
    }

    /// Says how sure the meaning of each utterance is.
    fn judge(&self, said: &mut [Utterance]) {
        let doubt = if self.doubtful { Certainty::Likely } else { Certainty::Certain };
        for utterance in said {
            utterance.certainty = match &utterance.meaning {
                Meaning::Reply { exchange: Some(_), block: Some(block), .. } if block.ends_in_doubt() => {
                    doubt.max(Certainty::Likely)
                }
                Meaning::Reply { exchange: None, .. } | Meaning::Stray | Meaning::Fragment => Certainty::Unknown,
                // What a line of the client says stands in the line itself.
                Meaning::Command { .. } | Meaning::Other(_) | Meaning::Opaque => Certainty::Certain,
                Meaning::Greeting(_)
                | Meaning::Challenge { .. }
                | Meaning::SaslResponse { .. }
                | Meaning::Reply { .. } => doubt,
            };
        }
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
        let line = CommandLine::read(&self.client.rest()[..length]);
        if self.client.torn || (self.client.perhaps_torn && !self.challenged && line.keyword.is_none()) {
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
        // A client that waits for its replies took the odd line for one, so no reply is due any more.
        if std::mem::take(&mut self.strayed) && self.waiting.len() == 1 {
            self.waiting.pop_front();
        }
        self.greeting_due = false; // A client that speaks first leaves no room for a greeting.
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
            self.strayed |= looks_like_a_reply(first_line(&self.server.rest()[..length]).0);
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
            if let Some(octets) = announced_octets(&status.text) {
                self.server.expect(octets);
            }
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
                // Inside TLS nothing else begins: what follows is read on.
                if !self.inside {
                    self.flush_line(Side::Server, said);
                }
            }
        }
    }

    /// Gives out an unfinished line.
    fn flush_line(&mut self, side: Side, said: &mut Vec<Utterance>) {
        let opaque = self.secrecy == Secrecy::Opaque && !self.inside;
        let stream = self.stream(side);
        let length = stream.rest().len();
        if 0 < length {
            let meaning = if opaque { Meaning::Opaque } else { Meaning::Fragment };
            said.push(stream.take(side, length, meaning));
        }
    }
}

/// Whether a line that is no reply may be meant as one: an empty one, a misspelt indicator, a number of SMTP.
fn looks_like_a_reply(line: &[u8]) -> bool {
    match line {
        [] | [b'+' | b'-', ..] => true,
        [a, b, c, rest @ ..] => [a, b, c].into_iter().all(u8::is_ascii_digit) && matches!(rest, [] | [b' ', ..]),
        [_] | [_, _] => false,
    }
}

#[cfg(test)]
mod tests;
