//! The stream: all that both sides said in a session, in order, as text or as hex.
//!
//! `lines` knows where each line lies without keeping its text, `state` searches, `paint` shows what is seen.

pub mod lines;
mod paint;
pub mod state;

pub use paint::ui;
pub use state::State;
