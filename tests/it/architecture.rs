//! The table of who may use whom holds, in the code as it is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Each module and the modules that it may use.
const MAY_USE: [(&str, &[&str]); 13] = [
    ("proto", &[]),
    ("session", &["proto"]),
    ("teach", &["proto", "session"]),
    ("inspect", &["proto", "session", "teach"]),
    ("sim", &["proto", "session"]),
    ("scenario", &["proto", "session", "sim"]),
    ("capture", &["proto", "session"]),
    ("live", &["proto", "session", "sim"]),
    ("export", &["proto", "session", "teach", "inspect"]),
    ("source", &["proto", "session", "scenario", "capture", "live"]),
    ("learn", &["proto", "session", "teach", "inspect", "sim", "scenario", "source"]),
    ("cli", &["proto", "session", "teach", "inspect", "export", "source", "learn"]),
    ("ui", &["proto", "session", "teach", "inspect", "export", "source", "learn"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder, with its text.
fn rust_files(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            found.insert(path, text);
        }
    }
}

fn sources() -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    rust_files(&root(), &mut found);
    assert!(10 < found.len(), "the sources are found");
    found
}

/// The module that a file belongs to: the first part of its path.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules of ours that a text names behind `crate::`.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default())
        .filter(|name| MAY_USE.iter().any(|(module, _)| module == name))
        .collect()
}

#[test]
fn arrows_between_modules_are_those_of_the_table() {
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        for name in used(&text) {
            assert!(name == module || allowed.contains(&name), "{}: {module} may not use {name}", path.display());
        }
    }
}

#[test]
fn the_table_knows_every_module() {
    for path in sources().keys() {
        let module = module_of(path);
        let known = MAY_USE.iter().any(|(name, _)| *name == module) || module == "lib" || module == "main";
        assert!(known, "{}: {module} is not in the table", path.display());
    }
}

#[test]
fn only_the_window_needs_egui() {
    for (path, text) in sources() {
        if module_of(&path) == "ui" {
            continue;
        }
        for (line, code) in (1..).zip(text.lines()) {
            let names_it =
                !code.trim_start().starts_with("//") && (code.contains("egui::") || code.contains("eframe::"));
            assert!(!names_it, "{}:{line}: {code}", path.display());
        }
    }
}

#[test]
fn every_file_says_first_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}
