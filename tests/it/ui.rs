//! The window: every control is pressed, and what it does is seen.

mod captures;
mod controls;
mod glyphs;
mod line;
mod mails;
mod models;
mod presenting;
mod sample;
mod together;
mod window;
