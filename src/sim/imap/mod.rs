//! A server of IMAP4rev1 (RFC 3501), as much of it as shows what stays on the server.

mod engine;
mod fetch;

pub use engine::Engine;
pub use engine::greeting;

#[cfg(test)]
mod tests;
