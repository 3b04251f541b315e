//! See POP3: a scripted client and server, or captured traffic, one message at a time.
//!
//! The data goes one straight way:
//!
//! ```text
//! scenario ─► sim ──┐
//! capture file ─────┼─► events ─► Timeline ─► snapshot at the cursor ─► views, exports, command line
//! live socket ──────┘
//! ```

pub mod export;
pub mod proto;
pub mod scenario;
pub mod session;
pub mod sim;
pub mod teach;
