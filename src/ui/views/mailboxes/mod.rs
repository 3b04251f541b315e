//! Mailboxes: the fate of each message over all sessions of a capture.

mod paint;
pub mod state;

pub use paint::ui;
pub use state::State;
