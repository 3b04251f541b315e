//! The steps of the scenario, a row each: what happens on the left, what comes of it on the right.

pub mod kind;

pub mod cells;
pub mod expectation;
pub mod outcome;

pub mod add;
pub mod below;
pub mod columns;
pub mod keys;
pub mod row;
pub mod table;

pub use keys::another;
pub use keys::first_field;
pub use keys::pressed;
pub use table::ui;
