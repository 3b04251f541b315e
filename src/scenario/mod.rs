//! Scenarios: small plays of POP3 in RON. As written, as meant, and as played.
//!
//! ```text
//! text ─► file (as written) ─► plan (as meant, checked) ─► run ─► events, truths, failed expectations
//!          place (where it stands) ──┘
//! ```
//!
//! A branch keeps the first steps of a plan, and goes on with what a person types.

pub mod file;
pub mod flaw;
pub mod octets;
pub mod place;

pub mod line;
pub mod mail;
pub mod plan;
pub mod server;
pub mod steps;

pub mod ancestors;
pub mod faults;
pub mod run;
pub mod vary;

pub mod branch;
pub mod dial;
pub mod library;

pub mod write;

pub mod edit;
pub mod trial;

pub mod retell;

pub use plan::Scenario;
pub use plan::ScenarioError;
pub use run::Run;
pub use run::run;
pub use vary::profiles;
