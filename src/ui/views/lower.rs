//! The tabs below the ladder.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Tab;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// The width of a short name, and the height of all.
const TAB: egui::Vec2 = vec2(64.0, 24.0);
/// Between two tabs.
const BETWEEN: f32 = 2.0;

/// Paints the tabs: in one row, closer if there is little room, and in two rows if there is less.
pub fn tabs_ui(ui: &mut egui::Ui, open: Tab, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let close = ui.available_width() < width(ui, words);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(BETWEEN, BETWEEN);
        if close {
            ui.spacing_mut().button_padding.x = 4.0;
        }
        let least = if close { vec2(0.0, TAB.y) } else { TAB };
        for tab in Tab::ALL {
            let chosen = tab == open;
            let color = if chosen { palette.strong } else { palette.weak };
            let text = RichText::new(words.get(tab.word())).color(color);
            let command = UiCommand::View(View::Tab(tab));
            let keys = command.keys_shown(words).join(", ");
            let response =
                ui.add(egui::Button::selectable(chosen, text).min_size(least).wrap_mode(egui::TextWrapMode::Extend));
            if chosen {
                let line = response.rect;
                ui.painter().hline(line.x_range(), line.bottom(), egui::Stroke::new(2.0, palette.accent));
            }
            let mut hint = format!("{} ({keys})", command.label(words));
            if tab == Tab::Eve {
                hint = format!("{hint}\n{}", words.get("tab-eve-why"));
            }
            if response.on_hover_text(hint).clicked() {
                outbox.send(command);
            }
        }
    });
    ui.add_space(2.0);
}

/// How much room all tabs need side by side.
fn width(ui: &egui::Ui, words: &Words) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let padding = 2.0 * ui.spacing().button_padding.x;
    let widths = Tab::ALL.into_iter().map(|tab| {
        let name = ui.painter().layout_no_wrap(words.get(tab.word()), font.clone(), theme::palette(ui).text);
        (name.size().x + padding).max(TAB.x) + BETWEEN
    });
    widths.sum()
}
