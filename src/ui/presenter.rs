//! The presenter mode: large type, and only what matters to people who sit far away.

use eframe::egui;
use eframe::egui::CentralPanel;
use eframe::egui::Frame;
use eframe::egui::Margin;
use eframe::egui::Panel;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;

use crate::session::Cursor;
use crate::session::Fact;
use crate::session::timeline::What;
use crate::teach::explain_fact::narration;
use crate::ui::App;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::measure::points;
use crate::ui::room::Room;
use crate::ui::theme;
use crate::ui::views::ladder;
use crate::ui::views::maildrop;
use crate::ui::views::state_diagram;

/// How much larger everything is than at a desk.
pub const ENLARGED: f32 = 1.4;
/// How large everything becomes by that at most.
pub const LARGEST: f32 = 2.0;
/// The radius of the light around the pointer, and of the dot of the laser.
const LIGHT: f32 = 90.0;
const DOT: f32 = 7.0;
/// What the maildrop needs at least, to be scrolled where there is less room.
const MAILDROP: f32 = 240.0;

/// What the presenter mode remembers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct State {
    /// Whether it is on.
    pub on: bool,
    /// Whether the words of the author are shown.
    pub notes: bool,
    /// What follows the pointer.
    pub pointer: Pointer,
    /// The step of the author's words at a cursor of a session, with the generation of the session.
    note: Option<(u64, Cursor, Option<usize>)>,
}

/// What follows the pointer.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Pointer {
    /// Nothing but the pointer itself.
    #[default]
    Plain,
    /// A red dot.
    Laser,
    /// A light, and darkness around it.
    Spotlight,
}

impl Pointer {
    /// The one that comes next.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Plain => Self::Laser,
            Self::Laser => Self::Spotlight,
            Self::Spotlight => Self::Plain,
        }
    }
}

impl App {
    /// Paints the window as the last row of a room can read it.
    pub(super) fn present_ui(&mut self, ui: &mut egui::Ui) {
        let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(theme::MARGIN, 8));
        Panel::bottom("caption").frame(frame).show(ui, |ui| self.caption_ui(ui));
        // With the largest type there is room for the ladder alone; its bands tell the state.
        if Room::here(ui.ctx()) != Room::Compact {
            self.beside_ui(ui, frame);
        }
        let paper = Frame::new().fill(theme::palette(ui).paper).inner_margin(Margin::symmetric(4, 6));
        CentralPanel::default().frame(paper).show(ui, |ui| {
            let (look, travel) = (self.prefs.ladder, self.moment(ui.ctx()).travel);
            let blind_from = self.blind_from();
            let model = ladder::Model { look, travel, blind_from, ..ladder::Model::new(&self.player) };
            if !model.session.timeline.is_empty() {
                ladder::ui(ui, &model, &mut self.views.ladder, &self.words, &mut self.outbox);
            }
        });
        self.pointer_ui(ui);
    }

    /// The state diagram and the maildrop.
    fn beside_ui(&mut self, ui: &mut egui::Ui, frame: Frame) {
        let width = ui.ctx().content_rect().width();
        Panel::right("presented").frame(frame).exact_size((width * 0.4).clamp(300.0, 460.0)).show(ui, |ui| {
            let model = state_diagram::Model::new(&self.player, None);
            state_diagram::ui(ui, &model, &self.words, &mut self.outbox);
            ui.separator();
            let lit = self.moment(ui.ctx()).lit;
            let model = maildrop::Model { lit, ..maildrop::Model::new(&self.player) };
            // What does not fit is scrolled to, and never makes the panel higher than its room.
            let room = ui.available_height();
            let area = ScrollArea::vertical().id_salt("presented maildrop").auto_shrink(false).min_scrolled_height(0.0);
            area.show(ui, |ui| {
                ui.set_max_height(room.max(MAILDROP));
                maildrop::ui(ui, &model, &self.words);
            });
        });
    }

    /// What happens, how far it is, and the author's words if they are asked for.
    fn caption_ui(&mut self, ui: &mut egui::Ui) {
        let palette = theme::palette(ui);
        let note = self.note();
        let why = self.views.why.model(&self.player, None, &self.words);
        ui.horizontal(|ui| {
            let (cursor, total) = (self.player.cursor().0, self.player.total());
            ui.label(RichText::new(format!("{cursor} / {total}")).color(palette.weak));
            ui.add(egui::Label::new(RichText::new(&why.title).size(theme::TITLE).strong()).wrap());
        });
        if !why.clauses.is_empty() {
            ui.label(RichText::new(why.clauses.join(", ")).color(palette.weak));
        }
        if self.views.presenter.notes
            && let Some(note) = note
        {
            ui.separator();
            ScrollArea::vertical().max_height(110.0).show(ui, |ui| ui.label(note));
        }
        ui.horizontal_wrapped(|ui| {
            for (wish, word) in [
                (View::PresenterNotes, "do-presenter-notes"),
                (View::Pointer, "do-pointer"),
                (View::Present, "presenter-leave"),
            ] {
                let command = UiCommand::View(wish);
                let text = format!("{} ({})", self.words.get(word), command.keys_shown(&self.words).join(", "));
                if ui.add(egui::Button::new(RichText::new(text).size(theme::SMALL)).small()).clicked() {
                    self.outbox.send(command);
                }
            }
        });
    }

    /// What the author said last, at or before the cursor. It is looked for when the cursor has moved.
    fn note(&mut self) -> Option<String> {
        let key = (self.player.generation(), self.player.cursor());
        let steps = self.player.session().timeline.steps();
        let step = match self.views.presenter.note {
            Some((generation, cursor, step)) if (generation, cursor) == key => step,
            Some(_) | None => {
                let shown = steps.get(..self.player.cursor().0)?;
                let step = shown.iter().rposition(|step| matches!(&step.what, What::Fact(Fact::Note(_))));
                self.views.presenter.note = Some((key.0, key.1, step));
                step
            }
        };
        match &steps.get(step?)?.what {
            What::Fact(Fact::Note(note)) => Some(narration(note, self.words.language()).to_owned()),
            What::Fact(_)
            | What::Opened
            | What::Said(_)
            | What::Gap { .. }
            | What::Conflict { .. }
            | What::Closed(_) => None,
        }
    }

    fn pointer_ui(&self, ui: &egui::Ui) {
        let Some(at) = ui.input(|input| input.pointer.hover_pos()) else { return };
        let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("pointer"));
        let painter = ui.ctx().layer_painter(layer);
        match self.views.presenter.pointer {
            Pointer::Plain => (),
            Pointer::Laser => {
                painter.circle_filled(at, DOT * 2.0, egui::Color32::from_rgba_unmultiplied(255, 40, 40, 60));
                painter.circle_filled(at, DOT, egui::Color32::from_rgb(235, 30, 30));
            }
            Pointer::Spotlight => {
                // A ring as wide as the window leaves the light alone.
                let far = ui.ctx().content_rect().size().length();
                let dark = egui::Color32::from_black_alpha(150);
                painter.circle_stroke(at, LIGHT + far / 2.0, egui::Stroke::new(far, dark));
                let rim = egui::Stroke::new(points(2), egui::Color32::from_white_alpha(120));
                painter.circle_stroke(at, LIGHT, rim);
            }
        }
    }
}
