//! What is done for somebody who is the client: lines are sent, branches begin, go on, and are kept.

use std::sync::Arc;

use eframe::egui;

use super::App;
use crate::session::Cursor;
use crate::session::cursor::Move;
use crate::source::branch::Act;
use crate::source::branch::BranchId;
use crate::source::branch::Script;
use crate::source::branch::Situation;
use crate::source::branch::act::Deed;
use crate::source::branch::act::Octets;
use crate::source::branch::script::EMPTY;
use crate::ui::app::Request;
use crate::ui::by_hand::ByHand;
use crate::ui::by_hand::Refused;
use crate::ui::by_hand::Shows;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::drafts::Draft;
use crate::ui::drafts::Drafts;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::player::Player;
use crate::ui::room::Pane;
use crate::ui::shelf::Place;
use crate::ui::views::branches::Trial;

impl App {
    pub(super) fn obey_hand(&mut self, ctx: &egui::Context, wish: command::Hand) {
        use command::Hand;
        let client = self.acting_client();
        match wish {
            // Whoever has a connection types to it.
            Hand::Type if self.call_is_shown() => {
                self.views.central = Central::Ladder;
                self.views.call.focus = true;
            }
            Hand::Type => {
                self.views.central = Central::Ladder;
                self.prefs.shown.hand = true;
                self.views.pane = Pane::Hand;
                self.views.command_line.focus = true;
                if !self.is_by_hand() {
                    self.obey_hand(ctx, Hand::Empty);
                }
            }
            Hand::Write(line) => self.views.command_line.write(&line),
            Hand::Send => {
                let deed = Deed::Send(Octets(self.views.command_line.octets()));
                let typed = self.views.command_line.text.clone();
                self.change_open(|hand, _, _| {
                    hand.remember(&typed);
                    None
                });
                if self.act(Act { client, deed }) {
                    self.views.command_line.clear();
                }
            }
            Hand::Connect => {
                self.act(Act { client, deed: Deed::Connect });
            }
            Hand::Wait(minutes) => {
                self.act(Act { client, deed: Deed::Wait(minutes.saturating_mul(60)) });
            }
            Hand::End(ending) => {
                self.act(Act { client, deed: Deed::End(ending) });
            }
            Hand::Client(client) => {
                self.views.command_line.client = Some(client);
                self.views.command_line.refused = None;
                self.views.command_line.focus = true;
            }
            Hand::Undo | Hand::Redo => {
                let again = wish == Hand::Redo;
                self.change_open(|hand, sessions, place| hand.undo(sessions, place.session, again));
            }
            Hand::Empty => match self.shelf.document_of_lesson(EMPTY) {
                Some(document) => {
                    let session = 0;
                    self.show_session(Place { document, session });
                    self.wait_at_the_end();
                }
                None => {
                    self.start_loading(ctx, Request::new(Origin::Lesson(EMPTY.to_owned())), true);
                }
            },
            Hand::Rename => {
                let label = self.player.session().label.get(self.prefs.language).to_owned();
                if self.open_branch().is_some() {
                    self.views.branches.name = label;
                    self.views.overlay = Some(Overlay::Rename);
                }
            }
            Hand::Name(name) => {
                let shown = self.player.ends_cursor().0;
                self.change_open(|hand, sessions, place| {
                    hand.rename(sessions, place.session, &name);
                    Some(Shows { session: place.session, shown })
                });
            }
            Hand::Delete => {
                let shown = self.player.ends_cursor().0;
                self.change_open(|hand, sessions, place| hand.delete(sessions, place.session, shown));
            }
            Hand::Restore => {
                self.change_open(|hand, sessions, _| hand.restore(sessions));
            }
            Hand::Save => self.save_branch(ctx),
            Hand::Try(situation) => self.try_here(ctx, situation, client),
            Hand::Return => self.return_from_trial(),
        }
    }

    /// Does something as the client, at the cursor. Tells whether it could be done.
    fn act(&mut self, act: Act) -> bool {
        self.views.central = Central::Ladder;
        let shown = self.player.ends_cursor().0;
        let mut refused = self.is_by_hand().then_some(Refused::NotConnected);
        self.change_open(|hand, sessions, place| match hand.act(sessions, (place.session, shown), act) {
            Ok(next) => {
                refused = None;
                Some(next)
            }
            Err(why) => {
                refused = Some(why);
                None
            }
        });
        self.views.command_line.refused = refused;
        self.views.command_line.focus = true;
        refused.is_none()
    }

