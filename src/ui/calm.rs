//! Whether the system asks for less motion. Neither egui nor winit tells it: where people set it on Linux and macOS, it
//! is read once, in a thread of its own, for a program that is asked may be slow.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;

use eframe::egui;

/// A file, a section of it, a key, and the values that ask for less.
type Entry = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// Where desktops without a service for it write it down, below the folder of settings.
const ENTRIES: [Entry; 3] = [
    ("gtk-4.0/settings.ini", "[Settings]", "gtk-enable-animations", &["0", "false", "FALSE"]),
    ("gtk-3.0/settings.ini", "[Settings]", "gtk-enable-animations", &["0", "false", "FALSE"]),
    ("kdeglobals", "[KDE]", "AnimationDurationFactor", &["0", "0.0"]),
];
/// A file of settings is not longer than this.
const MOST_OCTETS: u64 = 1024 * 1024;

/// Asks; what is answered wakes the window.
#[must_use]
pub fn ask(ctx: &egui::Context) -> Option<Receiver<bool>> {
    let (answer, answers) = mpsc::channel();
    let ctx = ctx.clone();
    let asking = std::thread::Builder::new().name("calm".to_owned()).spawn(move || {
        // Nobody is there to be told if the window is closed.
        if answer.send(is_wanted()).is_ok() {
            ctx.request_repaint();
        }
    });
    match asking {
        Ok(_) => Some(answers),
        Err(error) => {
            tracing::warn!("the system is not asked whether it wants less motion: {error}");
            None
        }
    }
}

/// Whether one of the places asks for less.
fn is_wanted() -> bool {
    settings_folder().is_some_and(|folder| is_in_files(&folder)) || is_told()
}

fn settings_folder() -> Option<PathBuf> {
    let of = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    of("XDG_CONFIG_HOME").or_else(|| Some(of("HOME")?.join(".config")))
}

fn is_in_files(folder: &Path) -> bool {
    ENTRIES.iter().any(|(file, section, key, values)| {
        let path = folder.join(file);
        let short = std::fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() <= MOST_OCTETS);
        let text = if short { std::fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
        value_of(&text, section, key).is_some_and(|value| values.contains(&value))
    })
}

/// The value of a key in a section of a file of settings: the last one counts.
fn value_of<'a>(text: &'a str, section: &str, key: &str) -> Option<&'a str> {
    let mut here = false;
    let mut found = None;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            here = line == section;
        } else if here
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            found = Some(value.trim());
        }
    }
    found
}

/// What the program of the desktop says that keeps its settings in a service.
fn is_told() -> bool {
    let (program, arguments, wanted): (&str, &[&str], &str) = if cfg!(target_os = "macos") {
        ("defaults", &["read", "com.apple.universalaccess", "reduceMotion"], "1")
    } else if cfg!(target_os = "linux") {
        ("gsettings", &["get", "org.gnome.desktop.interface", "enable-animations"], "false")
    } else {
        return false;
    };
    let told = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
    told.is_ok_and(|told| told.status.success() && String::from_utf8_lossy(&told.stdout).trim() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(file: &str, text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
        folder
    }

    #[test]
    fn each_desktop_has_its_place() {
        let asks = |file: &str, text: &str| is_in_files(folder(file, text).path());
        assert!(asks("gtk-4.0/settings.ini", "[Settings]\ngtk-theme-name = X\ngtk-enable-animations = 0\n"));
        assert!(asks("gtk-3.0/settings.ini", "[Settings]\r\ngtk-enable-animations=false\r\n"));
        assert!(asks("kdeglobals", "[General]\nAnimationDurationFactor=1\n[KDE]\nAnimationDurationFactor=0\n"));
        assert!(!asks("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n"), "slower is not none");
        assert!(!asks("kdeglobals", "[General]\nAnimationDurationFactor=0\n"), "another section");
        assert!(!asks("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\ngtk-enable-animations=1\n"));
        assert!(!is_in_files(Path::new("/nonexistent")));
    }
}
