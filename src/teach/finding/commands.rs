//! How commands are written (RFC 1939 §3, RFC 2449 §3 and §4).

use super::Code;
use super::Report;
use super::capabilities::Capabilities;
use super::look::Look;
use super::look::first_word;
use super::look::is_login;
use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::command::CommandLine;
use crate::proto::line::LineEnd;
use crate::proto::look_alike;
use crate::session::timeline::Said;

/// From so many lines on, TOP means the whole message.
const ALL_LINES: u32 = 1_000_000;

/// What is kept of the commands of a session.
#[derive(Debug, Default)]
pub(super) struct Commands {
    /// Small letters are a habit: one remark is enough.
    lower_case_told: bool,
    /// The server has no CAPA, so the old limits hold (RFC 2449 §4).
    no_capa: bool,
}

impl Commands {
    pub(super) fn look(&mut self, look: &Look<'_>, capabilities: &Capabilities, report: &mut Report) {
        if let (Some(said), Some(line)) = (look.said(), look.command()) {
            let mut add = |code| report.add(look.place, code);
            self.look_at(said, line, beyond_ascii(line, capabilities, look.standing.utf8), &mut add);
        }
        if let Some(answer) = look.sure_answer()
            && answer.command() == Some(&Command::Capa)
        {
            self.no_capa = !answer.is_positive();
        }
    }

    fn look_at(&mut self, said: &Said, line: &CommandLine, beyond_ascii: Option<Code>, add: &mut impl FnMut(Code)) {
        let text = said.first_line();
        match &line.command {
            Ok(command) => self.look_at_arguments(text, command, add),
            Err(error) => {
                if let Some(code) = wrong(*error, text, said) {
                    add(code);
                }
            }
        }
        look_at_octets(text, line, beyond_ascii, add);
        if line.too_long() {
            add(Code::CommandTooLong);
        }
        if line.end == LineEnd::Lf {
            add(Code::BareLineFeed);
        }
        let lower = line.keyword.is_some_and(|keyword| !text.starts_with(keyword.as_str().as_bytes()));
        if lower && !self.lower_case_told {
            self.lower_case_told = true;
            add(Code::LowerCaseCommand);
        }
    }

    fn look_at_arguments(&self, text: &[u8], command: &Command, add: &mut impl FnMut(Code)) {
        if self.no_capa && command.check_lengths().is_err() {
            add(Code::ArgumentTooLong);
        }
        if matches!(command, Command::Last | Command::Rpop { .. }) {
            add(Code::OldCommand);
        }
        if matches!(command, Command::Auth { mechanism: None, .. }) {
            add(Code::AuthWithoutMechanism);
        }
        if matches!(command, Command::Top { lines, .. } if ALL_LINES <= *lines) {
            add(Code::HugeTop);
        }
        let numbers = command.message().is_some();
        let padded = |word: &[u8]| 1 < word.len() && word.starts_with(b"0");
        if numbers && text.split(|octet| *octet == b' ').any(padded) {
            add(Code::LeadingZeros);
        }
    }
}

/// What is wrong with a line that is no command. `None` if its octets tell it.
fn wrong(error: CommandError, text: &[u8], said: &Said) -> Option<Code> {
    if text.first().is_some_and(|first| b" \t".contains(first)) {
        return Some(Code::LeadingSpace);
    }
    Some(match error {
        CommandError::EmptyLine => Code::EmptyCommand,
        CommandError::UnknownKeyword => match first_word(said).as_ref() {
            Some(b"XTND") => Code::OldCommand,
            Some(_) | None => Code::UnknownCommand,
        },
        CommandError::MissingArgument => Code::MissingArgument,
        CommandError::TooManyArguments => Code::ExtraArgument,
        CommandError::BadSeparator => {
            let trimmed = text.trim_ascii_end();
            if Command::parse(trimmed).is_ok() { Code::TrailingSpace } else { Code::BadSeparator }
        }
        CommandError::NotANumber => {
            let negative = |word: &[u8]| matches!(word, [b'-', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
            let any = text.split(|octet| *octet == b' ').any(negative);
            if any { Code::NegativeNumber } else { Code::NotANumber }
        }
        CommandError::MessageZero => Code::MessageZero,
        CommandError::NumberTooLarge => Code::NumberTooLarge,
        CommandError::BadDigest => Code::MalformedDigest,
        CommandError::ArgumentTooLong => Code::ArgumentTooLong,
        CommandError::LineTooLong => Code::CommandTooLong,
        CommandError::NotText => return None,
    })
}

/// What is wrong with octets beyond ASCII in a command, if anything is: UTF8 USER allows them in names and passwords,
/// before UTF-8 mode too, and UTF-8 mode alone does not (RFC 6856 §2.2).
fn beyond_ascii(line: &CommandLine, capabilities: &Capabilities, utf8: bool) -> Option<Code> {
    let arguments = capabilities.arguments("UTF8");
    match (line.keyword.is_some_and(is_login), arguments) {
        (true, Some(words)) if words.iter().any(|word| word.eq_ignore_ascii_case("USER")) => None,
        (true, Some(_)) => Some(Code::Utf8LoginUnannounced),
        (true | false, Some(_) | None) => (!utf8).then_some(Code::NonAsciiCommand),
    }
}

/// Keywords and arguments consist of printable ASCII characters (RFC 1939 §3).
fn look_at_octets(text: &[u8], line: &CommandLine, beyond_ascii: Option<Code>, add: &mut impl FnMut(Code)) {
    let look_alikes = look_alike::in_command(text);
    if !look_alikes.is_empty() {
        add(Code::LookAlikeLetters);
    }
    let foreign = text.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|letter| !letter.is_ascii());
    let more = std::str::from_utf8(text).is_err() || look_alikes.len() < foreign.count();
    if let Some(code) = beyond_ascii.filter(|_| !text.is_ascii() && more) {
        add(code);
    }
    if text.contains(&b'\r') {
        add(Code::BareCarriageReturn);
    }
    // A tab between words is a bad separator; in a password it is one of its characters.
    let tab_counts = line.keyword == Some(Keyword::Pass);
    let control = |octet: &u8| octet.is_ascii_control() && *octet != b'\r' && (*octet != b'\t' || tab_counts);
    if text.iter().any(control) {
        add(Code::ControlInCommand);
    }
}
