//! The table of all sessions of a capture.
//!
//! `column` says what stands in each column and how it is sorted, `state` keeps filter, order and
//! selection, `cells` makes words of a row, and `paint` shows the rows that are seen.

pub mod cells;
pub mod column;
mod filter_line;
mod paint;
pub mod state;

pub use column::Column;
pub use paint::ui;
pub use state::State;
