//! Links: a lesson or a file, and a step in it. `first-session#14`, `office.pcap#3.14`.

use std::path::Path;

use crate::session::Cursor;
use crate::ui::document::Origin;

/// Where a link leads.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// The lesson or the file.
    pub origin: Origin,
    /// The session, counted from 0.
    pub session: u64,
    /// How many steps are shown there.
    pub cursor: Cursor,
}

impl Link {
    /// Reads a word of the command line. A file that is there, whatever its name, is no link but that file.
    ///
    /// `is_lesson` knows the names of lessons.
    #[must_use]
    pub fn read(word: &Path, is_lesson: impl Fn(&str) -> bool) -> Option<Self> {
        if word.exists() {
            return None;
        }
        let text = word.to_str()?;
        let (target, place) = match text.rsplit_once('#') {
            Some((target, place)) => (target, place),
            None if is_lesson(text) => (text, "0"),
            None => return None,
        };
        let (session, step) = match place.split_once('.') {
            Some((session, step)) => (session.parse::<u64>().ok()?.checked_sub(1)?, step),
            None => (0, place),
        };
        let cursor = Cursor(step.parse().ok()?);
        let path = Path::new(target);
        let origin =
            if !path.exists() && is_lesson(target) { Origin::Lesson(target.to_owned()) } else { Origin::of_file(path) };
        Some(Self { origin, session, cursor })
    }

    /// The link as people write it; `None` if no link leads there.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let target = match &self.origin {
            Origin::Lesson(name) => name.clone(),
            Origin::File(path) => path.display().to_string(),
            Origin::Variations { .. } | Origin::Live | Origin::Editor => return None,
        };
        Some(match self.session {
            0 => format!("{target}#{}", self.cursor.0),
            session => format!("{target}#{}.{}", session + 1, self.cursor.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str) -> Option<Link> {
        Link::read(Path::new(word), |name| name == "apop")
    }

    #[test]
    fn a_link_has_a_target_and_a_step() {
        let lesson = Link { origin: Origin::Lesson("apop".into()), session: 0, cursor: Cursor(14) };
        assert_eq!(read("apop#14"), Some(lesson.clone()));
        let file = Link { origin: Origin::of_file(Path::new("a#b.pcap")), session: 2, cursor: Cursor(7) };
        assert_eq!(read("a#b.pcap#3.7"), Some(file.clone()));
        for link in [lesson, file] {
            assert_eq!(link.written().and_then(|word| read(&word)), Some(link));
        }
        assert_eq!(read("apop").map(|link| link.cursor), Some(Cursor(0)));
    }

    #[test]
    fn a_file_is_the_same_from_every_folder() {
        let here = std::env::current_dir().expect("a folder");
        let [short, long] = ["a.pcap#3.7".into(), here.join("a.pcap#3.7")]
            .map(|word: std::path::PathBuf| Link::read(&word, |_| false).expect("a link").origin);
        assert_eq!(short, long);
        assert_eq!(short, Origin::File(here.join("a.pcap")));
    }

    #[test]
    fn what_is_no_lesson_of_the_course_has_links_too() {
        let read = |word: &str| Link::read(Path::new(word), crate::learn::material::is_known);
        let myth = &crate::learn::myth::myths()[0].plays;
        let exercise = format!("exercises/{}", crate::learn::library::exercises()[0].name);
        for name in [myth, &exercise, "empty-session", "tours/reading-a-capture", "apop"] {
            let link = Link { origin: Origin::Lesson(name.to_owned()), session: 1, cursor: Cursor(4) };
            assert_eq!(link.written().and_then(|word| read(&word)), Some(link));
        }
        let of = Box::new(Origin::Lesson("apop".to_owned()));
        let origin = Origin::Variations { of, servers: crate::source::Servers::Generations };
        assert_eq!(Link { origin, session: 0, cursor: Cursor(0) }.written(), None);
        assert_eq!(read("no-such-lesson"), None);
    }

    #[test]
    fn what_leads_nowhere_is_no_link() {
        for word in ["x.pcap", "apop#", "apop#x", "apop#0.3", "apop#-1", "Cargo.toml"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
