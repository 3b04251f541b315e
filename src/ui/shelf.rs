//! The shelf: the lessons that can be opened, and the documents that are open.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;

/// A lesson that can be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lesson {
    /// Its name on the command line.
    pub name: String,
    /// What people call it.
    pub title: Title,
}

/// Lessons that belong together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chapter {
    /// What people call it.
    pub title: Title,
    /// The places of its lessons.
    pub lessons: Range<usize>,
}

/// The place of the open session on the shelf.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The document, counted from 0.
    pub document: usize,
    /// The session in it, counted from 0.
    pub session: usize,
}

/// Lessons and documents.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Every lesson of the program, in the order of the course.
    pub lessons: Vec<Lesson>,
    /// The chapters of the course; without any the lessons stand together.
    pub chapters: Vec<Chapter>,
    /// The names of lessons that were stepped through.
    pub done: BTreeSet<String>,
    documents: Vec<Document>,
    open: Option<Place>,
    /// How many branches wait for each document that is not open, from an earlier run of the program.
    pub drafted: BTreeMap<Origin, usize>,
    /// Counts the changes of the documents: what was read from them is worth nothing behind one.
    revision: u64,
}

impl Shelf {
    /// A shelf of lessons, none of them open.
    #[must_use]
    pub fn new(lessons: Vec<Lesson>) -> Self {
        Self { lessons, ..Self::default() }
    }

    /// Puts a document there; one of the same origin makes room.
    pub fn put(&mut self, document: Document) -> usize {
        self.revision += 1;
        if let Some(place) = self.documents.iter().position(|other| other.origin == document.origin) {
            self.documents[place] = document;
            return place;
        }
        self.documents.push(document);
        self.documents.len() - 1
    }

    /// Changes a document that is there.
    pub fn change<T>(&mut self, document: usize, change: impl FnOnce(&mut Document) -> T) -> Option<T> {
        self.revision += 1;
        self.documents.get_mut(document).map(change)
    }

    /// Adds a part to the document that a job reads, or begins it. Tells where it stands, and whether it is new.
    pub fn add(&mut self, job: u64, part: Document, is_last: bool) -> (usize, bool) {
        let of_job = |document: &Document| document.capture.as_ref().is_some_and(|capture| capture.job == Some(job));
        let Some(place) = self.documents.iter().position(of_job) else {
            let place = self.put(part);
            self.settle(place, is_last);
            return (place, true);
        };
        self.revision += 1;
        let document = &mut self.documents[place];
        document.sessions.extend(part.sessions);
        document.remarks.extend(part.remarks);
        if let (Some(mine), Some(other)) = (&mut document.capture, part.capture) {
            mine.tally.absorb(&other.tally);
            mine.stories = other.stories.or_else(|| mine.stories.take());
            mine.summary = other.summary.or_else(|| mine.summary.take());
        }
        self.settle(place, is_last);
        (place, false)
    }

    /// Ends what jobs that run no longer were reading: what came of it stays. It is asked in every frame, and told
    /// only where something has stopped.
    pub fn stop(&mut self, runs: impl Fn(u64) -> bool, remark: impl Fn() -> Title) {
        for place in 0..self.documents.len() {
            let job = self.documents[place].capture.as_ref().and_then(|capture| capture.job);
            if job.is_some_and(|job| !runs(job)) {
                self.revision += 1;
                self.documents[place].remarks.push(remark());
                self.settle(place, true);
            }
        }
    }

    /// Puts the sessions of a document that is read to its end into their order.
    fn settle(&mut self, place: usize, is_last: bool) {
        let document = &mut self.documents[place];
        let Some(capture) = document.capture.as_mut().filter(|_| is_last) else { return };
        capture.job = None;
        let open = self.open.filter(|open| open.document == place);
        let number = open.and_then(|open| document.sessions.get(open.session)).map(|session| session.number);
        document.sessions.sort_by_key(|session| session.number);
        if let (Some(number), Some(open)) = (number, &mut self.open) {
            open.session = document.sessions.partition_point(|session| session.number < number);
        }
    }

    /// Remembers which session is open, and gives it out. A document without one can be open too.
    pub fn open(&mut self, place: Place) -> Option<Arc<Session>> {
        let document = self.documents.get(place.document)?;
        let session = document.sessions.get(place.session).cloned();
        if session.is_some() || document.sessions.is_empty() && document.capture.is_some() {
            self.open = Some(place);
        }
        session
    }

    /// Takes a document away. The open session stays open if it is not part of it.
    pub fn close(&mut self, document: usize) {
        if document >= self.documents.len() {
            return;
        }
        self.revision += 1;
        self.documents.remove(document);
        self.open = self.open.and_then(|place| match place.document.cmp(&document) {
            std::cmp::Ordering::Less => Some(place),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Place { document: place.document - 1, ..place }),
        });
    }

    /// The documents that are open, in the order in which they came.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Counts the changes of the documents.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Which session is open.
    #[must_use]
    pub fn opened(&self) -> Option<Place> {
        self.open
    }

    /// The document of the open session.
    #[must_use]
    pub fn open_document(&self) -> Option<&Document> {
        self.documents.get(self.open?.document)
    }

    /// Where the document of a lesson stands, if it was opened.
    #[must_use]
    pub fn document_of_lesson(&self, name: &str) -> Option<usize> {
        self.documents.iter().position(|document| matches!(&document.origin, Origin::Lesson(lesson) if lesson == name))
    }

    /// The session before or behind the open one, over the ends of its document.
    #[must_use]
    pub fn neighbour(&self, forward: bool) -> Option<Place> {
        let here = self.open?;
        let sessions = |document: usize| self.documents.get(document).map_or(0, |document| document.sessions.len());
        if forward {
            if here.session + 1 < sessions(here.document) {
                return Some(Place { session: here.session + 1, ..here });
            }
            let next = (here.document + 1..self.documents.len()).find(|&document| 0 < sessions(document))?;
            Some(Place { document: next, session: 0 })
        } else if let Some(session) = here.session.checked_sub(1) {
            Some(Place { session, ..here })
        } else {
            let document = (0..here.document).rev().find(|&document| 0 < sessions(document))?;
            Some(Place { document, session: sessions(document) - 1 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::document::Capture;

    #[test]
    fn nothing_is_told_of_jobs_that_run() {
        let mut shelf = Shelf::default();
        let capture = Some(Capture { job: Some(1), ..Capture::default() });
        shelf.put(Document { capture, ..Document::new(Title::default(), Origin::File("a".into()), Vec::new()) });
        shelf.stop(|job| job == 1, || panic!("nothing has stopped"));
        assert!(shelf.documents()[0].is_loading());
        shelf.stop(|_| false, || Title::same("stopped"));
        assert!(!shelf.documents()[0].is_loading());
        assert_eq!(shelf.documents()[0].remarks, [Title::same("stopped")]);
    }
}
