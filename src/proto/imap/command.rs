//! The command lines of IMAP: a tag, a command, its arguments (RFC 3501 §2.2.1 and §9).

use crate::proto::imap::MAX_LINE;
use crate::proto::imap::Verb;
use crate::proto::imap::words::Flag;
use crate::proto::imap::words::Set;
use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::other::grammar::literal;
use crate::proto::secret::Secret;

/// The most octets of a tag that is repeated.
const MAX_TAG: usize = 64;

/// A command line: its tag, if it has one, and the command or what is wrong with it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tagged {
    /// What the reply will begin with.
    pub tag: Option<String>,
    /// The command.
    pub command: Result<Command, CommandError>,
}

/// A command with its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// `CAPABILITY`.
    Capability,
    /// `LOGIN user password`.
    Login {
        /// The name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// `SELECT mailbox`.
    Select {
        /// The name of the mailbox.
        mailbox: String,
    },
    /// `FETCH set (items)`.
    Fetch {
        /// Of which messages.
        set: Set,
        /// What. Invariant: not empty.
        items: Vec<Item>,
    },
    /// `STORE set +FLAGS (flags)`.
    Store {
        /// Of which messages.
        set: Set,
        /// How.
        change: Change,
        /// Whether the server need not tell the new flags.
        silent: bool,
        /// Which flags.
        flags: Vec<Flag>,
    },
    /// `EXPUNGE`.
    Expunge,
    /// `NOOP`.
    Noop,
    /// `LOGOUT`.
    Logout,
}

/// What FETCH can ask for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Item {
    /// The flags.
    Flags,
    /// The size in octets.
    Size,
    /// The unique identifier.
    Uid,
    /// The message, or its head.
    Body {
        /// Whether its head is enough.
        header: bool,
        /// Whether it counts as read afterwards.
        peek: bool,
    },
}

/// What STORE does with flags.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Change {
    /// `FLAGS`: these and no others.
    Replace,
    /// `+FLAGS`.
    Add,
    /// `-FLAGS`.
    Remove,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CommandError {
    /// There is no tag, or it is none.
    #[error("a command begins with a tag")]
    Tag,
    /// The word behind the tag is none of the commands.
    #[error("no such command here")]
    Unknown,
    /// Longer than is taken.
    #[error("the line is too long")]
    TooLong,
    /// A line ends with CR LF.
    #[error("a line ends with CR LF")]
    LineEnd,
    /// The client wants to send a literal.
    #[error("literals are not taken here")]
    Literal,
    /// An argument is missing, or is too much, or is not written as one.
    #[error("the arguments are wrong")]
    Arguments,
    /// No set of message numbers.
    #[error("a set of message numbers is wanted")]
    Set,
    /// Nothing that can be fetched here.
    #[error("no such item here")]
    Item,
    /// No flag.
    #[error("no such flag")]
    Flag,
}

impl Tagged {
    /// Reads a whole line, line end included.
    #[must_use]
    pub fn parse(line: &[u8]) -> Self {
        let (text, end) = first_line(line);
        let (tag, rest) = match text.iter().position(|octet| *octet == b' ') {
            Some(blank) => (&text[..blank], &text[blank + 1..]),
            None => (text, &[][..]),
        };
        let tag = std::str::from_utf8(tag).ok().filter(|tag| is_tag(tag)).map(str::to_owned);
        if MAX_LINE < line.len() {
            return Self { tag, command: Err(CommandError::TooLong) };
        }
        let command = match (&tag, end) {
            (None, _) => Err(CommandError::Tag),
            (Some(_), LineEnd::Lf | LineEnd::Missing) => Err(CommandError::LineEnd),
            (Some(_), LineEnd::CrLf) if literal(line).is_some() => Err(CommandError::Literal),
            (Some(_), LineEnd::CrLf) => Command::parse(rest),
        };
        Self { tag, command }
    }
}

fn is_tag(tag: &str) -> bool {
    let written = |letter: char| letter.is_ascii_graphic() && !"(){%*\"\\]+".contains(letter);
    !tag.is_empty() && tag.len() <= MAX_TAG && tag.chars().all(written)
}

impl Command {
    fn parse(text: &[u8]) -> Result<Self, CommandError> {
        let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
        let verb = Verb::from_word(word).ok_or(CommandError::Unknown)?;
        let rest = std::str::from_utf8(&text[word.len()..]).map_err(|_| CommandError::Arguments)?;
        if rest.contains(char::is_control) {
            return Err(CommandError::Arguments);
        }
        let rest = rest.strip_prefix(' ');
        let plain = |command| if rest.is_none() { Ok(command) } else { Err(CommandError::Arguments) };
        match verb {
            Verb::Capability => plain(Self::Capability),
            Verb::Expunge => plain(Self::Expunge),
            Verb::Noop => plain(Self::Noop),
            Verb::Logout => plain(Self::Logout),
            Verb::Login => {
                let (user, rest) = string(rest)?;
                let (password, rest) = string(rest)?;
                nothing(rest)?;
                Ok(Self::Login { user, password: Secret::new(password) })
            }
            Verb::Select => {
                let (mailbox, rest) = string(rest)?;
                nothing(rest)?;
                Ok(Self::Select { mailbox })
            }
            Verb::Fetch => {
                let (set, items) = set(rest)?;
                Ok(Self::Fetch { set, items: items_of(items)? })
            }
            Verb::Store => {
                let (set, rest) = set(rest)?;
                let (how, flags) = rest.split_once(' ').ok_or(CommandError::Arguments)?;
                let (change, silent) = change(how)?;
                let flags = listed(flags).map(|flag| Flag::from_word(flag).ok_or(CommandError::Flag));
                Ok(Self::Store { set, change, silent, flags: flags.collect::<Result<_, _>>()? })
            }
        }
    }

