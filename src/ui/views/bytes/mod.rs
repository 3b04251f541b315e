//! Bytes: every octet of the step, as hex and as text, with line ends, stuffing and terminator named.

pub mod model;
pub mod paint;

pub use model::Model;
pub use paint::State;
pub use paint::ui;
