//! Documents: what was opened, with the sessions that are in it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::session::Timeline;
use crate::session::fact::Narration;
use crate::teach::Language;
use crate::teach::finding::Finding;
use crate::teach::finding::findings;
use crate::ui::lanes::Lanes;
use crate::ui::text::Precision;

/// A lesson or a file that was opened.
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
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Origin {
    /// A lesson of the program, by its name.
    Lesson(String),
    /// A file.
    File(PathBuf),
}

/// One session, ready to be shown: whatever takes long was done when it was loaded.
#[derive(Clone, Debug)]
pub struct Session {
    /// What it is called among its neighbours.
    pub label: Title,
    /// What happened.
    pub timeline: Timeline,
    /// Its columns and states.
    pub lanes: Lanes,
    /// What an attentive reader would remark. Invariant: sorted by step.
    pub findings: Vec<Finding>,
    /// How finely its times are told.
    pub precision: Precision,
}

impl Title {
    /// The same words in every language: the name of a file.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self { en: text.into(), ru: text.into() }
    }

    /// The words in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Russian => &self.ru,
        }
    }
}

impl From<Narration> for Title {
    fn from(narration: Narration) -> Self {
        Self { en: narration.en, ru: narration.ru }
    }
}

impl Session {
    /// Looks once through a timeline.
    #[must_use]
    pub fn new(label: Title, timeline: Timeline) -> Self {
        let (lanes, findings) = (Lanes::new(&timeline), findings(&timeline));
        let precision = Precision::of(&timeline);
        Self { label, timeline, lanes, findings, precision }
    }

    /// The remarks on a step.
    pub fn findings_of(&self, step: usize) -> impl Iterator<Item = Finding> {
        let first = self.findings.partition_point(|finding| finding.step < step);
        self.findings[first..].iter().copied().take_while(move |finding| finding.step == step)
    }
}
