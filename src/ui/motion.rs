//! Motion: what moves while somebody looks, and what stands still for those who want it so.

use std::time::Duration;

use eframe::egui;
use eframe::egui::style::ScrollAnimation;

/// Between two frames of something that moves: as many as a screen shows.
pub const FRAME: Duration = Duration::from_millis(16);
/// How long a message travels at most when somebody takes a step by hand, in seconds.
pub const BY_HAND: f64 = 0.2;
/// How long a mark that came or went is lit, in seconds.
pub const LIGHT: f64 = 0.7;

/// What may move. egui does not tell whether the system asks for less motion, so people say it here.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct Motion {
    /// Whether messages travel along their arrows.
    pub travel: bool,
    /// Whether nothing moves that does not have to: no travel, no gliding, no fading.
    pub reduced: bool,
}

/// A step that was taken, or taken back, not long ago.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The step, counted from 0.
    pub step: usize,
    /// Whether it was taken, and not taken back.
    pub forward: bool,
    /// When, in seconds of the window's clock.
    pub at: f64,
    /// How long its message travels, in seconds.
    pub lasts: f64,
}

/// What moves in a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// How far the message of the last step has come, from 0 to 1; `None` once it has arrived.
    pub travel: Option<f32>,
    /// The step of which the changes are lit, and how strongly, from 1 to 0.
    pub lit: Option<(usize, f32)>,
}

impl Default for Motion {
    fn default() -> Self {
        Self { travel: true, reduced: false }
    }
}

impl Motion {
    /// Sets how egui itself moves: gliding to a row, opening and closing.
    pub fn install(self, ctx: &egui::Context) {
        let usual = egui::Style::default();
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            ctx.style_mut_of(theme, |style| {
                style.animation_time = if self.reduced { 0.0 } else { usual.animation_time };
                style.scroll_animation = if self.reduced { ScrollAnimation::none() } else { usual.scroll_animation };
            });
        }
    }

    /// What moves at a time.
    #[must_use]
    pub fn moment(self, shift: Option<Shift>, now: f64) -> Moment {
        let Some(shift) = shift.filter(|shift| shift.at <= now) else { return Moment::default() };
        if self.reduced {
            return Moment::default();
        }
        let since = now - shift.at;
        let travel = (self.travel && shift.forward && since < shift.lasts).then(|| part(since / shift.lasts));
        let lit = (since < LIGHT).then(|| (shift.step, 1.0 - part(since / LIGHT)));
        Moment { travel, lit }
    }
}

impl Moment {
    /// Whether the next frame shows something else.
    #[must_use]
    pub fn moves(self) -> bool {
        self.travel.is_some() || self.lit.is_some()
    }
}

fn part(part: f64) -> f32 {
    crate::ui::measure::short(part.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Shift = Shift { step: 3, forward: true, at: 10.0, lasts: 2.0 };

    #[test]
    fn a_message_arrives_when_its_time_is_over() {
        let at = |now| Motion::default().moment(Some(SHIFT), now).travel;
        assert_eq!([at(10.0), at(11.0), at(12.0)], [Some(0.0), Some(0.5), None]);
        assert_eq!(Motion::default().moment(Some(SHIFT), 12.0), Moment::default(), "and nothing moves any more");
    }

    #[test]
    fn what_is_taken_back_is_lit_and_does_not_travel() {
        let moment = Motion::default().moment(Some(Shift { forward: false, ..SHIFT }), 10.0);
        assert_eq!(moment, Moment { travel: None, lit: Some((3, 1.0)) });
    }

    #[test]
    fn nothing_moves_for_those_who_want_it_so() {
        let reduced = Motion { reduced: true, travel: true };
        assert!(!reduced.moment(Some(SHIFT), 10.5).moves());
        let still = Motion { travel: false, reduced: false };
        assert_eq!(still.moment(Some(SHIFT), 10.0).travel, None);
        assert!(still.moment(Some(SHIFT), 10.0).lit.is_some());
    }
}
