//! What an analyst asks of recorded sessions: each file answers one question from timelines alone.

pub mod fetched;

pub mod filter;
pub mod mail;
pub mod row;
