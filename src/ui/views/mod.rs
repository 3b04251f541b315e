//! The views. Each is a value first and is painted second: a `Model` read from the player, and a
//! function that paints it.

pub mod shown;

pub mod library;
pub mod menu;
pub mod notices;
pub mod toast;
pub mod transport;

pub mod branches;
pub mod call;
pub mod central;
pub mod command_line;
pub mod compare;
pub mod live;
pub mod mailboxes;
pub mod sessions;
pub mod stream;
pub mod summary;

pub mod ladder;
pub mod line;
pub mod maildrop;
pub mod state_diagram;

pub mod bytes;
pub mod eve;
pub mod exchanges;
pub mod findings;
pub mod lower;
pub mod message;
pub mod packets;
pub mod tls;
pub mod transcript;
pub mod why;

pub mod exercises;
pub mod glossary;
pub mod in_words;
pub mod lesson_end;
pub mod myths;
pub mod predict;
pub mod task;
pub mod welcome;

pub mod keys;
pub mod palette;

use crate::ui::command::Central;
use crate::ui::command::Overlay;
use crate::ui::command::Tab;

/// What the views remember by themselves.
#[derive(Debug, Default)]
pub struct Views {
    /// The page in the middle.
    pub central: Central,
    /// The tab below.
    pub tab: Tab,
    /// What lies over the window.
    pub overlay: Option<Overlay>,
    /// The part of the state diagram that is explained, instead of the step.
    pub subject: Option<state_diagram::Subject>,
    /// What stands in a compact window.
    pub pane: crate::ui::room::Pane,
    /// The presenter mode.
    pub presenter: crate::ui::presenter::State,
    /// Whether the window fills the screen.
    pub full_screen: bool,
    /// The library.
    pub library: library::State,
    /// The table of the sessions.
    pub sessions: sessions::State,
    /// The summary.
    pub summary: summary::State,
    /// The fate of messages.
    pub mailboxes: mailboxes::State,
    /// Logins and times.
    pub exchanges: exchanges::State,
    /// Sessions side by side.
    pub compare: compare::State,
    /// The server of the window.
    pub live: live::State,
    /// The connection to a server of the user's own choice.
    pub call: call::State,
    /// The stream.
    pub stream: stream::State,
    /// The ladder.
    pub ladder: ladder::State,
    /// The command line.
    pub command_line: command_line::State,
    /// The branches.
    pub branches: branches::State,
    /// The line of a simulated session.
    pub line: line::State,
    /// What Eve learnt.
    pub eve: eve::State,
    /// The explanation.
    pub why: why::State,
    /// The octets.
    pub bytes: bytes::State,
    /// The mail.
    pub message: message::State,
    /// Where the step came from.
    pub packets: packets::State,
    /// The session in words.
    pub in_words: in_words::State,
    /// The transcript.
    pub transcript: transcript::State,
    /// The open exercise.
    pub task: task::State,
    /// The palette.
    pub palette: palette::State,
}
