//! Reading a command: its keyword, and arguments separated by one space (RFC 1939 §3).

use crate::proto::Keyword;
use crate::proto::MessageNumber;
use crate::proto::command::Command;
use crate::proto::command::CommandError;
use crate::proto::command::split_word;
use crate::proto::message_number::DecimalError;
use crate::proto::message_number::MessageNumberError;
use crate::proto::message_number::decimal;
use crate::proto::secret::Secret;
use crate::proto::secret::is_mechanism;

impl Command {
    /// Reads a command line without its line end.
    ///
    /// Lengths are not looked at here: see [`too_long`](crate::proto::command::CommandLine::too_long) and
    /// [`Command::check_lengths`].
    pub fn parse(line: impl AsRef<[u8]>) -> Result<Self, CommandError> {
        let line = line.as_ref();
        if line.is_empty() {
            return Err(CommandError::EmptyLine);
        }
        let (word, rest) = split_word(line);
        let keyword = Keyword::from_word(word).ok_or(CommandError::UnknownKeyword)?;
        if keyword == Keyword::Pass {
            // One argument: the rest of the line, spaces and all.
            return match rest {
                None | Some(b"") => Err(CommandError::MissingArgument),
                Some(secret) => Ok(Self::Pass { secret: Secret::new(secret) }),
            };
        }
        let arguments = Arguments::read(rest)?;
        Self::from_arguments(keyword, &arguments)
    }

    fn from_arguments(keyword: Keyword, arguments: &Arguments<'_>) -> Result<Self, CommandError> {
        let command = match keyword {
            Keyword::User => Self::User { name: arguments.exactly::<1>()?[0].to_owned() },
            Keyword::Pass => unreachable!("PASS takes the rest of the line"),
            Keyword::Rpop => Self::Rpop { user: arguments.exactly::<1>()?[0].to_owned() },
            Keyword::Apop => {
                let [name, digest] = arguments.exactly()?;
                if digest.len() != 32 || !digest.bytes().all(|octet| matches!(octet, b'0'..=b'9' | b'a'..=b'f')) {
                    return Err(CommandError::BadDigest);
                }
                Self::Apop { name: name.to_owned(), digest: digest.to_owned() }
            }
            Keyword::Auth => {
                arguments.at_most(2)?;
                Self::Auth {
                    mechanism: arguments.words.first().map(|word| mechanism(word)),
                    initial_response: arguments.words.get(1).map(|word| Secret::new(*word)),
                }
            }
            Keyword::Top => {
                let [message, lines] = arguments.exactly()?;
                Self::Top { message: number(message)?, lines: decimal(lines)? }
            }
            Keyword::List => Self::List { message: arguments.optional_number()? },
            Keyword::Uidl => Self::Uidl { message: arguments.optional_number()? },
            Keyword::Retr => Self::Retr { message: number(arguments.exactly::<1>()?[0])? },
            Keyword::Dele => Self::Dele { message: number(arguments.exactly::<1>()?[0])? },
            Keyword::Stls => arguments.none(Self::Stls)?,
            Keyword::Capa => arguments.none(Self::Capa)?,
            Keyword::Utf8 => arguments.none(Self::Utf8)?,
            Keyword::Lang => {
                arguments.at_most(1)?;
                Self::Lang { range: arguments.words.first().map(|word| (*word).to_owned()) }
            }
            Keyword::Stat => arguments.none(Self::Stat)?,
            Keyword::Noop => arguments.none(Self::Noop)?,
            Keyword::Rset => arguments.none(Self::Rset)?,
            Keyword::Last => arguments.none(Self::Last)?,
            Keyword::Quit => arguments.none(Self::Quit)?,
        };
        Ok(command)
    }
}

/// The words behind a keyword.
struct Arguments<'a> {
    words: Vec<&'a str>,
}

impl<'a> Arguments<'a> {
    fn read(rest: Option<&'a [u8]>) -> Result<Self, CommandError> {
        let Some(rest) = rest else { return Ok(Self { words: Vec::new() }) };
        let text = std::str::from_utf8(rest).map_err(|_| CommandError::NotText)?;
        let words: Vec<&str> = text.split(' ').collect();
        if words.iter().any(|word| word.is_empty()) || text.contains('\t') {
            return Err(CommandError::BadSeparator);
        }
        if text.chars().any(char::is_control) {
            return Err(CommandError::NotText);
        }
        Ok(Self { words })
    }

    fn exactly<const N: usize>(&self) -> Result<[&'a str; N], CommandError> {
        self.at_most(N)?;
        <[&str; N]>::try_from(self.words.as_slice()).map_err(|_| CommandError::MissingArgument)
    }

    fn at_most(&self, most: usize) -> Result<(), CommandError> {
        if most < self.words.len() { Err(CommandError::TooManyArguments) } else { Ok(()) }
    }

    fn none(&self, command: Command) -> Result<Command, CommandError> {
        self.at_most(0).map(|()| command)
    }

    fn optional_number(&self) -> Result<Option<MessageNumber>, CommandError> {
        self.at_most(1)?;
        self.words.first().map(|word| number(word)).transpose()
    }
}

/// A mechanism in capitals. Anything else keeps its letters, so that it is known for what it may be: a secret.
fn mechanism(word: &str) -> String {
    if is_mechanism(word.as_bytes()) { word.to_ascii_uppercase() } else { word.to_owned() }
}

fn number(word: &str) -> Result<MessageNumber, CommandError> {
    word.parse().map_err(|error| match error {
        MessageNumberError::NotANumber => CommandError::NotANumber,
        MessageNumberError::Zero => CommandError::MessageZero,
        MessageNumberError::TooLarge => CommandError::NumberTooLarge,
    })
}

impl From<DecimalError> for CommandError {
    fn from(error: DecimalError) -> Self {
        match error {
            DecimalError::NotANumber => Self::NotANumber,
            DecimalError::TooLarge => Self::NumberTooLarge,
        }
    }
}
