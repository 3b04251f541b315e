//! Sources: a scenario, a capture or a live connection becomes timelines. The one door between those who make
//! events and those who show them.

pub mod connect;
pub mod serve;

use std::fs::File;
use std::io;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use crate::capture;
use crate::scenario;
use crate::scenario::Scenario;
use crate::scenario::branch::Played;
use crate::scenario::branch::Script;
use crate::scenario::branch::Trace;
use crate::scenario::library;
use crate::scenario::vary;
use crate::session::RecordedSession;
use crate::session::Sentence;
use crate::session::Timeline;
use crate::session::fact::Narration;

pub use crate::capture::KeyLog;
pub use crate::capture::OpenError;
pub use crate::capture::Options;
pub use crate::capture::OtherPort;
pub use crate::capture::Problem;
pub use crate::capture::analysis::Progress;
pub use crate::capture::analysis::Summary;
pub use crate::capture::extract::Copied;
pub use crate::capture::extract::CopyError;
pub use crate::capture::extract::Refusal;
pub use crate::capture::extract::Selection;
pub use crate::scenario::ScenarioError;
pub use crate::scenario::branch;
pub use crate::scenario::edit;
pub use crate::scenario::faults;
pub use crate::scenario::faults::Faults;
pub use crate::scenario::file as scenario_file;
pub use crate::scenario::mail::without_indentation;
pub use crate::scenario::place;
pub use crate::scenario::retell;
pub use crate::scenario::run::Failure;
pub use crate::scenario::trial;
pub use crate::scenario::vary::NoSuchProfile;
pub use crate::scenario::write;

/// A scenario that was played.
#[derive(Clone, Debug)]
pub struct Play {
    /// What it is called.
    pub title: Narration,
    /// What it shows.
    pub about: Narration,
    /// What happened.
    pub timeline: Timeline,
    /// What was expected and did not come.
    pub failures: Vec<Failure>,
    /// Its script, and how far each step of it had come: with them somebody can play on by hand.
    pub hand: Option<(Script, Trace)>,
}

/// A capture that was read.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Its sessions, in the order of their first packets.
    pub sessions: Vec<RecordedSession>,
    /// What else is in it.
    pub summary: Summary,
}

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub enum Opened {
    /// A scenario.
    Play(Play),
    /// A capture.
    Capture(Capture),
}

/// Why a file gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The system does not give it.
    #[error("cannot read the file: {error}: {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is meant as a scenario, and is wrong.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// It is meant as a scenario, and is not even text, or too much of it.
    #[error("{what}: {}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: Sentence,
    },
    /// It is not a capture.
    #[error("{error}: {}", path.display())]
    NotACapture {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: OpenError,
    },
    /// It was given as a key log, and holds no secret of one.
    #[error("this is no key log: no line of it holds a secret of TLS: {}", path.display())]
    NoSecrets {
        /// The file.
        path: PathBuf,
    },
    /// There is no profile of that name.
    #[error(transparent)]
    NoSuchProfile(#[from] NoSuchProfile),
    /// There is no shipped scenario of that name, and no file either.
    #[error("there is no scenario named {name}, and no such file; `popscope scenarios` lists the names")]
    NoSuchScenario {
        /// The name.
        name: String,
    },
}

/// A key log of more octets holds more secrets than are kept.
const MAX_KEY_LOG: u64 = 256 * 1024 * 1024;
/// Octets in which a key log has its first secret, whatever remarks stand before.
const KEY_LOG_BEGINNING: u64 = 16 * 1024;
/// The most octets of a scenario file.
const MAX_SCENARIO: u64 = scenario::file::MAX_OCTETS as u64;

/// The shipped scenarios: name and title, in the order in which they are best learnt.
pub fn lessons() -> impl Iterator<Item = (&'static str, Narration)> {
    library::ALL.iter().map(|shipped| (shipped.name, shipped.scenario().title))
}

