//! All integration tests in one binary.

mod architecture;
mod captures_public;
mod scenarios;
