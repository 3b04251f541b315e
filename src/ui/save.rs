//! What is saved of a letter: the whole of it, one part, or all that is attached.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::export::attachments::write_of;
use crate::export::eml::write_all;
use crate::export::whole_file::replace;
use crate::inspect::mail::attachments::file_name;
use crate::ui::document::Session;
use crate::ui::jobs::Report;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::views::message::Extent;
use crate::ui::views::message::Letter;

/// What is to be saved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// The whole letter, byte for byte.
    Message,
    /// One part, decoded, by its place in the list of parts.
    Part(usize),
    /// All that is attached, decoded, in a folder.
    All,
}

/// A letter, and what is to be saved of it.
#[derive(Clone, Debug)]
pub struct Saving {
    /// The letter.
    pub letter: Arc<Letter>,
    /// What of it.
    pub what: What,
    /// The number of the session, counted from 0: it stands in the names.
    pub session: u64,
}

/// Saves every mail of a session in a folder, byte for byte, and tells how it went. No file is replaced.
#[must_use]
pub fn save_mails(session: &Session, folder: &Path) -> Report {
    let number = session.number;
    how_it_went(folder, write_all(&session.timeline, number, "", folder).map(|files| files.len()))
}

fn how_it_went(path: &Path, written: io::Result<usize>) -> Report {
    let subject = path.display().to_string();
    match written {
        Ok(count) => Report::Saved(in_each_language(|words| {
            words.format("saved", &[("count", count.into()), ("place", (&subject).into())])
        })),
        Err(error) => {
            let detail = error.to_string();
            let text = in_each_language(|words| words.format("error-not-saved", &[("detail", (&detail).into())]));
            Report::Failed(Notice { subject, text })
        }
    }
}

impl Saving {
    /// A name for the file: ours, as the command line makes it too.
    #[must_use]
    pub fn name(&self) -> String {
        let prefix = self.prefix();
        match self.what {
            What::Message => {
                let partial = if self.letter.extent == Extent::Cut { "-partial" } else { "" };
                format!("{prefix}-{}{partial}.eml", self.letter.via.to_ascii_lowercase())
            }
            What::Part(place) => {
                self.letter.mail.parts.get(place).map_or_else(|| prefix.clone(), |part| file_name(&prefix, part))
            }
            What::All => prefix,
        }
    }

    /// Writes it to a file that the person chose, or into a folder, and tells how it went.
    ///
    /// The dialog has asked whether a file may be replaced; in a folder none is.
    #[must_use]
    pub fn save(&self, path: &Path) -> Report {
        how_it_went(path, self.write(path))
    }

    /// Writes, and tells how many files.
    fn write(&self, path: &Path) -> io::Result<usize> {
        let letter = &self.letter;
        match self.what {
            What::Message => replace(path, &letter.octets).map(|()| 1),
            What::Part(place) => {
                let part = letter.mail.parts.get(place).ok_or(io::ErrorKind::NotFound)?;
                replace(path, &part.content(&letter.octets)).map(|()| 1)
            }
            What::All => write_of(&letter.mail, &letter.octets, &self.prefix(), path).map(|files| files.len()),
        }
    }

    fn prefix(&self) -> String {
        format!("session-{:04}-{:03}-message-{}", self.session, self.letter.place, self.letter.number)
    }
}
