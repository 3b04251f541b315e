//! All integration tests in one binary.

mod architecture;
mod chance;
mod scenarios;
