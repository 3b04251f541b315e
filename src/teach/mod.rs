//! From facts to words: what a step means, what is wrong with it, and where that is written.

pub mod words;

pub use words::Language;
pub use words::Words;
