//! Which clients connect.

use eframe::egui;
use eframe::egui::Grid;
use eframe::egui::ScrollArea;
use eframe::egui::vec2;

use crate::source::place::Key;
use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::way;
use crate::ui::editor::entries::Entry;
use crate::ui::editor::entries::entries_ui;
use crate::ui::editor::entries::free_name;
use crate::ui::editor::fields::send;
use crate::ui::outbox::Outbox;
use crate::ui::widgets::section::section_ui;

/// Paints the clients.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let list = way(&[Key::Name("clients")]);
    ScrollArea::vertical().id_salt("edit clients").auto_shrink(false).show(ui, |ui| {
        if file.clients.is_empty() {
            ui.label(words.get("ed-one-client"));
        }
        for (place, client) in file.clients.iter().enumerate() {
            let here = way(&[Key::Name("clients"), Key::Index(place)]);
            ui.horizontal(|ui| {
                section_ui(ui, &client.name, "");
                if ui.button(words.get("ed-remove-client")).clicked() {
                    send(outbox, Change::Remove(list.clone(), place));
                }
            });
            Grid::new(("edit client", place)).num_columns(2).spacing(vec2(12.0, 6.0)).show(ui, |ui| {
                let entries = [
                    Entry::text("ed-client-name", "name", Some(&client.name)).required(),
                    Entry::text("ed-address", "address", client.address.as_deref()),
                    Entry::number("ed-latency", "latency_millis", client.latency_millis),
                    Entry::number("ed-pause", "pause_millis", client.pause_millis),
                ];
                entries_ui(ui, &here, entries, editor, words, outbox);
            });
            ui.add_space(8.0);
        }
        ui.horizontal(|ui| {
            if ui.button(words.get("ed-add-client")).clicked() {
                let name = free_name("client", |name| file.clients.iter().any(|client| client.name == name));
                send(outbox, Change::Insert(list.clone(), file.clients.len(), format!("(name: \"{name}\")")));
            }
        });
    });
}