    /// Lets a situation happen at the cursor, and remembers the way back.
    fn try_here(&mut self, ctx: &egui::Context, situation: Situation, client: usize) {
        if !self.is_by_hand() || !self.plays_as_written() {
            return;
        }
        let shown = self.player.ends_cursor().0;
        let from =
            self.shelf.opened().map(|place| Trial { document: place.document, branch: self.open_branch(), shown });
        let mut refused = None;
        let mut before = None;
        self.change_open(|hand, sessions, place| {
            before = Some(hand.tree().clone());
            match hand.try_here(sessions, (place.session, shown), situation, client) {
                Ok(next) => Some(Shows { shown: shown.min(next.shown), ..next }),
                Err(why) => {
                    refused = Some(why);
                    None
                }
            }
        });
        self.views.command_line.refused = refused;
        if refused.is_some() {
            self.prefs.shown.hand = true; // There it is told.
            return;
        }
        self.views.branches.trials.extend(from);
        self.views.branches.before = before;
        // What follows is watched, not only its end.
        self.obey_playback(ctx, command::Playback::Toggle);
    }

    /// Goes back to where the last situation was tried. Its branch stays.
    fn return_from_trial(&mut self) {
        while let Some(trial) = self.views.branches.trials.pop() {
            let hand = self.shelf.documents().get(trial.document).and_then(|document| document.hand.as_deref());
            let session = hand.and_then(|hand| hand.session_showing(trial.branch));
            if let Some(session) = session {
                self.player.pause();
                self.show_played(Place { document: trial.document, session }, trial.shown);
                return;
            }
        }
    }

    /// Undoes the last trial as if its key had never been pressed.
    pub(super) fn forget_trial(&mut self) {
        let Some((trial, before)) = self.views.branches.trials.pop().zip(self.views.branches.before.take()) else {
            return;
        };
        self.player.pause();
        self.change_open(|hand, sessions, place| {
            let tried = hand.branch_of(place.session).filter(|_| place.document == trial.document)?;
            // Where a branch went on, its acts are taken back; one that began there is left out below.
            if let Some(branch) = before.branch(tried) {
                let acts = |hand: &ByHand| hand.tree().branch(tried).map_or(0, |branch| branch.acts.len());
                while branch.acts.len() < acts(hand) {
                    hand.undo(sessions, hand.session_showing(Some(tried))?, false)?;
                }
            }
            let script = hand.script().clone();
            hand.take(sessions, script, before);
            Some(Shows { session: hand.session_showing(trial.branch)?, shown: trial.shown })
        });
    }

    /// Changes what was played by hand in the open document, keeps it, and shows what it leads to.
    fn change_open(&mut self, change: impl FnOnce(&mut ByHand, &mut Vec<Arc<Session>>, Place) -> Option<Shows>) {
        let Some(place) = self.shelf.opened().filter(|_| self.is_by_hand()) else { return };
        let changed = self.shelf.change(place.document, |document| {
            let Document { hand, sessions, origin, .. } = document;
            let hand = hand.as_deref_mut()?;
            let before = hand.tree().clone();
            let shows = change(hand, sessions, place);
            let tree = hand.tree().clone();
            let draft = Draft { origin: origin.clone(), text: hand.script().text().to_owned(), tree };
            Some((shows, (draft.tree != before).then_some(draft)))
        });
        let Some((shows, draft)) = changed.flatten() else { return };
        if let Some(draft) = draft {
            self.drafts.keep(draft);
        }
        if let Some(shows) = shows {
            self.show_played(Place { session: shows.session, ..place }, shows.shown);
        }
    }

    /// Shows a session of the open script with so many of its steps. What the person chose for the session stays.
    fn show_played(&mut self, place: Place, shown: usize) {
        let Some(session) = self.shelf.open(place) else { return };
        let (secrets, eyes) = (self.player.secrets, self.player.eyes());
        self.player = Player::new(session, self.player.generation() + 1);
        self.player.secrets = secrets;
        if let Some(last) = shown.checked_sub(1) {
            self.player.go(Move::To(last));
        }
        self.player.look(eyes);
        self.views.line.faults = None; // Branches are played on the line of their script.
        self.views.subject = None;
        self.views.central = Central::Ladder;
    }

