//! Preferences. They are saved, and so is what was learnt, which files were opened last, and what was typed to a
//! simulated server or in the editor (`ui::drafts`). What was captured or said to a real one never is.

use std::ops::RangeInclusive;
use std::time::Duration;

use eframe::egui;

use crate::teach::Language;
use crate::ui::command::Panel;
use crate::ui::motion::Motion;
use crate::ui::views::ladder::Look;

/// How small and how large everything can be.
pub const ZOOM: RangeInclusive<f32> = 0.5..=3.0;
/// The width and the height that a panel can have: each knows its own bounds besides.
const ROOM: RangeInclusive<f32> = 50.0..=5000.0;

/// What the program remembers from one start to the next.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct Prefs {
    /// The language of the window.
    pub language: Language,
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// How fast a session plays.
    pub speed: Speed,
    /// Whether steps last as long as they took, and not as long as one needs to read them.
    pub true_times: bool,
    /// What moves.
    pub motion: Motion,
    /// How the ladder is drawn.
    pub ladder: Look,
    /// How large everything is.
    pub zoom: f32,
    /// The width of the library.
    pub library_width: f32,
    /// The width of diagram and maildrop.
    pub side_width: f32,
    /// The height of the tabs below.
    pub lower_height: f32,
    /// Which panels are shown.
    pub shown: Shown,
}

/// Which panels stand around the ladder.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "panels, each shown or not")]
pub struct Shown {
    /// Lessons and captures.
    pub library: bool,
    /// Diagram and maildrop.
    pub side: bool,
    /// The tabs below.
    pub lower: bool,
    /// The line to type commands in.
    pub hand: bool,
}

impl Shown {
    /// A window of fewer points has room for one panel beside the ladder.
    const NARROW: f32 = 860.0;

    /// What of it a window of this width has room for: in a narrow one, as on a projector with
    /// large type, the library makes room for the ladder.
    #[must_use]
    pub fn fitting(self, width: f32) -> Self {
        let crowded = width < Self::NARROW && self.side;
        Self { library: self.library && !crowded, ..self }
    }

    /// Opens what is not seen in a window of this width, and closes what is.
    pub fn toggle(&mut self, panel: Panel, width: f32) {
        let seen = self.fitting(width);
        match panel {
            Panel::Library => {
                self.library = !seen.library;
                if self.library && width < Self::NARROW {
                    self.side = false;
                }
            }
            Panel::Side => self.side = !self.side,
            Panel::Lower => self.lower = !self.lower,
            Panel::Hand => self.hand = !self.hand,
        }
    }
}

/// The theme that was chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How fast a session plays.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Speed {
    /// A quarter.
    Quarter,
    /// Half.
    Half,
    /// About a step a second.
    #[default]
    Normal,
    /// Twice.
    Double,
    /// Four times.
    Fourfold,
    /// Sixteen times.
    Rush,
}

impl Speed {
    /// All speeds, the slowest first.
    pub const ALL: [Self; 6] = [Self::Quarter, Self::Half, Self::Normal, Self::Double, Self::Fourfold, Self::Rush];

    /// The next one up, or itself at the top.
    #[must_use]
    pub fn faster(self) -> Self {
        Self::ALL.into_iter().find(|&other| self < other).unwrap_or(self)
    }

    /// The next one down, or itself at the bottom.
    #[must_use]
    pub fn slower(self) -> Self {
        Self::ALL.into_iter().rev().find(|&other| other < self).unwrap_or(self)
    }

    /// As it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quarter => "0.25×",
            Self::Half => "0.5×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Fourfold => "4×",
            Self::Rush => "16×",
        }
    }

    /// A time of normal speed at this one.
    #[must_use]
    pub fn scaled(self, time: Duration) -> Duration {
        match self {
            Self::Quarter => time * 4,
            Self::Half => time * 2,
            Self::Normal => time,
            Self::Double => time / 2,
            Self::Fourfold => time / 4,
            Self::Rush => time / 16,
        }
    }
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As egui calls it.
    #[must_use]
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            Self::Light => egui::ThemePreference::Light,
            Self::Dark => egui::ThemePreference::Dark,
        }
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self { library: true, side: true, lower: true, hand: true }
    }
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            language: Language::English,
            theme: Theme::System,
            speed: Speed::Normal,
            true_times: false,
            motion: Motion::default(),
            ladder: Look::default(),
            zoom: 1.0,
            library_width: 236.0,
            side_width: 380.0,
            lower_height: 210.0,
            shown: Shown::default(),
        }
    }
}

impl Prefs {
    /// The preferences of somebody who starts the program for the first time.
    #[must_use]
    pub fn of_locale(locale: Option<&str>) -> Self {
        let language = locale.and_then(Language::from_locale).unwrap_or_default();
        Self { language, ..Self::default() }
    }

    /// The same without what no window can be painted with, whatever stood in the file of the settings.
    #[must_use]
    pub fn sound(self) -> Self {
        let fresh = Self::default();
        let zoom = if ZOOM.contains(&self.zoom) { self.zoom } else { fresh.zoom };
        let room = |saved: f32, usual: f32| if ROOM.contains(&saved) { saved } else { usual };
        Self {
            zoom,
            library_width: room(self.library_width, fresh.library_width),
            side_width: room(self.side_width, fresh.side_width),
            lower_height: room(self.lower_height, fresh.lower_height),
            ..self
        }
    }

    /// Sets up what they decide. Call it before the first frame.
    pub fn install(&self, ctx: &egui::Context) {
        crate::ui::theme::install(ctx);
        self.motion.install(ctx);
        ctx.set_theme(self.theme.preference());
        ctx.set_zoom_factor(self.zoom);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_have_two_ends() {
        assert_eq!((Speed::Rush.faster(), Speed::Quarter.slower()), (Speed::Rush, Speed::Quarter));
        assert_eq!((Speed::Normal.faster(), Speed::Normal.slower()), (Speed::Double, Speed::Half));
    }

    #[test]
    fn what_no_window_can_be_painted_with_is_not_taken() {
        let fresh = Prefs::default();
        let saved = "(zoom: 0.0, library_width: NaN, side_width: -7.0, lower_height: inf, true_times: true)";
        let prefs: Prefs = ron::from_str(saved).expect("numbers");
        assert_eq!(prefs.sound(), Prefs { true_times: true, ..fresh });
        let chosen = Prefs { zoom: 1.3, library_width: 200.0, ..fresh };
        assert_eq!(chosen.sound(), chosen);
    }

    #[test]
    fn preferences_of_an_older_program_are_read() {
        let prefs: Prefs = ron::from_str("(language: ru)").expect("what is missing has its default");
        assert_eq!(prefs, Prefs::of_locale(Some("ru_RU.UTF-8")));
    }
}
