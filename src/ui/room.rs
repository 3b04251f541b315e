//! How much room the window has: with large type or in a small window views stand one in the place of another.

use eframe::egui;
use eframe::egui::Vec2;

use crate::teach::Words;
use crate::ui::command::Central;
use crate::ui::command::Panel;
use crate::ui::command::Tab;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// A window of fewer points has room for one view at a time. Without large type none is so small.
const COMPACT: Vec2 = egui::vec2(760.0, 560.0);

/// A window of fewer points has room for short panels below only.
const LOW: f32 = 700.0;

/// How high the tabs below are at least.
pub const LOWER: f32 = 110.0;

/// How much room there is, in points: large type makes it smaller.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Room {
    /// For one view at a time.
    Compact,
    /// For panels below that are short.
    Low,
    /// For all of them.
    Wide,
}

/// What stands in a compact window.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Pane {
    /// The ladder.
    #[default]
    Session,
    /// Lessons and captures.
    Library,
    /// Diagram and maildrop.
    Side,
    /// The tabs below.
    Lower,
    /// The line to type commands in.
    Hand,
}

impl Room {
    /// The room of a window of this size.
    #[must_use]
    pub fn of(size: Vec2) -> Self {
        if size.x < COMPACT.x || size.y < COMPACT.y {
            Self::Compact
        } else if size.y < LOW {
            Self::Low
        } else {
            Self::Wide
        }
    }

    /// The room of the window.
    #[must_use]
    pub fn here(ctx: &egui::Context) -> Self {
        Self::of(ctx.content_rect().size())
    }

    /// How high the tabs below may be. In a low window the ladder needs the room beside a task.
    #[must_use]
    pub fn most_below(self, height: f32, has_task: bool) -> f32 {
        match self {
            Self::Compact | Self::Low if has_task => LOWER,
            Self::Compact | Self::Low => (height * 0.3).max(LOWER),
            Self::Wide => (height * 0.6 - 110.0).clamp(LOWER, 560.0),
        }
    }
}

impl Pane {
    /// The pane of a panel.
    #[must_use]
    pub fn of(panel: Panel) -> Self {
        match panel {
            Panel::Library => Self::Library,
            Panel::Side => Self::Side,
            Panel::Lower => Self::Lower,
            Panel::Hand => Self::Hand,
        }
    }
}

/// Paints the way from one pane to the others.
pub fn panes_ui(ui: &mut egui::Ui, here: Pane, tab: Tab, words: &Words, outbox: &mut Outbox) {
    let session = UiCommand::View(View::Central(Central::Ladder));
    let panel = |panel| UiCommand::View(View::TogglePanel(panel));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (pane, name, wish) in [
            (Pane::Session, words.get("menu-session"), session),
            (Pane::Side, words.get("diagram"), panel(Panel::Side)),
            (Pane::Lower, words.get(tab.word()), panel(Panel::Lower)),
            (Pane::Hand, words.get("pane-hand"), panel(Panel::Hand)),
            (Pane::Library, words.get("library-lessons"), panel(Panel::Library)),
        ] {
            let response = ui.add(egui::Button::selectable(pane == here, &name).frame_when_inactive(true));
            if pane == here {
                let line = egui::Stroke::new(2.0, theme::palette(ui).accent);
                ui.painter().hline(response.rect.x_range(), response.rect.bottom(), line);
            }
            if response.clicked() && pane != here {
                outbox.send(wish);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_with_large_type_is_compact() {
        let usual = egui::vec2(1280.0, 800.0);
        for (room, sizes) in
            [(Room::Wide, &[1.0, 1.1][..]), (Room::Low, &[1.2, 1.4]), (Room::Compact, &[1.5, 2.0, 3.0])]
        {
            for &size in sizes {
                assert_eq!(Room::of(usual / size), room, "text at {size}");
            }
        }
        assert_eq!(Room::of(egui::vec2(960.0, 600.0)), Room::Low, "the smallest window");
    }

    #[test]
    fn in_a_low_window_a_task_takes_room_from_the_tabs() {
        assert!(Room::Low.most_below(640.0, true) < Room::Low.most_below(640.0, false));
        let [with, without] = [true, false].map(|has_task| Room::Wide.most_below(800.0, has_task));
        assert!((with - without).abs() < 0.1);
    }
}
