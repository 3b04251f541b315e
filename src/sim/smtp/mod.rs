//! A server of SMTP that takes mail in for its own users (RFC 5321): the road by which a mail comes.

mod engine;
mod trace;

pub use engine::Engine;
pub use engine::MAX_MAIL;
pub use engine::greeting;

#[cfg(test)]
mod tests;
