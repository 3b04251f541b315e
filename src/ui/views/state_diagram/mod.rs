//! The state diagram: drawn from the table of rules, with the current state lit.

pub mod model;
pub mod other;
pub mod paint;
pub mod places;
pub mod tracks;

pub use model::Model;
pub use model::Subject;
pub use paint::ui;
