//! Attachments as files. Their names are ours: of the mail there is only the place of the part in them.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::export::whole_file::write_new;
use crate::inspect::fetched::Fetched;
use crate::inspect::fetched::fetched;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Missing;
use crate::inspect::mail::attachments;
use crate::session::Timeline;

/// What the names of the attachments of a message begin with: session, its place in the session, number.
#[must_use]
pub fn prefix(session: u64, place: usize, message: &Fetched) -> String {
    format!("session-{session:04}-{place:03}-message-{}", message.number)
}

/// Writes every attachment of every message of a session into a folder, and tells the paths.
///
/// A file that is there already is left alone, and that is an error.
pub fn write_all(timeline: &Timeline, session: u64, before: &str, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for (place, message) in fetched(timeline).enumerate() {
        let mail = Mail::new(&message.octets, &Missing::of(timeline, &message));
        let prefix = format!("{before}{}", prefix(session, place + 1, &message));
        written.extend(write_of(&mail, &message.octets, &prefix, folder)?);
    }
    Ok(written)
}

/// Writes every attachment of one mail, in the same way.
pub fn write_of(mail: &Mail, octets: &[u8], prefix: &str, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut written: Vec<PathBuf> = Vec::new();
    for part in attachments::attachments(mail) {
        let path = folder.join(attachments::file_name(prefix, part));
        write_new(&path, &part.content(octets))
            .map_err(|error| io::Error::new(error.kind(), format!("{error}: {}", path.display())))?;
        written.push(path);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const MAIL: &[u8] = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n\
Content-Type: application/pdf; name=\"../../../evil.sh\"\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n\
--b\r\nContent-Type: image/png\r\n\r\n";

    #[test]
    fn attachments_are_written_decoded_under_our_names_and_over_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let mail = Mail::new(MAIL, &Missing::default());
        let into = folder.path().join("new");
        let paths = write_of(&mail, MAIL, "m", &into).expect("a new folder");
        assert_eq!(paths, [into.join("m-part-2.pdf"), into.join("m-part-3.png")]);
        assert_eq!(fs::read(&paths[0]).expect("readable"), b"Hello");
        assert_eq!(fs::read(&paths[1]).expect("readable"), b"");
        fs::write(&paths[0], b"mine").expect("writable");
        let error = write_of(&mail, MAIL, "m", &into).expect_err("it is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert!(error.to_string().contains("m-part-2.pdf"), "{error}");
        assert_eq!(fs::read(&paths[0]).expect("readable"), b"mine");
    }
}
