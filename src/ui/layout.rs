//! Where each view stands in the window.

mod learn;

use eframe::egui;
use eframe::egui::CentralPanel;
use eframe::egui::Frame;
use eframe::egui::Margin;
use eframe::egui::Panel;

use crate::session::snapshot::Stage;
use crate::ui::App;
use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::command::Tab;
use crate::ui::editor;
use crate::ui::prefs::Prefs;
use crate::ui::room;
use crate::ui::room::LOWER;
use crate::ui::room::Pane;
use crate::ui::room::Room;
use crate::ui::theme;
use crate::ui::views::branches;
use crate::ui::views::bytes;
use crate::ui::views::call;
use crate::ui::views::central;
use crate::ui::views::command_line;
use crate::ui::views::compare;
use crate::ui::views::eve;
use crate::ui::views::exchanges;
use crate::ui::views::findings;
use crate::ui::views::keys;
use crate::ui::views::ladder;
use crate::ui::views::library;
use crate::ui::views::line;
use crate::ui::views::live;
use crate::ui::views::lower;
use crate::ui::views::mailboxes;
use crate::ui::views::maildrop;
use crate::ui::views::menu;
use crate::ui::views::message;
use crate::ui::views::notices;
use crate::ui::views::packets;
use crate::ui::views::palette;
use crate::ui::views::sessions;
use crate::ui::views::state_diagram;
use crate::ui::views::stream;
use crate::ui::views::summary;
use crate::ui::views::toast;
use crate::ui::views::transcript;
use crate::ui::views::transport;
use crate::ui::views::welcome;
use crate::ui::views::why;
use crate::ui::widgets::focus;
use crate::ui::widgets::section::empty_ui;
use crate::ui::widgets::section::section_ui;

/// Diagram and maildrop one below the other, where they are scrolled.
const SIDE_HEIGHT: f32 = 640.0;

impl App {
    /// Paints the whole window. Nothing changes but the outbox and what views keep for themselves.
    pub(super) fn paint(&mut self, ui: &mut egui::Ui) {
        if self.views.presenter.on {
            self.present_ui(ui);
        } else {
            self.desk_ui(ui);
        }
        match self.views.overlay {
            Some(Overlay::Keys) => keys::keys_ui(ui, &self.words, &mut self.outbox),
            Some(Overlay::About) => keys::about_ui(ui, &self.words, &mut self.outbox),
            Some(Overlay::Welcome) => {
                let model = welcome::Model::new(&self.progress, &self.shelf, &self.words);
                welcome::over_ui(ui, &model, &self.words, &mut self.outbox);
            }
            Some(Overlay::Rename) => {
                branches::rename_ui(ui, &mut self.views.branches, &self.words, &mut self.outbox);
            }
            Some(Overlay::Palette) => {
                palette::ui(ui, &mut self.views.palette, &self.shelf, &self.words, &mut self.outbox);
            }
            None => (),
        }
        if let Some(toast) = &self.toast {
            toast::ui(ui, toast);
        }
        self.drop_target_ui(ui);
        focus::ring_ui(ui.ctx());
    }

    /// The window as somebody sees it who sits before it.
    fn desk_ui(&mut self, ui: &mut egui::Ui) {
        self.bars_ui(ui);
        let room = Room::here(ui.ctx());
        if room == Room::Compact {
            self.compact_ui(ui);
            return;
        }
        let shown = self.prefs.shown.fitting(ui.ctx().content_rect().width());
        // What is about one session makes room for what is about all of them.
        let replaying = self.views.central == Central::Ladder;
        if shown.side && replaying {
            self.side_ui(ui);
        }
        if shown.lower && replaying {
            self.lower_ui(ui);
        }
        if shown.library {
            self.library_ui(ui);
        }
        self.central_ui(ui);
        if let Some(script) = self.script().cloned() {
            line::ui(ui, &script, &mut self.views.line, &self.words, &mut self.outbox);
        }
    }

