//! The command lines of POP1 (RFC 918, Commands).

use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::pop1::MAX_LINE;
use crate::proto::pop1::Verb;
use crate::proto::secret::Secret;

/// A command with its argument.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// `USER name`.
    User {
        /// The name.
        name: String,
    },
    /// `PASS password`.
    Pass {
        /// The password, with all its blanks.
        password: Secret,
    },
    /// `RETR mailbox`.
    Retr {
        /// The name of the mailbox.
        mailbox: String,
    },
    /// `RDEL mailbox`.
    Rdel {
        /// The name of the mailbox.
        mailbox: String,
    },
    /// `RCEV`.
    Rcev,
    /// `RCVD`.
    Rcvd,
    /// `RSET`.
    Rset,
    /// `NOOP`.
    Noop,
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
    /// An argument is missing, is too much, or is not text.
    #[error("the arguments are wrong")]
    Arguments,
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
            Verb::User => Ok(Self::User { name: argument(rest)? }),
            Verb::Pass => Ok(Self::Pass { password: Secret::new(argument(rest)?) }),
            Verb::Retr => Ok(Self::Retr { mailbox: argument(rest)? }),
            Verb::Rdel => Ok(Self::Rdel { mailbox: argument(rest)? }),
            Verb::Rcev => plain(Self::Rcev),
            Verb::Rcvd => plain(Self::Rcvd),
            Verb::Rset => plain(Self::Rset),
            Verb::Noop => plain(Self::Noop),
            Verb::Quit => plain(Self::Quit),
        }
    }

    /// Its first word.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match self {
            Self::User { .. } => Verb::User,
            Self::Pass { .. } => Verb::Pass,
            Self::Retr { .. } => Verb::Retr,
            Self::Rdel { .. } => Verb::Rdel,
            Self::Rcev => Verb::Rcev,
            Self::Rcvd => Verb::Rcvd,
            Self::Rset => Verb::Rset,
            Self::Noop => Verb::Noop,
            Self::Quit => Verb::Quit,
        }
    }
}

/// Where the password of a PASS begins in a line.
#[must_use]
pub fn password_start(text: &[u8]) -> Option<usize> {
    let (word, rest) = split(text);
    (Verb::from_word(word) == Some(Verb::Pass)).then_some(text.len() - rest?.len())
}

/// The number of characters behind the sign of a reply: `#537` or `#537 characters`.
#[must_use]
pub fn reply_number(line: &[u8]) -> Option<u64> {
    let text = line.strip_prefix(b"#")?;
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

/// The rest of the line, which is text and not empty: a command has one argument at most.
fn argument(rest: Option<&[u8]>) -> Result<String, CommandError> {
    let text = rest.and_then(|rest| std::str::from_utf8(rest).ok()).ok_or(CommandError::Arguments)?;
    if text.trim().is_empty() || text.contains(char::is_control) {
        return Err(CommandError::Arguments);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_one_argument_or_none() {
        assert_eq!(Command::parse(b"USER Fred\r\n"), Ok(Command::User { name: "Fred".to_owned() }));
        let spaced = Command::Pass { password: Secret::new("open sesame") };
        assert_eq!(Command::parse(b"pass open sesame\r\n"), Ok(spaced));
        assert_eq!(Command::parse(b"RDEL old mail\r\n"), Ok(Command::Rdel { mailbox: "old mail".to_owned() }));
        for line in [&b"USER\r\n"[..], b"USER \r\n", b"RETR \xff\r\n", b"RCEV 1\r\n", b"NOOP \r\n", b"PASS a\tb\r\n"] {
            assert_eq!(Command::parse(line), Err(CommandError::Arguments), "{}", line.escape_ascii());
        }
        for verb in Verb::ALL {
            let argument = match verb {
                Verb::User | Verb::Pass | Verb::Retr | Verb::Rdel => " x",
                Verb::Rcev | Verb::Rcvd | Verb::Rset | Verb::Noop | Verb::Quit => "",
            };
            let line = format!("{}{argument}\r\n", verb.as_str());
            assert_eq!(Command::parse(line.as_bytes()).map(|command| command.verb()), Ok(verb));
        }
    }

    #[test]
    fn what_is_no_command_is_told() {
        assert_eq!(Command::parse(b"RECV\r\n"), Err(CommandError::Unknown), "as the diagram spells it");
        assert_eq!(Command::parse(b"STAT\r\n"), Err(CommandError::Unknown));
        assert_eq!(Command::parse(b"\r\n"), Err(CommandError::Unknown));
        assert_eq!(Command::parse(b"QUIT\n"), Err(CommandError::LineEnd));
        assert_eq!(Command::parse(&[b"RETR ".as_slice(), &[b'a'; 510], b"\r\n"].concat()), Err(CommandError::TooLong));
    }

    #[test]
    fn numbers_and_passwords_are_found() {
        assert_eq!((reply_number(b"#537\r\n"), reply_number(b"#0 characters\r\n")), (Some(537), Some(0)));
        assert_eq!(
            (reply_number(b"#x"), reply_number(b"=5"), reply_number(b"#99999999999999999999")),
            (None, None, None)
        );
        assert_eq!(password_start(b"PASS open sesame"), Some(5));
        assert_eq!((password_start(b"PASS"), password_start(b"USER amy")), (None, None));
    }
}
