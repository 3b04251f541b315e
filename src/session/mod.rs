//! One recorded conversation, whatever its source: events come in, a timeline of steps is kept,
//! and any step can be looked at.
//!
//! ```text
//! Event ─► Recorder (dialogue of each connection) ─► Step ─► Timeline ─► Snapshot at a Cursor
//! ```

pub mod event;
pub mod fact;
pub mod journey;
pub mod marks;
pub mod sentence;
pub mod time;

pub mod maildrop;
pub mod replay;
pub mod snapshot;

pub mod clock;
pub mod cursor;
mod data;
pub mod eve;
pub mod lanes;
mod listener;
pub mod recorder;
pub mod timeline;

pub mod mail;
pub mod recorded;
pub mod sealed;

mod certificate;
pub mod tls_facts;
mod unkept;

pub use cursor::Cursor;
pub use event::ConnectionId;
pub use event::Event;
pub use event::EventKind;
pub use fact::Fact;
pub use journey::Journey;
pub use journey::Segment;
pub use marks::Marks;
pub use recorded::RecordedSession;
pub use recorder::Recorder;
pub use sentence::Sentence;
pub use snapshot::SessionState;
pub use snapshot::Snapshot;
pub use time::Time;
pub use timeline::Step;
pub use timeline::Timeline;
pub use tls_facts::TlsFacts;