    /// The window where there is no room for views side by side: one at a time.
    fn compact_ui(&mut self, ui: &mut egui::Ui) {
        let replaying = self.views.central == Central::Ladder;
        if replaying {
            let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 3));
            Panel::top("panes").frame(frame).show(ui, |ui| {
                room::panes_ui(ui, self.views.pane, self.views.tab, &self.words, &mut self.outbox);
            });
        }
        let frame = panel_frame(ui);
        match self.views.pane {
            Pane::Library if replaying => {
                CentralPanel::default().frame(frame).show(ui, |ui| self.library_content_ui(ui));
            }
            Pane::Side if replaying => {
                CentralPanel::default().frame(frame).show(ui, |ui| {
                    egui::ScrollArea::vertical().id_salt("side").auto_shrink(false).show(ui, |ui| {
                        ui.set_min_height(SIDE_HEIGHT);
                        self.side_content_ui(ui);
                    });
                });
            }
            Pane::Lower if replaying => {
                CentralPanel::default().frame(frame).show(ui, |ui| self.lower_content_ui(ui));
            }
            Pane::Hand if replaying => {
                Panel::bottom("typing").resizable(false).frame(hand_frame(ui)).show(ui, |ui| self.hand_ui(ui));
                CentralPanel::default().frame(frame).show(ui, |ui| {
                    let model = self.views.transcript.model(&self.player, &self.words);
                    transcript::ui(ui, model, &self.words, &mut self.outbox);
                });
            }
            Pane::Session | Pane::Library | Pane::Side | Pane::Lower | Pane::Hand => self.central_ui(ui),
        }
        if let Some(script) = self.script().cloned() {
            line::ui(ui, &script, &mut self.views.line, &self.words, &mut self.outbox);
        }
    }

    fn bars_ui(&mut self, ui: &mut egui::Ui) {
        let frame = Frame::side_top_panel(ui.style());
        Panel::top("menu").frame(frame.inner_margin(Margin::symmetric(8, 3))).show(ui, |ui| {
            let dark = ui.visuals().dark_mode;
            let shown = self.prefs.shown.fitting(ui.ctx().content_rect().width());
            let prefs = Prefs { shown, ..self.prefs };
            let mut model =
                menu::Model::new(&self.player, &self.shelf, prefs, (self.views.central, self.views.tab), dark);
            if self.riddles().is_some() {
                model.can_find = (false, false);
            }
            menu::ui(ui, &model, self.recent.files(), &self.words, &mut self.outbox);
        });
        if self.views.central == Central::Ladder {
            Panel::top("transport").frame(frame.inner_margin(Margin::symmetric(8, 6))).show(ui, |ui| {
                let blind = self.riddles().is_some();
                let model = transport::Model { blind, ..transport::Model::new(&self.player, self.prefs.speed) };
                transport::ui(ui, &model, self.player.session(), &self.words, &mut self.outbox);
            });
        }
        if !self.notices.list().is_empty() {
            Panel::top("notices").frame(frame.inner_margin(Margin::same(6))).show(ui, |ui| {
                notices::ui(ui, self.notices.list(), &self.words, &mut self.outbox);
            });
        }
    }

    fn library_ui(&mut self, ui: &mut egui::Ui) {
        let panel = Panel::left("library").resizable(true).default_size(self.prefs.library_width);
        let panel = panel.size_range(150.0..=420.0).frame(panel_frame(ui));
        let response = panel.show(ui, |ui| {
            ui.take_available_space();
            self.library_content_ui(ui);
        });
        self.prefs.library_width = response.response.rect.width();
    }

    fn library_content_ui(&mut self, ui: &mut egui::Ui) {
        let (jobs, found) = self.views.library.read(&self.shelf, self.jobs.running(), &self.words);
        library::ui(ui, (&jobs, &found), &mut self.views.library, &self.words, &mut self.outbox);
    }

    fn side_ui(&mut self, ui: &mut egui::Ui) {
        let panel = Panel::right("side").resizable(true).default_size(self.prefs.side_width);
        let panel = panel.size_range(330.0..=640.0).frame(panel_frame(ui));
        let response = panel.show(ui, |ui| {
            ui.take_available_space();
            self.side_content_ui(ui);
        });
        self.prefs.side_width = response.response.rect.width();
    }

    fn side_content_ui(&mut self, ui: &mut egui::Ui) {
        let model = state_diagram::Model::new(&self.player, self.views.subject);
        let lit = self.moment(ui.ctx()).lit;
        let whose = model.whose.clone().unwrap_or_default();
        let mut remark = whose.clone();
        if model.stage == Some(Stage::Unknown) {
            remark = self.words.get("state-unknown");
        }
        section_ui(ui, &self.words.get("diagram"), &remark);
        ui.add_space(4.0);
        state_diagram::ui(ui, &model, &self.words, &mut self.outbox);
        ui.separator();
        section_ui(ui, &self.words.get("maildrop"), &whose);
        maildrop::ui(ui, &maildrop::Model { lit, ..maildrop::Model::new(&self.player) }, &self.words);
    }

    fn lower_ui(&mut self, ui: &mut egui::Ui) {
        let room = Room::here(ui.ctx());
        let opened = self.shelf.open_document().map(|document| &document.origin);
        let has_task = self.learning.doing_in(opened).is_some() || self.riddles().is_some();
        let most = room.most_below(ui.ctx().content_rect().height(), has_task);
        // What a low window leaves of it is not what was chosen.
        let name = match (room, has_task) {
            (Room::Wide, _) => "lower",
            (Room::Compact | Room::Low, false) => "lower in a low window",
            (Room::Compact | Room::Low, true) => "lower below a task",
        };
        let panel = Panel::bottom(name).resizable(true).default_size(self.prefs.lower_height.min(most));
        let panel = panel.size_range(LOWER..=most).frame(panel_frame(ui));
        let response = panel.show(ui, |ui| {
            ui.take_available_space();
            self.lower_content_ui(ui);
        });
        if room == Room::Wide {
            self.prefs.lower_height = response.response.rect.height();
        }
    }

    fn lower_content_ui(&mut self, ui: &mut egui::Ui) {
        let blind = self.riddles().is_some();
        let blind_from = self.blind_from();
        let (words, outbox) = (&self.words, &mut self.outbox);
        lower::tabs_ui(ui, self.views.tab, words, outbox);
        match self.views.tab {
            Tab::Findings | Tab::Exchanges if blind => empty_ui(ui, &words.get("predict-hidden")),
            Tab::Why => {
                let blind = blind_from.is_some_and(|from| self.player.cursor().step().is_some_and(|step| from <= step));
                let model = self.views.why.model(&self.player, self.views.subject, words);
                why::ui(ui, model, blind, &self.shelf, words, outbox);
            }
            Tab::Bytes => {
                let hand = self.shelf.open_document().and_then(|document| document.hand.as_deref());
                let accounts = hand.map(|hand| hand.script().accounts()).unwrap_or_default();
                self.views.bytes.read(&self.player, &accounts);
                bytes::ui(ui, &mut self.views.bytes, words);
            }
            Tab::Message => {
                let model = self.views.message.model(&self.player, &mut self.jobs, ui.ctx());
                message::ui(ui, &model, words, outbox);
            }
            Tab::Transcript => transcript::ui(ui, self.views.transcript.model(&self.player, words), words, outbox),
            Tab::Packets => packets::ui(ui, self.views.packets.model(&self.player, words), words, outbox),
            Tab::Eve => {
                let model = self.views.eve.model(&mut self.player, words);
                eve::ui(ui, model, words, outbox);
            }
            Tab::Findings => findings::ui(ui, &self.player, words, outbox),
            Tab::Exchanges => exchanges::ui(ui, &self.player, &mut self.views.exchanges, words, outbox),
        }
    }

    /// The line to type commands in, if there is a script and nobody predicts: who does reads.
    fn hand_ui(&mut self, ui: &mut egui::Ui) {
        let typing = self.plays_as_written() && self.riddles().is_none();
        let Some((document, place)) = self.shelf.open_document().zip(self.shelf.opened()) else { return };
        if let Some(hand) = document.hand.as_deref().filter(|_| typing) {
            let state = &mut self.views.command_line;
            let model = state.read(&self.player, hand, place.session, self.shelf.revision());
            command_line::ui(ui, &model, state, hand.tree().typed(), &self.words, &mut self.outbox);
        } else {
            empty_ui(ui, &self.words.get("pane-no-hand"));
        }
    }

    fn central_ui(&mut self, ui: &mut egui::Ui) {
        let palette = theme::palette(ui);
        let roomy = Room::here(ui.ctx()) != Room::Compact;
        let frame = Frame::new().fill(palette.paper).inner_margin(Margin { left: 4, right: 2, top: 6, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if let Central::Learn(page) = self.views.central {
                self.learn_ui(ui, page);
                return;
            }
            if self.views.central == Central::Live {
                let model = live::Model::new(&self.live, self.call_model(), &self.shelf, &self.words);
                let states = (&mut self.views.live, &mut self.views.call);
                live::ui(ui, &model, states, &self.words, &mut self.outbox);
                return;
            }
            if self.views.central == Central::Editor {
                editor::ui(ui, &mut self.editor, &self.words, &mut self.outbox);
                return;
            }
            let talk = (self.views.central == Central::Ladder && self.call_is_shown()).then(|| self.call_model());
            let document = self.shelf.open_document();
            if let Some(document) = document {
                let language = self.prefs.language;
                let session = Some(self.player.session()).filter(|_| self.views.central.is_of_session());
                let label = session.map(|session| session.label.get(language)).unwrap_or_default();
                central::head_ui(ui, document, label, self.views.central, &self.words, &mut self.outbox);
            }
            let capture = document.and_then(|document| Some((document, document.capture.as_ref()?)));
            match (self.views.central, capture) {
                (Central::Sessions, Some((document, _))) => {
                    let revision = self.shelf.revision();
                    let (state, outbox) = (&mut self.views.sessions, &mut self.outbox);
                    sessions::ui(ui, document, self.shelf.opened(), revision, state, &self.words, outbox);
                }
                (Central::Summary, Some((document, capture))) => {
                    let place = self.shelf.opened().unwrap_or_default().document;
                    let state = &mut self.views.summary;
                    state.read(place, document, capture, self.shelf.revision(), &self.words);
                    let (model, port) = state.split();
                    summary::ui(ui, place, model, port, &self.words, &mut self.outbox);
                }
                (Central::Mailboxes, Some((document, capture))) => {
                    let place = self.shelf.opened().unwrap_or_default().document;
                    let about = (document, place, self.shelf.revision());
                    let (state, outbox) = (&mut self.views.mailboxes, &mut self.outbox);
                    mailboxes::ui(ui, about, capture.stories.as_deref(), state, &self.words, outbox);
                }
                (Central::Compare | Central::Stream, _) if self.riddles().is_some() => {
                    empty_ui(ui, &self.words.get("predict-hidden"));
                }
                (Central::Compare, _) => {
                    let (state, outbox) = (&mut self.views.compare, &mut self.outbox);
                    compare::ui(ui, &self.shelf, state, &self.words, outbox);
                }
                (Central::Learn(_) | Central::Live | Central::Editor, _) => (), // It was painted in the place of all this.
                (Central::Stream, _) => {
                    stream::ui(ui, &self.player, &mut self.views.stream, &self.words, &mut self.outbox);
                }
                (Central::Ladder, _) | (_, None) => {
                    if let Some((document, place)) = document.zip(self.shelf.opened()) {
                        if let Some(model) = branches::Model::new(document, place, &self.words) {
                            let tried =
                                self.views.branches.trials.last().is_some_and(|trial| trial.document == place.document);
                            branches::ui(ui, &model, tried, &self.words, &mut self.outbox);
                        }
                        // Who predicts reads; there is no room for more.
                        let typing =
                            self.prefs.shown.hand && roomy && self.plays_as_written() && self.riddles().is_none();
                        if let Some(hand) = document.hand.as_deref().filter(|_| typing) {
                            let state = &mut self.views.command_line;
                            let model = state.read(&self.player, hand, place.session, self.shelf.revision());
                            let (typed, outbox) = (hand.tree().typed(), &mut self.outbox);
                            let panel = Panel::bottom("command line").resizable(false).frame(hand_frame(ui));
                            panel.show(ui, |ui| command_line::ui(ui, &model, state, typed, &self.words, outbox));
                        }
                    }
                    if let Some(model) = talk {
                        let (state, outbox) = (&mut self.views.call, &mut self.outbox);
                        let panel = Panel::bottom("call line").resizable(false).frame(hand_frame(ui));
                        panel.show(ui, |ui| call::line_ui(ui, &model, state, &self.words, outbox));
                    }
                    let (look, travel) = (self.prefs.ladder, self.moment(ui.ctx()).travel);
                    let blind_from = self.blind_from();
                    let model = ladder::Model { look, travel, blind_from, ..ladder::Model::new(&self.player) };
                    // It is empty while it is being loaded, and if nothing was chosen.
                    if !model.session.timeline.is_empty() {
                        // Where there is hardly any room, what stands below is not painted over.
                        ui.shrink_clip_rect(ui.available_rect_before_wrap().expand2(egui::vec2(theme::ROUNDING, 0.0)));
                        let has_script = self.script().is_some();
                        let bar = ladder::Bar {
                            eyes: self.player.eyes(),
                            segments: self.views.ladder.segments(),
                            true_times: self.prefs.true_times,
                            look,
                            line: has_script.then_some(self.views.line.faults.is_some()),
                        };
                        ladder::bar_ui(ui, bar, &self.words, &mut self.outbox);
                        self.learn_card_ui(ui);
                        ladder::ui(ui, &model, &mut self.views.ladder, &self.words, &mut self.outbox);
                    }
                }
            }
        });
    }

    /// Says that a file can be dropped while one hovers over the window.
    fn drop_target_ui(&self, ui: &egui::Ui) {
        if ui.input(|input| input.raw.hovered_files.is_empty()) {
            return;
        }
        let palette = theme::palette(ui);
        let rect = ui.ctx().content_rect();
        let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop"));
        let painter = ui.ctx().layer_painter(layer);
        painter.rect_filled(rect, 0.0, palette.paper.gamma_multiply(0.85));
        let card = rect.shrink(24.0);
        painter.rect_stroke(card, 12.0, egui::Stroke::new(3.0, palette.accent), egui::StrokeKind::Inside);
        let text = self.words.get("drop-here");
        painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, theme::sans(26.0), palette.strong);
    }
}

fn hand_frame(ui: &egui::Ui) -> Frame {
    Frame::side_top_panel(ui.style()).inner_margin(Margin { left: 10, right: 8, top: 5, bottom: 5 })
}

fn panel_frame(ui: &egui::Ui) -> Frame {
    Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(theme::MARGIN, 8))
}
