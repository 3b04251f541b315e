//! The messages of a scenario: inline text without its indentation, or text of an exact size.

use crate::proto::UniqueId;
use crate::scenario::file::Content;
use crate::scenario::file::MessageFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::flaw;
use crate::scenario::place::Key;
use crate::scenario::plan::Planner;
use crate::session::Sentence;
use crate::sim::Store;
use crate::sim::filler::message_of;
use crate::sim::mail::with_network_line_ends;

/// The most octets of a message that is made up: a larger one would show nothing new, and take the memory.
pub(in crate::scenario) const MAX_GENERATED: usize = 16 * 1024 * 1024;
/// The most octets of all messages of a scenario that are made up: a short file could ask for any number of them.
pub(in crate::scenario) const MAX_GENERATED_IN_ALL: usize = 256 * 1024 * 1024;

/// A message, ready to be delivered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlannedMail {
    /// Its octets.
    pub octets: Vec<u8>,
    /// Its unique-id, if the author chose one.
    pub unique_id: Option<UniqueId>,
}

/// Counts the octets of the messages that are made up before any of them is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Generated {
    octets: usize,
}

/// What is wrong with a message, and in which field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailError {
    /// The field.
    pub field: &'static str,
    /// What is wrong.
    pub what: Sentence,
}

impl Generated {
    /// Counts a message. It is an error once: where the bound of the whole scenario is passed.
    fn count(&mut self, file: &MessageFile) -> Result<(), MailError> {
        let before = self.octets;
        self.octets = before.saturating_add(match file {
            MessageFile::Generated { octets, .. } => *octets,
            MessageFile::Text(_) | MessageFile::Mail { .. } => 0,
        });
        if before <= MAX_GENERATED_IN_ALL && self.is_too_much() {
            let text = format!("all generated messages together have at most {MAX_GENERATED_IN_ALL} octets");
            let what = Sentence::new("flaw-mails-large", text).with("most", MAX_GENERATED_IN_ALL);
            return Err(MailError { field: "octets", what });
        }
        Ok(())
    }

    /// Whether there are more octets than a scenario may ask for.
    fn is_too_much(self) -> bool {
        MAX_GENERATED_IN_ALL < self.octets
    }
}

impl PlannedMail {
    /// The message as meant, for this user.
    pub fn new(file: &MessageFile, user: &str) -> Result<Self, MailError> {
        match file {
            MessageFile::Text(text) => Ok(Self { octets: octets_of(text), unique_id: None }),
            MessageFile::Mail { text, unique_id, octets } => {
                let whole = octets_of(text);
                if let Some(wanted) = octets
                    && *wanted != whole.len()
                {
                    let text = format!("the text has {} octets, not {wanted}", whole.len());
                    let what = Sentence::new("flaw-mail-octets", text).with("octets", whole.len());
                    return Err(MailError { field: "octets", what: what.with("wanted", wanted.to_string()) });
                }
                Ok(Self { octets: whole, unique_id: read_unique_id(unique_id.as_deref())? })
            }
            MessageFile::Generated { octets, subject, from, unique_id } => {
                let from = from.as_deref().unwrap_or("postmaster@example.org");
                let to = format!("{user}@example.org");
                if [subject.as_str(), from].iter().any(|value| value.contains(char::is_control)) {
                    let what = Sentence::new("flaw-mail-field", "a field of the head is one line");
                    return Err(MailError { field: "subject", what });
                }
                if MAX_GENERATED < *octets {
                    let text = format!("a generated message has at most {MAX_GENERATED} octets");
                    let what = Sentence::new("flaw-mail-large", text).with("most", MAX_GENERATED);
                    return Err(MailError { field: "octets", what });
                }
                let message = message_of(*octets, &[("From", from), ("To", &to), ("Subject", subject)])
                    .map_err(|error| MailError { field: "octets", what: flaw::of_size(error) })?;
                Ok(Self { octets: message.into_bytes(), unique_id: read_unique_id(unique_id.as_deref())? })
            }
        }
    }
}

