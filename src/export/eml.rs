//! Messages as files. Their names are ours: nothing of the mail or the network stands in them.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::export::whole_file::write_new;
use crate::inspect::fetched::Fetched;
use crate::inspect::fetched::fetched;
use crate::session::Timeline;

/// The name of a message file: session, its place in the session, number, and what brought it.
#[must_use]
pub fn file_name(session: u64, place: usize, message: &Fetched) -> String {
    let partial = if message.complete { "" } else { "-partial" };
    let via = message.via.to_ascii_lowercase();
    format!("session-{session:04}-{place:03}-message-{}-{via}{partial}.eml", message.number)
}

/// Writes every message of a session into a folder, and tells the paths.
///
/// A file that is there already is left alone, and that is an error.
pub fn write_all(timeline: &Timeline, session: u64, prefix: &str, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for (place, message) in fetched(timeline).enumerate() {
        let path = folder.join(format!("{prefix}{}", file_name(session, place + 1, &message)));
        write_new(&path, &message.octets)?;
        written.push(path);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::MessageNumber;

    #[test]
    fn names_hold_nothing_of_the_mail() {
        let message = Fetched {
            number: MessageNumber::FIRST,
            via: "TOP",
            octets: b"Subject: ../../x".to_vec(),
            complete: false,
            step: 3,
        };
        assert_eq!(file_name(7, 2, &message), "session-0007-002-message-1-top-partial.eml");
    }
}
