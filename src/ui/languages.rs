//! Languages that lie beside the preferences: one Fluent file each, read when the program starts.

use std::fs::File;
use std::io;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use crate::teach::Language;
use crate::teach::more_words;

/// Reads every file `CODE.ftl` of a folder. What could not be read comes back with the reason.
#[must_use]
pub fn load(folder: &Path) -> Vec<(PathBuf, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() }; // Hardly anybody has one.
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ftl"));
    files.sort();
    let failed = files.into_iter().filter_map(|path| match load_file(&path) {
        Ok(_) => None,
        Err(why) => Some((path, why)),
    });
    failed.collect()
}

fn load_file(path: &Path) -> Result<Language, String> {
    let code = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let source = read(path).map_err(|error| error.to_string())?;
    more_words::add(&code, &source).map_err(|error| error.to_string())
}

fn read(path: &Path) -> io::Result<String> {
    let mut source = String::new();
    let read = File::open(path)?.take(more_words::MAX_OCTETS + 1).read_to_string(&mut source)?;
    if more_words::MAX_OCTETS < read as u64 {
        return Err(io::Error::other("the file is too large"));
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_becomes_a_language_and_what_does_not_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write("la.ftl", "language-name = Latina\nmenu-file = Tabula\n");
        write("it.ftl", "menu-file\n");
        write("notes.txt", "nothing");
        let failed = load(folder.path());
        let [(path, why)] = failed.as_slice() else { panic!("{failed:?}") };
        assert!(path.ends_with("it.ftl") && why.starts_with("line 1"), "{why}");
        let latin = more_words::find("la").expect("a language");
        assert_eq!(crate::ui::text::words(latin).get("menu-file"), "Tabula");
        assert_eq!(load(&folder.path().join("nowhere")), []);
    }
}
