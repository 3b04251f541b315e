//! How lessons and files are opened: by the sources of the program, told in its languages.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::source;
use crate::source::OpenError;
use crate::source::Opened;
use crate::source::Options;
use crate::source::Play;
use crate::source::Problem;
use crate::source::SourceError;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::app::Opener;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::icons;
use crate::ui::jobs::Progress;
use crate::ui::notice::Notice;
use crate::ui::shelf::Lesson;
use crate::ui::text;

/// The lessons of the program, in the order of the course.
#[must_use]
pub fn lessons() -> Vec<Lesson> {
    source::lessons().map(|(name, title)| Lesson { name: name.to_owned(), title: title.into() }).collect()
}

/// Opens lessons and files.
#[must_use]
pub fn opener() -> Opener {
    Arc::new(|origin, progress| match origin {
        Origin::Lesson(name) => {
            let play = source::play_lesson(name).ok_or_else(|| failure(name, |words| words.get("no-such-lesson")))?;
            Ok(of_play(origin, play))
        }
        Origin::File(path) => open_file(origin, path, progress),
    })
}

/// Words in each language.
#[must_use]
pub fn in_each_language(tell: impl Fn(&Words) -> String) -> Title {
    let [en, ru] = Language::ALL.map(|language| tell(&text::words(language)).into());
    Title { en, ru }
}

fn failure(subject: &str, tell: impl Fn(&Words) -> String) -> Notice {
    Notice { subject: subject.to_owned(), text: in_each_language(tell) }
}

fn open_file(origin: &Origin, path: &Path, progress: &Progress) -> Result<Document, Notice> {
    let watch = |now: source::Progress, size| {
        progress.set(now.octets, size);
        if progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let opened = source::open(path, &Options::default(), watch).map_err(|error| {
        let subject = path.display().to_string();
        failure(&subject, |words| why_not(&error, words))
    })?;
    Ok(match opened {
        Opened::Play(play) => of_play(origin, play),
        Opened::Capture(capture) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
            let sessions = capture.sessions.into_iter().take_while(|_| !progress.is_cancelled());
            let problems = capture.summary.problems.iter();
            Document {
                title: Title::same(&name),
                origin: origin.clone(),
                sessions: sessions.map(|session| Arc::new(of_recorded(session))).collect(),
                remarks: problems.map(|problem| in_each_language(|words| remark(problem, words))).collect(),
            }
        }
    })
}

fn of_play(origin: &Origin, play: Play) -> Document {
    let title = Title::from(play.title);
    let label = match origin {
        Origin::Lesson(_) => Title::default(), // A lesson is one session, and has its title already.
        Origin::File(_) => title.clone(),
    };
    let failures = play.failures.iter().map(|failure| {
        let (line, column) = (failure.place.line, failure.place.column);
        Title::same(&format!("{line}:{column}: {}", failure.text))
    });
    Document {
        title,
        origin: origin.clone(),
        sessions: vec![Arc::new(Session::new(label, play.timeline))],
        remarks: failures.collect(),
    }
}

/// A session of a capture is named after its user, if it has one, and its client.
fn of_recorded(recorded: RecordedSession) -> Session {
    let end = recorded.timeline.snapshot(Cursor(usize::MAX));
    let user = end.session(ConnectionId(0)).and_then(|session| session.user.clone());
    let number = recorded.index + 1;
    let label = match user {
        Some(user) => format!("{number}. {user} {} {}", icons::DOT, recorded.client),
        None => format!("{number}. {}", recorded.client),
    };
    Session::new(Title::same(&label), recorded.timeline)
}

