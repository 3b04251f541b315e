//! Messages as files. Their names are ours: nothing of the mail or the network stands in them.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::export::session_record::Fetched;
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
    for (place, message) in crate::export::session_record::fetched(timeline).enumerate() {
        let path = folder.join(format!("{prefix}{}", file_name(session, place + 1, &message)));
        write_new(&path, &message.octets)?;
        written.push(path);
    }
    Ok(written)
}

/// Writes a file whole or not at all, and never over another.
pub fn write_new(path: &Path, octets: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(octets)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
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

    #[test]
    fn a_file_that_is_there_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/b.eml");
        write_new(&path, b"one").expect("a new file");
        assert_eq!(write_new(&path, b"two").map_err(|error| error.kind()), Err(io::ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&path).expect("readable"), b"one");
        assert_eq!(
            fs::read_dir(path.parent().expect("a folder")).expect("readable").count(),
            1,
            "no file is left beside"
        );
    }
}
