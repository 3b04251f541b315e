//! Files that are written whole or not at all.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;

use tempfile::Builder;
use tempfile::NamedTempFile;

/// Writes a file that is not there yet; over another it is an error.
pub fn write_new(path: &Path, octets: &[u8]) -> io::Result<()> {
    stage(path, octets)?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file, in the place of another if there is one. A device or a pipe is no file to be replaced.
pub fn replace(path: &Path, octets: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is there and is no regular file"));
    }
    stage(path, octets)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file beside the path, complete and on the disk: it only has to get its name.
fn stage(path: &Path, octets: &[u8]) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut file = builder().tempfile_in(folder)?;
    file.write_all(octets)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A temporary file is private; one that stays has the permissions of any other new file.
#[cfg(unix)]
fn builder() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = Builder::new();
    builder.permissions(fs::Permissions::from_mode(0o666)); // The mask of the user applies.
    builder
}

#[cfg(not(unix))]
fn builder() -> Builder<'static, 'static> {
    Builder::new()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn only_a_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        write_new(&path, b"one").expect("a new file");
        replace(&path, b"two").expect("another file");
        assert_eq!(fs::read(&path).expect("readable"), b"two");
        let other = folder.path().join("b");
        fs::create_dir(&other).expect("a folder");
        assert_eq!(replace(&other, b"three").map_err(|error| error.kind()), Err(io::ErrorKind::InvalidInput));
    }
}
