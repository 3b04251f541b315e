//! What is done with the server of the window: wishes about it, and what it tells.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::App;
use crate::session::ConnectionId;
use crate::session::cursor::Move;
use crate::source::serve::StartError;
use crate::teach::Words;
use crate::ui::command::Call;
use crate::ui::command::Live;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::live::DEFAULT_PORT;
use crate::ui::live::News;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::open::of_recorded;
use crate::ui::shelf::Place;

/// What is kept of a server: sessions, and octets that were said in them.
const MAX_KEPT: (usize, u64) = (1000, 256 << 20);

impl App {
    pub(super) fn obey_live(&mut self, ctx: &egui::Context, wish: Live) {
        match wish {
            Live::Start if self.live.about().is_some() => (),
            Live::Start => self.start_live(ctx),
            Live::Stop => {
                let news = self.live.stop();
                self.take_news(news);
                self.views.live.edited.clear();
            }
            Live::Hold => {
                self.live.hold(!self.live.holds());
                self.views.live.edited.clear(); // It was typed for replies that are gone.
            }
            Live::Release(id) => self.release(id, None),
            Live::Change(id, octets) => self.release(id, Some(octets)),
            Live::Copy(text) => ctx.copy_text(text),
            Live::Call(wish) => self.obey_call(ctx, wish),
            Live::Show(number) => self.show_live(number),
        }
    }

    fn show_live(&mut self, number: u64) {
        let place = self.live_document().and_then(|document| {
            let sessions = &self.shelf.documents().get(document)?.sessions;
            let session = sessions.binary_search_by_key(&number, |session| session.number).ok()?;
            Some(Place { document, session })
        });
        if let Some(place) = place {
            self.show_session(place);
        }
    }

    fn release(&mut self, id: ConnectionId, replacement: Option<Vec<u8>>) {
        self.views.live.edited.retain(|(other, _), _| *other != id);
        self.live.release(id, replacement);
    }

    fn start_live(&mut self, ctx: &egui::Context) {
        let Some(choice) = self.views.live.choice() else {
            self.tell_of_live(&|words| words.get("live-bad-port"));
            return;
        };
        match self.live.start(&choice, ctx) {
            Ok(()) => {
                let port = self.live.about().map_or(choice.port, |about| about.address.port());
                if choice.port == DEFAULT_PORT && port != choice.port {
                    let port = port.to_string();
                    self.tell_of_live(&|words| words.format("live-other-port", &[("port", (&port).into())]));
                }
            }
            Err(StartError::Listen { address, error }) if error.kind() == ErrorKind::AddrInUse => {
                let port = address.port().to_string();
                self.tell_of_live(&|words| words.format("live-port-taken", &[("port", (&port).into())]));
            }
            Err(error) => {
                let detail = error.to_string();
                self.tell_of_live(&|words| words.format("live-failed", &[("detail", (&detail).into())]));
            }
        }
    }

    pub(super) fn tell_of_live(&mut self, tell: &dyn Fn(&Words) -> String) {
        let subject = self.words.get("live-title");
        self.notices.add(Notice { subject, text: in_each_language(tell) });
    }

    /// Takes what the server told since the last frame.
    pub(super) fn take_live(&mut self, ctx: &egui::Context) {
        let news = self.live.news(ctx.input(|input| input.time));
        if let Some(wait) = news.wait {
            ctx.request_repaint_after(Duration::from_secs_f64(wait));
        }
        self.take_news(news);
        if self.live.call().is_some_and(|call| call.untrusted().is_some() && !self.views.call.doubted) {
            self.views.call.doubted = true;
            self.obey_call(ctx, Call::Form);
        }
        self.call_on();
    }

    fn take_news(&mut self, news: News) {
        for detail in news.troubles {
            self.tell_of_live(&|words| words.format("live-trouble", &[("detail", (&detail).into())]));
        }
        for number in news.left {
            let number = (number + 1).to_string();
            self.tell_of_live(&|words| words.format("live-left", &[("number", (&number).into())]));
        }
        let mut left_out = news.left_out;
        for (recorded, is_over) in news.sessions {
            let session = self.named_call(of_recorded(recorded));
            if !self.take_session(Arc::new(session)) && is_over {
                left_out += 1;
            }
        }
        if let Some(number) = news.called {
            self.show_live(number);
            self.views.call.focus = true;
        }
        if 0 < left_out {
            self.views.live.left_out += left_out;
            let count = self.views.live.left_out;
            let remark = in_each_language(|words| words.format("live-left-out", &[("count", count.into())]));
            let document = self.document_to_fill();
            self.shelf.change(document, |document| document.remarks = vec![remark]);
        }
    }

    fn live_document(&self) -> Option<usize> {
        self.shelf.documents().iter().position(|document| document.origin == Origin::Live)
    }

    fn document_to_fill(&mut self) -> usize {
        self.live_document().unwrap_or_else(|| {
            self.views.live.left_out = 0;
            let title = in_each_language(|words| words.get("central-live"));
            self.shelf.put(Document::new(title, Origin::Live, Vec::new()))
        })
    }

    /// Puts a session where it was, or beside the others if there is room. Whoever looks at its end sees it grow.
    fn take_session(&mut self, session: Arc<Session>) -> bool {
        let document = self.document_to_fill();
        let opened = self.shelf.opened();
        let new = session.clone();
        let placed = self.shelf.change(document, |document| {
            let sessions = &mut document.sessions;
            match sessions.binary_search_by_key(&new.number, |session| session.number) {
                Ok(place) => {
                    sessions[place] = new;
                    Some((place, false))
                }
                Err(place) if has_room(sessions, &new) => {
                    sessions.insert(place, new);
                    Some((place, true))
                }
                Err(_) => None,
            }
        });
        let Some((place, is_new)) = placed.flatten() else { return false };
        if let Some(here) = opened.filter(|here| here.document == document) {
            if is_new && place <= here.session {
                self.shelf.open(Place { session: here.session + 1, ..here });
            } else if place == here.session {
                self.player.replace(session);
            }
        }
        true
    }

    /// Goes to the end of a session that has not ended.
    pub(super) fn follow_live(&mut self) {
        let is_live = self.shelf.open_document().is_some_and(|document| document.origin == Origin::Live);
        if is_live && self.live.goes_on(self.player.session().number) {
            self.player.go(Move::Last);
        }
    }
}

fn has_room(sessions: &[Arc<Session>], new: &Arc<Session>) -> bool {
    let octets = |session: &Arc<Session>| session.row.as_ref().map_or(0, |row| row.client_octets + row.server_octets);
    let kept: u64 = sessions.iter().map(octets).sum();
    sessions.len() < MAX_KEPT.0 && kept + octets(new) <= MAX_KEPT.1
}
