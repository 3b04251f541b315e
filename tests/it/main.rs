//! All integration tests in one binary.

mod architecture;
mod captures;
mod captures_public;
mod round_trip;
mod scenarios;
