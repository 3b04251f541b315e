//! The ladder: who says what to whom, one arrow a message, from top to bottom.

pub mod bar;
pub mod columns;
pub mod ground;
pub mod heads;
pub mod layout;
pub mod paint;
pub mod row;
pub mod segments;
pub mod view;

pub use bar::Bar;
pub use bar::bar_ui;
pub use row::Row;
pub use view::Model;
pub use view::State;
pub use view::ui;
