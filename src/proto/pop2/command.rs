//! The command lines of POP2, and how an argument quotes what it could not hold (RFC 937, Quoting).

use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::pop2::MAX_LINE;
use crate::proto::pop2::Verb;
use crate::proto::secret::Secret;

/// A command with its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// `HELO user password`.
    Helo {
        /// The login account.
        user: String,
        /// Its password.
        password: Secret,
    },
    /// `FOLD mailbox`.
    Fold {
        /// The name of the mailbox.
        mailbox: String,
    },
    /// `READ [n]`.
    Read {
        /// The number of the message; without it the current one is meant.
        message: Option<u32>,
    },
    /// `RETR`.
    Retr,
    /// `ACKS`.
    Acks,
    /// `ACKD`.
    Ackd,
    /// `NACK`.
    Nack,
    /// `QUIT`.
    Quit,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CommandError {
    /// Its first word is none of the commands.
    #[error("no such command")]
    Unknown,
    /// Longer than 512 octets.
    #[error("the line is too long")]
    TooLong,
    /// A line ends with CR LF.
    #[error("a line ends with CR LF")]
    LineEnd,
    /// An argument is missing, or is not text.
    #[error("the arguments are wrong")]
    Arguments,
    /// READ wants a decimal number.
    #[error("a message number is wanted")]
    Number,
}

impl Command {
    /// Reads a whole line, line end included.
    pub fn parse(line: &[u8]) -> Result<Self, CommandError> {
        if MAX_LINE < line.len() {
            return Err(CommandError::TooLong);
        }
        let (text, end) = first_line(line);
        let (word, rest) = split(text);
        let verb = Verb::from_word(word).ok_or(CommandError::Unknown)?;
        if end != LineEnd::CrLf {
            return Err(CommandError::LineEnd);
        }
        let plain = |command| if rest.is_none() { Ok(command) } else { Err(CommandError::Arguments) };
        match verb {
            Verb::Helo => {
                let (user, rest) = argument(rest.ok_or(CommandError::Arguments)?, Extent::Word)?;
                let (password, rest) = argument(rest.ok_or(CommandError::Arguments)?, Extent::Word)?;
                if rest.is_some() {
                    return Err(CommandError::Arguments); // A blank in a password is quoted.
                }
                Ok(Self::Helo { user, password: Secret::new(password) })
            }
            Verb::Fold => {
                let (mailbox, _) = argument(rest.ok_or(CommandError::Arguments)?, Extent::Line)?;
                Ok(Self::Fold { mailbox })
            }
            Verb::Read => {
                let message = rest.map(number).transpose()?;
                Ok(Self::Read { message })
            }
            Verb::Retr => plain(Self::Retr),
            Verb::Acks => plain(Self::Acks),
            Verb::Ackd => plain(Self::Ackd),
            Verb::Nack => plain(Self::Nack),
            Verb::Quit => plain(Self::Quit),
        }
    }

    /// Its first word.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match self {
            Self::Helo { .. } => Verb::Helo,
            Self::Fold { .. } => Verb::Fold,
            Self::Read { .. } => Verb::Read,
            Self::Retr => Verb::Retr,
            Self::Acks => Verb::Acks,
            Self::Ackd => Verb::Ackd,
            Self::Nack => Verb::Nack,
            Self::Quit => Verb::Quit,
        }
    }
}

/// Where the password of a HELO begins in a line: behind the blank that ends the user.
#[must_use]
pub fn password_start(text: &[u8]) -> Option<usize> {
    let (word, rest) = split(text);
    if Verb::from_word(word) != Some(Verb::Helo) {
        return None;
    }
    let rest = rest?;
    let blank = unquoted_blank(rest)?;
    Some(text.len() - rest.len() + blank + 1)
}

/// The number at the start of a reply behind its sign: `=537 characters` or `#2 messages`.
#[must_use]
pub fn reply_number(line: &[u8]) -> Option<u64> {
    let text = line.strip_prefix(b"=").or_else(|| line.strip_prefix(b"#"))?;
    let digits = text.iter().take_while(|octet| octet.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// The first word, and what stands behind the blank after it.
fn split(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|octet| *octet == b' ') {
        Some(blank) => (&text[..blank], Some(&text[blank + 1..])),
        None => (text, None),
    }
}

/// How far an argument goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Extent {
    /// Up to a blank that is not quoted.
    Word,
    /// To the end of the line: the name of a mailbox may hold blanks.
    Line,
}

