//! The one list of all that a person can do. Menus, buttons, keys and the palette read it.

use std::path::PathBuf;

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Modifiers;

use crate::session::cursor::Move;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::prefs::Theme;
use crate::ui::shortcut;

/// A wish of the person at the window, grouped by the part of the program that obeys it.
#[derive(Clone, Debug, PartialEq)]
pub enum UiCommand {
    /// Move the cursor.
    Cursor(Move),
    /// Play, and how fast.
    Playback(Playback),
    /// Open and close documents.
    Library(Library),
    /// Change how the open session is shown.
    Session(Session),
    /// Look at the mail that was fetched, and save of it.
    Mail(Mail),
    /// Change the window.
    View(View),
    /// Close the window.
    Quit,
}

/// Wishes about playing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Playback {
    /// Play or pause.
    Toggle,
    /// One speed down.
    Slower,
    /// One speed up.
    Faster,
}

/// Wishes about documents.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Library {
    /// Ask for files with a dialog.
    Ask,
    /// Open files.
    Open(Vec<PathBuf>),
    /// Ask for a key log with a dialog.
    AskKeyLog,
    /// Read the open capture again, with the secrets of a key log.
    KeyLog(PathBuf),
    /// Open a lesson, counted from 0.
    Lesson(usize),
    /// Show a session of a document that is open.
    Show {
        /// The document, counted from 0.
        document: usize,
        /// The session in it, counted from 0.
        session: usize,
    },
    /// Show a document that is open, counted from 0.
    Document(usize),
    /// Show the sessions of the open capture that a filter finds.
    Filter(String),
    /// Read a capture again, and take a port for one of POP3 whatever is said on it.
    TreatAsPop3 {
        /// The document, counted from 0.
        document: usize,
        /// The port of the servers.
        port: u16,
    },
    /// Close a document, counted from 0.
    Close(usize),
    /// Stop loading something.
    Cancel(u64),
    /// Show the session before the open one.
    PreviousSession,
    /// Show the session behind the open one.
    NextSession,
}

/// Wishes about the open session.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Session {
    /// Show or mask secrets.
    ToggleSecrets,
    /// Fold or unfold the data of a step.
    ToggleFold(usize),
    /// Unfold all data.
    UnfoldAll,
    /// Fold all data.
    FoldAll,
    /// Go to the next step with a finding.
    NextFinding,
    /// Go to the step with a finding before this one.
    PreviousFinding,
    /// Put the transcript on the clipboard.
    CopyTranscript,
    /// Put all that was said on the clipboard.
    CopyStream,
    /// Save all that was said as a file.
    SaveStream,
}

/// Wishes about the mail that was fetched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mail {
    /// Show it in another way.
    View(MailView),
    /// Show fields as they came, too, or not.
    RawFields,
    /// Show more of the text.
    More,
    /// Save all of it.
    SaveMessage,
    /// Save one part, counted from 0.
    SavePart(usize),
    /// Save all that is attached.
    SaveAll,
}

/// How a mail is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum MailView {
    /// As a person reads it.
    #[default]
    Readable,
    /// As a tree of parts.
    Parts,
    /// Its head, field by field.
    Fields,
    /// As it was delivered.
    Raw,
}

impl MailView {
    /// All ways, from left to right.
    pub const ALL: [Self; 4] = [Self::Readable, Self::Parts, Self::Fields, Self::Raw];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Readable => "mail-readable",
            Self::Parts => "mail-tree",
            Self::Fields => "mail-fields",
            Self::Raw => "mail-raw",
        }
    }
}

/// Wishes about the window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum View {
    /// Show one of the pages in the middle.
    Central(Central),
    /// Look for something: in the table of sessions, or in the words of the session.
    Find,
    /// Show one of the tabs below.
    Tab(Tab),
    /// Explain a row of the table of states, or the step again.
    Rule(Option<usize>),
    /// Choose a language.
    Language(Language),
    /// Go to the next language.
    NextLanguage,
    /// Choose a theme.
    Theme(Theme),
    /// Light becomes dark, and dark light.
    OtherTheme,
    /// Make everything larger.
    ZoomIn,
    /// Make everything smaller.
    ZoomOut,
    /// Make everything as large as at first.
    ZoomReset,
    /// Fill the screen, or stop to.
    FullScreen,
    /// Show or hide a panel.
    TogglePanel(Panel),
    /// Lay something over the window, or take it away.
    Overlay(Option<Overlay>),
    /// Take a notice away, counted from 0.
    Dismiss(usize),
}

