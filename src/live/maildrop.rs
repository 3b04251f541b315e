//! A folder of mails as a maildrop in memory. The files are read once and never touched.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest as _;
use sha2::Sha256;

use crate::proto::UniqueId;
use crate::sim::Mail;

/// The most octets of all mails of a folder.
pub const MAX_OCTETS: u64 = 2 << 30;
/// The most mails of a folder.
pub const MAX_MAILS: usize = 100_000;

/// The most mails of all users together, though they share their octets.
pub const MAX_COPIES: usize = 2_000_000;

/// Why a folder is no maildrop.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system does not give it.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The folder, or a file of it.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// All of it would have to be kept in memory.
    #[error("more than {MAX_MAILS} mails, or more than 2 GiB of them, are not kept in memory: {}", path.display())]
    TooMuch {
        /// The folder.
        path: PathBuf,
    },
    /// Each user has a list of them.
    #[error("{users} users with {mails} mails each are more than {MAX_COPIES} mails")]
    TooManyCopies {
        /// How many users.
        users: usize,
        /// How many mails.
        mails: usize,
    },
}

/// The files `*.eml` of a folder, in the order of their names.
///
/// A unique-id is made of the name and the content, so that a server that is started again gives the same ones. Line
/// ends become those of the network: a bare LF, or none at the end, is CR LF in the maildrop. A CR alone stays.
pub fn of_folder(folder: &Path) -> Result<Vec<Mail>, FolderError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::Unreadable { path, error }
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let is_mail = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml"));
        if is_mail && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let too_much = || FolderError::TooMuch { path: folder.to_owned() };
    if MAX_MAILS < paths.len() {
        return Err(too_much());
    }
    let mut octets = 0;
    let mut mails = Vec::new();
    for path in paths {
        octets += fs::metadata(&path).map_err(unreadable(&path))?.len();
        if MAX_OCTETS < octets {
            return Err(too_much());
        }
        let content = fs::read(&path).map_err(unreadable(&path))?;
        mails.push(Mail::new(unique_id(&path, &content), &content));
    }
    Ok(mails)
}

/// Names of a folder are unique, and so are these.
fn unique_id(path: &Path, content: &[u8]) -> UniqueId {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(content).finalize();
    let word = digest[..16].iter().fold(String::new(), |mut word, octet| {
        let _ = write!(word, "{octet:02x}"); // Writing to a String cannot fail.
        word
    });
    word.parse().expect("hexadecimal digits make a unique-id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_come_in_the_order_of_their_names_with_the_same_unique_ids_each_time() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("b.eml", "two\n"), ("a.eml", "one\r\n.\rx"), ("c.txt", "no mail"), ("D.EML", "three")] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        fs::create_dir(folder.path().join("e.eml")).expect("a folder");
        let mails = of_folder(folder.path()).expect("a maildrop");
        let octets: Vec<_> = mails.iter().map(Mail::octets).collect();
        assert_eq!(octets, [&b"three\r\n"[..], b"one\r\n.\rx\r\n", b"two\r\n"]);
        assert_eq!(of_folder(folder.path()).expect("again"), mails);
        fs::write(folder.path().join("b.eml"), "changed").expect("a file");
        let changed = of_folder(folder.path()).expect("again");
        assert_eq!(changed[1].unique_id(), mails[1].unique_id());
        assert_ne!(changed[2].unique_id(), mails[2].unique_id(), "another content is another message");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = of_folder(Path::new("/nowhere/at all")).expect_err("no such folder");
        assert!(error.to_string().contains("/nowhere/at all"), "{error}");
    }
}
