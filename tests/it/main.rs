//! All integration tests in one binary.

mod recorded;

mod analyse;
mod architecture;
mod captures;
mod captures_public;
mod chance;
mod cli;
mod comparing;
mod coverage;
mod deviations;
mod eve;
mod extract;
mod faults;
mod findings;
mod flaws;
mod fuzz_corpus;
mod fuzz_entries;
mod handouts;
mod hostile_words;
mod learn;
mod mails;
mod ndjson;
mod night;
mod properties;
mod retell;
mod rfc1939;
mod round_trip;
mod scenarios;
mod secrets;
mod serve;
mod tls;
#[cfg(feature = "gui")]
mod ui;
mod wireshark;
