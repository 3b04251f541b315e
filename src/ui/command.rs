//! The one list of all that a person can do. Menus, buttons, keys and the palette read it.

pub mod call;
pub mod edit;
mod keys;
pub mod learn;
mod list;
mod names;
pub mod view;

use std::path::PathBuf;

use crate::session::ConnectionId;
use crate::session::cursor::Move;
use crate::source::Faults;
use crate::source::branch::Ending;
use crate::source::branch::Situation;
pub use crate::ui::command::call::Call;
pub use crate::ui::command::edit::Answer;
pub use crate::ui::command::edit::Edit;
pub use crate::ui::command::learn::Learn;
pub use crate::ui::command::learn::Page;
pub use crate::ui::command::view::Central;
pub use crate::ui::command::view::Overlay;
pub use crate::ui::command::view::Panel;
pub use crate::ui::command::view::Tab;
pub use crate::ui::command::view::View;
pub use crate::ui::command::view::Zooming;
use crate::ui::sheet::Sheet;
use crate::ui::shelf::Place;

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
