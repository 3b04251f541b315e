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

/// Paints the row of tabs.
pub fn tabs_ui(ui: &mut egui::Ui, open: Tab, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for tab in Tab::ALL {
            let chosen = tab == open;
            let color = if chosen { palette.strong } else { palette.weak };
            let text = RichText::new(words.get(tab.word())).color(color);
            let command = UiCommand::View(View::Tab(tab));
            let keys = command.keys_shown(words).join(", ");
            let response = ui.add(egui::Button::selectable(chosen, text).min_size(vec2(64.0, 24.0)));
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
