//! Sessions side by side: what is compared, and the table of it.
//!
//! `choice` asks what to compare, `state` remembers it, `model` makes words of a cell, `paint` the table.

mod choice;
pub mod model;
mod paint;
pub mod state;

pub use paint::ui;
pub use state::State;
