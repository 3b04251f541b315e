//! Wishes about the window: what it shows, and how.

use crate::teach::Language;
use crate::ui::command::Page;
use crate::ui::prefs::Theme;
use crate::ui::views::ladder::Zoom;
use crate::ui::views::state_diagram::Subject;

/// Wishes about the window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum View {
    /// Show one of the pages in the middle.
    Central(Central),
    /// Look for something: in the table of sessions, or in the words of the session.
    Find,
    /// Show one of the tabs below.
    Tab(Tab),
    /// Explain a part of the state diagram, or the step again.
    Explain(Option<Subject>),
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
    /// Make everything as large as so many percent of that.
    Zoom(u16),
    /// Draw the ladder larger or smaller.
    Ladder(Zooming),
    /// Let the way down be time, or one step below the other.
    Axis,
    /// Let messages travel along their arrows, or not.
    Travel,
    /// Let nothing move that does not have to, or let it.
    ReduceMotion,
    /// Fill the screen, or stop to.
    FullScreen,
    /// Show it to a room in large type, or stop to.
    Present,
    /// While presenting: show the author's words, or not.
    PresenterNotes,
    /// While presenting: let something else follow the pointer.
    Pointer,
    /// Show or hide a panel.
    TogglePanel(Panel),
    /// Lay something over the window, or take it away.
    Overlay(Option<Overlay>),
    /// Take a notice away, counted from 0.
    Dismiss(usize),
}

/// How the size of the ladder changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Zooming {
    /// One step up.
    Larger,
    /// One step down.
    Smaller,
    /// As at first.
    Usual,
    /// To a size.
    To(Zoom),
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
    /// A page of somebody who learns, whatever is open.
    Learn(Page),
    /// The session beside others.
    Compare,
    /// The server for real mail programs, whatever is open.
    Live,
    /// The scenario that is written, whatever is open.
    Editor,
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
    /// What somebody on the wire learnt.
    Eve,
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
    /// The line to type commands in.
    Hand,
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
    /// How the branch is to be called.
    Rename,
    /// The three ways in, over the first lesson.
    Welcome,
}

impl Central {
    /// All pages of a document, from left to right.
    pub const ALL: [Self; 6] =
        [Self::Sessions, Self::Summary, Self::Mailboxes, Self::Ladder, Self::Stream, Self::Compare];

    /// Whether it is about one session, as every document has it.
    #[must_use]
    pub fn is_of_session(self) -> bool {
        match self {
            Self::Ladder | Self::Stream | Self::Compare => true,
            Self::Sessions | Self::Summary | Self::Mailboxes | Self::Learn(_) | Self::Live | Self::Editor => false,
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
            Self::Learn(page) => page.word(),
            Self::Compare => "central-compare",
            Self::Live => "central-live",
            Self::Editor => "central-editor",
        }
    }
}

impl Tab {
    /// All tabs, from left to right.
    pub const ALL: [Self; 8] = [
        Self::Why,
        Self::Bytes,
        Self::Message,
        Self::Transcript,
        Self::Packets,
        Self::Exchanges,
        Self::Findings,
        Self::Eve,
    ];

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
            Self::Eve => "tab-eve",
        }
    }
}
