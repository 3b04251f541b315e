//! What a server says: whole reply lines with placeholders.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The reply lines of a server, indicator included.
///
/// `{user}`, `{count}`, `{messages}` (“2 messages”), `{octets}`, `{number}`, `{size}`, `{unique_id}`, `{left}`
/// (“maildrop empty”, “1 message left”) and `{timestamp}` stand for what they say, where it is known.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    /// The first line of all.
    pub greeting: String,
    /// USER accepted.
    pub user_ok: String,
    /// USER refused, by a server that tells which names it knows.
    pub user_err: String,
    /// PASS accepted.
    pub pass_ok: String,
    /// Wrong name, password or digest.
    pub login_err: String,
    /// Right credentials, but another session has the maildrop.
    pub locked: String,
    /// APOP accepted.
    pub apop_ok: String,
    /// AUTH accepted.
    pub auth_ok: String,
    /// The answer to STAT.
    pub stat: String,
    /// The first line of a scan listing.
    pub list: String,
    /// The scan listing of one message.
    pub list_one: String,
    /// The first line before a message.
    pub retr: String,
    /// A message was marked.
    pub dele: String,
    /// DELE of a message that is marked already.
    pub dele_again: String,
    /// A number that no message has, or a marked one.
    pub no_such_message: String,
    /// The answer to NOOP.
    pub noop: String,
    /// The answer to RSET.
    pub rset: String,
    /// The first line before the head of a message.
    pub top: String,
    /// The first line of a unique-id listing.
    pub uidl: String,
    /// The unique-id of one message.
    pub uidl_one: String,
    /// The answer to LAST.
    pub last: String,
    /// The first line of the capabilities.
    pub capa: String,
    /// TLS can begin.
    pub stls: String,
    /// QUIT after a login.
    pub quit: String,
    /// QUIT before a login.
    pub quit_early: String,
    /// QUIT, but not all marked messages could be removed.
    pub quit_err: String,
    /// A line that is no command of this server.
    pub unknown_command: String,
    /// A command with wrong arguments.
    pub bad_arguments: String,
    /// A command in the wrong state or order.
    pub wrong_state: String,
}

impl Default for Texts {
    fn default() -> Self {
        let line = str::to_owned;
        Self {
            greeting: line("+OK POP3 server ready {timestamp}"),
            user_ok: line("+OK send your password"),
            user_err: line("-ERR no mailbox of that name"),
            pass_ok: line("+OK {user}'s maildrop has {messages} ({octets} octets)"),
            login_err: line("-ERR name or password is wrong"),
            locked: line("-ERR maildrop is in use by another session"),
            apop_ok: line("+OK {user}'s maildrop has {messages} ({octets} octets)"),
            auth_ok: line("+OK {user}'s maildrop has {messages} ({octets} octets)"),
            stat: line("+OK {count} {octets}"),
            list: line("+OK {messages} ({octets} octets)"),
            list_one: line("+OK {number} {size}"),
            retr: line("+OK {size} octets"),
            dele: line("+OK message {number} marked"),
            dele_again: line("-ERR message {number} is marked already"),
            no_such_message: line("-ERR no such message"),
            noop: line("+OK"),
            rset: line("+OK maildrop has {messages} ({octets} octets)"),
            top: line("+OK top of message follows"),
            uidl: line("+OK unique-id listing follows"),
            uidl_one: line("+OK {number} {unique_id}"),
            last: line("+OK {number}"),
            capa: line("+OK capability list follows"),
            stls: line("+OK begin TLS negotiation"),
            quit: line("+OK POP3 server signing off ({left})"),
            quit_early: line("+OK POP3 server signing off"),
            quit_err: line("-ERR some deleted messages not removed"),
            unknown_command: line("-ERR unknown command"),
            bad_arguments: line("-ERR wrong arguments"),
            wrong_state: line("-ERR not allowed here"),
        }
    }
}

/// How a text has to begin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sign {
    /// With `+OK`, or with `+` alone where the profile says so.
    Positive,
    /// With `-ERR`.
    Negative,
}

/// Placeholders that a text may hold.
const SESSION: &[&str] = &["user", "count", "messages", "octets", "left"];
const NOTHING: &[&str] = &[];
const GREETING: &[&str] = &["timestamp"];
const NUMBERED: &[&str] = &["user", "count", "messages", "octets", "left", "number", "size", "unique_id"];

/// One text with its name and its rules.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The name of its field.
    pub name: &'static str,
    /// The template.
    pub text: &'a str,
    /// How it has to begin.
    pub sign: Sign,
    /// What may stand in braces.
    pub placeholders: &'static [&'static str],
}

/// What is wrong with a text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TextError {
    /// It does not begin as it must.
    #[error("the text `{name}` has to begin with {wanted}")]
    WrongSign {
        /// The name of the field.
        name: &'static str,
        /// What it has to begin with.
        wanted: &'static str,
    },
    /// It has something in braces that is not known there.
    #[error("the text `{name}` cannot know {{{placeholder}}}; it knows {known}")]
    UnknownPlaceholder {
        /// The name of the field.
        name: &'static str,
        /// What stands in the braces.
        placeholder: String,
        /// What may stand there.
        known: String,
    },
    /// It holds a line end or another control character.
    #[error("the text `{name}` has to be one line")]
    NotOneLine {
        /// The name of the field.
        name: &'static str,
    },
}

impl TextError {
    /// The name of the field.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::WrongSign { name, .. } | Self::UnknownPlaceholder { name, .. } | Self::NotOneLine { name } => name,
        }
    }
}

