//! The server: a command and a state in, an answer and a state out. It obeys [`crate::proto::rules`].
//!
//! Each state is a type, and only TRANSACTION owns a maildrop: nothing can be marked before a login.

mod authorization;
mod sasl;
mod transaction;
mod update;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::proto::rules;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::sim::Maildrops;
use crate::sim::Profile;
use crate::sim::maildrop::Mail;
use crate::sim::maildrop::OpenMaildrop;
use crate::sim::texts::fill;

pub use authorization::Authorization;
pub use transaction::Transaction;
pub use update::Update;

/// One session of the server, in one of its states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Server {
    /// The client has not said who it is.
    Authorization(Authorization),
    /// The client works on its maildrop.
    Transaction(Transaction),
    /// The goodbye was said.
    Update(Update),
    /// The session ended without UPDATE.
    Closed,
}

/// What the server works with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The maildrops of all users.
    pub maildrops: &'a mut Maildrops,
    /// What kind of server it is.
    pub profile: &'a Profile,
    /// Which session this is: it holds the lock.
    pub session: ConnectionId,
    /// Whether TLS covers the words.
    pub covered: bool,
}

/// What the server says and does about one line.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// The whole reply, line ends included.
    pub octets: Vec<u8>,
    /// What happened inside before it was said.
    pub facts: Vec<Fact>,
    /// What follows.
    pub then: Then,
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Then {
    /// The next command.
    #[default]
    Listen,
    /// TLS.
    StartTls,
    /// The end of the connection.
    Close,
}

/// The values of placeholders.
type Values = BTreeMap<&'static str, String>;

impl Server {
    /// A new session, and its greeting.
    #[must_use]
    pub fn greet(desk: &Desk<'_>) -> (Self, Answer) {
        let values = match &desk.profile.timestamp {
            Some(timestamp) => Values::from([("timestamp", timestamp.clone())]),
            None => Values::new(),
        };
        (Self::Authorization(Authorization::default()), Answer::line(&desk.profile.texts.greeting, &values))
    }

    /// Answers one line of the client, line end included. Consumes the state, so that a past state cannot be used
    /// again.
    #[must_use]
    pub fn handle(self, line: &[u8], desk: &mut Desk<'_>) -> (Self, Answer) {
        match self {
            Self::Authorization(state) => state.handle(line, desk),
            Self::Transaction(state) => state.handle(line, desk),
            Self::Update(_) | Self::Closed => (self, Answer::default()),
        }
    }

    /// The connection is gone: the session ends without UPDATE, and the maildrop is free (RFC 1939 §6).
    #[must_use]
    pub fn abandon(self, desk: &mut Desk<'_>) -> (Self, Vec<Fact>) {
        match self {
            Self::Transaction(state) => {
                let user = state.maildrop().user().clone();
                desk.maildrops.release(&user);
                (Self::Closed, vec![Fact::MaildropReleased { user }])
            }
            Self::Authorization(_) | Self::Closed => (Self::Closed, Vec::new()),
            Self::Update(state) => (Self::Update(state), Vec::new()),
        }
    }

    /// Its state, as the RFC names it.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        match self {
            Self::Authorization(_) => Some(Phase::Authorization),
            Self::Transaction(_) => Some(Phase::Transaction),
            Self::Update(_) => Some(Phase::Update),
            Self::Closed => None,
        }
    }

    /// Whose maildrop it works on.
    #[must_use]
    pub fn user(&self) -> Option<&Arc<str>> {
        match self {
            Self::Transaction(state) => Some(state.maildrop().user()),
            Self::Update(state) => Some(state.user()),
            Self::Authorization(_) | Self::Closed => None,
        }
    }

    /// The messages that carry a mark.
    #[must_use]
    pub fn marked(&self) -> Vec<MessageNumber> {
        match self {
            Self::Transaction(state) => state.maildrop().marked_numbers(),
            Self::Authorization(_) | Self::Update(_) | Self::Closed => Vec::new(),
        }
    }
}

impl Answer {
    /// One line.
    fn line(text: &str, values: &Values) -> Self {
        let mut octets = fill(text, values).into_bytes();
        octets.extend_from_slice(b"\r\n");
        Self { octets, ..Self::default() }
    }

    /// One line without placeholders.
    fn plain(text: &str) -> Self {
        Self::line(text, &Values::new())
    }

