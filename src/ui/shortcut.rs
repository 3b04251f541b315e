//! Shortcuts as people read them.

use eframe::egui::Key;
use eframe::egui::KeyboardShortcut;

use crate::teach::Words;
use crate::ui::icons;

/// A shortcut as it is written beside a command: `Ctrl+K`.
#[must_use]
pub fn shown(shortcut: KeyboardShortcut, words: &Words) -> String {
    let mut text = String::new();
    if shortcut.modifiers.command {
        text.push_str(if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" });
    }
    if shortcut.modifiers.alt {
        text.push_str("Alt+");
    }
    if shortcut.modifiers.shift {
        text.push_str("Shift+");
    }
    let [left, right, up, down] = icons::ARROW_KEYS;
    match shortcut.logical_key {
        Key::ArrowLeft => text.push_str(left),
        Key::ArrowRight => text.push_str(right),
        Key::ArrowUp => text.push_str(up),
        Key::ArrowDown => text.push_str(down),
        Key::Space => text.push_str(&words.get("key-space")),
        Key::Plus | Key::Equals => text.push_str(if shortcut.logical_key == Key::Plus { "+" } else { "=" }),
        Key::Minus => text.push('-'),
        Key::Questionmark => text.push('?'),
        other => text.push_str(other.name()),
    }
    text
}