/// Plays a shipped scenario, or the empty session; `None` if there is none of that name.
///
/// # Panics
///
/// Never: a test reads every one of them.
#[must_use]
pub fn play_lesson(name: &str) -> Option<Play> {
    if name == branch::script::EMPTY {
        return Some(play(Script::empty()));
    }
    let shipped = library::find(name)?;
    let script = Script::parse(&format!("scenarios/{name}.ron"), shipped.text);
    Some(play(script.unwrap_or_else(|error| panic!("our own scenario is wrong: {error}"))))
}

/// Plays a scenario file.
pub fn play_file(path: &Path) -> Result<Play, SourceError> {
    let text = read_text(path)?;
    Ok(play(Script::parse(&path.display().to_string(), &text)?))
}

/// Plays a file, or a shipped scenario: a file of that name comes first.
pub fn play_file_or_lesson(name: &str) -> Result<Play, SourceError> {
    let path = Path::new(name);
    if path.exists() {
        return play_file(path);
    }
    play_lesson(name).ok_or_else(|| SourceError::NoSuchScenario { name: name.to_owned() })
}

/// Whether a name is that of a shipped scenario, and of no file.
#[must_use]
pub fn is_lesson(name: &str) -> bool {
    !Path::new(name).exists() && library::find(name).is_some()
}

/// Before which servers a script is played, to be compared.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
pub enum Servers {
    /// One of each generation.
    Generations,
    /// One of each of these profiles.
    Profiles(Vec<String>),
}

/// Plays the same script before several servers: the title of each play is what sets it apart.
pub fn play_before(name: &str, servers: &Servers) -> Result<Vec<Play>, SourceError> {
    let scenario = scenario_of(name)?;
    let variations = match servers {
        Servers::Generations => vary::by_generation(&scenario),
        Servers::Profiles(names) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            vary::by_profile(&scenario, &names)?
        }
    };
    let played = |variation: vary::Variation| {
        let run = scenario::run(&variation.scenario);
        let (timeline, about) = (run.timeline(), variation.scenario.about);
        Play { title: variation.name, about, timeline, failures: run.failures, hand: None }
    };
    Ok(variations.into_iter().map(played).collect())
}

/// The names of the profiles that come with the program, the strict one first.
pub fn profiles() -> impl Iterator<Item = &'static str> {
    scenario::profiles()
}

/// A file, or a shipped scenario: a file of that name comes first.
fn scenario_of(name: &str) -> Result<Scenario, SourceError> {
    let path = Path::new(name);
    if path.exists() {
        return Ok(Scenario::parse(&path.display().to_string(), &read_text(path)?)?);
    }
    let shipped = library::find(name).ok_or_else(|| SourceError::NoSuchScenario { name: name.to_owned() })?;
    Ok(shipped.scenario())
}

/// Reads a key log: the secrets of TLS sessions that one of their ends wrote down.
pub fn key_log(path: &Path) -> Result<KeyLog, SourceError> {
    let mut octets = Vec::new();
    open_file(path)?
        .take(MAX_KEY_LOG)
        .read_to_end(&mut octets)
        .map_err(|error| SourceError::Unreadable { path: path.to_owned(), error })?;
    let key_log = KeyLog::read(&octets);
    if key_log.is_empty() {
        return Err(SourceError::NoSecrets { path: path.to_owned() });
    }
    Ok(key_log)
}

/// Whether a file is a key log: text whose beginning holds a secret of TLS. A file that cannot be read is none.
#[must_use]
pub fn is_key_log(path: &Path) -> bool {
    let mut beginning = Vec::new();
    let Ok(file) = open_file(path) else { return false };
    if file.take(KEY_LOG_BEGINNING).read_to_end(&mut beginning).is_err() {
        return false;
    }
    let is_text = beginning.iter().all(|octet| !octet.is_ascii_control() || octet.is_ascii_whitespace());
    is_text && !KeyLog::read(&beginning).is_empty()
}

/// Whether a file is meant as a scenario: by its name.
#[must_use]
pub fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

