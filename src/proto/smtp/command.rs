//! The command lines of SMTP (RFC 5321 §4.1.1).

use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::smtp::MAX_LINE;
use crate::proto::smtp::Verb;

/// The most octets of a path, angle brackets included (RFC 5321 §4.5.3.1.3).
const MAX_PATH: usize = 256;
/// The most octets of what stands before the `@` (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL_PART: usize = 64;
/// The most octets of what stands behind it (RFC 5321 §4.5.3.1.2).
const MAX_DOMAIN: usize = 255;

/// A command with its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// `EHLO name`.
    Ehlo {
        /// What the client calls itself.
        name: String,
    },
    /// `HELO name`.
    Helo {
        /// What the client calls itself.
        name: String,
    },
    /// `MAIL FROM:<path>`.
    Mail {
        /// Who gets the mail back if it cannot be delivered; `None` for `<>`: nobody does.
        from: Option<Address>,
        /// The size that the client announces (RFC 1870).
        size: Option<u64>,
    },
    /// `RCPT TO:<path>`.
    Rcpt {
        /// To whom.
        to: Address,
    },
    /// `DATA`.
    Data,
    /// `RSET`.
    Rset,
    /// `VRFY name`.
    Vrfy {
        /// Whom.
        name: String,
    },
    /// `NOOP`.
    Noop,
    /// `QUIT`.
    Quit,
}

/// A mailbox and where it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Address {
    /// What stands before the `@`.
    pub local_part: String,
    /// What stands behind it; only `<Postmaster>` can do without (RFC 5321 §4.1.1.3).
    pub domain: Option<String>,
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
    /// There is an argument too many, or one is missing.
    #[error("the arguments are wrong")]
    Arguments,
    /// A path stands in angle brackets, right behind the colon.
    #[error("a path in angle brackets is wanted")]
    Path,
    /// A parameter that no extension offers.
    #[error("no such parameter")]
    Parameter,
}

impl CommandError {
    /// The code that a server says it with (RFC 5321 §4.2.2 and §4.1.1.11).
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Unknown | Self::TooLong | Self::LineEnd => 500,
            Self::Arguments | Self::Path => 501,
            Self::Parameter => 555,
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.local_part)?;
        self.domain.as_ref().map_or(Ok(()), |domain| write!(f, "@{domain}"))
    }
}

impl Command {
    /// Reads a whole line, line end included.
    pub fn parse(line: &[u8]) -> Result<Self, CommandError> {
        if MAX_LINE < line.len() {
            return Err(CommandError::TooLong);
        }
        let (text, end) = first_line(line);
        let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
        let verb = Verb::from_word(word).ok_or(CommandError::Unknown)?;
        if end != LineEnd::CrLf {
            return Err(CommandError::LineEnd);
        }
        let rest = std::str::from_utf8(&text[word.len()..]).map_err(|_| CommandError::Arguments)?;
        if rest.contains(char::is_control) {
            return Err(CommandError::Arguments);
        }
        let rest = rest.trim(); // Blanks before a line end should be borne (RFC 5321 §4.1.1).
        let plain = |command| if rest.is_empty() { Ok(command) } else { Err(CommandError::Arguments) };
        match verb {
            Verb::Ehlo => Ok(Self::Ehlo { name: host(rest)? }),
            Verb::Helo => Ok(Self::Helo { name: host(rest)? }),
            Verb::Mail => mail(rest),
            Verb::Rcpt => {
                let (path, parameters) = path(rest, "TO:")?;
                if !parameters.is_empty() {
                    return Err(CommandError::Parameter);
                }
                let to = path.ok_or(CommandError::Path)?;
                let postmaster = to.local_part.eq_ignore_ascii_case("postmaster");
                if to.domain.is_none() && !postmaster { Err(CommandError::Path) } else { Ok(Self::Rcpt { to }) }
            }
            Verb::Data => plain(Self::Data),
            Verb::Rset => plain(Self::Rset),
            Verb::Vrfy if rest.is_empty() => Err(CommandError::Arguments),
            Verb::Vrfy => Ok(Self::Vrfy { name: rest.to_owned() }),
            Verb::Noop => Ok(Self::Noop), // It may have an argument, which means nothing (RFC 5321 §4.1.1.9).
            Verb::Quit => plain(Self::Quit),
        }
    }

    /// Its first word.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match self {
            Self::Ehlo { .. } => Verb::Ehlo,
            Self::Helo { .. } => Verb::Helo,
            Self::Mail { .. } => Verb::Mail,
            Self::Rcpt { .. } => Verb::Rcpt,
            Self::Data => Verb::Data,
            Self::Rset => Verb::Rset,
            Self::Vrfy { .. } => Verb::Vrfy,
            Self::Noop => Verb::Noop,
            Self::Quit => Verb::Quit,
        }
    }
}

/// A name of a host, or its address in square brackets.
fn host(word: &str) -> Result<String, CommandError> {
    let written = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    let fits = !word.is_empty() && word.len() <= MAX_DOMAIN && word.chars().all(written);
    if fits { Ok(word.to_owned()) } else { Err(CommandError::Arguments) }
}

