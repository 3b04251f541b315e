//! Templates: a whole status line with placeholders in braces, checked before it is ever said.

use std::fmt::Write as _;

use crate::proto::line::MAX_STATUS_LINE;
use crate::sim::Phrase;
use crate::sim::phrase::Sign;

/// What can stand in braces.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Placeholder {
    /// The name of the server.
    Host,
    /// The name of the mailbox.
    User,
    /// How many messages have no mark.
    Count,
    /// The same with its noun: `1 message`, `2 messages`.
    Messages,
    /// The octets of the messages without a mark.
    Octets,
    /// The number that the command named.
    Number,
    /// The octets of that message.
    Size,
    /// The unique-id of that message.
    UniqueId,
    /// What APOP is computed with: `<1896.697170952@dbc.mtview.ca.us>`.
    Timestamp,
    /// What remains after UPDATE: `maildrop empty`, `1 message left`.
    Left,
    /// The highest number touched.
    Last,
    /// The command.
    Keyword,
    /// The state of the session.
    State,
    /// What is wrong with the line.
    Problem,
    /// The tag of a language.
    Language,
}

impl Placeholder {
    /// Every placeholder.
    pub const ALL: [Self; 15] = [
        Self::Host,
        Self::User,
        Self::Count,
        Self::Messages,
        Self::Octets,
        Self::Number,
        Self::Size,
        Self::UniqueId,
        Self::Timestamp,
        Self::Left,
        Self::Last,
        Self::Keyword,
        Self::State,
        Self::Problem,
        Self::Language,
    ];

    /// The word between the braces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::User => "user",
            Self::Count => "count",
            Self::Messages => "messages",
            Self::Octets => "octets",
            Self::Number => "number",
            Self::Size => "size",
            Self::UniqueId => "unique_id",
            Self::Timestamp => "timestamp",
            Self::Left => "left",
            Self::Last => "last",
            Self::Keyword => "keyword",
            Self::State => "state",
            Self::Problem => "problem",
            Self::Language => "language",
        }
    }
}

/// The words of a phrase, known to be in order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    Text(String),
    Value(Placeholder),
}

/// What is wrong with the words of a phrase.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// The word in braces means nothing.
    #[error("unknown placeholder {{{name}}}: this text knows {known}")]
    UnknownPlaceholder {
        /// The word.
        name: String,
        /// The words that can stand there.
        known: String,
    },
    /// A brace without its partner.
    #[error("a brace stands alone: write {{{{ or }}}} for a brace that is said")]
    LoneBrace,
    /// A positive text has to begin in another way.
    #[error("this text says yes, so it begins with {0}")]
    NotPositive(&'static str),
    /// A negative text has to begin in another way.
    #[error("this text says no, so it begins with -ERR")]
    NotNegative,
    /// Clients read the numbers of this text.
    #[error("clients read this text: it begins with \"+OK {0}\"")]
    NotSignificant(&'static str),
    /// Clients read this text, and nothing may follow what they read.
    #[error("nothing may follow {{unique_id}} (RFC 1939 §7)")]
    TooMuch,
    /// A line break or another control character.
    #[error("a status line is one line without control characters")]
    ControlCharacter,
    /// More octets than a status line may have.
    #[error("a status line has at most 512 octets")]
    TooLong,
}

/// The values of the placeholders. What a phrase cannot name is never asked for.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// `{host}`
    pub host: String,
    /// `{user}`
    pub user: String,
    /// `{count}` and `{messages}`
    pub count: usize,
    /// `{octets}`
    pub octets: u64,
    /// `{number}`
    pub number: u32,
    /// `{size}`
    pub size: u64,
    /// `{unique_id}`
    pub unique_id: String,
    /// `{timestamp}`
    pub timestamp: String,
    /// `{left}`
    pub left: usize,
    /// `{last}`
    pub last: u32,
    /// `{keyword}`
    pub keyword: String,
    /// `{state}`
    pub state: String,
    /// `{problem}`
    pub problem: String,
    /// `{language}`
    pub language: String,
}

/// Room for the values: names of 40 characters, a unique-id of 70, numbers.
const ROOM_FOR_VALUES: usize = 160;

impl Template {
    /// Checks the words of a phrase. With `old_plus` a positive text may begin with a lone `+`.
    pub fn parse(phrase: Phrase, text: &str, old_plus: bool) -> Result<Self, TemplateError> {
        if text.chars().any(char::is_control) {
            return Err(TemplateError::ControlCharacter);
        }
        if MAX_STATUS_LINE < text.len() + ROOM_FOR_VALUES {
            return Err(TemplateError::TooLong);
        }
        let rest = check_sign(phrase.sign(), text, old_plus)?;
        if let Some((significant, more)) = phrase.significant() {
            match rest.strip_prefix(significant) {
                Some("") => (),
                Some(behind) if behind.starts_with(' ') && more => (),
                Some(behind) if behind.starts_with(' ') => return Err(TemplateError::TooMuch),
                Some(_) | None => return Err(TemplateError::NotSignificant(significant)),
            }
        }
        let pieces = pieces(text, phrase.placeholders())?;
        Ok(Self { pieces })
    }

    /// Whether it says this.
    #[must_use]
    pub fn names(&self, placeholder: Placeholder) -> bool {
        self.pieces.contains(&Piece::Value(placeholder))
    }

    /// The line, without its line end, and never longer than a status line may be.
    #[must_use]
    pub fn render(&self, values: &Values) -> String {
        let mut line = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Value(placeholder) => values.write(*placeholder, &mut line),
            }
        }
        line.truncate(line.floor_char_boundary(MAX_STATUS_LINE - 2));
        line
    }
}

