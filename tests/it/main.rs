//! All integration tests in one binary.

mod recorded;

mod analyse;
mod architecture;
mod captures;
mod captures_public;
mod chance;
mod cli;
mod coverage;
mod extract;
mod findings;
mod mails;
mod ndjson;
mod rfc1939;
mod round_trip;
mod scenarios;
mod secrets;
mod tls;
#[cfg(feature = "gui")]
mod ui;
mod wireshark;
