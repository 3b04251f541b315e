//! The scenario editor: the text of a scenario as a table and as text, played after every change.
//!
//! ```text
//! text ─► file (values) ─► steps, forms ─► paint ─► Change ─► text
//!   └──► runner (a thread) ─► trial: replies, states, what is wrong
//! ```

pub mod change;
pub mod runner;
pub mod state;
pub mod typed;

pub mod entries;
pub mod fields;

pub mod about;
pub mod clients;
pub mod head;
pub mod maildrops;
pub mod phrases;
pub mod server;
pub mod source_view;
pub mod steps;

pub use change::Change;
pub use state::Editor;
pub use state::Page;

use eframe::egui;

use crate::teach::Words;
use crate::ui::outbox::Outbox;

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    head::ui(ui, editor, words, outbox);
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 10, right: 8, top: 4, bottom: 4 });
    frame.show(ui, |ui| match editor.page {
        Page::Source => source_view::ui(ui, editor, words, outbox),
        _ if editor.file.is_none() => head::broken_ui(ui, editor, words, outbox),
        Page::Steps => steps::ui(ui, editor, words, outbox),
        Page::Server => server::ui(ui, editor, words, outbox),
        Page::Maildrops => maildrops::ui(ui, editor, words, outbox),
        Page::Clients => clients::ui(ui, editor, words, outbox),
        Page::About => about::ui(ui, editor, words, outbox),
    });
    head::ask_ui(ui, editor, words, outbox);
}