/// The pages in the middle of the window. A lesson has the ladder alone.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Central {
    /// The table of all sessions of a capture.
    Sessions,
    /// What was counted over a capture.
    Summary,
    /// What became of each message.
    Mailboxes,
    /// The replay of one session.
    #[default]
    Ladder,
    /// All that was said in the session.
    Stream,
}

/// The tabs below.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tab {
    /// What happens, and why.
    #[default]
    Why,
    /// The octets of the step.
    Bytes,
    /// The mail, decoded.
    Message,
    /// What was said so far, as text.
    Transcript,
    /// Where the step came from.
    Packets,
    /// Logins, and how long everything took.
    Exchanges,
    /// All that is to be remarked.
    Findings,
}

/// The panels that can be hidden.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Panel {
    /// Lessons and captures.
    Library,
    /// Diagram and maildrop.
    Side,
    /// The tabs below.
    Lower,
}

/// What can lie over the window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Overlay {
    /// All keys.
    Keys,
    /// All commands, to search in.
    Palette,
    /// What program this is.
    About,
}

impl Central {
    /// All pages, from left to right.
    pub const ALL: [Self; 5] = [Self::Sessions, Self::Summary, Self::Mailboxes, Self::Ladder, Self::Stream];

    /// Whether it is about one session, as every document has it.
    #[must_use]
    pub fn is_of_session(self) -> bool {
        match self {
            Self::Ladder | Self::Stream => true,
            Self::Sessions | Self::Summary | Self::Mailboxes => false,
        }
    }

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sessions => "central-sessions",
            Self::Summary => "central-summary",
            Self::Mailboxes => "central-mailboxes",
            Self::Ladder => "central-ladder",
            Self::Stream => "central-stream",
        }
    }
}

impl Tab {
    /// All tabs, from left to right.
    pub const ALL: [Self; 7] =
        [Self::Why, Self::Bytes, Self::Message, Self::Transcript, Self::Packets, Self::Exchanges, Self::Findings];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Why => "tab-why",
            Self::Bytes => "tab-bytes",
            Self::Message => "tab-message",
            Self::Transcript => "tab-transcript",
            Self::Packets => "tab-packets",
            Self::Exchanges => "tab-exchanges",
            Self::Findings => "tab-findings",
        }
    }
}

