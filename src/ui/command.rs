//! The one list of all that a person can do. Menus, buttons, keys and the palette read it.

pub mod call;
pub mod edit;
mod keys;
pub mod learn;
mod names;

use std::path::PathBuf;

use crate::session::ConnectionId;
use crate::session::cursor::Move;
use crate::source::Faults;
use crate::source::branch::Ending;
use crate::source::branch::Situation;
use crate::teach::Language;
pub use crate::ui::command::call::Call;
pub use crate::ui::command::edit::Answer;
pub use crate::ui::command::edit::Edit;
pub use crate::ui::command::learn::Learn;
pub use crate::ui::command::learn::Page;
use crate::ui::prefs::Theme;
use crate::ui::sheet::Sheet;
use crate::ui::shelf::Place;
use crate::ui::views::ladder::Zoom;
use crate::ui::views::state_diagram::Subject;

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
    /// Play the open session anew on another line.
    Line(Box<Line>),
    /// Look at the mail that was fetched, and save of it.
    Mail(Mail),
    /// Learn: the course, myths, riddles, exercises.
    Learn(Learn),
    /// Be the client.
    Hand(Hand),
    /// Lay sessions side by side.
    Compare(Compare),
    /// Serve real mail programs.
    Live(Live),
    /// Write scenarios.
    Edit(Edit),
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
    /// Let steps last as long as they took, or not.
    TrueTimes,
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
    /// Forget which files were opened last.
    ForgetRecent,
    /// Show the session before the open one.
    PreviousSession,
    /// Show the session behind the open one.
    NextSession,
}

/// Wishes about sessions side by side.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Compare {
    /// The open script before a server of each generation.
    Generations,
    /// The open script before a server of each profile.
    Profiles,
    /// Two sessions of the shelf.
    With {
        /// The one on the left.
        one: Place,
        /// The one on the right.
        other: Place,
    },
    /// Choose anew what the open session is compared with.
    Anew,
    /// Show a step of a session that is compared.
    Show {
        /// The column, counted from 0.
        column: usize,
        /// The step, counted from 0.
        step: usize,
    },
}

/// Wishes about the server of the window.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Live {
    /// Start it as it was chosen.
    Start,
    /// Stop it.
    Stop,
    /// Hold each reply back before it is sent, or no longer.
    Hold,
    /// Let the reply go that is held back on a connection.
    Release(ConnectionId),
    /// Send these octets in its place.
    Change(ConnectionId, Vec<u8>),
    /// Put a setting on the clipboard.
    Copy(String),
    /// Show one of its sessions, by its number.
    Show(u64),
    /// Connect to a server, and talk to it.
    Call(Call),
}

/// Wishes about the open session.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Session {
    /// Show or mask secrets.
    ToggleSecrets,
    /// See the session as its ends do, or as the wire shows it.
    ToggleEyes,
    /// Show the segments or frames of each step, or not.
    ToggleSegments,
    /// Show the line of a simulated session, or put it away.
    ToggleLine,
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
    /// Save every mail of the session.
    SaveMails,
    /// Save the session for people without this program.
    Save(Sheet),
    /// Put a link to the step on the clipboard.
    CopyLink,
}

/// Wishes about the line of a simulated session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Line {
    /// Play on this one.
    Set(Faults),
    /// Play on the one of the scenario.
    Reset,
    /// Put the line on the clipboard as a scenario has it.
    Copy,
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

/// Wishes of somebody who is the client, and of what was played by hand.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Hand {
    /// Go to the line in which commands are typed.
    Type,
    /// Write a line there, to be changed or sent.
    Write(String),
    /// Send what stands there.
    Send,
    /// Connect.
    Connect,
    /// Let minutes pass.
    Wait(u64),
    /// End the connection without QUIT.
    End(Ending),
    /// Be another client, counted from 0.
    Client(usize),
    /// Take the last line of the branch back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Open a session in which nothing happens by itself.
    Empty,
    /// Ask how the branch is to be called.
    Rename,
    /// Call the branch so.
    Name(String),
    /// Delete the branch.
    Delete,
    /// Bring the branch back that was deleted last.
    Restore,
    /// Save the branch as a scenario.
    Save,
    /// Let something happen at the cursor.
    Try(Situation),
    /// Go back to where something was let happen.
    Return,
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
    /// Draw the ladder larger or smaller.
    Ladder(Zooming),
    /// Let the way down be time, or one step below the other.
    Axis,
    /// Let messages travel along their arrows, or not.
    Travel,
    /// Let nothing move that does not have to, or let it.
    ReduceMotion,
    /// Make everything as large as so many percent of that.
    Zoom(u16),
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

