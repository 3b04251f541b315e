//! A timeline as text, JSON or files: what leaves the program.

pub mod eml;
pub mod session_record;
pub mod story;
pub mod transcript;
pub mod whole_file;
