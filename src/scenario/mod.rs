//! Scenarios: small plays of POP3 in RON. As written, as meant, and played.
//!
//! ```text
//! text ─► file (as written) ─► plan (as meant, checked) ─► run ─► events, truth, failed expectations
//! ```

pub mod file;
pub mod place;
pub mod plan;
pub mod run;

pub mod library;

pub use plan::Scenario;
pub use plan::ScenarioError;
pub use run::Run;
pub use run::run;
