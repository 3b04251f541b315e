//! Several sessions side by side: what the same commands came to in each.
//!
//! ```text
//! timeline ─► moments (what was said, and what came of it) ─┐
//! timeline ─► moments ──────────────────────────────────────┼─► rows, aligned ─► what differs in each
//! timeline ─► moments ──────────────────────────────────────┘
//! ```

pub mod marks;
pub mod moment;

mod align;
mod rows;

pub use moment::Moment;
pub use rows::Comparison;
pub use rows::Difference;
pub use rows::Row;
pub use rows::compare;

#[cfg(test)]
mod tests;
