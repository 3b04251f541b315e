//! Which replies are due: as much of the dialogue as a client has to know before it asks for TLS.

use std::collections::VecDeque;

use memchr::memchr;

use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::multiline::LineRule;
use crate::proto::multiline::Unstuffer;

/// Octets of a line that are looked at: the rest of it changes nothing.
const LOOKED_AT: usize = 1024;

/// What is due on a connection that TLS does not cover. Nothing of what was said is kept.
#[derive(Debug)]
pub(super) struct Due {
    greeting: bool,
    /// The commands that have no reply, oldest first.
    commands: VecDeque<Awaited>,
    /// The server asks, and the next line of the client is no command.
    challenged: bool,
    /// The lines that follow a reply.
    block: Option<Unstuffer>,
    /// The lines that the two sides are in the middle of.
    client: Vec<u8>,
    server: Vec<u8>,
}

/// What the reply to a command may be.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    /// Lines follow if it is positive.
    multiline: bool,
    /// It may be a challenge.
    challenge: bool,
}

impl Default for Due {
    fn default() -> Self {
        Self {
            greeting: true,
            commands: VecDeque::new(),
            challenged: false,
            block: None,
            client: Vec::new(),
            server: Vec::new(),
        }
    }
}

impl Due {
    /// Whether the server has said all that it was asked.
    pub(super) fn is_nothing(&self) -> bool {
        !self.greeting && self.commands.is_empty() && self.block.is_none() && self.server.is_empty()
    }

    /// Whether the server waits for a response within AUTH.
    pub(super) fn is_challenged(&self) -> bool {
        self.challenged && self.client.is_empty()
    }

    /// The client says octets.
    pub(super) fn say(&mut self, mut octets: &[u8]) {
        while take_line(&mut self.client, &mut octets) {
            let line = CommandLine::read(&std::mem::take(&mut self.client));
            if std::mem::take(&mut self.challenged) {
                continue; // The same command waits for its reply.
            }
            let multiline = match &line.command {
                Ok(command) => command.reply_is_multiline(),
                // Some servers send a message all the same.
                Err(_) => matches!(line.keyword, Some(Keyword::Retr | Keyword::Top | Keyword::Capa)),
            };
            self.commands.push_back(Awaited { multiline, challenge: line.keyword == Some(Keyword::Auth) });
        }
    }

    /// The server says octets.
    pub(super) fn hear(&mut self, mut octets: &[u8]) {
        while !octets.is_empty() {
            if let Some(block) = &mut self.block {
                let taken = block.push(octets, |_| ());
                octets = &octets[taken..];
                if !block.ended() {
                    return;
                }
                self.block = None;
                self.commands.pop_front();
            } else if take_line(&mut self.server, &mut octets) {
                let line = std::mem::take(&mut self.server);
                self.hear_line(&line);
            }
        }
    }

    fn hear_line(&mut self, line: &[u8]) {
        if std::mem::take(&mut self.greeting) {
            return;
        }
        let (Some(status), Some(awaited)) = (StatusLine::read(line), self.commands.front()) else { return };
        if awaited.challenge && status.indicator == Indicator::Plus {
            self.challenged = true;
        } else if awaited.multiline && status.indicator.is_positive() {
            self.block = Some(Unstuffer::new(LineRule::after(status.end)));
        } else {
            self.challenged = false;
            self.commands.pop_front();
        }
    }
}

/// Moves octets into a line, up to its end; whether it is whole. What is too long of it is left out.
fn take_line(line: &mut Vec<u8>, octets: &mut &[u8]) -> bool {
    let feed = memchr(b'\n', octets);
    let (taken, rest) = octets.split_at(feed.map_or(octets.len(), |feed| feed + 1));
    let room = LOOKED_AT - line.len().min(LOOKED_AT);
    line.extend_from_slice(&taken[..taken.len().min(room)]);
    *octets = rest;
    feed.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Side;

    /// Whether nothing is due behind all this, however it was cut.
    fn is_nothing(said: &[(Side, &str)]) -> bool {
        let told: Vec<bool> = [1, 2, 1000]
            .into_iter()
            .map(|size| {
                let mut due = Due::default();
                for (side, text) in said {
                    for piece in text.as_bytes().chunks(size) {
                        match side {
                            Side::Client => due.say(piece),
                            Side::Server => due.hear(piece),
                        }
                    }
                }
                due.is_nothing()
            })
            .collect();
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
        told[0]
    }

    #[test]
    fn each_command_has_its_reply_and_a_listing_its_last_line() {
        let greeting = (Side::Server, "+OK ready\r\n");
        let asked = (Side::Client, "CAPA\r\nNOOP\r\n");
        assert!(!is_nothing(&[]) && !is_nothing(&[(Side::Server, "+OK rea")]) && is_nothing(&[greeting]));
        assert!(!is_nothing(&[greeting, (Side::Server, "+OK and")]), "it is in the middle of a line");
        assert!(!is_nothing(&[greeting, asked, (Side::Server, "+OK\r\nSTLS\r\n.\r\n")]));
        assert!(is_nothing(&[greeting, asked, (Side::Server, "+OK\r\nSTLS\r\n.\r\n-ERR no\r\n")]));
        assert!(is_nothing(&[greeting, asked, (Side::Server, "-ERR\r\n+OK\r\n")]), "a refusal has no lines");
    }

    #[test]
    fn a_response_is_no_command() {
        let start = [(Side::Server, "+OK\r\n"), (Side::Client, "AUTH LOGIN\r\n"), (Side::Server, "+ VXNlcjo=\r\n")];
        assert!(!is_nothing(&start));
        let behind = |rest: &[(Side, &'static str)]| is_nothing(&[&start[..], rest].concat());
        assert!(!behind(&[(Side::Client, "STLS\r\n")]));
        assert!(behind(&[(Side::Client, "STLS\r\n"), (Side::Server, "-ERR no\r\n")]));
        let mut due = Due::default();
        for (side, text) in start {
            if side == Side::Client { due.say(text.as_bytes()) } else { due.hear(text.as_bytes()) }
        }
        assert!(due.is_challenged());
        due.say(b"ST");
        assert!(!due.is_challenged(), "it has begun to answer");
    }

    #[test]
    fn nothing_grows_with_what_a_server_says() {
        let mut due = Due::default();
        due.say(b"RETR 1\r\n");
        due.hear(&vec![b'x'; 100_000]);
        due.hear(b"\r\n+OK\r\n");
        due.hear(&vec![b'x'; 100_000]);
        assert!(due.server.len() <= LOOKED_AT && due.server.capacity() <= 2 * LOOKED_AT);
        assert!(!due.is_nothing());
        due.hear(b"\r\n.\r\n");
        assert!(due.is_nothing());
    }
}
