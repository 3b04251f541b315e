//! What is done for somebody who compares: scripts are played before other servers, and cells are opened.

use std::sync::Arc;

use eframe::egui;

use super::App;
use super::Request;
use crate::source;
use crate::source::Servers;
use crate::ui::command::Central;
use crate::ui::command::Compare;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::shelf::Place;
use crate::ui::views::compare::state::CameFrom;
use crate::ui::views::compare::state::ComparedSession;

impl App {
    pub(super) fn obey_compare(&mut self, ctx: &egui::Context, wish: Compare) {
        match wish {
            Compare::Generations => self.compare_servers(ctx, Servers::Generations),
            Compare::Profiles => {
                let profiles = source::profiles().map(str::to_owned).collect();
                self.compare_servers(ctx, Servers::Profiles(profiles));
            }
            Compare::With { one, other } => {
                if let (Some(one), Some(other)) = (self.column_at(one), self.column_at(other)) {
                    self.views.compare.lay(one, other);
                    self.views.central = Central::Compare;
                }
            }
            Compare::Anew => {
                self.views.compare.choose();
                self.views.central = Central::Compare;
            }
            Compare::Show { column, step } => self.show_cell(column, step),
        }
    }

    /// Plays the open script before these servers. What was played before is only shown again.
    fn compare_servers(&mut self, ctx: &egui::Context, servers: Servers) {
        let script = self.shelf.open_document().and_then(|document| document.origin.script()).cloned();
        let Some(script) = script else { return };
        if let Some((place, document)) = self.shelf.opened().zip(self.shelf.open_document())
            && document.origin == script
        {
            let (origin, session, shown) = (script.clone(), place.session, self.player.ends_cursor());
            self.views.compare.came_from = Some(CameFrom { origin, session, shown });
        }
        let origin = Origin::Variations { of: Box::new(script), servers };
        self.views.compare.forget();
        match self.shelf.documents().iter().position(|document| document.origin == origin) {
            Some(document) => self.show_document(document),
            None => {
                self.start_loading(ctx, Request::new(origin), true);
            }
        }
    }

    /// Goes back from a script before several servers to the replay that it was chosen in, if it is still there.
    pub(super) fn leave_comparison(&mut self) -> bool {
        let Some(from) = self.views.compare.came_from.clone() else { return false };
        let of = self.shelf.open_document().filter(|document| document.is_variations());
        if of.and_then(|document| document.origin.script()) != Some(&from.origin) {
            return false;
        }
        let Some(document) = self.shelf.documents().iter().position(|document| document.origin == from.origin) else {
            return false;
        };
        self.show_session(Place { document, session: from.session });
        if let Some(step) = from.shown.step() {
            self.player.go_to_ends(step);
        }
        true
    }

    fn column_at(&self, place: Place) -> Option<ComparedSession> {
        let document = self.shelf.documents().get(place.document)?;
        Some(ComparedSession::new(document, document.sessions.get(place.session)?))
    }

    /// Opens the session of a column at a step. The comparison stays as it is, to come back to.
    fn show_cell(&mut self, column: usize, step: usize) {
        let Some(ComparedSession { session, name }) = self.views.compare.column(column).cloned() else { return };
        let is_it = |other: &Arc<Session>| Arc::ptr_eq(other, &session);
        let mut documents = self.shelf.documents().iter().enumerate();
        let found = documents.find_map(|(document, opened)| {
            opened.sessions.iter().position(is_it).map(|session| Place { document, session })
        });
        let Some(place) = found else {
            let subject = name.get(self.prefs.language).to_owned();
            self.notices.add(Notice { subject, text: in_each_language(|words| words.get("compare-gone")) });
            return;
        };
        self.show_session(place);
        self.player.go_to_ends(step);
    }
}
