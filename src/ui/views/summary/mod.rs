//! The summary of a capture: its figures and pictures.
//!
//! `model` makes numbers and words, `paint` the pictures.

pub mod model;
mod paint;

pub use model::Model;
pub use model::State;
pub use paint::ui;
