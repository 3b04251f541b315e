//! Flaws: what is wrong with a file of ours, as sentences that can be told in every language.

use ron::Error;

use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::Protocol;
use crate::proto::imap;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::smtp;
use crate::proto::unique_id::UniqueIdError;
use crate::session::sentence::Sentence;
use crate::sim::filler::TooSmall;
use crate::sim::store::StoreError;
use crate::sim::template::TemplateError;
use crate::sim::world::WorldError;

/// What the reader of RON does not understand.
#[must_use]
pub fn of_ron(error: &Error) -> Sentence {
    let plain = |message, text: &str| Sentence::new(message, text);
    match error {
        Error::Eof => plain("flaw-ron-end", "the text ends too early"),
        Error::ExpectedArray => sign("["),
        Error::ExpectedArrayEnd => sign("]"),
        Error::ExpectedComma => sign(","),
        Error::ExpectedMap => sign("{"),
        Error::ExpectedMapEnd => sign("}"),
        Error::ExpectedMapColon => sign(":"),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => sign("("),
        Error::ExpectedOptionEnd | Error::ExpectedStructLikeEnd => sign(")"),
        Error::ExpectedString => plain("flaw-ron-string", "a text in quotation marks is wanted here"),
        Error::ExpectedStringEnd => plain("flaw-ron-quote", "a text lacks the quotation mark at its end"),
        Error::ExpectedInteger => plain("flaw-ron-integer", "a whole number is wanted here"),
        Error::ExpectedFloat => plain("flaw-ron-number", "a number is wanted here"),
        Error::ExpectedBoolean => plain("flaw-ron-boolean", "true or false is wanted here"),
        Error::ExpectedIdentifier => plain("flaw-ron-identifier", "a name is wanted here"),
        Error::IntegerOutOfBounds => plain("flaw-ron-bounds", "no number of this size can stand here"),
        Error::UnclosedBlockComment => plain("flaw-ron-comment", "a comment that begins with /* has no end"),
        Error::TrailingCharacters => plain("flaw-ron-trailing", "there is text after the last bracket"),
        Error::ExceededRecursionLimit => plain("flaw-ron-deep", "too many brackets stand in each other"),
        Error::UnexpectedChar(character) => {
            let character = format!("{character:?}");
            plain("flaw-ron-character", &format!("{character} has no place here")).with("character", character)
        }
        Error::NoSuchStructField { expected, found, .. } => {
            let text = format!("there is no field {found} here; there are: {}", expected.join(", "));
            plain("flaw-ron-field", &text).with("name", found.as_str()).with("known", expected.join(", "))
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            let text = format!("there is no {found} here; there are: {}", expected.join(", "));
            plain("flaw-ron-variant", &text).with("name", found.as_str()).with("known", expected.join(", "))
        }
        Error::MissingStructField { field, .. } => {
            plain("flaw-ron-missing", &format!("the field {field} is missing")).with("name", *field)
        }
        Error::DuplicateStructField { field, .. } => {
            plain("flaw-ron-twice", &format!("the field {field} stands here twice")).with("name", *field)
        }
        // The others are rare, or what they say has no end.
        other => {
            let detail = other.to_string();
            plain("flaw-ron-other", &format!("this cannot be read: {detail}")).with("detail", detail)
        }
    }
}

fn sign(sign: &str) -> Sentence {
    Sentence::new("flaw-ron-sign", format!("a {sign} is wanted here")).with("sign", sign)
}

/// Why a store does not take something.
#[must_use]
pub fn of_store(error: &StoreError) -> Sentence {
    let text = error.to_string();
    match error {
        StoreError::NoSuchUser(user) => Sentence::new("flaw-no-user", text).with("user", user.as_str()),
        StoreError::UserExists(user) => Sentence::new("flaw-user-twice", text).with("user", user.as_str()),
        StoreError::UniqueIdUsed(id) => Sentence::new("flaw-unique-id-used", text).with("unique-id", id.as_str()),
        StoreError::NoSuchMessage(id) => Sentence::new("flaw-no-message", text).with("unique-id", id.as_str()),
        StoreError::Locked => Sentence::new("flaw-locked", text),
    }
}

/// Why a client cannot do something.
#[must_use]
pub fn of_world(error: WorldError) -> Sentence {
    let message = match error {
        WorldError::NotConnected => "flaw-not-connected",
        WorldError::Connected => "flaw-connected",
    };
    Sentence::new(message, error.to_string())
}

/// Why a word is no unique-id.
#[must_use]
pub fn of_unique_id(error: UniqueIdError) -> Sentence {
    let message = match error {
        UniqueIdError::Empty => "flaw-unique-id-empty",
        UniqueIdError::TooLong => "flaw-unique-id-long",
        UniqueIdError::BadCharacter => "flaw-unique-id-character",
    };
    Sentence::new(message, error.to_string())
}

/// Why there is no message of a size.
#[must_use]
pub fn of_size(error: TooSmall) -> Sentence {
    Sentence::new("flaw-mail-small", error.to_string()).with("least", error.least)
}