    /// A line and a block, given as delivered.
    fn block(text: &str, values: &Values, delivered: &[u8]) -> Self {
        let mut answer = Self::line(text, values);
        answer.octets.extend_from_slice(&crate::proto::multiline::stuff(delivered));
        answer
    }

    /// A line and a block of lines.
    fn listing(text: &str, values: &Values, lines: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let mut list = Vec::new();
        for line in lines {
            list.extend_from_slice(line.as_ref().as_bytes());
            list.extend_from_slice(b"\r\n");
        }
        Self::block(text, values, &list)
    }

    /// A negative line with a response code in front of its text, for servers that have codes (RFC 2449 §8).
    fn coded(text: &str, code: &str, values: &Values, desk: &Desk<'_>) -> Self {
        let has_code = desk.profile.capa && desk.profile.response_codes && !text.contains('[');
        match text.strip_prefix("-ERR") {
            Some(rest) if has_code => Self::line(&format!("-ERR [{code}]{rest}"), values),
            Some(_) | None => Self::line(text, values),
        }
    }
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Refusal {
    UnknownCommand,
    WrongState,
    BadArguments,
    /// Messages are numbered from 1, so 0 is a number that no message has.
    NoSuchMessage,
}

impl Refusal {
    fn answer(self, desk: &Desk<'_>, values: &Values) -> Answer {
        let texts = &desk.profile.texts;
        let text = match self {
            Self::UnknownCommand => &texts.unknown_command,
            Self::WrongState => &texts.wrong_state,
            Self::BadArguments => &texts.bad_arguments,
            Self::NoSuchMessage => &texts.no_such_message,
        };
        Answer::line(text, values)
    }
}

/// The command of a line, or why it is refused: unknown, malformed, or wrong in this state (RFC 1939 §3).
fn admit(phase: Phase, line: &[u8], desk: &Desk<'_>) -> Result<Command, Refusal> {
    let read = CommandLine::read(line);
    let keyword = read.keyword.filter(|&keyword| has(desk.profile, keyword)).ok_or(Refusal::UnknownCommand)?;
    if rules::find(phase, keyword).is_none() {
        return Err(Refusal::WrongState);
    }
    let too_long = desk.profile.capa && read.too_long();
    match read.command {
        Ok(command) if !too_long && command.check_lengths().is_ok() => Ok(command),
        Err(CommandError::MessageZero) => Err(Refusal::NoSuchMessage),
        Ok(_) | Err(_) => Err(Refusal::BadArguments),
    }
}

/// Whether this kind of server has a command at all.
fn has(profile: &Profile, keyword: crate::proto::Keyword) -> bool {
    use crate::proto::Keyword as K;
    use crate::sim::profile::Generation;
    match keyword {
        K::User | K::Pass => profile.user,
        K::Apop => profile.timestamp.is_some(),
        K::Auth => !profile.mechanisms.is_empty(),
        K::Stls => profile.stls,
        K::Capa => profile.capa,
        K::Top => profile.top,
        K::Uidl => profile.uidl,
        K::Last => match profile.generation {
            Generation::Rfc1225 | Generation::Rfc1460 => true,
            Generation::Rfc1939 => false,
        },
        K::Stat | K::List | K::Retr | K::Dele | K::Noop | K::Rset | K::Quit => true,
    }
}

/// The reply to CAPA, the truth about this state (RFC 2449 §5).
fn capabilities(desk: &Desk<'_>, logged_in: bool) -> Answer {
    let lines = desk.profile.capabilities(logged_in, desk.covered);
    Answer::listing(&desk.profile.texts.capa, &Values::new(), lines)
}

/// What every text of a session may say about its maildrop.
fn values_of(maildrop: &OpenMaildrop) -> Values {
    let (count, octets) = maildrop.sums();
    Values::from([
        ("user", maildrop.user().to_string()),
        ("count", count.to_string()),
        ("messages", messages(count)),
        ("octets", octets.to_string()),
        ("left", if count == 0 { "maildrop empty".to_owned() } else { format!("{} left", messages(count)) }),
    ])
}

fn messages(count: usize) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}

/// The same, and what is to be said of one message.
fn values_of_message(maildrop: &OpenMaildrop, number: MessageNumber, mail: Option<&Mail>) -> Values {
    let mut values = values_of(maildrop);
    values.insert("number", number.to_string());
    if let Some(mail) = mail {
        values.insert("size", mail.octets.len().to_string());
        values.insert("unique_id", mail.unique_id.to_string());
    }
    values
}

#[cfg(test)]
mod tests;