/// An argument without its quoting, and what stands behind the blank after it.
fn argument(text: &[u8], extent: Extent) -> Result<(String, Option<&[u8]>), CommandError> {
    let end = match extent {
        Extent::Word => unquoted_blank(text),
        Extent::Line => None,
    };
    let (word, rest) = match end {
        Some(blank) => (&text[..blank], Some(&text[blank + 1..])),
        None => (text, None),
    };
    let mut plain = Vec::with_capacity(word.len());
    let mut octets = word.iter();
    while let Some(&octet) = octets.next() {
        let octet = if octet == b'\\' { *octets.next().ok_or(CommandError::Arguments)? } else { octet };
        plain.push(octet);
    }
    let plain = String::from_utf8(plain).map_err(|_| CommandError::Arguments)?;
    if plain.is_empty() || plain.contains(char::is_control) {
        return Err(CommandError::Arguments);
    }
    Ok((plain, rest))
}

/// The first blank that no backslash quotes.
fn unquoted_blank(text: &[u8]) -> Option<usize> {
    let mut quoted = false;
    text.iter().position(|&octet| {
        let blank = octet == b' ' && !quoted;
        quoted = octet == b'\\' && !quoted;
        blank
    })
}

fn number(text: &[u8]) -> Result<u32, CommandError> {
    let digits = std::str::from_utf8(text).map_err(|_| CommandError::Number)?;
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(CommandError::Number);
    }
    digits.parse().map_err(|_| CommandError::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn helo(user: &str, password: &str) -> Command {
        Command::Helo { user: user.to_owned(), password: Secret::new(password) }
    }

    #[test]
    fn a_backslash_quotes_a_blank_and_itself() {
        assert_eq!(Command::parse(b"HELO amy sesame\r\n"), Ok(helo("amy", "sesame")));
        assert_eq!(Command::parse(b"helo amy open\\ sesame\r\n"), Ok(helo("amy", "open sesame")));
        assert_eq!(Command::parse(b"HELO a\\\\b \\x\r\n"), Ok(helo("a\\b", "x")));
        assert_eq!(Command::parse(b"HELO amy open sesame\r\n"), Err(CommandError::Arguments));
        assert_eq!(Command::parse(b"HELO amy sesame\\\r\n"), Err(CommandError::Arguments));
        let folder = Command::Fold { mailbox: "old mail".to_owned() };
        assert_eq!(Command::parse(b"FOLD old mail\r\n"), Ok(folder.clone()));
        assert_eq!(Command::parse(b"FOLD old\\ mail\r\n"), Ok(folder));
    }

    #[test]
    fn numbers_are_decimal_and_optional() {
        assert_eq!(Command::parse(b"READ\r\n"), Ok(Command::Read { message: None }));
        assert_eq!(Command::parse(b"READ 13\r\n"), Ok(Command::Read { message: Some(13) }));
        for line in [&b"READ \r\n"[..], b"READ +1\r\n", b"READ 1 2\r\n", b"READ 4294967296\r\n", b"READ \xff\r\n"] {
            assert_eq!(Command::parse(line), Err(CommandError::Number), "{}", line.escape_ascii());
        }
        assert_eq!(reply_number(b"=537 characters in that message\r\n"), Some(537));
        assert_eq!(reply_number(b"#0\r\n"), Some(0));
        assert_eq!(reply_number(b"=x"), None);
        assert_eq!(reply_number(b"=99999999999999999999"), None);
    }

    #[test]
    fn what_is_no_command_is_told() {
        assert_eq!(Command::parse(b"DELE 1\r\n"), Err(CommandError::Unknown));
        assert_eq!(Command::parse(b"\r\n"), Err(CommandError::Unknown));
        assert_eq!(Command::parse(b"QUIT\n"), Err(CommandError::LineEnd));
        assert_eq!(Command::parse(b"ACKS 1\r\n"), Err(CommandError::Arguments));
        assert_eq!(Command::parse(&[b"FOLD ".as_slice(), &[b'a'; 510], b"\r\n"].concat()), Err(CommandError::TooLong));
    }

    #[test]
    fn the_password_begins_behind_the_user() {
        assert_eq!(password_start(b"HELO amy sesame"), Some(9));
        assert_eq!(password_start(b"HELO a\\ b sesame"), Some(10));
        assert_eq!(password_start(b"HELO amy"), None);
        assert_eq!(password_start(b"FOLD amy sesame"), None);
    }
}
