//! How lessons and files are opened: by the sources of the program, told in its languages.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::inspect::mailbox::Mailboxes;
use crate::learn::Exercise;
use crate::learn::course;
use crate::learn::exercise;
use crate::learn::library;
use crate::learn::material;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::RecordedSession;
use crate::source;
use crate::source::OpenError;
use crate::source::Play;
use crate::source::Problem;
use crate::source::Servers;
use crate::source::SourceError;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::app::Opener;
use crate::ui::app::Request;
use crate::ui::by_hand::ByHand;
use crate::ui::document::Capture;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::icons;
use crate::ui::jobs::Loading;
use crate::ui::notice::Notice;
use crate::ui::shelf::Chapter;
use crate::ui::shelf::Lesson;
use crate::ui::shelf::Shelf;
use crate::ui::stories::Stories;
use crate::ui::text;

/// The lessons of the program, in the order of the course, and its chapters.
#[must_use]
pub fn course() -> Shelf {
    let chapters = &course::course().chapters;
    let lessons = course::course().lessons();
    let lessons = lessons.map(|lesson| Lesson { name: lesson.name.clone(), title: lesson.title.clone().into() });
    let mut shelf = Shelf::new(lessons.collect());
    let mut first = 0;
    for chapter in chapters {
        shelf
            .chapters
            .push(Chapter { title: chapter.title.clone().into(), lessons: first..first + chapter.lessons.len() });
        first += chapter.lessons.len();
    }
    shelf
}

/// The lessons of the program, in the order of the course.
#[must_use]
pub fn lessons() -> Vec<Lesson> {
    course().lessons
}

/// Opens lessons and files.
#[must_use]
pub fn opener() -> Opener {
    Arc::new(|request, loading| match &request.origin {
        Origin::Lesson(name) => {
            let play = material::play(name).ok_or_else(|| failure(name, |words| words.get("no-such-lesson")))?;
            Ok(of_play(&request.origin, play))
        }
        Origin::Variations { of, servers } => open_variations(&request.origin, of, servers),
        Origin::Live | Origin::Editor => Err(nothing_to_read()),
        Origin::File(path) => match &request.key_log {
            None => open_file(request, path, loading),
            Some(key_log) => open_file(&with_key_log(request, key_log)?, path, loading),
        },
    })
}

/// Words in each language.
#[must_use]
pub fn in_each_language(tell: impl Fn(&Words) -> String) -> Title {
    let [en, ru] = Language::ALL.map(|language| tell(text::shared(language)).into());
    Title { en, ru }
}

fn failure(subject: &str, tell: impl Fn(&Words) -> String) -> Notice {
    Notice { subject: subject.to_owned(), text: in_each_language(tell) }
}

/// What a server told is nowhere to be read again.
fn nothing_to_read() -> Notice {
    failure("", |words| words.get("live-no-link"))
}

/// The request with the secrets of a key log.
fn with_key_log(request: &Request, path: &Path) -> Result<Request, Notice> {
    let mut request = request.clone();
    request.options.key_log =
        source::key_log(path).map_err(|error| failure(&path.display().to_string(), |words| why_not(&error, words)))?;
    Ok(request)
}

/// Plays a script before several servers: one session for each.
fn open_variations(origin: &Origin, of: &Origin, servers: &Servers) -> Result<Document, Notice> {
    let (name, title) = match of {
        Origin::Lesson(name) => {
            let lesson = source::lessons().find(|(lesson, _)| lesson == name);
            (name.clone(), lesson.map_or_else(|| Title::same(name), |(_, title)| title.into()))
        }
        Origin::File(path) => (path.display().to_string(), Title::same(&of.stem())),
        Origin::Variations { of, .. } => return open_variations(origin, of, servers),
        Origin::Live | Origin::Editor => return Err(nothing_to_read()),
    };
    let plays = source::play_before(&name, servers).map_err(|error| failure(&name, |words| why_not(&error, words)))?;
    let sessions = plays.into_iter().zip(0..).map(|(play, number)| {
        let mut session = Session::new(play.title.into(), play.timeline);
        session.number = number;
        Arc::new(session)
    });
    let title = in_each_language(|words| {
        let name = title.get(words.language());
        let word = match servers {
            Servers::Generations => "compare-generations-of",
            Servers::Profiles(_) => "compare-profiles-of",
        };
        words.format(word, &[("title", name.into())])
    });
    Ok(Document::new(title, origin.clone(), sessions.collect()))
}

fn open_file(request: &Request, path: &Path, loading: &Loading) -> Result<Document, Notice> {
    let why = |error: SourceError| failure(&path.display().to_string(), |words| why_not(&error, words));
    if let Some(text) = exercise::text_of(path) {
        let name = path.display().to_string();
        let read = library::read_exercise(&name, exercise::name_of(path), &text);
        return read.map(|exercise| of_exercise(request, exercise)).map_err(|error| why(error.into()));
    }
    if source::is_scenario(path) {
        return source::play_file(path).map(|play| of_play(&request.origin, play)).map_err(why);
    }
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let batch = RefCell::new(Batch::new(request, path, loading));
    let watch = |now: source::Progress| {
        loading.progress.set(now.octets, size);
        batch.borrow_mut().deliver_if_due();
        if loading.progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let summary = source::analyse(path, &request.options, watch, |session| batch.borrow_mut().add(session));
    let Batch { mut part, mailboxes, .. } = batch.into_inner();
    let summary = summary.map_err(why)?;
    part.remarks = summary.problems.iter().map(|problem| in_each_language(|words| remark(problem, words))).collect();
    if let Some(capture) = &mut part.capture {
        capture.stories = Some(Arc::new(Stories::new(mailboxes)));
        capture.summary = Some(Arc::new(summary));
    }
    Ok(part)
}

/// An exercise comes with what is shown before the student does anything.
fn of_exercise(request: &Request, exercise: Exercise) -> Document {
    let play = exercise.material().into();
    Document { exercise: Some(Arc::new(exercise)), ..of_play(&request.origin, play) }
}

/// How long sessions wait for others to be shown with, once some were shown.
const BATCH: Duration = Duration::from_millis(150);

/// Sessions that wait to be shown.
struct Batch<'a> {
    loading: &'a Loading,
    part: Document,
    mailboxes: Mailboxes,
    last: Instant,
}

