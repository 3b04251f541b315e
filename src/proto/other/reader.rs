//! The reader of the protocols beside POP3: octets of both sides become turns, however they were cut.
//!
//! It is to POP1, POP2, SMTP and IMAP what the dialogue is to POP3: each octet belongs to exactly one utterance,
//! nothing is dropped, and what has no meaning comes out as such. Gaps are rare here, for only simulations
//! speak these protocols: behind one it finds its place at the next line.

use std::collections::VecDeque;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::dialogue::stream::Stream;
use crate::proto::imap;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::other::grammar::Grammar;
use crate::proto::other::grammar::Heard;
use crate::proto::other::grammar::MAX_CONTENT;
use crate::proto::other::grammar::Measure;
use crate::proto::other::grammar::Waiting;
use crate::proto::other::grammar::Wanted;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::smtp;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::ExchangeNumber;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::proto::utterance::Utterance;

/// Takes the octets of both sides of a connection and gives out what they say.
#[derive(Clone, Debug)]
pub struct Reader {
    protocol: Protocol,
    tongue: Tongue,
    client: Stream,
    server: Stream,
    /// Commands without a reply, oldest first.
    waiting: VecDeque<Waiting>,
    next_exchange: ExchangeNumber,
    /// Something is missing: what follows is likely, not certain.
    doubtful: bool,
}

/// A grammar, and what it keeps.
#[derive(Clone, Debug)]
enum Tongue {
    Pop1(pop1::Speech),
    Pop2(pop2::Speech),
    Smtp(smtp::Speech),
    Imap(imap::Speech),
}

impl Tongue {
    fn grammar(&mut self) -> &mut dyn Grammar {
        match self {
            Self::Pop1(speech) => speech,
            Self::Pop2(speech) => speech,
            Self::Smtp(speech) => speech,
            Self::Imap(speech) => speech,
        }
    }
}

impl Reader {
    /// A reader that has heard nothing. `None` for POP3, which has its own.
    #[must_use]
    pub fn new(protocol: Protocol, opening: Opening) -> Option<Self> {
        let tongue = match protocol {
            Protocol::Pop3 => return None,
            Protocol::Pop1 => Tongue::Pop1(pop1::Speech::default()),
            Protocol::Pop2 => Tongue::Pop2(pop2::Speech::default()),
            Protocol::Smtp => Tongue::Smtp(smtp::Speech::default()),
            Protocol::Imap => Tongue::Imap(imap::Speech::default()),
        };
        let midstream = opening == Opening::MidStream;
        Some(Self {
            protocol,
            tongue,
            client: Stream { torn: midstream, ..Stream::default() },
            server: Stream { torn: midstream, ..Stream::default() },
            waiting: VecDeque::new(),
            next_exchange: 0,
            doubtful: midstream,
        })
    }

    /// Hears octets of one side; what is whole by now is added to `said`.
    pub fn push(&mut self, side: Side, octets: &[u8], said: &mut Vec<Utterance>) {
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
        self.flush(side, said);
        let stream = self.stream(side);
        stream.start += octets;
        stream.torn = true;
        self.doubtful = true;
        self.waiting.clear();
        self.tongue.grammar().lose();
        self.read_client(said); // It may have waited for a reply that is lost.
    }

    /// Nothing more will come: gives out what is unfinished.
    pub fn finish(&mut self, said: &mut Vec<Utterance>) {
        self.flush(Side::Server, said);
        self.flush(Side::Client, said);
    }

    /// Octets that are held until they are whole.
    #[must_use]
    pub fn held(&self) -> usize {
        self.client.rest().len() + self.server.rest().len()
    }

    /// Whether a side is in the middle of something.
    #[must_use]
    pub fn is_amid(&self, side: Side) -> bool {
        match side {
            Side::Client => !self.client.rest().is_empty(),
            Side::Server => !self.server.rest().is_empty(),
        }
    }

    /// Whether nothing was said so far.
    #[must_use]
    pub fn nothing_said(&self) -> bool {
        let silent = |stream: &Stream| stream.start == 0 && stream.rest().is_empty();
        silent(&self.client) && silent(&self.server)
    }

