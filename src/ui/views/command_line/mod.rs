//! The command line: the person at the window is the client, and types what it says.

pub mod model;
pub mod paint;
pub mod state;

pub use model::Model;
pub use paint::ui;
pub use state::State;
