//! Drafts: the branches that were played by hand, kept in a folder beside the preferences.
//!
//! They are written after each line that was typed, whole and under their name at once, by a thread of their own;
//! so a crash loses nothing. Only simulated passwords occur in them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread;
use std::thread::JoinHandle;

use crate::export::whole_file::replace;
use crate::source::branch::Tree;
use crate::ui::document::Origin;
use crate::ui::document::Title;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;

/// Files of branches that are set aside of one script; behind them the last one is written over.
const MAX_ASIDE: usize = 99;

/// A file of more octets is none of ours.
const MAX_DRAFT: u64 = 32 * 1024 * 1024;

/// The branches of one script.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Draft {
    /// Where the script came from.
    pub origin: Origin,
    /// The text of the script: another one would have other steps.
    pub text: String,
    /// The branches.
    pub tree: Tree,
}

/// What is written in the editor, and was not saved.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct EditDraft {
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// A name for a file, if it has none.
    pub name: String,
    /// The text.
    pub text: String,
    /// The text as it is in the file.
    pub saved: Option<String>,
}

/// The file of what is written in the editor. It ends otherwise than those of branches.
const EDIT: &str = "editor.draft";

/// Where drafts are kept, and those that were found there.
#[derive(Debug, Default)]
pub struct Drafts {
    folder: Option<PathBuf>,
    found: BTreeMap<Origin, Draft>,
    writer: Option<Writer>,
    /// What went wrong while they were read.
    problems: Vec<Notice>,
    /// What was written in the editor of the last run.
    edit: Option<EditDraft>,
    /// The files in which branches of other texts were kept in this run.
    aside: BTreeSet<PathBuf>,
}

#[derive(Debug)]
struct Writer {
    files: Option<Sender<(PathBuf, String)>>,
    problems: Receiver<Notice>,
    thread: Option<JoinHandle<()>>,
}

impl Drafts {
    /// Reads what is in a folder. A file that cannot be read gets another name, so that it is not written over.
    #[must_use]
    pub fn open(folder: PathBuf) -> Self {
        let mut drafts = Self::default();
        let entries = fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "ron")) {
            match read::<Draft>(&path) {
                Ok(draft) => {
                    drafts.found.insert(draft.origin.clone(), draft);
                }
                Err(error) => {
                    drafts.problems.push(problem(&path, &error));
                    let _ = fs::rename(&path, path.with_extension("unread")); // If it stays, the notice comes again.
                }
            }
        }
        let path = folder.join(EDIT);
        if path.exists() {
            match read(&path) {
                Ok(draft) => drafts.edit = Some(draft),
                Err(error) => {
                    drafts.problems.push(problem(&path, &error));
                    let _ = fs::rename(&path, path.with_extension("unread")); // If it stays, the notice comes again.
                }
            }
        }
        drafts.folder = Some(folder);
        drafts
    }

    /// How many branches there are of each script.
    pub fn counts(&self) -> impl Iterator<Item = (&Origin, usize)> {
        self.found.iter().map(|(origin, draft)| (origin, draft.tree.len()))
    }

    /// The branches of a script.
    #[must_use]
    pub fn of(&self, origin: &Origin) -> Option<&Draft> {
        self.found.get(origin)
    }

    /// Keeps branches, now and for the next run. Those of another text of the same script, which was not shown,
    /// go into a file of another name.
    pub fn keep(&mut self, draft: Draft) {
        let other = self.found.remove(&draft.origin);
        if let Some(other) = other.filter(|other| other.text != draft.text && !other.tree.is_empty()) {
            self.set_aside(&other);
        }
        if let Some(folder) = &self.folder {
            let path = folder.join(file_name(&draft.origin));
            match ron::to_string(&draft) {
                Ok(text) => self.write(path, text),
                Err(error) => self.problems.push(problem(&path, &error.to_string())),
            }
        }
        self.found.insert(draft.origin.clone(), draft);
    }

    fn set_aside(&mut self, draft: &Draft) {
        let Some(folder) = &self.folder else { return };
        let name = file_name(&draft.origin);
        let name = name.trim_end_matches(".ron");
        let mut paths = (1..=MAX_ASIDE).map(|number| folder.join(format!("{name}.{number}.old")));
        let free = paths.find(|path| !self.aside.contains(path) && !path.exists());
        let path = free.unwrap_or_else(|| folder.join(format!("{name}.{MAX_ASIDE}.old")));
        match ron::to_string(draft) {
            Ok(text) => {
                self.write(path.clone(), text);
                let text = in_each_language(|words| words.get("hand-set-aside"));
                self.problems.push(Notice { subject: path.display().to_string(), text });
                self.aside.insert(path);
            }
            Err(error) => self.problems.push(problem(&path, &error.to_string())),
        }
    }

    /// Keeps what is written in the editor for the next run.
    pub fn keep_edit(&mut self, draft: &EditDraft) {
        let Some(folder) = &self.folder else { return };
        let path = folder.join(EDIT);
        match ron::to_string(draft) {
            Ok(text) => self.write(path, text),
            Err(error) => self.problems.push(problem(&path, &error.to_string())),
        }
    }

    /// What was written in the editor of the last run, once.
    pub fn take_edit(&mut self) -> Option<EditDraft> {
        self.edit.take()
    }

    /// What went wrong since it was asked for last.
    pub fn problems(&mut self) -> Vec<Notice> {
        let written = self.writer.iter().flat_map(|writer| writer.problems.try_iter());
        self.problems.extend(written);
        std::mem::take(&mut self.problems)
    }

    fn write(&mut self, path: PathBuf, text: String) {
        let writer = self.writer.get_or_insert_with(Writer::start);
        let Some(files) = &writer.files else { return };
        if let Err(unsent) = files.send((path, text)) {
            // The thread could not be started: the person waits for the disk instead.
            let (path, text) = unsent.0;
            if let Err(error) = replace(&path, text.as_bytes()) {
                self.problems.push(problem(&path, &error.to_string()));
            }
        }
    }
}