    /// Of another session of the same script as many steps are shown as of the one before.
    pub(super) fn show_neighbour(&mut self, place: Place) {
        let same = self.shelf.opened().is_some_and(|open| open.document == place.document);
        let shown = self.player.ends_cursor().0;
        if same && self.is_by_hand() {
            self.show_played(place, shown);
        } else {
            self.show_session(place);
        }
    }

    /// In the empty session nothing is to be replayed: it waits at its end.
    pub(super) fn wait_at_the_end(&mut self) {
        self.player.go(Move::Last);
        self.views.command_line.focus = true;
    }

    /// Whether the open document can be played by hand.
    pub(super) fn is_by_hand(&self) -> bool {
        self.shelf.open_document().is_some_and(|document| document.hand.is_some())
    }

    /// The branch that is open; `None` if it is the script itself.
    pub(super) fn open_branch(&self) -> Option<BranchId> {
        let place = self.shelf.opened()?;
        self.shelf.open_document()?.hand.as_ref()?.branch_of(place.session)
    }

    /// The client that acts: the one that was chosen, or the one that did something last.
    fn acting_client(&self) -> usize {
        let chosen = self.views.command_line.client;
        let Some(hand) = self.shelf.open_document().and_then(|document| document.hand.as_deref()) else { return 0 };
        let session = self.shelf.opened().map_or(0, |place| place.session);
        let (shown, _) = hand.fork(session, self.player.ends_cursor().0);
        let clients = hand.clients(session).len();
        let timeline = &self.player.ends().timeline;
        chosen.filter(|client| *client < clients).unwrap_or_else(|| hand.acting(timeline, Cursor(shown).0))
    }

    fn save_branch(&mut self, ctx: &egui::Context) {
        let Some(place) = self.shelf.opened() else { return };
        let hand = self.shelf.open_document().and_then(|document| document.hand.clone());
        let Some(hand) = hand.filter(|_| self.open_branch().is_some()) else { return };
        let title = self.words.get("do-hand-save");
        let number = self.player.session().number;
        let name = format!("branch-{number}.ron");
        self.jobs.save_made(ctx, title, name, move || Ok(hand.saved(place.session).unwrap_or_default().into_bytes()));
    }

    /// Gives a document that comes onto the shelf its branches of an earlier run. Only they need the script that
    /// they leave: without any the script is as it is now.
    pub(super) fn take_drafts(&mut self, document: &mut Document) {
        if document.origin == Origin::Editor {
            return; // What is edited is another script each time.
        }
        let Some(hand) = document.hand.as_deref_mut() else { return };
        let Some(draft) = self.drafts.of(&document.origin).filter(|draft| !draft.tree.is_blank()) else { return };
        let changed = draft.text != hand.script().text();
        let (script, tree) = match (changed, draft.tree.is_empty()) {
            (false, _) => (Ok(hand.script().clone()), draft.tree.clone()),
            (true, true) => (Ok(hand.script().clone()), draft.tree.only_typed()),
            (true, false) => (Script::parse("draft", &draft.text), draft.tree.clone()),
        };
        match script {
            Ok(script) => {
                if script.text() != hand.script().text() {
                    let subject = document.title.get(self.prefs.language).to_owned();
                    let text = in_each_language(|words| words.get("hand-changed"));
                    self.notices.add(Notice { subject, text });
                }
                hand.take(&mut document.sessions, script, tree);
            }
            Err(error) => {
                let text = Title::same(&error.to_string());
                let subject = document.title.get(self.prefs.language).to_owned();
                self.notices.add(Notice { subject, text });
            }
        }
        self.shelf.drafted.remove(&document.origin);
    }

    /// Takes what was typed in an earlier run.
    pub fn restore(&mut self, drafts: Drafts) {
        self.shelf.drafted =
            drafts.counts().filter(|(_, count)| 0 < *count).map(|(origin, count)| (origin.clone(), count)).collect();
        self.drafts = drafts;
    }
}
