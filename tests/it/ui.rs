//! The window: every control is pressed, and what it does is seen.

mod captures;
mod controls;
mod glyphs;
mod mails;
mod models;
mod roads;
mod sample;
mod together;
mod window;