impl Texts {
    /// Every text with its name and rules.
    #[must_use]
    pub fn entries(&self) -> [Entry<'_>; 29] {
        use Sign::{Negative, Positive};
        let entry = |name, text, sign, placeholders| Entry { name, text, sign, placeholders };
        [
            entry("greeting", &self.greeting, Positive, GREETING),
            entry("user_ok", &self.user_ok, Positive, &["user"]),
            entry("user_err", &self.user_err, Negative, &["user"]),
            entry("pass_ok", &self.pass_ok, Positive, SESSION),
            entry("login_err", &self.login_err, Negative, &["user"]),
            entry("locked", &self.locked, Negative, &["user"]),
            entry("apop_ok", &self.apop_ok, Positive, SESSION),
            entry("auth_ok", &self.auth_ok, Positive, SESSION),
            entry("stat", &self.stat, Positive, SESSION),
            entry("list", &self.list, Positive, SESSION),
            entry("list_one", &self.list_one, Positive, NUMBERED),
            entry("retr", &self.retr, Positive, NUMBERED),
            entry("dele", &self.dele, Positive, NUMBERED),
            entry("dele_again", &self.dele_again, Negative, NUMBERED),
            entry("no_such_message", &self.no_such_message, Negative, SESSION),
            entry("noop", &self.noop, Positive, SESSION),
            entry("rset", &self.rset, Positive, SESSION),
            entry("top", &self.top, Positive, NUMBERED),
            entry("uidl", &self.uidl, Positive, SESSION),
            entry("uidl_one", &self.uidl_one, Positive, NUMBERED),
            entry("last", &self.last, Positive, &["number"]),
            entry("capa", &self.capa, Positive, NOTHING),
            entry("stls", &self.stls, Positive, NOTHING),
            entry("quit", &self.quit, Positive, SESSION),
            entry("quit_early", &self.quit_early, Positive, NOTHING),
            entry("quit_err", &self.quit_err, Negative, SESSION),
            entry("unknown_command", &self.unknown_command, Negative, NOTHING),
            entry("bad_arguments", &self.bad_arguments, Negative, NOTHING),
            entry("wrong_state", &self.wrong_state, Negative, NOTHING),
        ]
    }

    /// Looks for texts that no client could understand.
    pub fn check(&self, plus_signs: bool) -> Result<(), Vec<TextError>> {
        let errors: Vec<_> = self.entries().into_iter().filter_map(|entry| entry.check(plus_signs).err()).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl Entry<'_> {
    fn check(&self, plus_signs: bool) -> Result<(), TextError> {
        let Self { name, text, sign, placeholders } = *self;
        let begins = |indicator: &str| text == indicator || text.starts_with(&format!("{indicator} "));
        let (right, wanted) = match sign {
            Sign::Positive if plus_signs => (begins("+OK") || begins("+"), "`+OK` or `+`"),
            Sign::Positive => (begins("+OK"), "`+OK` (old servers with a bare `+` are made with `plus_signs: true`)"),
            Sign::Negative => (begins("-ERR"), "`-ERR`"),
        };
        if !right {
            return Err(TextError::WrongSign { name, wanted });
        }
        if text.chars().any(char::is_control) {
            return Err(TextError::NotOneLine { name });
        }
        for placeholder in placeholders_of(text) {
            if !placeholders.contains(&placeholder) {
                let known = placeholders.iter().map(|known| format!("{{{known}}}")).collect::<Vec<_>>().join(" ");
                let known = if known.is_empty() { "none".to_owned() } else { known };
                return Err(TextError::UnknownPlaceholder { name, placeholder: placeholder.to_owned(), known });
            }
        }
        Ok(())
    }
}

/// What stands in braces.
fn placeholders_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A text with everything in its place. What is not known is left out, with the space before it.
#[must_use]
pub fn fill(text: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        line.push_str(before);
        let Some((name, behind)) = behind.split_once('}') else {
            let _ = write!(line, "{{{behind}"); // Writing to a String cannot fail.
            return line;
        };
        match values.get(name) {
            Some(value) => line.push_str(value),
            None if line.ends_with(' ') => line.truncate(line.len() - 1),
            None => (),
        }
        rest = behind;
    }
    line.push_str(rest);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_that_come_along_are_sound() {
        assert_eq!(Texts::default().check(false), Ok(()));
    }

    #[test]
    fn a_text_begins_with_its_indicator() {
        let texts = Texts { stat: "+ {count} {octets}".into(), ..Texts::default() };
        assert!(texts.check(false).is_err());
        assert_eq!(texts.check(true), Ok(()));
        let texts = Texts { noop: "+OKAY".into(), ..Texts::default() };
        assert!(texts.check(true).is_err());
    }

    #[test]
    fn a_placeholder_is_known_where_it_stands() {
        let texts = Texts { noop: "+OK {size}".into(), stat: "+OK {size}\r\n".into(), ..Texts::default() };
        let errors = texts.check(false).expect_err("two wrong texts");
        assert_eq!(errors[0].to_string(), "the text `stat` has to be one line");
        assert!(errors[1].to_string().starts_with("the text `noop` cannot know {size}"));
    }

    #[test]
    fn what_is_not_known_leaves_no_space() {
        let values = BTreeMap::from([("count", "2".to_owned())]);
        assert_eq!(fill("+OK {count} {octets}", &values), "+OK 2");
        assert_eq!(fill("+OK {open", &values), "+OK {open");
    }
}