impl<'a> Batch<'a> {
    fn new(request: &Request, path: &Path, loading: &'a Loading) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
        let mut part = Document::new(Title::same(&name), request.origin.clone(), Vec::new());
        let (options, job) = (Arc::new(request.options.clone()), Some(loading.job));
        part.capture = Some(Capture { options, job, ..Capture::default() });
        Self { loading, part, mailboxes: Mailboxes::default(), last: now() }
    }

    /// Looks at a session, and keeps it until others are shown.
    fn add(&mut self, recorded: RecordedSession) {
        self.mailboxes.add(&recorded);
        let session = of_recorded(recorded);
        if let Some(capture) = &mut self.part.capture {
            capture.tally.add(&session);
        }
        self.part.sessions.push(Arc::new(session));
        self.deliver_if_due();
    }

    /// A file that is read at once comes in one piece.
    fn deliver_if_due(&mut self) {
        if self.part.sessions.is_empty() || self.last.elapsed() < BATCH {
            return;
        }
        let mut part = Document::new(self.part.title.clone(), self.part.origin.clone(), Vec::new());
        if let Some(Capture { options, job, .. }) = &self.part.capture {
            part.capture = Some(Capture { options: options.clone(), job: *job, ..Capture::default() });
        }
        self.loading.deliver(std::mem::replace(&mut self.part, part));
        self.last = now();
    }
}

#[expect(clippy::disallowed_methods, reason = "the person at the window waits in real time")]
fn now() -> Instant {
    Instant::now()
}

pub(super) fn of_play(origin: &Origin, play: Play) -> Document {
    let title = Title::from(play.title);
    let label = match origin {
        Origin::Lesson(_) => Title::default(), // A lesson is one session, and has its title already.
        Origin::File(_) | Origin::Variations { .. } | Origin::Live | Origin::Editor => title.clone(),
    };
    let failures = play.failures.iter().map(|failure| {
        let (line, column) = (failure.place.line, failure.place.column);
        in_each_language(|words| format!("{line}:{column}: {}", words.tell(&failure.what)))
    });
    let remarks = failures.collect();
    let session = Arc::new(Session::new(label, play.timeline));
    let hand = play.hand.map(|(script, trace)| Box::new(ByHand::new(script, trace)));
    Document { remarks, hand, ..Document::new(title, origin.clone(), vec![session]) }
}

/// A session of a capture is named after its user, if it has one, and its client.
pub(super) fn of_recorded(recorded: RecordedSession) -> Session {
    let end = recorded.timeline.snapshot(Cursor(usize::MAX));
    let user = end.session(ConnectionId(0)).and_then(|session| session.user.clone());
    let number = recorded.index + 1;
    let label = match user {
        Some(user) => format!("{number}. {user} {} {}", icons::DOT, recorded.client),
        None => format!("{number}. {}", recorded.client),
    };
    Session::of_capture(Title::same(&label), recorded)
}

/// Why a file gives nothing.
fn why_not(error: &SourceError, words: &Words) -> String {
    let told = |word: &str, detail: &dyn ToString| words.format(word, &[("detail", (&detail.to_string()).into())]);
    match error {
        SourceError::Unreadable { error, .. } => told("error-unreadable", error),
        SourceError::Scenario(error) => told("error-scenario", &error.told(|sentence| words.tell(sentence))),
        SourceError::NotText { what, .. } => told("error-scenario", &words.tell(what)),
        SourceError::NoSuchProfile(error) => told("error-scenario", error),
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
        Problem::MessagesUnkept { octets } => words.format("problem-unkept", &[("count", (*octets).into())]),
        Problem::SessionsCut { octets, .. } => words.format("problem-sessions-cut", &[("count", (*octets).into())]),
        Problem::SecretsLate { sessions } => words.format("problem-secrets-late", &[("count", (*sessions).into())]),
        Problem::FlowsLetGo { flows } => words.format("problem-flows", &[("count", (*flows).into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(origin: Origin) -> Request {
        Request::new(origin)
    }

    #[test]
    fn every_lesson_opens_with_its_title() {
        let open = opener();
        let lessons = lessons();
        assert!(!lessons.is_empty());
        for lesson in lessons {
            let document = open(&request(Origin::Lesson(lesson.name.clone())), &Loading::alone()).expect("a lesson");
            assert_eq!((&document.title, document.sessions.len()), (&lesson.title, 1));
        }
    }

    #[test]
    fn what_is_no_capture_says_so_in_both_languages() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "no capture at all").expect("a file");
        let notice =
            opener()(&request(Origin::File(file.path().to_owned())), &Loading::alone()).expect_err("no capture");
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
            Problem::MessagesUnkept { octets: 7 },
            Problem::SessionsCut { sessions: 1, octets: 7 },
        ];
        for problem in problems {
            let Title { en, ru } = in_each_language(|words| remark(&problem, words));
            assert!(en != ru && !en.contains('{') && !en.contains('‹') && !ru.contains('‹'), "{en} {ru}");
        }
    }
}
