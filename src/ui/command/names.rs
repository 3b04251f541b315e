//! What each command is called.

use super::Central;
use super::Compare;
use super::Hand;
use super::Library;
use super::Line;
use super::Live;
use super::Mail;
use super::MailView;
use super::Overlay;
use super::Panel;
use super::Playback;
use super::Session;
use super::Tab;
use super::UiCommand;
use super::View;
use super::Zooming;
use crate::session::cursor::Move;
use crate::source::branch::Ending;
use crate::source::branch::Situation;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::prefs::Theme;

impl UiCommand {
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
            Self::Playback(Playback::TrueTimes) => "do-true-times",
            Self::Line(wish) => match **wish {
                Line::Set(_) => "do-line-set",
                Line::Reset => "do-line-reset",
                Line::Copy => "do-line-copy",
            },
            Self::Library(wish) => match wish {
                Library::Ask => "do-open",
                Library::AskKeyLog | Library::KeyLog(_) => "do-key-log",
                Library::Open(_) | Library::Lesson(_) | Library::Show { .. } | Library::Document(_) => "do-show",
                Library::Filter(_) => "do-filter",
                Library::TreatAsPop3 { .. } => "do-treat",
                Library::Close(_) => "do-close",
                Library::Cancel(_) => "do-cancel",
                Library::ForgetRecent => "do-forget-recent",
                Library::PreviousSession => "do-previous-session",
                Library::NextSession => "do-next-session",
            },
            Self::Session(wish) => match wish {
                Session::ToggleSecrets => "do-secrets",
                Session::ToggleEyes => "do-eyes",
                Session::ToggleSegments => "do-segments",
                Session::ToggleLine => "do-line",
                Session::ToggleFold(_) => "do-fold",
                Session::UnfoldAll => "do-unfold-all",
                Session::FoldAll => "do-fold-all",
                Session::NextFinding => "do-next-finding",
                Session::PreviousFinding => "do-previous-finding",
                Session::CopyTranscript => "do-copy-transcript",
                Session::CopyStream => "do-copy-stream",
                Session::SaveStream => "do-save-stream",
                Session::SaveMails => "do-save-mails",
                Session::Save(sheet) => sheet.word(),
                Session::CopyLink => "do-copy-link",
            },
            Self::Mail(wish) => wish.word(),
            Self::Learn(wish) => wish.word(),
            Self::Hand(wish) => wish.word(),
            Self::Compare(wish) => match wish {
                Compare::Generations => "do-compare-generations",
                Compare::Profiles => "do-compare-profiles",
                Compare::With { .. } => "do-compare-with",
                Compare::Anew => "do-compare-anew",
                Compare::Show { .. } => "do-go-to",
            },
            Self::Live(wish) => match wish {
                Live::Start => "do-live-start",
                Live::Stop => "do-live-stop",
                Live::Hold => "do-live-hold",
                Live::Release(_) => "live-release",
                Live::Change(..) => "live-change",
                Live::Copy(_) => "live-copy",
                Live::Show(_) => "do-show",
                Live::Call(wish) => wish.word(),
            },
            Self::Edit(wish) => wish.word(),
            Self::View(wish) => wish.word(),
            Self::Quit => "do-quit",
        }
    }

    /// What stands on its button.
    #[must_use]
    pub fn label(&self, words: &Words) -> String {
        if let Self::View(View::Language(Language::More(more))) = self {
            return more.name().to_owned();
        }
        words.get(self.word())
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

impl Hand {
    fn word(&self) -> &'static str {
        match self {
            Self::Type | Self::Write(_) => "do-hand-type",
            Self::Send => "do-hand-send",
            Self::Connect => "do-hand-connect",
            Self::Wait(10) => "do-hand-wait-long",
            Self::Wait(_) => "do-hand-wait",
            Self::End(Ending::Drop) => "do-hand-drop",
            Self::End(Ending::Close) => "do-hand-close",
            Self::End(Ending::Reset) => "do-hand-reset",
            Self::Client(_) => "do-hand-client",
            Self::Undo => "do-hand-undo",
            Self::Redo => "do-hand-redo",
            Self::Empty => "do-hand-empty",
            Self::Rename | Self::Name(_) => "do-hand-rename",
            Self::Delete => "do-hand-delete",
            Self::Restore => "do-hand-restore",
            Self::Save => "do-hand-save",
            Self::Try(Situation::LineDrops) => "do-try-drop",
            Self::Try(Situation::Quit) => "do-try-quit",
            Self::Try(Situation::WrongPassword) => "do-try-password",
            Self::Try(Situation::SecondClient) => "do-try-second",
            Self::Try(Situation::ServerDies) => "do-try-dies",
            Self::Try(Situation::Silence) => "do-try-silence",
            Self::Return => "do-try-return",
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
            Self::Central(Central::Learn(page)) => page.command(),
            Self::Central(Central::Compare) => "do-central-compare",
            Self::Central(Central::Live) => "do-central-live",
            Self::Central(Central::Editor) => "do-central-editor",
            Self::Find => "do-find",
            Self::Tab(Tab::Why) => "do-tab-why",
            Self::Tab(Tab::Bytes) => "do-tab-bytes",
            Self::Tab(Tab::Message) => "do-tab-message",
            Self::Tab(Tab::Transcript) => "do-tab-transcript",
            Self::Tab(Tab::Packets) => "do-tab-packets",
            Self::Tab(Tab::Exchanges) => "do-tab-exchanges",
            Self::Tab(Tab::Findings) => "do-tab-findings",
            Self::Tab(Tab::Eve) => "do-tab-eve",
            Self::Explain(Some(_)) => "do-rule",
            Self::Explain(None) => "do-rule-back",
            Self::Language(Language::English) => "do-english",
            Self::Language(Language::Russian) => "do-russian",
            Self::Language(Language::More(_)) | Self::NextLanguage => "do-next-language",
            Self::Theme(Theme::System) => "do-theme-system",
            Self::Theme(Theme::Light) => "do-theme-light",
            Self::Theme(Theme::Dark) => "do-theme-dark",
            Self::OtherTheme => "do-other-theme",
            Self::ZoomIn => "do-zoom-in",
            Self::ZoomOut => "do-zoom-out",
            Self::ZoomReset => "do-zoom-reset",
            Self::Zoom(80) => "do-zoom-80",
            Self::Zoom(125) => "do-zoom-125",
            Self::Zoom(150) => "do-zoom-150",
            Self::Zoom(175) => "do-zoom-175",
            Self::Zoom(_) => "do-zoom-200",
            Self::Ladder(Zooming::Larger | Zooming::To(_)) => "do-ladder-larger",
            Self::Ladder(Zooming::Smaller) => "do-ladder-smaller",
            Self::Ladder(Zooming::Usual) => "do-ladder-usual",
            Self::Axis => "do-axis",
            Self::Travel => "do-travel",
            Self::ReduceMotion => "do-reduce-motion",
            Self::FullScreen => "do-full-screen",
            Self::Present => "do-present",
            Self::PresenterNotes => "do-presenter-notes",
            Self::Pointer => "do-pointer",
            Self::TogglePanel(Panel::Library) => "do-panel-library",
            Self::TogglePanel(Panel::Side) => "do-panel-side",
            Self::TogglePanel(Panel::Lower) => "do-panel-lower",
            Self::TogglePanel(Panel::Hand) => "do-panel-hand",
            Self::Overlay(Some(Overlay::Keys)) => "do-keys",
            Self::Overlay(Some(Overlay::Palette)) => "do-palette",
            Self::Overlay(Some(Overlay::About)) => "do-about",
            Self::Overlay(Some(Overlay::Rename)) => "do-hand-rename",
            Self::Overlay(Some(Overlay::Welcome)) => "do-welcome",
            Self::Overlay(None) => "do-close-overlay",
            Self::Dismiss(_) => "do-dismiss",
        }
    }
}
