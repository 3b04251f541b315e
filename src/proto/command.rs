//! Commands: what the client says (RFC 1939 §3 and §5–7, RFC 2449, RFC 5034, RFC 2595, RFC 6856).

mod parse;

use super::Keyword;
use super::MessageNumber;
use super::line::LineEnd;
use super::line::MAX_ARGUMENT;
use super::line::MAX_COMMAND_LINE;
use super::line::first_line;
use super::secret::Secret;

/// A command with all it needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// `USER name`
    User {
        /// The mailbox.
        name: String,
    },
    /// `PASS secret`
    Pass {
        /// The rest of the line, spaces included: they may be part of the password (RFC 1939 §7).
        secret: Secret,
    },
    /// `RPOP user`
    Rpop {
        /// Who asks, by the name on the client's machine.
        user: String,
    },
    /// `APOP name digest`
    Apop {
        /// The mailbox.
        name: String,
        /// 32 lower-case hexadecimal digits (RFC 1939 §7).
        digest: String,
    },
    /// `AUTH [mechanism [initial-response]]`
    Auth {
        /// Without one the client asks for the list of mechanisms, an old habit that RFC 5034 lacks.
        mechanism: Option<String>,
        /// Base64, or `=` for an empty one (RFC 5034 §4).
        initial_response: Option<Secret>,
    },
    /// `STLS`
    Stls,
    /// `CAPA`
    Capa,
    /// `UTF8`
    Utf8,
    /// `LANG [language-range]`
    Lang {
        /// A language range (RFC 4647 §2.1), or `*` for what the server prefers. Without one the client asks for the list.
        range: Option<String>,
    },
    /// `STAT`
    Stat,
    /// `LIST [message]`
    List {
        /// One message, or all.
        message: Option<MessageNumber>,
    },
    /// `RETR message`
    Retr {
        /// Which one.
        message: MessageNumber,
    },
    /// `DELE message`
    Dele {
        /// Which one.
        message: MessageNumber,
    },
    /// `NOOP`
    Noop,
    /// `RSET`
    Rset,
    /// `TOP message lines`
    Top {
        /// Which one.
        message: MessageNumber,
        /// Lines of the body; 0 for the head alone.
        lines: u32,
    },
    /// `UIDL [message]`
    Uidl {
        /// One message, or all.
        message: Option<MessageNumber>,
    },
    /// `LAST`
    Last,
    /// `QUIT`
    Quit,
}

/// Why a line is not a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CommandError {
    /// Nothing before the line end.
    #[error("the line is empty")]
    EmptyLine,
    /// A word that POP3 does not know.
    #[error("unknown keyword")]
    UnknownKeyword,
    /// An argument is wanted.
    #[error("an argument is missing")]
    MissingArgument,
    /// More arguments than the command takes.
    #[error("too many arguments")]
    TooManyArguments,
    /// Two spaces together, a space at the start or at the end, or a tab (RFC 1939 §3).
    #[error("arguments are separated by one space")]
    BadSeparator,
    /// Something else than decimal digits.
    #[error("not a number")]
    NotANumber,
    /// Message numbers start at 1.
    #[error("message numbers start at 1")]
    MessageZero,
    /// More than 32 bits.
    #[error("the number is too large")]
    NumberTooLarge,
    /// Not 32 lower-case hexadecimal digits.
    #[error("the digest is not 32 lower-case hexadecimal digits")]
    BadDigest,
    /// Control characters, or octets that are no text.
    #[error("the argument holds octets that are not printable text")]
    NotText,
    /// More than 40 characters (RFC 1939 §3).
    #[error("an argument is longer than 40 characters")]
    ArgumentTooLong,
    /// More than 255 octets (RFC 2449 §4).
    #[error("the line is longer than 255 octets")]
    LineTooLong,
}

impl Command {
    /// Its first word.
    #[must_use]
    pub fn keyword(&self) -> Keyword {
        match self {
            Self::User { .. } => Keyword::User,
            Self::Pass { .. } => Keyword::Pass,
            Self::Rpop { .. } => Keyword::Rpop,
            Self::Apop { .. } => Keyword::Apop,
            Self::Auth { .. } => Keyword::Auth,
            Self::Stls => Keyword::Stls,
            Self::Capa => Keyword::Capa,
            Self::Utf8 => Keyword::Utf8,
            Self::Lang { .. } => Keyword::Lang,
            Self::Stat => Keyword::Stat,
            Self::List { .. } => Keyword::List,
            Self::Retr { .. } => Keyword::Retr,
            Self::Dele { .. } => Keyword::Dele,
            Self::Noop => Keyword::Noop,
            Self::Rset => Keyword::Rset,
            Self::Top { .. } => Keyword::Top,
            Self::Uidl { .. } => Keyword::Uidl,
            Self::Last => Keyword::Last,
            Self::Quit => Keyword::Quit,
        }
    }

