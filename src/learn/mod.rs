//! Learning: the course, the myths, the riddles and the exercises, and what a student has done of them.
//!
//! ```text
//! scenarios/course/*.ron ─► course, myth, exercise ─► material (a timeline) ─► predict, attempt + goal ─► results
//! ```

pub mod step_at;

pub mod material;
pub mod tour;

pub mod course;
pub mod myth;
pub mod predict;
pub mod taught;

pub mod attempt;
pub mod exercise;
pub mod goal;

pub mod library;

pub mod progress;
pub mod results;

pub mod guide;

pub use exercise::Exercise;
pub use material::Material;
pub use progress::Progress;
