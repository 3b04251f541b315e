//! See `tests/it/fuzz_entries`.

#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| popscope_fuzz::run("served", octets));
