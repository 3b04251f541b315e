//! What an analyst asks of recorded sessions: each file answers one question from timelines alone.

pub mod content;
pub mod eve;
pub mod fetched;
pub mod mail;

pub mod login;
pub mod word_list;

pub mod compare;
pub mod mailbox;
pub mod timing;

pub mod filter;
pub mod row;

#[cfg(test)]
pub(crate) mod testing;
