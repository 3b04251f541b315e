//! What an analyst asks of recorded sessions: each file answers one question from timelines alone.

pub mod content;
pub mod fetched;

pub mod filter;
pub mod login;
pub mod row;
pub mod word_list;

pub mod mailbox;
pub mod timing;

#[cfg(test)]
pub(crate) mod testing;
