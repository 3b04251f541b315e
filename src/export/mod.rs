//! A timeline as text, JSON, pictures or files: what leaves the program.

pub mod attachments;
pub mod comparison;
pub mod eml;
pub mod html;
pub mod login_record;
pub mod mail_record;
pub mod mailbox_record;
pub mod markup;
pub mod mermaid;
pub mod paper;
pub mod session_record;
pub mod story;
pub mod svg;
pub mod timing_record;
pub mod tls_record;
pub mod transcript;
pub mod whole_file;
pub mod words;
