//! The files that were opened last: their names and nothing of what is in them.

use std::path::Path;
use std::path::PathBuf;

/// How many are remembered.
const MOST: usize = 10;

/// Files, the latest first.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(transparent)]
pub struct Recent {
    files: Vec<PathBuf>,
}

impl Recent {
    /// The files, the latest first.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Remembers a file that was opened.
    pub fn add(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.files.retain(|other| *other != path);
        self.files.insert(0, path);
        self.files.truncate(MOST);
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.files.clear();
    }

    /// Keeps to the bounds, whatever stood in the file of the settings.
    #[must_use]
    pub fn sound(mut self) -> Self {
        self.files.truncate(MOST);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_comes_first_and_nothing_twice() {
        let mut recent = Recent::default();
        for place in 0..20 {
            recent.add(Path::new(&format!("/{place}.pcap")));
        }
        recent.add(Path::new("/15.pcap"));
        let names: Vec<String> = recent.files().iter().map(|path| path.display().to_string()).collect();
        assert_eq!(names[..4], ["/15.pcap", "/19.pcap", "/18.pcap", "/17.pcap"]);
        assert_eq!(names.len(), MOST);
    }

    #[test]
    fn they_are_saved_and_read() {
        let mut recent = Recent::default();
        recent.add(Path::new("/a b.pcap"));
        let text = ron::to_string(&recent).expect("text");
        assert_eq!(ron::from_str::<Recent>(&text).map(Recent::sound), Ok(recent));
    }
}
