//! What fuzzing calls: each entry takes any octets, and panics if popscope does not keep its word.
//!
//! The project in `tests/fuzz` calls them with octets that it makes up; `fuzz_corpus.rs` calls them with
//! those that were worth keeping.

#![allow(unreachable_pub, reason = "the targets in tests/fuzz are another crate")]

mod choices;
mod dialogue;
mod file;
pub(crate) mod look;
mod mail;
mod packets;
pub(crate) mod reassembly;
mod served;
mod text;
mod tls;

/// An entry.
pub type Entry = fn(&[u8]);

/// Every entry by the name of its target.
pub const ALL: [(&str, Entry); 10] = [
    ("dialogue", dialogue::dialogue),
    ("file", file::file),
    ("filter", text::filter),
    ("findings", dialogue::findings),
    ("mail", mail::mail),
    ("packets", packets::packets),
    ("reassembly", reassembly::reassembly),
    ("scenario", text::scenario),
    ("served", served::served),
    ("tls", tls::tls),
];

/// Calls the entry of a name.
pub fn run(name: &str, octets: &[u8]) {
    let (_, entry) = ALL.iter().find(|(known, _)| *known == name).expect("an entry of that name");
    entry(octets);
}
