//! Buttons that send a command.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::transport_icon::Icon;
use crate::ui::widgets::transport_icon::icon_ui;

/// A line of a menu: what it does on the left, its key on the right.
pub fn menu_item_ui(ui: &mut egui::Ui, command: UiCommand, enabled: bool, words: &Words, outbox: &mut Outbox) {
    let label = command.label(words);
    let mut button = Button::new(&label);
    if let Some(keys) = command.keys_shown(words).first() {
        button = button.shortcut_text(keys);
    }
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &label));
    if response.clicked() {
        outbox.send(command);
        ui.close();
    }
}

/// The same with a sign before it that says whether it is chosen.
pub fn menu_choice_ui(ui: &mut egui::Ui, command: UiCommand, chosen: bool, words: &Words, outbox: &mut Outbox) {
    let label = command.label(words);
    let mut button = Button::selectable(chosen, &label);
    if let Some(keys) = command.keys_shown(words).first() {
        button = button.shortcut_text(keys);
    }
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    if response.clicked() {
        outbox.send(command);
        ui.close();
    }
}

/// The button that asks for a key log.
pub fn key_log_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    let command = UiCommand::Library(Library::AskKeyLog);
    // A button that stands alone would take the whole width of a column.
    ui.horizontal(|ui| {
        if ui.button(command.label(words)).on_hover_text(words.get("key-log-hint")).clicked() {
            outbox.send(command);
        }
    });
}

/// A square button with a drawn sign. Its words are in the tooltip, and for screen readers.
pub fn icon_button_ui(
    ui: &mut egui::Ui,
    icon: Icon,
    label: &str,
    command: UiCommand,
    enabled: bool,
    outbox: &mut Outbox,
    words: &Words,
) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(32.0, 28.0), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if ui.is_rect_visible(rect) {
        let palette = theme::palette(ui);
        let visuals = ui.style().interact(&response);
        if enabled {
            ui.painter().rect(rect, 5.0, visuals.weak_bg_fill, visuals.bg_stroke, egui::StrokeKind::Inside);
        }
        let color = if enabled { palette.text } else { palette.weak.gamma_multiply(0.5) };
        icon_ui(ui.painter(), rect, icon, color);
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 5.0, ui.visuals().selection.stroke, egui::StrokeKind::Inside);
        }
    }
    let keys = command.keys_shown(words).join(", ");
    if enabled && response.clicked() {
        outbox.send(command);
    }
    response.on_hover_text(if keys.is_empty() { label.to_owned() } else { format!("{label} ({keys})") })
}
