//! What is done for each wish. Nothing changes but here, and never while painting.

use std::sync::Arc;

use eframe::egui;
use eframe::egui::ViewportCommand;

use super::App;
use super::Request;
use super::nothing;
use crate::session::cursor::Move;
use crate::source::Faults;
use crate::source::branch::Script;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::command::Playback;
use crate::ui::command::UiCommand;
use crate::ui::document;
use crate::ui::document::Origin;
use crate::ui::link::Link;
use crate::ui::motion::BY_HAND;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::player::Eyes;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::room::Pane;
use crate::ui::save::Saving;
use crate::ui::save::What;
use crate::ui::sheet::Printing;
use crate::ui::sheet::Sheet;
use crate::ui::shelf::Place;
use crate::ui::text;
use crate::ui::views::stream;
use crate::ui::views::transcript;

/// Octets of a session that go onto the clipboard at most; more of them are saved as a file.
const MAX_COPIED: usize = 16 * 1024 * 1024;

impl App {
    pub(super) fn obey(&mut self, ctx: &egui::Context, wish: UiCommand) {
        // Whoever has chosen a way is not in need of the welcome any more.
        let chosen = matches!(
            wish,
            UiCommand::Library(_)
                | UiCommand::Learn(_)
                | UiCommand::Hand(_)
                | UiCommand::Edit(_)
                | UiCommand::View(command::View::Central(_))
        );
        if chosen && self.views.overlay == Some(Overlay::Welcome) {
            self.views.overlay = None;
        }
        match wish {
            UiCommand::Cursor(wish) => {
                self.views.central = Central::Ladder;
                self.player.pause();
                let now = ctx.input(|input| input.time);
                self.player.go_at(self.onward(wish), now, BY_HAND);
                self.views.subject = None;
            }
            UiCommand::Playback(wish) => self.obey_playback(ctx, wish),
            UiCommand::Library(wish) => {
                self.views.pane = Pane::Session;
                self.obey_library(ctx, wish);
            }
            UiCommand::Session(wish) => self.obey_session(ctx, wish),
            UiCommand::Line(wish) => self.obey_line(ctx, *wish),
            UiCommand::Mail(wish) => self.obey_mail(ctx, wish),
            UiCommand::Learn(wish) => self.obey_learn(ctx, wish),
            UiCommand::Hand(wish) => self.obey_hand(ctx, wish),
            UiCommand::Compare(wish) => self.obey_compare(ctx, wish),
            UiCommand::Live(wish) => self.obey_live(ctx, wish),
            UiCommand::Edit(wish) => self.obey_edit(ctx, wish),
            UiCommand::View(wish) => self.obey_view(ctx, wish),
            UiCommand::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    pub(super) fn obey_playback(&mut self, ctx: &egui::Context, wish: Playback) {
        match wish {
            Playback::Toggle if self.player.is_playing() => self.player.pause(),
            Playback::Toggle => {
                self.views.central = Central::Ladder;
                self.player.play(ctx.input(|input| input.time));
            }
            Playback::Slower => self.prefs.speed = self.prefs.speed.slower(),
            Playback::Faster => self.prefs.speed = self.prefs.speed.faster(),
            Playback::TrueTimes => self.prefs.true_times ^= true,
        }
    }

    fn obey_library(&mut self, ctx: &egui::Context, wish: command::Library) {
        use command::Library;
        match wish {
            Library::Ask => {
                let [title, filter, all] = ["choose-title", "choose-filter", "choose-all"].map(|id| self.words.get(id));
                self.jobs.ask_for_files(ctx, title, filter, all);
            }
            Library::Open(files) => {
                let on_panic = in_each_language(|words| words.get("internal-error"));
                self.jobs.sort_files(ctx, on_panic, files);
            }
            Library::AskKeyLog => {
                let [title, filter, all] =
                    ["key-log-title", "key-log-filter", "choose-all"].map(|id| self.words.get(id));
                self.jobs.ask_for_key_log(ctx, title, filter, all);
            }
            Library::KeyLog(path) => self.open_key_log(ctx, path),
            Library::Lesson(lesson) => self.open_lesson(ctx, lesson),
            Library::Show { document, session } => self.show_neighbour(Place { document, session }),
            Library::Document(document) => self.show_document(document),
            Library::Filter(filter) => {
                self.views.sessions.set_filter(filter);
                self.obey_view(ctx, command::View::Central(Central::Sessions));
            }
            Library::TreatAsPop3 { document, port } => self.treat_as_pop3(ctx, document, port),
            Library::Close(document) => {
                self.stop_reading(document);
                self.shelf.close(document);
                if self.shelf.opened().is_none() {
                    self.player = Player::new(nothing(), self.player.generation() + 1);
                    self.open_lesson(ctx, 0);
                }
            }
            Library::ForgetRecent => self.recent.clear(),
            Library::Cancel(job) => self.jobs.cancel(job),
            Library::PreviousSession | Library::NextSession => {
                if let Some(place) = self.neighbour(wish == Library::NextSession) {
                    self.show_neighbour(place);
                }
            }
        }
    }

    /// The session before or behind the open one: in the order of the table, if the table shows it.
    fn neighbour(&self, forward: bool) -> Option<Place> {
        let here = self.shelf.opened()?;
        let in_table = self.shelf.open_document().and_then(|document| {
            let session = self.views.sessions.neighbour(document, here.session, forward)?;
            Some(Place { session, ..here })
        });
        in_table.or_else(|| self.shelf.neighbour(forward))
    }

    /// Reads a capture again, with one more port of servers that speak POP3.
    fn treat_as_pop3(&mut self, ctx: &egui::Context, document: usize, port: u16) {
        let Some(opened) = self.shelf.documents().get(document) else { return };
        let Some(capture) = &opened.capture else { return };
        let (origin, mut options) = (opened.origin.clone(), (*capture.options).clone());
        options.pop3_ports.insert(port);
        self.start_loading(ctx, Request { origin, options, key_log: None }, true);
    }

    fn obey_session(&mut self, ctx: &egui::Context, wish: command::Session) {
        use command::Session;
        match wish {
            Session::ToggleSecrets => {
                self.player.secrets = match self.player.secrets {
                    Secrets::Masked => Secrets::Shown,
                    Secrets::Shown => Secrets::Masked,
                };
            }
            Session::ToggleEyes => {
                let eyes = match self.player.eyes() {
                    Eyes::Ends => Eyes::Wire,
                    Eyes::Wire => Eyes::Ends,
                };
                self.player.look(eyes);
                self.views.ladder.forget();
                self.views.subject = None;
            }
            Session::ToggleSegments => self.views.ladder.toggle_segments(),
            Session::ToggleLine => {
                if self.views.line.open || self.script().is_some() {
                    self.views.line.open ^= true;
                }
            }
            // Where it leads to is what somebody predicts.
            Session::NextFinding | Session::PreviousFinding if self.riddles().is_some() => (),
            Session::NextFinding | Session::PreviousFinding => {
                let (here, remarks) = (self.player.cursor().step(), self.player.session().remarks());
                let target = if wish == Session::NextFinding { remarks.next(here) } else { remarks.previous(here) };
                if let Some(step) = target {
                    self.obey(ctx, UiCommand::Cursor(Move::To(step)));
                }
            }
            Session::ToggleFold(step) => self.views.ladder.toggle(step),
            Session::UnfoldAll => self.views.ladder.unfold_all(self.player.session()),
            Session::FoldAll => self.views.ladder.fold_all(),
            Session::CopyStream => {
                let (form, secrets) = (self.views.stream.form, self.player.secrets);
                if self.said_octets() <= MAX_COPIED {
                    ctx.copy_text(stream::lines::text(self.player.session(), form, secrets, &self.words));
                } else {
                    let subject = self.words.get("do-copy-stream");
                    self.notices.add(Notice { subject, text: in_each_language(|words| words.get("stream-too-long")) });
                }
            }
            Session::SaveStream => {
                let (session, secrets) = (self.player.session().clone(), self.player.secrets);
                let (form, language) = (self.views.stream.form, self.prefs.language);
                let name = format!("session-{}.txt", session.number + 1);
                let title = self.words.get("do-save-stream");
                self.jobs.save_made(ctx, title, name, move || {
                    Ok(stream::lines::text(&session, form, secrets, &text::words(language)).into_bytes())
                });
            }
            Session::Save(sheet) => self.save_sheet(ctx, sheet),
            Session::CopyLink => {
                let Some(origin) = self.shelf.open_document().map(|document| document.origin.clone()) else { return };
                let word = if origin == Origin::Live { "live-no-link" } else { "no-link" };
                let session = self.player.session().number;
                if let Some(link) = (Link { origin, session, cursor: self.player.ends_cursor() }).written() {
                    ctx.copy_text(link);
                } else {
                    let subject = self.words.get("do-copy-link");
                    self.notices.add(Notice { subject, text: in_each_language(|words| words.get(word)) });
                }
            }
            Session::SaveMails => {
                let title = self.words.get("do-save-mails");
                self.jobs.ask_where_to_save_mails(ctx, title, self.player.session().clone());
            }
            Session::CopyTranscript => ctx.copy_text(transcript::text(&self.player, &self.words)),
        }
    }

    /// The script of the open session, if it is the script's own and not a branch of it.
    pub(in crate::ui) fn script(&self) -> Option<&Script> {
        let place = self.shelf.opened().filter(|place| place.session == 0)?;
        Some(self.shelf.documents().get(place.document)?.hand.as_ref()?.script())
    }

    /// Whether the open session is seen by its ends, on its own line: only such a one can be played on by hand.
    pub(in crate::ui) fn plays_as_written(&self) -> bool {
        self.player.eyes() == Eyes::Ends && self.views.line.faults.is_none()
    }

    /// Plays the scenario of the open session anew: it takes no longer than a frame.
    fn obey_line(&mut self, ctx: &egui::Context, wish: command::Line) {
        let Some(script) = self.script().cloned() else { return };
        let faults = match wish {
            command::Line::Copy => {
                let faults = self.views.line.faults.clone().unwrap_or_else(|| Faults::of(script.scenario()));
                ctx.copy_text(faults.text());
                return;
            }
            command::Line::Set(faults) => Some(faults),
            command::Line::Reset => None,
        };
        let written = self.shelf.open_document().and_then(|document| document.sessions.first().cloned());
        let played = faults.as_ref().map(|faults| {
            let label = self.player.session().label.clone();
            Arc::new(document::Session::new(label, faults.play(script.scenario())))
        });
        let Some(session) = played.or(written) else { return };
        self.player.replace(session);
        self.views.ladder.forget();
        self.views.subject = None;
        self.views.line.faults = faults;
    }

    fn obey_mail(&mut self, ctx: &egui::Context, wish: command::Mail) {
        use command::Mail;
        match wish {
            Mail::View(view) => {
                self.views.message.view = view;
                self.obey_view(ctx, command::View::Tab(command::Tab::Message));
            }
            Mail::RawFields => self.views.message.raw_fields ^= true,
            Mail::More => self.views.message.show_more(),
            Mail::SaveMessage => self.save(ctx, What::Message),
            Mail::SavePart(part) => self.save(ctx, What::Part(part)),
            Mail::SaveAll => self.save(ctx, What::All),
        }
    }

    /// Puts the open session on paper.
    fn save_sheet(&mut self, ctx: &egui::Context, sheet: Sheet) {
        let Some(document) = self.shelf.open_document() else { return };
        // A capture has what was really on the line, whoever looks.
        let session = if sheet == Sheet::Pcapng { self.player.ends() } else { self.player.session() }.clone();
        let name = document.origin.stem();
        let name = match session.number {
            0 => format!("{name}.{}", sheet.extension()),
            number => format!("{name}-{}.{}", number + 1, sheet.extension()),
        };
        let printing = Printing {
            sheet,
            title: document.title.clone(),
            language: self.prefs.language,
            secrets: self.player.secrets,
            cursor: self.player.cursor(),
        };
        let title = self.words.get(sheet.word());
        self.jobs.save_made(ctx, title, name, move || printing.print(&session));
    }

    fn save(&mut self, ctx: &egui::Context, what: What) {
        let session = self.player.session().number;
        if let Some(letter) = self.views.message.letter().cloned() {
            let title = self.words.get(if what == What::All { "save-folder-title" } else { "save-title" });
            self.jobs.ask_where_to_save(ctx, title, Saving { letter, what, session });
        }
    }

    /// How many octets were said in the open session.
    fn said_octets(&self) -> usize {
        self.player.session().timeline.steps().iter().filter_map(|step| step.said()).map(|said| said.raw.len()).sum()
    }
}