impl UiCommand {
    /// The commands that need no more than themselves: those of menus, keys and palette.
    pub const LISTED: &[Self] = &[
        Self::Cursor(Move::Forward),
        Self::Cursor(Move::Back),
        Self::Cursor(Move::First),
        Self::Cursor(Move::Last),
        Self::Playback(Playback::Toggle),
        Self::Playback(Playback::Slower),
        Self::Playback(Playback::Faster),
        Self::Playback(Playback::TrueTimes),
        Self::Library(Library::Ask),
        Self::Library(Library::AskKeyLog),
        Self::Library(Library::ForgetRecent),
        Self::Library(Library::PreviousSession),
        Self::Library(Library::NextSession),
        Self::Session(Session::NextFinding),
        Self::Session(Session::PreviousFinding),
        Self::Session(Session::ToggleSecrets),
        Self::Session(Session::ToggleEyes),
        Self::Session(Session::ToggleSegments),
        Self::Session(Session::ToggleLine),
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
        Self::Session(Session::SaveMails),
        Self::Session(Session::Save(Sheet::Handout)),
        Self::Session(Session::Save(Sheet::Questions)),
        Self::Session(Session::Save(Sheet::Svg)),
        Self::Session(Session::Save(Sheet::SvgToHere)),
        Self::Session(Session::Save(Sheet::Png)),
        Self::Session(Session::Save(Sheet::PngToHere)),
        Self::Session(Session::Save(Sheet::Mermaid)),
        Self::Session(Session::Save(Sheet::Pcapng)),
        Self::Session(Session::CopyLink),
        Self::View(View::Central(Central::Sessions)),
        Self::View(View::Central(Central::Summary)),
        Self::View(View::Central(Central::Mailboxes)),
        Self::View(View::Central(Central::Ladder)),
        Self::View(View::Central(Central::Stream)),
        Self::View(View::Central(Central::Learn(Page::Welcome))),
        Self::View(View::Central(Central::Learn(Page::Myths))),
        Self::View(View::Central(Central::Learn(Page::Exercises))),
        Self::View(View::Central(Central::Learn(Page::Glossary))),
        Self::View(View::Central(Central::Learn(Page::Words))),
        Self::Learn(Learn::TogglePredict),
        Self::Learn(Learn::NextLesson),
        Self::Learn(Learn::SaveResults),
        Self::View(View::Central(Central::Compare)),
        Self::Compare(Compare::Generations),
        Self::Compare(Compare::Profiles),
        Self::Compare(Compare::Anew),
        Self::View(View::Central(Central::Live)),
        Self::Live(Live::Start),
        Self::Live(Live::Stop),
        Self::Live(Live::Hold),
        Self::Live(Live::Call(Call::Form)),
        Self::Live(Live::Call(Call::Disconnect)),
        Self::View(View::Central(Central::Editor)),
        Self::Edit(Edit::New),
        Self::Edit(Edit::Copy),
        Self::Edit(Edit::Retell),
        Self::Edit(Edit::Duplicate),
        Self::Edit(Edit::Save),
        Self::Edit(Edit::SaveAs),
        Self::Edit(Edit::Play),
        Self::View(View::Find),
        Self::View(View::Tab(Tab::Why)),
        Self::View(View::Tab(Tab::Bytes)),
        Self::View(View::Tab(Tab::Message)),
        Self::View(View::Tab(Tab::Transcript)),
        Self::View(View::Tab(Tab::Packets)),
        Self::View(View::Tab(Tab::Exchanges)),
        Self::View(View::Tab(Tab::Findings)),
        Self::View(View::Tab(Tab::Eve)),
        Self::View(View::TogglePanel(Panel::Library)),
        Self::View(View::TogglePanel(Panel::Side)),
        Self::View(View::TogglePanel(Panel::Lower)),
        Self::View(View::TogglePanel(Panel::Hand)),
        Self::Hand(Hand::Type),
        Self::Hand(Hand::Connect),
        Self::Hand(Hand::Wait(1)),
        Self::Hand(Hand::Wait(10)),
        Self::Hand(Hand::End(Ending::Drop)),
        Self::Hand(Hand::End(Ending::Close)),
        Self::Hand(Hand::End(Ending::Reset)),
        Self::Hand(Hand::Undo),
        Self::Hand(Hand::Redo),
        Self::Hand(Hand::Empty),
        Self::Hand(Hand::Rename),
        Self::Hand(Hand::Delete),
        Self::Hand(Hand::Restore),
        Self::Hand(Hand::Save),
        Self::Hand(Hand::Try(Situation::LineDrops)),
        Self::Hand(Hand::Try(Situation::Quit)),
        Self::Hand(Hand::Try(Situation::WrongPassword)),
        Self::Hand(Hand::Try(Situation::SecondClient)),
        Self::Hand(Hand::Try(Situation::ServerDies)),
        Self::Hand(Hand::Try(Situation::Silence)),
        Self::Hand(Hand::Return),
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
        Self::View(View::Ladder(Zooming::Larger)),
        Self::View(View::Ladder(Zooming::Smaller)),
        Self::View(View::Ladder(Zooming::Usual)),
        Self::View(View::Axis),
        Self::View(View::Travel),
        Self::View(View::ReduceMotion),
        Self::View(View::Zoom(80)),
        Self::View(View::Zoom(125)),
        Self::View(View::Zoom(150)),
        Self::View(View::Zoom(175)),
        Self::View(View::Zoom(200)),
        Self::View(View::FullScreen),
        Self::View(View::Present),
        Self::View(View::PresenterNotes),
        Self::View(View::Pointer),
        Self::View(View::Overlay(Some(Overlay::Palette))),
        Self::View(View::Overlay(Some(Overlay::Keys))),
        Self::View(View::Overlay(Some(Overlay::About))),
        Self::View(View::Overlay(None)),
        Self::View(View::Explain(None)),
        Self::Quit,
    ];
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
            for wish in UiCommand::LISTED {
                assert!(words.has(wish.word()), "{} in {language}", wish.word());
            }
        }
    }
}