impl Writer {
    fn start() -> Self {
        let (files, work) = channel::<(PathBuf, String)>();
        let (sender, problems) = channel();
        let write = move || {
            while let Ok(first) = work.recv() {
                // Of several versions of a file that wait only the last one is worth the disk's time.
                let mut waiting = BTreeMap::from([first]);
                waiting.extend(work.try_iter());
                for (path, text) in waiting {
                    if let Err(error) = replace(&path, text.as_bytes()) {
                        let _ = sender.send(problem(&path, &error.to_string())); // The window may be gone.
                    }
                }
            }
        };
        let thread = thread::Builder::new().name("drafts".to_owned()).spawn(write).ok();
        Self { files: Some(files), problems, thread }
    }
}

impl Drop for Writer {
    /// Waits until everything is written.
    fn drop(&mut self) {
        self.files = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // If it panicked, there is nobody left to tell.
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if MAX_DRAFT < size {
        return Err(format!("{size} octets"));
    }
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    ron::from_str(&text).map_err(|error| error.to_string())
}

fn problem(path: &Path, error: &str) -> Notice {
    Notice { subject: path.display().to_string(), text: Title::same(error) }
}

/// A name of our own: a path of a file may hold anything.
fn file_name(origin: &Origin) -> String {
    match origin {
        // Nobody types in variations or in what a server told, so they have no drafts.
        Origin::Live => "live.ron".to_owned(),
        Origin::Editor => "editor.ron".to_owned(),
        Origin::Variations { .. } => format!("variations-{}.ron", origin.stem()),
        Origin::Lesson(name) => {
            let safe = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
            format!("lesson-{}.ron", name.chars().map(safe).collect::<String>())
        }
        Origin::File(path) => {
            let octets = path.as_os_str().as_encoded_bytes();
            let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, octet| {
                (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
            });
            format!("file-{hash:016x}.ron")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::branch::Act;
    use crate::source::branch::act::Deed;
    use crate::source::branch::act::Octets;

    fn draft(name: &str, lines: u32) -> Draft {
        let mut tree = Tree::default();
        for line in 0..lines {
            let octets = Octets(format!("RETR {line}\r\n").into_bytes());
            tree.act(None, 3, Act { client: 0, deed: Deed::Send(octets) });
        }
        Draft { origin: Origin::Lesson(name.to_owned()), text: "(\"\u{410}\")".to_owned(), tree }
    }

    #[test]
    fn what_was_kept_is_there_in_the_next_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("new/drafts");
        let mut drafts = Drafts::open(place.clone());
        for lines in 1..20 {
            drafts.keep(draft("first session/..", lines));
        }
        drafts.keep(draft("other", 2));
        assert_eq!(drafts.problems(), []);
        drop(drafts); // Waits for the disk.
        let mut drafts = Drafts::open(place.clone());
        let counts: Vec<usize> = drafts.counts().map(|(_, count)| count).collect();
        assert_eq!((counts, drafts.problems()), (vec![19, 2], Vec::new()));
        let origin = Origin::Lesson("first session/..".to_owned());
        assert_eq!(drafts.of(&origin), Some(&draft("first session/..", 19)));
        let left: Vec<_> =
            fs::read_dir(place).expect("a folder").map(|entry| entry.expect("a file").file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn what_cannot_be_read_is_told_and_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lesson-a.ron");
        fs::write(&path, "(half").expect("a file");
        let mut drafts = Drafts::open(folder.path().to_owned());
        assert_eq!(drafts.problems().len(), 1);
        drafts.keep(draft("a", 1));
        drop(drafts);
        assert_eq!(fs::read_to_string(folder.path().join("lesson-a.unread")).expect("kept"), "(half");
        assert_eq!(Drafts::open(folder.path().to_owned()).counts().count(), 1);
    }

    #[test]
    fn branches_of_another_text_are_set_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut drafts = Drafts::open(folder.path().to_owned());
        for (number, lines) in (0..).zip([1, 2, 0, 3]) {
            drafts.keep(Draft { text: format!("text {number}"), ..draft("a", lines) });
        }
        assert_eq!(drafts.problems().len(), 2, "nothing is lost with a draft without branches");
        drop(drafts);
        let read = |name: &str| read::<Draft>(&folder.path().join(name)).expect("a draft");
        assert_eq!(read("lesson-a.1.old"), Draft { text: "text 0".to_owned(), ..draft("a", 1) });
        assert_eq!(read("lesson-a.2.old"), Draft { text: "text 1".to_owned(), ..draft("a", 2) });
        assert_eq!(read("lesson-a.ron").text, "text 3");
        assert_eq!(Drafts::open(folder.path().to_owned()).counts().count(), 1);
    }

    #[test]
    fn without_a_folder_nothing_is_written() {
        let mut drafts = Drafts::default();
        drafts.keep(draft("a", 1));
        assert!(drafts.of(&Origin::Lesson("a".to_owned())).is_some() && drafts.writer.is_none());
    }
}