    /// Its first word.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match self {
            Self::Capability => Verb::Capability,
            Self::Login { .. } => Verb::Login,
            Self::Select { .. } => Verb::Select,
            Self::Fetch { .. } => Verb::Fetch,
            Self::Store { .. } => Verb::Store,
            Self::Expunge => Verb::Expunge,
            Self::Noop => Verb::Noop,
            Self::Logout => Verb::Logout,
        }
    }
}

/// Where the password of a LOGIN begins in a line: behind the blank that ends the name.
#[must_use]
pub fn password_start(text: &[u8]) -> Option<usize> {
    let login = |word: &[u8]| Verb::from_word(word) == Some(Verb::Login);
    let mut words = text.splitn(3, |octet| *octet == b' ');
    let (tag, verb) = (words.next()?, words.next()?);
    let start = match (login(tag), login(verb)) {
        (_, true) => tag.len() + verb.len() + 2,
        (true, false) => tag.len() + 1, // The tag was forgotten.
        (false, false) => return None,
    };
    let rest = text.get(start..)?;
    let user = quoted_length(rest).unwrap_or_else(|| rest.iter().take_while(|octet| **octet != b' ').count());
    (user < rest.len()).then_some(start + user + 1)
}

/// The length of the quoted string at the start of some octets.
fn quoted_length(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"\"")?;
    let mut quoted = false;
    let end = inside.iter().position(|&octet| {
        let ends = octet == b'"' && !quoted;
        quoted = octet == b'\\' && !quoted;
        ends
    })?;
    Some(end + 2)
}

/// A string, quoted or not, and what stands behind the blank after it.
fn string(rest: Option<&str>) -> Result<(String, Option<&str>), CommandError> {
    let text = rest.ok_or(CommandError::Arguments)?;
    let (word, rest) = match quoted_length(text.as_bytes()) {
        Some(length) => {
            let mut plain = String::new();
            let mut letters = text[1..length - 1].chars();
            while let Some(letter) = letters.next() {
                plain.push(if letter == '\\' { letters.next().unwrap_or('\\') } else { letter });
            }
            (plain, &text[length..])
        }
        None => {
            let end = text.find(' ').unwrap_or(text.len());
            let word = &text[..end];
            if word.is_empty() || word.contains(['"', '(', ')', '{', '%', '*', '\\']) {
                return Err(CommandError::Arguments);
            }
            (word.to_owned(), &text[end..])
        }
    };
    match (rest.strip_prefix(' '), rest.is_empty()) {
        (Some(rest), _) => Ok((word, Some(rest))),
        (None, true) => Ok((word, None)),
        (None, false) => Err(CommandError::Arguments),
    }
}

fn nothing(rest: Option<&str>) -> Result<(), CommandError> {
    if rest.is_none() { Ok(()) } else { Err(CommandError::Arguments) }
}

fn set(rest: Option<&str>) -> Result<(Set, &str), CommandError> {
    let (set, rest) = rest.and_then(|rest| rest.split_once(' ')).ok_or(CommandError::Arguments)?;
    Ok((Set::parse(set).ok_or(CommandError::Set)?, rest))
}

/// The words of a list in parentheses, or the one word that stands without them.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.strip_prefix('(').and_then(|open| open.strip_suffix(')')).unwrap_or(text);
    inside.split(' ').filter(|word| !word.is_empty())
}

fn items_of(text: &str) -> Result<Vec<Item>, CommandError> {
    let item = |word: &str| match word.to_ascii_uppercase().as_str() {
        "FLAGS" => Ok(Item::Flags),
        "RFC822.SIZE" => Ok(Item::Size),
        "UID" => Ok(Item::Uid),
        "BODY[]" => Ok(Item::Body { header: false, peek: false }),
        "BODY[HEADER]" => Ok(Item::Body { header: true, peek: false }),
        "BODY.PEEK[]" => Ok(Item::Body { header: false, peek: true }),
        "BODY.PEEK[HEADER]" => Ok(Item::Body { header: true, peek: true }),
        _ => Err(CommandError::Item),
    };
    let mut items = Vec::new();
    for word in listed(text) {
        let item = item(word)?;
        if !items.contains(&item) {
            items.push(item); // Asked for twice, told once: replies stay as short as they are.
        }
    }
    if items.is_empty() { Err(CommandError::Arguments) } else { Ok(items) }
}

