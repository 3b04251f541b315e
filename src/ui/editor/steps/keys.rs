//! The keys of the table, and where they lead: the first field of a row, and a new step.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modifiers;

use crate::source::write;
use crate::ui::command::Edit;
use crate::ui::editor::Editor;
use crate::ui::editor::Page;
use crate::ui::editor::fields::id_of;
use crate::ui::editor::steps::cells::cells;
use crate::ui::editor::steps::kind::Kind;

/// The keys of the table; none of them while somebody types.
#[must_use]
pub fn pressed(ctx: &egui::Context, editor: &mut Editor) -> Vec<Edit> {
    if ctx.text_edit_focused() || editor.asks.is_some() || editor.page != Page::Steps {
        return Vec::new();
    }
    let alt = Modifiers::ALT;
    let keys = [
        (alt, Key::ArrowUp, Edit::Up),
        (alt, Key::ArrowDown, Edit::Down),
        (Modifiers::NONE, Key::ArrowUp, Edit::Row(editor.row.saturating_sub(1))),
        (Modifiers::NONE, Key::ArrowDown, Edit::Row((editor.row + 1).min(editor.steps().saturating_sub(1)))),
        (Modifiers::NONE, Key::Home, Edit::Row(0)),
        (Modifiers::NONE, Key::End, Edit::Row(editor.steps().saturating_sub(1))),
        (Modifiers::SHIFT, Key::Insert, Edit::Above),
        (Modifiers::NONE, Key::Insert, Edit::Below),
        (Modifiers::COMMAND, Key::D, Edit::Twice),
        (Modifiers::NONE, Key::Delete, Edit::Remove),
    ];
    let mut pressed = Vec::new();
    for (modifiers, key, wish) in keys {
        if ctx.input_mut(|input| input.consume_key(modifiers, key)) {
            pressed.push(wish);
        }
    }
    let focused = ctx.memory(egui::Memory::focused).is_some();
    if !focused && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        editor.focus = first_field(editor);
    }
    pressed
}

/// The first field of the chosen row.
#[must_use]
pub fn first_field(editor: &Editor) -> Option<egui::Id> {
    let step = editor.file.as_ref()?.steps.get(editor.row)?;
    let (inline, below) = cells(step, editor.row, &editor.text, editor.language);
    inline.first().or(below.first()).map(|cell| id_of(&format!("{:?}", cell.way)))
}

/// A step like the one that is chosen, or a command.
#[must_use]
pub fn another(editor: &Editor) -> String {
    let step = editor.file.as_ref().and_then(|file| file.steps.get(editor.row));
    let new = match step.map(Kind::of) {
        Some(Kind::Note) => Kind::Note,
        Some(_) | None => Kind::Send,
    };
    write::step(&new.step(None, "amy", "laptop"), "        ")
}
