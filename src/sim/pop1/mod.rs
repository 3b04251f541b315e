//! A server of POP1 (RFC 918): it hands out a mailbox as a whole, and deletes it as a whole.

mod engine;

pub use engine::Engine;
pub use engine::greeting;

#[cfg(test)]
mod tests;