fn mail(rest: &str) -> Result<Command, CommandError> {
    let (from, parameters) = path(rest, "FROM:")?;
    if from.as_ref().is_some_and(|from| from.domain.is_none()) {
        return Err(CommandError::Path);
    }
    let mut size = None;
    for parameter in parameters.split_ascii_whitespace() {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match key.to_ascii_uppercase().as_str() {
            "SIZE" => size = Some(value.parse().map_err(|_| CommandError::Arguments)?),
            "BODY" if ["7BIT", "8BITMIME"].contains(&value.to_ascii_uppercase().as_str()) => (),
            _ => return Err(CommandError::Parameter),
        }
    }
    Ok(Command::Mail { from, size })
}

/// The path behind `FROM:` or `TO:`, and the parameters behind it. `None` stands for `<>`.
fn path<'a>(rest: &'a str, label: &str) -> Result<(Option<Address>, &'a str), CommandError> {
    let labelled = rest.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    if !labelled {
        return Err(CommandError::Arguments);
    }
    let (path, parameters) =
        rest[label.len()..].strip_prefix('<').and_then(|open| open.split_once('>')).ok_or(CommandError::Path)?;
    if MAX_PATH < path.len() + 2 || !(parameters.is_empty() || parameters.starts_with(' ')) {
        return Err(CommandError::Path);
    }
    if path.is_empty() {
        return Ok((None, parameters));
    }
    // A route is taken and not obeyed (RFC 5321 §4.1.1.3).
    let mailbox = if path.starts_with('@') { path.split_once(':').ok_or(CommandError::Path)?.1 } else { path };
    let (local_part, domain) = match mailbox.rsplit_once('@') {
        Some((local_part, domain)) => (local_part, Some(domain)),
        None => (mailbox, None),
    };
    let is_local = |letter: char| letter.is_ascii_graphic() && !"<>()[]:;@\\,\"".contains(letter);
    let local_fits = !local_part.is_empty() && local_part.len() <= MAX_LOCAL_PART && local_part.chars().all(is_local);
    let domain = domain.map(host).transpose().map_err(|_| CommandError::Path)?;
    if !local_fits {
        return Err(CommandError::Path);
    }
    Ok((Some(Address { local_part: local_part.to_owned(), domain }), parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(local_part: &str, domain: &str) -> Address {
        Address { local_part: local_part.to_owned(), domain: Some(domain.to_owned()) }
    }

    #[test]
    fn paths_stand_in_angle_brackets() {
        let from = |from, size| Ok(Command::Mail { from, size });
        let bob = || Some(address("bob", "example.org"));
        assert_eq!(Command::parse(b"MAIL FROM:<bob@example.org>\r\n"), from(bob(), None));
        assert_eq!(Command::parse(b"mail from:<bob@example.org> SIZE=120 body=8bitmime\r\n"), from(bob(), Some(120)));
        assert_eq!(Command::parse(b"MAIL FROM:<>\r\n"), from(None, None));
        assert_eq!(Command::parse(b"MAIL FROM:<@a.example,@b.example:bob@example.org>\r\n"), from(bob(), None));
        let to = Command::Rcpt { to: Address { local_part: "Postmaster".to_owned(), domain: None } };
        assert_eq!(Command::parse(b"RCPT TO:<Postmaster>\r\n"), Ok(to));
    }

    #[test]
    fn what_the_lecture_note_writes_is_refused() {
        for line in ["MAIL FROM: ne_skagu@server.ru\r\n", "MAIL FROM: <ne_skagu@server.ru>\r\n", "RCPT TO:amy\r\n"] {
            assert_eq!(Command::parse(line.as_bytes()), Err(CommandError::Path), "{line}");
        }
    }

    #[test]
    fn what_is_no_command_has_its_code() {
        let long_local = format!("MAIL FROM:<{}@a>\r\n", "a".repeat(65));
        let long_line = format!("NOOP {}\r\n", "a".repeat(512));
        let cases = [
            ("STAT\r\n", 500),
            ("\r\n", 500),
            ("NOOP\n", 500),
            (long_line.as_str(), 500),
            ("EHLO\r\n", 501),
            ("EHLO a b\r\n", 501),
            ("MAIL\r\n", 501),
            ("MAIL TO:<a@b>\r\n", 501),
            ("MAIL FROM:<a@b\r\n", 501),
            ("MAIL FROM:<a>\r\n", 501),
            ("MAIL FROM:<a@b> SIZE=x\r\n", 501),
            ("MAIL FROM:<a@b>SIZE=1\r\n", 501),
            ("MAIL FROM:<a b@c>\r\n", 501),
            (long_local.as_str(), 501),
            ("MAIL FROM:<a@b> NOTIFY=NEVER\r\n", 555),
            ("RCPT TO:<>\r\n", 501),
            ("RCPT TO:<amy>\r\n", 501),
            ("RCPT TO:<a@b> X=1\r\n", 555),
            ("DATA now\r\n", 501),
            ("VRFY\r\n", 501),
            ("QUIT now\r\n", 501),
        ];
        for (line, code) in cases {
            assert_eq!(Command::parse(line.as_bytes()).map_err(CommandError::code), Err(code), "{line}");
        }
        assert_eq!(Command::parse(b"VRFY \xff\r\n"), Err(CommandError::Arguments));
    }
}