impl Values {
    fn write(&self, placeholder: Placeholder, line: &mut String) {
        let _ = match placeholder {
            Placeholder::Host => write!(line, "{}", self.host),
            Placeholder::User => write!(line, "{}", self.user),
            Placeholder::Count => write!(line, "{}", self.count),
            Placeholder::Messages => write!(line, "{}", messages(self.count)),
            Placeholder::Octets => write!(line, "{}", self.octets),
            Placeholder::Number => write!(line, "{}", self.number),
            Placeholder::Size => write!(line, "{}", self.size),
            Placeholder::UniqueId => write!(line, "{}", self.unique_id),
            Placeholder::Timestamp => write!(line, "{}", self.timestamp),
            Placeholder::Left if self.left == 0 => write!(line, "maildrop empty"),
            Placeholder::Left => write!(line, "{} left", messages(self.left)),
            Placeholder::Last => write!(line, "{}", self.last),
            Placeholder::Keyword => write!(line, "{}", self.keyword),
            Placeholder::State => write!(line, "{}", self.state),
            Placeholder::Problem => write!(line, "{}", self.problem),
            Placeholder::Language => write!(line, "{}", self.language),
        }; // Writing to a String cannot fail.
    }
}

fn messages(count: usize) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}

/// What follows the sign and one space.
fn check_sign(sign: Sign, text: &str, old_plus: bool) -> Result<&str, TemplateError> {
    let behind = |indicator: &str| {
        let rest = text.strip_prefix(indicator)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
    };
    match sign {
        Sign::Negative => behind("-ERR").ok_or(TemplateError::NotNegative),
        Sign::Positive if old_plus => behind("+OK").or_else(|| behind("+")).ok_or(TemplateError::NotPositive("+")),
        Sign::Positive | Sign::PositiveAlways => behind("+OK").ok_or(TemplateError::NotPositive("+OK")),
    }
}

fn pieces(text: &str, known: &[Placeholder]) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        literal.push_str(&rest[..brace]);
        let behind = &rest[brace + 1..];
        let opens = rest[brace..].starts_with('{');
        if let Some(after) = behind.strip_prefix(if opens { '{' } else { '}' }) {
            literal.push(if opens { '{' } else { '}' });
            rest = after;
            continue;
        }
        let end = behind.find('}').filter(|_| opens).ok_or(TemplateError::LoneBrace)?;
        let name = &behind[..end];
        let placeholder = known.iter().find(|placeholder| placeholder.name() == name);
        let placeholder = placeholder.ok_or_else(|| unknown(name, known))?;
        if !literal.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Value(*placeholder));
        rest = &behind[end + 1..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Text(literal));
    }
    Ok(pieces)
}

fn unknown(name: &str, known: &[Placeholder]) -> TemplateError {
    let known: Vec<_> = known.iter().map(|placeholder| format!("{{{}}}", placeholder.name())).collect();
    TemplateError::UnknownPlaceholder { name: name.to_owned(), known: known.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(phrase: Phrase, text: &str, expected: &str) {
        let error = Template::parse(phrase, text, false).expect_err("a wrong text");
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn values_stand_in_their_places() {
        let text = "+OK {user}'s maildrop has {messages} ({octets} octets) {{sic}}";
        let template = Template::parse(Phrase::Login, text, false).expect("a right text");
        let values = Values { user: "amy".into(), count: 1, octets: 120, ..Values::default() };
        assert_eq!(template.render(&values), "+OK amy's maildrop has 1 message (120 octets) {sic}");
    }

    #[test]
    fn what_is_left_has_words_of_its_own() {
        let template = Template::parse(Phrase::Update, "+OK ({left})", false).expect("a right text");
        let left = |left| template.render(&Values { left, ..Values::default() });
        assert_eq!(
            [left(0), left(1), left(2)],
            ["+OK (maildrop empty)", "+OK (1 message left)", "+OK (2 messages left)"]
        );
    }

    #[test]
    fn wrong_texts_are_refused_with_a_reason() {
        refuses(Phrase::Noop, "OK", "begins with +OK");
        refuses(Phrase::Noop, "+OKAY", "begins with +OK");
        refuses(Phrase::Noop, "+ fine", "begins with +OK");
        refuses(Phrase::Locked, "+OK no", "begins with -ERR");
        refuses(Phrase::Login, "+OK {usr}", "unknown placeholder {usr}");
        refuses(Phrase::Quit, "+OK {user}", "unknown placeholder {user}");
        refuses(Phrase::Noop, "+OK {", "a brace stands alone");
        refuses(Phrase::Noop, "+OK }", "a brace stands alone");
        refuses(Phrase::Noop, "+OK one\r\n+OK two", "control characters");
        refuses(Phrase::Noop, &format!("+OK {}", "x".repeat(400)), "512 octets");
    }

    #[test]
    fn f13_f14_what_clients_read_stands_first() {
        refuses(Phrase::Stat, "+OK {octets} {count}", "clients read this text");
        refuses(Phrase::UidlOne, "+OK {number} {unique_id} fine", "nothing may follow");
        assert!(Template::parse(Phrase::ListOne, "+OK {number} {size} octets", false).is_ok());
    }

    #[test]
    fn a_lone_plus_belongs_to_old_profiles() {
        for text in ["+", "+ fine", "+OK"] {
            assert!(Template::parse(Phrase::Noop, text, true).is_ok(), "{text}");
        }
        assert!(Template::parse(Phrase::Greeting, "+ ready", true).is_err());
        assert!(Template::parse(Phrase::Stat, "+ {count} {octets}", true).is_ok());
    }
}