/// Opens a file of either kind. `watch` is told how far it is, with the size of the file, and may stop it.
pub fn open(
    path: &Path,
    options: &Options,
    mut watch: impl FnMut(Progress, u64) -> ControlFlow<()>,
) -> Result<Opened, SourceError> {
    if is_scenario(path) {
        return play_file(path).map(Opened::Play);
    }
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut sessions = Vec::new();
    let summary = analyse(path, options, |progress| watch(progress, size), |session| sessions.push(session))?;
    sessions.sort_by_key(|session: &RecordedSession| session.index);
    Ok(Opened::Capture(Capture { sessions, summary }))
}

/// Hands out every POP3 session of a capture file as it ends.
pub fn analyse(
    path: &Path,
    options: &Options,
    watch: impl FnMut(Progress) -> ControlFlow<()>,
    on_session: impl FnMut(RecordedSession),
) -> Result<Summary, SourceError> {
    // The analysis asks for much at once: another buffer would only be one copy more.
    analyse_reader(open_file(path)?, path, options, watch, on_session)
}

/// Hands out every POP3 session of a capture that comes from a reader; errors call it by `name`.
pub fn analyse_reader(
    reader: impl Read,
    name: &Path,
    options: &Options,
    watch: impl FnMut(Progress) -> ControlFlow<()>,
    on_session: impl FnMut(RecordedSession),
) -> Result<Summary, SourceError> {
    let not_a_capture = |error| SourceError::NotACapture { path: name.to_owned(), error };
    capture::analyse(reader, options, watch, on_session).map_err(not_a_capture)
}

/// Copies the frames of chosen sessions of a capture file as a pcapng file. The file is read again for it.
///
/// `watch` is asked now and then whether to go on.
pub fn extract(
    path: &Path,
    selection: &Selection,
    watch: impl FnMut() -> ControlFlow<()>,
    out: impl io::Write,
) -> Result<Copied, CopyError> {
    let unreadable = |error| match error {
        SourceError::Unreadable { error, .. } => OpenError::Unreadable(error),
        error => OpenError::Unreadable(io::Error::other(error)),
    };
    let open = || open_file(path).map_err(unreadable);
    capture::extract::copy(selection, open, watch, out)
}

/// A timeline as the octets of a pcapng file.
#[must_use]
pub fn pcapng(timeline: &Timeline) -> Vec<u8> {
    let mut octets = Vec::new();
    capture::write::pcapng(timeline, &mut octets).expect("writing to memory cannot fail");
    octets
}

/// Plays a script.
#[must_use]
pub fn play(script: Script) -> Play {
    let Played { timeline, trace } = branch::play::play(&script, None);
    let (title, about) = (script.scenario().title.clone(), script.scenario().about.clone());
    Play { title, about, timeline, failures: trace.failures.clone(), hand: Some((script, trace)) }
}

fn open_file(path: &Path) -> Result<File, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_owned(), error };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(file)
}

/// The text of a file that a person wrote: of a size that a person writes, and UTF-8.
pub fn read_text(path: &Path) -> Result<String, SourceError> {
    let not_text = |what| SourceError::NotText { path: path.to_owned(), what };
    let mut octets = Vec::new();
    let mut limited = open_file(path)?.take(MAX_SCENARIO + 1);
    limited.read_to_end(&mut octets).map_err(|error| SourceError::Unreadable { path: path.to_owned(), error })?;
    if MAX_SCENARIO < octets.len() as u64 {
        let text = format!("a scenario has at most {MAX_SCENARIO} octets");
        return Err(not_text(Sentence::new("flaw-too-much", text).with("most", MAX_SCENARIO)));
    }
    String::from_utf8(octets).map_err(|error| {
        let octet = error.utf8_error().valid_up_to() + 1;
        let text = format!("the file is not UTF-8 text at octet {octet}");
        not_text(Sentence::new("flaw-not-text", text).with("octet", octet))
    })
}
