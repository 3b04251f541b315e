//! What is done with a connection to a server of the user's own choice.

use std::sync::Arc;

use eframe::egui;

use super::App;
use super::nothing;
use crate::proto::secret::hidden;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::source::connect::Target;
use crate::source::connect::Trust;
use crate::source::connect::Verdict;
use crate::source::connect::challenge;
use crate::source::connect::client_of_lesson;
use crate::source::connect::gives_password_away;
use crate::source::connect::is_waiting;
use crate::source::connect::stays_here;
use crate::ui::call;
use crate::ui::call::Role;
use crate::ui::call::Standing;
use crate::ui::command::Call;
use crate::ui::command::Central;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::icons;
use crate::ui::views::call::Model;
use crate::ui::views::call::state::Incomplete;
use crate::ui::views::live::Half;

impl App {
    pub(super) fn obey_call(&mut self, ctx: &egui::Context, wish: Call) {
        match wish {
            Call::Form => {
                self.views.central = Central::Live;
                self.views.live.half = Half::Connect;
            }
            Call::Connect => match self.views.call.target() {
                Ok(target) => self.call(ctx, target),
                Err(why) => self.tell_of_call(why),
            },
            Call::Trust => {
                let call = self.live.call();
                let target = call.and_then(|call| Some((call.target.clone(), call.untrusted()?.fingerprint)));
                if let Some((target, fingerprint)) = target {
                    self.call(ctx, Target { trust: Trust::Fingerprint(fingerprint), ..target });
                }
            }
            Call::Disconnect => {
                if let Some(call) = self.live.call_mut() {
                    call.end();
                }
            }
            Call::Write(line) => self.views.call.write(&line),
            Call::Say => self.say(false),
            Call::SayAnyway => self.say(true),
            Call::Lesson(name) => {
                let role = client_of_lesson(&name);
                let role = role.map(|dial| Role { lesson: name, dial, alone: false, verdict: Verdict::Waiting });
                if let Some(call) = self.live.call_mut() {
                    call.role = role;
                }
            }
            Call::NoLesson => self.change_role(|role| *role = None),
            Call::Next => {
                let session = self.call_recorded();
                if let Some(call) = self.live.call_mut() {
                    call.advance(&session.timeline);
                }
            }
            Call::Alone => self.change_role(|role| {
                if let Some(role) = role {
                    role.alone ^= true;
                    if let Verdict::Unexpected { .. } = role.verdict {
                        role.dial.accept(); // Who goes on all the same has seen it.
                    }
                }
            }),
            Call::Skip => self.change_role(|role| {
                if let Some(role) = role {
                    role.dial.skip();
                }
            }),
        }
    }

    fn change_role(&mut self, change: impl FnOnce(&mut Option<Role>)) {
        if let Some(call) = self.live.call_mut() {
            change(&mut call.role);
        }
    }

    fn call(&mut self, ctx: &egui::Context, target: Target) {
        if self.live.call().is_some_and(|call| !call.is_over()) {
            return;
        }
        self.views.call.forget();
        if let Err(error) = self.live.start_call(target, ctx) {
            let detail = error.to_string();
            self.tell_of_live(&|words| words.format("call-system", &[("detail", (&detail).into())]));
        }
    }

    fn tell_of_call(&mut self, why: Incomplete) {
        use crate::source::connect::AddressError;
        let word = match why {
            Incomplete::Security => "call-choose-tls",
            Incomplete::Address(AddressError::Empty) => "call-no-host",
            Incomplete::Address(AddressError::OtherScheme) => "call-other-scheme",
            Incomplete::Address(AddressError::Wrong(error)) => {
                let detail = error.to_string();
                return self.tell_of_live(&|words| words.format("call-bad-address", &[("detail", (&detail).into())]));
            }
        };
        self.tell_of_live(&|words| words.get(word));
    }

    /// Says the line that was typed. A password that others could hear is said only by somebody who was warned.
    fn say(&mut self, knowingly: bool) {
        let session = self.call_recorded();
        let timeline = &session.timeline;
        let line = self.views.call.text.clone();
        let Some(call) = self.live.call().filter(|call| call.standing() == Standing::Open) else { return };
        let heard_by_others = !call.is_covered() && !call.server().is_some_and(|address| stays_here(address.ip()));
        let gives_away = gives_password_away(line.as_bytes(), timeline);
        if heard_by_others && gives_away && !knowingly {
            self.views.call.warned = true;
            self.views.call.focus = true;
            return;
        }
        if call::is_stls(line.as_bytes()) && is_waiting(timeline) {
            self.views.call.refused = Some("call-stls-waits");
            return;
        }
        call.say(format!("{line}\r\n").as_bytes());
        let has_secret = gives_away || challenge(timeline).is_some() || hidden(line.as_bytes()).is_some();
        self.views.call.clear(has_secret);
    }

    /// Lets the client of a lesson go on that speaks alone, as long as it hears what it should.
    pub(super) fn call_on(&mut self) {
        if self.live.call().is_none_or(|call| call.role.is_none()) {
            return;
        }
        let session = self.call_recorded();
        let timeline = &session.timeline;
        let Some(call) = self.live.call_mut() else { return };
        let open = call.standing() == Standing::Open;
        let Some(role) = &mut call.role else { return };
        role.verdict = role.dial.verdict(timeline);
        let (made, all) = role.dial.progress();
        match role.verdict {
            Verdict::AsExpected if role.alone && open && made < all => call.advance(timeline),
            Verdict::AsExpected => role.alone &= open && made < all,
            Verdict::Unexpected { .. } => role.alone = false,
            Verdict::Waiting => role.alone &= open,
        }
    }

    /// A session of our own connection is called after the server, as all others are after their clients.
    pub(super) fn named_call(&self, session: Session) -> Session {
        let Some(call) = self.live.call().filter(|call| call.number == Some(session.number)) else { return session };
        let end = session.timeline.snapshot(Cursor(usize::MAX));
        let user = end.session(ConnectionId(0)).and_then(|session| session.user.clone());
        let user = user.map(|user| format!("{user} {} ", icons::DOT)).unwrap_or_default();
        let (number, target) = (session.number, &call.target);
        let [_, arrow, ..] = icons::ARROW_KEYS;
        let label = format!("{}. {user}{arrow} {}:{}", number + 1, target.host, target.port);
        session.named(number, Title::same(&label))
    }

    /// What was recorded of the connection.
    fn call_recorded(&self) -> Arc<Session> {
        self.call_session().cloned().unwrap_or_else(nothing)
    }

    fn call_session(&self) -> Option<&Arc<Session>> {
        let number = self.live.call()?.number?;
        let document = self.shelf.documents().iter().find(|document| document.origin == Origin::Live)?;
        let place = document.sessions.binary_search_by_key(&number, |session| session.number).ok()?;
        document.sessions.get(place)
    }

    /// What is shown of the connection.
    pub(in crate::ui) fn call_model(&self) -> Model {
        let nothing = Timeline::default();
        let timeline = self.call_session().map_or(&nothing, |session| &session.timeline);
        Model::new(self.live.call(), timeline, self.views.call.user().as_deref(), &self.words)
    }

    /// Whether the session of the connection is open in the window.
    pub(in crate::ui) fn call_is_shown(&self) -> bool {
        let is_live = self.shelf.open_document().is_some_and(|document| document.origin == Origin::Live);
        let number = self.live.call().and_then(|call| call.number);
        is_live && number == Some(self.player.session().number)
    }
}
