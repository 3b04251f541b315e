//! What is done for wishes about the window: its pages, panels, language, size and motion.

use eframe::egui;
use eframe::egui::ViewportCommand;

use super::App;
use crate::teach::Language;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::command::Zooming;
use crate::ui::prefs::Theme;
use crate::ui::prefs::ZOOM;
use crate::ui::presenter;
use crate::ui::room::Pane;
use crate::ui::room::Room;
use crate::ui::text;
use crate::ui::views::ladder::Zoom;

const ZOOM_STEP: f32 = 0.1;

impl App {
    pub(super) fn obey_view(&mut self, ctx: &egui::Context, wish: command::View) {
        use command::View;
        match wish {
            View::Central(Central::Ladder) if self.views.central == Central::Compare && self.leave_comparison() => (),
            View::Central(Central::Editor) if !self.editor.is_open() => self.obey_edit(ctx, command::Edit::New),
            View::Central(central) => {
                if central.is_of_session()
                    || matches!(central, Central::Learn(_) | Central::Live | Central::Editor)
                    || self.shelf.open_document().is_some_and(|document| document.capture.is_some())
                {
                    self.views.central = central;
                    self.views.pane = Pane::Session;
                }
            }
            View::Find if self.views.central.is_of_session() => {
                self.views.central = Central::Stream;
                self.views.stream.find();
            }
            View::Find if matches!(self.views.central, Central::Learn(_) | Central::Live | Central::Editor) => (),
            View::Find => {
                self.obey_view(ctx, View::Central(Central::Sessions));
                self.views.sessions.find();
            }
            View::Tab(tab) => {
                self.views.central = Central::Ladder;
                self.views.pane = Pane::Lower;
                self.views.tab = tab;
                self.prefs.shown.lower = true;
            }
            View::Explain(subject) => {
                self.views.central = Central::Ladder;
                self.views.pane = Pane::Lower;
                self.views.subject = subject;
                self.views.tab = command::Tab::Why;
                self.prefs.shown.lower = true;
            }
            View::Language(language) => self.set_language(language),
            View::NextLanguage => {
                let all = Language::all();
                let here = all.iter().position(|&language| language == self.prefs.language).unwrap_or(0);
                self.set_language(all[(here + 1) % all.len()]);
            }
            View::Theme(theme) => self.set_theme(ctx, theme),
            View::OtherTheme => {
                let dark = ctx.theme() == egui::Theme::Dark;
                self.set_theme(ctx, if dark { Theme::Light } else { Theme::Dark });
            }
            View::ZoomIn => self.set_zoom(ctx, self.prefs.zoom + ZOOM_STEP),
            View::ZoomOut => self.set_zoom(ctx, self.prefs.zoom - ZOOM_STEP),
            View::ZoomReset => self.set_zoom(ctx, 1.0),
            View::Zoom(percent) => self.zoom_to(ctx, f32::from(percent) / 100.0),
            View::Ladder(zooming) => {
                let zoom = &mut self.prefs.ladder.zoom;
                *zoom = match zooming {
                    Zooming::Larger => zoom.larger(),
                    Zooming::Smaller => zoom.smaller(),
                    Zooming::Usual => Zoom::default(),
                    Zooming::To(zoom) => zoom,
                };
            }
            View::Axis => self.prefs.ladder.axis = self.prefs.ladder.axis.other(),
            View::Travel => {
                let motion = &mut self.prefs.motion;
                // Whoever asks for it wants to see it move.
                *motion = motion.choosing(false).travelling(motion.is_reduced() || !motion.travel);
                motion.install(ctx);
            }
            View::ReduceMotion => {
                self.prefs.motion = self.prefs.motion.choosing(!self.prefs.motion.is_reduced());
                self.prefs.motion.install(ctx);
            }
            View::FullScreen => {
                self.views.full_screen = !self.views.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.views.full_screen));
            }
            View::Present => self.present(ctx, !self.views.presenter.on),
            View::PresenterNotes => self.views.presenter.notes ^= true,
            View::Pointer => self.views.presenter.pointer = self.views.presenter.pointer.next(),
            View::TogglePanel(panel) if Room::here(ctx) == Room::Compact => {
                self.views.central = Central::Ladder;
                let pane = Pane::of(panel);
                self.views.pane = if self.views.pane == pane { Pane::Session } else { pane };
            }
            View::TogglePanel(panel) => {
                self.prefs.shown.toggle(panel, ctx.content_rect().width());
            }
            View::Overlay(None) if self.views.overlay.is_none() => self.close_topmost(ctx),
            View::Overlay(overlay) => {
                if overlay == Some(Overlay::Palette) {
                    self.views.palette = crate::ui::views::palette::State::default();
                }
                self.views.overlay = overlay;
            }
            View::Dismiss(notice) => self.notices.dismiss(notice),
        }
    }

    /// Escape with nothing laid over the window: what lies on top goes, and then the way leads back, from the replay to
    /// the table and from all other pages to the replay.
    fn close_topmost(&mut self, ctx: &egui::Context) {
        use command::View;
        if self.views.central == Central::Editor && self.editor.asks.is_some() {
            self.obey_edit(ctx, command::Edit::Answer(command::Answer::Stay));
        } else if self.views.line.open {
            self.views.line.open = false; // It lies on top of everything.
        } else if self.views.presenter.on {
            self.present(ctx, false);
        } else if self.views.central.is_of_session() {
            self.obey_view(ctx, View::Central(Central::Sessions));
        } else if matches!(self.views.central, Central::Learn(_) | Central::Live | Central::Editor) {
            self.views.central = Central::Ladder;
        }
    }

    fn set_language(&mut self, language: Language) {
        self.prefs.language = language;
        self.words = text::words(language);
    }

    fn set_theme(&mut self, ctx: &egui::Context, theme: Theme) {
        self.prefs.theme = theme;
        ctx.set_theme(theme.preference());
    }

    /// Begins or ends the presenter mode: the screen is filled, and everything is larger.
    fn present(&mut self, ctx: &egui::Context, on: bool) {
        self.views.presenter.on = on;
        if on {
            self.views.central = Central::Ladder;
        }
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on || self.views.full_screen));
        self.set_zoom(ctx, self.prefs.zoom);
    }

    fn set_zoom(&mut self, ctx: &egui::Context, zoom: f32) {
        self.zoom_to(ctx, (zoom / ZOOM_STEP).round() * ZOOM_STEP);
    }

    fn zoom_to(&mut self, ctx: &egui::Context, zoom: f32) {
        self.prefs.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        let enlarged = if self.views.presenter.on { presenter::ENLARGED } else { 1.0 };
        // Whoever has large type already needs no more of it before a room.
        ctx.set_zoom_factor((self.prefs.zoom * enlarged).min(self.prefs.zoom.max(presenter::LARGEST)));
    }
}