fn change(word: &str) -> Result<(Change, bool), CommandError> {
    let word = word.to_ascii_uppercase();
    let (word, silent) = match word.strip_suffix(".SILENT") {
        Some(word) => (word, true),
        None => (word.as_str(), false),
    };
    match word {
        "FLAGS" => Ok((Change::Replace, silent)),
        "+FLAGS" => Ok((Change::Add, silent)),
        "-FLAGS" => Ok((Change::Remove, silent)),
        _ => Err(CommandError::Arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Result<Command, CommandError> {
        Tagged::parse(format!("a1 {line}\r\n").as_bytes()).command
    }

    #[test]
    fn strings_may_be_quoted() {
        let login =
            |user: &str, password: &str| Ok(Command::Login { user: user.to_owned(), password: Secret::new(password) });
        assert_eq!(command("LOGIN amy sesame"), login("amy", "sesame"));
        assert_eq!(command(r#"login "amy" "open \"sesame\"""#), login("amy", "open \"sesame\""));
        assert_eq!(command("SELECT INBOX"), Ok(Command::Select { mailbox: "INBOX".to_owned() }));
        for wrong in ["LOGIN amy", "LOGIN amy sesame x", "LOGIN \"amy sesame", "LOGIN \"amy\"x y", "SELECT", "SELECT "]
        {
            assert_eq!(command(wrong), Err(CommandError::Arguments), "{wrong}");
        }
    }

    #[test]
    fn fetch_names_messages_and_items() {
        let items = |text: &str| match command(&format!("FETCH 1:* {text}")) {
            Ok(Command::Fetch { items, .. }) => Ok(items),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        };
        assert_eq!(items("FLAGS"), Ok(vec![Item::Flags]));
        assert_eq!(items("(UID RFC822.SIZE uid)"), Ok(vec![Item::Uid, Item::Size]));
        let head = Item::Body { header: true, peek: true };
        assert_eq!(items("BODY.PEEK[HEADER]"), Ok(vec![head]));
        assert_eq!(items("BODY[]"), Ok(vec![Item::Body { header: false, peek: false }]));
        assert_eq!(items("ENVELOPE"), Err(CommandError::Item));
        assert_eq!(items("()"), Err(CommandError::Arguments));
        assert_eq!(command("FETCH x FLAGS"), Err(CommandError::Set));
    }

    #[test]
    fn store_adds_removes_and_replaces() {
        let stored = |text: &str| match command(text) {
            Ok(Command::Store { change, silent, flags, .. }) => Ok((change, silent, flags)),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        };
        assert_eq!(
            stored("STORE 1 +FLAGS (\\Deleted \\seen)"),
            Ok((Change::Add, false, vec![Flag::Deleted, Flag::Seen]))
        );
        assert_eq!(stored("STORE 1 -FLAGS.SILENT \\Seen"), Ok((Change::Remove, true, vec![Flag::Seen])));
        assert_eq!(stored("STORE 1 FLAGS ()"), Ok((Change::Replace, false, vec![])));
        assert_eq!(stored("STORE 1 FLAGS (\\Recent)"), Err(CommandError::Flag));
        assert_eq!(stored("STORE 1 XFLAGS (\\Seen)"), Err(CommandError::Arguments));
    }

    #[test]
    fn a_line_keeps_its_tag_whatever_is_wrong_with_it() {
        let cases: [(&[u8], Option<&str>, CommandError); 8] = [
            (b"LOGIN\r\n", Some("LOGIN"), CommandError::Unknown),
            (b"\r\n", None, CommandError::Tag),
            (b"* LOGIN a b\r\n", None, CommandError::Tag),
            (b"a1 SEARCH ALL\r\n", Some("a1"), CommandError::Unknown),
            (b"a1 NOOP\n", Some("a1"), CommandError::LineEnd),
            (b"a1 LOGIN {3}\r\n", Some("a1"), CommandError::Literal),
            (b"a1 NOOP x\r\n", Some("a1"), CommandError::Arguments),
            (b"a1 LOGIN \xff x\r\n", Some("a1"), CommandError::Arguments),
        ];
        for (line, tag, error) in cases {
            let read = Tagged::parse(line);
            assert_eq!((read.tag.as_deref(), read.command), (tag, Err(error)), "{}", line.escape_ascii());
        }
        let long = [b"a1 NOOP ".as_slice(), &[b'x'; MAX_LINE], b"\r\n"].concat();
        assert_eq!(Tagged::parse(&long).command, Err(CommandError::TooLong));
    }

    #[test]
    fn the_password_begins_behind_the_name() {
        assert_eq!(password_start(b"a1 LOGIN amy sesame"), Some(13));
        assert_eq!(password_start(b"a1 login \"a b\" sesame"), Some(15));
        assert_eq!(password_start(b"LOGIN amy sesame"), Some(10));
        assert_eq!(password_start(b"a1 LOGIN amy"), None);
        assert_eq!(password_start(b"a1 LOGIN"), None);
        assert_eq!(password_start(b"a1 SELECT amy sesame"), None);
    }
}
