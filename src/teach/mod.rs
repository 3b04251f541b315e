//! From facts to words: what a step means, what is wrong with it, and where that is written.

pub mod more_words;
pub mod words;

pub mod explain;
pub mod explain_command;
pub mod explain_connection;
pub mod explain_fact;
mod explain_other;
mod explain_reply;
mod explain_sasl;
pub mod grounds;

pub mod glossary;

pub mod finding;

pub use explain::Explanation;
pub use explain::explain;
pub use words::Language;
pub use words::Words;