    fn stream(&mut self, side: Side) -> &mut Stream {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    // ---- the client

    fn read_client(&mut self, said: &mut Vec<Utterance>) {
        while let Some(wanted) = self.tongue.grammar().client_wants(&self.waiting) {
            match measure(&mut self.client, wanted) {
                Measure::Whole(length) if wanted.is_content() => self.hear_content(length, true, said),
                Measure::Whole(length) => self.hear_command(length, said),
                Measure::TooMuch(length) if wanted.is_content() => self.hear_content(length, false, said),
                Measure::TooMuch(length) => self.give(Side::Client, length, Meaning::Stray, said),
                Measure::More => return,
            }
        }
        // A client that does not wait for its turn fills no memory.
        while MAX_CONTENT <= self.client.rest().len() {
            self.give(Side::Client, MAX_CONTENT, Meaning::Stray, said);
        }
    }

    fn hear_command(&mut self, length: usize, said: &mut Vec<Utterance>) {
        if self.client.torn {
            self.give(Side::Client, length, Meaning::Fragment, said);
            return;
        }
        let asked = self.tongue.grammar().command(&self.client.rest()[..length]);
        let exchange = self.next_exchange;
        self.next_exchange += 1;
        let role = Role::Command(asked.verb);
        self.waiting.push_back(Waiting { exchange, asked });
        self.tell(Side::Client, length, Heard { role, exchange: Some(exchange), enters: None }, said);
    }

    fn hear_content(&mut self, length: usize, whole: bool, said: &mut Vec<Utterance>) {
        let heard = self.tongue.grammar().client_content(&self.waiting, whole);
        self.tell(Side::Client, length, heard, said);
    }

    // ---- the server

    fn read_server(&mut self, said: &mut Vec<Utterance>) {
        loop {
            let wanted = self.tongue.grammar().server_wants(&self.waiting);
            match measure(&mut self.server, wanted) {
                Measure::Whole(length) => self.hear_server(length, said),
                Measure::TooMuch(length) if wanted.is_content() => self.hear_server(length, said),
                Measure::TooMuch(length) => self.give(Side::Server, length, Meaning::Stray, said),
                Measure::More => return,
            }
            self.read_client(said); // A reply may tell how to read the client.
        }
    }

    fn hear_server(&mut self, length: usize, said: &mut Vec<Utterance>) {
        if self.server.torn {
            self.give(Side::Server, length, Meaning::Fragment, said);
            return;
        }
        match self.tongue.grammar().server(&self.server.rest()[..length], &self.waiting) {
            Some(heard) => self.tell(Side::Server, length, heard, said),
            None => self.give(Side::Server, length, Meaning::Stray, said),
        }
    }

    // ---- both

    fn tell(&mut self, side: Side, length: usize, heard: Heard, said: &mut Vec<Utterance>) {
        let Heard { role, exchange, enters } = heard;
        let turn = Turn { protocol: self.protocol, role, exchange, enters };
        if turn.completes() {
            self.waiting.retain(|waiting| Some(waiting.exchange) != exchange);
        }
        self.give(side, length, Meaning::Other(turn), said);
    }

    fn give(&mut self, side: Side, length: usize, meaning: Meaning, said: &mut Vec<Utterance>) {
        let certainty = match meaning {
            Meaning::Stray | Meaning::Fragment => Certainty::Unknown,
            Meaning::Other(_)
            | Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque => {
                if self.doubtful {
                    Certainty::Likely
                } else {
                    Certainty::Certain
                }
            }
        };
        let utterance = self.stream(side).take(side, length, meaning);
        said.push(Utterance { certainty, ..utterance });
    }

    /// Gives out what a side has not finished.
    fn flush(&mut self, side: Side, said: &mut Vec<Utterance>) {
        let length = self.stream(side).rest().len();
        if 0 < length {
            self.give(side, length, Meaning::Fragment, said);
        }
    }
}

/// Measures what comes next; remembers what was looked at in vain.
fn measure(stream: &mut Stream, wanted: Wanted) -> Measure {
    let there = stream.rest().len();
    if there == 0 {
        return Measure::More;
    }
    let measure = wanted.measure(stream.rest(), stream.searched);
    if measure == Measure::More {
        stream.searched = there;
    }
    measure
}

#[cfg(test)]
mod tests;