/// Why a file gives nothing.
fn why_not(error: &SourceError, words: &Words) -> String {
    let told = |word: &str, detail: &dyn ToString| words.format(word, &[("detail", (&detail.to_string()).into())]);
    match error {
        SourceError::Unreadable { error, .. } => told("error-unreadable", error),
        SourceError::Scenario(error) => told("error-scenario", error),
        SourceError::NotText { what, .. } => told("error-scenario", what),
        SourceError::NoSecrets { .. } => words.get("error-no-secrets"),
        SourceError::NoSuchScenario { .. } => words.get("no-such-lesson"),
        SourceError::NotACapture { error, .. } => match error {
            OpenError::Empty => words.get("error-empty"),
            OpenError::NotACapture(start) => told("error-no-capture", start),
            OpenError::CutShort { octet } => words.format("error-cut", &[("octet", (*octet).into())]),
            OpenError::Unreadable(error) => told("error-unreadable", error),
        },
    }
}

/// What keeps the whole truth from being in a capture.
fn remark(problem: &Problem, words: &Words) -> String {
    match problem {
        Problem::CutShort { frame, octet } => {
            words.format("problem-cut", &[("frame", (*frame).into()), ("octet", (*octet).into())])
        }
        Problem::Damaged { after_frame, octet, damage } => {
            let detail = damage.to_string();
            let arguments =
                [("frame", (*after_frame).into()), ("octet", (*octet).into()), ("detail", (&detail).into())];
            words.format("problem-damaged", &arguments)
        }
        Problem::Unreadable { after_frame, octet, kind } => {
            let detail = kind.to_string();
            let arguments =
                [("frame", (*after_frame).into()), ("octet", (*octet).into()), ("detail", (&detail).into())];
            words.format("problem-unreadable", &arguments)
        }
        Problem::Gaps { octets, .. } => words.format("problem-gaps", &[("count", (*octets).into())]),
        Problem::Snapped { octets, .. } => words.format("problem-snapped", &[("count", (*octets).into())]),
        Problem::Conflicts { octets } => words.format("problem-conflicts", &[("count", (*octets).into())]),
        Problem::OutOfPlace { octets } => words.format("problem-out-of-place", &[("count", (*octets).into())]),
        Problem::Fragments { frames } => words.format("problem-fragments", &[("count", (*frames).into())]),
        Problem::SessionsCut { octets, .. } => words.format("problem-sessions-cut", &[("count", (*octets).into())]),
        Problem::SecretsLate { sessions } => words.format("problem-secrets-late", &[("count", (*sessions).into())]),
        Problem::FlowsLetGo { flows } => words.format("problem-flows", &[("count", (*flows).into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_opens_with_its_title() {
        let open = opener();
        let lessons = lessons();
        assert!(!lessons.is_empty());
        for lesson in lessons {
            let document = open(&Origin::Lesson(lesson.name.clone()), &Progress::default()).expect("a lesson");
            assert_eq!((&document.title, document.sessions.len()), (&lesson.title, 1));
        }
    }

    #[test]
    fn what_is_no_capture_says_so_in_both_languages() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "no capture at all").expect("a file");
        let notice = opener()(&Origin::File(file.path().to_owned()), &Progress::default()).expect_err("no capture");
        assert!(notice.text.en.contains("no capture") && notice.text.ru.contains("не запись"), "{notice:?}");
        assert_eq!(notice.subject, file.path().display().to_string());
    }

    #[test]
    fn every_problem_is_told_in_both_languages() {
        let problems = [
            Problem::CutShort { frame: 3, octet: 40 },
            Problem::Gaps { pieces: 1, octets: 7 },
            Problem::Snapped { pieces: 1, octets: 7 },
            Problem::Conflicts { octets: 7 },
            Problem::OutOfPlace { octets: 7 },
            Problem::Fragments { frames: 7 },
            Problem::SecretsLate { sessions: 7 },
            Problem::FlowsLetGo { flows: 7 },
            Problem::SessionsCut { sessions: 1, octets: 7 },
        ];
        for problem in problems {
            let Title { en, ru } = in_each_language(|words| remark(&problem, words));
            assert!(en != ru && !en.contains('{') && !en.contains('‹') && !ru.contains('‹'), "{en} {ru}");
        }
    }
}
