//! Branches: sessions played by hand. A person is the client, and types what comes behind some steps of a script.
//!
//! ```text
//! script ─┬─► kept steps + acts (a branch) ─► play ─► timeline, trace
//!         └─► tree of branches ─► drafts;  a branch ─► save ─► text of a scenario
//! ```
//!
//! Nothing is remembered of a play: a branch is played anew from the beginning each time, which gives the same.

pub mod act;
pub mod script;

pub mod tree;

pub mod offers;
pub mod play;
pub mod save;
pub mod situation;

pub use act::Act;
pub use act::Ending;
pub use play::Played;
pub use play::Trace;
pub use script::Script;
pub use situation::Situation;
pub use tree::Branch;
pub use tree::BranchId;
pub use tree::Tree;
