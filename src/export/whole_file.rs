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
    check_place(path)?;
    stage(path, octets)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file piece by piece, in the place of another only if `replace` allows it.
pub fn write_with<T, E: From<io::Error>>(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut dyn io::Write) -> Result<T, E>,
) -> Result<T, E> {
    check_place(path)?;
    let mut file = beside(path)?;
    let mut buffered = io::BufWriter::with_capacity(1 << 18, file.as_file_mut());
    let told = write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    let persisted = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    persisted.map_err(|error| error.error)?;
    Ok(told)
}

/// A device or a pipe is no file to be replaced.
fn check_place(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is there and is no regular file"));
    }
    Ok(())
}

/// A file beside the path, complete and on the disk: it only has to get its name.
fn stage(path: &Path, octets: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = beside(path)?;
    file.write_all(octets)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// An empty file in the folder of a path.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    builder().tempfile_in(folder)
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
    fn what_fails_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.pcapng");
        let half = |out: &mut dyn io::Write| {
            out.write_all(b"half")?;
            Err::<(), _>(io::Error::other("no more"))
        };
        assert!(write_with(&path, true, half).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
        let whole = |out: &mut dyn io::Write| out.write_all(b"whole");
        write_with(&path, false, whole).expect("a new file");
        assert_eq!(write_with(&path, false, whole).map_err(|error| error.kind()), Err(io::ErrorKind::AlreadyExists));
        write_with(&path, true, |out| out.write_all(b"new")).expect("another file");
        assert_eq!(fs::read(&path).expect("readable"), b"new");
        assert!(write_with(folder.path(), true, whole).is_err());
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
