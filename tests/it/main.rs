//! All integration tests in one binary.

mod recorded;

mod architecture;
mod captures;
mod captures_public;
mod chance;
mod cli;
mod coverage;
mod extract;
mod rfc1939;
mod round_trip;
mod scenarios;
mod secrets;
#[cfg(feature = "gui")]
mod ui;
mod wireshark;
