//! Message: the mail that RETR or TOP delivered, as text, as parts, as fields, and as it came.

pub mod fields;
pub mod letter;
pub mod lines;
pub mod parts;
pub mod raw;
pub mod readable;
pub mod state;
pub mod view;

pub use letter::Extent;
pub use letter::Letter;
pub use state::Model;
pub use state::State;
pub use view::ui;
