//! What the scenario is called, what it shows, and when it plays.

use eframe::egui;

use crate::source::place::Key;
use crate::teach::Words;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::entries::Entry;
use crate::ui::editor::entries::entries_ui;
use crate::ui::editor::entries::page_ui;
use crate::ui::outbox::Outbox;

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    page_ui(ui, "about", |ui| {
        for (name, labels, both) in [
            ("title", ["ed-title-en", "ed-title-ru"], &file.title),
            ("about", ["ed-about-en", "ed-about-ru"], &file.about),
        ] {
            let entries = [
                Entry::text(labels[0], "en", Some(&both.en)).required(),
                Entry::text(labels[1], "ru", Some(&both.ru)).required(),
            ];
            entries_ui(ui, &way(&[Key::Name(name)]), entries, editor, words, outbox);
        }
        let entries = [
            Entry::text("ed-start", "start", file.start.as_deref()),
            Entry::number("ed-latency", "latency_millis", file.latency_millis),
            Entry::number("ed-pause", "pause_millis", file.pause_millis),
        ];
        entries_ui(ui, &Way::new(), entries, editor, words, outbox);
    });
}