impl UiCommand {
    /// The commands that need no more than themselves: those of menus, keys and palette.
    pub const LISTED: [Self; 58] = [
        Self::Cursor(Move::Forward),
        Self::Cursor(Move::Back),
        Self::Cursor(Move::First),
        Self::Cursor(Move::Last),
        Self::Playback(Playback::Toggle),
        Self::Playback(Playback::Slower),
        Self::Playback(Playback::Faster),
        Self::Library(Library::Ask),
        Self::Library(Library::AskKeyLog),
        Self::Library(Library::PreviousSession),
        Self::Library(Library::NextSession),
        Self::Session(Session::NextFinding),
        Self::Session(Session::PreviousFinding),
        Self::Session(Session::ToggleSecrets),
        Self::Session(Session::UnfoldAll),
        Self::Session(Session::FoldAll),
        Self::Session(Session::CopyTranscript),
        Self::Mail(Mail::View(MailView::Readable)),
        Self::Mail(Mail::View(MailView::Parts)),
        Self::Mail(Mail::View(MailView::Fields)),
        Self::Mail(Mail::View(MailView::Raw)),
        Self::Mail(Mail::SaveMessage),
        Self::Mail(Mail::SaveAll),
        Self::Session(Session::CopyStream),
        Self::Session(Session::SaveStream),
        Self::View(View::Central(Central::Sessions)),
        Self::View(View::Central(Central::Summary)),
        Self::View(View::Central(Central::Mailboxes)),
        Self::View(View::Central(Central::Ladder)),
        Self::View(View::Central(Central::Stream)),
        Self::View(View::Find),
        Self::View(View::Tab(Tab::Why)),
        Self::View(View::Tab(Tab::Bytes)),
        Self::View(View::Tab(Tab::Message)),
        Self::View(View::Tab(Tab::Transcript)),
        Self::View(View::Tab(Tab::Packets)),
        Self::View(View::Tab(Tab::Exchanges)),
        Self::View(View::Tab(Tab::Findings)),
        Self::View(View::TogglePanel(Panel::Library)),
        Self::View(View::TogglePanel(Panel::Side)),
        Self::View(View::TogglePanel(Panel::Lower)),
        Self::View(View::NextLanguage),
        Self::View(View::Language(Language::English)),
        Self::View(View::Language(Language::Russian)),
        Self::View(View::OtherTheme),
        Self::View(View::Theme(Theme::System)),
        Self::View(View::Theme(Theme::Light)),
        Self::View(View::Theme(Theme::Dark)),
        Self::View(View::ZoomIn),
        Self::View(View::ZoomOut),
        Self::View(View::ZoomReset),
        Self::View(View::FullScreen),
        Self::View(View::Overlay(Some(Overlay::Palette))),
        Self::View(View::Overlay(Some(Overlay::Keys))),
        Self::View(View::Overlay(Some(Overlay::About))),
        Self::View(View::Overlay(None)),
        Self::View(View::Rule(None)),
        Self::Quit,
    ];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Cursor(wish) => match wish {
                Move::First => "do-first",
                Move::Back => "do-back",
                Move::Forward => "do-forward",
                Move::Last => "do-last",
                Move::To(_) => "do-go-to",
            },
            Self::Playback(Playback::Toggle) => "do-play",
            Self::Playback(Playback::Slower) => "do-slower",
            Self::Playback(Playback::Faster) => "do-faster",
            Self::Library(wish) => match wish {
                Library::Ask => "do-open",
                Library::AskKeyLog | Library::KeyLog(_) => "do-key-log",
                Library::Open(_) | Library::Lesson(_) | Library::Show { .. } | Library::Document(_) => "do-show",
                Library::Filter(_) => "do-filter",
                Library::TreatAsPop3 { .. } => "do-treat",
                Library::Close(_) => "do-close",
                Library::Cancel(_) => "do-cancel",
                Library::PreviousSession => "do-previous-session",
                Library::NextSession => "do-next-session",
            },
            Self::Session(wish) => match wish {
                Session::ToggleSecrets => "do-secrets",
                Session::ToggleFold(_) => "do-fold",
                Session::UnfoldAll => "do-unfold-all",
                Session::FoldAll => "do-fold-all",
                Session::NextFinding => "do-next-finding",
                Session::PreviousFinding => "do-previous-finding",
                Session::CopyTranscript => "do-copy-transcript",
                Session::CopyStream => "do-copy-stream",
                Session::SaveStream => "do-save-stream",
            },
            Self::Mail(wish) => wish.word(),
            Self::View(wish) => wish.word(),
            Self::Quit => "do-quit",
        }
    }

    /// What stands on its button.
    #[must_use]
    pub fn label(&self, words: &Words) -> String {
        words.get(self.word())
    }

    /// Its keys; the first one is shown in menus.
    #[must_use]
    pub fn keys(&self) -> &'static [KeyboardShortcut] {
        const fn key(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::NONE, key)
        }
        const fn ctrl(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::COMMAND, key)
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
            Self::View(View::Find) => &const { [ctrl(Key::F)] },
            Self::View(View::Tab(Tab::Why)) => &const { [key(Key::Num1)] },
            Self::View(View::Tab(Tab::Bytes)) => &const { [key(Key::Num2)] },
            Self::View(View::Tab(Tab::Message)) => &const { [key(Key::Num3)] },
            Self::View(View::Tab(Tab::Transcript)) => &const { [key(Key::Num4)] },
            Self::View(View::Tab(Tab::Packets)) => &const { [key(Key::Num5)] },
            Self::View(View::Tab(Tab::Exchanges)) => &const { [key(Key::Num6)] },
            Self::View(View::Tab(Tab::Findings)) => &const { [key(Key::Num7)] },
            Self::View(View::NextLanguage) => &const { [ctrl(Key::L)] },
            Self::View(View::OtherTheme) => &const { [ctrl(Key::T)] },
            Self::View(View::ZoomIn) => &const { [ctrl(Key::Plus), ctrl(Key::Equals)] },
            Self::View(View::ZoomOut) => &const { [ctrl(Key::Minus)] },
            Self::View(View::ZoomReset) => &const { [ctrl(Key::Num0)] },
            Self::View(View::FullScreen) => &const { [key(Key::F11)] },
            Self::View(View::Overlay(Some(Overlay::Palette))) => &const { [ctrl(Key::K)] },
            Self::View(View::Overlay(Some(Overlay::Keys))) => &const { [key(Key::Questionmark), key(Key::F1)] },
            Self::View(View::Overlay(None)) => &const { [key(Key::Escape)] },
            Self::Quit => &const { [ctrl(Key::Q)] },
            Self::Cursor(Move::To(_)) | Self::Library(_) | Self::Session(_) | Self::Mail(_) | Self::View(_) => &[],
        }
    }

    /// Its keys as people read them.
    #[must_use]
    pub fn keys_shown(&self, words: &Words) -> Vec<String> {
        self.keys().iter().map(|shortcut| shortcut::shown(*shortcut, words)).collect()
    }

    /// All commands whose keys were pressed in this frame. While somebody types, only keys that
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
                let harmless = matches!(shortcut.logical_key, Key::F1 | Key::F8 | Key::F11 | Key::Escape);
                let writes = typing && !shortcut.modifiers.command && !harmless;
                let beneath = covered && !matches!(wish, Self::View(_) | Self::Quit);
                let elsewhere = !replaying && matches!(wish, Self::Cursor(_) | Self::Playback(_));
                !taken && !writes && !beneath && !elsewhere && ctx.input_mut(|input| input.consume_shortcut(shortcut))
            })
        };
        // Ctrl with a key comes before the key alone.
        let (with, without): (Vec<_>, Vec<_>) =
            Self::LISTED.iter().partition(|wish| wish.keys().iter().any(|shortcut| shortcut.modifiers.any()));
        with.into_iter().chain(without).filter(pressed).cloned().collect()
    }
}

