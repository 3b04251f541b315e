//! The ladder: who says what to whom, one arrow a message, from top to bottom.

pub mod columns;
pub mod ground;
pub mod heads;
pub mod layout;
pub mod paint;
pub mod row;
pub mod view;

pub use row::Row;
pub use view::Model;
pub use view::State;
pub use view::ui;
