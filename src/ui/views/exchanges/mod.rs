//! The exchanges of a session: how the client logged in, and how long each reply and each thought took.

pub mod model;
mod paint;

pub use model::Model;
pub use model::State;
pub use paint::ui;
