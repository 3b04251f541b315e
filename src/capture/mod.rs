//! Captured traffic: a capture file comes in, the POP3 sessions in it come out as timelines.
//!
//! ```text
//! file ─► frame ─► packet ─► TCP segment ─► flow (reassembly of both directions) ─► detect ─► Recorder
//! ```
//!
//! Read in this order: the file and its frames, then what is in a frame, then the conversations,
//! and last the analysis that ties them together. `write` goes the other way,
//! and `extract` copies the frames of chosen sessions.

pub mod problem;

pub mod file;
mod input;
mod packed;
mod pcapng;

mod fragment;
pub mod packet;

pub mod bounds;
mod detect;
mod flow;
mod reassembly;

mod tls;

pub mod analysis;
mod order;
pub mod other_ports;
mod table;

pub mod extract;
pub mod write;

#[cfg(test)]
mod testing;

pub use analysis::Options;
pub use analysis::Progress;
pub use analysis::Summary;
pub use analysis::analyse;
pub use bounds::Bounds;
pub use file::OpenError;
pub use other_ports::OtherPort;
pub use problem::Problem;
pub use tls::key_log::KeyLog;