/// What is wrong with the words of a server.
#[must_use]
pub fn of_template(error: &TemplateError) -> Sentence {
    let text = error.to_string();
    match error {
        TemplateError::UnknownPlaceholder { name, known } => {
            Sentence::new("flaw-text-placeholder", text).with("name", name.as_str()).with("known", known.as_str())
        }
        TemplateError::LoneBrace => Sentence::new("flaw-text-brace", text),
        TemplateError::NotPositive(start) => Sentence::new("flaw-text-positive", text).with("start", *start),
        TemplateError::NotNegative => Sentence::new("flaw-text-negative", text),
        TemplateError::NotSignificant(start) => Sentence::new("flaw-text-read", text).with("start", *start),
        TemplateError::TooMuch => Sentence::new("flaw-text-behind", text),
        TemplateError::ControlCharacter => Sentence::new("flaw-text-control", text),
        TemplateError::TooLong => Sentence::new("flaw-text-long", text),
    }
}

/// Why a line is no command of POP3, by the keyword that it begins with.
#[must_use]
pub fn of_command(keyword: Option<Keyword>, error: CommandError) -> Sentence {
    match (keyword, error) {
        (Some(keyword), CommandError::MissingArgument) => {
            let text = format!("{keyword} needs {}", needs(keyword));
            Sentence::new("flaw-needs", text).with("keyword", keyword.as_str())
        }
        (Some(keyword), error) => {
            let text = format!("{keyword}: {error}");
            Sentence::new("flaw-of", text).with("name", keyword.as_str()).with("what", of_pop3(error))
        }
        (None, error) => of_pop3(error),
    }
}

fn of_pop3(error: CommandError) -> Sentence {
    let message = match error {
        CommandError::EmptyLine => "flaw-line-empty",
        CommandError::UnknownKeyword => "flaw-line-keyword",
        CommandError::MissingArgument => "flaw-line-missing",
        CommandError::TooManyArguments => "flaw-line-many",
        CommandError::BadSeparator => "flaw-line-separator",
        CommandError::NotANumber => "flaw-line-number",
        CommandError::MessageZero => "flaw-line-zero",
        CommandError::NumberTooLarge => "flaw-line-large",
        CommandError::BadDigest => "flaw-line-digest",
        CommandError::NotText => "flaw-line-text",
        CommandError::ArgumentTooLong => "flaw-line-argument",
        CommandError::LineTooLong => "flaw-line-length",
    };
    Sentence::new(message, error.to_string())
}

/// The arguments that a command cannot do without.
fn needs(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::User | Keyword::Rpop => "a name",
        Keyword::Pass => "a password",
        Keyword::Apop => "a name and a digest",
        Keyword::Auth => "a mechanism",
        Keyword::Retr | Keyword::Dele => "a message number",
        Keyword::Top => "a message number and a number of lines",
        Keyword::Stls
        | Keyword::Capa
        | Keyword::Utf8
        | Keyword::Lang
        | Keyword::Stat
        | Keyword::List
        | Keyword::Noop
        | Keyword::Rset
        | Keyword::Uidl
        | Keyword::Last
        | Keyword::Quit => "nothing",
    }
}

/// What is wrong with a line of another protocol, line end included; `None` if nothing is.
#[must_use]
pub fn of_other(protocol: Protocol, line: &[u8]) -> Option<Sentence> {
    let (message, text) = match protocol {
        Protocol::Pop3 => return None,
        Protocol::Pop1 => pop1::Command::parse(line).err().map(|error| (of_pop1(error), error.to_string()))?,
        Protocol::Pop2 => pop2::Command::parse(line).err().map(|error| (of_pop2(error), error.to_string()))?,
        Protocol::Smtp => smtp::Command::parse(line).err().map(|error| (of_smtp(error), error.to_string()))?,
        Protocol::Imap => imap::Tagged::parse(line).command.err().map(|error| (of_imap(error), error.to_string()))?,
    };
    let whole = format!("{protocol}: {text}");
    let what = Sentence::new(message, text);
    Some(Sentence::new("flaw-of", whole).with("name", protocol.to_string()).with("what", what))
}

fn of_pop1(error: pop1::command::CommandError) -> &'static str {
    use pop1::command::CommandError as E;
    match error {
        E::Unknown => "flaw-other-unknown",
        E::TooLong => "flaw-other-long",
        E::LineEnd => "flaw-other-end",
        E::Arguments => "flaw-other-arguments",
    }
}

fn of_pop2(error: pop2::command::CommandError) -> &'static str {
    use pop2::command::CommandError as E;
    match error {
        E::Unknown => "flaw-other-unknown",
        E::TooLong => "flaw-other-long",
        E::LineEnd => "flaw-other-end",
        E::Arguments => "flaw-other-arguments",
        E::Number => "flaw-other-number",
    }
}

fn of_smtp(error: smtp::CommandError) -> &'static str {
    use smtp::CommandError as E;
    match error {
        E::Unknown => "flaw-other-unknown",
        E::TooLong => "flaw-other-long",
        E::LineEnd => "flaw-other-end",
        E::Arguments => "flaw-other-arguments",
        E::Path => "flaw-other-path",
        E::Parameter => "flaw-other-parameter",
    }
}

fn of_imap(error: imap::CommandError) -> &'static str {
    use imap::CommandError as E;
    match error {
        E::Tag => "flaw-other-tag",
        E::Unknown => "flaw-other-here",
        E::TooLong => "flaw-other-long",
        E::LineEnd => "flaw-other-end",
        E::Literal => "flaw-other-literal",
        E::Arguments => "flaw-other-arguments",
        E::Set => "flaw-other-set",
        E::Item => "flaw-other-item",
        E::Flag => "flaw-other-flag",
    }
}
