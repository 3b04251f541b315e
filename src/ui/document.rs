//! Documents: what was opened, with the sessions that are in it.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::inspect::row::Row;
use crate::learn::Exercise;
use crate::session::RecordedSession;
use crate::session::Timeline;
use crate::session::TlsFacts;
use crate::session::eve::Glimpse;
use crate::session::eve::WireView;
use crate::session::fact::Narration;
use crate::session::lanes::Lanes;
use crate::source;
use crate::source::Options;
use crate::source::Servers;
use crate::source::Summary;
use crate::source::branch;
use crate::teach::Language;
use crate::teach::finding::Finding;
use crate::teach::finding::findings;
use crate::ui::by_hand::ByHand;
use crate::ui::remarks::Remarks;
use crate::ui::stories::Stories;
use crate::ui::tally::Tally;
use crate::ui::text::Precision;
use crate::ui::views::state_diagram::tracks::Tracks;

/// Columns of a session of more steps are found when it is loaded; those of a short one when it is shown.
const MANY_STEPS: usize = 4096;

/// A lesson or a file that was opened; or a part of one, while the rest is still being read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What people call it.
    pub title: Title,
    /// Where it came from.
    pub origin: Origin,
    /// What is in it, in order.
    pub sessions: Vec<Arc<Session>>,
    /// What is wrong with the file, though it could be read.
    pub remarks: Vec<Title>,
    /// What else there is to tell if it is a capture.
    pub capture: Option<Capture>,
    /// What is played by hand, if it is a scenario. Its sessions are the script and the branches, in their order.
    pub hand: Option<Box<ByHand>>,
    /// The exercise that it is, if it came as a file.
    pub exercise: Option<Arc<Exercise>>,
}

/// What a capture tells besides its sessions.
#[derive(Clone, Debug, Default)]
pub struct Capture {
    /// What its analysis was told beforehand.
    pub options: Arc<Options>,
    /// What the analysis tells at its end; `None` before, and if it never came there.
    pub summary: Option<Arc<Summary>>,
    /// What was counted over its sessions.
    pub tally: Tally,
    /// What became of each message; `None` before the end, and if it never came there.
    pub stories: Option<Arc<Stories>>,
    /// The job that reads it, as long as it does.
    pub job: Option<u64>,
}

/// Words in each language of the program.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Title {
    /// English.
    pub en: Arc<str>,
    /// Russian.
    pub ru: Arc<str>,
}

/// Where a document came from.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
pub enum Origin {
    /// A lesson of the program, by its name.
    Lesson(String),
    /// A file.
    File(PathBuf),
    /// A script before several servers, to be compared.
    Variations {
        /// The lesson or the scenario file.
        of: Box<Origin>,
        /// The servers.
        servers: Servers,
    },
    /// The server of the window.
    Live,
    /// What is edited, and in no file as it is.
    Editor,
}

/// One session, ready to be shown: whatever takes long was done when it was loaded.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its number among the sessions of its file, counted from 0 in the order of their beginnings.
    pub number: u64,
    /// What it is called among its neighbours.
    pub label: Title,
    /// What happened.
    pub timeline: Timeline,
    lanes: OnceLock<Lanes>,
    tracks: OnceLock<Tracks>,
    /// What an attentive reader would remark. Invariant: sorted by step.
    pub findings: Vec<Finding>,
    /// How finely its times are told.
    pub precision: Precision,
    remarks: Remarks,
    /// Its figures, if it is one of a capture.
    pub row: Option<Box<Row>>,
    /// What a capture tells of its TLS, if there was a handshake.
    pub tls: Option<Box<TlsFacts>>,
    /// How the wire shows each step, if the session is shown as the wire has it.
    pub glimpses: Option<Box<[Glimpse]>>,
}

impl Title {
    /// The same words in every language: the name of a file.
    #[must_use]
    pub fn same(text: &str) -> Self {
        let text: Arc<str> = text.into();
        Self { en: text.clone(), ru: text }
    }

    /// The words in a language, to keep.
    #[must_use]
    pub fn shared(&self, language: Language) -> Arc<str> {
        match language {
            Language::English | Language::More(_) => self.en.clone(),
            Language::Russian => self.ru.clone(),
        }
    }

    /// The words in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English | Language::More(_) => &self.en,
            Language::Russian => &self.ru,
        }
    }
}

impl From<Narration> for Title {
    fn from(narration: Narration) -> Self {
        Self { en: narration.en, ru: narration.ru }
    }
}