impl Mail {
    fn word(self) -> &'static str {
        match self {
            Self::View(MailView::Readable) => "do-mail-readable",
            Self::View(MailView::Parts) => "do-mail-parts",
            Self::View(MailView::Fields) => "do-mail-fields",
            Self::View(MailView::Raw) => "do-mail-raw",
            Self::RawFields => "mail-raw-fields",
            Self::More => "mail-more",
            Self::SaveMessage => "do-save-message",
            Self::SavePart(_) => "mail-save",
            Self::SaveAll => "do-save-all",
        }
    }
}

impl View {
    fn word(self) -> &'static str {
        match self {
            Self::Central(Central::Sessions) => "do-central-sessions",
            Self::Central(Central::Summary) => "do-central-summary",
            Self::Central(Central::Mailboxes) => "do-central-mailboxes",
            Self::Central(Central::Ladder) => "do-central-ladder",
            Self::Central(Central::Stream) => "do-central-stream",
            Self::Find => "do-find",
            Self::Tab(Tab::Why) => "do-tab-why",
            Self::Tab(Tab::Bytes) => "do-tab-bytes",
            Self::Tab(Tab::Message) => "do-tab-message",
            Self::Tab(Tab::Transcript) => "do-tab-transcript",
            Self::Tab(Tab::Packets) => "do-tab-packets",
            Self::Tab(Tab::Exchanges) => "do-tab-exchanges",
            Self::Tab(Tab::Findings) => "do-tab-findings",
            Self::Rule(Some(_)) => "do-rule",
            Self::Rule(None) => "do-rule-back",
            Self::Language(Language::English) => "do-english",
            Self::Language(Language::Russian) => "do-russian",
            Self::NextLanguage => "do-next-language",
            Self::Theme(Theme::System) => "do-theme-system",
            Self::Theme(Theme::Light) => "do-theme-light",
            Self::Theme(Theme::Dark) => "do-theme-dark",
            Self::OtherTheme => "do-other-theme",
            Self::ZoomIn => "do-zoom-in",
            Self::ZoomOut => "do-zoom-out",
            Self::ZoomReset => "do-zoom-reset",
            Self::FullScreen => "do-full-screen",
            Self::TogglePanel(Panel::Library) => "do-panel-library",
            Self::TogglePanel(Panel::Side) => "do-panel-side",
            Self::TogglePanel(Panel::Lower) => "do-panel-lower",
            Self::Overlay(Some(Overlay::Keys)) => "do-keys",
            Self::Overlay(Some(Overlay::Palette)) => "do-palette",
            Self::Overlay(Some(Overlay::About)) => "do-about",
            Self::Overlay(None) => "do-close-overlay",
            Self::Dismiss(_) => "do-dismiss",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let mut keys: Vec<_> = UiCommand::LISTED.iter().flat_map(UiCommand::keys).collect();
        let all = keys.len();
        keys.sort_by_key(|key| format!("{key:?}"));
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn every_command_has_its_words() {
        for language in Language::ALL {
            let words = crate::ui::text::words(language);
            for wish in &UiCommand::LISTED {
                assert!(words.has(wish.word()), "{} in {language}", wish.word());
            }
        }
    }
}
