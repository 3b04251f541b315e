//! See POP3: a scripted client and server, or captured traffic, one message at a time.
//!
//! The data goes one straight way:
//!
//! ```text
//! scenario ─► sim ──┐
//! capture file ─────┼─► events ─► Timeline ─► snapshot at the cursor ─► views, exports, command line
//! live socket ──────┘
//! ```

pub mod inspect;
pub mod proto;
pub mod session;
pub mod teach;

pub mod sim;

pub mod scenario;

pub mod capture;

pub mod live;

pub mod source;

pub mod learn;

pub mod export;

pub mod cli;

#[cfg(feature = "gui")]
pub mod ui;