impl Origin {
    /// A file, whatever folder it was named in: the same file is the same document.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        Self::File(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Its name, without a folder and without what a file ends with.
    #[must_use]
    pub fn stem(&self) -> String {
        match self {
            Self::Lesson(name) => name.clone(),
            Self::File(path) => path.file_stem().map_or_else(String::new, |stem| stem.display().to_string()),
            Self::Variations { of, .. } => of.stem(),
            Self::Live => "live".to_owned(),
            Self::Editor => "scenario".to_owned(),
        }
    }

    /// The script that can be played before other servers, if it is one.
    #[must_use]
    pub fn script(&self) -> Option<&Self> {
        match self {
            // An exercise shows what was done in it, and some show a recording.
            Self::Lesson(name) => (name != branch::script::EMPTY && !name.starts_with("exercises/")).then_some(self),
            Self::File(path) => source::is_scenario(path).then_some(self),
            Self::Variations { of, .. } => of.script(),
            Self::Live | Self::Editor => None,
        }
    }
}

impl Document {
    /// What is no capture.
    #[must_use]
    pub fn new(title: Title, origin: Origin, sessions: Vec<Arc<Session>>) -> Self {
        Self { title, origin, sessions, remarks: Vec::new(), capture: None, hand: None, exercise: None }
    }

    /// Whether it is one script before several servers.
    #[must_use]
    pub fn is_variations(&self) -> bool {
        matches!(self.origin, Origin::Variations { .. })
    }

    /// Whether its sessions are still arriving.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.capture.as_ref().is_some_and(|capture| capture.job.is_some())
    }
}

impl Session {
    /// Looks once through a timeline.
    #[must_use]
    pub fn new(label: Title, timeline: Timeline) -> Self {
        let findings = findings(&timeline);
        let precision = Precision::of(&timeline);
        let remarks = Remarks::new(&findings);
        let (row, tls, lanes, tracks) = (None, None, OnceLock::new(), OnceLock::new());
        Self { number: 0, label, timeline, lanes, tracks, findings, precision, remarks, row, tls, glimpses: None }
            .ready()
    }

    /// A session of a capture.
    #[must_use]
    pub fn of_capture(label: Title, recorded: RecordedSession) -> Self {
        let findings = findings(&recorded.timeline);
        let row = Some(Box::new(Row::new(&recorded, &findings)));
        let precision = Precision::of(&recorded.timeline);
        let remarks = Remarks::new(&findings);
        let (number, timeline, tls) = (recorded.index, recorded.timeline, recorded.tls.map(Box::new));
        let (lanes, tracks, glimpses) = (OnceLock::new(), OnceLock::new(), None);
        Self { number, label, timeline, lanes, tracks, findings, precision, remarks, row, tls, glimpses }.ready()
    }

    /// The same session as somebody on the wire sees it.
    #[must_use]
    pub fn on_the_wire(&self) -> Self {
        let WireView { timeline, glimpses } = WireView::of(&self.timeline);
        let session = Self::new(self.label.clone(), timeline);
        let glimpses = Some(glimpses.into_boxed_slice());
        Self { number: self.number, row: self.row.clone(), precision: self.precision, glimpses, ..session }
    }

    /// How the wire shows a step, if the session is shown as the wire has it.
    #[must_use]
    pub fn glimpse(&self, step: usize) -> Option<Glimpse> {
        self.glimpses.as_ref()?.get(step).copied()
    }

    /// The same under another number and name.
    #[must_use]
    pub fn named(self, number: u64, label: Title) -> Self {
        Self { number, label, ..self }
    }

    /// Does at once what would take long later.
    fn ready(self) -> Self {
        if MANY_STEPS < self.timeline.len() {
            let _ = (self.lanes(), self.tracks());
        }
        self
    }

    /// Its columns and states.
    #[must_use]
    pub fn lanes(&self) -> &Lanes {
        self.lanes.get_or_init(|| Lanes::new(&self.timeline))
    }

    /// How often each arrow of the state diagram was taken.
    #[must_use]
    pub fn tracks(&self) -> &Tracks {
        self.tracks.get_or_init(|| Tracks::new(&self.timeline))
    }

    /// Where its findings are.
    #[must_use]
    pub fn remarks(&self) -> &Remarks {
        &self.remarks
    }

    /// The remarks on a step.
    pub fn findings_of(&self, step: usize) -> impl Iterator<Item = Finding> {
        let first = self.findings.partition_point(|finding| finding.step < step);
        self.findings[first..].iter().copied().take_while(move |finding| finding.step == step)
    }
}