impl Planner<'_> {
    /// Counts the messages that are made up, wherever they stand.
    pub(super) fn count_generated(&mut self, parsed: &ScenarioFile) {
        for (index, user) in parsed.users.iter().enumerate() {
            for (message, mail) in user.messages.iter().enumerate() {
                let way = [Key::Name("users"), Key::Index(index), Key::Name("messages"), Key::Index(message)];
                self.count_mail(mail, &way);
            }
        }
        for (index, step) in parsed.steps.iter().enumerate() {
            match step.content() {
                Content::Message(key, mail) => self.count_mail(mail, &[Key::Name("steps"), Key::Index(index), key]),
                Content::Said(..) | Content::Expected(_) | Content::Other => (),
            }
        }
    }

    fn count_mail(&mut self, mail: &MessageFile, way: &[Key<'_>]) {
        if let Err(error) = self.generated.count(mail) {
            let way: Vec<_> = way.iter().copied().chain([Key::Name(error.field)]).collect();
            self.complain(&way, error.what);
        }
    }

    /// Makes a message, unless there are too many octets of such; what is wrong with it is told.
    pub(super) fn mail(&mut self, file: &MessageFile, user: &str, way: &[Key<'_>]) -> Option<PlannedMail> {
        if matches!(file, MessageFile::Generated { .. }) && self.generated.is_too_much() {
            return None;
        }
        match PlannedMail::new(file, user) {
            Ok(mail) => {
                self.largest_mail = self.largest_mail.max(mail.octets.len() as u64);
                Some(mail)
            }
            Err(error) => {
                let way: Vec<_> = way.iter().copied().chain([Key::Name(error.field)]).collect();
                self.complain(&way, error.what);
                None
            }
        }
    }

    /// The message as meant, if it can be delivered to a store.
    pub(super) fn deliver(
        &mut self,
        store: &mut Store,
        user: &str,
        file: &MessageFile,
        way: &[Key<'_>],
    ) -> Option<PlannedMail> {
        let mail = self.mail(file, user, way)?;
        match store.deliver(user, &mail.octets, mail.unique_id.clone()) {
            Ok(_) => Some(mail),
            Err(error) => {
                self.complain(way, flaw::of_store(&error));
                None
            }
        }
    }
}

fn read_unique_id(word: Option<&str>) -> Result<Option<UniqueId>, MailError> {
    let parsed = word.map(str::parse).transpose();
    parsed.map_err(|error| MailError { field: "unique_id", what: flaw::of_unique_id(error) })
}

/// Text as a message: without the indentation of the file, with the line ends of the network.
fn octets_of(text: &str) -> Vec<u8> {
    with_network_line_ends(without_indentation(text).as_bytes())
}

/// Text that begins on a line of its own loses the blanks that all its lines begin with.
#[must_use]
pub fn without_indentation(text: &str) -> String {
    let Some(body) = text.strip_prefix('\n') else { return text.to_owned() };
    let lines: Vec<&str> = body.lines().collect();
    let blanks = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let indentation = lines.iter().filter(|line| !line.trim().is_empty()).map(blanks).min().unwrap_or(0);
    let last = lines.len().saturating_sub(usize::from(lines.last().is_some_and(|line| line.trim().is_empty())));
    lines[..last].iter().flat_map(|line| [line.get(indentation..).unwrap_or_default(), "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_lines_of_its_own_loses_its_indentation() {
        let text = "\n        Subject: a\n\n        one\n          two\n    ";
        assert_eq!(octets_of(text), b"Subject: a\r\n\r\none\r\n  two\r\n");
        assert_eq!(octets_of("  Subject: a\n"), b"  Subject: a\r\n");
    }

    #[test]
    fn a_wrong_size_is_told_with_the_right_one() {
        let mail = MessageFile::Mail { text: "abc\n".into(), unique_id: None, octets: Some(6) };
        let error = PlannedMail::new(&mail, "amy").expect_err("another size");
        assert_eq!((error.field, error.what.english()), ("octets", "the text has 5 octets, not 6"));
    }

    #[test]
    fn a_generated_message_has_its_bounds() {
        let mail = |octets| MessageFile::Generated { octets, subject: "x".into(), from: None, unique_id: None };
        let error = PlannedMail::new(&mail(usize::MAX), "amy").expect_err("too large");
        assert_eq!((error.field, error.what.english()), ("octets", "a generated message has at most 16777216 octets"));
        assert_eq!(PlannedMail::new(&mail(1000), "amy").map(|mail| mail.octets.len()), Ok(1000));
    }
}
