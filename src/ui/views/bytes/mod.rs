//! Bytes: every octet of the step, as hex and as text, with what each of them is; and what is inside of them.
//!
//! ```text
//! said ─► model (lines, pieces of a line) ─► paint: hex, text, pieces, the piece under the pointer
//!         peel (base64 opened, digests made anew), sums (wire, delivered, counted)
//! ```

pub mod model;
pub mod peel;
pub mod pieces;
pub mod sums;

mod hex;
mod lines;
mod look;
mod opened;
pub mod paint;
pub mod state;

pub use model::Model;
pub use paint::ui;
pub use state::State;
