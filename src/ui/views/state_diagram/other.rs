//! The states of a protocol beside POP3: a list with the current one lit, and what can be said in it.

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Rect;
use eframe::egui::Role as UiRole;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::session::snapshot::Stage;
use crate::teach::Words;
use crate::ui::measure::points;
use crate::ui::player::Player;
use crate::ui::theme;

/// What the list shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Other {
    /// The protocol.
    pub protocol: Protocol,
    /// Its states, in the order of a session.
    pub states: Vec<State>,
    /// The state that the session is in.
    pub current: Option<State>,
    /// The commands that can be said now.
    pub possible: Vec<Verb>,
    /// The command that was said or answered last.
    pub said: Option<Verb>,
}

/// The height of the list.
pub const HEIGHT: f32 = 268.0;
const STATE: egui::Vec2 = vec2(146.0, 28.0);
const GAP: f32 = 8.0;
const CHIP_HEIGHT: f32 = 20.0;

/// Reads the player; `None` where POP3 is spoken.
#[must_use]
pub fn other(player: &Player) -> Option<Other> {
    let protocol = player.protocol();
    let states = State::all(protocol);
    if states.is_empty() {
        return None;
    }
    let current = match player.followed_state()?.stage {
        Stage::Other(state) => Some(state),
        Stage::Greeting | Stage::Unknown | Stage::In(_) | Stage::Closed(_) => None,
    };
    let possible =
        Verb::all(protocol).into_iter().filter(|verb| current.is_some_and(|state| verb.allowed_in(state))).collect();
    let timeline = &player.session().timeline;
    let said = player.step().and_then(|step| step.said());
    let asked = said.and_then(|said| timeline.steps().get(said.partner?)?.said());
    // A command has its reply for a partner, and a reply its command.
    let verb = [said, asked].into_iter().flatten().find_map(|said| said.turn()?.verb());
    Some(Other { protocol, states, current, possible, said: verb })
}

/// Paints the list into a rectangle.
pub fn ui(ui: &egui::Ui, model: &Other, rect: Rect, words: &Words) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    for (place, &state) in model.states.iter().enumerate() {
        let top = rect.top() + 4.0 + points(place) * (STATE.y + GAP);
        let place = Rect::from_min_size(pos2(rect.left() + 2.0, top), STATE);
        let here = model.current == Some(state);
        let color = palette.state(state);
        let fill = palette.tinted(color, if here { 0.55 } else { 0.08 });
        let stroke = if here { Stroke::new(2.6, palette.strong) } else { Stroke::new(1.0, palette.tinted(color, 0.8)) };
        painter.rect(place, theme::ROUNDING, fill, stroke, StrokeKind::Inside);
        let text = if here { palette.strong } else { palette.text };
        painter.text(place.center(), Align2::CENTER_CENTER, state.as_str(), theme::sans(theme::SMALL), text);
        let response = ui.interact(place, ui.scope_id().with(("state", state)), Sense::hover());
        let name = state.as_str();
        let label = if here { words.format("state-now", &[("state", name.into())]) } else { name.to_owned() };
        response.widget_info(|| WidgetInfo::selected(UiRole::Label, true, here, &label));
        response.on_hover_text(format!("{name} — {}", state.clause()));
    }
    chips_ui(ui, model, rect, words);
}

/// The commands that can be said now, below each other beside the states.
fn chips_ui(ui: &egui::Ui, model: &Other, rect: Rect, words: &Words) {
    let palette = theme::palette(ui);
    let left = rect.left() + STATE.x + 22.0;
    let width = (rect.right() - left - 4.0).clamp(60.0, 120.0);
    for (place, verb) in model.possible.iter().enumerate() {
        let top = rect.top() + 4.0 + points(place) * (CHIP_HEIGHT + 5.0);
        let chip = Rect::from_min_size(pos2(left, top), vec2(width, CHIP_HEIGHT));
        let said = model.said == Some(*verb);
        let (fill, text) = if said { (palette.command, palette.paper) } else { (palette.paper, palette.strong) };
        ui.painter().rect(chip, 5.0, fill, Stroke::new(1.2, palette.command), StrokeKind::Inside);
        ui.painter().text(chip.center(), Align2::CENTER_CENTER, verb.as_str(), theme::sans(theme::SMALL), text);
        let response = ui.interact(chip, ui.scope_id().with(("verb", *verb)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(UiRole::Label, true, format!("{verb} · {}", model.protocol)));
        response.on_hover_text(format!("{verb}: {} ({})", words.get("rule-possible"), verb.clause()));
    }
}
