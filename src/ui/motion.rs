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

/// What may move: as the system asks for it (`ui::calm`), until somebody says it here.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "wishes and what was asked, each or none")]
pub struct Motion {
    /// Whether messages travel along their arrows.
    pub travel: bool,
    /// Whether somebody wants that nothing moves that does not have to: no travel, no gliding, no fading.
    pub reduced: bool,
    /// Whether somebody has said the one or the other, so that the system is not asked.
    pub chosen: bool,
    /// What the system asks for. It is not saved.
    #[serde(skip)]
    pub system: bool,
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
        Self { travel: true, reduced: false, chosen: false, system: false }
    }
}

impl Motion {
    /// Whether nothing moves that does not have to.
    #[must_use]
    pub fn is_reduced(self) -> bool {
        // Whoever reduced it before there was anything to ask has chosen.
        if self.chosen || self.reduced { self.reduced } else { self.system }
    }

    /// The same with what somebody has chosen.
    #[must_use]
    pub fn choosing(self, reduced: bool) -> Self {
        Self { reduced, chosen: true, ..self }
    }

    /// The same with messages that travel, or do not.
    #[must_use]
    pub fn travelling(self, travel: bool) -> Self {
        Self { travel, ..self }
    }

    /// Sets how egui itself moves: gliding to a row, opening and closing.
    pub fn install(self, ctx: &egui::Context) {
        let usual = egui::Style::default();
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            ctx.style_mut_of(theme, |style| {
                style.animation_time = if self.is_reduced() { 0.0 } else { usual.animation_time };
                style.scroll_animation =
                    if self.is_reduced() { ScrollAnimation::none() } else { usual.scroll_animation };
            });
        }
    }

    /// What moves at a time.
    #[must_use]
    pub fn moment(self, shift: Option<Shift>, now: f64) -> Moment {
        let Some(shift) = shift.filter(|shift| shift.at <= now) else { return Moment::default() };
        if self.is_reduced() {
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
    fn the_system_is_heard_until_somebody_chooses() {
        let asked = Motion { system: true, ..Motion::default() };
        assert!(asked.is_reduced() && !asked.choosing(false).is_reduced() && asked.choosing(true).is_reduced());
        let saved = ron::to_string(&asked).expect("a value");
        assert!(!ron::from_str::<Motion>(&saved).expect("the same").is_reduced(), "it is asked anew at each start");
        let older: Motion = ron::from_str("(travel: true, reduced: true)").expect("of an older program");
        assert!(older.is_reduced());
    }

    #[test]
    fn nothing_moves_for_those_who_want_it_so() {
        let reduced = Motion::default().choosing(true);
        assert!(!reduced.moment(Some(SHIFT), 10.5).moves());
        let still = Motion::default().travelling(false);
        assert_eq!(still.moment(Some(SHIFT), 10.0).travel, None);
        assert!(still.moment(Some(SHIFT), 10.0).lit.is_some());
    }
}
