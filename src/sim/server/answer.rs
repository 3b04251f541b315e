//! Answers: what the server says to one line, what happened inside, and what it does next.

use crate::proto::CommandError;
use crate::proto::line::MAX_STATUS_LINE;
use crate::proto::multiline::stuff;
use crate::session::Fact;
use crate::sim::Mail;
use crate::sim::Phrase;
use crate::sim::server::Site;
use crate::sim::template::Values;

/// The answer to one line of the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// What goes over the wire: empty when the session is over, or for a server that keeps silent.
    pub octets: Vec<u8>,
    /// The message that goes over the wire behind them, not stuffed yet.
    pub message: Option<Message>,
    /// What happened inside before the reply went out, in order.
    pub facts: Vec<Fact>,
    /// What the server does next.
    pub then: Then,
    /// Why the line was turned down before it was obeyed.
    pub refusal: Option<Refusal>,
}

/// A message as the block of an answer. It shares the octets of the mail, however many answers there are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    mail: Mail,
    length: usize,
}

impl Message {
    /// What is stuffed and terminated when it is sent.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.mail.octets()[..self.length]
    }
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Then {
    /// The server waits for the next line.
    GoOn,
    /// TLS begins right behind the answer.
    StartTls,
    /// The server closes the connection.
    Close,
}

/// Why a line is no command that could be obeyed here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Longer than the server takes (RFC 2449 §4).
    TooLong,
    /// It ends with a bare LF (RFC 1939 §3).
    BareLineFeed,
    /// No command of POP3, or none that this server has.
    Unknown,
    /// Not in this state.
    WrongState,
    /// PASS without an accepted USER right before it.
    UserFirst,
    /// Neither PASS nor QUIT, though USER was accepted.
    PassNext,
    /// Its arguments are wrong.
    Malformed(CommandError),
    /// Octets followed it that may only follow its reply.
    Ahead,
}

impl Refusal {
    /// How the server says it.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        match self {
            Self::TooLong => Phrase::TooLong,
            Self::Unknown => Phrase::UnknownCommand,
            Self::WrongState => Phrase::WrongState,
            Self::UserFirst => Phrase::UserFirst,
            Self::PassNext => Phrase::PassNext,
            Self::BareLineFeed | Self::Malformed(_) => Phrase::Malformed,
            Self::Ahead => Phrase::Ahead,
        }
    }
}

impl Answer {
    /// Nothing at all: the session is over.
    #[must_use]
    pub fn silence() -> Self {
        Self { octets: Vec::new(), message: None, facts: Vec::new(), then: Then::Close, refusal: None }
    }

    /// A status line in the words of the server.
    #[must_use]
    pub fn say(site: &Site, phrase: Phrase, values: &Values) -> Self {
        Self::line(&site.profile.say(phrase, values))
    }

    /// A negative status line with a response code, where the client knows of such (RFC 2449 §8).
    #[must_use]
    pub fn say_with_code(site: &Site, phrase: Phrase, values: &Values, code: &str) -> Self {
        let line = site.profile.say(phrase, values);
        match line.strip_prefix("-ERR") {
            Some(text) if site.profile.resp_codes && !text.starts_with(" [") => {
                let mut line = format!("-ERR [{code}]{text}");
                line.truncate(line.floor_char_boundary(MAX_STATUS_LINE - 2));
                Self::line(&line)
            }
            Some(_) | None => Self::line(&line),
        }
    }

    /// The same with the code for credentials that are wrong, where that is announced (RFC 3206 §5 and §6).
    #[must_use]
    pub fn say_wrong_credentials(site: &Site, phrase: Phrase, values: &Values) -> Self {
        if site.profile.auth_resp_code {
            Self::say_with_code(site, phrase, values, "AUTH")
        } else {
            Self::say(site, phrase, values)
        }
    }

    /// A line as it is.
    #[must_use]
    pub fn line(line: &str) -> Self {
        let octets = format!("{line}\r\n").into_bytes();
        Self { octets, message: None, facts: Vec::new(), then: Then::GoOn, refusal: None }
    }

    /// A status line and a block behind it, stuffed and terminated (RFC 1939 §3).
    #[must_use]
    pub fn with_block(mut self, block: &[u8]) -> Self {
        self.octets.extend_from_slice(&stuff(block));
        self
    }

    /// A status line and a block behind it, as it is.
    #[must_use]
    pub fn with_wire(mut self, block: &[u8]) -> Self {
        self.octets.extend_from_slice(block);
        self
    }

    /// A status line and so many octets of a message behind it, which [`Self::written_out`] stuffs and terminates.
    #[must_use]
    pub fn with_message(self, mail: &Mail, length: usize) -> Self {
        Self { message: Some(Message { mail: mail.clone(), length }), ..self }
    }

    /// The same with all its octets in one piece.
    #[must_use]
    pub fn written_out(mut self) -> Self {
        match self.message.take() {
            Some(message) => self.with_block(message.octets()),
            None => self,
        }
    }

    /// The same with what happened inside.
    #[must_use]
    pub fn with_facts(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.facts.extend(facts);
        self
    }

    /// The same with what follows.
    #[must_use]
    pub fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    /// Whether it says yes, as far as its first octets can tell.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.octets.starts_with(b"+")
    }
}
