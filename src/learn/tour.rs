//! A tour: a capture with the words of an author between its steps.

use std::ops::ControlFlow;
use std::path::Path;

use serde::Deserialize;

use crate::learn::Material;
use crate::learn::material::narration;
use crate::learn::step_at::StepAt;
use crate::scenario::ScenarioError;
use crate::scenario::file;
use crate::scenario::file::WordsFile;
use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::plan::Problem;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::RecordedSession;
use crate::session::Recorder;
use crate::session::Sentence;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::event::Mark;
use crate::session::fact::Narration;
use crate::session::timeline::What;
use crate::source;
use crate::source::SourceError;

/// A file as a person writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Tour")]
struct TourFile {
    title: WordsFile,
    about: WordsFile,
    capture: String,
    notes: Vec<NoteFile>,
}

/// A note, and the step that it stands before.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Note")]
struct NoteFile {
    before: StepAt,
    en: String,
    ru: String,
}

/// A capture that an author leads through.
#[derive(Clone, Debug)]
pub struct Tour {
    /// What it is called.
    pub title: Narration,
    /// What it shows.
    pub about: Narration,
    /// The name of the capture.
    pub capture: String,
    timeline: Timeline,
}

impl Tour {
    /// Reads a tour, and the capture that it leads through.
    pub fn parse(
        file_name: &str,
        text: &str,
        capture: impl Fn(&str) -> Option<Timeline>,
    ) -> Result<Self, ScenarioError> {
        let parsed: TourFile = file::read_as(text).map_err(|error| ScenarioError::syntax(file_name, &error))?;
        let places = Places::scan(text);
        let mut problems = Vec::new();
        let recorded = capture(&parsed.capture).unwrap_or_else(|| {
            let place = places.find(&[Key::Name("capture")]);
            problems
                .push(Problem { place, what: Sentence::literal(format!("there is no capture {}", parsed.capture)) });
            Timeline::default()
        });
        let mut notes = Vec::new();
        for (index, note) in parsed.notes.iter().enumerate() {
            if let Some(step) = note.before.find(&recorded) {
                notes.push((step, Narration { en: note.en.as_str().into(), ru: note.ru.as_str().into() }));
            } else {
                let place = places.find(&[Key::Name("notes"), Key::Index(index)]);
                problems.push(Problem { place, what: Sentence::literal("the capture has no such step") });
            }
        }
        if !problems.is_empty() {
            return Err(ScenarioError { file: file_name.to_owned(), problems });
        }
        notes.sort_by_key(|(step, _)| *step);
        Ok(Self {
            title: narration(&parsed.title),
            about: narration(&parsed.about),
            capture: parsed.capture,
            timeline: narrated(&recorded, &notes),
        })
    }

    /// What it shows.
    #[must_use]
    pub fn material(&self) -> Material {
        let Self { title, about, timeline, .. } = self.clone();
        Material { title, about, timeline, failures: Vec::new() }
    }
}

/// All sessions of a capture in one timeline.
pub fn timeline_of_capture(name: &str, octets: &[u8]) -> Result<Timeline, SourceError> {
    let mut sessions = Vec::new();
    let go_on = |_| ControlFlow::Continue(());
    let options = source::Options::default();
    source::analyse_reader(octets, Path::new(name), &options, go_on, |session| sessions.push(session))?;
    sessions.sort_by_key(|session: &RecordedSession| session.index);
    let mut events = Vec::new();
    let mut connections = 0;
    for session in &sessions {
        for step in session.timeline.steps() {
            events.extend(events_of(&session.timeline, step, connections));
        }
        connections += u32::try_from(session.timeline.connections().len()).unwrap_or(u32::MAX);
    }
    // A session opens when its first frame comes, so the numbers of the connections stay in order.
    events.sort_by_key(|event: &Event| event.at);
    Ok(Recorder::record_all(events))
}

/// A timeline with notes before some of its steps. Invariant: the notes are sorted.
fn narrated(timeline: &Timeline, notes: &[(usize, Narration)]) -> Timeline {
    let mut events = Vec::new();
    let mut notes = notes.iter().peekable();
    for (place, step) in timeline.steps().iter().enumerate() {
        while let Some((_, note)) = notes.next_if(|(at, _)| *at <= place) {
            events.push(note_at(step.at, note));
        }
        events.extend(events_of(timeline, step, 0));
    }
    if let Some(last) = timeline.steps().last() {
        events.extend(notes.map(|(_, note)| note_at(last.until, note)));
    }
    Recorder::record_all(events)
}

fn note_at(at: Time, note: &Narration) -> Event {
    Event { at, connection: None, mark: Mark::Nowhere, kind: EventKind::Fact(Fact::Note(note.clone())) }
}

/// The events that a step came from. Its octets are dealt out to its frames, so that all of these are kept.
fn events_of(timeline: &Timeline, step: &Step, connections_before: u32) -> Vec<Event> {
    let connection = step.connection.map(|id| ConnectionId(id.0 + connections_before));
    let first = step.marks.first().copied().unwrap_or(Mark::Nowhere);
    let one = |kind| vec![Event { at: step.until, connection, mark: first, kind }];
    match &step.what {
        What::Opened => {
            let ends = step.connection.and_then(|id| timeline.connection(id));
            ends.map(|ends| one(EventKind::Opened(ends.clone()))).unwrap_or_default()
        }
        What::Said(said) => {
            let marks = if step.marks.is_empty() { &[Mark::Nowhere] } else { &*step.marks };
            let part = said.raw.len().div_ceil(marks.len()).max(1);
            let pieces = said.raw.chunks(part).zip(marks.iter());
            pieces
                .map(|(piece, mark)| {
                    let kind = EventKind::Octets { side: said.side, octets: piece.to_vec(), cover: said.cover };
                    Event { at: step.until, connection, mark: *mark, kind }
                })
                .collect()
        }
        What::Gap { side, octets } => one(EventKind::Gap { side: *side, octets: *octets }),
        What::Conflict { side, octets } => one(EventKind::Conflict { side: *side, octets: *octets }),
        What::Closed(closing) => one(EventKind::Closed(*closing)),
        What::Fact(fact) => one(EventKind::Fact(fact.clone())),
    }
}
