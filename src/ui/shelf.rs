//! The shelf: the lessons that can be opened, and the documents that are open.

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
    documents: Vec<Document>,
    open: Option<Place>,
}

impl Shelf {
    /// A shelf of lessons, none of them open.
    #[must_use]
    pub fn new(lessons: Vec<Lesson>) -> Self {
        Self { lessons, documents: Vec::new(), open: None }
    }

    /// Puts a document there; one of the same origin makes room.
    pub fn put(&mut self, document: Document) -> usize {
        if let Some(place) = self.documents.iter().position(|other| other.origin == document.origin) {
            self.documents[place] = document;
            return place;
        }
        self.documents.push(document);
        self.documents.len() - 1
    }

    /// Remembers which session is open, and gives it out.
    pub fn open(&mut self, place: Place) -> Option<Arc<Session>> {
        let session = self.documents.get(place.document)?.sessions.get(place.session)?.clone();
        self.open = Some(place);
        Some(session)
    }

    /// Takes a document away. The open session stays open if it is not part of it.
    pub fn close(&mut self, document: usize) {
        if document >= self.documents.len() {
            return;
        }
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
        let places: Vec<Place> = self
            .documents
            .iter()
            .enumerate()
            .flat_map(|(document, opened)| (0..opened.sessions.len()).map(move |session| Place { document, session }))
            .collect();
        let here = places.iter().position(|&place| Some(place) == self.open)?;
        let there = if forward { here + 1 } else { here.checked_sub(1)? };
        places.get(there).copied()
    }
}
