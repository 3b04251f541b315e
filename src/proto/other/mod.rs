//! What is said in the protocols beside POP3: turns, told by one reader with a grammar for each.

pub mod turn;
pub mod vocabulary;

pub mod grammar;
pub mod lines;
pub mod reader;

pub use lines::name_in;
pub use lines::tone_of;
pub use reader::Reader;
pub use turn::Role;
pub use turn::Tone;
pub use turn::Turn;
pub use vocabulary::State;
pub use vocabulary::Verb;
