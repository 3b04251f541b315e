//! The ladder: who says what to whom, one arrow a message, from top to bottom.

mod arrow;
pub mod axis;
pub mod bar;
pub mod columns;
pub mod ground;
pub mod heads;
pub mod layout;
pub mod overview;
pub mod paint;
pub mod places;
pub mod row;
pub mod ruler;
pub mod scale;
pub mod segments;
pub mod state;
pub mod view;

pub use bar::Bar;
pub use bar::bar_ui;
pub use row::Row;
pub use scale::Axis;
pub use scale::Look;
pub use scale::Zoom;
pub use state::State;
pub use view::Model;
pub use view::ui;
