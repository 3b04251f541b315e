//! The keys of each command.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Modifiers;

use super::Central;
use super::Hand;
use super::Learn;
use super::Library;
use super::Overlay;
use super::Page;
use super::Playback;
use super::Session;
use super::Tab;
use super::UiCommand;
use super::View;
use super::Zooming;
use crate::session::cursor::Move;
use crate::source::branch::Situation;
use crate::teach::Words;
use crate::ui::letters::is_letter;
use crate::ui::shortcut;

impl UiCommand {
    /// Its keys; the first one is shown in menus.
    #[must_use]
    pub fn keys(&self) -> &'static [KeyboardShortcut] {
        const fn key(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::NONE, key)
        }
        const fn ctrl(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::COMMAND, key)
        }
        const fn alt(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::ALT, key)
        }
        match self {
            // The keys of presentation remotes are among them.
            Self::Cursor(Move::Forward) => &const { [key(Key::ArrowRight), key(Key::ArrowDown), key(Key::PageDown)] },
            Self::Cursor(Move::Back) => &const { [key(Key::ArrowLeft), key(Key::ArrowUp), key(Key::PageUp)] },
            Self::Cursor(Move::First) => &const { [key(Key::Home)] },
            Self::Cursor(Move::Last) => &const { [key(Key::End)] },
            Self::Playback(Playback::Toggle) => &const { [key(Key::Space)] },
            Self::Playback(Playback::Slower) => &const { [key(Key::Minus)] },
            Self::Playback(Playback::Faster) => &const { [key(Key::Plus), key(Key::Equals)] },
            Self::Library(Library::Ask) => &const { [ctrl(Key::O)] },
            Self::Library(Library::PreviousSession) => &const { [ctrl(Key::PageUp)] },
            Self::Library(Library::NextSession) => &const { [ctrl(Key::PageDown)] },
            Self::Playback(Playback::TrueTimes) => &const { [key(Key::T)] },
            Self::Session(Session::ToggleEyes) => &const { [key(Key::W)] },
            Self::Session(Session::ToggleSegments) => &const { [key(Key::S)] },
            Self::Session(Session::ToggleLine) => &const { [key(Key::L)] },
            Self::Session(Session::NextFinding) => &const { [key(Key::F8)] },
            Self::Session(Session::PreviousFinding) => &const { [KeyboardShortcut::new(Modifiers::SHIFT, Key::F8)] },
            Self::Session(Session::CopyTranscript) => {
                &const { [KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C)] }
            }
            Self::View(View::Central(Central::Sessions)) => &const { [ctrl(Key::Num1), key(Key::Backspace)] },
            Self::View(View::Central(Central::Summary)) => &const { [ctrl(Key::Num2)] },
            Self::View(View::Central(Central::Mailboxes)) => &const { [ctrl(Key::Num3)] },
            Self::View(View::Central(Central::Ladder)) => &const { [ctrl(Key::Num4)] },
            Self::View(View::Central(Central::Stream)) => &const { [ctrl(Key::Num5)] },
            Self::View(View::Central(Central::Learn(Page::Welcome))) => &const { [key(Key::F9)] },
            Self::View(View::Central(Central::Learn(Page::Myths))) => &const { [key(Key::F3)] },
            Self::View(View::Central(Central::Learn(Page::Exercises))) => &const { [key(Key::F4)] },
            Self::View(View::Central(Central::Learn(Page::Glossary))) => &const { [key(Key::F10)] },
            Self::View(View::Central(Central::Learn(Page::Words))) => &const { [key(Key::F12)] },
            Self::Learn(Learn::TogglePredict) => &const { [key(Key::F6)] },
            Self::Learn(Learn::NextLesson) => &const { [key(Key::F7)] },
            Self::View(View::Central(Central::Compare)) => &const { [ctrl(Key::Num6)] },
            Self::View(View::Central(Central::Live)) => &const { [ctrl(Key::Num7)] },
            Self::View(View::Central(Central::Editor)) => &const { [ctrl(Key::E)] },
            Self::View(View::Find) => &const { [ctrl(Key::F)] },
            Self::View(View::Tab(Tab::Why)) => &const { [key(Key::Num1)] },
            Self::View(View::Tab(Tab::Bytes)) => &const { [key(Key::Num2)] },
            Self::View(View::Tab(Tab::Message)) => &const { [key(Key::Num3)] },
            Self::View(View::Tab(Tab::Transcript)) => &const { [key(Key::Num4)] },
            Self::View(View::Tab(Tab::Packets)) => &const { [key(Key::Num5)] },
            Self::View(View::Tab(Tab::Exchanges)) => &const { [key(Key::Num6)] },
            Self::View(View::Tab(Tab::Findings)) => &const { [key(Key::Num7)] },
            Self::View(View::Tab(Tab::Eve)) => &const { [key(Key::Num8)] },
            Self::View(View::NextLanguage) => &const { [ctrl(Key::L)] },
            Self::View(View::OtherTheme) => &const { [ctrl(Key::T)] },
            Self::View(View::ZoomIn) => &const { [ctrl(Key::Plus), ctrl(Key::Equals)] },
            Self::View(View::ZoomOut) => &const { [ctrl(Key::Minus)] },
            Self::View(View::ZoomReset) => &const { [ctrl(Key::Num0)] },
            Self::View(View::Ladder(Zooming::Larger)) => &const { [alt(Key::Plus), alt(Key::Equals)] },
            Self::View(View::Ladder(Zooming::Smaller)) => &const { [alt(Key::Minus)] },
            Self::View(View::Ladder(Zooming::Usual)) => &const { [alt(Key::Num0)] },
            Self::View(View::Axis) => &const { [key(Key::A)] },
            Self::View(View::FullScreen) => &const { [key(Key::F11)] },
            Self::View(View::Present) => &const { [key(Key::F5)] },
            Self::View(View::PresenterNotes) => &const { [key(Key::N)] },
            Self::View(View::Pointer) => &const { [key(Key::P)] },
            Self::View(View::Overlay(Some(Overlay::Palette))) => &const { [ctrl(Key::K)] },
            Self::View(View::Overlay(Some(Overlay::Keys))) => &const { [key(Key::Questionmark), key(Key::F1)] },
            Self::View(View::Overlay(None)) => &const { [key(Key::Escape)] },
            Self::Hand(Hand::Type) => &const { [key(Key::F2)] },
            Self::Hand(Hand::Undo) => &const { [ctrl(Key::Z)] },
            Self::Hand(Hand::Redo) => &const { [ctrl(Key::Y)] },
            Self::Hand(Hand::Try(Situation::LineDrops)) => &const { [key(Key::D)] },
            Self::Hand(Hand::Try(Situation::Quit)) => &const { [key(Key::Q)] },
            Self::Hand(Hand::Try(Situation::WrongPassword)) => &const { [key(Key::E)] },
            Self::Hand(Hand::Try(Situation::SecondClient)) => &const { [key(Key::B)] },
            Self::Hand(Hand::Try(Situation::ServerDies)) => &const { [key(Key::C)] },
            Self::Hand(Hand::Try(Situation::Silence)) => &const { [key(Key::I)] },
            Self::Hand(Hand::Return) => &const { [key(Key::R)] },
            Self::Quit => &const { [ctrl(Key::Q)] },
            Self::Cursor(Move::To(_))
            | Self::Library(_)
            | Self::Session(_)
            | Self::Line(_)
            | Self::Mail(_)
            | Self::Learn(_)
            | Self::Hand(_)
            | Self::Compare(_)
            | Self::Live(_)
            | Self::Edit(_)
            | Self::View(_) => &[],
        }
    }

    /// Its keys as people read them.
    #[must_use]
    pub fn keys_shown(&self, words: &Words) -> Vec<String> {
        self.keys().iter().map(|shortcut| shortcut::shown(*shortcut, words)).collect()
    }

    /// The command of a letter that is pressed alone. Letters are read apart from all other keys ([`Letters`]).
    ///
    /// [`Letters`]: crate::ui::letters::Letters
    #[must_use]
    pub fn of_letter(key: Key) -> Option<Self> {
        let shortcut = KeyboardShortcut::new(Modifiers::NONE, key);
        Self::LISTED.iter().find(|wish| wish.keys().contains(&shortcut)).cloned()
    }

    /// All commands whose keys were pressed in this frame, but for letters alone. While somebody types, only keys that
    /// write nothing count; while the window is `covered`, only those that concern the cover; and
    /// where no session is replayed, none that move in one.
    #[must_use]
    pub fn pressed(ctx: &egui::Context, covered: bool, replaying: bool) -> Vec<Self> {
        let typing = ctx.text_edit_focused();
        let focused = ctx.memory(egui::Memory::focused).is_some();
        let pressed = |wish: &&Self| {
            wish.keys().iter().any(|shortcut| {
                // A button that has the focus is pressed by Space.
                let taken = focused && shortcut.logical_key == Key::Space && shortcut.modifiers.is_none();
                let harmless = matches!(
                    shortcut.logical_key,
                    Key::F1
                        | Key::F2
                        | Key::F3
                        | Key::F4
                        | Key::F5
                        | Key::F6
                        | Key::F7
                        | Key::F8
                        | Key::F9
                        | Key::F10
                        | Key::F11
                        | Key::F12
                        | Key::Escape
                );
                let writes = typing && !shortcut.modifiers.command && !harmless;
                // What is typed in a field has its own way back.
                let own = typing && matches!(wish, Self::Hand(Hand::Undo | Hand::Redo));
                let beneath = covered && !matches!(wish, Self::View(_) | Self::Quit);
                let of_replay = matches!(wish, Self::Cursor(_) | Self::Playback(_));
                let elsewhere = !replaying && of_replay;
                let letter = shortcut.modifiers.is_none() && is_letter(shortcut.logical_key);
                !taken
                    && !letter
                    && !writes
                    && !own
                    && !beneath
                    && !elsewhere
                    && ctx.input_mut(|input| input.consume_shortcut(shortcut))
            })
        };
        // Ctrl with a key comes before the key alone.
        let (with, without): (Vec<_>, Vec<_>) =
            Self::LISTED.iter().partition(|wish| wish.keys().iter().any(|shortcut| shortcut.modifiers.any()));
        with.into_iter().chain(without).filter(pressed).cloned().collect()
    }
}