    /// The message it speaks of, if it speaks of one.
    #[must_use]
    pub fn message(&self) -> Option<MessageNumber> {
        match self {
            Self::Retr { message } | Self::Dele { message } | Self::Top { message, .. } => Some(*message),
            Self::List { message } | Self::Uidl { message } => *message,
            Self::User { .. }
            | Self::Pass { .. }
            | Self::Rpop { .. }
            | Self::Apop { .. }
            | Self::Auth { .. }
            | Self::Stls
            | Self::Capa
            | Self::Utf8
            | Self::Lang { .. }
            | Self::Stat
            | Self::Noop
            | Self::Rset
            | Self::Last
            | Self::Quit => None,
        }
    }

    /// Whether a positive reply is followed by a block of lines (RFC 1939 §5 and §7, RFC 2449 §5).
    #[must_use]
    pub fn reply_is_multiline(&self) -> bool {
        match self {
            Self::Retr { .. } | Self::Top { .. } | Self::Capa => true,
            Self::List { message } | Self::Uidl { message } => message.is_none(),
            Self::Auth { mechanism, .. } => mechanism.is_none(),
            Self::Lang { range } => range.is_none(),
            Self::User { .. }
            | Self::Pass { .. }
            | Self::Rpop { .. }
            | Self::Apop { .. }
            | Self::Stls
            | Self::Utf8
            | Self::Stat
            | Self::Dele { .. }
            | Self::Noop
            | Self::Rset
            | Self::Last
            | Self::Quit => false,
        }
    }

    /// Refuses an argument of more than 40 characters (RFC 1939 §3).
    ///
    /// The initial response of AUTH is bound by the line alone (RFC 5034 §4).
    pub fn check_lengths(&self) -> Result<(), CommandError> {
        let longest = match self {
            Self::User { name } | Self::Rpop { user: name } => name.chars().count(),
            Self::Pass { secret } => secret.reveal().len(),
            Self::Apop { name, digest } => name.chars().count().max(digest.len()),
            Self::Auth { mechanism, .. } => mechanism.as_ref().map_or(0, String::len),
            Self::Lang { range } => range.as_ref().map_or(0, |range| range.chars().count()),
            Self::List { .. }
            | Self::Retr { .. }
            | Self::Dele { .. }
            | Self::Top { .. }
            | Self::Uidl { .. }
            | Self::Stls
            | Self::Capa
            | Self::Utf8
            | Self::Stat
            | Self::Noop
            | Self::Rset
            | Self::Last
            | Self::Quit => 0, // A number of 32 bits is never that long.
        };
        if MAX_ARGUMENT < longest { Err(CommandError::ArgumentTooLong) } else { Ok(()) }
    }

    /// The command as the octets of a line, without the line end.
    #[must_use]
    pub fn to_line(&self) -> Vec<u8> {
        let mut line = self.keyword().as_str().as_bytes().to_vec();
        let mut argument = |octets: &[u8]| {
            line.push(b' ');
            line.extend_from_slice(octets);
        };
        match self {
            Self::User { name } | Self::Rpop { user: name } => argument(name.as_bytes()),
            Self::Pass { secret } => argument(secret.reveal()),
            Self::Apop { name, digest } => {
                argument(name.as_bytes());
                argument(digest.as_bytes());
            }
            Self::Auth { mechanism, initial_response } => {
                if let Some(mechanism) = mechanism {
                    argument(mechanism.as_bytes());
                    if let Some(response) = initial_response {
                        argument(response.reveal());
                    }
                }
            }
            Self::Retr { message } | Self::Dele { message } => argument(message.to_string().as_bytes()),
            Self::Top { message, lines } => argument(format!("{message} {lines}").as_bytes()),
            Self::List { message } | Self::Uidl { message } => {
                if let Some(message) = message {
                    argument(message.to_string().as_bytes());
                }
            }
            Self::Lang { range } => {
                if let Some(range) = range {
                    argument(range.as_bytes());
                }
            }
            Self::Stls | Self::Capa | Self::Utf8 | Self::Stat | Self::Noop | Self::Rset | Self::Last | Self::Quit => (),
        }
        line
    }
}

/// A command line as it came: its octets, and what they mean.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommandLine {
    /// The known keyword at its start, even when the rest is wrong.
    pub keyword: Option<Keyword>,
    /// The command, or why it is none.
    pub command: Result<Command, CommandError>,
    /// How the line ended.
    pub end: LineEnd,
    /// Octets, line end included.
    pub octets: usize,
}

impl CommandLine {
    /// Reads a whole line, line end included.
    #[must_use]
    pub fn read(line: &[u8]) -> Self {
        let (text, end) = first_line(line);
        let (word, _) = split_word(text);
        Self { keyword: Keyword::from_word(word), command: Command::parse(text), end, octets: line.len() }
    }

    /// Whether the line passes the limit of RFC 2449 §4.
    #[must_use]
    pub fn too_long(&self) -> bool {
        MAX_COMMAND_LINE < self.octets
    }
}

/// The word before the first space, and what stands behind it.
pub(super) fn split_word(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    match line.iter().position(|&octet| octet == b' ') {
        Some(space) => (&line[..space], Some(&line[space + 1..])),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests;
