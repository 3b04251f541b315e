//! A server of POP2 (RFC 937): small, strict, and quick to close the connection.

mod engine;

pub use engine::Engine;
pub use engine::greeting;

#[cfg(test)]
mod tests;
